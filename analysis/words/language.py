"""The language in which things are said: Indonesian, unless a block speaks another.

The Indonesian text is its own key. Other languages are catalogues in ``terjemahan``, one file
each; a text without a translation raises, so that two languages are never mixed in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from data.city import OUR_CITY
from data.settings import CITY_FOLDER

FOLDER = Path(__file__).parent / "terjemahan"
THE_CITY = "{kota}"
"""Stands for the name of the city in the catalogues."""
OWN = "id"
LANGUAGES = (OWN, *sorted(path.stem for path in FOLDER.glob("*.po")))

_spoken: ContextVar[str] = ContextVar("bahasa", default=OWN)


class Untranslated(LookupError):
    """A text that is to be said in a language whose catalogue lacks it."""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in the block in one of ``LANGUAGES``."""
    assert language in LANGUAGES, language
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def get_language() -> str:
    """Return the language spoken now, which is also its name in the Unicode locale data. What is
    cached of words has it in its key."""
    return _spoken.get()


def kata(text: str, **values: object) -> str:
    """Return a text in the language spoken now, ``values`` put in the places that it names.

    Raises Untranslated where the catalogue does not have it.
    """
    if text and get_language() != OWN:
        if text not in read_catalogue(get_language()):
            raise Untranslated(f"{get_language()}.po: {text!r}")
        text = read_catalogue(get_language())[text]
    return text.format(**values) if values else text


def kutipan(text: str) -> str:
    """Return what somebody has said in the language spoken now, or in its own words where the
    catalogue does not have it: the office may add a statement without a translator."""
    return text if get_language() == OWN else read_catalogue(get_language()).get(text, text)


@cache
def read_catalogue(language: str) -> dict[str, str]:
    """Return a language's texts by their Indonesian ones: everybody's, then the city's own."""
    return {
        text.replace(THE_CITY, OUR_CITY.nama): said.replace(THE_CITY, OUR_CITY.nama_lain[language])
        for folder in (FOLDER, CITY_FOLDER / "terjemahan")
        for text, said in _read_messages(folder / f"{language}.po", language)
    }


def _read_messages(path: Path, language: str) -> Iterator[tuple[str, str]]:
    """Yield each text of a catalogue and its translation, without those not yet translated."""
    with path.open("rb") as handle:
        for message in read_po(handle, locale=language):
            if message.id and message.string and not message.fuzzy:
                yield str(message.id), str(message.string)
