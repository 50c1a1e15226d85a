"""The peer's tools are told to report nothing and to ask for nothing but their packages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bench import observable
from data.store.store import Store

TOLD = """#!/bin/sh
printf '%s %s %s\\n' "$1" "$OBSERVABLE_TELEMETRY_DISABLE" "$npm_config_audit" >> ../tercatat
"""


class Cube(Store):
    """A cube without a cell."""

    def __init__(self) -> None:
        pass

    def query_rows(self, *_: object) -> list[dict[str, object]]:  # type: ignore[override]
        return []


def test_every_command_runs_with_reports_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "alat" / "npm"
    npm.parent.mkdir()
    npm.write_text(TOLD)
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("OBSERVABLE_TELEMETRY_DISABLE", raising=False)
    site = observable.built(tmp_path, Cube())
    assert site == tmp_path / "observable" / "dist"
    said = (tmp_path / "tercatat").read_text().splitlines()
    assert said == ["ci true false", "exec true false"]
