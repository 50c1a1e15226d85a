"""``python -m cli map``: asks in a terminal or reads answers, and takes back what was said."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import cli
from commands import intake
from data import reference
from data.build import undo
from data.errors import SettingsError
from data.layouts.layout import Wide
from data.layouts.mapping import settle_mapping
from data.received import own_layouts, uploads
from data.store.versions import Versions
from data.tables import TABLES
from tests.data.forms import google_forms
from tests.data.rows import Workspace, write_register

pytestmark = pytest.mark.lambat

ACROSS = """REKAPITULASI DATA UMKM KOTA SERANG
TAHUN 2024
No;Sektor Usaha;Satuan;Serang;Kasemen;Walantaka;Curug;Cipocok Jaya;Taktakan;Jumlah
1;Industri Pengolahan;Usaha;117;47;44;63;51;81;403
"""
FIELDS = """Jumlah UMKM Menurut Kecamatan dan Bidang Tahun 2024
Kecamatan;Bidang;Mikro;Kecil
Serang;Kuliner;10;2
Serang;Fesyen;5;1
"""
COURSE = """Nama Peserta;Hari ke-1;Hari ke-2
Orang Uji A;v;x
Orang Uji B;;v
"""


@pytest.fixture
def place(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    yield workspace.use(monkeypatch)


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def type_in(monkeypatch: pytest.MonkeyPatch, *lines: str) -> list[str]:
    """Sit at a terminal and type these lines; return what is left to type."""
    left = list(lines)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: left.pop(0))
    return left


def layouts(place: Workspace) -> list[str]:
    return sorted(path.name for path in place.settings.tata_letak.glob("*"))


def test_without_a_terminal_open_questions_are_listed_and_nothing_is_kept(
    place: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "rekap.csv", ACROSS)
    assert cli.main(["map", path]) == intake.OPEN
    shown = capsys.readouterr().out
    assert "Serang, Kasemen, Walantaka, Curug, Cipocok Jaya, Taktakan adalah wilayah" in shown
    assert "tetap.ukuran = ...   Yang dihitung untuk semua baris" in shown
    assert layouts(place) == []
    assert not [*(place.raw / uploads.FOLDER).glob(f"{uploads.WAITING}*")]


def test_answers_from_a_file_map_what_stands_across_and_the_file_is_taken_right(
    place: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "rekap.csv", ACROSS)
    answers = write(tmp_path, "jawaban.toml", '[tetap]\nukuran = "jumlah_umkm"\n')
    assert cli.main(["map", path, "--jawaban", answers]) == 0
    assert layouts(place) == ["rekap.toml"]
    assert cli.main(["import", path]) == 0
    found = place.gudang.query_rows(
        "select kategori, kode_wilayah, periode, nilai from agregat order by kode_wilayah"
    )
    assert [row["nilai"] for row in found] == [117, 47, 44, 63, 51, 81]
    assert {(row["kategori"], row["periode"]) for row in found} == {("Industri Pengolahan", "2024")}
    capsys.readouterr()
    assert cli.main(["map", path]) == 0
    assert "sudah dikenal sebagai rekap" in capsys.readouterr().out


def test_a_column_that_makes_several_tables_of_one_is_mapped_though_a_layout_knows_the_file(
    place: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "bidang.csv", FIELDS)
    assert cli.main(["check", path]) == 1
    assert "python -m data map BERKAS --ulang" in capsys.readouterr().err
    answers = write(tmp_path, "jawaban.toml", '[tetap]\nukuran = "jumlah_umkm"\n')
    assert cli.main(["map", path, "--ulang", "--jawaban", answers]) == 0
    assert "Kategori = 'Bidang' (judul sama); contoh: Kuliner, Fesyen" in capsys.readouterr().out
    assert cli.main(["import", path]) == 0
    found = place.gudang.query_rows(
        "select kategori, skala, nilai from agregat order by baris, skala"
    )
    assert [tuple(row.values()) for row in found] == [
        ("Kuliner", "kecil", 2), ("Kuliner", "mikro", 10), ("Fesyen", "kecil", 1),
        ("Fesyen", "mikro", 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("isi = 3", "'isi' salah bentuk"),
        ('warna = "x"', "'warna' tidak dikenal"),
        ('isi = "warna"', "tidak dikenal. Yang ada: usaha"),
        ("baris_judul = [9]", "tidak ada; lembar ini punya 4 baris"),
        ('melintang = "skala"', "tidak ada judul kolom yang menjadi isinya"),
        ('periode = "2024"\n[kolom]\nkategori = "Warna"', "Judul kolom 'Warna' tidak ada"),
    ],
)
def test_answers_that_cannot_be_are_refused_in_words(
    place: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    answers = write(tmp_path, "jawaban.toml", text)
    assert cli.main(["map", write(tmp_path, "rekap.csv", ACROSS), "--jawaban", answers]) == 1
    assert said in capsys.readouterr().err
    assert layouts(place) == []


def test_a_terminal_is_asked_until_nothing_is_open(
    place: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    left = type_in(
        monkeypatch,
        "kolom.alamat = Warna",  # no such heading: told, and asked again
        "apa saja",
        "",
        "12 Juni 2025",
        "13 Juni 2025",
        "mungkin",  # no answer to a question of two
        "tidak",
        "Pelatihan Uji",
        "Daftar hadir dua hari",
    )
    path = write(tmp_path, "hadir.csv", COURSE)
    assert cli.main(["map", path]) == 0
    assert left == []
    shown = capsys.readouterr().out
    assert "'mungkin' bukan jawaban" in shown and "'apa saja' tidak dikenal" in shown
    assert layouts(place) == ["daftar_hadir_dua_hari.toml"]
    assert cli.main(["import", path]) == 0
    found = place.gudang.query_rows(
        "select baris, tanggal::varchar as hari, kegiatan from pembinaan order by baris"
    )
    assert [(row["baris"], row["hari"][:10]) for row in found] == [
        (2, "2025-06-12"), (3, "2025-06-13")]  # fmt: skip


DOUBLED = """DATA UMKM KEADAAN JUNI 2025
ID Usaha;Kecamatan;Kelurahan;Kelurahan;Skala Usaha;Pesan Instan
D1;Serang;Cipare;Unyur;Mikro;Ya
D2;Serang;Unyur;Cipare;Mikro;Tidak
"""


def test_a_heading_that_stands_twice_is_asked_about_and_the_answer_is_taken(
    place: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "ganda.csv", DOUBLED)
    assert cli.main(["check", path]) == 1
    assert "Pilih kolom yang dimaksud" in capsys.readouterr().err
    answers = write(tmp_path, "jawaban.toml", '[kolom]\nkelurahan = "Kelurahan (2)"\n')
    assert cli.main(["map", path, "--ulang", "--jawaban", answers]) == 0
    assert cli.main(["import", path]) == 0
    found = place.gudang.query_rows("select kode_kelurahan from usaha order by baris")
    names = reference.list_kelurahan()
    assert [names[row["kode_kelurahan"]] for row in found] == ["Unyur", "Cipare"]


def test_a_known_table_whose_cells_lie_in_one_is_opened_and_keeps_what_its_title_says(
    place: Workspace, tmp_path: Path
) -> None:
    lines = ["Jumlah UMKM Bidang Fashion Menurut Kecamatan di Kota Serang Tahun 2021",
             "Kecamatan,Mikro,Kecil", "Serang,1,2", "Curug,3,4"]  # fmt: skip
    path = write(tmp_path, "sesel.csv", "\n".join(f'"{line}"' for line in lines))
    assert cli.main(["map", path]) == 0
    assert cli.main(["import", path]) == 0
    found = place.gudang.query_rows(
        "select kategori, periode, sum(nilai) as n from agregat group by all"
    )
    assert [tuple(row.values()) for row in found] == [("Fesyen", "2021", 10)]


def test_the_category_of_a_title_is_kept_in_a_table_that_is_mapped(
    place: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = ("Jumlah UMKM Bidang Fashion Menurut Kecamatan di Kota Serang Tahun 2021\n"
            "Nama Daerah;2020;2021\nSerang;1;2\nCurug;3;4\n")  # fmt: skip
    path = write(tmp_path, "bidang.csv", text)
    answers = write(tmp_path, "jawaban.toml", 'isi = "agregat"\n[tetap]\nukuran = "jumlah_umkm"\n'
                    '[kolom]\nwilayah = "Nama Daerah"\n')  # fmt: skip
    assert cli.main(["map", path, "--jawaban", answers]) == 0
    assert "Kategori: Fashion, dari judul." in capsys.readouterr().out
    assert cli.main(["import", path]) == 0
    found = place.gudang.query_rows("select distinct kategori from agregat")
    assert found == [{"kategori": "Fesyen"}]


def test_a_layout_that_would_not_know_its_own_sheet_is_not_kept(place: Workspace) -> None:
    rows: list[list[str | None]] = [["Nama Wilayah", "U. Mikro"], ["Serang", "1"]]
    spread = Wide("skala", "nilai", {"U. Mikro": "mikro"})
    settled = settle_mapping(
        "Rekap", TABLES["agregat"], rows, 0, {"wilayah": "Nama Wilayah"}, [],
        constants={"ukuran": "jumlah_umkm", "periode": "2023"}, wide=spread,
    )  # fmt: skip
    with pytest.raises(SettingsError, match="tidak mengenali berkasnya sendiri"):
        own_layouts.keep_layout(settled, [["Nama"], ["Serang"]])
    with pytest.raises(SettingsError, match="padahal wajib: Periode"):
        own_layouts.keep_layout(replace(settled, constants={"ukuran": "x"}), rows)
    assert layouts(place) == []
    assert own_layouts.keep_layout(settled, rows).name == "rekap.toml"


def test_the_older_name_of_the_command_is_the_same_door() -> None:
    given = cli.make_parser().parse_args(["map", "a.csv"])
    assert given.run is intake._map
    text = (Path(cli.__file__).parent / "data" / "__main__.py").read_text(encoding="utf-8")
    assert "from cli import run" in text


def test_a_layout_is_taken_back_with_the_versions_that_used_it_and_what_is_served_stays(
    place: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "formulir.csv", google_forms())
    answers = write(tmp_path, "jawaban.toml", 'judul = "Formulir"\nperiode = "2025-06"\n')
    assert cli.main(["map", path, "--jawaban", answers]) == 0
    assert "berlaku juga untuk berkas berikutnya" in capsys.readouterr().out
    assert cli.main(["import", path]) == 0
    other = write_register(tmp_path / "register.csv", [{}])
    assert cli.main(["import", str(other)]) == 0
    versions = Versions(place.settings.gudang)
    first, second = versions.list_by_age()
    capsys.readouterr()
    assert cli.main(["map", "--daftar"]) == 0
    assert f"tata_letak/formulir  Tata letak formulir; dipakai versi {first}, {second}" in (
        capsys.readouterr().out
    )
    assert cli.main(["map", "--batal", "tata_letak/formulir"]) == 0
    said = capsys.readouterr().err
    assert first in said and second in said and "Data yang dipakai tidak berubah" in said
    assert "formulir.csv" in said
    assert (versions.find_current(), layouts(place)) == (second, [])
    assert cli.main(["build"]) == 0
    built = versions.find_current()
    assert built != second
    assert {f["layout"] for f in versions.record(str(built))["berkas"]} == {"register_dinas"}
    # A return to the version that had the file serves it, and the next build goes on without it.
    assert cli.main(["rollback", first]) == 0
    assert versions.find_current() == first
    assert cli.main(["import", str(other)]) == 0


def test_an_answer_is_taken_back_and_asked_again(
    place: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"kanal_pesan": mark} for mark in ("x", "x", "ya", "tidak")]
    path = str(write_register(tmp_path / "silang.csv", rows))
    assert cli.main(["import", path, "--jawab", "kanal_pesan:x=ya"]) == 0
    versions = Versions(place.settings.gudang)
    served = versions.find_current()
    (one,) = undo.list_said(place.settings)
    assert one.key.startswith("tanda/") and one.versions == (served,)
    assert cli.main(["map", "--batal", one.key]) == 0
    assert undo.list_said(place.settings) == []
    assert versions.find_current() == served
    assert place.gudang.query("select count(*) filter (kanal_pesan) as n from usaha")["n"][0] == 3
    assert cli.main(["build"]) == 0
    assert versions.find_current() != served
    again = Workspace(place.folder).gudang
    assert again.query("select count(*) filter (kanal_pesan) as n from usaha")["n"][0] == 1
    assert "tanda_ditanyakan" in set(again.query("from temuan")["aturan"])
    capsys.readouterr()
    assert cli.main(["map", "--batal", one.key]) == 1
    assert "tidak ada jawaban dengan nama ini" in capsys.readouterr().err
