"""The first real file replaces the made-up ones."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.release.publish import publish
from data.build.build import list_raw_files
from data.errors import InputError
from tests.data.rows import TODAY, Workspace, ids, one, write_register

pytestmark = pytest.mark.lambat

MADE_UP = {"sintetis": "Ya"}


def test_made_up_rows_are_used_until_a_real_file_arrives(workspace: Workspace) -> None:
    write_register(workspace.raw / "sintetis" / "contoh.csv", [MADE_UP] * 3)
    store = workspace.build()
    assert len(ids(store)) == 3
    assert one(store, "select bool_and(sintetis) from usaha")

    write_register(workspace.raw / "dinas" / "register.csv", [{"id_usaha": "ASLI"}])
    store = workspace.build()

    assert ids(store) == ["ASLI"]
    assert not one(store, "select bool_or(sintetis) from usaha")
    assert [file["berkas"] for file in store.record["berkas"]] == ["dinas/register.csv"]


def says(place: Workspace) -> tuple[list[str], bool]:
    """Return where the cells of a published register come from, by the cube and by its record."""
    frame = place.publik.query("select distinct asal from sel where sumber = 'register'")
    return frame["asal"].tolist(), place.publik.record["sintetis"]


def test_cube_of_a_real_register_says_so(twelve: Workspace) -> None:
    assert says(twelve) == (["register"], False)


def test_cube_of_a_made_up_register_says_so(workspace: Workspace) -> None:
    write_register(workspace.raw / "sintetis" / "register.csv", [MADE_UP] * 12)
    workspace.build()
    publish(workspace.settings, date.fromisoformat(TODAY))
    assert says(workspace) == (["sintetis"], True)


def test_register_without_a_survey_is_published_without_estimates(twelve: Workspace) -> None:
    assert one(twelve.publik, "select count(*) from sel where sumber = 'survei'") == 0
    found = twelve.publik.query(
        "select nilai from sel where indikator = 'jumlah_umkm' and kode_wilayah = '36.73' "
        "and dimensi = ''"
    )
    assert found["nilai"].tolist() == [12]


def test_folder_without_a_file_says_where_to_put_one(workspace: Workspace) -> None:
    assert list_raw_files(workspace.raw) == []
    with pytest.raises(InputError, match="Taruh berkas"):
        workspace.build()
