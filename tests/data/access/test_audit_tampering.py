"""Every way of touching what is kept shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.access import access_log
from data.access.access_log import START
from data.access.access_log.files import LOCK
from tests.data.access.trail import MAY, chain, file, note, resealed, rewrite, texts


def test_a_copy_without_lock_can_be_verified(folder: Path) -> None:
    head = chain(folder)[-1].sidik
    (folder / LOCK).unlink()
    assert access_log.verify(folder, head).ok
    assert not (folder / LOCK).exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nomor", 99),
        ("waktu", "2026-04-02T00:00:01+00:00"),
        ("siapa", "petugas.lain@example.go.id"),
        ("peran", "admin"),
        ("tindakan", "unduh"),
        ("objek", "kecamatan"),
        ("versi", "x"),
        ("baris", 0),
        ("masuk", "x"),
        ("sebelum", "1" * 64),
        ("sidik", "2" * 64),
    ],
)
def test_a_changed_field_is_found(folder: Path, name: str, value: object) -> None:
    chain(folder)
    lines = texts(folder, "2026-04")
    changed = json.loads(lines[1]) | {name: value}
    rewrite(folder, "2026-04", [lines[0], json.dumps(changed, separators=(",", ":")), *lines[2:]])
    verdict = access_log.verify(folder)
    assert not verdict.ok
    assert any("2026-04.jsonl, baris 2: diubah" in text for text in verdict.problems)


def test_a_changed_line_with_a_hash_that_fits_is_found_at_the_next(folder: Path) -> None:
    chain(folder)
    lines = texts(folder, "2026-04")
    lines[1] = resealed(json.loads(lines[1]), siapa="orang lain")
    rewrite(folder, "2026-04", lines)
    (problem,) = access_log.verify(folder).problems
    assert problem.startswith("2026-04.jsonl, baris 3: tidak menyambung ke baris sebelumnya")


@pytest.mark.parametrize("place", range(11))
def test_a_line_deleted_before_the_end_is_found(folder: Path, place: int) -> None:
    chain(folder)
    month, index = access_log.list_months(folder)[place // 4], place % 4
    lines = texts(folder, month)
    rewrite(folder, month, lines[:index] + lines[index + 1 :])
    (problem,) = access_log.verify(folder).problems
    assert ("awal rantai hilang" if place == 0 else f"baris nomor {place + 1} hilang") in problem


def test_several_deleted_lines_are_named_by_their_numbers(folder: Path) -> None:
    chain(folder)
    rewrite(folder, "2026-04", texts(folder, "2026-04")[3:])
    assert access_log.verify(folder).problems == (
        "2026-04.jsonl, baris 1: baris nomor 5 s.d. 7 hilang sebelum baris ini.",
    )


def test_swapped_lines_are_found(folder: Path) -> None:
    chain(folder)
    first, second, third, fourth = texts(folder, "2026-04")
    rewrite(folder, "2026-04", [first, third, second, fourth])
    said = "\n".join(access_log.verify(folder).problems)
    assert "2026-04.jsonl, baris 3: nomor 6 sesudah nomor 7: urutannya salah" in said


def test_a_repeated_line_is_found(folder: Path) -> None:
    chain(folder)
    lines = texts(folder)
    rewrite(folder, "2026-05", [*lines, lines[-1]])
    (problem,) = access_log.verify(folder).problems
    assert "nomor 12 sesudah nomor 12" in problem


def test_a_deleted_month_is_found_and_named(folder: Path) -> None:
    chain(folder)
    file(folder, "2026-04").unlink()
    assert access_log.verify(folder).problems == (
        "2026-05.jsonl, baris 1: baris nomor 5 s.d. 8 hilang sebelum baris ini; "
        "berkas 2026-04.jsonl tidak ada.",
    )


def test_deleted_months_are_named_from_the_first_to_the_last(folder: Path) -> None:
    for month in (1, 2, 3, 4, 5):
        note(folder, MAY.replace(month=month))
    for month in (2, 3, 4):
        file(folder, f"2026-0{month}").unlink()
    (problem,) = access_log.verify(folder).problems
    assert problem.endswith("; berkas 2026-02.jsonl s.d. 2026-04.jsonl tidak ada.")


def test_the_oldest_month_deleted_without_a_record_is_found(folder: Path) -> None:
    chain(folder)
    file(folder, "2026-03").unlink()
    (problem,) = access_log.verify(folder).problems
    assert problem.startswith("2026-04.jsonl, baris 1: awal rantai hilang. Log mulai pada nomor 5")


def cut_lines(folder: Path) -> None:
    rewrite(folder, "2026-05", texts(folder)[:2])


def cut_file(folder: Path) -> None:
    file(folder).unlink()


def cut_everything(folder: Path) -> None:
    for path in folder.glob("*.jsonl"):
        path.unlink()


def recompute(folder: Path) -> None:
    """Write all lines anew under another name, each with the hashes that fit."""
    before = START
    for month in access_log.list_months(folder):
        lines = []
        for text in texts(folder, month):
            lines.append(resealed(json.loads(text), siapa="orang lain", sebelum=before))
            before = json.loads(lines[-1])["sidik"]
        rewrite(folder, month, lines)


@pytest.mark.parametrize("tampered", [cut_lines, cut_file, cut_everything, recompute])
def test_a_cut_end_or_a_chain_made_anew_shows_by_the_noted_head_alone(
    folder: Path, tampered: Callable[[Path], None]
) -> None:
    head = chain(folder)[-1].sidik
    tampered(folder)
    assert access_log.verify(folder).ok
    (problem,) = access_log.verify(folder, head).problems
    assert problem.startswith(f"Sidik yang dicatat ({head}) tidak ada lagi di rantai")


def test_a_chain_made_anew_is_found_even_if_it_names_the_noted_head_as_removed(
    folder: Path,
) -> None:
    head = chain(folder)[-1].sidik
    recompute(folder)
    last = json.loads(texts(folder)[-1])
    cut = f"2026-02.jsonl, nomor terakhir 12, sidik {head}"
    forged = resealed(last, nomor=13, sebelum=last["sidik"], tindakan="retensi", objek=cut)
    rewrite(folder, "2026-05", [*texts(folder), forged])
    assert access_log.verify(folder).ok
    assert not access_log.verify(folder, head).ok


def test_a_head_noted_earlier_stays_in_a_chain_that_grew(folder: Path) -> None:
    head = access_log.verify(folder).head
    chain(folder)
    assert access_log.verify(folder, head).ok  # noted when there was nothing yet
    head = access_log.verify(folder).head
    note(folder, MAY + timedelta(days=40))
    assert access_log.verify(folder, f" {head.upper()}\n").ok


@pytest.mark.parametrize(
    "changed",
    [
        {"nomor": 13, "sebelum": START},
        {"nomor": 13, "sebelum": "a" * 64},
        {"nomor": 12},
        {"nomor": 20},
    ],
)
def test_a_forged_line_at_the_end_is_found(folder: Path, changed: dict[str, object]) -> None:
    last = vars(chain(folder)[-1])
    forged = resealed(last | {"sebelum": last["sidik"]}, **changed)
    rewrite(folder, "2026-05", [*texts(folder), forged])
    (problem,) = access_log.verify(folder).problems
    assert problem.startswith("2026-05.jsonl, baris 5: ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bukan baris",
        "[]",
        "[" * 100_000,
        '{"nomor":1}',
        '{"nomor":' + "9" * 5000 + "}",
        "\ud800",
        "\x00" * 64,
    ],
)
def test_what_is_no_line_is_reported_and_hides_no_other(folder: Path, text: str) -> None:
    chain(folder)
    with file(folder).open("ab") as handle:
        handle.write(text.encode("utf-8", "surrogatepass") + b"\n")
    note(folder)
    verdict = access_log.verify(folder)
    assert verdict.count == 13
    assert [problem.split(":")[0] for problem in verdict.problems] == ["2026-05.jsonl, baris 5"]
    assert len(access_log.read_lines(folder)) == 13


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace(":", ": ", 1),
        lambda text: text.replace('"nomor":12', '"nomor":12.0'),
        lambda text: text.replace('"nomor":12', '"nomor":true'),
        lambda text: text.replace('"objek":"usaha"', '"objek":"\\ud800"'),
        lambda text: text.replace('"objek":"usaha"', '"objek":"x","objek":"usaha"'),
        lambda text: text.replace('"objek":"usaha"', '"objek":"\\u0075saha"'),
        lambda text: text[:-1] + ',"lain":1}',
    ],
)
def test_a_line_written_in_another_way_is_no_line(
    folder: Path, changed: Callable[[str], str]
) -> None:
    chain(folder)
    *lines, last = texts(folder)
    assert changed(last) != last
    rewrite(folder, "2026-05", [*lines, changed(last)])
    assert any("baris 4: tidak utuh" in text for text in access_log.verify(folder).problems)
    assert len(access_log.read_lines(folder)) == 11


@given(st.integers(0, 10**6), st.integers(1, 255))
def test_no_byte_can_be_changed_unnoticed(folder: Path, place: int, flipped: int) -> None:
    if not folder.exists():
        chain(folder)
    paths = [file(folder, month) for month in access_log.list_months(folder)]
    sizes = [path.stat().st_size for path in paths]
    place %= sum(sizes)
    while place >= sizes[0]:
        place -= sizes.pop(0)
        paths.pop(0)
    whole = paths[0].read_bytes()
    paths[0].write_bytes(whole[:place] + bytes([whole[place] ^ flipped]) + whole[place + 1 :])
    found = access_log.verify(folder)
    paths[0].write_bytes(whole)
    assert not found.ok
    assert access_log.verify(folder).ok


def test_the_words_for_an_operator_name_the_first_problems_and_count_the_rest(
    folder: Path,
) -> None:
    for _ in range(30):
        note(folder)
    rewrite(folder, "2026-05", [text.replace("petugas", "tamu") for text in texts(folder)])
    said = access_log.describe(access_log.verify(folder)).splitlines()
    assert said[0] == "Log akses TIDAK utuh: 30 masalah, 30 baris."
    assert said[1] == "- 2026-05.jsonl, baris 1: diubah, sidiknya tidak cocok dengan isinya."
    assert said[-1] == "- dan 10 masalah lain"
    assert len(said) == 22
