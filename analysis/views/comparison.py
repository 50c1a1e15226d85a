"""One value beside others: the target, the period before, the city, a published benchmark.

A comparison is made only where universe and definition agree. Otherwise it has no difference, and
a sentence says why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import CITY, CITY_NAME, Selection
from analysis.views.cells import (
    find_nearest,
    make_row,
    read_cells,
    read_history,
    read_reference_rows,
)
from analysis.views.heading import Heading, make_heading
from analysis.views.view import Row
from analysis.words import theme
from analysis.words.language import kata
from data.store.store import Store

Kind = Literal["target", "sebelum", "kota", "acuan"]
BANDS = (
    (91.0, "sangat baik"),
    (76.0, "baik"),
    (66.0, "cukup"),
    (51.0, "kurang"),
)
"""Capaian in percent from which a word is said, on the unrounded value."""
WORST = "sangat kurang"


@dataclass(frozen=True)
class Comparison:
    """What one value is held against. ``difference`` is None where ``reason`` says why."""

    kind: Kind
    name: str
    value: float | None = None
    difference: float | None = None
    words: str = ""
    reason: str = ""
    synthetic: bool = False
    source: str = ""


def make_comparisons(store: Store, kode: str, selection: Selection) -> tuple[Comparison, ...]:
    """Return the four comparisons of an indicator's value for a choice, in the order of ``Kind``.

    The value is that of ``find_value``; where it is withheld or missing nothing is compared.
    """
    entry = translate_indicator(kode)
    selection = find_nearest(entry, selection)
    rows = _read_rows(store, entry, selection)
    now = rows.get(selection.periode)
    return (
        _compare_target(store, entry, now, selection),
        _compare_before(store, entry, now, rows, selection),
        _compare_city(store, entry, now, selection),
        _compare_benchmark(store, entry, now, selection),
    )


def find_target(store: Store, kode: str, selection: Selection) -> float | None:
    """Return the target of an indicator for an area and period, None where nobody set one."""
    target = store.work_once(_read_targets).get((kode, selection.wilayah, selection.periode))
    return None if target is None else float(target["nilai"])


def find_value(store: Store, kode: str, selection: Selection) -> Row | None:
    """Return the published value of a choice, of the city where an indicator has no kecamatan;
    None where the period has none."""
    entry = translate_indicator(kode)
    return _read_rows(store, entry, find_nearest(entry, selection)).get(selection.periode)


def make_value_heading(kode: str, selection: Selection) -> Heading:
    """Return the heading of an indicator's comparisons: of which value they are."""
    entry = translate_indicator(kode)
    return make_heading(entry.judul, find_nearest(entry, selection), selection)


def compute_achievement(value: float, goal: float, direction: str) -> float | None:
    """Return realisasi against target in percent, None for a target of zero.

    Higher is better: realisasi / target x 100. Lower is better: (1 + (1 - realisasi / target)) x
    100.
    """
    if goal == 0:
        return None
    share = value / goal
    return 100 * (share if direction == "naik" else 2 - share)


def choose_band(achieved: float) -> str:
    """Return the word for a capaian in percent, decided on the unrounded value."""
    return next((word for cut, word in BANDS if achieved >= cut), WORST)


def list_targeted(store: Store, area: str, periode: str) -> list[str]:
    """Return the indicators that have a target for an area and period."""
    return [kode for kode, *rest in store.work_once(_read_targets) if rest == [area, periode]]


def _read_rows(store: Store, entry: Indicator, selection: Selection) -> dict[str, Row]:
    """Return the values of all periods, oldest first; of several answers none is the value."""
    history = read_history(store, entry, selection)
    return {r["periode"]: make_row(entry, r, r["nama"]) for r in history}


def _compare_target(
    store: Store, entry: Indicator, now: Row | None, selection: Selection
) -> Comparison:
    name = kata("Target {periode}", periode=theme.period(selection.periode))
    if selection.skala:
        return Comparison("target", name, reason=kata("Target berlaku untuk semua skala."))
    key = (entry.kode, selection.wilayah, selection.periode)
    target = store.work_once(_read_targets).get(key)
    if target is None:
        return Comparison("target", name, reason=kata("Belum ada target untuk pilihan ini."))
    goal = float(target["nilai"])
    base = Comparison(
        "target",
        name,
        goal,
        synthetic=bool(target["sintetis"]),
        source=str(target["dokumen"]),
    )
    if now is None or now.value is None:
        return replace(base, reason=_explain_missing(now))
    if entry.arah == "netral":
        return replace(base, reason=kata("Indikator ini tidak punya arah baik."))
    lead = now.value - goal
    better = lead if entry.arah == "naik" else -lead
    short = theme.quantity(-better, _choose_unit(entry))
    words = kata("tercapai") if better >= 0 else kata("kurang {jarak}", jarak=short)
    achieved = compute_achievement(now.value, goal, entry.arah)
    if achieved is not None:
        share = theme.quantity(achieved, "persen")
        words += kata(
            "; capaian {pangsa}, {sebutan}", pangsa=share, sebutan=kata(choose_band(achieved))
        )
    return replace(base, difference=lead, words=words)


def _compare_before(
    store: Store, entry: Indicator, now: Row | None, rows: dict[str, Row], selection: Selection
) -> Comparison:
    earlier = [period for period in rows if period < selection.periode]
    if not earlier:
        reason = kata("Belum ada periode sebelumnya.")
        return Comparison("sebelum", kata("Periode sebelumnya"), reason=reason)
    period = max(earlier)
    before, name = rows[period], theme.period(period)
    if entry.satuan == "hari":
        reason = kata("Umur data tiap periode dihitung dari hari ini.")
        return Comparison("sebelum", name, reason=reason)
    if now is None or now.value is None or before.value is None:
        return Comparison("sebelum", name, before.value, reason=_explain_missing(now, before))
    if entry.kode == "kecil_menengah" or selection.skala:
        criteria = [_find_criteria(store, p) for p in (period, selection.periode)]
        if criteria[0] != criteria[1]:
            reason = kata("Kriteria skala kedua periode berbeda, jadi kelasnya tidak sama artinya.")
            return Comparison("sebelum", name, before.value, reason=reason)
    change = now.value - before.value
    return Comparison(
        "sebelum",
        name,
        before.value,
        change,
        kata(
            "{beda} sejak {periode}", beda=theme.signed(change, _choose_unit(entry)), periode=name
        ),
        synthetic=before.origin == "sintetis",
        source=entry.sumber,
    )


def _compare_city(
    store: Store, entry: Indicator, now: Row | None, selection: Selection
) -> Comparison:
    if selection.wilayah == CITY:
        reason = kata("Angka ini sendiri untuk seluruh kota.")
        return Comparison("kota", kata(CITY_NAME), reason=reason)
    city = find_value(store, entry.kode, selection.widen_to_city())
    if now is None or now.value is None or city is None or city.value is None:
        return Comparison(
            "kota",
            kata(CITY_NAME),
            city.value if city else None,
            reason=_explain_missing(now, city),
        )
    if entry.satuan == "usaha":
        reason = kata(
            "Jumlah di kecamatan adalah bagian dari jumlah kota; selisihnya tidak berarti."
        )
        return Comparison("kota", kata(CITY_NAME), city.value, reason=reason)
    lead = now.value - city.value
    than = "{jarak} di atas kota" if lead >= 0 else "{jarak} di bawah kota"
    words = kata(than, jarak=theme.quantity(abs(lead), _choose_unit(entry)))
    made_up = city.origin == "sintetis"
    return Comparison("kota", kata(CITY_NAME), city.value, lead, words, "", made_up, entry.sumber)


def _compare_benchmark(
    store: Store, entry: Indicator, now: Row | None, selection: Selection
) -> Comparison:
    """Compare with the newest benchmark of the country that agrees; else say why none does."""
    row = store.work_once(_read_benchmarks).get(entry.kode)
    if row is None:
        reason = kata("Belum ditemukan angka terbit dengan semesta dan definisi yang sama.")
        return Comparison("acuan", kata("Acuan terbit"), reason=reason)
    name = f"{row['wilayah']} ({row['penerbit']}, {row['periode']})"
    value = float(row["nilai"]) if row["satuan"] == entry.satuan else None
    if row["sebanding"] != "ya":
        return Comparison("acuan", name, value, reason=row["alasan_tidak_sebanding"])
    if selection.skala or selection.wilayah != CITY:
        reason = kata("Acuan meliputi semua usaha, sedangkan pilihan ini hanya sebagian kota.")
        return Comparison("acuan", name, value, reason=reason)
    if now is None or now.value is None or value is None:
        return Comparison("acuan", name, value, reason=_explain_missing(now))
    lead = now.value - value
    than = "{jarak} di atas acuan" if lead >= 0 else "{jarak} di bawah acuan"
    words = kata(than, jarak=theme.quantity(abs(lead), _choose_unit(entry)))
    return Comparison("acuan", name, value, lead, words, source=str(row["penerbit"]))


def _read_targets(store: Store) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Return the targets by indicator, area and period."""
    return {
        (row["indikator"], row["kode_wilayah"], row["periode"]): row
        for row in read_reference_rows(store, "target")
    }


def _read_benchmarks(store: Store) -> dict[str, dict[str, Any]]:
    """Return for each indicator its newest benchmark of the country that agrees, else of any."""
    newest = store.query_rows(
        "select distinct on (indikator) indikator, wilayah, periode, "
        "cast(nilai as double) as nilai, satuan, penerbit, sebanding, alasan_tidak_sebanding "
        "from acuan where kategori is null or sebanding = 'tidak' "
        "order by indikator, sebanding = 'ya' and wilayah = 'Indonesia' desc, periode desc, kunci"
    )
    return {row["indikator"]: row for row in newest}


def _find_criteria(store: Store, periode: str) -> set[str]:
    """Return by which criteria the city's classes of a period were given."""
    of_city = read_cells(
        store,
        "jumlah_umkm",
        kode_wilayah=CITY,
        periode=periode,
        dimensi="kriteria",
        sumber="register",
    )
    # A withheld cell is not empty.
    return {r["kategori"] for r in of_city if r["tanda"] == "x" or r["n"] > 0}


def _explain_missing(*rows: Row | None) -> str:
    """Return why there is nothing to compare: a value is withheld, or was never there."""
    if any(row is not None and row.sign == "x" for row in rows):
        return kata("Salah satu angka dirahasiakan agar tidak ada usaha yang dikenali.")
    return kata("Salah satu angka tidak tersedia.")


def _choose_unit(entry: Indicator) -> str:
    return "poin persen" if entry.satuan == "persen" else entry.satuan
