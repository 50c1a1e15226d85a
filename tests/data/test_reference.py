"""The reference files say where each row comes from and agree with one another."""

import csv
import re
from collections import Counter

import pytest

from analysis.definitions.indicators import INDICATORS
from data import reference
from data.settings import CITY_FOLDER

CORNERS = "batas_umum"
"""Of the boundaries, and made into them by ``geo.make_boundaries``."""

COLUMNS = {
    "wilayah": "tingkat kode_kemendagri kode_bps nama nama_bps kode_induk kecamatan status "
    "sumber tanggal rujukan",
    "alias_wilayah": "kode_kemendagri alias sumber tanggal rujukan",
    "tetangga": "kode_kemendagri kode_bps nama kab_kota sumber tanggal rujukan",
    "kbli": "produk nama_produk kecamatan kbli_2020 judul_2020 kbli_2025 judul_2025 "
    "subsektor_ekraf status_kbli_2020 status_kbli_2025 status_ekraf catatan sumber tanggal rujukan",
    "ekraf": "subsektor nama_terbit status catatan sumber tanggal rujukan",
    "skala": "kriteria dasar skala batas_bawah batas_atas satuan batas_atas_termasuk catatan "
    "sumber tanggal rujukan",
    "acuan": "kunci indikator judul kategori wilayah periode keadaan nilai satuan semesta penerbit "
    "sebanding alasan_tidak_sebanding catatan sumber tanggal rujukan",
    "catatan_angka": "kunci tanggal angka batas_bawah rincian mikro kecil menengah pernyataan "
    "pejabat_atau_kantor dasar catatan status sumber rujukan",
    "fakta": "kunci indikator periode kode_wilayah dimensi kategori nilai satuan pernyataan "
    "sumber tanggal rujukan",
    "pengecualian": "indikator periode kode_wilayah dimensi kategori nilai alasan sumber tanggal "
    "rujukan",
    "luar_data": "jenis pola contoh",
    "predikat": "skema nama untuk batas termasuk sebutan turun dokumen halaman catatan sumber "
    "tanggal rujukan",
    "padanan_judul": "judul kolom tabel catatan",
    "padanan_kata": "kata arti catatan",
    "padanan_bukan": "kata kolom catatan",
    "padanan_isi": "isi kolom arti catatan",
}
# Word lists of our own, to read files and propose layouts by: they state no fact, so they have no
# source.
OURS = {"luar_data"} | {name for name in COLUMNS if name.startswith("padanan_")}
STATUS = {"terbit", "simpulan", "belum_ditemukan"}
KELURAHAN_PER_KECAMATAN = {
    "36.73.01": 12,
    "36.73.02": 10,
    "36.73.03": 14,
    "36.73.04": 10,
    "36.73.05": 8,
    "36.73.06": 13,
}
CODE_PATTERNS = {
    "kota": (r"\d{2}\.\d{2}", r"\d{4}"),
    "kecamatan": (r"\d{2}\.\d{2}\.\d{2}", r"\d{7}"),
    "kelurahan": (r"\d{2}\.\d{2}\.\d{2}\.\d{4}", r"\d{10}"),
}

every_file = pytest.mark.parametrize("name", COLUMNS)
every_source = pytest.mark.parametrize("name", sorted(set(COLUMNS) - OURS))


def read(name):
    """Return the rows of one reference file, every cell as text."""
    with reference.find_path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def area_codes():
    return {row["kode_kemendagri"] for row in read("wilayah")}


def statuses(row):
    return {column: value for column, value in row.items() if column.startswith("status")}


def test_every_reference_file_is_listed_here():
    folders = (reference.FOLDER, CITY_FOLDER)
    files = {path.stem for folder in folders for path in folder.glob("*.csv")}
    assert files == {*COLUMNS, CORNERS}


@every_file
def test_file_is_utf8_without_bom_with_line_feeds_only(name):
    raw = reference.find_path(name).read_bytes()
    raw.decode("utf-8")
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")


@every_file
def test_file_has_its_columns_in_order_and_no_ragged_row(name):
    with reference.find_path(name).open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file, strict=True)
    assert header == COLUMNS[name].split()
    assert {len(line) for line in lines} == {len(header)}


@every_file
def test_no_cell_has_stray_spaces(name):
    stray = [
        value for row in read(name) for value in row.values() if value != " ".join(value.split())
    ]
    assert stray == []


@every_source
def test_every_row_names_its_source_and_where_to_look(name):
    for row in read(name):
        if "belum_ditemukan" in statuses(row).values():
            continue
        assert row["sumber"], row
        assert row["rujukan"], row
        for part in row["rujukan"].split(" ; "):
            assert re.match(r"https?://[\w.-]+\.[a-z]+/\S", part), (row, part)


@every_source
def test_every_date_is_iso_or_a_year_or_empty(name):
    for row in read(name):
        assert re.fullmatch(r"(\d{4}(-\d{2}-\d{2})?)?", row["tanggal"]), row


@every_file
def test_every_status_is_from_the_allowed_set(name):
    found = {value for row in read(name) for value in statuses(row).values()}
    assert found <= STATUS


@pytest.mark.parametrize("name", [n for n in COLUMNS if COLUMNS[n].startswith("kunci")])
def test_keys_are_unique_slugs(name):
    keys = [row["kunci"] for row in read(name)]
    assert [key for key, n in Counter(keys).items() if n > 1] == []
    assert [key for key in keys if not re.fullmatch(r"[a-z0-9_]+", key)] == []


def test_there_is_one_kota_with_six_kecamatan_and_sixty_seven_kelurahan():
    rows = read("wilayah")
    assert len(rows) == 74
    assert Counter(row["tingkat"] for row in rows) == {"kota": 1, "kecamatan": 6, "kelurahan": 67}


def test_each_kecamatan_has_its_number_of_kelurahan():
    parents = Counter(row["kode_induk"] for row in read("wilayah") if row["tingkat"] == "kelurahan")
    assert parents == KELURAHAN_PER_KECAMATAN


def test_area_codes_are_unique_in_both_systems():
    rows = read("wilayah")
    assert len({row["kode_kemendagri"] for row in rows}) == len(rows)
    assert len({row["kode_bps"] for row in rows}) == len(rows)


def test_area_codes_have_the_length_of_their_level():
    for row in read("wilayah"):
        kemendagri, bps = CODE_PATTERNS[row["tingkat"]]
        assert re.fullmatch(kemendagri, row["kode_kemendagri"]), row
        assert re.fullmatch(bps, row["kode_bps"]), row


def test_every_parent_exists_and_begins_the_code_of_its_child():
    codes = area_codes()
    for row in read("wilayah"):
        assert row["kode_kemendagri"].startswith(row["kode_induk"] + "."), row
        assert row["kode_induk"] in codes or row["tingkat"] == "kota", row


def test_bps_code_of_a_kelurahan_begins_with_that_of_its_kecamatan():
    bps = {row["kode_kemendagri"]: row["kode_bps"] for row in read("wilayah")}
    for row in read("wilayah"):
        if row["tingkat"] != "kota":
            assert row["kode_bps"].startswith(bps[row["kode_induk"]]), row


def test_kelurahan_carry_the_name_of_their_kecamatan():
    names = {row["kode_kemendagri"]: row["nama"] for row in read("wilayah")}
    for row in read("wilayah"):
        if row["tingkat"] == "kelurahan":
            assert row["kecamatan"] == names[row["kode_induk"]], row


def test_sukawana_is_a_kelurahan_in_two_kecamatan():
    places = [row["kecamatan"] for row in read("wilayah") if row["nama"] == "Sukawana"]
    assert sorted(places) == ["Curug", "Serang"]


def test_only_pairs_spelt_differently_are_our_inference():
    for row in read("wilayah"):
        expected = "terbit" if row["nama"] == row["nama_bps"] else "simpulan"
        assert row["status"] == expected, row


def test_aliases_are_the_bps_spellings_that_differ():
    aliases = {(row["kode_kemendagri"], row["alias"]) for row in read("alias_wilayah")}
    differing = {
        (row["kode_kemendagri"], row["nama_bps"])
        for row in read("wilayah")
        if row["nama"] != row["nama_bps"]
    }
    assert aliases == differing
    assert len(aliases) == 10


def test_kbli_products_are_unique_and_have_five_digit_codes_with_titles():
    rows = read("kbli")
    assert len({row["produk"] for row in rows}) == len(rows)
    for row in rows:
        for year in ("2020", "2025"):
            missing = row[f"status_kbli_{year}"] == "belum_ditemukan"
            assert re.fullmatch("" if missing else r"\d{5}", row[f"kbli_{year}"]), row
            assert bool(row[f"judul_{year}"]) is not missing, row


def test_tempe_tahu_and_tampah_changed_code_between_versions():
    changed = {
        row["produk"]: (row["kbli_2020"], row["kbli_2025"])
        for row in read("kbli")
        if row["kbli_2020"] != row["kbli_2025"]
    }
    assert changed == {
        "tempe": ("10391", "10307"),
        "tahu": ("10392", "10308"),
        "tampah": ("16291", "16294"),
    }


def test_kbli_areas_exist_and_only_sate_bandeng_names_none():
    kecamatan = {row["kode_kemendagri"] for row in read("wilayah") if row["tingkat"] == "kecamatan"}
    for row in read("kbli"):
        named = [code for code in row["kecamatan"].split(";") if code]
        assert set(named) <= kecamatan, row
        assert bool(named) is (row["produk"] != "sate_bandeng"), row


def test_kbli_subsectors_exist_and_are_our_inference():
    subsectors = {row["subsektor"] for row in read("ekraf")}
    for row in read("kbli"):
        assert row["subsektor_ekraf"] in subsectors, row
        assert row["status_ekraf"] == "simpulan", row


def test_seventeen_subsectors_come_from_sixteen_published_names():
    rows = read("ekraf")
    assert len({row["subsektor"] for row in rows}) == len(rows) == 17
    assert len({row["nama_terbit"] for row in rows}) == 16
    for row in rows:
        assert (row["subsektor"] == row["nama_terbit"]) is (row["status"] == "terbit"), row
    inferred = sorted(row["subsektor"] for row in rows if row["status"] == "simpulan")
    assert inferred == ["Aplikasi", "Pengembang Permainan"]


def test_size_classes_of_a_criterion_touch_without_overlap():
    groups = {}
    for row in read("skala"):
        groups.setdefault((row["kriteria"], row["dasar"]), []).append(row)
    assert set(groups) == {
        ("PP 7/2021", "omzet tahunan"),
        ("PP 7/2021", "modal"),
        ("UU 20/2008", "omzet tahunan"),
        ("BPS", "tenaga kerja"),
    }
    for rows in groups.values():
        assert [row["skala"] for row in rows] == ["mikro", "kecil", "menengah"]
        step = 1 if rows[0]["satuan"] == "orang" else 0
        for below, above in zip(rows, rows[1:], strict=False):
            assert below["batas_atas_termasuk"] == "ya"
            assert int(below["batas_atas"]) + step == int(above["batas_bawah"])


def test_two_billion_is_the_top_of_mikro_under_pp_7_2021():
    limit = {
        (row["kriteria"], row["skala"]): row["batas_atas"]
        for row in read("skala")
        if row["dasar"] == "omzet tahunan"
    }
    assert limit["PP 7/2021", "mikro"] == "2000000000"
    assert limit["UU 20/2008", "mikro"] == "300000000"


def test_every_benchmark_is_a_plain_number_with_unit_universe_and_publisher():
    for row in read("acuan"):
        assert re.fullmatch(r"\d+(\.\d+)?", row["nilai"]), row
        assert re.fullmatch(r"\d{4}(-\d{4})?", row["periode"]), row
        for column in ("judul", "wilayah", "satuan", "semesta", "penerbit"):
            assert row[column], (row, column)
        if row["satuan"] == "persen":
            assert float(row["nilai"]) <= 100, row


def test_no_benchmark_that_says_of_its_universe_that_it_differs_is_comparable():
    for row in read("acuan"):
        said = f"{row['catatan']} {row['alasan_tidak_sebanding']}"
        assert "bukan hanya UMKM" not in said or row["sebanding"] == "tidak", row
        assert re.fullmatch(r"|\d{4}-\d{2}-\d{2}", row["keadaan"]), row
        assert not row["keadaan"] or row["keadaan"][:4] == row["periode"], row


def test_a_benchmark_is_comparable_to_a_named_indicator_or_says_why_not():
    for row in read("acuan"):
        assert row["sebanding"] in {"ya", "tidak"}, row
        assert bool(row["alasan_tidak_sebanding"]) is (row["sebanding"] == "tidak"), row
        assert row["indikator"] or row["sebanding"] == "tidak", row
        assert row["indikator"] in {"", *INDICATORS}, row


def test_a_comparable_indicator_has_one_value_per_area_period_and_category():
    places = Counter(
        (row["indikator"], row["wilayah"], row["periode"], row["kategori"])
        for row in read("acuan")
        if row["indikator"]
    )
    assert [place for place, n in places.items() if n > 1] == []


def test_both_channel_years_have_the_five_channels():
    channels = Counter(
        (row["periode"], row["kategori"])
        for row in read("acuan")
        if row["indikator"] == "kanal_daring"
    )
    five = ("pesan", "medsos", "marketplace", "situs", "email")
    assert channels == {(year, channel): 1 for year in ("2020", "2021") for channel in five}


def test_messaging_share_printed_twice_carries_its_caution():
    twice = [row for row in read("acuan") if row["nilai"] == "93.98"]
    assert {row["periode"]: row["sebanding"] for row in twice} == {"2020": "ya", "2021": "tidak"}
    assert all("cocokkan" in row["catatan"] for row in twice)


def test_payment_and_delivery_shares_each_sum_to_one_hundred():
    rows = read("acuan")
    for prefix in ("bayar_", "kirim_"):
        parts = [float(row["nilai"]) for row in rows if row["kunci"].startswith(prefix)]
        assert sum(parts) == pytest.approx(100), prefix


def test_qris_merchants_are_never_comparable():
    rows = [row for row in read("acuan") if row["kunci"].startswith("qris_")]
    assert rows
    assert {row["sebanding"] for row in rows} == {"tidak"}


def test_ledger_parts_sum_to_their_number():
    with_parts = [row for row in read("catatan_angka") if row["mikro"]]
    assert len(with_parts) == 2
    for row in with_parts:
        parts = [int(row[scale]) for scale in ("mikro", "kecil", "menengah")]
        assert sum(parts) == int(row["angka"]), row
        printed = [int(n.replace(".", "")) for n in re.findall(r"\d[\d.]*", row["rincian"])]
        assert printed == parts, row


def test_ledger_holds_every_known_statement_as_it_was_made():
    ledger = {
        row["kunci"]: (row["tanggal"], row["angka"], row["batas_bawah"], row["status"])
        for row in read("catatan_angka")
    }
    assert ledger == {
        "tanpa_tanggal_10132": ("", "10132", "", "terbit"),
        "april_2020": ("2020-04-27", "14238", "", "terbit"),
        "agustus_2020": ("2020-08-27", "14258", "", "terbit"),
        "april_2021": ("2021-04-22", "10835", "", "terbit"),
        "oktober_2021": ("2021-10-27", "", "", "terbit"),
        "juni_2022": ("2022-06-24", "11307", "", "terbit"),
        "juli_2025": ("2025-07-22", "", "6000", "terbit"),
        "perkiraan_se2016": ("", "59000", "", "simpulan"),
    }


def test_census_estimate_is_the_rounded_product_it_describes():
    assert round(946_700 / 12_203_000 * 759_929, -3) == 59_000


def test_published_size_classes_sum_to_the_published_total():
    counts = {
        row["kategori"]: int(row["nilai"])
        for row in read("fakta")
        if row["indikator"] == "jumlah_umkm"
    }
    assert counts == {"": 11307, "mikro": 7975, "kecil": 3309, "menengah": 23}
    assert counts["mikro"] + counts["kecil"] + counts["menengah"] == counts[""]


def test_ledger_and_facts_agree_on_june_2022():
    entry = next(row for row in read("catatan_angka") if row["kunci"] == "juni_2022")
    facts = {row["kunci"]: row["nilai"] for row in read("fakta")}
    assert entry["angka"] == facts["jumlah_umkm"]
    for scale in ("mikro", "kecil", "menengah"):
        assert entry[scale] == facts[f"jumlah_umkm_{scale}"]


def test_seven_exporters_and_one_turnover_are_published_facts():
    facts = {row["kunci"]: (row["indikator"], row["nilai"]) for row in read("fakta")}
    assert facts["ekspor_daring"] == ("ekspor_daring", "7")
    assert facts["omzet_satu_eksportir"] == ("", "2000000000")


def test_facts_stand_in_known_areas_with_known_breakdowns():
    codes = area_codes()
    for row in read("fakta"):
        assert row["kode_wilayah"] in codes, row
        assert row["pernyataan"], row
        assert row["dimensi"] in {"", "skala", "produk"}, row
        assert bool(row["dimensi"]) is bool(row["kategori"]), row
        assert bool(row["nilai"]) is bool(row["satuan"]), row
        assert row["nilai"].isdigit() or row["dimensi"] == "produk", row


def test_cluster_facts_and_the_crosswalk_name_the_same_products_and_kecamatan():
    facts = {
        (row["kategori"], row["kode_wilayah"])
        for row in read("fakta")
        if row["dimensi"] == "produk"
    }
    crosswalk = {
        (row["produk"], code)
        for row in read("kbli")
        for code in row["kecamatan"].split(";")
        if code
    }
    assert facts == crosswalk
    assert {code for _, code in facts} == set(KELURAHAN_PER_KECAMATAN)
