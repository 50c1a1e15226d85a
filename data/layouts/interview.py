"""What a sheet of unknown layout probably is, what was said of it, and what is left to ask.

One place decides what is proposed, what is taken and what is asked. A proposal that is sure is
taken and told with its reason; what can be read in several ways is a question until somebody
answers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from data.errors import SettingsError
from data.layouts import (
    mapping,
    one_cell,
    periods,
    proposals,
    recognition,
    several,
    shapes,
    spread,
)
from data.layouts.cell_words import find_meaning, list_words
from data.layouts.column_names import collect_names, list_columns
from data.layouts.heading_names import flatten, read_heading
from data.layouts.headings import Row, find_heading, read_cells_below
from data.layouts.layout import (
    Choices,
    Layout,
    SettledLayout,
    Wide,
    simplify_heading,
)
from data.layouts.mapping_answers import NO, UNKNOWN, MappingAnswers
from data.layouts.proposals import Proposal
from data.layouts.several import Several
from data.tables import PLACE_COLUMNS, TABLES, Column, Table

SURE = 70  # of 100: a proposal that scores less, or is doubted by its cells, is only told
SAMPLES = 3
NUMBERED = ("id_usaha", "id_responden")
NAMING = ("nama_usaha", "nama_pemilik", "kelurahan")
NEXT_FILE = (
    "Periode ini berlaku juga untuk berkas berikutnya yang dikenali tata letak ini; petakan lagi "
    "atau batalkan bila periodenya lain."
)
"""What to know of a period that stands in a layout and not in the file."""
NO_COLUMN = "tanpa"
"""The answer that a word stands for none of the columns."""


@dataclass(frozen=True)
class Open:
    """A question: the names that lead to its answer, its words, the answers that it takes (any
    where there are none)."""

    key: tuple[str, ...]
    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interview:
    """What is known of a sheet by now. ``rows`` have a heading of one row, at ``heading``;
    ``told`` are sentences about what was taken, matched columns first; ``open`` is what has to be
    asked, ``unsure`` the proposals that nobody has confirmed."""

    title: str
    rows: list[Row]
    heading: int
    depth: int
    mark: str
    table: Table
    wide: Wide | None
    chosen: dict[str, str]
    words: dict[str, dict[str, str]]
    choices: tuple[Choices, ...]
    any_of: dict[str, tuple[str, ...]]
    patterns: tuple[str, ...]
    constants: dict[str, str]
    derived: dict[str, tuple[str, ...]]
    told: tuple[str, ...]
    start: Layout | None
    unsure: tuple[Proposal, ...]
    open: tuple[Open, ...] = field(default=())

    def settle(self, known: Iterable[Layout]) -> SettledLayout:
        """Return the layout that the answers make. Raises SettingsError where they cannot be."""
        if self.open:
            raise SettingsError(f"Belum dijawab: {self.open[0].text}.")
        if self.start:
            return _open_like(self.start, self)
        return mapping.settle_mapping(
            self.title,
            self.table,
            self.rows,
            self.heading,
            self.chosen,
            known,
            words=self.words,
            patterns=self.patterns,
            constants=self.constants,
            derived=self.derived,
            wide=self.wide,
            choices=self.choices,
            any_of=self.any_of,
            depth=self.depth,
            mark=self.mark,
        )


def hold_interview(
    rows: Sequence[Row],
    sheet: str,
    berkas: str,
    answers: MappingAnswers,
    known: Sequence[Layout],
) -> Interview:
    """Return what is known of a sheet once some answers are given.

    Raises SettingsError for an answer that cannot be: an unknown table or a row that is not there.
    """
    mark = _choose_mark(rows, answers)
    opened = one_cell.open_cells(rows, mark)
    start = find_opened(opened, mark, answers, known)
    if start:
        return _describe_known(opened, sheet, mark, answers, *start)
    heading, depth = _choose_heading(opened, answers)
    flat = flatten(opened, heading, depth)
    table = _choose_table(opened, heading, depth, answers, known)
    wide, wide_told = _choose_wide(opened, heading, depth, table, answers)
    names = collect_names(table, known)
    lists = _find_lists(flat, heading, table, names, wide, answers)
    ticks = several.find_ticks(flat, heading, table, names, {one.heading for one in lists})
    ticks = {n: own for n, own in ticks.items() if n not in answers.kolom}
    choices, asked_lists = settle_lists(lists, answers, table)
    filled = {*ticks, *(name for choice in choices for name in choice.columns)}
    taken = {one.heading for one in lists} | {h for own in ticks.values() for h in own}
    proposed = _propose(flat, heading, table, known, wide, filled, taken)
    _check_answers(flat, heading, table, answers)
    chosen, unsure = _choose_columns(flat, heading, proposed, answers)
    words, asked_words = _choose_words(flat, heading, table, chosen, ticks, answers)
    patterns, constants = _choose_period(opened, heading, depth, sheet, berkas, table, chosen,
                                         wide, answers)  # fmt: skip
    above = opened[: read_heading(opened, heading, depth).first]
    part = find_category(above, sheet, berkas, table, known)
    if part and not {"kategori"} & {*chosen, *answers.kolom, *answers.tetap}:
        patterns.append(part.pattern)
        words["kategori"] = dict(part.words)
        wide_told.append(f"Kategori: {part.value}, dari judul.")
    constants |= {name: said for name, said in answers.tetap.items() if said}
    derived = _choose_number(table, chosen)
    done = Interview(
        answers.judul or sheet, flat, heading, depth, mark, table, wide, chosen, words, choices,
        ticks, tuple(patterns), constants, derived, (), None, unsure,
    )  # fmt: skip
    asked = [
        *ask_days(wide, answers),
        *asked_lists,
        *asked_words,
        *_ask_required(done, proposed, known),
    ]
    told = [
        *_tell_frame(done),
        *wide_told,
        *_tell_columns(done, proposed, answers),
        *_tell_lists(done),
        *_tell_rest(done),
    ]
    return replace(done, told=tuple(told), open=tuple(asked))


def find_opened(
    rows: Sequence[Row], mark: str, answers: MappingAnswers, known: Sequence[Layout]
) -> tuple[Layout, int] | None:
    """Return the layout that knows a sheet once the cells are opened that lie in one."""
    if not mark or answers.kolom or answers.isi:
        return None
    return recognition.find_layout(rows, [layout for layout in known if not layout.one_cell])


def _describe_known(
    rows: Sequence[Row],
    sheet: str,
    mark: str,
    answers: MappingAnswers,
    layout: Layout,
    heading: int,
) -> Interview:
    """Return what is known of a sheet of a known layout whose cells lie in one."""
    flat = flatten(rows, heading, layout.depth)
    title = answers.judul or f"{layout.title}, {sheet}"
    table = TABLES[layout.table]
    told = (
        f"Isinya: {table.label}, {table.grain}.",
        f"Semua isi ada di satu kolom; dipecah di tanda {shapes.MARKS[mark]}.",
        f"Judul kolom: baris {heading + 1}, dikenali sebagai {layout.title}.",
    )
    return Interview(title, flat, heading, layout.depth, mark, table, layout.wide, {}, {}, (), {},
                     (), {}, {}, told, layout, ())  # fmt: skip


def _open_like(layout: Layout, held: Interview) -> SettledLayout:
    """Return a known layout for sheets whose cells lie in one."""
    same = {name: getattr(layout, name) for name in SettledLayout.__dataclass_fields__}
    return SettledLayout(**{**same, "title": held.title, "one_cell": held.mark})


@dataclass(frozen=True)
class Category:
    """What the title of a table of counts says that it counts a part of: the ``pattern`` that finds
    it in the next file too, and the ``words`` that a category goes by."""

    value: str
    pattern: str
    words: Mapping[str, str]


def find_category(
    above: Sequence[Row], sheet: str, berkas: str, table: Table, known: Sequence[Layout]
) -> Category | None:
    """Return the category that the words around a table of counts name: a table of one field is not
    one of all businesses."""
    raw = " ".join(cell for row in above for cell in row if cell)
    texts = [re.sub(r"[_\s\u00a0]+", " ", text) for text in (raw, sheet, berkas)]
    for layout in known:
        if layout.table != table.name or "kategori" in layout.columns:
            continue
        for pattern in layout.patterns:
            if "(?P<kategori>" not in pattern:
                continue
            found = (re.search(pattern, text, re.IGNORECASE) for text in texts)
            match = next(filter(None, found), None)
            if match and match["kategori"]:
                words = dict(layout.values.get("kategori", {}))
                return Category(match["kategori"].strip(), pattern, words)
    return None


def _check_answers(
    rows: Sequence[Row], heading: int, table: Table, answers: MappingAnswers
) -> None:
    """Raise SettingsError for an answer about a column or a heading that there is not."""
    columns = {column.name for column in list_columns(table)}
    for name in (*answers.kolom, *answers.kata, *answers.tetap):
        if name not in columns:
            raise SettingsError(
                f"Kolom '{name}' tidak ada di tabel {table.name}. Tulis isi = ... bila isinya "
                "tabel lain."
            )
    for written in (*answers.kolom.values(), *answers.pilihan):
        if written:
            find_place(rows, heading, written)


def _choose_mark(rows: Sequence[Row], answers: MappingAnswers) -> str:
    if answers.satu_sel == NO:
        return ""
    return answers.satu_sel or one_cell.find_mark(rows)


def _choose_heading(rows: Sequence[Row], answers: MappingAnswers) -> tuple[int, int]:
    """Return the index of the heading's last row, and how many rows it has where that is said."""
    if not answers.baris_judul:
        return find_heading(rows)
    first, last = answers.baris_judul[0], answers.baris_judul[-1]
    if not 1 <= first <= last <= len(rows):
        raise SettingsError(
            f"'baris_judul' {list(answers.baris_judul)} tidak ada; lembar ini punya {len(rows)} "
            "baris. Tulis baris pertama dan terakhirnya, misalnya [3, 4]."
        )
    return last - 1, last - first + 1 if len(answers.baris_judul) > 1 else 0


def _choose_table(
    rows: Sequence[Row],
    heading: int,
    depth: int,
    answers: MappingAnswers,
    known: Sequence[Layout],
) -> Table:
    if not answers.isi:
        return proposals.find_likeliest_table(rows, heading, known=known, depth=depth)
    if answers.isi not in TABLES:
        raise SettingsError(
            f"'isi' = '{answers.isi}' tidak dikenal. Yang ada: {', '.join(TABLES)}."
        )
    return TABLES[answers.isi]


def _choose_wide(
    rows: Sequence[Row], heading: int, depth: int, table: Table, answers: MappingAnswers
) -> tuple[Wide | None, list[str]]:
    """Return which headings are values, and why."""
    if answers.melintang == NO:
        return None, []
    found = spread.find_spread(rows, heading, table, depth)
    if answers.melintang:
        found = [one for one in found if one.wide.column == answers.melintang]
        if not found:
            raise SettingsError(
                f"'melintang' = '{answers.melintang}': tidak ada judul kolom yang menjadi isinya."
            )
    if not found:
        return None, []
    return complete_days(found[0].wide, answers), [f"Judul yang menjadi isi: {found[0].why}."]


def complete_days(wide: Wide, answers: MappingAnswers) -> Wide:
    """Return headings that are values with the dates and the ticks that were answered."""
    present = {word: read_presence(word, answers) for word in wide.present}
    said = {name: day for name, day in answers.hari.items() if name in wide.headings}
    return Wide(wide.column, wide.value, wide.headings | said, wide.pattern, present, wide.group)


def read_presence(word: str, answers: MappingAnswers) -> str:
    """Return whether a mark below a day says that somebody came; empty where nobody knows."""
    said = {mark.casefold(): own for mark, own in answers.hadir.items()}.get(word)
    if said:
        return said
    if word.startswith(("hadir", "datang")):
        return "ya"
    if word in ("izin", "ijin", "sakit", "alpa", "alpha", "absen"):
        return NO
    return find_meaning(word, Column("hadir", "ya_tidak", "Hadir")) or ""


def ask_days(wide: Wide | None, answers: MappingAnswers) -> Iterator[Open]:
    if wide is None or wide.value:
        return
    for name, day in wide.headings.items():
        if not day:
            yield Open(("hari", name), f"tanggal dari '{name}', misalnya 24 Juni 2025")
    for word, said in wide.present.items():
        if said not in ("ya", NO):
            yield Open(("hadir", word), f"arti '{word}' di bawah hari", ("ya", NO))


def _find_lists(
    rows: Sequence[Row],
    heading: int,
    table: Table,
    names: Mapping[str, set[str]],
    wide: Wide | None,
    answers: MappingAnswers,
) -> list[Several]:
    """Return the columns with several answers in a cell, those that an answer names included; no
    heading that an answer gives to a column of its own."""
    own = {simplify_heading(written) for written in answers.kolom.values()}
    return [
        one
        for one in several.find_several(rows, heading, table, names)
        if simplify_heading(one.heading) not in own and not spread.is_spread(wide, one.heading)
    ]


def settle_lists(
    lists: Sequence[Several], answers: MappingAnswers, table: Table
) -> tuple[tuple[Choices, ...], list[Open]]:
    """Return the columns with several answers in a cell, and the answers that nobody knows."""
    asked: list[Open] = []
    settled = []
    offered = tuple(c.name for c in table.columns if c.type == "ya_tidak" and c.name != "sintetis")
    for one in lists:
        said = answers.pilihan.get(one.heading, {})
        words: dict[str, tuple[str, ...]] = {}
        for answer, known in one.meanings.items():
            columns = said.get(answer, known)
            if columns is None:
                text = f"di '{one.heading}', '{answer}' ({one.counts[answer]} sel) berarti"
                asked.append(Open(("pilihan", one.heading, answer), text, (*offered, NO_COLUMN)))
            else:
                words[answer] = tuple(name for name in columns if name != NO_COLUMN)
        settled.append(Choices((one.heading,), one.separator, words))
    return tuple(settled), asked


def _propose(
    rows: Sequence[Row],
    heading: int,
    table: Table,
    known: Sequence[Layout],
    wide: Wide | None,
    filled: set[str],
    taken: set[str],
) -> list[Proposal]:
    """Return what the columns probably are that nothing else fills."""
    found = proposals.propose(rows, heading, table, known, wide=wide, without=taken)
    own = recognition.list_spread(wide)
    return [one for one in found if one.column not in filled | own]


def _choose_columns(
    rows: Sequence[Row], heading: int, proposed: Sequence[Proposal], answers: MappingAnswers
) -> tuple[dict[str, str], tuple[Proposal, ...]]:
    """Return the heading of each column, and the proposals that are too weak to be taken: of a
    column without a single cell nobody can tell what it is."""
    has_rows = heading + 1 < len(rows)
    blank = {
        one.column
        for one in proposed
        if one.position
        and has_rows
        and not read_cells_below(rows, heading, one.position - 1, len(rows))
    }
    said = {name: written for name, written in answers.kolom.items() if written}
    used = set(map(simplify_heading, said.values()))
    chosen, unsure = dict(said), []
    for one in proposed:
        if one.column in answers.kolom or one.heading is None:
            continue
        if simplify_heading(one.heading) in used:
            continue
        if one.score >= SURE and "tetapi" not in one.why and one.column not in blank:
            chosen[one.column] = one.heading
        else:
            unsure.append(one)
    return chosen, tuple(unsure)


def _choose_words(
    rows: Sequence[Row],
    heading: int,
    table: Table,
    chosen: Mapping[str, str],
    ticks: Mapping[str, tuple[str, ...]],
    answers: MappingAnswers,
) -> tuple[dict[str, dict[str, str]], list[Open]]:
    """Return the meaning of each written word by column, and the words that nobody knows."""
    words: dict[str, dict[str, str]] = {}
    asked: list[Open] = []
    for column in list_columns(table):
        headings = [chosen[column.name]] if column.name in chosen else ticks.get(column.name, ())
        for written, count, meaning in _list_all_words(rows, heading, headings, column):
            said = {w.casefold(): own for w, own in answers.kata.get(column.name, {}).items()}
            own = said.get(written.casefold(), meaning)
            if own is None:
                options = (*(column.allowed or ("ya", NO)), UNKNOWN)
                text = f"di '{headings[0]}', '{written}' ({count} sel) berarti"
                asked.append(Open(("kata", column.name, written), text, options))
            else:
                words.setdefault(column.name, {})[written.lower()] = "" if own == UNKNOWN else own
    return words, asked


def _list_all_words(
    rows: Sequence[Row], heading: int, headings: Sequence[str], column: Column
) -> list[tuple[str, int, str | None]]:
    counts: dict[str, tuple[str, int, str | None]] = {}
    for written in headings:
        position = find_place(rows, heading, written) + 1
        for word in list_words(list(rows), heading, position, column):
            before = counts.get(word.written.casefold(), (word.written, 0, word.meaning))
            counts[word.written.casefold()] = (before[0], before[1] + word.count, word.meaning)
    return list(counts.values())


def find_place(rows: Sequence[Row], heading: int, written: str) -> int:
    """Return where a heading stands. Raises SettingsError where it does not."""
    simple = [simplify_heading(cell) for cell in rows[heading]]
    if simplify_heading(written) not in simple:
        raise SettingsError(f"Judul kolom '{written}' tidak ada di baris judul berkas ini.")
    return simple.index(simplify_heading(written))


def _choose_period(
    rows: Sequence[Row],
    heading: int,
    depth: int,
    sheet: str,
    berkas: str,
    table: Table,
    chosen: Mapping[str, str],
    wide: Wide | None,
    answers: MappingAnswers,
) -> tuple[list[str], dict[str, str]]:
    """Return the patterns and constants that give the period."""
    filled = {*chosen, *recognition.list_spread(wide)}
    if "periode" in filled or "periode" not in {column.name for column in table.columns}:
        return [], {}
    if answers.periode:
        return [], {"periode": answers.periode}
    found = periods.find_period(rows, heading, sheet, berkas, table)
    if found is None:
        return [], {}
    return ([found.pattern], {}) if found.pattern else ([], {"periode": found.value})


def _choose_number(table: Table, chosen: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the columns that a number of a row is made of, where its table needs one."""
    number = table.key[-1]
    parts = tuple(name for name in NAMING if name in chosen)
    # A place alone is no name: all businesses of a kelurahan would get one number.
    if number not in NUMBERED or number in chosen or set(parts) <= {"kelurahan"}:
        return {}
    return {number: parts}


def _ask_required(
    done: Interview, proposed: Sequence[Proposal], known: Sequence[Layout]
) -> Iterator[Open]:
    """Yield what a row needs that nothing gives."""
    filled = list_filled(done)
    likely = {one.column: one for one in proposed if one.heading}
    for column in done.table.columns:
        if not column.required or column.name in filled:
            continue
        if column.name == "periode":
            yield Open(("periode",), f"periode ({column.expected or 'misalnya 2025-06'})")
        elif column.private or column.name.startswith("id_") or column.name in likely:
            one = likely.get(column.name)
            doubt = f"; mungkin '{one.heading}' ({one.why})" if one else ""
            yield Open(("kolom", column.name), f"judul kolom untuk {column.label}{doubt}")
        else:
            said = {x.constants.get(column.name) for x in known if x.table == done.table.name}
            listed = column.expected or ", ".join(sorted(filter(None, said)))
            hint = f" (misalnya {listed})" if listed and not column.allowed else ""
            yield Open(("tetap", column.name), f"{column.label} untuk semua baris{hint}",
                       column.allowed)  # fmt: skip
    places = PLACE_COLUMNS[done.table.place]
    if done.table.placed and not filled & set(places):
        yield Open(("kolom", places[-1]), f"judul kolom yang menyebut {places[-1]}")


def list_filled(done: Interview) -> set[str]:
    """Return the columns that something gives by now."""
    own = recognition.list_spread(done.wide)
    listed = {name for choice in done.choices for name in choice.columns}
    said = mapping.list_filled_by(done.patterns)
    return {*done.chosen, *done.constants, *done.derived, *done.any_of, *listed, *said, *own}


def _tell_frame(done: Interview) -> Iterator[str]:
    yield f"Isinya: {done.table.label}, {done.table.grain}."
    if done.mark:
        mark = shapes.MARKS[done.mark]
        yield f"Semua isi ada di satu kolom; dipecah di tanda {mark}."
    last = done.heading + 1
    yield (
        f"Judul kolom: baris {last - done.depth + 1} sampai {last}."
        if done.depth > 1
        else (f"Judul kolom: baris {last}.")
    )


def _tell_columns(
    done: Interview, proposed: Sequence[Proposal], answers: MappingAnswers
) -> Iterator[str]:
    """Yield the matched columns, each with the reason and samples; then what is only likely."""
    why = {one.column: one.why for one in proposed}
    labels = {column.name: column for column in list_columns(done.table)}
    for name, heading in done.chosen.items():
        column = labels.get(name)
        if column is None:
            continue
        reason = "jawaban" if name in answers.kolom else why.get(name, "")
        samples = _tell_samples(done, column, heading)
        yield f"{column.label} = '{_join_words(heading)}' ({reason}){samples}"
    for one in done.unsure:
        column, heading = labels[one.column], one.heading or ""
        yield (
            f"Tidak dipakai: '{_join_words(heading)}', mungkin {column.label} ({one.why})"
            f"{_tell_samples(done, column, heading)}. Bila benar: kolom.{one.column} = "
            f"'{_join_words(heading)}'"
        )


def show_samples(rows: Sequence[Row], heading: int, column: Column, written: str) -> str:
    """Return the first values below a heading as text; of what identifies a person none."""
    if column.private:
        return ""
    cells = dict.fromkeys(read_cells_below(rows, heading, find_place(rows, heading, written), 30))
    return f"contoh: {', '.join(list(cells)[:SAMPLES])}" if cells else ""


def _tell_samples(done: Interview, column: Column, written: str) -> str:
    samples = show_samples(done.rows, done.heading, column, written)
    return f"; {samples}" if samples else ""


def _tell_lists(done: Interview) -> Iterator[str]:
    for choice in done.choices:
        told = ", ".join(
            f"{answer} = {' dan '.join(map(done.table.get_label, names)) or 'bukan kanal'}"
            for answer, names in choice.words.items()
        )
        yield f"Beberapa jawaban tiap sel di '{choice.headings[0]}': {told}."
    for name, headings in done.any_of.items():
        yield f"{done.table.get_label(name)}: ya bila salah satu dari {', '.join(headings)}."


def _tell_rest(done: Interview) -> Iterator[str]:
    for name, parts in done.derived.items():
        yield f"{done.table.get_label(name)} dibentuk dari {', '.join(parts)}."
    for name, said in done.constants.items():
        yield f"Untuk semua baris: {done.table.get_label(name)} = {said}."
    if "periode" in done.constants:
        yield NEXT_FILE
    used = {*map(simplify_heading, done.chosen.values())}
    used |= {simplify_heading(h) for choice in done.choices for h in choice.headings}
    used |= {simplify_heading(h) for own in done.any_of.values() for h in own}
    left = [
        _join_words(cell)
        for cell in done.rows[done.heading]
        if cell and simplify_heading(cell) not in used | {""}
        and not spread.is_spread(done.wide, cell)
    ]  # fmt: skip
    if left:
        yield f"Kolom yang tidak dipakai: {', '.join(left)}."


def _join_words(text: str) -> str:
    return " ".join(text.split())
