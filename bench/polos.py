"""The plain page: what Ringkasan shows, as a competent and unhurried author would write it.

    streamlit run bench/polos.py -- var/publik/VERSION/publik.duckdb

A sentence and its number, the table of what is reached, the kecamatan on a map and by indicator,
what stands out, and how good the data are. Queries are cached and nothing else is arranged. It is
measured beside our page and not served.
"""

import json
import sys
from pathlib import Path

import duckdb
import pandas as pd
import plotly.express as px
import streamlit as st
from pandas.io.formats.style import Styler

CITY = "36.73"
CLASSES = {"Semua skala": "", "Mikro": "mikro", "Kecil dan menengah": "kecil_menengah"}
NAMES = {
    "berusaha_daring": "Berjualan daring (%)",
    "ber_nib": "Memiliki NIB (%)",
    "ekspor_daring": "Ekspor lewat daring (usaha)",
    "jumlah_umkm": "UMKM tercatat (usaha)",
    "bayar_digital": "Bayar digital (%)",
    "dasar_digital": "Digital dasar (%)",
    "marketplace_kota": "Di marketplace kota (%)",
    "naik_kelas": "Naik kelas (%)",
}
COLUMNS = [kode for kode in NAMES if kode != "ekspor_daring"]
BANDS = {"sangat kurang": 0, "kurang": 50, "cukup": 65, "baik": 75, "sangat baik": 90}
SHAPES = Path(__file__).parents[1] / "wilayah" / CITY / "kecamatan.geojson"


@st.cache_resource
def connect() -> duckdb.DuckDBPyConnection:
    """Open the published cube."""
    return duckdb.connect(sys.argv[1], read_only=True)


@st.cache_data
def query(sql: str, *parameters: str) -> pd.DataFrame:
    """Return the rows of one query."""
    return connect().cursor().execute(sql, parameters).df()


@st.cache_data
def read_shapes() -> dict[str, object]:
    """Return the outlines of the kecamatan."""
    shapes: dict[str, object] = json.loads(SHAPES.read_text(encoding="utf-8"))
    return shapes


@st.cache_data
def read_cells(kind: str) -> pd.DataFrame:
    """Return every value of the city and its kecamatan in a class of businesses, and of all
    classes where an indicator has none."""
    return query(
        """
        select indikator, periode, kode_wilayah, nama, sel.tingkat, nilai, pembilang, penyebut
        from sel join wilayah using (kode_wilayah)
        where sumber = 'register' and sel.tingkat in ('kota', 'kecamatan')
          and dimensi in ('', 'skala_gabung')
        qualify kategori = max(case when kategori in ('', ?) then kategori end)
          over (partition by indikator, periode, kode_wilayah)
        order by periode
        """,
        kind,
    )


def list_reached(cells: pd.DataFrame, area: str, period: str) -> pd.DataFrame:
    """Return every key indicator with its target, what is reached of it, its course and change."""
    targets = query("select * from target where periode = ?", period).set_index("indikator")
    rows = []
    for kode, name in NAMES.items():
        of_kode = cells[(cells["indikator"] == kode) & (cells["periode"] <= period)]
        own = of_kode[of_kode["kode_wilayah"] == area]
        course = (own if len(own) else of_kode[of_kode["kode_wilayah"] == CITY])["nilai"].tolist()
        if not course:
            continue
        aimed = area == CITY and kode in targets.index
        target = targets.loc[kode, "nilai"] if aimed else None
        reached = 100 * course[-1] / target if target else None
        word = "" if reached is None else [w for w, low in BANDS.items() if reached >= low][-1]
        change = course[-1] - course[-2] if len(course) > 1 else None
        rows.append((name, course[-1], target, reached, word, course, change))
    names = ["Indikator", "Realisasi", "Target", "Capaian", "Predikat", "Perjalanan", "Perubahan"]
    return pd.DataFrame(rows, columns=names).sort_values("Capaian")


def shade(table: pd.DataFrame) -> pd.DataFrame:
    """Return the colour of each value by how far it lies from the city's, in the first row."""
    lead = table / table.iloc[0] - 1
    styles = pd.DataFrame("", index=table.index, columns=table.columns)
    for low, colour in ((-9, "#e8b86a"), (-0.15, "#f7e8cc"), (-0.03, ""), (0.03, "#d4eae6")):
        styles = styles.mask(lead >= low, f"background-color:{colour}" if colour else "")
    styles = styles.mask(lead >= 0.15, "background-color:#85c5bd")
    styles["UMKM tercatat (usaha)"] = ""
    return styles


def make_matrix(cells: pd.DataFrame, period: str) -> Styler:
    """Return the kecamatan by indicator below the city, the highest share first."""
    now = cells[(cells["periode"] == period) & cells["indikator"].isin(COLUMNS)]
    wide = now.pivot(index=["tingkat", "nama"], columns="indikator", values="nilai")
    wide = wide.reindex(columns=COLUMNS)
    parts = wide.xs("kecamatan").sort_values("berusaha_daring", ascending=False)
    table = pd.concat([wide.xs("kota"), parts]).rename(columns=NAMES)
    return table.style.apply(shade, axis=None).format("{:,.1f}", na_rep="x")


def list_striking(card: pd.DataFrame, cells: pd.DataFrame, period: str) -> list[str]:
    """Return what falls short most, the lowest product where fewest sell online, and how old the
    data are."""
    said = []
    short = card[card["Capaian"] < 100]
    if len(short):
        said.append(
            f"**{short['Indikator'].iloc[0]}**: {short['Capaian'].iloc[0]:.1f} % dari target."
        )
    online = cells[(cells["indikator"] == "berusaha_daring") & (cells["periode"] == period)]
    online = online[online["tingkat"] == "kecamatan"].dropna(subset="nilai").sort_values("nilai")
    if len(online):
        products = query(
            """
            select kategori, nilai from sel where indikator = 'berusaha_daring'
              and dimensi = 'produk' and kode_wilayah = ? and periode = ? and nilai is not null
            order by nilai limit 1
            """,
            online["kode_wilayah"].iloc[0],
            period,
        )
        lowest = f" Terendah: {products['kategori'].iloc[0]}." if len(products) else ""
        name, value = online[["nama", "nilai"]].iloc[0]
        said.append(f"**{name}** paling rendah: {value:.1f} %.{lowest}")
    return said


st.set_page_config(page_title="UMKM Digital Kota Serang", page_icon="📊", layout="wide")
st.info("Data sintetis: sebagian besar angka di sini dibuat untuk contoh.")
st.title("Ringkasan")

periods = query("select distinct periode from sel where sumber = 'register' order by 1 desc")
districts = query("select nama, kode_wilayah from wilayah where tingkat = 'kecamatan' order by 2")
codes = {"Semua kecamatan": CITY} | dict(
    zip(districts["nama"], districts["kode_wilayah"], strict=True)
)
one, two, three = st.columns(3)
period = one.selectbox("Periode", periods["periode"])
place = two.selectbox("Kecamatan", list(codes))
cells = read_cells(CLASSES[three.selectbox("Skala usaha", list(CLASSES))])
card = list_reached(cells, codes[place], period)

first = card[card["Indikator"] == NAMES["berusaha_daring"]].iloc[0]
missed = card[card["Capaian"] < 100]["Indikator"].tolist()
st.metric(
    "UMKM berjualan daring", "x" if pd.isna(first["Realisasi"]) else f"{first['Realisasi']:.1f} %"
)
if missed:
    st.markdown(f"**Belum tercapai: {', '.join(missed)}.**")

left, right = st.columns([3, 1])
with left:
    st.subheader("Capaian")
    st.dataframe(
        card,
        hide_index=True,
        column_config={
            "Realisasi": st.column_config.NumberColumn(format="%.1f"),
            "Target": st.column_config.NumberColumn(format="%.1f"),
            "Capaian": st.column_config.ProgressColumn(format="%.1f %%", max_value=120),
            "Perjalanan": st.column_config.LineChartColumn(),
            "Perubahan": st.column_config.NumberColumn(format="%+.1f"),
        },
    )
with right:
    st.subheader("Di mana tertinggal")
    online = cells[(cells["indikator"] == "berusaha_daring") & (cells["periode"] == period)]
    drawn = px.choropleth(
        online[online["tingkat"] == "kecamatan"],
        geojson=read_shapes(),
        locations="kode_wilayah",
        featureidkey="properties.kode_kemendagri",
        color="nilai",
        hover_name="nama",
        hover_data=["pembilang", "penyebut"],
    )
    drawn.update_geos(fitbounds="locations", visible=False)
    st.plotly_chart(drawn, key="peta")

left, right = st.columns([5, 3])
with left:
    st.subheader("Indikator menurut kecamatan")
    st.dataframe(make_matrix(cells, period))
with right:
    st.subheader("Yang perlu diperhatikan")
    for line in list_striking(card, cells, period):
        st.markdown(f"- {line}")

quality = cells[(cells["periode"] == period) & (cells["kode_wilayah"] == CITY)]
quality = quality.set_index("indikator")["nilai"]
age, covered = quality.get("kesegaran"), quality.get("cakupan")
if age is not None and covered is not None:
    st.caption(
        f"Umur data {age:.0f} hari; register mencakup {covered:.1f} % dari yang diperkirakan."
    )
st.caption("Sumber: register dinas dan survei adopsi digital.")
