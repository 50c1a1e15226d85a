"""Counting on which websites embeds stand: what is kept, what is not, and that nothing breaks."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.settings import settings
from public.embeds.referrers import (
    KEPT_DAYS,
    LOCAL,
    MOST_A_DAY,
    OTHERS,
    UNKNOWN,
    Counts,
    make_table,
)
from tests.data.rows import Workspace

TODAY = date.today().isoformat()


def kept() -> dict[str, dict[str, dict[str, int]]]:
    """Return what lies in the file."""
    found: dict[str, dict[str, dict[str, int]]] = json.loads(settings().perujuk.read_text("utf-8"))
    return found


def counted(*referrers: str | None, own: str | None = None) -> dict[str, int]:
    """Return the hosts that are kept of requests for one embed."""
    counts = Counts()
    for referrer in referrers:
        counts.count("klaster", referrer, own)
    counts.write()
    return kept()[TODAY]["klaster"]


def test_only_day_embed_and_host_are_kept(workspace: Workspace) -> None:
    name = "budi:rahasia"  # nobody: what must not be kept
    address = f"https://{name}@Warta.Example.co.id:8443/akun/budi?token=4711#bagian"
    assert counted(address, address, "https://warta.example.co.id") == {"warta.example.co.id": 3}
    text = settings().perujuk.read_text("utf-8")
    for secret in ("budi", "rahasia", "4711", "akun", "8443", "bagian"):
        assert secret not in text
    files = {path.name for path in workspace.folder.glob("*perujuk*")}
    assert files <= {"perujuk.json", ".perujuk.json.kunci"}


@pytest.mark.parametrize(
    ("referrer", "host"),
    [
        (None, UNKNOWN),
        ("", UNKNOWN),
        ("null", UNKNOWN),
        ("about:srcdoc", UNKNOWN),
        ("https://[::1", UNKNOWN),
        ("https://" + "a" * 5000 + ".example/", UNKNOWN),
        ("https://x<script>.example/", UNKNOWN),
        ("https://situs_palsu.example/", UNKNOWN),
        ("http://10.1.2.3:8501/peta", LOCAL),
        ("http://[fe80::1]/", LOCAL),
        ("http://komputer-siti/", LOCAL),
        ("http://localhost:8501/", LOCAL),
        ("https://serangkota.go.id./", "serangkota.go.id"),
        ("https://xn--bcher-kva.example/", "xn--bcher-kva.example"),
    ],
)
def test_what_is_no_public_name_is_a_word(
    workspace: Workspace, referrer: str | None, host: str
) -> None:
    assert counted(referrer) == {host: 1}


@given(st.text(max_size=300))
def test_no_header_makes_counting_fail(referrer: str) -> None:
    counts = Counts()
    counts._clock = object()  # type: ignore[assignment]  # nothing is to be written here
    counts.count("klaster", referrer)
    counts.count("klaster", f"https://{referrer}/")
    ((_, _, host), *others) = counts._new
    assert all(len(h) <= 253 and h.isascii() for h in (host, *(key[2] for key in others)))


def test_our_own_pages_are_no_other_website(workspace: Workspace) -> None:
    own = "dasbor.example.go.id:8501"
    found = counted("http://dasbor.example.go.id:8501/sematkan", "https://lain.example/", own=own)
    assert found == {"lain.example": 1}


def test_invented_hosts_fill_a_day_and_no_more(workspace: Workspace) -> None:
    counts = Counts()
    for number in range(MOST_A_DAY + 300):
        counts.count("klaster", f"https://situs{number}.example/")
    counts.write()
    for number in range(1000, 1050):
        counts.count("klaster", f"https://situs{number}.example/")
    counts.count("klaster", "https://situs1.example/")
    counts.write()
    hosts = kept()[TODAY]["klaster"]
    assert len(hosts) == MOST_A_DAY + 1
    assert hosts[OTHERS] == 350
    assert hosts["situs1.example"] == 2
    assert sum(hosts.values()) == MOST_A_DAY + 351


def test_two_processes_add_to_one_file_and_old_days_go(workspace: Workspace) -> None:
    old = (date.today() - timedelta(days=KEPT_DAYS + 1)).isoformat()
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    before = {old: {"klaster": {"lama.example": 9}}, yesterday: {"klaster": {"a.example": 4}}}
    settings().perujuk.write_text(json.dumps(before), encoding="utf-8")
    one, other = Counts(), Counts()
    one.count("klaster", "https://a.example/")
    other.count("klaster", "https://a.example/")
    other.count("garis-ber-nib", "https://b.example/")
    one.write()
    other.write()
    assert kept() == {
        yesterday: {"klaster": {"a.example": 4}},
        TODAY: {"garis-ber-nib": {"b.example": 1}, "klaster": {"a.example": 2}},
    }
    table = make_table()
    assert list(table.itertuples(index=False, name=None))[1][::3] == ("klaster", 6)
    assert list(table["Situs"]) == ["b.example", "a.example"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"2026-01-01": 5}', '{"a": {"b": {"c": "d"}}}']
)
def test_a_damaged_file_is_begun_anew(workspace: Workspace, content: str) -> None:
    settings().perujuk.write_text(content, encoding="utf-8")
    assert make_table().empty
    assert counted("https://a.example/") == {"a.example": 1}


def test_a_folder_that_cannot_be_written_is_logged_and_no_error(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    settings().perujuk.mkdir()  # a folder in the file's place
    counts = Counts()
    counts.count("klaster", "https://a.example/")
    counts.write()
    assert "perujuk" in caplog.text


def test_counting_writes_nothing_at_once(workspace: Workspace, tmp_path: Path) -> None:
    counts = Counts()
    counts.count("klaster", "https://a.example/")
    assert not settings().perujuk.exists()
    assert counts._clock is not None
    counts._clock.cancel()
