"""Views of what surveys say beside their estimates: changes, differences, kelurahan.

Nothing here estimates or tests: every number and word is read from the published file.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.definitions.dimensions import list_categories
from analysis.definitions.indicator import Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import CITY, CITY_NAME, Selection
from analysis.views.cells import make_row, read_cells
from analysis.views.heading import Heading
from analysis.views.view import Difference, Differences, Row, View
from analysis.views.views import (
    SURVEY,
    name_subject,
    view_by_area,
    view_by_category,
    view_estimates,
)
from analysis.words import theme
from data.store.store import Store

WAYS = {"langsung": "taksiran langsung", "model": "model", "tidak ada": "tidak ditaksir"}
"""How a kelurahan's value was found, in words."""
CAREFUL = (
    "Kata naik, turun, lebih tinggi dan lebih rendah hanya dipakai bila uji pada taraf 5 % "
    "mendukungnya, sesudah dikoreksi karena banyak perbandingan sekaligus (Holm). Selain itu: "
    f"{theme.UNDECIDED}."
)


def view_register_beside(
    store: Store, kode: str, dimension: str, selection: Selection
) -> View | None:
    """Return the register's values of the rows of ``view_estimates``: of the survey's own period
    and area. None where the register has none of that period."""
    estimates = view_estimates(store, kode, dimension, selection)
    asked = read_cells(store, kode, dimensi=dimension, sumber="survei")
    newest = max((str(cell["periode"]) for cell in asked), default="")
    same = Selection(newest, estimates.heading.selection.wilayah)
    if dimension:
        found = view_by_category(store, kode, dimension, same)
    else:
        found = view_by_area(store, kode, "kecamatan", same)
    return found if found.rows and found.heading.selection == same else None


def view_changes(store: Store, kode: str, dimension: str, selection: Selection) -> Differences:
    """Return each estimate of the newest survey beside that of the survey before.

    The whole city and its kecamatan (''), or a breakdown or the answers of the chosen area where
    both surveys publish them there, else of the city. No row where there is no earlier survey.
    """
    entry = INDICATORS[kode]
    changed = store.query(
        "select b.*, w.nama from beda_survei as b join wilayah as w using (kode_wilayah) "
        "where indikator = ? and b.dimensi = ? "
        "and periode = (select max(periode) from beda_survei where indikator = ?) "
        "order by b.tingkat = 'kecamatan', kode_wilayah",
        [kode, dimension, kode],
    )
    area = selection.wilayah if selection.wilayah in set(changed["kode_wilayah"]) else CITY
    if dimension:
        changed = changed[changed["kode_wilayah"] == area]
    labels = list_categories(entry, dimension) if dimension else {}
    changed = changed[changed["kategori"].isin(list(labels))] if labels else changed
    before, now = (
        (str(changed[name].iloc[0]) if len(changed) else "") for name in ("periode_lama", "periode")
    )
    shares = {periode: _read_shares(store, entry, periode, dimension) for periode in (before, now)}
    rows = tuple(
        _make_difference(
            r,
            labels.get(r["kategori"]) or (CITY_NAME if r["kode_wilayah"] == CITY else r["nama"]),
            *(shares[p].get((r["kode_wilayah"], r["kategori"]), "") for p in (before, now)),
        )
        for r in _sort_rows(changed, labels)
    )
    first, second = (theme.period(p) if p else "" for p in (before, now))
    date = f"{first} dan {second}" if rows else ""
    asked = selection if dimension else selection.widen_to_city()
    shown = Selection(now, area if dimension else CITY)
    subject = f"{name_subject(entry, dimension)}: perubahan menurut survei"
    title = Heading(subject, shown, date, shown.say_what_differs(asked))
    return Differences(entry, title, first, second, CAREFUL, rows, SURVEY)


def find_verdict(store: Store, kode: str, area: str, periode: str) -> str:
    """Return what the test says of an indicator's change since the survey before that of a period:
    survei 2023–2025: naik. It is '' where two surveys have not asked it in the area."""
    return store.work_once(_read_verdicts).get((kode, area, periode), "")


def _read_verdicts(store: Store) -> dict[tuple[str, str, str], str]:
    """Return the verdicts of tests between surveys, by indicator, area and later period."""
    tested = store.query_rows(
        "select indikator, kode_wilayah, periode_lama, periode, kata from beda_survei "
        "where dimensi = '' and kategori = '' order by periode"
    )
    return {
        (row["indikator"], row["kode_wilayah"], row["periode"]): (
            f"survei {row['periode_lama'][:4]}–{row['periode'][:4]}: {row['kata']}"
        )
        for row in tested
    }


def view_pairs(store: Store, kode: str, answer: str = "") -> Differences:
    """Return every pair of kecamatan in the newest survey, those that a test tells apart first.

    ``answer`` is one of the answers of an indicator that has several.
    """
    entry = INDICATORS[kode]
    compared = store.query(
        "select b.*, satu as kode_wilayah, s.nama as nama_satu, l.nama as nama_lain "
        "from beda_kecamatan_survei as b join wilayah as s on s.kode_wilayah = b.satu "
        "join wilayah as l on l.kode_wilayah = b.lain where indikator = ? and kategori = ? "
        f"order by kata = '{theme.UNDECIDED}', satu, lain",
        [kode, answer],
    )
    now = str(compared["periode"].iloc[0]) if len(compared) else ""
    shares = _read_shares(store, entry, now, entry.answers if answer else "")
    rows = tuple(
        _make_difference(
            r,
            f"{r['nama_satu']} dibanding {r['nama_lain']}",
            *(shares.get((r[place], answer), "") for place in ("satu", "lain")),
        )
        for r in compared.to_dict("records")
    )
    of = f" ({list_categories(entry, entry.answers)[answer].lower()})" if answer else ""
    subject = f"{entry.judul}{of}: kecamatan dibanding kecamatan menurut survei"
    title = Heading(subject, Selection(now), theme.period(now) if now else "")
    return Differences(entry, title, "Yang pertama", "Yang kedua", CAREFUL, rows, SURVEY)


def view_kelurahan(
    store: Store, kode: str, periode: str, area: str = CITY
) -> tuple[View, list[str]]:
    """Return the kelurahan of an area as one survey sees them, and in which way for each row."""
    entry = INDICATORS[kode]
    estimates = store.query(
        "select k.*, null as pembilang, null as penyebut, null as rujukan, w.nama "
        "from kelurahan_survei as k join wilayah as w using (kode_wilayah) "
        "where indikator = ? and periode = ? and starts_with(kode_wilayah, ?) "
        "order by kode_wilayah",
        [kode, periode, area],
    )
    subject = f"{entry.judul} menurut kelurahan: taksiran survei"
    view = View(
        entry,
        Heading(subject, Selection(periode, area), theme.period(periode)),
        "Taksiran langsung dari responden kelurahan itu di mana cukup pasti. Yang bertanda model "
        "ditaksir dengan model Fay–Herriot dari kelurahan lain dan pangsa register terbit. "
        "Keduanya disertai selang kepercayaan 95 %.",
        tuple(make_row(entry, r, r["nama"]) for r in estimates.to_dict("records")),
        SURVEY,
    )
    return view, [WAYS[way] for way in estimates["cara"]]


def list_kelurahan_periods(store: Store, kode: str) -> dict[str, str]:
    """Return the surveys that say something of kelurahan, label -> code, the newest first."""
    periods = store.query(
        "select distinct periode from kelurahan_survei where indikator = ? order by periode desc",
        [kode],
    )["periode"]
    return {theme.period(periode): periode for periode in periods}


def _sort_rows(differences: pd.DataFrame, labels: dict[str, str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = differences.to_dict("records")
    order = list(labels)
    return sorted(rows, key=lambda r: order.index(r["kategori"]) if order else 0)


def _read_shares(
    store: Store, entry: Indicator, periode: str, dimension: str
) -> dict[tuple[str, str], str]:
    """Return the estimates of one survey in words, by area and category."""
    estimates = read_cells(store, entry.kode, periode=periode, dimensi=dimension, sumber="survei")
    return {
        (r["kode_wilayah"], r["kategori"]): _write_estimate(make_row(entry, r, ""))
        for r in estimates
    }


def _write_estimate(row: Row) -> str:
    return f"{row.text} {row.sign}".strip() if row.value is not None else row.sign


def _make_difference(r: dict[str, Any], label: str, first: str, second: str) -> Difference:
    has_number = pd.notna(r["beda"])
    return Difference(
        r["kode_wilayah"],
        label,
        first,
        second,
        theme.signed(float(r["beda"]), "poin persen") if has_number else "",
        theme.span(r["bawah"], r["atas"]) if has_number and pd.notna(r["bawah"]) else "",
        r["kata"],
        r["asal"],
    )
