"""Markup: nothing of a label becomes markup, and every number stands beside what it is."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection
from analysis.views import html, tiles
from analysis.views.heading import Heading
from analysis.views.view import Cluster, Row, Tile, View
from analysis.words import theme
from tests.data.rows import Workspace

HOSTILE = "<img src=x onerror=alert(1)>\"'&"
DARING = INDICATORS["berusaha_daring"]


HEADING = Heading("Judul", Selection("2025-06"), "Juni 2025")
HOSTILE_HEADING = Heading(HOSTILE, Selection("2025-06"), HOSTILE, HOSTILE)


def view(*rows: Row, **fields: object) -> View:
    return replace(View(DARING, HEADING, "Kalimat.", rows, "Sumber"), **fields)


def assert_harmless(markup: str, times: int = 1) -> None:
    """Check that hostile text is all there and none of it is markup."""
    assert "<img" not in markup
    assert markup.count("&lt;img src=x onerror=alert(1)&gt;&#34;&#39;&amp;") >= times


def test_a_hostile_label_stays_text_in_bars() -> None:
    row = Row("1", HOSTILE, 40.0, HOSTILE, origin="sintetis")
    made = view(row, heading=HOSTILE_HEADING, source=HOSTILE)
    assert_harmless(html.render_bars(made), 5)
    assert_harmless(html.render_heading(made), 3)
    assert_harmless(html.render_about(made), 2)


def test_a_hostile_label_stays_text_in_a_tile() -> None:
    row = Row("1", HOSTILE, 40.0, HOSTILE, reference=HOSTILE)
    entry = replace(DARING, pendek=HOSTILE, semesta=HOSTILE, definisi=HOSTILE)
    made = Tile(entry, HOSTILE_HEADING, row, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    assert_harmless(html.render_tiles([made]), 9)


def test_a_hostile_label_stays_text_in_clusters_files_and_legend() -> None:
    cluster = Cluster("1", HOSTILE, HOSTILE, HOSTILE, 10, None, HOSTILE)
    assert_harmless(html.render_clusters(HOSTILE_HEADING, [cluster], synthetic=True), 7)
    file = {"berkas": HOSTILE, "tabel": HOSTILE, "dibaca": 1, "diterima": 1, "ditolak": 0}
    assert_harmless(html.render_files([file | {"sha256": HOSTILE * 2}]), 2)
    nothing = SimpleNamespace(example=None, areas=(), marks=())
    assert_harmless(html.render_map_key(nothing, [(HOSTILE, HOSTILE)], HOSTILE), 3)


def test_a_hostile_row_of_the_ledger_stays_text() -> None:
    row = dict.fromkeys(
        ("pernyataan", "rincian", "pejabat_atau_kantor", "sumber", "rujukan"), HOSTILE
    )
    row |= {"tanggal": None, "angka": None, "batas_bawah": None, "status": "angka"}
    assert_harmless(html.render_ledger([row]), 4)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", HOSTILE, None])
def test_only_a_web_address_becomes_a_link(address: str | None) -> None:
    row = {"pernyataan": "a", "sumber": "Koran", "rujukan": address, "tanggal": "2022-06-24"}
    markup = html.render_facts([row])
    assert "<a " not in markup
    assert "Koran" in markup


def test_a_web_address_becomes_a_link_that_gives_the_opener_away_to_nobody() -> None:
    row = {"pernyataan": "a", "sumber": "Koran", "tanggal": "2022-06-24"}
    markup = html.render_facts([row | {"rujukan": "https://koran.example/1"}])
    assert '<a href="https://koran.example/1" target="_blank" rel="noopener">Koran</a>' in markup


def test_a_withheld_row_shows_its_sign_no_bar_and_what_the_sign_means() -> None:
    markup = html.render_bars(view(Row("1", "Curug", None, "x", sign="x", origin="sintetis")))
    assert re.search(r'<td class="du-angka">x\s*</td>', markup)
    assert "<span style" not in markup
    assert f"x = {theme.SIGNS['x']}" in markup


def test_a_withheld_tile_shows_its_sign_and_what_it_means() -> None:
    row = Row("1", "Curug", None, "x", sign="x", origin="sintetis")
    markup = html.render_tiles([Tile(DARING, HEADING, row)])
    assert '<p class="du-nilai">x</p>' in markup
    assert theme.SIGNS["x"] in markup


def test_bars_are_as_long_as_their_share() -> None:
    markup = html.render_bars(view(Row("1", "a", 50.0, "50,0 %"), Row("2", "b", 12.5, "12,5 %")))
    assert re.findall(r'<span style="width:([\d.]+)%"', markup) == ["50.0", "12.5"]


def test_bars_of_counts_are_measured_by_the_longest() -> None:
    rows = (Row("1", "a", 200.0, "200 usaha"), Row("2", "b", 50.0, "50 usaha"))
    markup = html.render_bars(view(*rows, indicator=INDICATORS["jumlah_umkm"]))
    assert re.findall(r'<span style="width:([\d.]+)%"', markup) == ["100.0", "25.0"]


@pytest.mark.parametrize(
    ("kode", "periode"),
    [
        (kode, periode)
        for kode, entry in INDICATORS.items()
        for periode in ("2022-06", "2025-06")
        if not entry.labels and periode >= entry.periode_pertama
    ],
)
def test_every_tile_carries_mark_unit_date_source_and_universe(
    demo: Workspace, kode: str, periode: str
) -> None:
    entry = INDICATORS[kode]
    markup = html.render_tiles([tiles.make_tile(demo.publik, kode, Selection(periode))])
    marks = re.findall(r'<span class="du-cap[^"]*">(.*?)</span>', markup)
    assert marks in (["Data sintetis"], ["Terbit"])
    unit = "%" if entry.satuan == "persen" else entry.satuan
    assert f"<small>{unit}</small>" in markup
    for word, text in {
        "Tanggal": theme.period(periode),
        "Satuan": entry.satuan,
        "Semesta": entry.semesta,
        "Sumber": entry.sumber,
    }.items():
        assert f"<dt>{word}</dt><dd>{text}" in markup


def test_the_published_count_of_2022_is_marked_as_published_and_links_to_its_report(
    demo: Workspace,
) -> None:
    markup = html.render_tiles([tiles.make_tile(demo.publik, "jumlah_umkm", Selection("2022-06"))])
    assert ">Terbit</span>" in markup
    assert re.search(r'<a href="https://[^"]+"[^>]*>berita asal</a>', markup)


def test_the_stylesheet_hash_is_that_of_what_stands_between_the_tags() -> None:
    digest = hashlib.sha256(html.build_stylesheet().encode()).digest()
    assert html.hash_stylesheet() == f"sha256-{base64.b64encode(digest).decode()}"
    assert "</" not in html.build_stylesheet()


def test_the_key_of_signs_explains_every_sign() -> None:
    markup = html.render_signs()
    for sign, meaning in theme.SIGNS.items():
        assert not sign or f"<dt>{sign}</dt><dd>{meaning}</dd>" in markup
    for half, meaning in theme.BANDS.items():
        name = theme.BAND_NAMES[half]
        assert not half or f"<dt>x {name}</dt><dd>{meaning}</dd>" in markup


def test_a_correction_is_a_line_with_both_numbers_the_reason_and_its_embeds() -> None:
    row = {"angka": "NIB, Serang", "semula": "50,0 %", "menjadi": "46,2 %", "sejak": "1 Juni 2025"}
    said = [
        row | {"alasan": "Penyebut <b>keliru</b>.", "sematan": ["kartu-ber-nib", "peta-ber-nib"]},
        row | {"alasan": "", "sematan": []},
    ]
    first, second = re.findall(r"<li>(.*?)</li>", html.render_corrections(said))
    assert first == (
        "<strong>NIB, Serang</strong>: semula 50,0 %, menjadi 46,2 % sejak 1 Juni 2025. "
        "Alasan: Penyebut &lt;b&gt;keliru&lt;/b&gt;. "
        '<span class="du-redup">Ada di sematan kartu-ber-nib, peta-ber-nib.</span>'
    )
    assert second.endswith("sejak 1 Juni 2025. Alasan: belum ditulis.")
