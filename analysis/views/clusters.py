"""The published product clusters: a product in a kecamatan or kelurahan, online against not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.definitions.dimensions import DIMENSIONS, NO_CLUSTER
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection
from analysis.views.cells import Cell, make_row, read_cells, select_band
from analysis.views.heading import Heading, make_heading
from analysis.views.view import Cluster, ProductCluster
from analysis.words import theme
from analysis.words.language import kata
from data.store.store import Store


def make_clusters_heading(selection: Selection) -> Heading:
    """Return the heading of the clusters of a choice; they are published for all classes."""
    return make_heading(kata("Klaster produk"), replace(selection, skala=""), selection)


def write_clusters_headline(store: Store, selection: Selection) -> str:
    """Return the sentence that opens a page about clusters: how many and how large they are, which
    one is the most and which the least online, of the chosen area and period."""
    found = read_product_clusters(store, selection)
    where = f"{selection.area_name}, {theme.period(selection.periode)}"
    if not found:
        return kata("{wilayah}: belum ada klaster produk yang terbit.", wilayah=where)
    said = kata(
        "{klaster} klaster produk, {cacah} usaha di {wilayah}",
        klaster=theme.number(len(found)),
        cacah=theme.number(sum(cluster.n for cluster in found)),
        wilayah=where,
    )
    known = sorted((c for c in found if c.value is not None), key=lambda c: c.value or 0.0)
    if len(known) < 2:
        return f"{said}."
    ends = kata(
        "{atas} paling daring ({nilai_atas}), {bawah} paling rendah ({nilai_bawah})",
        atas=_name_briefly(known[-1], found),
        nilai_atas=known[-1].share,
        bawah=_name_briefly(known[0], found),
        nilai_bawah=known[0].share,
    )
    return f"{said}: {ends}."


def _name_briefly(cluster: ProductCluster, found: list[ProductCluster]) -> str:
    """Return a product as it stands in a sentence, with its area where others make it too."""
    name = theme.inside(cluster.product)
    alone = sum(other.key == cluster.key for other in found) == 1
    return name if alone else kata("{produk} {wilayah}", produk=name, wilayah=cluster.area)


def read_product_clusters(
    store: Store, selection: Selection, level: str = "kecamatan"
) -> list[ProductCluster]:
    """Return the product clusters of each area of a level in a period, of those that lie in the
    chosen area: areas in code order, in each the largest first.

    A product is here when its count may be shown and is not zero.
    """
    answers = {
        (r["kode_wilayah"], r["kategori"]): r
        for r in _read_products(store, "berusaha_daring", selection, level)
    }
    found = [
        make_product_cluster(r, answers.get((r["kode_wilayah"], r["kategori"])))
        for r in _read_products(store, "jumlah_umkm", selection, level)
        if r["kategori"] not in NO_CLUSTER and r["tanda"] != "x" and r["n"]
    ]
    return sorted(found, key=lambda cluster: (cluster.code, -cluster.n, cluster.key))


def _read_products(store: Store, kode: str, selection: Selection, level: str) -> list[Cell]:
    """Return the cells of a period by product, of the areas of a level in the chosen one."""
    table = read_cells(
        store,
        kode,
        tingkat=level,
        periode=selection.periode,
        dimensi="produk",
        sumber="register",
    )
    return [r for r in table if r["kode_wilayah"].startswith(selection.wilayah)]


def make_product_cluster(count: Cell, answer: Cell | None) -> ProductCluster:
    """Return a product in an area from the cells of its number and of its answer."""
    row = make_row(INDICATORS["berusaha_daring"], answer, "") if answer is not None else None
    shown = row is not None and row.value is not None
    return ProductCluster(
        code=count["kode_wilayah"],
        area=count["nama"],
        key=count["kategori"],
        product=kata(DIMENSIONS["produk"].categories[count["kategori"]]),
        n=int(count["n"]),
        online=row.above if row and shown else None,
        answered=row.below if row and shown else None,
        share=row.text if row else "x",
        origin=count["asal"],
        band=theme.BAND_NAMES[row.band] if row else "",
    )


def read_clusters(store: Store, selection: Selection) -> list[Cluster]:
    """Return the published product clusters of a period, largest first.

    A kelurahan's product is here when its count may be shown; ``daring`` is None when the answer
    is withheld, and ``band`` may then say in which half the share lies.
    """
    rows = store.query(
        f"""
        select j.kode_wilayah, w.nama, w.kecamatan, j.kategori, j.n, j.asal, 
            case when d.nilai is not null then d.pembilang end as pembilang, d.nilai,
            coalesce(d.tanda, 'x') as tanda,
            {select_band(store, "d")} as rentang
        from sel as j
        join wilayah as w using (kode_wilayah)
        left join sel as d
            on d.indikator = 'berusaha_daring' and d.sumber = 'register'
            and d.periode = j.periode and d.kode_wilayah = j.kode_wilayah
            and d.dimensi = j.dimensi and d.kategori = j.kategori
        where j.indikator = 'jumlah_umkm' and j.sumber = 'register' and j.tingkat = 'kelurahan'
            and j.dimensi = 'produk' and j.kategori not in ('lainnya', 'tidak_diketahui')
            and j.periode = $periode and j.n > 0
            and starts_with(j.kode_wilayah, $wilayah)
        order by j.n desc, j.kode_wilayah, j.kategori
        """,
        {"periode": selection.periode, "wilayah": selection.wilayah},
    )
    names = DIMENSIONS["produk"].categories
    return [
        Cluster(
            r["kode_wilayah"],
            r["nama"],
            r["kecamatan"],
            kata(names[r["kategori"]]),
            int(r["n"]),
            None if pd.isna(r["pembilang"]) else int(r["pembilang"]),
            r["tanda"] if pd.isna(r["nilai"]) else theme.quantity(float(r["nilai"]), "persen"),
            r["asal"],
            theme.BAND_NAMES[r["rentang"]],
        )
        for r in rows.to_dict("records")
    ]
