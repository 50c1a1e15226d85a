"""One value beside others: the target, the period before, the city, a published benchmark.

A comparison is made only where universe and definition agree. Otherwise it has no difference, and
a sentence says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from analysis.definitions.achievement import find_scheme
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import translate_indicator
from analysis.definitions.selection import CITY, CITY_NAME, Selection
from analysis.views.basis import agree, say_not_asked
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
from analysis.words.language import get_language, kata
from data.store.store import Store, has_column

Kind = Literal["target", "sebelum", "kota", "acuan"]
BANDS = tuple((band.cut, band.word) for band in find_scheme().bands if band.cut is not None)
"""Capaian in percent from which a word is said, on the unrounded value, the best first."""
WORST = find_scheme().bands[-1].word


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
    page: str = ""
    """Of a target: where in its document it stands, '' where nobody said."""


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
    """Return realisasi against target in percent by the formula in force, None where that has none,
    as for a target of zero."""
    return find_scheme().compute(value, goal, direction)


def choose_band(achieved: float) -> str:
    """Return the word for a capaian in percent, decided on the unrounded value."""
    return find_scheme().choose(achieved)


def list_bands() -> list[str]:
    """Return the words for a capaian with their limits, the worst first."""
    cuts = [theme.tick(cut) for cut, _ in BANDS]
    limits = [kata("di bawah {batas} {satuan}", batas=cuts[-1], satuan="%")]
    limits += [f"{low} – {high} %" for high, low in zip(cuts, cuts[1:], strict=False)][::-1]
    limits.append(kata("{batas} {satuan} ke atas", batas=cuts[0], satuan="%"))
    words = [WORST, *(word for _, word in reversed(BANDS))]
    return [f"{kata(word)}: {limit}" for word, limit in zip(words, limits, strict=True)]


@dataclass(frozen=True)
class Capaian:
    """A value against a target, in percent of it, with the word for it. ``own`` says that the
    target is the area's; else it is the city's."""

    value: float
    band: str
    goal: str
    own: bool

    @property
    def words(self) -> str:
        """The capaian with whose target it is against."""
        said = {
            "pangsa": write_achievement(self.value),
            "target": self.goal,
            "sebutan": kata(self.band),
        }
        if self.own:
            return kata("capaian {pangsa} dari target kecamatan ini ({target}), {sebutan}", **said)
        return kata(
            "capaian {pangsa} dari target kota ({target}), {sebutan}; kecamatan ini belum punya "
            "target sendiri",
            **said,
        )


def measure_capaian(
    store: Store, kode: str, value: float | None, selection: Selection
) -> Capaian | None:
    """Return a kecamatan's value against its own target, or else against the city's; None where
    there is no value, no target, or a class is chosen, for which no target holds."""
    entry = translate_indicator(kode)
    own = find_target(store, kode, selection)
    goal = find_target(store, kode, selection.widen_to_city()) if own is None else own
    if value is None or goal is None or selection.skala or entry.arah == "netral":
        return None
    achieved = compute_achievement(value, goal, entry.arah)
    if achieved is None:
        return None
    said = theme.quantity(goal, entry.satuan)
    return Capaian(achieved, choose_band(achieved), said, own is not None)


def write_achievement(achieved: float | None) -> str:
    """Return a capaian as printed, so that no reader finds another word for the number."""
    return theme.decisive(achieved, "persen", choose_band)


def list_targeted(store: Store, area: str, periode: str) -> list[str]:
    """Return the indicators that have a target for an area and period."""
    return [kode for kode, *rest in store.work_once(_read_targets) if rest == [area, periode]]


def _read_rows(store: Store, entry: Indicator, selection: Selection) -> dict[str, Row]:
    """Return the values of all periods, oldest first; of several answers none is the value."""
    everywhen = replace(selection, periode="")
    return store.work_once(_make_rows, entry.kode, everywhen, get_language())


def _make_rows(store: Store, kode: str, selection: Selection, _: str) -> dict[str, Row]:
    """Make them, in the language that is spoken: a choice's tile and its comparisons need the
    same, and so does each other period's."""
    entry = translate_indicator(kode)
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
        page=str(target["halaman"] or ""),
    )
    if now is None or now.value is None:
        return replace(base, reason=_explain_missing(now))
    if entry.arah == "netral":
        return replace(base, reason=kata("Indikator ini tidak punya arah baik."))
    lead = now.value - goal
    better = lead if entry.arah == "naik" else -lead
    short = theme.distance(lead, _choose_unit(entry))
    words = kata("tercapai") if better >= 0 else kata("belum tercapai, kurang {jarak}", jarak=short)
    achieved = compute_achievement(now.value, goal, entry.arah)
    if achieved is not None:
        share = write_achievement(achieved)
        words += kata(
            "; capaian {pangsa} (predikat {sebutan})",
            pangsa=share,
            sebutan=kata(choose_band(achieved)),
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
    if not agree(now, before):
        reason = kata(
            "Kanal yang ditanyakan kedua periode berbeda, jadi angkanya tidak sama artinya."
        )
        return Comparison("sebelum", name, before.value, reason=reason)
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
    words = kata(than, jarak=theme.distance(lead, _choose_unit(entry)))
    made_up = city.origin == "sintetis"
    return Comparison("kota", kata(CITY_NAME), city.value, lead, words, "", made_up, entry.sumber)


def _compare_benchmark(
    store: Store, entry: Indicator, now: Row | None, selection: Selection
) -> Comparison:
    """Compare with the benchmark of the country that lies nearest in time, if it agrees; else say
    why it does not."""
    known = store.work_once(_read_benchmarks).get(entry.kode)
    row = find_nearest_benchmark(known, selection.periode) if known else None
    if row is None:
        reason = kata("Belum ditemukan angka terbit dengan semesta dan definisi yang sama.")
        return Comparison("acuan", kata("Acuan terbit"), reason=reason)
    date = theme.day(row["keadaan"] or row["periode"])
    name = f"{row['wilayah']} ({row['penerbit']}, {date})"
    value = float(row["nilai"]) if row["satuan"] == entry.satuan else None
    if row["sebanding"] != "ya":
        return Comparison("acuan", name, value, reason=row["alasan_tidak_sebanding"])
    if selection.skala or selection.wilayah != CITY:
        reason = kata("Acuan meliputi semua usaha, sedangkan pilihan ini hanya sebagian kota.")
        return Comparison("acuan", name, value, reason=reason)
    if now is None or now.value is None or value is None:
        return Comparison("acuan", name, value, reason=_explain_missing(now))
    if now.basis:
        return Comparison("acuan", name, value, reason=say_not_asked(now))
    lead = now.value - value
    than = "{jarak} di atas acuan" if lead >= 0 else "{jarak} di bawah acuan"
    words = kata(than, jarak=theme.distance(lead, _choose_unit(entry)))
    return Comparison("acuan", name, value, lead, words, source=str(row["penerbit"]))


def _read_targets(store: Store) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Return the targets by indicator, area and period."""
    return {
        (row["indikator"], row["kode_wilayah"], row["periode"]): row
        for row in read_reference_rows(store, "target")
    }


def find_nearest_benchmark(rows: Sequence[dict[str, Any]], periode: str) -> dict[str, Any]:
    """Return the benchmark whose survey date lies nearest to a period, the earlier one of two.

    One of the country comes before one of another place, whatever its date. Where only the year
    is known its middle stands for the date.
    """
    now = theme.count_months(periode)

    def measure(row: dict[str, Any]) -> tuple[bool, int, int]:
        date = str(row["keadaan"] or row["periode"])[:7]
        month = theme.count_months(date if "-" in date else f"{date[:4]}-06")
        return row["wilayah"] != "Indonesia", abs(month - now), month

    return min(rows, key=measure)


def _read_benchmarks(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Return the published benchmarks of each indicator as a whole; of one that has none, those of
    its parts that agree with none."""
    has_date = has_column(store, "keadaan", "acuan")
    rows = store.query_rows(
        "select indikator, kategori, wilayah, periode, cast(nilai as double) as nilai, satuan, "
        f"penerbit, sebanding, alasan_tidak_sebanding, {'keadaan' if has_date else 'null'} as "
        "keadaan from acuan where indikator is not null "
        "and (kategori is null or sebanding = 'tidak') order by kunci"
    )
    by_indicator: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_indicator.setdefault(row["indikator"], []).append(row)
    return {
        kode: [row for row in found if row["kategori"] is None] or found
        for kode, found in by_indicator.items()
    }


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
