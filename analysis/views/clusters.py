"""The published product clusters: a product in a kecamatan or kelurahan, online against not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analysis.definitions.dimensions import DIMENSIONS, NO_CLUSTER
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection
from analysis.views.cells import Cell, make_row, read_cells
from analysis.views.heading import Heading, make_heading
from analysis.views.view import ProductCluster
from analysis.words import theme
from analysis.words.language import kata
from data.store.store import Store


def make_clusters_heading(selection: Selection, found: Iterable[ProductCluster]) -> Heading:
    """Return the heading of the clusters of a choice; they are published for all classes."""
    heading = make_heading(kata("Klaster produk"), replace(selection, skala=""), selection)
    return heading.add_days(cluster.day for cluster in found)


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
        day=min(filter(None, (count.get("per"), row.day if row else "")), default=""),
    )
