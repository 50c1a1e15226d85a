"""What a reader has to say of a file that it can read: something in it was not taken up."""

from __future__ import annotations

from typing import NamedTuple


class Remark(NamedTuple):
    """One warning about a file or one of its sheets, so that nothing is left out in silence.

    ``aturan`` is the name that it goes by in the list of findings; ``seharusnya`` says what was
    expected and what was found, ``langkah`` the next step, both in Indonesian. ``lembar`` is the
    sheet, ``baris`` and ``posisi`` (both from 1) the first cell, where there is one.
    """

    aturan: str
    seharusnya: str
    langkah: str
    lembar: str | None = None
    baris: int | None = None
    posisi: int | None = None
