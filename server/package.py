"""Where the installed Streamlit keeps its front end, found without importing it.

Importing Streamlit reads its configuration and takes a second; a build step needs neither.
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path


def read_streamlit_version() -> str:
    """Return the version of the installed Streamlit."""
    return version("streamlit")


def find_front_end() -> Path:
    """Return the folder that holds Streamlit's ``index.html`` and its ``static`` folder."""
    spec = find_spec("streamlit")
    assert spec is not None and spec.origin is not None, "Streamlit is not installed"
    return Path(spec.origin).parent / "static"
