"""The process that reads a stranger's file can reach that file, its own folder and nothing else."""

from __future__ import annotations

import json
import os
import socket
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.readers import SUFFIXES, confinement, read_sheets, regular
from data.readers.child import run_child
from data.settings import ROOT
from tests.data.samples import samples

pytestmark = [
    pytest.mark.proses_pembaca,
    pytest.mark.skipif(
        bool(confinement.describe_lack()),
        reason=f"the kernel of this machine cannot confine: {confinement.describe_lack()}",
    ),
]
TAKEN_OVER = """
    import ctypes, json, os, shutil, socket, subprocess, sys, threading
    from pathlib import Path

    PLACES = json.loads({places!r})
    folder = Path(os.environ["TMPDIR"])

    def connect(kind, address):
        with socket.socket(kind) as found:
            found.settimeout(5)
            found.connect(address)

    def open_ring():
        rings = ctypes.CDLL(None, use_errno=True)
        if rings.syscall(425, 1, ctypes.create_string_buffer(120)) < 0:
            raise OSError(ctypes.get_errno(), "no ring")

    ATTEMPTS = {{
        "read another file": lambda: Path(PLACES["other"]).read_bytes(),
        "read beside the file": lambda: Path(PLACES["beside"]).read_bytes(),
        "read the program's settings": lambda: Path(PLACES["program"]).read_bytes(),
        "list the folder of the file": lambda: os.listdir(PLACES["around"]),
        "read another process": lambda: Path(PLACES["process"]).read_bytes(),
        "write beside the file": lambda: Path(PLACES["around"], "baru").write_text("x"),
        "write into the file": lambda: Path(PLACES["file"]).write_text("x"),
        "overwrite another file": lambda: Path(PLACES["other"]).write_text("x"),
        "remove another file": lambda: os.unlink(PLACES["other"]),
        "rename another file": lambda: os.rename(PLACES["other"], PLACES["other"] + "2"),
        "link another file": lambda: os.link(PLACES["other"], folder / "pautan"),
        "write to the temporary folder": lambda: Path(PLACES["temporary"]).write_text("x"),
        "follow a link": lambda: Path(PLACES["link"]).read_bytes(),
        "start a program": lambda: subprocess.run(["/bin/sh", "-c", "true"], check=True),
        "start Python": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
        "connect": lambda: connect(socket.AF_INET, ("127.0.0.1", PLACES["port"])),
        "connect by IPv6": lambda: connect(socket.AF_INET6, ("::1", PLACES["port"])),
        "connect to a socket of the machine": lambda: connect(socket.AF_UNIX, PLACES["unix"]),
        "open a queue of calls": open_ring,
        "end the program": lambda: os.kill(PLACES["pid"], 0),
        "own: write in its folder": lambda: (folder / "sendiri").write_text("x"),
        "own: read the file": lambda: Path(PLACES["file"]).read_bytes(),
        "own: load a module": lambda: __import__("wave"),
    }}
    told = {{}}

    def try_all(name):
        for attempt, work in ATTEMPTS.items():
            try:
                work()
                told[f"{{attempt}}{{name}}"] = "could"
            except (OSError, ImportError) as error:
                told[f"{{attempt}}{{name}}"] = type(error).__name__

    beside = threading.Thread(target=try_all, args=[" in a thread"])
    beside.start()
    beside.join()
    try_all("")
    (folder / "laporan.json").write_text(json.dumps(told))
"""
"""Stands in the place of the library that opens workbooks, as a file might take it over, and tries
what the program's account may."""


@pytest.fixture
def attempts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return what a library that was taken over could do, by attempt."""
    around, elsewhere, modules = (tmp_path / name for name in ("raw", "lain", "modul"))
    for folder in (around, elsewhere, modules, tmp_path / "lembar"):
        folder.mkdir()
    file, other, beside = around / "a.xlsx", elsewhere / "rahasia", around / "b.csv"
    file.write_bytes(samples()[".xlsx"])
    for secret in (other, beside):
        secret.write_text("rahasia", encoding="utf-8")
    (tmp_path / "lembar" / "tautan").symlink_to(other)
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as local,
    ):
        local.bind(str(elsewhere / "soket"))
        local.listen()
        places = {
            "around": str(around),
            "beside": str(beside),
            "file": str(file),
            "link": str(tmp_path / "lembar" / "tautan"),
            "other": str(other),
            "pid": os.getpid(),
            "port": server.getsockname()[1],
            "process": f"/proc/{os.getpid()}/environ",
            "program": str(ROOT / "pyproject.toml"),
            "temporary": str(tmp_path.parent / "umum"),
            "unix": str(elsewhere / "soket"),
        }
        library = textwrap.dedent(TAKEN_OVER).format(places=json.dumps(places))
        (modules / "python_calamine.py").write_text(library, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", str(modules))
        code, said = run_child(file, tmp_path / "lembar")
        assert code == 0, said
        assert other.read_text(encoding="utf-8") == "rahasia"
        assert file.read_bytes() == samples()[".xlsx"]
        told: dict[str, str] = json.loads((tmp_path / "lembar" / "laporan.json").read_text())
        return told


def test_a_library_that_was_taken_over_reaches_nothing_else(attempts: dict[str, str]) -> None:
    assert len(attempts) > 40
    own = {name: came for name, came in attempts.items() if name.startswith("own: ")}
    assert set(own.values()) == {"could"}, "what it needs it can do"
    could = {name for name, came in attempts.items() if came == "could"} - {*own}
    if confinement._find_version() < confinement.SCOPES_SINCE:
        could -= {"end the program", "end the program in a thread"}
    assert could == set()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_is_read_with_that_alone(tmp_path: Path, suffix: str) -> None:
    """Large files and other projections are in the tests of the formats, in this process too."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(samples()[suffix])
    assert any(sheet.rows for sheet in read_sheets(path, tmp_path / "lembar"))


def test_a_large_text_is_read_with_that_alone(tmp_path: Path) -> None:
    """The library that reads it looks up how much of the machine it has, when it is loaded."""
    path = tmp_path / "a.csv"
    path.write_text("Nama;Kecamatan\n" + "Usaha;Serang\n" * (regular.LARGE // 12), encoding="ascii")
    (sheet,) = read_sheets(path, tmp_path / "lembar")
    assert sheet.rows == regular.LARGE // 12 + 1


def test_where_python_looks_for_modules_the_program_keeps_nothing_open(tmp_path: Path) -> None:
    """The folder of the program is on the path; settings, stores and received files lie in it."""
    allowed = list(confinement._list_libraries(tmp_path / "a.csv", tmp_path / "lembar"))
    assert str(ROOT) in sys.path
    for kept in (ROOT, ROOT / "var", ROOT / "dasbor.toml", ROOT / "data" / "raw", tmp_path):
        assert not any(kept.is_relative_to(place) for place in allowed), kept


@pytest.fixture
def old_kernel(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(confinement, "_find_version", lambda: 0)
    monkeypatch.setattr(confinement, "_can_filter", lambda: False)
    yield


def test_where_the_kernel_lacks_it_that_is_said(old_kernel: None, tmp_path: Path) -> None:
    said = confinement.describe_lack()
    assert "tanpa pagar dari kernel (Landlock, seccomp)" in said and "Linux 5.13" in said
    confinement.confine(tmp_path / "a", tmp_path)
    (tmp_path / "a").write_text("x", encoding="utf-8")
