"""What the kernel takes from the process that reads a stranger's file: every file but that one,
every place to write but its own folder, every other program, and the network.

A library that a file has taken over could otherwise do whatever the program's account may: read the
stores, send them away. Landlock (Linux 5.13) shuts off the files, seccomp the sockets; both are
asked by plain calls, since Python has none for them and no library is needed. What the kernel lacks
is left open, and ``describe_lack`` says so.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""System calls; the same numbers on every machine that Python runs on."""
ASK_VERSION = 1
PATH_BENEATH = 1
SET_NO_NEW_PRIVS, GET_SECCOMP, SET_SECCOMP = 38, 21, 22
FILTER = 2

EXECUTE, WRITE, READ, LIST, REMOVE_FOLDER, REMOVE, MAKE_FOLDER, MAKE = (
    1 << bit for bit in (0, 1, 2, 3, 4, 5, 7, 8)
)
TRUNCATE = 1 << 14
RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights over files there are, by the version of Landlock that brought the last one."""
ANY_TCP, ANY_SCOPE = 0b11, 0b11
TCP_SINCE, SCOPES_SINCE = 4, 6
OF_A_FILE = EXECUTE | WRITE | READ | TRUNCATE
WORK = WRITE | READ | LIST | REMOVE_FOLDER | REMOVE | MAKE_FOLDER | MAKE | TRUNCATE

HERE = Path(__file__).resolve().parent
SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store"),
    *("/usr/share/zoneinfo", "/etc/ld.so.cache", "/etc/localtime", "/dev/urandom"),
    *("/proc/self/cgroup", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu"),
    "/sys/fs/cgroup",
)
"""Where libraries, and what they look up, lie on Linux: DuckDB ends the process when it may not ask
how much of the machine it has."""

SOCKETS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: what seccomp calls it, and its number for a new socket."""
NEW_RING = 425
"""The system call of a queue of further calls, new sockets among them."""
FOREIGN_CALLS = 0x40000000
"""From here on x86_64 has the calls of another convention, a new socket among them."""
LACK = (
    "Pembaca berkas berjalan tanpa pagar dari kernel ({}): berkas yang menjebak pembacanya dapat "
    "menjangkau berkas lain milik akun program. Pakai Linux 5.13 atau lebih baru dengan Landlock "
    "dan seccomp."
)


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def describe_lack() -> str:
    """Return the sentence about what the kernel of this machine cannot shut off, '' for nothing."""
    lacking = [
        *(["Landlock"] if _find_version() < 1 else []),
        *([] if _can_filter() else ["seccomp"]),
    ]
    return LACK.format(", ".join(lacking)) if lacking else ""


def confine(path: Path, folder: Path) -> None:
    """Leave to this process one file to read and one folder to write in, both whole names, beside
    the libraries; as far as the kernel can.

    It holds for what this process starts from now on as well, and nothing takes it back. Raises
    OSError where the kernel has it and refuses: then nothing may be read.
    """
    version = _find_version()
    if version < 1 and not _can_filter():
        return
    _ask(_load_system().prctl(SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    if version >= 1:
        _confine_files(version, path, folder)
    if _can_filter():
        _refuse_sockets()


def _load_system() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _ask(result: int) -> int:
    """Return what a call of the system gave. Raises OSError for an error."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def _find_version() -> int:
    """Return the version of Landlock, below 1 where there is none."""
    if sys.platform != "linux":
        return 0
    return int(_load_system().syscall(CREATE_RULESET, None, 0, ASK_VERSION))


def _can_filter() -> bool:
    """Return whether sockets can be refused: on Linux, on a machine whose calls are known here."""
    known = sys.platform == "linux" and platform.machine() in SOCKETS
    return known and _load_system().prctl(GET_SECCOMP, 0, 0, 0, 0) >= 0


def _confine_files(version: int, path: Path, folder: Path) -> None:
    """Refuse whatever is not allowed below by name."""
    rights = (1 << max(count for since, count in RIGHTS.items() if since <= version)) - 1
    ruleset = _Ruleset(
        rights,
        ANY_TCP if version >= TCP_SINCE else 0,
        ANY_SCOPE if version >= SCOPES_SINCE else 0,
    )
    size = ctypes.sizeof(ruleset)
    rules = _ask(_load_system().syscall(CREATE_RULESET, ctypes.byref(ruleset), size, 0))
    try:
        _allow(rules, path, READ & rights)
        _allow(rules, folder, WORK & rights)
        _allow(rules, Path(os.devnull), (READ | WRITE) & rights)
        for known in _list_libraries(path, folder):
            _allow(rules, known, (READ | LIST) & rights)
        _ask(_load_system().syscall(RESTRICT_SELF, rules, 0))
    finally:
        os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    """Allow rights over a file, or over all that lies in a folder; nothing of what is not there."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EACCES):
            return
        raise
    try:
        beneath = _Beneath(rights if path.is_dir() else rights & OF_A_FILE, handle)
        _ask(_load_system().syscall(ADD_RULE, rules, PATH_BENEATH, ctypes.byref(beneath), 0))
    finally:
        os.close(handle)


def _list_libraries(path: Path, folder: Path) -> Iterator[Path]:
    """Yield where code and libraries lie. A folder that holds the file, its work, or the program
    with all that it keeps is none, wherever Python may look for modules."""
    named = [HERE, *map(Path, SYSTEM), *map(Path, filter(None, sys.path)), *_list_named()]
    named += [Path(prefix, "lib") for prefix in {sys.prefix, sys.base_prefix}]
    for found in dict.fromkeys(place.resolve() for place in named):
        if not any(inside.is_relative_to(found) for inside in (path, folder, HERE.parent)):
            yield found


def _list_named() -> Iterable[Path]:
    return map(Path, filter(None, os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)))


def _refuse_sockets() -> None:
    """Refuse new sockets of any kind, also by way of a queue of calls."""
    kind, new_socket = SOCKETS[platform.machine()]
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    refused, allowed, killed = 0x00050000 | errno.EACCES, 0x7FFF0000, 0x80000000
    steps = (
        (load, 0, 0, 4),  # the convention of the call
        (equal, 0, 5, kind),
        (load, 0, 0, 0),  # its number
        (at_least, 4, 0, FOREIGN_CALLS),
        (equal, 3, 0, new_socket),
        (equal, 2, 0, NEW_RING),
        (answer, 0, 0, allowed),
        (answer, 0, 0, killed),
        (answer, 0, 0, refused),
    )
    packed = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), packed)
    _ask(_load_system().prctl(SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0))
