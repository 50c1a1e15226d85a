"""Files that are built together are each seen as if they were alone."""

from __future__ import annotations

import pytest

from data.build import decisions
from data.build.decisions import Decision
from tests.data.rows import Workspace, findings, ids, one
from tests.data.sent import DIGITS, OWN, Told, register, sends


@sends(lambda answer: register({"punya_nib": answer}, {"skala": "?"}, title="KEADAAN MEI 2024"))
@pytest.mark.parametrize("answer", ["Ya", "Tidak"])
def test_each_test_is_shown_its_own_rows_findings_and_record(told: Told, answer: str) -> None:
    assert ids(told) == ["KS000001"]
    assert one(told, "select punya_nib from usaha") == (answer == "Ya")
    assert one(told, "select periode from usaha") == "2024-05"
    # A column that holds nothing but "ya" is asked about; no other test's answer is in it.
    asked = [(None, "punya_nib", None, "hanya_ya")] if answer == "Ya" else []
    assert [finding[:4] for finding in findings(told)] == [
        (4, "skala", "?", "nilai_dikenal"),
        *asked,
    ]
    (file,) = told.record["berkas"]
    assert (file["diterima"], file["ditolak"]) == (1, 1)


def test_all_of_them_lie_in_one_store(all_told: dict[str, Told]) -> None:
    stores = {told.store.version for told in all_told.values()}
    assert len(stores) == 1
    (told, *_) = all_told.values()
    assert one(told.store, "select count(*) from usaha") == len(all_told)


@sends(lambda: register({"telepon": f"0812000{DIGITS}0", "nama_usaha": f"Kedai{OWN}"}))
def test_what_only_this_file_has_is_not_shown_and_its_private_cells_are(told: Told) -> None:
    ((phone, name),) = told.identity("select telepon, nama_usaha from usaha")
    assert len(phone) == 11 and phone[7:10] == told.own[-3:]
    assert name == "Kedai"


def fold(place: Workspace, own: str) -> None:
    given = Decision("ganda", "usaha", f"A{own}", f"B{own}", "sama", "x", "2025-07-01")
    decisions.add(place.settings.keputusan, given)


@sends(lambda: register({"id_usaha": f"A{OWN}"}, {"id_usaha": f"B{OWN}"}), fold)
def test_what_is_done_first_counts_in_the_build(told: Told) -> None:
    assert ids(told) == ["A"]
