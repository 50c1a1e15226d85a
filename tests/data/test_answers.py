"""What blank answers mean: every pattern of missing answers over five channels, against a slow and
obvious twin, and what is reported and asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product
from pathlib import Path

import pytest

from data.build import decisions, imports
from data.build.answers import DECIDED, NOT_ASKED, ONLY_YES, READ_AS_NO
from data.build.decisions import NO, UNKNOWN, Decision
from data.fingerprint import hash_file
from data.layouts.recognition import FOLDER
from data.received import uploads
from data.store.store import Store
from tests.data.rows import TODAY, Workspace, write_register
from tests.pace import drawn

pytestmark = pytest.mark.lambat

CHANNELS = ("pesan", "medsos", "marketplace", "situs", "email")
HEADINGS = ("Pesan Instan", "Media Sosial", "Marketplace", "Situs Web", "Surel")
WORDS = ("Ya", "Tidak", "", "Tidak tahu")
SUBSETS = [asked for size in range(1, 6) for asked in combinations(range(len(CHANNELS)), size)]
ON, OFF, ANSWERED_NO, ANSWERED_UNKNOWN = "hidup", "mati", "jawab tidak", "jawab tak tahu"
MODES = (ON, OFF, ANSWERED_NO, ANSWERED_UNKNOWN)
MARK = "Nomor Uji"
Asked = Sequence[int]


def read_cell(word: str, answered: bool, mode: str) -> bool | None:
    """What one cell says. A word for "not known" is an answer of its own, and no blank cell."""
    if word in ("Ya", "Tidak"):
        return word == "Ya"
    if word or mode in (OFF, ANSWERED_UNKNOWN):
        return None
    return False if mode == ANSWERED_NO or answered else None


def read_row(words: Sequence[str], asked: Asked, mode: str) -> list[bool | None]:
    """What a row says of the five channels, then whether the business sells online."""
    answered = any(word in ("Ya", "Tidak") for word in words)
    said: list[bool | None] = [None] * len(CHANNELS)
    for place, word in zip(asked, words, strict=True):
        said[place] = read_cell(word, answered, mode)
    of_asked = [said[place] for place in asked]
    online = True if True in of_asked else None if None in of_asked else False
    return [*said, online]


def list_rows(asked: Asked) -> list[tuple[str, ...]]:
    return list(product(WORDS, repeat=len(asked)))


def write_layout(workspace: Workspace, mode: str) -> None:
    """The office's register layout, known by a heading that each of our files has."""
    text = (FOLDER / "register_dinas.toml").read_text(encoding="utf-8")
    line = next(found for found in text.splitlines() if found.startswith("penanda"))
    marks = f'penanda = ["ID Usaha", "Kecamatan", "Kelurahan", "Skala Usaha", "{MARK}"]'
    if mode == OFF:
        marks += '\nkanal_kosong = "tidak diketahui"'
    text = text.replace(line, marks).replace('"Register UMKM dinas"', '"Register uji"')
    text = text.replace("abaikan = [", f'abaikan = ["{MARK}", ')
    workspace.settings.tata_letak.mkdir(parents=True, exist_ok=True)
    (workspace.settings.tata_letak / "uji.toml").write_text(text, encoding="utf-8")


def write_file(path: Path, asked: Asked, rows: Iterable[Sequence[str]], periode: str) -> Path:
    """Write a register of one period with a column for each channel that it asks."""
    head = ["ID Usaha", "Kecamatan", "Kelurahan", "Skala Usaha", MARK]
    lines = [f"KEADAAN {periode}", ";".join([*head, *(HEADINGS[place] for place in asked)])]
    for number, words in enumerate(rows, start=1):
        lines.append(";".join([f"KS{number:06d}", "Serang", "Cipare", "Mikro", "1", *words]))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


MONTHS = ("JANUARI", "FEBRUARI", "MARET", "APRIL", "MEI", "JUNI", "JULI", "AGUSTUS", "SEPTEMBER",
          "OKTOBER", "NOVEMBER", "DESEMBER")  # fmt: skip


def list_periods() -> Iterator[tuple[str, str]]:
    """Months one after the other: as titles write them, and as the store does."""
    for year in range(2020, 2024):
        for number, month in enumerate(MONTHS, start=1):
            yield f"{month} {year}", f"{year}-{number:02d}"


def decide(workspace: Workspace, path: Path, columns: Iterable[str], answer: str) -> None:
    for name in columns:
        said = Decision("kosong", "usaha", hash_file(path), name, answer, "operator", "")
        decisions.add(workspace.settings.keputusan, said)


@pytest.mark.parametrize("mode", MODES)
def test_every_pattern_of_missing_answers_reads_as_the_twin_says(
    workspace: Workspace, mode: str
) -> None:
    write_layout(workspace, mode)
    subsets = drawn(SUBSETS, lambda asked: len(asked) in (1, 5) and asked[0] == 0, 8)
    periods = dict(zip(subsets, list_periods(), strict=False))
    for asked, (title, periode) in periods.items():
        path = write_file(workspace.raw / f"{periode}.csv", asked, list_rows(asked), title)
        if mode in (ANSWERED_NO, ANSWERED_UNKNOWN):
            columns = [f"kanal_{CHANNELS[place]}" for place in asked]
            decide(workspace, path, columns, NO if mode == ANSWERED_NO else UNKNOWN)
    store = workspace.build()
    columns = ", ".join(f"kanal_{channel}" for channel in CHANNELS)
    for asked, (_, periode) in periods.items():
        found = store.query_rows(
            f"select {columns}, berusaha_daring from usaha where periode = ? order by id_usaha",
            [periode],
        )
        assert [list(row.values()) for row in found] == [
            read_row(words, asked, mode) for words in list_rows(asked)
        ]


def list_findings(store: Store) -> list[tuple[str, str | None]]:
    rows = store.query_rows("select aturan, kolom from temuan order by aturan, posisi")
    return [(row["aturan"], row["kolom"]) for row in rows]


def test_what_blank_cells_were_read_as_is_reported_by_column_with_its_number(
    workspace: Workspace,
) -> None:
    rows = [{"kanal_pesan": "Ya", "kanal_medsos": "Tidak"}, {"kanal_pesan": "Tidak"}, {}]
    write_register(workspace.raw / "a.csv", [row | ASKED_ELSEWHERE for row in rows])
    store = workspace.build()
    said = store.query_rows(
        "select kolom, tingkat, seharusnya from temuan where aturan = ?", [READ_AS_NO]
    )
    assert {row["kolom"]: row["seharusnya"].split()[0] for row in said} == {
        "kanal_medsos": "1",
        "kanal_marketplace": "2",
        "kanal_situs": "2",
        "kanal_email": "2",
    }
    assert {row["tingkat"] for row in said} == {"ubahan"}


ASKED_ELSEWHERE: Mapping[str, str] = {"punya_nib": "Ya", "bayar_digital": "Tidak"}


def test_a_channel_without_a_column_is_left_out_of_the_definition_of_its_period_only(
    workspace: Workspace,
) -> None:
    write_layout(workspace, ON)
    whole = [("Tidak", "Tidak", "Tidak", "Tidak", "Ya")]
    write_file(workspace.raw / "a.csv", range(5), whole, "JUNI 2024")
    write_file(workspace.raw / "b.csv", (0, 1), [("Tidak", "Tidak")], "JUNI 2025")
    # Another file of the period asks all five; its seller by e-mail is none here.
    other = write_file(workspace.raw / "c.csv", range(5), whole, "JUNI 2025")
    other.write_text(other.read_text().replace("KS000001", "KS000002"), encoding="utf-8")
    store = workspace.build()
    online = store.query_rows("select periode, berusaha_daring as ya from usaha order by all")
    assert [tuple(row.values()) for row in online] == [
        ("2024-06", True),
        ("2025-06", False),
        ("2025-06", False),
    ]
    asked = store.query_rows(
        "select kolom from kanal_ditanya where periode = '2025-06' and ditanya"
    )
    assert {row["kolom"] for row in asked} == {"kanal_pesan", "kanal_medsos"}
    (said,) = store.query_rows(
        "select berkas, seharusnya from temuan where aturan = ?", [NOT_ASKED]
    )
    assert said["berkas"] == "b.csv"
    assert "Berjualan di marketplace; Berjualan lewat situs web sendiri" in said["seharusnya"]


def test_a_file_that_asks_no_channel_takes_none_from_the_others(workspace: Workspace) -> None:
    write_layout(workspace, ON)
    write_file(workspace.raw / "a.csv", range(5), [("Ya", "", "", "", "")], "JUNI 2025")
    other = write_file(workspace.raw / "b.csv", (), [()], "JUNI 2025")
    other.write_text(other.read_text().replace("KS000001", "KS000002"), encoding="utf-8")
    online = workspace.build().query_rows(
        "select berusaha_daring as ya from usaha order by id_usaha"
    )
    assert [row["ya"] for row in online] == [True, None]


TICKS = [{"kanal_pesan": "v", "punya_nib": "Ya"}, {"kanal_medsos": "v"}, {}]


def test_a_column_of_nothing_but_yes_is_asked_about_and_the_answer_counts(
    workspace: Workspace,
) -> None:
    path = write_register(workspace.folder / "centang.csv", TICKS)
    with path.open("rb") as handle:
        candidate = uploads.receive(workspace.raw, path.name, handle)
    day = date.fromisoformat(TODAY)
    report = imports.examine(workspace.settings, day, candidate)
    assert report.asked == {
        "punya_nib": ["punya_nib"],
        "kanal": ["kanal_pesan", "kanal_medsos"],
    }
    for question, answer in (("kanal", NO), ("punya_nib", UNKNOWN)):
        imports.say_blanks(
            workspace.settings, candidate, "usaha", report.asked[question], answer, "Bu Ani"
        )
    again = imports.take(workspace.settings, day, candidate)
    assert not again.asked
    store = workspace.gudang
    found = store.query_rows(
        "select kanal_pesan, kanal_medsos, punya_nib from usaha order by id_usaha"
    )
    assert [list(row.values()) for row in found] == [
        [True, False, True],
        [False, True, None],
        [False, False, None],
    ]
    decided = {column for rule, column in list_findings(store) if rule == DECIDED}
    assert decided == {"kanal_pesan", "kanal_medsos", "punya_nib"}
    assert ONLY_YES not in {rule for rule, _ in list_findings(store)}


def test_a_survey_goes_by_the_same_rule(workspace: Workspace) -> None:
    head = "ID_RESP;KEC;SKALA;STRATA;N_STRATA;BOBOT;PERIODE;R301A;R301B"
    answers = [("Ya", ""), ("", ""), ("Tidak", ""), ("Tidak", "Tidak tahu")]
    lines = [
        f"R{number};Serang;Mikro;kota;100;2,5;2025-06;{first};{second}"
        for number, (first, second) in enumerate(answers, start=1)
    ]
    path = workspace.raw / "survei.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    store = workspace.build()
    found = store.query_rows(
        "select kanal_medsos, berusaha_daring from survei order by id_responden"
    )
    assert [list(row.values()) for row in found] == [
        [False, True],
        [None, None],
        [False, False],
        [None, None],
    ]
    assert {READ_AS_NO, NOT_ASKED} <= {rule for rule, _ in list_findings(store)}
