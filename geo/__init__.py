"""Boundaries of kelurahan and kecamatan, and map layers drawn from them."""
