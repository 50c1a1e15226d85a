"""An officer's choices become a layout file that says the same and knows the next file."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import SettingsError
from data.layouts import recognition
from data.layouts.cell_words import list_words
from data.layouts.layout import (
    Choices,
    Group,
    Layout,
    Rewrite,
    SettledLayout,
    Totals,
    Wide,
    read_layout,
    read_settled,
    simplify_heading,
)
from data.layouts.mapping import choose_marks, list_missing, settle_mapping
from data.layouts.mapping_file import choose_file_name, make_toml
from data.layouts.periods import find_period
from data.layouts.proposals import find_wide, propose
from data.store.store import Store
from data.tables import TABLES, Column
from tests.data.rows import Workspace
from tests.data.unknown_files import messy

USAHA, AGREGAT = TABLES["usaha"], TABLES["agregat"]
YEARLY = replace(USAHA, columns=(Column("periode", "teks", "Periode", pattern=r"\d{4}(-\d\d)?"),))

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
words = st.dictionaries(text, text, max_size=4)
names = st.lists(text, max_size=4).map(tuple)
mappings = st.builds(
    SettledLayout,
    title=text,
    table=text,
    marks=names,
    columns=st.dictionaries(text, names, max_size=4),
    patterns=names,
    constants=words,
    numbers=names,
    values=st.dictionaries(text, words, max_size=4),
    wide=st.none()
    | st.builds(
        Wide, text, text, words, text, words, st.none() | st.builds(Group, text, words, text)
    ),
    totals=st.none() | st.builds(Totals, text, text),
    rewrites=st.lists(st.builds(Rewrite, names, text, text), max_size=2).map(tuple),
    skipped=names,
    choices=st.lists(
        st.builds(Choices, names, text, st.dictionaries(text, names, max_size=3)), max_size=2
    ).map(tuple),
    depth=st.integers(0, 5),
    one_cell=text,
)


def settled(**others: object) -> SettledLayout:
    """Return the layout of the register kept by hand, as proposed and not corrected."""
    file = messy()
    found = propose(file.rows, file.heading, USAHA)
    columns = {column.name: column for column in USAHA.columns}
    translated = {
        p.column: {
            word.written: word.meaning
            for word in list_words(file.rows, file.heading, p.position, columns[p.column])
            if word.meaning is not None
        }
        for p in found
        if p.position and p.column in columns
    }
    return settle_mapping(
        "Rekap UMKM binaan",
        USAHA,
        file.rows,
        file.heading,
        {p.column: p.heading for p in found if p.heading},
        recognition.read_layouts(),
        words={name: given for name, given in translated.items() if given},
        **others,
    )


@given(mappings)
def test_what_is_written_reads_back_the_same(one: SettledLayout) -> None:
    assert read_settled("baru.toml", make_toml(one)) == one


def test_layout_of_a_register_says_all_that_was_settled() -> None:
    found = find_period(messy().rows, messy().heading, "Data", "rekap.xlsx", USAHA)
    assert found is not None and found.pattern is not None
    one = settled(patterns=[found.pattern], constants={"kbli_versi": "2020"})
    assert read_settled("baru.toml", make_toml(one)) == one
    assert one.columns["kelurahan"] == ("Kel/Desa",)
    assert one.columns["kbli"] == ("Kode\nKBLI",)
    assert one.numbers == ("lintang", "bujur", "omzet_rp", "tenaga_kerja", "tahun_mulai")
    assert one.values["kanal_medsos"] == {"v": "ya", "-": ""}
    assert one.values["status_aktif"] == {"Buka": "aktif", "Tutup": "tidak aktif"}
    assert list_missing(one, USAHA) == []
    assert list_missing(replace(one, patterns=()), USAHA) == ["Periode"]


def test_written_layout_is_accepted_by_the_reader_of_layouts() -> None:
    one = settled(patterns=[r"keadaan (?P<bulan>[a-z]+) (?P<tahun>\d{4})"])
    layout = read_layout("rekap.toml", make_toml(one))
    assert (layout.title, layout.marks, layout.columns) == (one.title, one.marks, one.columns)
    assert layout.values["skala"]["mikro"] == "mikro"


# Marks


def known(title: str, marked: list[str], *others: str) -> Layout:
    columns = {"produk": (*marked, *others)}
    return Layout(title, "usaha", tuple(marked), columns, name=title)


def taken(headings: list[str], candidates: dict[str, tuple[str, ...]]) -> str | None:
    """Return which layout a file gets: of those whose marks it has, the one with most."""
    here = {simplify_heading(cell) for cell in headings}
    fits = [
        name for name, own in candidates.items() if {simplify_heading(mark) for mark in own} <= here
    ]
    return max(fits, key=lambda name: len(candidates[name])) if fits else None


headings = st.lists(st.sampled_from("ABCDEFGH"), min_size=1, max_size=8, unique=True)


@given(headings, st.lists(st.tuples(headings, headings), max_size=4))
def test_marks_tell_the_new_layout_from_the_known_ones_both_ways_or_it_is_refused(
    here: list[str], others: list[tuple[list[str], list[str]]]
) -> None:
    layouts_known = [known(str(n), own, *more) for n, (own, more) in enumerate(others)]
    columns = ["id_usaha", "kecamatan", "kelurahan", "skala", "produk", "kbli", "nik", "alamat"]
    chosen = dict(zip(columns, here, strict=False))
    try:
        own = choose_marks(USAHA, chosen, list(here), layouts_known)
    except SettingsError:
        return
    assert set(own) <= set(chosen.values())
    candidates = {layout.name: layout.marks for layout in layouts_known} | {"baru": own}
    assert taken(here, candidates) == "baru"
    for layout in layouts_known:
        full = [*layout.columns["produk"], *layout.marks]
        assert taken(full, {layout.name: layout.marks, "baru": own}) == layout.name


def test_marks_begin_with_the_key_and_the_places_and_are_few() -> None:
    assert settled().marks == ("Kode Pelaku Ush", "Kel/Desa", "Kec")


def test_file_with_all_marks_of_a_known_layout_and_nothing_else_is_that_layouts() -> None:
    with pytest.raises(SettingsError, match=r"tidak dapat dibedakan dari tata letak 'Lama'"):
        choose_marks(USAHA, {"nik": "A", "kbli": "B"}, ["A", "B"], [known("Lama", ["A", "B"])])


# Choices that cannot be


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"warna": "NIK"}, "Kolom 'warna' tidak ada"),
        ({"nik": "KTP"}, "Judul kolom 'KTP' tidak ada di baris judul"),
        ({"nik": "NIK", "id_usaha": "nik"}, "dipakai untuk 'nik' dan 'id_usaha'"),
    ],
)
def test_choice_that_cannot_be_is_refused_in_words(chosen: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(said)):
        settle_mapping("A", USAHA, [["NIK", None, "Nama"]], 0, chosen, [])


@pytest.mark.parametrize(
    ("column", "cells", "numbers"),
    [
        ("omzet_rp", ["1.500.000", None], ("omzet_rp",)),
        ("omzet_rp", ["1.500"], ("omzet_rp",)),
        ("omzet_rp", ["1500"], ("omzet_rp",)),
        ("omzet_rp", ["1500.5"], ()),
        ("lintang", ["-6,12345"], ("lintang",)),
        ("lintang", ["-6.123"], ()),  # with the dot gone it would be another continent
        ("lintang", ["-6"], ()),
    ],
)
def test_numbers_are_read_with_dots_only_where_that_is_how_they_are_written(
    column: str, cells: list[str | None], numbers: tuple[str, ...]
) -> None:
    rows: list[list[str | None]] = [["X"], *([cell] for cell in cells)]
    assert settle_mapping("A", USAHA, rows, 0, {column: "X"}, []).numbers == numbers


def test_words_that_differ_in_case_only_are_one_word() -> None:
    given_words = {"skala": {"Mikro": "mikro", "MIKRO": "kecil"}, "nik": {"x": "y"}}
    one = settle_mapping("A", USAHA, [["X"]], 0, {"skala": "X"}, [], words=given_words)
    assert one.values == {"skala": {"Mikro": "mikro"}}


# Names and periods


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Rekap UMKM: Kec. Curug (2025)", "rekap_umkm_kec_curug_2025.toml"),
        ("../../Évil\x00", "evil.toml"),
        ("★", "tata_letak.toml"),
        ("Ada", "ada_3.toml"),
    ],
)
def test_file_name_is_a_plain_slug_not_yet_taken(title: str, name: str) -> None:
    assert choose_file_name(title, {"ada.toml", "ada_2.toml"}) == name


@pytest.mark.parametrize(
    ("title", "sheet", "berkas", "value", "where"),
    [
        ("DATA UMKM KEADAAN 24 JUNI 2025", "x", "y", "2025-06", "baris judul"),
        ("Dicetak 3 Juli 2025, keadaan Juni 2025", "x", "y", "2025-06", "baris judul"),
        (None, "Mei 2024", "rekap_juni_2025.xlsx", "2024-05", "nama lembar"),
        (None, "Data", "rekap_juni_2025.xlsx", "2025-06", "nama berkas"),
    ],
)
def test_period_is_found_by_a_pattern_that_finds_the_next_one_too(
    title: str | None, sheet: str, berkas: str, value: str, where: str
) -> None:
    found = find_period([[title], ["NIK"]], 1, sheet, berkas, USAHA)
    assert found is not None and found.pattern is not None
    assert (found.value, found.where) == (value, where)
    later = re.sub("juni|mei", "Agustus", f"{title} {sheet} {berkas}", flags=re.IGNORECASE)
    hit = re.search(found.pattern, later, re.IGNORECASE)
    assert hit is not None and hit["bulan"] == "Agustus"


@pytest.mark.parametrize("berkas", ["umkm_202506.csv", "UMKM 2025-06.xlsx", "umkm Jun 2025.xls"])
def test_period_written_without_a_months_name_can_only_be_a_constant(berkas: str) -> None:
    found = find_period([["NIK"]], 0, "Data", berkas, USAHA)
    assert found is not None
    assert (found.value, found.pattern) == ("2025-06", None)


def test_year_alone_is_a_period_only_where_the_table_has_years() -> None:
    rows: list[list[str | None]] = [["Jumlah UMKM menurut Kecamatan Tahun 2023", None], ["A", "B"]]
    assert find_period(rows, 1, "", "", USAHA) is None
    found = find_period(rows, 1, "", "", YEARLY)
    assert found is not None and found.pattern is not None
    assert (found.value, "tahun" in re.compile(found.pattern).groupindex) == ("2023", True)


# A layout that is kept reads the file it was made for


def kept(place: Workspace, one: SettledLayout, rows: list[list[str | None]], name: str) -> Store:
    """Return what a build makes of a file once a layout for it is kept."""
    place.settings.tata_letak.mkdir(exist_ok=True)
    (place.settings.tata_letak / "baru.toml").write_text(make_toml(one), encoding="utf-8")
    with (place.raw / name).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=";").writerows(rows)
    return place.build()


def test_table_with_a_column_for_each_class_is_read_by_the_layout_made_for_it(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.use(monkeypatch)
    rows: list[list[str | None]] = [
        ["Nama Wilayah Kecamatan", "U. Mikro", "U. Kecil"],
        ["Serang", "1.200", "30"],
        ["Kasemen", "800", "12"],
        ["JUMLAH", "2.000", "41"],
    ]
    spread = find_wide(rows, 0, AGREGAT)
    assert spread is not None
    one = settle_mapping(
        "Rekap",
        AGREGAT,
        rows,
        0,
        {"wilayah": "Nama Wilayah Kecamatan"},
        recognition.read_layouts(),
        constants={"ukuran": "jumlah_umkm", "periode": "2023"},
        wide=spread,
    )
    assert list_missing(one, AGREGAT) == []
    store = kept(workspace, one, rows, "rekap.csv")
    found = store.query("select baris, skala, nilai from agregat order by baris, skala")
    assert found.values.tolist() == [
        [2, "kecil", 30],
        [2, "mikro", 1200],
        [3, "kecil", 12],
        [3, "mikro", 800],
    ]
    told = store.query("select baris, aturan from temuan order by all").values.tolist()
    assert told == [[4, "baris_jumlah"], [4, "jumlah_cocok"]]


def test_known_layout_is_a_start_for_the_columns_that_it_does_not_take(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.use(monkeypatch)
    rows: list[list[str | None]] = [
        ["KEADAAN JUNI 2025"],
        ["ID Usaha", "Kecamatan", "Kelurahan", "Skala Usaha", "Pesan Instan", "Punya QRIS"],
        ["KS1", "Serang", "Cipare", "Mikro", "Ya", "Ya"],
    ]
    found = recognition.recognise("a.csv", "a", rows)
    assert [found.headings[place] for place in found.unused] == ["Punya QRIS"]
    chosen = {name: found.headings[place] for name, place in found.places.items()}
    one = settle_mapping(
        "Register dengan QRIS",
        USAHA,
        rows,
        1,
        chosen | {"bayar_digital": "Punya QRIS"},
        recognition.read_layouts(),
        words={name: dict(words) for name, words in found.layout.values.items()}
        | {"bayar_digital": {"Ya": "ya"}},
        patterns=found.layout.patterns,
        start=found.layout,
    )
    assert one.columns["telepon"] == found.layout.columns["telepon"]
    store = kept(workspace, one, rows, "register.csv")
    assert store.record["berkas"][0]["layout"] == "baru"
    taken_in = store.query("select kanal_pesan, bayar_digital, periode from usaha").values.tolist()
    assert taken_in == [[True, True, "2025-06"]]
    assert set(store.query("from temuan")["aturan"]) == {"kanal_tak_ditanya"}
    without = [row[:5] for row in rows[1:]]
    known_one = recognition.find_layout([rows[0], *without])
    assert known_one is not None and known_one[0].name == "register_dinas"


def test_known_headings_without_the_known_marks_make_a_layout_of_their_own() -> None:
    heading = ["Toko", "Produk", "Link Toko", "Harga"]
    chosen = dict(zip(["nama_toko", "produk", "tautan", "harga_rp"], heading, strict=True))
    own = choose_marks(TABLES["lapak"], chosen, heading, recognition.read_layouts())
    assert set(own) <= set(heading)
