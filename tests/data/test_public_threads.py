"""Files as public threads describe them, with our own invented content: each is right, asked about
or refused, never silently other. What each thread is about stands in ``docs/metode/threads.md``.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

import pytest

from data.errors import InputError
from data.layouts import recognition
from data.layouts.interview import hold_interview
from data.layouts.mapping_answers import MappingAnswers
from data.received import own_layouts
from data.settings import ROOT
from data.store.store import Store
from tests.data.rows import Workspace
from tests.data.test_office_cases import book

pytestmark = pytest.mark.lambat

Rows = list[tuple[Any, ...]]
TITLE = "Jumlah UMKM Bidang {} Menurut Kecamatan di Kota Serang Tahun {}"
SIZES = "Kecamatan;Mikro;Kecil"
REGISTER = "ID Usaha;Kecamatan;Kelurahan;Skala Usaha;Pesan Instan"
COUNTED = "select nilai from agregat where {} order by baris, skala"
HEARD = "select left(tanggal::varchar, 10) as hari from pembinaan where {} order by baris"
CHANNELS = ("select kanal_pesan, kanal_medsos, kanal_marketplace from usaha where {} "
            "order by baris")  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A file that a thread describes: its content, what is asked of the store and right, and which
    rules have to speak of which rows. ``answers`` map a file that no layout knows."""

    text: str | bytes
    query: str
    right: Rows
    rules: dict[str, list[int | None]] = field(default_factory=dict)
    answers: MappingAnswers | None = None


def table(field_: str, year: int, *lines: str, head: str = SIZES) -> str:
    return "\n".join([TITLE.format(field_, year), head, *lines])


def register(month: str, *lines: str, head: str = REGISTER) -> str:
    return "\n".join([f"DATA UMKM KEADAAN {month}", head, *lines])


def course(name: str, *days: str) -> str:
    rows = [f"{day};{name};Orang {name} {n};Usaha {name} {n}" for n, day in enumerate(days)]
    return "\n".join(["Tanggal;Nama Kegiatan;Nama Peserta;Nama Usaha", *rows])


def form(question: str, *answers: str) -> str:
    head = f"Kode Isian {question};Kecamatan;Kelurahan;Skala Usaha;{question}"
    rows = [f"{question[:3]}{n};Serang;Cipare;Mikro;{said}" for n, said in enumerate(answers)]
    return "\n".join([head, *rows])


def say(question: str, period: str, **more: Any) -> MappingAnswers:
    """Return the answers for a form: its number, its period and what else is asked."""
    return MappingAnswers(judul=question, periode=period, isi="usaha",
                          kolom={"id_usaha": f"Kode Isian {question}"}, **more)  # fmt: skip


CASES = {
    "swiftcsv/SwiftCSV#134": Case(
        register("JANUARI 2021", "T1;Serang;Cipare;;Mikro;Ya", "T2;Curug;Sukawana;;Mikro;Tidak",
                 head="ID Usaha;Kecamatan;Kelurahan;Kelurahan;Skala Usaha;Pesan Instan"),
        "select left(kode_kelurahan, 8) as kec from usaha where {} order by baris",
        [("36.73.01",), ("36.73.04",)],
    ),
    "3dg1luk43/ha_washdata#392": Case(
        table("Uji A", 2011, "Serang;1,234;12"), COUNTED, [(12,), (1234,)],
        {"tulisan_angka": [None]},
    ),
    "rawgraphs/rawgraphs-app#247": Case(
        "Indikator;Wilayah;Tahun;Target;Dokumen\n"
        + "\n".join(f"ber_nib;Kota Serang;{2031 + n};{value};Renja (contoh)" for n, value in
                    enumerate(["10.44", "76.33", "2,923", "1,045,442.22", "1,23"])),
        "select periode, nilai from target where {} order by baris",
        [("2031-12", 10.44), ("2032-12", 76.33), ("2034-12", 1045442.22), ("2035-12", 1.23)],
        {"angka_ditanyakan": [None], "jenis": [4]},
    ),
    "deadlocker8/BudgetMaster#731": Case(
        "Indikator;Wilayah;Tahun;Target;Dokumen\nber_nib;Kota Serang;2041;1.355,90;Renja (contoh)\n"
        "ber_nib;Kota Serang;2042;9,99;Renja (contoh)",
        "select nilai from target where {} order by baris", [(1355.9,), (9.99,)],
    ),
    "PowerShell/PowerShell#7776": Case(
        "sep=,\n" + table("Uji B", 2012, "Serang,7,8", head="Kecamatan,Mikro,Kecil"),
        COUNTED, [(8,), (7,)],
    ),
    "close2/csv#68": Case(
        '"sep=;"\n' + table("Uji C", 2013, "Serang;7;8;", head=f"{SIZES};"), COUNTED, [(8,), (7,)],
    ),
    "HXLStandard/hxl-proxy#178": Case(
        table("Uji D", 2014, "Serang;1.200;8", "Curug;5;6"), COUNTED, [(8,), (1200,), (6,), (5,)],
    ),
    "dgarros/netdevops-survey#38": Case(
        form("Media jualan", "WhatsApp, Marketplace (Shopee, Tokopedia)", "Instagram, WhatsApp"),
        CHANNELS, [(True, False, True), (True, True, False)],
        answers=say("Media jualan", "2021-02"),
    ),
    "SEL-Columbia/formhub#189": Case(
        form("media_dipakai", "whatsapp instagram", "shopee", "instagram shopee"), CHANNELS,
        [(True, True, False), (False, False, True), (False, True, True)],
        answers=say("media_dipakai", "2021-03"),
    ),
    "nextcloud/forms#859": Case(
        form("Lewat apa berjualan", "WhatsApp| Instagram", "Shopee| WhatsApp"), CHANNELS,
        [(True, True, False), (True, False, True)],
        answers=say("Lewat apa berjualan", "2021-04"),
    ),
    "OpnForm/OpnForm#864": Case(
        form("Kanal", "WhatsApp, Instagram", "Saya, kami dan mereka, Shopee"), CHANNELS,
        [(True, True, False), (False, False, True)],
        answers=say("Kanal", "2021-05", pilihan={"Kanal": {"Saya": (), "kami dan mereka": ()}}),
    ),
    "SpartnerNL/Laravel-Excel#2526": Case(
        book(("Tabel", [[TITLE.format("Uji E", 2015)], ["Kecamatan", "Skala Usaha", None],
                        [None, "Mikro", "Kecil"], ["Serang", 3, 4], ["Curug", 5, 6]]),
             merged=["A2:A3", "B2:C2"]),
        COUNTED, [(4,), (3,), (6,), (5,)],
    ),
    "benborgers/opensheet#6": Case(
        "Daerah uji;2016;;2017;\n;Mikro;Kecil;Mikro;Kecil\nSerang;1;2;3;4\nCurug;5;6;7;8",
        "select periode, skala, nilai from agregat where {} order by baris, periode, skala",
        [("2016", "kecil", 2), ("2016", "mikro", 1), ("2017", "kecil", 4), ("2017", "mikro", 3),
         ("2016", "kecil", 6), ("2016", "mikro", 5), ("2017", "kecil", 8), ("2017", "mikro", 7)],
        answers=MappingAnswers(judul="Daerah uji", isi="agregat", tetap={"ukuran": "uji_satu"},
                               kolom={"wilayah": "Daerah uji"}),
    ),
    "tidyverse/readxl#166": Case(
        "Daerah tiga;Skala;;Lain\n;Rakyat;;\n;Mikro;Kecil;\nSerang;1;2;x\nCurug;3;4;x",
        COUNTED, [(2,), (1,), (4,), (3,)],
        answers=MappingAnswers(judul="Daerah tiga", isi="agregat", periode="2018",
                               tetap={"ukuran": "uji_dua"}, kolom={"wilayah": "Daerah tiga"}),
    ),
    "snapotter-hq/SnapOtter#1199": Case(
        "Daerah tahun;2019;2020\nSerang;10;20\nKasemen;5;6",
        "select periode, nilai from agregat where {} order by baris, periode",
        [("2019", 10), ("2020", 20), ("2019", 5), ("2020", 6)],
        answers=MappingAnswers(judul="Daerah tahun", isi="agregat", tetap={"ukuran": "uji_tiga"},
                               kolom={"wilayah": "Daerah tahun"}),
    ),
    "MicrosoftDocs/OfficeDocs-Support#745": Case(
        register("FEBRUARI 2022", "N1;Serang;Cipare;Mikro;Ya;3673011234567000",
                 "N2;Serang;Cipare;Mikro;Ya;3673011234568000",
                 "N3;Serang;Cipare;Mikro;Ya;3673011234569000", head=f"{REGISTER};NIK"),
        "select orang from usaha where {} order by baris", [(None,), (None,), (None,)],
        {"nomor_terpotong": [3, 4, 5]},
    ),
    "proompteng/bilig#28": Case(
        register("MARET 2022", "0010;Serang;Cipare;Mikro;Ya", "00042;Serang;Cipare;Mikro;Tidak"),
        "select id_usaha from usaha where {} order by baris", [("0010",), ("00042",)],
    ),
    "dannymcc/may#250": Case(
        course("Uji F", "12/31/2024", "12/01/2024"), HEARD, [("2024-12-31",), ("2024-12-01",)],
    ),
    "submersion-app/submersion#1828": Case(
        course("Uji G", "15/04/2021", "03/04/2021"), HEARD, [("2021-04-15",), ("2021-04-03",)],
    ),
    "Lumina-Finance/lumina-finance#144": Case(
        course("Uji H", "03/04/2024", "13/04/2024", "31/02/2024"), HEARD,
        [("2024-04-03",), ("2024-04-13",)], {"jenis": [4]},
    ),
    "CrestApps/CrestApps.Core#160": Case(
        table("Uji I", 2019, "Serang;10;1", "Kasemen;20;2", "Sub Total;30;3", "Curug;5;1",
              "Grand Total;35;4"),
        COUNTED, [(1,), (10,), (2,), (20,), (1,), (5,)],
    ),
    "microsoft/markitdown#2391": Case(
        "Dibuat oleh program lain\n" + table("Uji J", 2020, "Serang;9;1"), COUNTED, [(1,), (9,)],
    ),
    "sandialabs/slycat#776": Case(
        table("Uji K", 2021, "Serang;1;2", "Curug;1;2;3"), COUNTED, [(2,), (1,)],
        {"sel_kelebihan": [4]},
    ),
}  # fmt: skip


def name_file(case: str) -> str:
    suffix = "xlsx" if isinstance(CASES[case].text, bytes) else "csv"
    return f"{re.sub('[^a-z0-9]', '', case.lower())}.{suffix}"


def keep(case: Case) -> None:
    """Keep the layout that the answers of a case make, once nothing is left to ask."""
    assert isinstance(case.text, str) and case.answers
    lines = csv.reader(io.StringIO(case.text), delimiter=";")
    rows = [[cell or None for cell in row] for row in lines]
    known = recognition.read_layouts()
    held = hold_interview(rows, "Data", "berkas.csv", case.answers, known)
    assert held.open == (), held.open
    own_layouts.keep_layout(held.settle(known), rows)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What one build makes of all cases."""
    place = Workspace(tmp_path_factory.mktemp("utas"))
    with (
        pytest.MonkeyPatch.context() as patch,
        zipfile.ZipFile(place.raw / "utas.zip", "w") as all_,
    ):
        place.use(patch)
        for name, case in CASES.items():
            if case.answers:
                keep(case)
            all_.writestr(name_file(name), case.text)
        all_.close()
        return place.build()


@pytest.mark.parametrize("name", CASES)
def test_file_of_a_public_thread_is_right_and_what_is_doubtful_is_said(
    store: Store, name: str
) -> None:
    case, berkas = CASES[name], f"utas.zip [{name_file(name)}"
    here = f"starts_with(berkas, '{berkas}')"
    found = [tuple(row.values()) for row in store.query_rows(case.query.format(here))]
    assert found == case.right
    said = store.query_rows(
        "select aturan, list(baris order by baris) as baris from temuan where "
        f"{here} group by aturan"
    )
    rules = {row["aturan"]: row["baris"] for row in said}
    assert {rule: rules.get(rule) for rule in case.rules} == case.rules


def test_answers_that_may_be_one_or_two_are_asked_about() -> None:
    case = CASES["OpnForm/OpnForm#864"]
    assert isinstance(case.text, str)
    rows = [[cell or None for cell in row] for row in csv.reader(
        io.StringIO(case.text), delimiter=";")]  # fmt: skip
    held = hold_interview(rows, "Data", "a.csv", say("Kanal", "2021-05"),
                          recognition.read_layouts())  # fmt: skip
    assert [question.key[2] for question in held.open] == ["Saya", "kami dan mereka"]


REFUSED = {
    "mholt/PapaParse#982": (
        table("Uji L", 2022, "Serang;1;2;3", head="Kecamatan;Mikro;Mikro_1;Kecil"),
        ["2 kolom dapat berarti", "kolom B 'Mikro' (1)", "kolom C 'Mikro_1' (2)"],
    ),
    "mikkelkrogsholm/rentemester#150": (
        "Tanggal;Tanggal Kegiatan;Nama Kegiatan;Nama Peserta;Nama Usaha\n"
        "01/06/2025;24/06/2025;Uji;Orang A;Usaha A\n02/06/2025;25/06/2025;Uji;Orang B;Usaha B",
        ["2 kolom dapat berarti 'Tanggal kegiatan'", "01/06/2025", "24/06/2025"],
    ),
    "mechatroner/vscode_rainbow_csv#108": (
        "sep=;\nKecamatan,Mikro,Kecil\nSerang,1,2\nCurug,3,4",
        ["semua isi ada di satu kolom", "koma"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_file_of_a_public_thread_that_says_two_things_is_refused_by_name(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    workspace.use(monkeypatch)
    text, words = REFUSED[name]
    (workspace.raw / "utas 2022.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        workspace.build()
    for word in words:
        assert word in str(raised.value)


def test_every_thread_stands_in_the_documents() -> None:
    text = (ROOT / "docs" / "metode" / "threads.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"\[([\w./-]+#\d+)\]\(https://github\.com/", text))
    assert listed == {*CASES, *REFUSED}
