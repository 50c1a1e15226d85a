"""Too many unknown answers, and channels that were not asked, on the surfaces that say figures."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from analysis.count.compute import derive_values
from analysis.definitions.derived import derive
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, Selection
from analysis.definitions.silence import CARE, TOO_MANY
from analysis.release.publish import publish
from analysis.views import headline, html, ranking, views
from analysis.views.basis import list_pieces
from analysis.views.cells import make_row
from analysis.views.comparison import find_value, make_comparisons
from analysis.views.matrix import make_matrix
from analysis.views.scorecard import read_rows
from analysis.views.sparkline import draw_sparkline
from analysis.views.tiles import make_tile
from analysis.views.view import Tile, View
from analysis.words import theme
from data import reference
from tests.data.rows import HEADINGS, TODAY, Workspace, usaha, write_register

pytestmark = pytest.mark.lambat

ONLINE = "berusaha_daring"
KASEMEN = "36.73.02"
LATER = ("kanal_marketplace", "kanal_situs", "kanal_email")
"""The channels that the newer register does not ask."""


def count(ya: int, tidak: int, unknown: int) -> pd.DataFrame:
    """The counts of one cell, as ``compute.count`` gives them."""
    place = {"indikator": "ber_nib", "tingkat": "kota", "kode_wilayah": CITY, "periode": "2025-06"}
    cell = {"dimensi": "", "kategori": "", "n": ya + tidak + unknown}
    return pd.DataFrame([place | cell | {"ya": ya, "tidak": tidak, "tak_tahu": unknown}])


@pytest.mark.parametrize(
    ("unknown", "sign"),
    [(0, ""), (30, ""), (31, "E"), (50, "E"), (51, "F"), (99, "F"), (100, "..")],
)
def test_the_share_of_unknown_answers_decides_the_sign_at_its_limit(
    unknown: int, sign: str
) -> None:
    assert (CARE, TOO_MANY) == (30, 50)
    (cell,) = derive_values(INDICATORS["ber_nib"], count(1, 99 - unknown, unknown)
                            if unknown < 100 else count(0, 0, 100)).to_dict("records")  # fmt: skip
    assert cell["tanda"] == sign
    assert pd.isna(cell["nilai"]) == (sign in ("F", ".."))
    assert cell["n"] == 100 and cell["penyebut"] == 100 - unknown  # the counts stay


def test_the_signs_are_explained_with_their_limits() -> None:
    assert f"lebih dari {CARE} %" in theme.SIGNS["E"]
    assert f"lebih dari {TOO_MANY} %" in theme.SIGNS["F"]


@pytest.mark.parametrize(
    ("unknown", "value", "sign"), [(0, 20, ""), (40, 20, "E"), (60, None, "F")]
)
def test_the_code_divides_by_all_and_has_the_sign_of_the_known_answers(
    unknown: int, value: float | None, sign: str
) -> None:
    known = derive_values(INDICATORS["ber_nib"], count(20, 80 - unknown, unknown))
    dated = known.assign(angka_per="2025-07-01")
    (cell,) = derive(INDICATORS["proporsi_nib"], dated, date(2025, 7, 1)).to_dict("records")
    assert (cell["pembilang"], cell["penyebut"], cell["tanda"]) == (20, 100, sign)
    assert cell["nilai"] == value if value is not None else pd.isna(cell["nilai"])


def make_rows(rng: random.Random, silent: float) -> Iterator[dict[str, object]]:
    """Businesses of every kecamatan; in Kasemen most answer nothing of channels."""
    number = 0
    for code, name in reference.list_kelurahan().items():
        for _ in range(24):
            number += 1
            row = usaha(number, kelurahan=name, kecamatan=reference.list_kecamatan()[code[:8]])
            refuses = rng.random() < (0.7 if code.startswith(KASEMEN) else silent)
            if not refuses:
                row |= {f"kanal_{c}": rng.choice(["Ya", "Tidak", "Tidak"]) for c in CHANNELS}
            yield row | {"punya_nib": rng.choice(["Ya", "Tidak"]), "bayar_digital": "Tidak"}


CHANNELS = ("pesan", "medsos", "marketplace", "situs", "email")


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Two registers; the newer asks two channels, and says little of Kasemen."""
    place = Workspace(tmp_path_factory.mktemp("diam"))
    rows = list(make_rows(random.Random(1), 0.05))
    write_register(place.raw / "a.csv", rows, "KEADAAN JUNI 2024")
    path = write_register(place.raw / "b.csv", rows, "KEADAAN JUNI 2025")
    title, *lines = [line.split(";") for line in path.read_text(encoding="utf-8").splitlines()]
    asked = [n for n, name in enumerate(HEADINGS) if name not in LATER]
    kept = [";".join(line[n] for n in asked) for line in lines]
    path.write_text("\n".join([*title, *kept]) + "\n", encoding="utf-8")
    place.build()
    with pytest.MonkeyPatch.context() as patch:
        place.use(patch)
        publish(place.settings, date.fromisoformat(TODAY))
        yield place


NOW = Selection("2025-06")


def test_an_e_stands_beside_its_number_wherever_that_is_said(silent: Workspace) -> None:
    cell = {"kode_wilayah": CITY, "periode": "2025-06", "nilai": 45.62, "tanda": "E", "n": 100,
            "pembilang": 30, "penyebut": 65, "bawah": None, "atas": None, "asal": "register",
            "rujukan": None}  # fmt: skip
    row = make_row(INDICATORS[ONLINE], cell, "Kota")
    assert (row.text, row.mark, row.counts) == ("45,6\u00a0%\u00a0E", "", "30 dari 65")
    heading = views.view_by_kecamatan(silent.publik, ONLINE, NOW).heading
    view = View(INDICATORS[ONLINE], heading, "", (row,), "")
    assert html.render_bars(view).count("45,6\u00a0%\u00a0E") == 1
    tile = html.render_tiles([Tile(INDICATORS[ONLINE], heading, row)])
    assert "<sup>E</sup>" in tile and theme.SIGNS["E"] in tile


def test_an_f_is_not_ranked_compared_or_said(silent: Workspace) -> None:
    store = silent.publik
    row = find_value(store, ONLINE, Selection("2025-06", KASEMEN))
    assert row is not None
    assert (row.value, row.sign, row.text, row.counts) == (None, "F", "F", "")
    assert row.unknown is not None and row.unknown > TOO_MANY
    found = make_comparisons(store, ONLINE, Selection("2025-06", KASEMEN))
    assert {c.difference for c in found} == {None}
    for said in (
        headline.say_ends(store, NOW),
        views.view_by_kecamatan(store, ONLINE, NOW).sentence,
    ):
        assert "dari yang terbit" in said and "Kasemen" not in said
    assert headline.say_rank(store, ONLINE, Selection("2025-06", KASEMEN)) == ""
    (band,) = [b for b in ranking.read_ranks(store, NOW) if b.code == KASEMEN]
    assert band.best is None
    opening = headline.make_headline(store, Selection("2025-06", KASEMEN)).first
    assert "terlalu tidak pasti" in opening and "%" not in opening.split("(")[0]
    cells = [r for r in make_matrix(store, NOW).rows if r.code == KASEMEN]
    assert any(cell.row.sign == "F" and cell.gap.step == 0 for r in cells for cell in r.cells)


def test_what_was_not_asked_is_said_and_not_compared(silent: Workspace) -> None:
    store = silent.publik
    before = find_value(store, ONLINE, Selection("2024-06"))
    now = find_value(store, ONLINE, NOW)
    assert before is not None and now is not None
    assert (before.basis, now.basis) == ("", "email,marketplace,situs")
    tile = make_tile(store, ONLINE, NOW)
    assert "Tidak ditanyakan" in tile.note and "marketplace, situs web sendiri, surel" in tile.note
    assert tile.change == ""
    (change,) = [c for c in make_comparisons(store, ONLINE, NOW) if c.kind == "sebelum"]
    assert change.difference is None and "Kanal yang ditanyakan" in change.reason
    over_time = views.view_by_period(store, ONLINE, NOW)
    assert over_time.heading.remark.startswith("Juni 2025: tidak ditanyakan")
    assert before.text not in over_time.sentence
    rows = read_rows(store, INDICATORS[ONLINE], NOW)
    assert [len(piece) for piece in list_pieces(rows)] == [1, 1]
    assert "<path" not in draw_sparkline(rows, "2025-06").address
    # What does not rest on channels is compared as ever.
    assert make_tile(store, "ber_nib", NOW).note == ""
    (nib,) = [c for c in make_comparisons(store, "ber_nib", NOW) if c.kind == "sebelum"]
    assert nib.difference is not None


def test_a_release_of_a_register_of_ticks_is_not_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row | {f"kanal_{c}": "" for c in CHANNELS[1:]} for row in
            make_rows(random.Random(2), 0.0)]  # fmt: skip
    ticked = [row | {"kanal_pesan": "Ya" if row.get("kanal_pesan") == "Ya" else ""} for row in rows]
    write_register(workspace.raw / "centang.csv", ticked)
    workspace.build()
    workspace.use(monkeypatch)
    publish(workspace.settings, date.fromisoformat(TODAY))
    row = find_value(workspace.publik, ONLINE, NOW)
    # All who answered said yes, so that the share would tell each of them: withheld before it is F.
    assert row is not None and (row.value, row.sign) == (None, "x")
