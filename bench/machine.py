"""On what it was measured: absolute numbers mean little without it."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("streamlit", "duckdb", "plotly", "pydeck", "pandas", "protobuf", "uvicorn", "starlette")


def processor() -> str:
    """Return the model of the processor, the number of cores and how busy they are."""
    model = _model() or platform.processor() or platform.machine()
    return f"{model}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the start"


def _model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, "")


def python() -> str:
    """Return the version of Python and the operating system."""
    return f"{platform.python_version()} on {platform.system()} {platform.release()}"


def packages() -> str:
    """Return the versions of what matters."""
    return ", ".join(f"{name} {version(name)}" for name in PACKAGES)


def facts() -> dict[str, str]:
    """Return what the table says of the machine, name by name."""
    return {"processor": processor(), "Python": python(), "packages": packages()}
