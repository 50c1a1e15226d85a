"""Of two rows about the same thing, the one of the file received last counts, and both are told."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from cli import main
from data.build import imports
from data.errors import InputError
from data.fingerprint import hash_file
from data.received import receipts, uploads
from data.store.store import STORE, Store
from data.store.versions import Versions
from tests.data.rows import TODAY, Row, Workspace, findings, one, refusals, write_register

pytestmark = pytest.mark.lambat

DAY = date.fromisoformat(TODAY)
TABLE = "Jumlah UMKM Bidang Kuliner di Kota Serang Tahun 2023\n"


def sent(place: Workspace, name: str, *rows: Row) -> Path:
    return write_register(place.folder / "kiriman" / name, rows)


def take(place: Workspace, path: Path) -> imports.Report:
    with path.open("rb") as handle:
        candidate = uploads.receive(place.raw, path.name, handle)
    return imports.take(place.settings, DAY, candidate)


@pytest.fixture(scope="module")
def first_taken(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A folder into which one business of one worker was imported, as lama.csv."""
    place = Workspace(tmp_path_factory.mktemp("lama"))
    take(place, sent(place, "lama.csv", same(1, 1)))
    return place


@pytest.fixture
def old(workspace: Workspace, first_taken: Workspace) -> Workspace:
    """The same as the test's own folder."""
    shutil.copytree(first_taken.folder, workspace.folder, dirs_exist_ok=True)
    return workspace


def served(place: Workspace) -> Store:
    return place.open(place.settings.gudang, STORE)


def workers(place: Workspace) -> list[int]:
    """Return the workers of every business served: what the files below disagree about."""
    return list(served(place).query("select tenaga_kerja from usaha order by id_usaha").iloc[:, 0])


def same(number: int, workers: int) -> dict[str, object]:
    return {"id_usaha": f"A{number}", "tenaga_kerja": workers}


def made_to_follow(new: Path, old: Path, after: bool) -> None:
    """Append blank rows until a file's hash stands after, or before, that of another.

    The hash decides the name of a kept file; the order of receipt must not follow it."""
    while (hash_file(new) > hash_file(old)) is not after:
        with new.open("a", encoding="utf-8") as out:
            out.write(";\n")


@pytest.mark.parametrize("after", [True, False])
def test_file_received_last_counts_whatever_its_hash_is(workspace: Workspace, after: bool) -> None:
    old = sent(workspace, "lama.csv", *(same(n, 1) for n in range(3)))
    new = sent(workspace, "baru.csv", *(same(n, 2) for n in range(2)))
    made_to_follow(new, old, after)

    take(workspace, old)
    report = take(workspace, new)

    assert workers(workspace) == [2, 2, 1]
    assert report.refusal is None
    assert report.replaced == ("Menggantikan 2 baris dari lama.csv, yang diterima lebih dulu.",)
    (first, second) = served(workspace).record["berkas"]
    assert (first["diterima"], first["dilipat"], first["ditolak"]) == (1, 2, 0)
    assert (second["diterima"], second["dilipat"], second["ditolak"]) == (2, 0, 0)
    told = served(workspace).query("select * from temuan order by baris")
    assert list(told["aturan"]) == ["digantikan"] * 2
    assert list(told["seharusnya"]) == [
        f"baris yang lebih baru: {second['berkas']}, baris {row}" for row in (3, 4)
    ]


def test_report_names_the_file_that_loses_rows(old: Workspace, capsys) -> None:  # type: ignore[no-untyped-def]
    for command in ("check", "import"):
        assert main([command, str(sent(old, "baru.csv", same(1, 2)))]) == 0
        assert "Menggantikan 1 baris dari lama.csv, yang" in capsys.readouterr().out


def test_what_was_said_first_and_again_last_counts(workspace: Workspace) -> None:
    for number, name in enumerate(["a.csv", "b.csv", "c.csv"]):
        # The first and the last agree, and differ as files only by a row of their own.
        rows = [same(1, 1 + number % 2), {"id_usaha": f"Z-{name}", "tenaga_kerja": 9}]
        take(workspace, sent(workspace, name, *rows))
    assert workers(workspace) == [1, 9, 9, 9]
    told = served(workspace).query("select berkas, aturan, seharusnya from temuan order by aturan")
    assert list(told["aturan"]) == ["baris_sama", "digantikan"]
    names = [name.split("-")[1] for name in told["berkas"]]
    assert names == ["c.csv", "b.csv"]
    assert "c.csv, baris 3" in told["seharusnya"][1]


def test_refused_row_replaces_nothing(old: Workspace) -> None:
    take(old, sent(old, "baru.csv", same(1, 2) | {"skala": "?"}, same(2, 5)))
    assert workers(old) == [1, 5]


def test_second_row_of_a_key_in_one_file_stays_refused(old: Workspace) -> None:
    take(old, sent(old, "baru.csv", same(1, 2), same(1, 3)))
    assert workers(old) == [2]
    assert [(row, rule) for row, _, _, rule, _, _ in refusals(served(old))] == [
        (4, "kunci_tunggal")
    ]


@pytest.mark.parametrize("after", [True, False])
def test_order_of_receipt_outlives_the_store(workspace: Workspace, after: bool) -> None:
    old, new = (sent(workspace, f"{count}.csv", same(1, count)) for count in (1, 2))
    made_to_follow(new, old, after)
    for path in (old, new):
        take(workspace, path)
    version = served(workspace).version
    workspace.settings.gudang.rename(workspace.folder / "hilang")
    assert workspace.build().version == version
    assert workers(workspace) == [2]


def test_file_put_there_by_hand_comes_before_received_ones_and_in_name_order(
    workspace: Workspace,
) -> None:
    take(workspace, sent(workspace, "a.csv", same(1, 1)))
    write_register(workspace.raw / "y.csv", [same(1, 2), same(2, 2)])
    write_register(workspace.raw / "z.csv", [same(1, 3), same(2, 3)])
    workspace.build()
    assert workers(workspace) == [1, 3]


def test_going_back_restores_the_order_of_that_version(workspace: Workspace) -> None:
    paths = [sent(workspace, name, same(1, n)) for n, name in enumerate(["a.csv", "b.csv"])]
    take(workspace, paths[0])
    alone = served(workspace).version
    take(workspace, paths[1])
    both = served(workspace).version
    assert workers(workspace) == [1]

    imports.roll_back(workspace.settings, alone)
    take(workspace, sent(workspace, "c.csv", same(2, 7)))
    take(workspace, paths[1])
    assert workers(workspace) == [1, 7]

    imports.roll_back(workspace.settings, both)
    assert workspace.build().version == both


def test_order_is_part_of_what_tells_versions_apart(workspace: Workspace) -> None:
    names = []
    for number, name in enumerate(["a.csv", "b.csv"]):
        path = sent(workspace, name, same(1, number))
        take(workspace, path)
        names.append(served(workspace).record["berkas"][-1]["berkas"])
    version = served(workspace).version
    receipts.note_receipt(workspace.raw, [names[0]])
    assert workspace.build().version != version
    assert workers(workspace) == [0]


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"nama": "a"}', b"\xe9"])
def test_damaged_ledger_names_its_line(old: Workspace, line: bytes) -> None:
    with (old.raw / receipts.LEDGER).open("ab") as out:
        out.write(line + b"\n")
    with pytest.raises(InputError, match=r"urutan-terima\.jsonl, baris 2: bukan catatan"):
        old.build()


def wide(place: Workspace, name: str, *lines: str) -> None:
    (place.raw / name).write_text(TABLE + "\n".join(lines) + "\n", encoding="utf-8")


def counted(store: Store) -> Sequence[tuple[object, ...]]:
    rows = store.query("select berkas, skala, nilai from agregat order by all")
    return list(rows.itertuples(index=False, name=None))


def test_wide_row_with_one_equal_cell_is_not_the_same_row(workspace: Workspace) -> None:
    wide(workspace, "a.csv", "Kecamatan;Mikro;Kecil", "Kasemen;5;1", "Kasemen;9;1")
    store = workspace.build()
    assert counted(store) == [("a.csv", "kecil", 1), ("a.csv", "mikro", 5)]
    assert [(row, rule) for row, _, _, rule, _ in findings(store)] == [(4, "kunci_tunggal")]
    assert store.record["berkas"][0]["ditolak"] == 1


def test_wide_row_that_says_all_of_another_is_folded(workspace: Workspace) -> None:
    wide(workspace, "a.csv", "Kecamatan;Mikro;Kecil", "Kasemen;5;1", "Kasemen;5;1")
    store = workspace.build()
    assert [(row, rule) for row, _, _, rule, _ in findings(store)] == [(4, "baris_sama")]


def test_corrected_wide_file_replaces_the_whole_row(workspace: Workspace) -> None:
    wide(workspace, "a.csv", "Kecamatan;Mikro;Kecil", "Kasemen;100;7", "Curug;1;2")
    wide(workspace, "b.csv", "Kecamatan;Mikro;Kecil", "Kasemen;200;7")
    store = workspace.build()
    assert counted(store) == [
        ("a.csv", "kecil", 2),
        ("a.csv", "mikro", 1),
        ("b.csv", "kecil", 7),
        ("b.csv", "mikro", 200),
    ]
    assert findings(store) == [(3, None, None, "digantikan", "lipat")]


def test_wide_row_of_which_one_cell_is_replaced_keeps_the_others(workspace: Workspace) -> None:
    wide(workspace, "a.csv", "Kecamatan;Mikro;Kecil;Menengah", "Kasemen;100;7;3")
    wide(workspace, "b.csv", "Kecamatan;Mikro;Kecil", "Kasemen;200;7")
    store = workspace.build()
    assert counted(store) == [
        ("a.csv", "menengah", 3),
        ("b.csv", "kecil", 7),
        ("b.csv", "mikro", 200),
    ]
    told = store.query("select berkas, aturan, judul, tingkat from temuan order by posisi")
    assert told.values.tolist() == [
        ["a.csv", "sebagian_digantikan", "Mikro", "peringatan"],
        ["a.csv", "sebagian_digantikan", "Kecil", "peringatan"],
    ]
    assert [file["diterima"] for file in store.record["berkas"]] == [1, 1]


def test_later_project_list_replaces_what_it_updates(workspace: Workspace) -> None:
    heading = "id_proyek;nib;uraian_skala_usaha;kecamatan_usaha;kelurahan_usaha;jumlah_investasi\n"

    def projects(first: int, last: int, amount: int) -> str:
        return heading + "".join(
            f"P{n};{n:013};Usaha Mikro;Serang;Cipare;{amount}\n" for n in range(first, last)
        )

    (workspace.raw / "oss 1.csv").write_text(projects(0, 30, 1_000), encoding="utf-8")
    text = projects(0, 15, 1_000) + projects(15, 40, 2_000).removeprefix(heading)
    (workspace.raw / "oss 2.csv").write_text(text, encoding="utf-8")
    store = workspace.build()
    assert one(store, "select count(*) from nib") == 40
    assert one(store, "select sum(jumlah_investasi_rp) from nib") == 15 * 1_000 + 25 * 2_000
    fates = [(f["diterima"], f["dilipat"], f["ditolak"]) for f in store.record["berkas"]]
    assert fates == [(15, 15, 0), (25, 15, 0)]
    assert Versions(workspace.settings.gudang).list_names() == [store.version]
