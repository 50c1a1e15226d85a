"""What a view says in one sentence: the city and its kecamatan, or a course from first to last."""

from __future__ import annotations

from analysis.definitions.selection import CITY_NAME
from analysis.views import basis
from analysis.views.ends import find_ends, name_rows
from analysis.views.view import Row, View
from analysis.words import theme
from analysis.words.language import kata


def write_kecamatan_sentence(view: View, rows: list[Row], city: Row) -> str:
    """Return the sentence that says the city's value and both ends of the list; of a city without
    a value, why it has none."""
    entry, shown, date = view.indicator, view.heading.selection, view.date
    ends = find_ends(rows)
    what = f"{entry.judul} ({theme.inside(shown.class_name)})" if shown.skala else entry.judul
    where = kata(CITY_NAME)
    if city.value is None:
        why = kata(theme.SIGNS[city.sign])
        return kata(
            "{judul} di {wilayah}, {periode}: {alasan}.",
            judul=what,
            wilayah=where,
            periode=date,
            alasan=why,
        )
    if ends is None:
        return kata(
            "{judul} di {wilayah}, {periode}: {nilai}.",
            judul=what,
            wilayah=where,
            periode=date,
            nilai=_write_marked(city),
        )
    text = (
        "{judul} di {wilayah}, {periode}: {nilai}; tertinggi {tinggi}, terendah {rendah}."
        if ends.whole
        else "{judul} di {wilayah}, {periode}: {nilai}; dari yang terbit, "
        "tertinggi {tinggi}, terendah {rendah}."
    )
    if ends.alike:
        text = "{judul} di {wilayah}, {periode}: {nilai}; kecamatan yang terbit semua {tinggi}."
    highest = ends.highest[0].text if ends.alike else name_rows(ends.highest)
    sentence = kata(
        text,
        judul=what,
        wilayah=where,
        periode=date,
        nilai=_write_with_counts(city),
        tinggi=highest,
        rendah=name_rows(ends.lowest),
    )
    is_made_up = ends.highest[0].origin == "sintetis"
    return f"{sentence} ({kata('Data sintetis')}.)" if is_made_up else sentence


def write_period_sentence(rows: tuple[Row, ...], where: str) -> str:
    """Return the sentence that says the first and the last published value; not whether it rose,
    which is for a reader to see and for a test to say."""
    published = basis.select_comparable(rows)
    if not published:
        return kata("{wilayah}: belum ada nilai terbit.", wilayah=where)
    first, last = published[0], published[-1]
    if first is last:
        return f"{where}, {last.label}: {_write_marked(last)}."
    return kata(
        "{wilayah}: {awal} pada {mulai}, {akhir} pada {selesai}.",
        wilayah=where,
        awal=_write_marked(first),
        mulai=first.label,
        akhir=_write_marked(last),
        selesai=last.label,
    )


def _write_with_counts(row: Row) -> str:
    return f"{row.text} ({row.counts})" if row.counts else row.text


def _write_marked(row: Row) -> str:
    """Return a value that says itself that it is made up, beside one that may not be."""
    value = _write_with_counts(row)
    return kata("{nilai} (sintetis)", nilai=value) if row.origin == "sintetis" else value


def write_span(rows: tuple[Row, ...]) -> str:
    """Return the first and the last label, of one row its own."""
    if len(rows) < 2:
        return "".join(row.label for row in rows)
    return kata("{rendah} sampai {tinggi}", rendah=rows[0].label, tinggi=rows[-1].label)
