"""From the restricted store to one new version of the published cube.

Everything that public pages, embeds and downloads can ever show is written here, after disclosure
control. Nothing else of the micro data reaches the published file.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence, Set
from dataclasses import MISSING, asdict, fields
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from analysis import survey
from analysis.audit.verdict import Verdict
from analysis.count import compute, sensitivity
from analysis.definitions import derived
from analysis.definitions.indicator import COLUMNS, Indicator
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.indicators.formalitas import TARGETED
from analysis.release import earlier, publication
from analysis.release.adoption import adopt
from analysis.release.before import CELLS, read_before
from analysis.release.draft_check import UNSAFE, let_through
from analysis.release.held import Held
from analysis.release.memory import remember
from analysis.release.revision import Part, find_let_in, list_candidates, make_parts, read_areas
from data import fingerprint, reference, stopping
from data.access.restricted import read_gudang
from data.access.viewer import OPERATOR, Viewer
from data.errors import DasborError
from data.progress import step
from data.settings import Settings
from data.store.states import TABLE, States, list_tables
from data.store.store import PUBLISHED, WRITING, Store
from data.store.versions import Versions, write_record

KEY = publication.KEY
NOTHING = (
    "Versi ini belum memuat satu usaha pun, jadi tidak ada yang dapat diterbitkan. Masukkan dulu "
    "berkas register; yang terbit tetap versi sebelumnya."
)
WORDS = ("tema", "judul", "pendek", "mengapa", "arah", "penyusun", "ditinjau", "labels", "makna")
"""What may be said otherwise of an indicator without another number."""
TEXTS = [f.name for f in fields(Indicator) if f.default is MISSING and f.name != "rincian"]
"""What every entry has to say, in its order."""
MAKERS = (
    *(
        f"analysis/{room}"
        for room in ("audit", "count", "definitions", "disclosure", "release", "survey", "words")
    ),
    "data/reference",
    "wilayah",
)
"""The folders that decide what the cube of a version of the data holds. How a cell is shown is not
among them."""
CHANGED = (
    "Data yang dipakai sudah berganti menjadi versi {now}, sedangkan yang diminta terbit versi "
    "{asked}. Tidak ada yang diterbitkan; lihat dulu apa yang berubah, lalu terbitkan lagi."
)
SQL = Path(__file__).parent / "sql"
PUBLIC_REFERENCE = ("acuan", "catatan_angka", "fakta", "kbli", "ekraf", "skala", "pengecualian")


def publish(
    settings: Settings,
    today: date,
    viewer: Viewer = OPERATOR,
    batch: Set[str] = frozenset(),
    of: str = "",
) -> str:
    """Write, name and serve the cube of the served micro data; return the version's name.

    When the same data under the same definitions have been published before, that version is
    served again. ``batch`` are codes of areas and names of files: of what waits, only the
    businesses that are or were there are let in. ``of`` is the version of the data that was looked
    at. Raises DasborError when another one is served, when a published figure and the data
    disagree, when somebody could tell a small count from the release, or when the viewer may not
    publish.
    """
    return read_gudang(
        viewer,
        "tindakan",
        "terbitkan",
        lambda store: _publish(store, settings, today, frozenset(batch), of),
        detail=" ".join(sorted(batch)),
    )


def _publish(store: Store, settings: Settings, today: date, batch: frozenset[str], of: str) -> str:
    if of and store.version != of:
        raise DasborError(CHANGED.format(now=store.version, asked=of))
    if store.query("select count(*) as n from usaha")["n"].iloc[0] == 0:
        raise DasborError(NOTHING)
    versions = Versions(settings.publik)
    made_by = fingerprint.digest(_fingerprint(store.version), str(settings.usaha_per_sel))
    if batch:
        made_by = fingerprint.digest(made_by, *sorted(batch))
    name = versions.find_by_fingerprint(made_by)
    if name is None:
        with versions.locking():
            adopt(settings)
            name = _name_version(versions, today, made_by)
            _publish_new(store, settings, today, batch, name, made_by)
    stopping.ignore_stop()
    versions.serve(name)
    return name


def _name_version(versions: Versions, today: date, made_by: str) -> str:
    """Return a name that no version had; of one that was withdrawn the next one is a second."""
    name = f"{today:%Y%m%d}-{made_by[:8]}"
    again = sum(known.startswith(name) for known in versions.list_names())
    return f"{name}-{again + 1}" if again else name


def _publish_new(
    store: Store,
    settings: Settings,
    today: date,
    batch: frozenset[str],
    name: str,
    made_by: str,
) -> None:
    """Make a version, safe to be served.

    What the auditor finds betrayed by new numbers keeps its old ones: the tables that say it wait
    as well, and after a few attempts all of that period.
    """
    versions, held = Versions(settings.publik), Held()
    while True:
        with versions.drafting(name) as folder:
            parts = _plan(store, settings, today, batch, held)
            cells = _make_cube(folder, store, today, parts)
            checked = let_through(folder, name, store, settings, parts, today.isoformat())
            verdict = checked.verdict
            if verdict.safe:
                _write_about(folder, name, store, settings, today, made_by, parts, cells, verdict)
            elif not held.take_in(verdict, parts):
                raise DasborError(" ".join([UNSAFE, *verdict.lines()]))
        if verdict.safe:
            break
        shutil.rmtree(versions.locate_draft(name))
    # First what is remembered of it, then the version: what nobody has seen yet may be remembered,
    # and what anybody has seen must be.
    remember(States(settings.keadaan), name, today.isoformat(), parts, checked.officials)
    versions.adopt(name)


def _make_cube(folder: Path, store: Store, today: date, parts: Sequence[Part]) -> pd.DataFrame:
    """Write the published file of a draft; return its cells."""
    register = _make_register(store, today, parts)
    with step("menaksir dari survei"):
        surveyed = survey.make_tables(store, register)
    cells = _join_cube(register, surveyed.cells, today)
    with step("menulis kubus terbit"):
        _write(folder / PUBLISHED, store, cells, surveyed)
    return cells


def _write_about(
    folder: Path,
    name: str,
    store: Store,
    settings: Settings,
    today: date,
    made_by: str,
    parts: Sequence[Part],
    cells: pd.DataFrame,
    verdict: Verdict,
) -> None:
    """Write the record of a version."""
    write_record(
        folder,
        {
            "versi": name,
            "tanggal": today.isoformat(),
            "sidik": made_by,
            "gudang": store.version,
            "definisi": hash_definitions(),
            "sel": len(cells),
            "ditahan": int((cells["tanda"] == "x").sum()),
            "perlindungan": _describe_protection([part.counts for part in parts]),
            "tabel": _describe_tables(parts, settings.usaha_per_sel),
            "sintetis": bool((cells["asal"] == "sintetis").any()),
            "audit": verdict.lines()[-1],
        },
    )


def _describe_tables(parts: Sequence[Part], least: int) -> dict[str, dict[str, int]]:
    """Return, by period, how many tables show the numbers of the data, how many wait, and how many
    are left out because their average cell would have fewer than ``least`` businesses."""
    return {
        part.periode: {
            "terkini": len(list_tables(part.candidate.rows)) - len(part.waiting),
            "menunggu": len(part.waiting),
            "ditinggalkan": part.candidate.left_out,
            "usaha_per_sel": least,
        }
        for part in parts
    }


def hash_definitions() -> dict[str, str]:
    """Return a hash of what defines each indicator's number, by its code."""
    return {kode: hash_definition(entry) for kode, entry in INDICATORS.items()}


def hash_definition(entry: Indicator) -> str:
    """Return a hash of everything in an entry but the words around the number.

    What an entry leaves as it is by default is left out, so that a property that entries get
    later changes the definition of those alone that use it.
    """
    properties = {
        field.name: value
        for field in fields(entry)
        if field.name not in WORDS and (value := getattr(entry, field.name)) != field.default
    }
    text = json.dumps(properties, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _fingerprint(version: str) -> str:
    """Return a hash of the data version and of everything that turns it into the cube."""
    return fingerprint.digest(version, fingerprint.hash_of(MAKERS))


def _plan(
    store: Store, settings: Settings, today: date, batch: frozenset[str], held: Held
) -> list[Part]:
    """Return what is published of each period, by what kept versions have shown."""
    with step("menghitung indikator dan melindungi sel kecil"):
        made_up = compute.find_made_up_periods(store)
        before, states = read_before(settings), States(settings.keadaan)
        areas, least = read_areas(store), settings.usaha_per_sel
        return make_parts(
            list_candidates(store, areas, find_let_in(before, states), batch, states, least),
            areas,
            states,
            before,
            today.isoformat(),
            exempt=publication.read_exempt(),
            known=earlier.read_shown(settings.publik, made_up),
            told=earlier.read_told(settings.publik, made_up),
            held=held.tables,
        )


def _describe_protection(each: Sequence[publication.Tables]) -> dict[str, object]:
    """Return what the record says of the withheld rows: the information (bits) in the whole cube
    and lost with them, the least that any safe choice would lose, by what share of itself the
    loss may exceed that, the rows that nothing protects any more, and of which the half that their
    share lies in was told before and is not now."""
    whole, lost, bound = np.sum([tables.information for tables in each], axis=0).tolist()
    return {
        "informasi": round(whole, 1),
        "hilang": round(lost, 1),
        "batas": round(bound, 1),
        "celah": round((lost - bound) / lost, 4) if lost else 0.0,
        "terbuka": [dict(zip(KEY, row, strict=True)) for t in each for row in t.given_away],
        "rentang_dicabut": [dict(zip(KEY, row, strict=True)) for t in each for row in t.silenced],
    }


def _make_register(store: Store, today: date, parts: Sequence[Part]) -> pd.DataFrame:
    """Return every cell that the register gives: ``COLUMNS``, ``rentang`` (missing in what is
    derived), ``angka_per``, ``asal`` and ``rujukan``."""
    with step("menyusun kubus"):
        each = [cells for part in parts for cells in (make_new_cells(part), part.kept)]
        shown = pd.concat([cells for cells in each if len(cells)], ignore_index=True)
        others = [
            derived.derive(entry, shown, today)
            for entry in INDICATORS.values()
            if not entry.counted
        ]
        return _add_origin(store, pd.concat([shown, *others]))


def make_new_cells(part: Part) -> pd.DataFrame:
    """Return the cells (``CELLS``) of the tables of a period that take new numbers."""
    tables = part.counts
    if tables.rows.empty:
        return pd.DataFrame(columns=CELLS)
    shown = pd.concat(
        [
            compute.derive_values(entry, tables.rows[mine]).assign(
                ditahan=tables.withheld[mine], rentang=tables.bands[mine]
            )
            for kode, entry in INDICATORS.items()
            if entry.counted and (mine := (tables.rows["indikator"] == kode).to_numpy()).any()
        ]
    )
    shown.loc[shown["ditahan"], ["nilai", "pembilang", "penyebut", "n"]] = pd.NA
    # A withheld cell whose base is 0 gets "x" as well. The usual ".." (no value) would tell
    # that the base is 0, and that zero is what protects other cells of its sums.
    shown.loc[shown["ditahan"], "tanda"] = "x"
    tables_of_rows = shown[TABLE].itertuples(index=False, name=None)
    return shown.assign(angka_per=[part.days[table] for table in tables_of_rows])[CELLS]


def _join_cube(register: pd.DataFrame, estimates: pd.DataFrame, today: date) -> pd.DataFrame:
    """Return every published cell: ``COLUMNS``, ``rentang``, ``angka_per``, ``sumber``, ``asal``,
    ``rujukan``."""
    sources = [
        register.assign(sumber="register"),
        estimates.assign(sumber="survei", rujukan=None, angka_per=today.isoformat()),
    ]
    cells = pd.concat(sources, ignore_index=True)
    assert not cells.duplicated([*KEY, "sumber"]).any(), "two values for one cell"
    # What is derived or estimated has no half: only a withheld count of the register has one.
    cells["rentang"] = cells["rentang"].fillna("")
    return cells[[*COLUMNS, "rentang", "angka_per", "sumber", "asal", "rujukan"]]


def _add_origin(store: Store, cells: pd.DataFrame) -> pd.DataFrame:
    """Say of each cell whether it was published by the city, made up, or counted.

    A published figure and the register must agree: a cell that carries the city's own number
    with another value in it would be a lie in either direction. With a real register the
    published figure is one statement among others, and stays in the ledger.
    """
    synthetic = compute.find_made_up_periods(store)
    asal = cells["periode"].map(lambda p: "sintetis" if p in synthetic else "register")
    cells = cells.assign(asal=asal, rujukan=None)
    facts = reference.read("fakta")
    facts = facts[facts["indikator"].notna() & facts["nilai"].notna()].fillna(
        {"dimensi": "", "kategori": ""}
    )
    for fact in facts.itertuples():
        here = (
            cells[KEY]
            == [fact.indikator, fact.periode, fact.kode_wilayah, fact.dimensi, fact.kategori]
        ).all(axis=1)
        if not here.any() or fact.periode not in synthetic:
            continue
        counted = cells.loc[here, "nilai"].iloc[0]
        if pd.isna(counted) or float(counted) != float(str(fact.nilai)):
            raise DasborError(
                f"fakta.csv, {fact.kunci}: terbit {fact.nilai}, data contoh memberi {counted}. "
                "Samakan data contoh dengan angka terbit."
            )
        cells.loc[here, ["asal", "rujukan"]] = ["terbit", fact.rujukan]
    return cells


def _write(path: Path, store: Store, cells: pd.DataFrame, surveyed: survey.Tables) -> None:
    """Write the published file: the cube, its metadata and the public reference tables."""
    entries = pd.DataFrame([asdict(entry) for entry in INDICATORS.values()])
    frames = {
        "sel": cells.astype(
            {name: "Float64" for name in ("nilai", "bawah", "atas")}
            | {name: "Int64" for name in ("pembilang", "penyebut", "n")}
        ).sort_values([*KEY, "sumber"]),
        "indikator": entries[TEXTS],
        "beda_survei": surveyed.changes,
        "beda_kecamatan_survei": surveyed.areas,
        "kelurahan_survei": surveyed.kelurahan,
        "wilayah": store.query("select * from wilayah order by kode_wilayah"),
        "kanal_ditanya": store.query(_read_sql("asked")),
        "jarak_pembinaan": store.query(_read_sql("coached")),
        "peringkat": sensitivity.tabulate_bands(cells[cells["sumber"] == "register"]),
        "target": _read_targets(store),
        "berkas": pd.DataFrame(store.record["berkas"]),
    } | {name: reference.read(name) for name in PUBLIC_REFERENCE}
    frames["catatan_angka"] = _merge_ledger(store, frames["catatan_angka"])
    with duckdb.connect(str(path), config=WRITING) as con:
        for name, frame in frames.items():
            con.register("sumber", frame)
            con.execute(f"create table {name} as select * from sumber")
            con.unregister("sumber")
        con.execute("checkpoint")


def _read_sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _read_targets(store: Store) -> pd.DataFrame:
    """Return the targets, each under the name that its indicator has today."""
    targets = store.query("select * exclude (berkas, baris) from target")
    return targets.assign(indikator=targets["indikator"].replace(TARGETED))


def _merge_ledger(store: Store, shipped: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger of counts with the office's own entries, oldest first."""
    own = store.query(
        "select 'kantor_' || row_number() over (order by tanggal, baris) as kunci, "
        "cast(tanggal as varchar) as tanggal, cast(angka as varchar) as angka, "
        "cast(batas_bawah as varchar) as batas_bawah, "
        "cast(mikro as varchar) as mikro, cast(kecil as varchar) as kecil, "
        "cast(menengah as varchar) as menengah, pernyataan, kantor as pejabat_atau_kantor, "
        "dasar, 'kantor' as status, sumber, rujukan from catatan where not sintetis"
    )
    if own.empty:
        return shipped
    whole = pd.concat([shipped, own.astype(object).where(own.notna(), None)], ignore_index=True)
    return whole.sort_values("tanggal", na_position="first", ignore_index=True)[
        list(shipped.columns)
    ]
