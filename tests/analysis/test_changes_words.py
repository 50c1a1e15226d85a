"""What is said of a movement, of the files, rules and definitions behind it, and to whom."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.release.publish import hash_definition, hash_definitions
from analysis.tracing import changes as module
from analysis.tracing.changes import (
    compare_versions,
    find_changes,
    read_definitions,
)
from analysis.tracing.changes_text import write_text
from cli import main
from data.access.viewer import OPERATOR, PUBLIC
from data.errors import AccessDenied, StoreError
from data.store.store import Store
from data.store.versions import Versions
from tests.analysis.changed import find_cell
from tests.data.doors import lines, official
from tests.data.rows import Workspace, usaha, write_register

pytestmark = pytest.mark.lambat


def test_text_says_what_moved_and_why(pair: Callable[..., tuple[Store, Store]]) -> None:
    old, new = pair([{"punya_nib": "Ya"}, {"punya_nib": "Tidak"}], [{"punya_nib": "Ya"}] * 3)
    said = write_text(find_changes(old, new)).replace("\u00a0", " ").splitlines()
    assert said[0] == f"Versi {old.version} dibandingkan dengan versi {new.version}."
    assert said[1] == "Berkas berubah isi: a.csv (3 baris)."
    start = said.index("UMKM ber-NIB di antara yang statusnya diketahui")
    assert said[start + 1 : start + 4] == [
        "  Kota Serang, Juni 2025: 50,0 % menjadi 100,0 % (+50,0 poin persen).",
        "    1 baris baru: pembilang +1, penyebut +1.",
        "    1 baris berubah: pembilang +1, penyebut +0.",
    ]
    assert "  Kecamatan Serang, Juni 2025: 2 usaha menjadi 3 usaha (+1 usaha)." in said
    assert "    1 baris baru: +1." in said
    assert not [line for line in said if "Kasemen" in line or "KS0" in line]


def test_files_that_came_went_and_changed_are_named(workspace: Workspace) -> None:
    for name in ("a", "b"):
        write_register(workspace.raw / f"{name}.csv", [usaha(ord(name))])
    old = workspace.build()
    (workspace.raw / "a.csv").unlink()
    write_register(workspace.raw / "b.csv", [usaha(1), usaha(2)])
    write_register(workspace.raw / "c.csv", [usaha(3)])
    found = find_changes(old, workspace.build())
    files = found.files.astype(object).where(found.files.notna(), None)
    assert files.values.tolist() == [
        ["a.csv", "dihapus", 1, None],
        ["b.csv", "berubah isi", 1, 2],
        ["c.csv", "ditambahkan", None, 1],
    ]
    assert not found.rules


def test_other_rules_of_reading_are_told(workspace: Workspace) -> None:
    write_register(workspace.raw / "a.csv", [{}])
    store = workspace.ready()
    other = dataclasses.replace(store, record=store.record | {"aturan": "lain"})
    found = find_changes(other, store)
    assert found.rules
    assert "Aturan pembacaan berkas berubah." in write_text(found)


def test_a_definition_that_changed_is_told_beside_what_moved(
    pair: Callable[..., tuple[Store, Store]],
) -> None:
    old, new = pair([{"punya_nib": "Ya"}], [{"punya_nib": "Tidak"}])
    before = hash_definitions() | {"ber_nib": "lain"}
    found = find_changes(old, new, "", before, hash_definitions())
    assert found.definitions == ("ber_nib",)
    assert find_cell(found, "ber_nib")["definisi_berubah"]
    assert "Definisi berubah: UMKM ber-NIB di antara yang statusnya diketahui." in write_text(found)
    unknown = find_changes(old, new, "", None, hash_definitions())
    assert unknown.definitions is None
    assert not unknown.cells["definisi_berubah"].any()
    assert "tidak tercatat" in write_text(unknown)


def test_words_around_a_number_are_no_definition_and_conditions_are() -> None:
    entry = INDICATORS["ber_nib"]
    first = hash_definition(entry)
    assert set(hash_definitions()) == set(INDICATORS)
    assert len(set(hash_definitions().values())) == len(INDICATORS)
    for words in ({"ditinjau": "2030-01-01"}, {"judul": "Lain"}, {"mengapa": "Lain."}):
        assert hash_definition(dataclasses.replace(entry, **words)) == first
    for meaning in (
        {"universe": "skala = 'mikro'"},
        {"hits": {"": "not punya_nib"}},
        {"definisi": "Lain."},
        {"share": False},
        {"levels": ("kota",)},
    ):
        assert hash_definition(dataclasses.replace(entry, **meaning)) != first


def test_publishing_records_the_definitions_of_the_version(
    twelve: Workspace, workspace: Workspace
) -> None:
    version = twelve.gudang.version
    workspace.settings.publik.mkdir()
    assert read_definitions(workspace.settings, version) is None
    assert read_definitions(twelve.settings, version) == hash_definitions()
    assert read_definitions(twelve.settings, "lain") is None


def test_an_unknown_breakdown_says_which_there_are(demo: Workspace) -> None:
    with pytest.raises(StoreError, match=r"'umur' tidak dikenal\. Yang ada: skala"):
        find_changes(demo.gudang, demo.gudang, "umur")


# The door and the command ------------------------------------------------------------------------


def test_two_versions_are_compared_for_who_may_and_on_record(
    workspace: Workspace, pair: Callable[..., tuple[Store, Store]]
) -> None:
    old, new = pair([{}], [{}, {}])
    with pytest.raises(AccessDenied):
        compare_versions(PUBLIC, old.version, new.version)
    with pytest.raises(AccessDenied):
        compare_versions(official(workspace), old.version, new.version)
    assert not [line for line in lines(workspace) if line.tindakan != "ditolak"]
    found = compare_versions(OPERATOR, old.version, new.version)
    assert find_cell(found, "jumlah_umkm")["baris_baru"] == 1
    line = lines(workspace)[-1]
    assert (line.tindakan, line.objek) == ("unduh", "perbedaan")
    assert line.versi == f"{old.version} {new.version}"
    assert line.baris
    table = module.tabulate(found)
    assert str(table["nilai_baru"].iloc[0]) == "2"


def test_the_command_prints_the_difference(
    workspace: Workspace,
    pair: Callable[..., tuple[Store, Store]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    old, new = pair([{}], [{}, {}])
    assert main(["diff", old.version, new.version, "--dimensi", "skala"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"Versi {old.version} dibandingkan dengan versi {new.version}.\n")
    moved = "Kota Serang, Mikro, Juni 2025: 1 usaha menjadi 2 usaha (+1 usaha)."
    assert moved in out.replace("\u00a0", " ")
    assert main(["diff", old.version, "20200101-tiada"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Versi '20200101-tiada' tidak ada" in said.err
    assert Versions(workspace.settings.gudang).find_current() == new.version
