"""The same person is one across files, and nobody can tell who from what a store holds."""

from __future__ import annotations

import hashlib
import hmac
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from data.build import links
from data.errors import InputError
from data.tables import TABLES, Column
from tests.data.rows import Row, Workspace, one, write_register

pytestmark = pytest.mark.lambat

NIK = TABLES["usaha"].get_column("nik")
NIB = TABLES["nib"].get_column("nib")
TEXT = TABLES["lapak"].get_column("tautan")
PERSON = "3673010203040005"
SECRETS = [b"k", b"\x00" * 32, bytes(range(64)), b"z" * 65, b"y" * 200]
PRIVATE = {
    "nama_usaha": "Kedai Melati Zubayra",
    "nama_pemilik": "Ibu Penguji Qwertian",
    "nik": PERSON,
    "telepon": "081299887766",
    "alamat": "Gang Tak Tercatat 77",
    "lintang": "-6.12551234",
    "bujur": "106.16241234",
}


def hashed(column: Column, cells: list[str], secret: bytes) -> list[str | None]:
    with duckdb.connect() as con:
        links.prepare(con, secret)
        rows = con.execute(
            f"select {links.write_link(column, 'sel')} from (select unnest($1::varchar[]) as sel)",
            [cells],
        ).fetchall()
    return [cell for (cell,) in rows]


def twin(secret: bytes, text: str) -> str:
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[: links.LENGTH]


@pytest.mark.parametrize("secret", SECRETS, ids=len)
def test_link_is_the_hmac_that_python_computes(secret: bytes) -> None:
    assert hashed(NIK, [PERSON], secret) == [twin(secret, PERSON)]
    texts = ["https://toko.example/É?a=1'", "x" * 500, "ada\U0001f35c"]
    assert hashed(TEXT, texts, secret) == [twin(secret, text.lower()) for text in texts]


def test_numbers_are_linked_by_their_digits_and_only_whole_ones() -> None:
    groupings = ["3673 0102 0304 0005", f"'{PERSON}", "3673.01.02.03.04.0005", f"{PERSON}.", PERSON]
    groupings += [f"{PERSON}.0", f"{PERSON},00"]
    assert set(hashed(NIK, groupings, b"k")) == {twin(b"k", PERSON)}
    assert hashed(NIK, ["", "-", PERSON[:-1], PERSON + "1", "belum ada"], b"k") == [None] * 5
    assert hashed(NIB, ["0220 0012 34567", PERSON], b"k") == [twin(b"k", "0220001234567"), None]


def test_key_is_made_once_for_all_and_only_its_account_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "rahasia" / "kunci"
    secret = links.read_key(path)
    assert len(secret) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(links.read_key, [path] * 8)) == {secret}
    assert [left.name for left in path.parent.iterdir()] == ["kunci"]
    assert links.read_key(tmp_path / "lain") != secret


@pytest.mark.parametrize("content", [b"", b"abcd", b"bukan kunci", b"\xe9" * 64])
def test_damaged_key_is_refused_in_words(workspace: Workspace, content: bytes) -> None:
    workspace.settings.kunci_tautan.write_bytes(content)
    write_register(workspace.raw / "register.csv", [{"nik": PERSON}])
    with pytest.raises(InputError, match=r"kunci_tautan: bukan kunci tautan\. Kembalikan"):
        workspace.build()


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """One person's register row, project, coaching and shop, built."""
    place = Workspace(tmp_path_factory.mktemp("semua"))
    write_register(place.raw / "juni.csv", [PRIVATE, {"nik": "3673 0102 0304 0006"}, {"nik": "12"}])
    files = {
        "oss": "id_proyek;nib;uraian_skala_usaha;kecamatan_usaha;kelurahan_usaha;nik;email\n"
        f"P1;0220001234567;Usaha Mikro;Serang;Cipare;'{PERSON};zubayra@example.com",
        "hadir": "Nama Peserta;Nama Usaha;Tanggal;Kegiatan;NIK\n"
        "Ibu Penguji Qwertian;Kedai Melati Zubayra;2025-06-24;QRIS;3673 0102 0304 0005",
        "lapak 2025-06": "Platform;Nama Toko;Produk;Link\n"
        "Shopee;Toko Qwertian;Tempe;https://toko.example/Zubayra",
    }
    for name, text in files.items():
        (place.raw / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    place.build()
    return place


def test_person_is_one_across_register_projects_and_coaching(everything: Workspace) -> None:
    store = everything.gudang
    secret = links.read_key(everything.settings.kunci_tautan)
    links_of = {
        table: set(store.query(f"select orang from {table}")["orang"].dropna())
        for table in ("usaha", "nib", "pembinaan")
    }
    assert links_of["nib"] == links_of["pembinaan"] == {twin(secret, PERSON)}
    assert links_of["usaha"] == {twin(secret, PERSON), twin(secret, "3673010203040006")}
    assert one(store, "select usaha_oss from nib") == twin(secret, "0220001234567")
    assert one(store, "select lapak from lapak") == twin(secret, "https://toko.example/zubayra")
    with duckdb.connect(str(everything.identity), read_only=True) as con:
        known = con.execute("select nik from usaha where orang = ?", [twin(secret, PERSON)])
        assert known.fetchall() == [(PERSON,)]


def test_key_stays_and_lies_in_no_file_of_a_version(
    workspace: Workspace, everything: Workspace
) -> None:
    shutil.copytree(everything.folder, workspace.folder, dirs_exist_ok=True)
    before = set(workspace.gudang.query("select orang from usaha")["orang"].dropna())
    text = workspace.settings.kunci_tautan.read_text(encoding="ascii")
    write_register(workspace.raw / "juli.csv", [{"nik": PERSON}], "KEADAAN JULI 2025")
    assert one(workspace.build(), "select count(distinct orang) from usaha") == len(before)
    assert workspace.settings.kunci_tautan.read_text(encoding="ascii") == text
    secret = bytes.fromhex(text)
    padded = secret.ljust(links.BLOCK, b"\0")
    halves = [bytes(b ^ pad for b in padded)[:32] for pad in (0x36, 0x5C)]
    for path in workspace.settings.gudang.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(part in content for part in (secret, text.encode(), *halves)), path


def test_main_store_holds_nothing_that_identifies(everything: Workspace) -> None:
    store = everything.gudang
    words = [word.lower() for word in PRIVATE.values()]
    words += ["zubayra", "qwertian", "0220001234567", "3673 0102", "toko.example"]
    tables = store.query("select table_name, column_name from information_schema.columns")
    seen = 0
    for table, column in tables.itertuples(index=False):
        rows: list[object] = list(
            store.query(f'select distinct "{column}" as isi from {table}').isi
        )
        told = "\n".join(map(str, rows)).lower()
        assert [word for word in words if word in told] == [], (table, column)
        seen += len(rows)
    assert seen > 1_000, "it was looked at"
    file = everything.settings.gudang / store.version / "gudang.duckdb"
    content = file.read_bytes().lower()
    assert [word for word in words if word.encode() in content] == []
    assert sorted(path.name for path in file.parent.iterdir()) == [
        "gudang.duckdb",
        "identitas.duckdb",
        "versi.json",
    ]
    assert file.parent.stat().st_mode & 0o077 == 0


def test_row_refused_for_its_private_cell_does_not_show_it(workspace: Workspace) -> None:
    rows: list[Row] = [
        PRIVATE | {"lintang": "9912", "kbli": "x"},
        PRIVATE | {"id_usaha": "KS000001"},
    ]
    write_register(workspace.raw / "juni.csv", [*rows, {}])
    told = workspace.build().query("from temuan").to_json()
    assert "9912" not in told and "Zubayra" not in told and PERSON not in told
    assert "kunci_tunggal" in told and "batas" in told
