"""What officials see of a kelurahan: exact from 3 on, and nothing below that can be worked out."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

import pandas as pd
import pytest

from analysis import compute, officials
from analysis.indicators import INDICATORS
from analysis.officials import kelurahan
from analysis.protect import MINIMUM_OFFICIALS
from analysis.publish import publish
from analysis.view import Row, View
from data import reference
from data.access.viewer import OPERATOR, Viewer
from data.errors import DasborError
from data.restricted import gudang
from data.settings import settings
from data.store import Store
from tests.analysis.judge import attack, fixed
from tests.data.access.test_viewer import give, signed_in
from tests.data.rows import TODAY, Workspace, write_register

Cell = tuple[str, str, str]
"""(indikator, kode_wilayah, which count)."""

PERIODE = "2025-06"
KASEMEN = "36.73.02"
SHARES = ("berusaha_daring", "ber_nib")
NAMES = {name: code for code, name in reference.kelurahan().items() if code.startswith(KASEMEN)}
ANSWERS = ("Ya", "Tidak", "Ya", "Tidak", "")


def rows_of(sizes: dict[str, int], **cells: object) -> list[dict[str, object]]:
    """Return this many businesses for each kelurahan, by code."""
    return [
        {
            "kecamatan": reference.kecamatan()[code[:8]],
            "kelurahan": reference.kelurahan()[code],
        }
        | cells
        for code, size in sizes.items()
        for _ in range(size)
    ]


def in_kasemen(**sizes: int) -> list[dict[str, object]]:
    return rows_of({NAMES[name.replace("_", " ")]: size for name, size in sizes.items()})


def random_rows(seed: int) -> list[dict[str, object]]:
    """Return a register in which about every other kelurahan has a small cell."""
    rng = random.Random(seed)
    sizes = {code: rng.choice([0, 1, 2, 3, 5, 8, 12, 30]) for code in reference.kelurahan()}
    rows = rows_of(sizes)
    for row in rows:
        online = rng.choice(ANSWERS)
        channels = ("pesan", "medsos", "marketplace", "situs", "email")
        row |= {f"kanal_{channel}": "Tidak" if online == "Tidak" else "" for channel in channels}
        row |= {"punya_nib": rng.choice(ANSWERS), "sintetis": "Ya"}
        if online == "Ya":
            row["kanal_medsos"] = "Ya"
    return rows


@pytest.fixture(scope="module", params=[1, 4])
def thin(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    """A published register with many small cells."""
    place = Workspace(tmp_path_factory.mktemp("tipis"))
    write_register(place.raw / "sintetis" / "a.csv", random_rows(request.param))
    give(place, "pejabat", "Kasemen")
    with pytest.MonkeyPatch.context() as patch:
        place.use(patch)
        place.build()
        publish(place.settings, date.fromisoformat(TODAY))
        yield place
    settings.cache_clear()


def counts_of(kode: str, row: Row) -> Iterator[tuple[Cell, int]]:
    """Yield the counts that a shown row gives away."""
    if row.n is not None:
        yield (kode, row.code, "n"), row.n
    if kode not in SHARES or row.sign == "x":
        return
    above, below = (0, 0) if row.sign == ".." else (row.above, row.below)
    assert above is not None and below is not None and row.n is not None
    yield (kode, row.code, "ya"), above
    yield (kode, row.code, "tidak"), below - above
    yield (kode, row.code, "tak_tahu"), row.n - below


def total_of(kode: str, kecamatan: str, view: View) -> Iterator[tuple[Cell, int]]:
    """Yield the counts of the kecamatan itself, which stand in the sentence."""
    said = view.sentence.rsplit(": ", 1)[1].replace(".", "")
    if kode not in SHARES and (found := re.match(r"\d+", said)):
        yield (kode, kecamatan, "n"), int(found[0])
    if kode in SHARES and (found := re.search(r"\((\d+) dari (\d+)\)", said)):
        yield (kode, kecamatan, "ya"), int(found[1])
        yield (kode, kecamatan, "tidak"), int(found[2]) - int(found[1])


def seen(store: Store) -> dict[Cell, int]:
    """Return every count that the pages of all kecamatan and indicators show together."""
    found: dict[Cell, int] = {}
    for kode in officials.offered():
        for code in reference.kecamatan():
            view = kelurahan(store, kode, PERIODE, code)
            found |= dict(total_of(kode, code, view))
            for row in view.rows:
                found |= dict(counts_of(kode, row))
    return found


def published(place: Workspace) -> dict[Cell, int]:
    """Return the counts of the same indicators that everybody can read."""
    cells = place.publik.query(
        "select * from sel where sumber = 'register' and dimensi = '' and n is not null "
        f"and indikator in {tuple(officials.offered())} and periode = '{PERIODE}'"
    )
    found: dict[Cell, int] = {}
    for row in cells.itertuples():
        found[row.indikator, row.kode_wilayah, "n"] = int(row.n)
        if row.indikator in SHARES and pd.notna(row.pembilang):
            found[row.indikator, row.kode_wilayah, "ya"] = int(row.pembilang)
            found[row.indikator, row.kode_wilayah, "tidak"] = int(row.penyebut - row.pembilang)
    return found


def exact(store: Store) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for kode in officials.offered():
        for row in compute.count(store, INDICATORS[kode]).itertuples():
            whats = ("n", "ya", "tidak", "tak_tahu") if kode in SHARES else ("n",)
            found |= {(kode, row.kode_wilayah, what): int(getattr(row, what)) for what in whats}
    return found


def secrets(truth: dict[Cell, int]) -> set[Cell]:
    """Return the counts that officials may not learn: 1 and 2, and for answers nobody as well."""
    return {
        (kode, area, what)
        for (kode, area, what), value in truth.items()
        if value < MINIMUM_OFFICIALS
        and (
            (what == "n" and kode not in SHARES and value > 0)
            or (what in ("ya", "tidak") and truth[kode, area, "ya"] + truth[kode, area, "tidak"])
        )
    }


def sums_among(cells: set[Cell]) -> list[list[Cell]]:
    """Return every sum that holds between counts, as [total, part ...]."""
    groups: dict[tuple[str, Cell], list[Cell]] = defaultdict(list)
    for kode, area, what in cells:
        cell = (kode, area, what)
        if area != "36.73":
            groups["area", (kode, area.rpartition(".")[0], what)].append(cell)
        if what != "n":
            groups["jawaban", (kode, area, "n")].append(cell)
        elif kode in SHARES:
            groups[kode, ("jumlah_umkm", area, "n")].append(cell)
    return [[total, *parts] for (_, total), parts in groups.items() if total in cells]


def learned(truth: dict[Cell, int], known: dict[Cell, int]) -> set[Cell]:
    """Return the secrets that follow from known counts."""
    assert all(truth[cell] == value for cell, value in known.items())
    sums = sums_among(set(truth))
    assert all(truth[total] == sum(truth[part] for part in parts) for total, *parts in sums)
    open_ = set(known) | set(attack(sums, known))
    worked_out = fixed(sums, set(truth) - open_)
    return secrets(truth) & (open_ | worked_out)


def by_name(view: View) -> dict[str, Row]:
    return {row.label: row for row in view.rows}


def test_the_indicators_that_exist_for_a_kelurahan_are_offered() -> None:
    assert set(officials.offered()) == {"jumlah_umkm", *SHARES}


def test_counts_from_three_on_are_shown_exactly(usaha_rows: Callable[..., Store]) -> None:
    sizes = {code: 3 + number for number, code in enumerate(NAMES.values())}
    view = kelurahan(usaha_rows(*rows_of(sizes)), "jumlah_umkm", PERIODE, KASEMEN)
    assert {row.code: (row.value, row.n, row.sign) for row in view.rows} == {
        code: (size, size, "") for code, size in sizes.items()
    }
    assert f"Kecamatan Kasemen, Juni 2025: {sum(sizes.values())}" in view.sentence


def test_ones_and_twos_are_withheld_with_cells_that_keep_them(
    usaha_rows: Callable[..., Store],
) -> None:
    store = usaha_rows(*in_kasemen(Kasemen=1, Banten=3, Terumbu=30, Bendung=40, Kilasah=50))
    found = by_name(kelurahan(store, "jumlah_umkm", PERIODE, KASEMEN))
    for name in ("Kasemen", "Margaluyu", "Sawah Luhur"):
        row = found[name]
        assert (row.value, row.n, row.text, row.sign) == (None, None, "x", "x"), name
    assert found["Kilasah"].value == 50
    hidden = [row for row in found.values() if row.sign == "x"]
    sizes = {"Kasemen": 1, "Banten": 3, "Terumbu": 30, "Bendung": 40, "Kilasah": 50}
    assert sum(sizes.get(row.label, 0) for row in hidden) >= MINIMUM_OFFICIALS
    assert not learned(exact(store), seen(store))


def test_a_kelurahan_of_two_beside_full_ones_takes_another_with_it(
    usaha_rows: Callable[..., Store],
) -> None:
    sizes = dict.fromkeys(NAMES.values(), 20) | {NAMES["Banten"]: 2, NAMES["Kilasah"]: 9}
    view = kelurahan(usaha_rows(*rows_of(sizes)), "jumlah_umkm", PERIODE, KASEMEN)
    assert {row.label for row in view.rows if row.sign == "x"} == {"Banten", "Kilasah"}
    assert "Juni 2025: 171" in view.sentence


def test_withheld_rows_say_nothing_and_no_small_count_is_shown(thin: Workspace) -> None:
    views = [
        kelurahan(thin.gudang, kode, PERIODE, code)
        for kode in officials.offered()
        for code in reference.kecamatan()
    ]
    rows = [row for view in views for row in view.rows]
    withheld = [row for row in rows if row.sign == "x"]
    assert 10 < len(withheld) < len(rows)
    for row in withheld:
        assert {row.value, row.above, row.below, row.n, row.low, row.high} == {None}
        assert row.text == "x"
    truth, read = exact(thin.gudang), seen(thin.gudang)
    assert all(truth[cell] == value for cell, value in read.items())
    assert len(secrets(truth)) > 50
    assert not secrets(truth) & set(read)


def test_no_withheld_count_follows_from_a_table(thin: Workspace) -> None:
    truth, read = exact(thin.gudang), seen(thin.gudang)
    for kode in officials.offered():
        alone = {cell: value for cell, value in truth.items() if cell[0] == kode}
        shown = {cell: value for cell, value in read.items() if cell[0] == kode}
        assert not learned(alone, shown), kode


def test_no_withheld_count_of_these_registers_follows_from_all_tables_and_the_published_cube(
    thin: Workspace,
) -> None:
    known = seen(thin.gudang) | published(thin)
    assert not learned(exact(thin.gudang), known)


def test_the_attack_finds_a_count_where_only_the_small_ones_are_withheld(thin: Workspace) -> None:
    truth = exact(thin.gudang)
    hidden = secrets(truth)
    known = {cell: value for cell, value in truth.items() if cell not in hidden}
    assert learned(truth, known)


def test_a_value_is_the_published_one_where_both_are_shown(thin: Workspace) -> None:
    read, cube = seen(thin.gudang), published(thin)
    both = set(read) & set(cube)
    assert len(both) > 20
    assert all(read[cell] == cube[cell] for cell in both)
    assert len(set(read) - set(cube)) > 20


def test_values_and_words_of_the_demo_are_the_published_ones(demo: Workspace) -> None:
    for kode in officials.offered():
        cells = demo.publik.query(
            "select kode_wilayah, nilai, tanda from sel where sumber = 'register' and dimensi = '' "
            f"and indikator = '{kode}' and periode = '{PERIODE}' and tingkat = 'kelurahan' "
            f"and starts_with(kode_wilayah, '{KASEMEN}')"
        )
        shown = {row.code: row for row in kelurahan(demo.gudang, kode, PERIODE, KASEMEN).rows}
        assert set(shown) == set(cells["kode_wilayah"]) == set(NAMES.values())
        for cell in cells[cells["nilai"].notna()].itertuples():
            assert shown[cell.kode_wilayah].value == pytest.approx(cell.nilai)


def through_the_door(viewer: Viewer, kode: str, kecamatan: str = KASEMEN) -> View:
    def look(store: Store) -> View:
        return kelurahan(store, kode, PERIODE, kecamatan)

    return gudang(viewer, "halaman", "rincian", look)


@pytest.mark.parametrize("kode", ["jumlah_umkm", *SHARES])
def test_an_official_of_one_kecamatan_gets_the_numbers_of_the_whole_city(
    thin: Workspace, kode: str
) -> None:
    assert through_the_door(signed_in(), kode) == through_the_door(OPERATOR, kode)


@pytest.mark.xfail(strict=True, reason="a limited store protects its kecamatan without the others")
def test_an_official_of_one_kecamatan_learns_no_small_count_of_another(
    workspace: Workspace,
) -> None:
    first = {code: f"{code}.1001" for code in reference.kecamatan()}
    sizes = {code: (50, 50) for code in first} | {"36.73.06": (2, 28), KASEMEN: (15, 25)}
    rows = [
        row
        for code, (yes, no) in sizes.items()
        for answer, size in (("Ya", yes), ("Tidak", no))
        for row in rows_of({first[code]: size}, punya_nib=answer)
    ]
    write_register(workspace.raw / "a.csv", rows)
    store = workspace.build()
    publish(workspace.settings, date.fromisoformat(TODAY))
    give(workspace, "pejabat", "Kasemen")

    truth, known = exact(store), published(workspace)
    assert not learned(truth, known)
    own = through_the_door(signed_in(), "ber_nib")
    assert not learned(truth, known | dict(total_of("ber_nib", KASEMEN, own)))


@pytest.mark.parametrize(("periode", "kecamatan"), [("2024-06", KASEMEN), (PERIODE, "36.73.01")])
@pytest.mark.xfail(strict=True, reason="ValueError: not enough values to unpack")
def test_what_the_store_does_not_hold_is_answered_in_words(
    thin: Workspace, periode: str, kecamatan: str
) -> None:
    with pytest.raises(DasborError):
        gudang(
            signed_in(),
            "halaman",
            "rincian",
            lambda store: kelurahan(store, "jumlah_umkm", periode, kecamatan),
        )


def test_made_up_data_are_marked_as_such_and_real_ones_are_not(
    thin: Workspace, usaha_rows: Callable[..., Store]
) -> None:
    made_up = kelurahan(thin.gudang, "jumlah_umkm", PERIODE, KASEMEN)
    assert {row.origin for row in made_up.rows} == {"sintetis"}
    real = kelurahan(usaha_rows(*in_kasemen(Banten=5)), "jumlah_umkm", PERIODE, KASEMEN)
    assert {row.origin for row in real.rows} == {"register"}
    assert not any(row.reference for row in (*made_up.rows, *real.rows))
