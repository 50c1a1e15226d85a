"""The plain page: what Ringkasan shows, as a competent and unhurried author would write it.

    streamlit run bench/polos.py -- var/publik/VERSION/publik.duckdb

Queries are cached and nothing else is arranged. It is measured beside our page and not served.
"""

import sys

import duckdb
import pandas as pd
import plotly.express as px
import streamlit as st

CITY = "36.73"
CLASSES = {"Semua skala": "", "Mikro": "mikro", "Kecil dan menengah": "kecil_menengah"}
CHANNELS = {
    "pesan": "Aplikasi pesan",
    "medsos": "Media sosial",
    "marketplace": "Marketplace",
    "email": "Email",
    "situs": "Situs sendiri",
}


@st.cache_resource
def connect() -> duckdb.DuckDBPyConnection:
    """Open the published cube."""
    return duckdb.connect(sys.argv[1], read_only=True)


@st.cache_data
def query(sql: str, *parameters: str) -> pd.DataFrame:
    """Return the rows of one query."""
    return connect().cursor().execute(sql, parameters).df()


@st.cache_data
def history(indicator: str, area: str, kind: str) -> pd.DataFrame:
    """Return one indicator over time for an area and a class of businesses."""
    return query(
        """
        select periode, nilai, pembilang, penyebut from sel
        where indikator = ? and kode_wilayah = ? and kategori = ? and sumber = 'register'
        order by periode
        """,
        indicator,
        area,
        kind,
    )


def show_metric(name: str, unit: str, indicator: str, area: str, kind: str) -> None:
    """Show one indicator's value with its change."""
    rows = history(indicator, area, kind)
    scope = name
    if rows.empty:
        rows = history(indicator, CITY, "")
        scope = f"{name} (kota)"
    rows = rows[rows["periode"] <= period]
    target = query(
        "select nilai from target where indikator = ? and kode_wilayah = ? and periode = ?",
        indicator,
        area,
        period,
    )
    digits = 1 if unit == "%" else 0
    value = rows["nilai"].iloc[-1]
    change = f"{value - rows['nilai'].iloc[-2]:+,.{digits}f}" if len(rows) > 1 else None
    note = f"Target {target['nilai'].iloc[0]:,.{digits}f} {unit}" if len(target) else None
    text = "x" if pd.isna(value) else f"{value:,.{digits}f} {unit}"
    st.metric(scope, text, change, help=note, border=True)


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
area = codes[two.selectbox("Kecamatan", list(codes))]
kind = CLASSES[three.selectbox("Skala usaha", list(CLASSES))]

by_district = query(
    """
    select nama as "Kecamatan", nilai as "Persen", pembilang, penyebut
    from sel join wilayah using (kode_wilayah)
    where indikator = 'berusaha_daring' and sel.tingkat = 'kecamatan' and periode = ?
      and kategori = ? and dimensi in ('', 'skala_gabung') and sumber = 'register'
    order by nilai
    """,
    period,
    kind,
)
lowest = by_district.iloc[0]
st.markdown(f"**Paling rendah di {lowest['Kecamatan']}: {lowest['Persen']:.1f} %.**")

tiles = st.columns(5)
with tiles[0]:
    show_metric("Berusaha daring", "%", "berusaha_daring", area, kind)
with tiles[1]:
    show_metric("UMKM tercatat", "usaha", "jumlah_umkm", area, kind)
with tiles[2]:
    show_metric("Memiliki NIB", "%", "ber_nib", area, kind)
with tiles[3]:
    show_metric("Ekspor lewat daring", "usaha", "ekspor_daring", area, kind)
with tiles[4]:
    show_metric("Kesegaran data", "bulan", "kesegaran", area, kind)

left, right = st.columns(2)
with left:
    st.subheader("Di mana tertinggal")
    bars = px.bar(
        by_district,
        x="Persen",
        y="Kecamatan",
        orientation="h",
        hover_data=["pembilang", "penyebut"],
        range_x=[0, 100],
    )
    st.plotly_chart(bars, key="kecamatan")
with right:
    st.subheader("Perjalanannya")
    st.plotly_chart(
        px.bar(history("berusaha_daring", area, kind), x="periode", y="nilai", range_y=[0, 100]),
        key="periode",
    )
    st.subheader("Lewat kanal apa")
    channels = query(
        """
        select kategori, nilai from sel
        where indikator = 'kanal_daring' and kode_wilayah = ? and periode = ?
          and sumber = 'register'
        order by nilai
        """,
        area,
        period,
    )
    channels = channels.assign(kategori=channels["kategori"].map(CHANNELS))
    st.plotly_chart(
        px.bar(channels, x="nilai", y="kategori", orientation="h", range_x=[0, 100]), key="kanal"
    )

st.subheader("Dari mana angkanya")
files = query("select berkas, tabel, dibaca, diterima, ditolak, sha256 from berkas order by 1")
st.dataframe(files, hide_index=True)
st.caption("Sumber: register dinas dan survei adopsi digital.")
