"""What a layout can say of a sheet's shape: heading rows, values across, several answers in a cell,
days of a course, all in one cell. One build reads all files; each is right or refused by name."""

from __future__ import annotations

import zipfile

import pytest

from data.errors import SettingsError
from data.layouts.layout import read_layout
from data.store.store import Store
from tests.data.members import said, taken
from tests.data.rows import Workspace

AREAS = ["Serang", "Kasemen", "Walantaka", "Curug", "Cipocok Jaya", "Taktakan"]
CODES = [f"36.73.0{n}" for n in (1, 2, 3, 4, 5, 6)]
COUNTS = """
judul = "Jumlah melintang"
tabel = "agregat"
penanda = {marks}
{more}
[kolom]
{columns}
[tetap]
ukuran = "jumlah_umkm"
satuan = "usaha"
{fixed}
[lebar]
kolom = "{across}"
nilai = "nilai"
{wide}
"""


def counts(
    marks: str,
    columns: str,
    across: str,
    wide: str,
    fixed: str = 'periode = "2024"',
    more: str = "",
) -> str:
    """Return a layout of counts that stand across a sheet."""
    return COUNTS.format(
        marks=marks, columns=columns, across=across, wide=wide, fixed=fixed, more=more
    )


BY_NAME = "\n".join(["[lebar.judul]", *(f'"{name}" = "Kecamatan {name}"' for name in AREAS)])
LAYOUTS = {
    "wilayah": counts(
        '["Sektor Usaha", "Satuan"]', 'kategori = ["Sektor Usaha"]', "wilayah", BY_NAME
    ),
    "tahun": counts('["Nama Kecamatan", "2021"]', 'wilayah = ["Nama Kecamatan"]', "periode",
                    """pola = '(?:tahun )?(20\\d\\d)'""", ""),
    "berlapis": counts('["Nama Wilayah Kec"]', 'wilayah = ["Nama Wilayah Kec"]', "skala",
                       '[lebar.judul]\n"Mikro" = "mikro"\n"Kecil" = "kecil"\n'
                       """[lebar.grup]\nkolom = "periode"\npola = '(20\\d\\d)'""", ""),
    "tiga": counts('["Daerah"]', 'wilayah = ["Daerah"]', "skala",
                   '[lebar.judul]\n"Skala Usaha Rakyat Mikro" = "mikro"\n'
                   '"Skala Usaha Rakyat Kecil" = "kecil"', 'periode = "2020"', "baris_judul = 3"),
    "sesel": counts('["Kec.", "Mikro"]', 'wilayah = ["Kec."]', "skala",
                    '[lebar.judul]\n"Mikro" = "mikro"\n"Kecil" = "kecil"',
                    more='satu_sel = ","'),
    "panjang": counts('["Kec. Panjang", "Mikro"]',
                      'wilayah = ["Kec. Panjang"]\nkategori = ["Rinci"]', "skala",
                      '[lebar.judul]\n"Mikro" = "mikro"\n"Kecil" = "kecil"',
                      more='satu_sel = ","'),
    "hadir": """
judul = "Hadir tiap hari"
tabel = "pembinaan"
penanda = ["Nama Peserta Pelatihan"]
[kolom]
nama_peserta = ["Nama Peserta Pelatihan"]
[tetap]
kegiatan = "Pelatihan Uji"
[lebar]
kolom = "tanggal"
[lebar.isi]
v = "ya"
hadir = "ya"
izin = "tidak"
[lebar.judul]
"Hari 1" = "12 Juni 2025"
"Hari 2" = "13 Juni 2025"
"Hari 3" = "14 Juni 2025"
""",
    "pilihan": """
judul = "Formulir pilihan"
tabel = "usaha"
penanda = ["Kode UMKM Formulir", "Media"]
[kolom]
id_usaha = ["Kode UMKM Formulir"]
kecamatan = ["Kecamatan"]
kelurahan = ["Kelurahan"]
skala = ["Skala"]
[tetap]
periode = "2025-06"
[[pilihan]]
judul = ["Media"]
pemisah = ","
[pilihan.peta]
"WhatsApp" = ["kanal_pesan"]
"Instagram" = ["kanal_medsos"]
"Marketplace (Shopee, Tokopedia)" = ["kanal_marketplace"]
"Toko sendiri" = []
""",
    "centang": """
judul = "Formulir centang"
tabel = "usaha"
penanda = ["Kode UMKM Centang", "Media [Instagram]"]
[kolom]
id_usaha = ["Kode UMKM Centang"]
kecamatan = ["Kecamatan"]
kelurahan = ["Kelurahan"]
skala = ["Skala"]
[tetap]
periode = "2025-07"
[salah_satu]
kanal_medsos = ["Media [Instagram]", "Media [Facebook]"]
bayar_digital = ["Bayar [QRIS]", "Bayar [Dompet]"]
[[nilai]]
kolom = ["kanal_medsos", "bayar_digital"]
peta = { Yes = "ya", No = "tidak", "N/A" = "" }
""",
}  # fmt: skip
FILES = {
    "wilayah.csv": "\n".join([
        "No;Sektor Usaha;Satuan;" + ";".join(AREAS) + ";Jumlah",
        "1;Industri Pengolahan;Usaha;117;47;44;63;51;81;403",
        "2;Perdagangan;Usaha;1.017;470;440;630;510;810;3.877"]),
    "tahun.csv": "Nama Kecamatan;2021;2022;Tahun 2023\nSerang;10;11;12\nKasemen;20;;22",
    "berlapis.csv": ";2022;;2023;\nNama Wilayah Kec;Mikro;Kecil;Mikro;Kecil\nSerang;1;2;3;4\n"
                    "Curug;5;6;7;8",
    "tiga.csv": "Daerah;Skala Usaha;;Lain\n;Rakyat;;\n;Mikro;Kecil;\nSerang;1;2;x\nCurug;3;4;x",
    "sesel.csv": '"Kec.,Mikro,Kecil"\n"Serang,""1.200"",30"\n"Curug,5,6"',
    "panjang.csv": "\n".join([
        '"Kec. Panjang,Rinci,Mikro,Kecil"',
        *(f'"Serang,Rinci {n},1,2"' for n in range(40)), '"Curug,Rinci 41,3,4";9']),
    "hadir.csv": "No;Nama Peserta Pelatihan;Hari 1;Hari 2;Hari 3\n1;Orang A;v;;V\n"
                 "2;Orang B;;hadir;izin\n3;Orang C;;;\n4;Orang D;v;x;v",
    "pilihan.csv": "Kode UMKM Formulir;Kecamatan;Kelurahan;Skala;Media\n"
                   "A1;Serang;Cipare;mikro;WhatsApp, Instagram\n"
                   "A2;Serang;Cipare;mikro;marketplace (Shopee, Tokopedia)\n"
                   "A3;Serang;Cipare;mikro;Toko sendiri\n"
                   "A4;Serang;Cipare;mikro;Instagram, Lainnya\n"
                   "A5;Serang;Cipare;mikro;",
    "centang.csv": "Kode UMKM Centang;Kecamatan;Kelurahan;Skala;Media [Instagram];"
                   "Media [Facebook];Bayar [QRIS];Bayar [Dompet]\n"
                   "B1;Serang;Cipare;mikro;Yes;No;No;No\nB2;Serang;Cipare;mikro;No;Yes;;No\n"
                   "B3;Serang;Cipare;mikro;No;No;N/A;No\nB4;Serang;Cipare;mikro;;;;\n"
                   "B5;Serang;Cipare;mikro;mungkin;No;No;Yes",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What one build makes of all files by the layouts made for them."""
    place = Workspace(tmp_path_factory.mktemp("bentuk"))
    place.settings.tata_letak.mkdir()
    for name, text in LAYOUTS.items():
        (place.settings.tata_letak / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        place.use(patch)
        with zipfile.ZipFile(place.raw / "bentuk.zip", "w") as packed:
            for name, content in FILES.items():
                packed.writestr(name, content)
        return place.build()


def test_areas_across_become_a_row_each_and_the_total_is_checked(store: Store) -> None:
    found = taken(store, "wilayah.csv", "agregat", "kategori, kode_wilayah, nilai")
    assert sorted(found) == sorted([
        *zip(["Industri Pengolahan"] * 6, CODES, [117, 47, 44, 63, 51, 81], strict=True),
        *zip(["Perdagangan"] * 6, CODES, [1017, 470, 440, 630, 510, 810], strict=True),
    ])  # fmt: skip


def test_years_across_are_periods_and_an_empty_cell_is_no_zero(store: Store) -> None:
    found = taken(store, "tahun.csv", "agregat", "kode_wilayah, periode, nilai")
    assert sorted(found) == [
        (CODES[0], "2021", 10), (CODES[0], "2022", 11), (CODES[0], "2023", 12),
        (CODES[1], "2021", 20), (CODES[1], "2023", 22),
    ]  # fmt: skip
    assert said(store, "tahun.csv")["sel_kosong"] == [3]


def test_groups_above_the_headings_are_values_too(store: Store) -> None:
    found = taken(store, "berlapis.csv", "agregat", "kode_wilayah, periode, skala, nilai")
    assert sorted(found) == [
        (code, year, size, value)
        for code, values in ((CODES[0], [2, 1, 4, 3]), (CODES[3], [6, 5, 8, 7]))
        for (year, size), value in zip(
            [("2022", "kecil"), ("2022", "mikro"), ("2023", "kecil"), ("2023", "mikro")],
            values, strict=True,
        )
    ]  # fmt: skip


def test_heading_of_three_rows_is_read_together(store: Store) -> None:
    found = taken(store, "tiga.csv", "agregat", "kode_wilayah, skala, nilai")
    assert sorted(found) == [(CODES[0], "kecil", 2), (CODES[0], "mikro", 1),
                             (CODES[3], "kecil", 4), (CODES[3], "mikro", 3)]  # fmt: skip


def test_cells_that_lie_in_one_are_opened_and_it_is_reported(store: Store) -> None:
    found = taken(store, "sesel.csv", "agregat", "kode_wilayah, skala, nilai")
    assert sorted(found) == [(CODES[0], "kecil", 30), (CODES[0], "mikro", 1200),
                             (CODES[3], "kecil", 6), (CODES[3], "mikro", 5)]  # fmt: skip
    assert said(store, "sesel.csv")["satu_sel"] == [None]


def test_a_cell_beside_the_one_that_holds_a_row_refuses_that_row(store: Store) -> None:
    assert len(taken(store, "panjang.csv", "agregat", "baris")) == 80
    assert said(store, "panjang.csv")["sel_kelebihan"] == [42]


def test_each_day_of_a_tick_is_a_row_and_what_is_no_tick_refuses_its_row(store: Store) -> None:
    found = taken(store, "hadir.csv", "pembinaan", "baris, left(tanggal::varchar, 10)")
    assert sorted(found) == [(2, "2025-06-12"), (2, "2025-06-14"), (3, "2025-06-13")]
    told = said(store, "hadir.csv")
    assert (told["hadir_tak_terbaca"], told["tak_hadir"]) == ([5], [4])


def test_answers_in_one_cell_say_yes_no_or_that_nobody_knows(store: Store) -> None:
    columns = "id_usaha, kanal_pesan, kanal_medsos, kanal_marketplace"
    assert taken(store, "pilihan.csv", "usaha", columns) == [
        ("A1", True, True, False),
        ("A2", False, False, True),
        ("A3", False, False, False),
        ("A4", None, True, None),
        ("A5", None, None, None),
    ]
    (unknown,) = store.query_rows(
        "select seharusnya from temuan where aturan = 'pilihan_tak_dikenal'"
    )
    assert "'lainnya' 1" in unknown["seharusnya"]
    assert len(said(store, "pilihan.csv")["hanya_ya"]) == 3


def test_one_of_several_ticks_is_enough_and_a_strange_word_refuses_its_row(store: Store) -> None:
    assert taken(store, "centang.csv", "usaha", "id_usaha, kanal_medsos, bayar_digital") == [
        ("B1", True, False),
        ("B2", True, None),
        ("B3", False, None),
        ("B4", None, None),
    ]
    assert said(store, "centang.csv")["jenis"] == [6]


@pytest.mark.parametrize(
    ("changed", "said_"),
    [
        ({"nilai = \"nilai\"": ""}, "salah satu: 'nilai' atau 'isi'"),
        ({BY_NAME: ""}, "belum menyebut 'judul' atau 'pola'"),
        ({BY_NAME: "pola = '('"}, "salah bentuk"),
        ({"[kolom]": "baris_judul = 9\n[kolom]"}, "'baris_judul' harus 0 sampai"),
        ({"[kolom]": "satu_sel = '!'\n[kolom]"}, "'satu_sel' harus salah satu"),
        ({"[kolom]": "[[pilihan]]\njudul=['X']\npemisah=','\npeta={A=['skala']}\n[kolom]"},
         "bukan kolom ya atau tidak"),
        ({"[kolom]": "[[pilihan]]\njudul=['X']\npemisah=','\npeta={A=['sintetis']}\n[kolom]\n"
          "sintetis = ['Y']"}, "diisi dua kali"),
        ({"[kolom]": "[[pilihan]]\njudul=['X']\npemisah=''\npeta={A=['sintetis']}\n[kolom]"},
         "'pemisah' dari 'pilihan' belum diisi"),
        ({"[kolom]": "[[pilihan]]\njudul=['X']\npemisah=','\npeta={A=[]}\n[kolom]"},
         "tidak menyebut satu kolom pun"),
    ],
)  # fmt: skip
def test_shape_that_cannot_be_is_refused_in_words(changed: dict[str, str], said_: str) -> None:
    text = LAYOUTS["wilayah"]
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(SettingsError, match=said_):
        read_layout("uji.toml", text)
