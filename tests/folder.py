"""A data folder of its own for the program, so that a bench or a test touches no other."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import asdict

from data.settings import Settings

READ = {"batas_kelurahan"}
"""What the program only reads, and so may lie elsewhere."""


def settings_file(folder: Path, **others: int) -> Path:
    """Make ``folder`` the place of all that the program keeps; return the settings file in it that
    says so. Each thing has the name of its setting; ``others`` are settings of their own."""
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    usual = asdict(Settings())
    kept = {n: p for n, p in usual.items() if isinstance(p, Path) and n not in READ}
    named = folder / "dasbor.toml"
    lines = [f'{name} = "{name}{path.suffix}"\n' for name, path in kept.items()]
    lines += [f"{name} = {value}\n" for name, value in others.items()]
    named.write_text("".join(lines), encoding="utf-8")
    return named
