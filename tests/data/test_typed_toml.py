"""What a person writes in a file is taken whole or refused with the place and the next step."""

from __future__ import annotations

from pathlib import Path
from typing import get_type_hints

import pytest
from msgspec.structs import fields

from data.errors import SettingsError
from data.layouts.layout import read_layout
from data.settings import Settings, read_settings

WRITTEN = {"5": "5", "true": "true", '"teks"': "teks", '["a"]': "daftar", '{ a = "b" }': "bagian"}
"""A value of each kind of TOML, and what it is called in a refusal."""
FITS = {int: {"5"}, bool: {"true"}, tuple: {'["a"]'}}
HINTS = get_type_hints(Settings)


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
@pytest.mark.parametrize("written", WRITTEN)
def test_a_setting_of_another_type_is_refused_by_its_name_and_what_stands_there(
    tmp_path: Path, name: str, written: str
) -> None:
    file = tmp_path / "dasbor.toml"
    file.write_text(f"{name} = {written}\n", encoding="utf-8")
    wanted = FITS.get(getattr(HINTS[name], "__origin__", HINTS[name]), {'"teks"'})
    if written in wanted:
        assert getattr(read_settings(file), name)
        return
    with pytest.raises(SettingsError) as raised:
        read_settings(file)
    said = str(raised.value)
    assert said.startswith(f"{file}: '{name}' salah bentuk: tulis ")
    assert said.endswith(f", bukan {WRITTEN[written]}. Perbaiki berkas ini.")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"sesi = 5\n", "'sesi' tidak dikenal. Yang ada: raw, gudang, "),
        (b"sesi_maks = 0\n", "tulis bilangan bulat mulai dari 1, tanpa tanda kutip, bukan 0."),
        (b"host = ['a', 1]\n", "host ke-2: 'host' salah bentuk: tulis teks"),
        (b"sesi_maks =\n", "tidak dapat dibaca"),
        (b'raw = "\xff"\n', "tidak dapat dibaca"),
        (None, "tidak dapat dibaca"),
    ],
)
def test_settings_that_cannot_be_used_say_where_and_what_next(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    file = tmp_path / "dasbor.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError) as raised:
        read_settings(file)
    assert str(raised.value).startswith(f"{file}: ")
    assert said in str(raised.value)
    assert str(raised.value).endswith("Perbaiki berkas ini.")


def test_a_fault_deep_in_a_layout_says_in_which_of_several_parts_it_is() -> None:
    text = 'judul = "A"\ntabel = "usaha"\npenanda = ["ID"]\n[kolom]\nid_usaha = ["ID"]\n'
    for words in ('{ "Ya" = "ya" }', '{ "Ya" = "ya", "1" = "ya", "0" = false }'):
        text += f'[[nilai]]\nkolom = ["punya_nib"]\npeta = {words}\n'
    with pytest.raises(SettingsError) as raised:
        read_layout("baru.toml", text)
    assert str(raised.value) == (
        "baru.toml: nilai ke-2: 'nilai.peta.0' salah bentuk: tulis teks di antara tanda kutip, "
        "bukan false. Perbaiki berkas ini."
    )
