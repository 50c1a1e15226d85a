"""What is said of product clusters together: the sentence above them, who is left, one product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.definitions.dimensions import DIMENSIONS, UNKNOWN
from analysis.definitions.indicators import INDICATORS
from analysis.definitions.selection import Selection, read_options
from analysis.views.cells import KELURAHAN, Cell, make_row, read_cells
from analysis.views.clusters import make_product_cluster, read_product_clusters
from analysis.views.heading import Heading, make_heading
from analysis.views.view import ProductCluster, View
from analysis.words import theme
from data import reference
from data.store.store import Store

SHARE = "berusaha_daring"
NONE = "Tidak ada klaster produk yang cukup besar untuk diterbitkan"
MANY = 3
"""How many of the clusters with the most makers not yet online the sentence names."""


@dataclass(frozen=True)
class Panel:
    """A kecamatan with its product clusters, the largest first; it may have none."""

    code: str
    area: str
    clusters: tuple[ProductCluster, ...]

    @property
    def summary(self) -> str:
        """How many products and makers it has, in words."""
        if not self.clusters:
            return "belum ada klaster yang terbit"
        makers = theme.quantity(sum(cluster.n for cluster in self.clusters), "usaha")
        return f"{len(self.clusters)} produk, {makers}"


@dataclass(frozen=True)
class Sheet:
    """One product in a period: by kecamatan, by kelurahan where that is shown, over time.

    ``whole`` is the product in the whole chosen area, None where nothing is published of it;
    ``closed`` are the kelurahan whose number is shown and whose answer is withheld.
    """

    heading: Heading
    product: str
    whole: ProductCluster | None
    by_kecamatan: tuple[ProductCluster, ...]
    by_kelurahan: tuple[ProductCluster, ...]
    closed: tuple[ProductCluster, ...]
    courses: tuple[View, ...]


def list_products() -> dict[str, str]:
    """Return the products that have a name, key -> label."""
    known = DIMENSIONS["produk"].categories
    return {key: name for key, name in known.items() if key not in {"lainnya", UNKNOWN}}


def arrange_panels(found: Sequence[ProductCluster], selection: Selection) -> tuple[Panel, ...]:
    """Return one panel for each kecamatan in the chosen area, in code order as on the map."""
    return tuple(
        Panel(code, name, tuple(cluster for cluster in found if cluster.code == code))
        for code, name in sorted(reference.list_kecamatan().items())
        if code.startswith(selection.wilayah)
    )


def sort_by_share(found: Sequence[ProductCluster]) -> tuple[ProductCluster, ...]:
    """Return the clusters with the most online first; those that are withheld last."""
    return tuple(sorted(found, key=lambda c: (c.value is None, -(c.value or 0), c.code, c.key)))


def sort_by_offline(found: Sequence[ProductCluster]) -> tuple[ProductCluster, ...]:
    """Return the published clusters in which somebody is not yet online, the most first."""
    known = [cluster for cluster in found if cluster.offline]
    return tuple(sorted(known, key=lambda c: (-(c.offline or 0), c.code, c.key)))


def name_cluster(cluster: ProductCluster, found: Sequence[ProductCluster]) -> str:
    """Return how a sentence calls a cluster: with its kecamatan where others make the same."""
    name = theme.inside(cluster.product)
    alone = sum(other.key == cluster.key for other in found) == 1
    return name if alone else f"{name} di {cluster.area}"


def make_headline(found: Sequence[ProductCluster], selection: Selection) -> Heading:
    """Return the sentence that says how many clusters there are and which is most and least
    online, as the subject of a heading."""
    heading = make_heading(_write_headline(found), replace(selection, skala=""), selection)
    return heading.add_days(cluster.day for cluster in found)


def _write_headline(found: Sequence[ProductCluster]) -> str:
    if not found:
        return NONE
    makers = theme.quantity(sum(cluster.n for cluster in found), "usaha")
    count = f"{len(found)} klaster, {makers}"
    known = [cluster for cluster in sort_by_share(found) if cluster.value is not None]
    if len(known) < 2:
        return count + "".join(f": {_write_end(c, found)} berjualan daring" for c in known)
    # Of a list with gaps nobody can tell who leads it.
    among = "" if len(known) == len(found) else "dari yang terbit, "
    most, least = name_cluster(known[0], found), name_cluster(known[-1], found)
    high, low = (f"({_write_whole_percent(c.value)})" for c in (known[0], known[-1]))
    return f"{count}: {among}{most} paling daring {high}, {least} paling rendah {low}"


def _write_end(cluster: ProductCluster, found: Sequence[ProductCluster]) -> str:
    return f"{name_cluster(cluster, found)} {_write_whole_percent(cluster.value)}"


def _write_whole_percent(value: float | None) -> str:
    """Return a share without decimals, as a headline has it; its number does not stand alone."""
    return f"{theme.number(value)}\u00a0%"


def write_opportunity(found: Sequence[ProductCluster]) -> str:
    """Return the sentence that says where most makers are not yet online; '' where none is."""
    left = sort_by_offline(found)
    if not left:
        return ""
    whole = sum(cluster.offline or 0 for cluster in left)
    named = left[:MANY]
    part = sum(cluster.offline or 0 for cluster in named)
    # Each with its area: one at the end of a list would seem to be that of all.
    names = [f"{theme.inside(cluster.product)} di {cluster.area}" for cluster in named]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} dan {names[-1]}"
    gaps = any(cluster.offline is None for cluster in found)
    among = "klaster yang jawabannya terbit" if gaps else "semua klaster"
    return (
        f"{listed[:1].upper()}{listed[1:]} memuat {theme.number(part)} dari "
        f"{theme.number(whole)} pembuat yang belum berjualan daring di {among} "
        f"({_write_whole_percent(100 * part / whole)})."
    )


def make_opportunity_heading(selection: Selection, found: Sequence[ProductCluster]) -> Heading:
    """Return the heading of the list of those who are not yet online."""
    return replace(make_headline(found, selection), subject="Pembuat yang belum berjualan daring")


def read_sheet(store: Store, key: str, selection: Selection) -> Sheet:
    """Return all that is published of one product in a period and area."""
    product = list_products()[key]
    kelurahan, whole = (
        _read_kelurahan(store, key, selection),
        _read_whole(store, key, selection),
    )
    by_kecamatan = tuple(c for c in read_product_clusters(store, selection) if c.key == key)
    heading = make_heading(product, replace(selection, skala=""), selection)
    every = (*([whole] if whole else []), *by_kecamatan, *kelurahan)
    return Sheet(
        heading.add_days(cluster.day for cluster in every),
        product,
        whole,
        by_kecamatan,
        tuple(cluster for cluster in kelurahan if cluster.online is not None),
        tuple(cluster for cluster in kelurahan if cluster.online is None),
        read_courses(store, key, selection),
    )


def write_sheet_headline(sheet: Sheet) -> Heading:
    """Return the sentence that opens a product's sheet, as the subject of a heading."""
    whole = sheet.whole
    if whole is None:
        return replace(sheet.heading, subject=f"{sheet.product}: belum ada nilai terbit di sini")
    many = len(sheet.by_kecamatan)
    where = f" di {many} kecamatan" if many > 1 else ""
    text = f"{sheet.product}: {theme.quantity(whole.n, 'usaha')}{where}"
    if whole.value is not None:
        text += (
            f", {whole.share} berjualan daring; {theme.number(whole.offline)} pembuat belum daring"
        )
    return replace(sheet.heading, subject=text)


def _read_whole(store: Store, key: str, selection: Selection) -> ProductCluster | None:
    """Return a product in the chosen area as a whole; None where no count is published or it is
    zero."""
    count, answer = (
        next(iter(_read_category(store, kode, key, selection)), None)
        for kode in ("jumlah_umkm", SHARE)
    )
    if count is None or count["tanda"] == "x" or not count["n"]:
        return None
    return make_product_cluster(count, answer)


def _read_category(store: Store, kode: str, key: str, selection: Selection) -> list[Cell]:
    return read_cells(
        store,
        kode,
        kode_wilayah=selection.wilayah,
        periode=selection.periode,
        dimensi="produk",
        kategori=key,
        sumber="register",
    )


def _read_kelurahan(store: Store, key: str, selection: Selection) -> list[ProductCluster]:
    """Return a product's kelurahan whose number is shown, the largest first."""
    counts, answers = (
        read_cells(
            store,
            kode,
            tingkat=KELURAHAN,
            periode=selection.periode,
            dimensi="produk",
            kategori=key,
            sumber="register",
        )
        for kode in ("jumlah_umkm", SHARE)
    )
    by_area = {cell["kode_wilayah"]: cell for cell in answers}
    found = [
        make_product_cluster(cell, by_area.get(cell["kode_wilayah"]))
        for cell in counts
        if cell["kode_wilayah"].startswith(selection.wilayah)
        and cell["tanda"] != "x"
        and (cell["n"] or 0) > 0
    ]
    return sorted(found, key=lambda cluster: (-cluster.n, cluster.code))


def read_courses(store: Store, key: str, selection: Selection) -> tuple[View, ...]:
    """Return a product's share online over all periods, one view for each kecamatan that has it."""
    entry = INDICATORS[SHARE]
    periods = sorted(read_options(store).periode.values())
    cells = read_cells(
        store, SHARE, tingkat="kecamatan", dimensi="produk", kategori=key, sumber="register"
    )
    codes = {
        cluster.code: cluster.area
        for periode in periods
        for cluster in read_product_clusters(store, replace(selection, periode=periode))
        if cluster.key == key
    }
    date = f"{theme.period(periods[0])} sampai {theme.period(periods[-1])}"
    shown = replace(selection, skala="")
    subject = f"{list_products()[key]} yang berjualan daring dari waktu ke waktu"
    return tuple(
        View(
            entry,
            Heading(subject, shown, date),
            name,
            tuple(
                replace(make_row(entry, cell, theme.period(cell["periode"])), code=cell["periode"])
                for cell in cells
                if cell["kode_wilayah"] == code
            ),
            entry.sumber,
            highlighted=selection.periode,
        )
        for code, name in sorted(codes.items())
    )
