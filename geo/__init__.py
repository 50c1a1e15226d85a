"""Boundaries of kelurahan and kecamatan, and map layers drawn from them."""

WGS84 = 4326
METRES = 32748  # WGS 84 / UTM 48S, whose zone holds the whole city
