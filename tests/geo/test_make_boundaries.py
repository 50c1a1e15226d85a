"""What ships is made from its corner points, and the proof can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import make_boundaries


def test_making_the_boundaries_again_gives_the_same_bytes() -> None:
    files, proved = make_boundaries.make()

    assert sorted(path.name for path in files) == ["kecamatan.geojson", "kelurahan.geojson"]
    for path, content in files.items():
        # A checkout on Windows may have turned the line ends.
        assert path.read_bytes().replace(b"\r\n", b"\n") == content
    assert "67 of 67 kelurahan" in proved
    assert "6 of 6 kecamatan" in proved


def test_proof_fails_with_numbers_when_a_corner_moves_on_one_side_only() -> None:
    rings = make_boundaries.read_rings(make_boundaries.CORNERS)
    lon, lat = rings["36.73.01.1002"][0]
    rings["36.73.01.1002"][0] = (round(lon + 0.001, 4), lat)
    kelurahan = make_boundaries.make_kelurahan(rings)

    with pytest.raises(make_boundaries.ProofError, match=r"kelurahan coverage valid, \d+ with"):
        make_boundaries.prove(kelurahan)


def test_corners_out_of_order_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "titik.csv"
    path.write_text("kode_kemendagri,urutan,lon,lat\n36.73.01.1001,1,106.1,-6.1\n")
    with pytest.raises(make_boundaries.ProofError, match=r"titik\.csv, line 2: expected corner 0"):
        make_boundaries.read_rings(path)
