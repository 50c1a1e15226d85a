"""What the Data page does to the data: long work in other processes, on record, and its outcome."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import streamlit as st

from data.access.viewer import look_up_standing, note, require
from data.progress import share
from data.settings import settings
from data.store.versions import Versions
from pages.parts import account, background
from pages.parts.plain import write_plain

OUTCOME = "_hasil"
FEW_LINES = 6  # of a failed command's output
STOPPED = "Dibatalkan. Tidak ada yang berubah."
TOO_LATE = "Terlambat untuk dibatalkan: sudah terbit, dan berkasnya diselesaikan."
COMMAND_LINE = "Di baris perintah: python -m data import BERKAS."


def may(action: str) -> bool:
    """Return whether this viewer may change the data in this way."""
    return look_up_standing(account.find_viewer()).may("tindakan", action)


def show_outcome() -> None:
    """Say what the work before this run of the page has done."""
    said = st.session_state.pop(OUTCOME, "")
    if said:
        st.success(write_plain(said))


def say_next_time(text: str) -> None:
    """Say something at the top of the page's next run."""
    st.session_state[OUTCOME] = text


def allow(action: str, subject: str) -> None:
    """Put a change on record before it is made. Raises AccessDenied or AuditError."""
    viewer = account.find_viewer()
    note(viewer, require(viewer, "tindakan", action), action, subject)


def change(
    action: str,
    subject: str,
    commands: Sequence[Sequence[str]],
    done: str,
    failed: str = "Gagal: tidak ada yang berubah.",
    undo: Callable[[], object] = bool,
    *,
    stoppable: bool = False,
) -> bool:
    """Run what changes the data, on record, and show how it goes and what became of it.

    Returns whether all of it ended well; ``done`` is then said at the next run. ``stoppable`` says
    that the first command leaves nothing behind when it is ended.
    """
    allow(action, subject)
    lines: list[str] = []
    with st.status("Bekerja …", expanded=True) as box:
        control, said_steps, bar, clock = st.container(), st.container(), st.empty(), st.empty()
        started = time.monotonic()

        def offer_stop(work: background.Work) -> None:
            if stoppable:
                control.button("Batalkan", on_click=_stop, args=(work,), key="batalkan-kerja")

        def tell(line: str) -> None:
            part = share(line)
            if part is not None:
                bar.progress(part, text=write_plain(line.split("] ", 1)[-1].split(" ...")[0]))
            elif line.endswith(" ..."):
                said_steps.markdown(write_plain(line.removesuffix(" ...").capitalize()))
            lines.append(line)

        def show_time() -> None:
            # Said anew all the time, so that a page on which something is pressed is run again.
            clock.caption(f"{time.monotonic() - started:.0f} detik")

        ended = background.run(commands, tell, undo, offer_stop, show_time)
        if ended < len(commands):
            said = failed if not ended else "Sebagian selesai."
            for line in lines[-FEW_LINES:]:
                st.markdown(write_plain(line))
            box.update(label=f"{said} Sebabnya di bawah ini.", state="error", expanded=True)
            return False
    say_next_time(done)
    return True


def _stop(work: background.Work) -> None:
    """Stop work that the page is showing, and say at the next run what became of it."""
    say_next_time(STOPPED if work.stop() else TOO_LATE)


def find_unpublished() -> str | None:
    """Return the served version of the data when another one is published, else None."""
    served = Versions(settings().gudang).find_current()
    cubes = Versions(settings().publik)
    shown = cubes.find_current()
    published = cubes.record(shown).get("gudang") if shown else None
    return served if served != published else None
