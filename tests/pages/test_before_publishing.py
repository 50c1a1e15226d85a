"""Before publishing: the officer reads what changes, publishes what was read, and can stop it."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.release.publish import publish
from analysis.release.report import list_waiting
from analysis.tracing.next_figures import count_figures
from analysis.views import html
from analysis.views.next_release import GONE, NEW, SAME, WAITS, NextRelease, make_next_release
from analysis.words import theme
from data.access import access_log
from data.access.viewer import OPERATOR, Viewer
from data.errors import DasborError
from data.store.versions import DRAFT, UNFINISHED, Versions
from pages.parts import account, background, changing, publishing, versions
from tests.analysis.releases_in_turn import add
from tests.analysis.test_revisions import REGISTER, make_office
from tests.data.rows import TODAY, Workspace, write_register
from tests.pages.test_import import fill
from tests.worlds import MadeOnce, Use

pytestmark = pytest.mark.lambat

DAY = date.fromisoformat(TODAY)
MAY_WAIT = {"2025-06": ["jumlah_umkm", "berusaha_daring"]}
SCRIPT = """
from pages.parts import versions
versions.show_unpublished()
"""


CHANNELS = ("kanal_pesan", "kanal_medsos", "kanal_marketplace")
PLACES = (("Serang", "Cipare"), ("Kasemen", "Banten"))


def fill_real(place: Workspace) -> None:
    """Write a real register of two kecamatan in which one business of three sells online."""
    write_register(place.raw / "nyata.csv", real_rows(120))


def real_rows(number: int) -> list[dict[str, object]]:
    """Return so many businesses, of which every third says yes to each channel."""
    return [
        dict.fromkeys(CHANNELS, "Tidak" if n % 3 else "Ya")
        | dict(zip(("kecamatan", "kelurahan"), PLACES[n % 2], strict=True))
        for n in range(number)
    ]


@pytest.fixture
def made_up(made_once: MadeOnce, use: Use) -> Workspace:
    """A published made-up register of 120 rows, June 2025."""
    return use(made_once("kecil", fill))


@pytest.fixture
def real(made_once: MadeOnce, use: Use) -> Workspace:
    """A published real register of 120 rows, June 2025."""
    return use(made_once("nyata", fill_real))


def build(place: Workspace) -> Workspace:
    """Build what lies in the folder now; return the workspace anew, its stores not yet open."""
    place.build()
    return Workspace(place.folder)


def plain(text: str) -> str:
    """Return a text with usual spaces."""
    return text.replace("\xa0", " ")


def look(place: Workspace, stays: dict[str, list[str]] | None = None) -> NextRelease:
    """Return what publishing the data in use would change."""
    counted = count_figures(place.gudang, DAY)
    files = place.gudang.record["berkas"]
    return make_next_release(place.publik, counted, files, stays or {}, "sintetis/")


def test_a_first_real_file_says_what_it_replaces_without_anything_opened(
    made_up: Workspace,
) -> None:
    shutil.rmtree(made_up.raw / "sintetis")
    write_register(made_up.raw / "juli.csv", real_rows(36), "KEADAAN JULI 2025")
    found = look(build(made_up))
    assert found.warnings[:2] == (
        "36 baris usaha dari 1 berkas menggantikan 120 baris usaha sintetis.",
        "Seluruh periode yang kini terbit hilang: Juni 2025.",
    )
    assert [(p.periode, plain(p.before), plain(p.after), p.word) for p in found.periods] == [
        ("2025-07", "–", "36 usaha", NEW),
        ("2025-06", "120 usaha", "–", GONE),
    ]
    assert (found.now_made_up, found.then_made_up) == (True, False)
    assert [(f.name, f.rows, f.made_up, f.word) for f in found.files] == [
        ("juli.csv", 36, False, NEW),
        ("1 berkas", 120, True, "tidak dipakai lagi"),
    ]
    shown = html.render_next_release(found)
    assert "Terbit sekarang, Juni 2025" in shown and "Sesudah terbit, Juli 2025" in shown


@pytest.mark.parametrize(("more", "moves"), [(1, False), (300, True)])
def test_what_is_told_before_publishing_is_read_afterwards(
    more: int, moves: bool, made_once: MadeOnce, use: Use
) -> None:
    office = use(make_office(made_once))
    write_register(office.raw / "a.csv", add(REGISTER, more, 1))
    place = build(office)
    stays = {found.periode: found.stays for found in list_waiting(place.settings, OPERATOR)}
    told = look(place, stays)
    count = told.figures[0]
    assert plain(count.before) == f"{theme.number(len(REGISTER))} usaha"
    assert (plain(count.word) == f"+{more} usaha", count.word == WAITS) == (moves, not moves)
    assert any(re.fullmatch(r"[+−][\d,]+ poin", plain(f.word)) for f in told.figures) == moves
    publish(place.settings, DAY)
    read = look(Workspace(place.folder))
    assert [figure.before for figure in read.figures] == [figure.after for figure in told.figures]


def test_what_waits_keeps_its_figure_and_says_so(real: Workspace) -> None:
    write_register(real.raw / "nyata.csv", real_rows(121))
    found = look(build(real), MAY_WAIT)
    count, online = found.figures[:2]
    assert (plain(count.before), plain(count.after), count.word) == (
        "120 usaha",
        "120 usaha",
        WAITS,
    )
    assert not online.moves and online.word == WAITS
    (period,) = found.periods
    assert (period.before, period.after) == (count.before, count.after)
    assert period.word == "2 angka utama menunggu"


def test_the_same_rows_change_nothing(real: Workspace) -> None:
    found = look(real)
    assert {figure.word for figure in found.figures} == {SAME}, found.figures
    assert [period.word for period in found.periods] == [SAME]
    assert [(f.name, f.word) for f in found.files] == [("1 berkas", "sudah terbit")]
    assert found.warnings == ()


def test_small_counts_have_their_sign_before_publishing_too(real: Workspace) -> None:
    rows = [*real_rows(9), *[dict.fromkeys(CHANNELS, "Tidak")] * 111]
    write_register(real.raw / "nyata.csv", rows, "KEADAAN JULI 2025")
    found = look(build(real))
    online = found.figures[1]
    assert online.after == "x" and found.signs[0] == "x"
    assert plain(found.figures[0].after) == "120 usaha"


def test_what_is_withheld_of_a_period_stays_withheld(real: Workspace) -> None:
    rows = [*real_rows(9), *[dict.fromkeys(CHANNELS, "Tidak")] * 111]
    write_register(real.raw / "nyata.csv", rows)
    build(real)
    publish(real.settings, DAY)
    write_register(real.raw / "nyata.csv", real_rows(240))
    published = {figure.name: figure for figure in look(build(real)).figures}
    for figure in published.values():
        assert figure.before != "x" or (figure.after, figure.word) == ("x", SAME)


def test_a_period_that_shrinks_to_less_than_half_is_a_warning(real: Workspace) -> None:
    write_register(real.raw / "nyata.csv", real_rows(40))
    (line,) = look(build(real)).warnings
    assert plain(line) == "Juni 2025: dari 120 usaha menjadi 40 usaha."


def test_where_nothing_is_published_all_is_new(real: Workspace) -> None:
    counted = count_figures(real.gudang, DAY)
    found = make_next_release(None, counted, real.gudang.record["berkas"], {}, "sintetis/")
    assert found.now == ""
    assert {figure.word for figure in found.figures if figure.after != "–"} == {NEW}
    assert "Belum ada yang terbit" in html.render_next_release(found)


def test_other_data_than_were_looked_at_are_not_published(real: Workspace) -> None:
    before = Versions(real.settings.publik).find_current()
    looked = Versions(real.settings.gudang).find_current()
    assert looked is not None
    write_register(real.raw / "nyata.csv", real_rows(150))
    real.build()
    with pytest.raises(DasborError, match="sudah berganti"):
        publish(real.settings, DAY, of=looked)
    assert Versions(real.settings.publik).find_current() == before
    now = Versions(real.settings.gudang).find_current()
    assert now and Versions(real.settings.publik).find_current() != publish(
        real.settings, DAY, of=now
    )


@pytest.fixture
def panel(real: Workspace, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The part of the page for who may publish, over data that are not published yet."""
    write_register(real.raw / "nyata.csv", real_rows(150))
    real.build()
    monkeypatch.setattr(account, "find_viewer", lambda: OPERATOR)
    monkeypatch.setattr(versions, "_find_waiting", lambda *key: [])
    return AppTest.from_string(SCRIPT, default_timeout=60)


def texts(page: AppTest) -> str:
    shown = [*page.markdown, *page.caption, *page.warning, *page.info, *page.get("html")]
    return " ".join(str(getattr(one, "value", None) or getattr(one, "body", "")) for one in shown)


def test_the_page_publishes_what_it_showed_and_nothing_else(
    panel: AppTest, real: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[object]] = []
    monkeypatch.setattr(background, "run", lambda commands, *rest: asked.append(commands) or 0)
    panel.run()
    assert not panel.exception
    assert "+30" in texts(panel) and "UMKM tercatat per periode" in texts(panel)
    line = access_log.read_lines(real.settings.audit, 10)[0]
    assert (line.tindakan, line.objek) == ("lihat", "terbitkan: ringkasan sebelum terbit")
    write_register(real.raw / "nyata.csv", real_rows(180))
    real.build()
    panel.button(key="terbitkan").click().run()
    assert asked == []
    assert publishing.STALE in texts(panel) and "+60" in texts(panel)
    panel.button(key="terbitkan").click().run()
    now = Versions(real.settings.gudang).find_current()
    assert asked == [[("data", "cube", "--versi", now), ("data", "files")]]


def test_nobody_else_sees_it(panel: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "find_viewer", Viewer)
    panel.run()
    assert not panel.exception
    assert texts(panel) == "" and not panel.button


WAITING = """
import sys, time
from pathlib import Path
from data import stopping
stopping.allow_stop()
mine = Path(sys.argv[1])
try:
    mine.write_text("draft")
    if sys.argv[2:]:
        stopping.ignore_stop()
        time.sleep(1)
    else:
        time.sleep(60)
except BaseException:
    mine.unlink()
    raise
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A module that writes a file and waits, as publishing does."""
    (tmp_path / "tunggu.py").write_text(WAITING, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    yield "tunggu"


def stop_once(there: Path, undo: Callable[[], object], *commands: list[str]) -> tuple[bool, int]:
    """Run commands, stop them once the first has written its file; return whether in time, and
    how many ended well."""
    held: list[background.Work] = []
    answer: list[bool] = []

    def watch() -> None:
        if there.exists() and not stopper.is_alive() and not answer:
            stopper.start()

    stopper = threading.Thread(target=lambda: answer.append(held[0].stop()))
    done = background.run(commands, bool, undo, held.append, watch)
    stopper.join()
    return answer[0], done


def test_work_that_is_stopped_in_time_leaves_nothing_and_is_followed_by_nothing(
    program: str, tmp_path: Path
) -> None:
    first, second = tmp_path / "satu", tmp_path / "dua"
    undone: list[int] = []
    found = stop_once(
        first, lambda: undone.append(1), [program, str(first)], [program, str(second), "cepat"]
    )
    assert found == (True, 0)
    assert undone == [1]
    assert not first.exists() and not second.exists()


def test_work_that_is_served_already_goes_on_to_its_end(program: str, tmp_path: Path) -> None:
    first, second = tmp_path / "satu", tmp_path / "dua"
    commands = [[program, str(path), "terlambat"] for path in (first, second)]
    assert stop_once(first, bool, *commands) == (False, 2)
    assert first.exists() and second.exists()


def test_publishing_that_is_stopped_leaves_no_draft_and_what_was_published(
    real: Workspace,
) -> None:
    before = Versions(real.settings.publik).find_current()
    write_register(real.raw / "nyata.csv", real_rows(150))
    real.build()
    data = Versions(real.settings.gudang).find_current()
    folder, held = real.settings.publik, []
    stopped: list[bool] = []

    def tell(line: str) -> None:
        if "menghitung" in line and not stopped:
            stopped.append(held[0].stop())

    done = background.run(publishing.list_commands(str(data)), tell, bool, held.append)
    assert (stopped, done) == ([True], 0)
    assert Versions(folder).find_current() == before
    assert [*folder.glob(f"{UNFINISHED}*"), *folder.glob(f"{DRAFT}*")] == []


def test_what_is_said_after_stopping_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(changing, "say_next_time", said.append)
    for in_time in (True, False):

        class Stopped:
            stop = staticmethod(lambda in_time=in_time: in_time)

        changing._stop(Stopped)  # type: ignore[arg-type]
    assert said == [changing.STOPPED, changing.TOO_LATE]
