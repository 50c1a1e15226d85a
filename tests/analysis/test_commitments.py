"""What a meeting opens with: how commitments stand, and what became of their indicators."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from analysis.definitions.selection import CITY, Selection
from analysis.views import review_html
from analysis.views.commitments import LOOKS, Agenda, list_changes, make_agenda, name_entry
from analysis.views.comparison import find_value
from data.followups.entries import Commitment, Entry, Note
from tests.analysis.summary_cells import NEWEST
from tests.data.rows import Workspace

TODAY = date(2026, 11, 23)
KASEMEN = "36.73.02"
PLAIN = Commitment(
    "berusaha_daring",
    KASEMEN,
    "Latih pembuat kue satu membuka lapak.",
    "Dinas Koperasi",
    "2025-09-01",
    "berjalan",
    "2024-08-01",
)


def entry(number: int, content: Commitment | Note | None, version: int = 1) -> Entry:
    kind = "catatan" if isinstance(content, Note) else "komitmen"
    return Entry(f"{kind}-{number}", version, kind, content, "pejabat", "2026-11-20T02:00:00+00:00")  # type: ignore[arg-type]


def agenda(demo: Workspace, *contents: Commitment | Note | None, area: str = CITY) -> Agenda:
    entries = [entry(n, content) for n, content in enumerate(contents, start=1)]
    return make_agenda(demo.publik, entries, Selection(NEWEST, area), TODAY)


def test_late_ones_come_first_and_each_state_has_word_and_sign(demo: Workspace) -> None:
    found = agenda(
        demo,
        replace(PLAIN, state="selesai"),
        replace(PLAIN, due="2027-01-01"),
        replace(PLAIN, state="belum", due="2027-01-01"),
        PLAIN,
        replace(PLAIN, state="batal"),
    )
    states = ["Terlambat", "Belum mulai", "Berjalan", "Selesai", "Dibatalkan"]
    assert [row.state for row in found.rows] == states == list(LOOKS)
    assert found.sentence.startswith("1 terlambat, 1 belum mulai, 1 berjalan, 1 selesai")
    markup = review_html.render_agenda(found)
    assert all(state in markup for state in states)
    assert len({sign for sign, _ in LOOKS.values()}) == len(LOOKS)


def test_what_is_due_today_is_not_late(demo: Workspace) -> None:
    (row,) = agenda(demo, replace(PLAIN, due=TODAY.isoformat())).rows
    assert row.state == "Berjalan"


def test_the_value_at_the_due_date_comes_by_itself(demo: Workspace) -> None:
    (row,) = agenda(demo, PLAIN).rows
    values = {
        period: find_value(demo.publik, PLAIN.indikator, Selection(period, KASEMEN))
        for period in ("2024-06", NEWEST)
    }
    before, then = values["2024-06"], values[NEWEST]
    assert before is not None and then is not None
    assert row.before == f"{before.text} (Juni 2024)"
    assert (row.then, row.remark) == (f"{then.text} (Juni 2025)", "")


@pytest.mark.parametrize(
    ("made", "due", "said"),
    [
        ("2025-08-01", "2025-09-01", "belum ada angka sesudah rapat"),
        ("2024-08-01", "2027-09-01", "belum jatuh tempo"),
    ],
)
def test_a_value_that_says_nothing_of_the_commitment_yet_says_so(
    demo: Workspace, made: str, due: str, said: str
) -> None:
    (row,) = agenda(demo, replace(PLAIN, made=made, due=due)).rows
    assert said in row.remark


def test_a_value_before_the_first_period_is_none_and_of_the_city_says_so(demo: Workspace) -> None:
    (row,) = agenda(demo, replace(PLAIN, indikator="ekspor_daring", made="2020-01-01")).rows
    assert row.before == "–"
    assert row.remark == "angka seluruh kota"


def test_a_withheld_value_is_its_sign(demo: Workspace) -> None:
    (row,) = agenda(
        demo, replace(PLAIN, indikator="ekspor_daring", kode_wilayah=CITY, made="2023-07-01")
    ).rows
    assert row.before == "x (Juni 2023)"


def test_an_indicator_that_is_gone_keeps_its_commitments(demo: Workspace) -> None:
    (row,) = agenda(demo, replace(PLAIN, indikator="dulu_ada")).rows
    assert (row.indicator, row.then) == ("dulu_ada", "–")
    assert name_entry(entry(1, row.content)) == "Nomor 1: indikator, Kecamatan Kasemen"


def test_what_earlier_meetings_finished_is_folded_away(demo: Workspace) -> None:
    done = replace(PLAIN, state="selesai")
    found = agenda(demo, done, replace(done, made="2025-01-01"), PLAIN)
    assert [row.number for row in found.closed] == ["1"]
    assert [row.number for row in found.rows] == ["3", "2"]
    assert "1 tindak lanjut rapat sebelumnya" in review_html.render_agenda(found)


def test_a_kecamatan_has_its_own_and_the_citys(demo: Workspace) -> None:
    contents = (PLAIN, replace(PLAIN, kode_wilayah=CITY), replace(PLAIN, kode_wilayah="36.73.04"))
    assert len(agenda(demo, *contents).rows) == 3
    assert [r.number for r in agenda(demo, *contents, area=KASEMEN).rows] == ["1", "2"]


def test_a_withdrawn_entry_and_another_periods_note_are_not_shown(demo: Workspace) -> None:
    note = Note("berusaha_daring", NEWEST, "Pelatihan.", "", "")
    found = agenda(demo, None, note, Note("proporsi_nib", "2024-06", "Lama.", "", ""))
    assert (found.rows, found.notes) == ((), {"berusaha_daring": note})
    assert found.sentence == "Belum ada tindak lanjut yang dicatat."


def test_words_of_others_are_text(demo: Workspace) -> None:
    found = agenda(demo, replace(PLAIN, action="<b>Segera</b> & tuntas"))
    markup = review_html.render_agenda(found)
    assert "&lt;b&gt;Segera&lt;/b&gt; &amp; tuntas" in markup


def test_a_change_is_said_part_by_part(demo: Workspace) -> None:
    changed = replace(PLAIN, state="selesai", due="2026-01-31")
    assert list_changes(PLAIN, changed) == [
        ("Tenggat", "1 September 2025", "31 Januari 2026"),
        ("Keadaan", "Berjalan", "Selesai"),
    ]
    assert list_changes(PLAIN, PLAIN) == []
    assert len(list_changes(PLAIN, None)) == 7
    first = entry(1, PLAIN)
    markup = review_html.render_history([first, entry(1, changed, 2), entry(1, None, 3)])
    assert "Keadaan dari “Berjalan” menjadi “Selesai”" in markup
    assert "dicabut" in markup and "dibuat" in markup
