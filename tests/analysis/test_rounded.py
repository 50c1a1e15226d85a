"""The rounded cube: every cell a multiple of five near its count, right on average, always the
same; and the tables made of it say on their face what they are."""

from __future__ import annotations

import hmac
from collections import Counter
from hashlib import sha256

import pandas as pd
import pytest

from analysis.count import rounded
from analysis.count.rounded import (
    BASE,
    KEYS,
    PURPOSE,
    WHOLE,
    derive_secret,
    list_tables,
    list_variables,
    make_cells,
)
from analysis.count.tabulation import (
    CELLS_SUMMED_HEADING,
    MEAN_ERROR,
    VALUE_HEADING,
    Request,
    download,
    make_crosstab,
)
from data.access import access_log
from data.access.restricted import read_rounded as door
from data.access.viewer import OPERATOR, PUBLIC, Viewer
from data.build import links
from data.errors import AccessDenied, StoreError
from data.settings import settings
from data.store.store import ROUNDED, open_publik
from tests.data.rows import Workspace, write_register

NAMES = list(list_variables())
ROWS = [
    {"kecamatan": "Serang", "kelurahan": "Cipare", "kanal_pesan": "Ya", "punya_nib": "Ya"},
    *[{"kecamatan": "Serang", "kelurahan": "Cipare", "kanal_pesan": "Ya"}] * 6,
    *[{"kecamatan": "Kasemen", "kelurahan": "Kasemen", "skala": "Kecil"}] * 8,
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("bulat"))
    write_register(made.raw / "a.csv", ROWS)
    made.build()
    return made


def cell(found: pd.DataFrame, **where: str) -> pd.Series:
    wanted = {name: where.get(name, WHOLE) for name in NAMES}
    rows = found[(found[NAMES] == pd.Series(wanted)).all(axis=1)]
    assert len(rows) == 1
    return rows.iloc[0]


def twin_key(ids: list[str], secret_: bytes) -> int:
    """Return the key of a cell, business by business."""
    each = [hmac.new(secret_, one.encode(), sha256).hexdigest() for one in ids]
    return sum(int(digits[:8], 16) for digits in each) % KEYS


def test_a_cell_is_rounded_by_the_sum_of_its_businesses_keys(place: Workspace) -> None:
    for office in (b"a", b"b", b"c", b"d"):
        secret_ = derive_secret(office)
        assert secret_ == hmac.new(office, PURPOSE, sha256).digest()
        found = make_cells(place.gudang, secret_)
        ids = [f"KS{n:06d}" for n in range(1, 8)]
        here = cell(found, kecamatan="36.73.01")
        key = twin_key(ids, secret_)
        assert (here["n"], here["kunci"]) == (7, key)
        assert here["nilai"] == (10 if key / KEYS < 2 / 5 else 5)


def test_every_cell_is_a_neighbouring_multiple_of_five(demo: Workspace) -> None:
    found = make_cells(demo.gudang, derive_secret(b"x"))
    assert (found["nilai"] % BASE == 0).all()
    assert (abs(found["nilai"] - found["n"]) < BASE).all()
    exact = found["n"] % BASE == 0
    assert (found["nilai"] == found["n"])[exact].all()


def test_rounding_goes_up_as_often_as_it_should_and_is_right_on_average(demo: Workspace) -> None:
    seen: Counter[int] = Counter()
    up: Counter[int] = Counter()
    errors: list[float] = []
    for office in range(6):
        found = make_cells(demo.gudang, derive_secret(bytes([office])))
        # One cell a set of businesses: the same ones are one draw, however often they stand.
        once = found.drop_duplicates(["n", "kunci"])
        rest = once["n"] % BASE
        seen.update(rest.tolist())
        up.update(rest[once["nilai"] > once["n"]].tolist())
        errors += (once["nilai"] - once["n"])[rest > 0].tolist()
    assert up[0] == 0
    for rest in range(1, BASE):
        assert abs(up[rest] / seen[rest] - rest / BASE) < 0.05
    assert abs(sum(errors) / len(errors)) < 0.1
    mean = sum(map(abs, errors)) / len(errors) * 4 / 5  # one cell in five ends in 0 or 5
    assert abs(mean - MEAN_ERROR) < 0.1


def test_the_same_businesses_have_the_same_number_in_every_table(place: Workspace) -> None:
    found = make_cells(place.gudang, derive_secret(b"x"))
    alike = found[found["n"] > 0].groupby(["n", "kunci"])["nilai"].nunique()
    assert (alike == 1).all()
    by_place, by_class = (
        cell(found, kecamatan="36.73.02"),
        cell(found, skala_gabung="kecil_menengah"),
    )
    assert by_place["kunci"] == by_class["kunci"]


def test_every_cell_there_is_room_for_is_a_row_so_that_none_shows_by_its_absence(
    place: Workspace,
) -> None:
    found = make_cells(place.gudang, derive_secret(b"x"))
    room = 0
    for table in list_tables():
        size = 1
        for name in table:
            size *= len(list_variables()[name].categories)
        room += size
    assert len(list_tables()) == 1 + 6 + 15 + 20
    assert len(found) == room
    assert not found.duplicated(NAMES).any()


def test_counts_are_those_of_counting_by_hand(place: Workspace) -> None:
    found = make_cells(place.gudang, derive_secret(b"x"))
    assert cell(found)["n"] == 15
    assert cell(found, kecamatan="36.73.01", berusaha_daring="ya")["n"] == 7
    assert cell(found, berusaha_daring="ya", ber_nib="ya")["n"] == 1
    assert cell(found, berusaha_daring="ya", ber_nib="tak_tahu", kecamatan="36.73.01")["n"] == 6
    assert cell(found, skala_gabung="kecil_menengah", kecamatan="36.73.01")["n"] == 0


def test_the_key_is_not_the_one_that_links_persons(place: Workspace) -> None:
    office = links.read_key(place.settings.kunci_tautan)
    assert derive_secret(office) != office
    ids = [f"KS{n:06d}" for n in range(1, 8)]
    found = cell(make_cells(place.gudang, derive_secret(office)), kecamatan="36.73.01")
    assert found["kunci"] != twin_key(ids, office)


# Tables -------------------------------------------------------------------------------------------


def periode(demo: Workspace) -> str:
    return str(open_publik().query("select max(periode) as p from sel")["p"].iloc[0])


def test_a_table_is_cells_of_the_cube(served_demo: Workspace) -> None:
    cube = served_demo.open(served_demo.settings.publik, ROUNDED).query("select * from sel")
    now = periode(served_demo)
    found = make_crosstab(OPERATOR, Request(now, ("kecamatan", "ber_nib"))).rows
    assert list(found.columns) == ["Kecamatan", "Memiliki NIB", VALUE_HEADING, CELLS_SUMMED_HEADING]
    assert len(found) == 18
    assert (found[CELLS_SUMMED_HEADING] == 1).all()
    here = cube[cube["periode"] == now]
    expected = cell(here, kecamatan="36.73.02", ber_nib="ya")["nilai"]
    row = found[(found["Kecamatan"] == "Kasemen") & (found["Memiliki NIB"] == "Ya")]
    assert row[VALUE_HEADING].tolist() == [expected]


def test_a_filter_is_a_sum_of_cells_and_all_categories_are_the_margin(
    served_demo: Workspace,
) -> None:
    now = periode(served_demo)
    each = make_crosstab(OPERATOR, Request(now, ("ber_nib",))).rows[VALUE_HEADING].tolist()
    two = make_crosstab(OPERATOR, Request(now, (), (("ber_nib", ("ya", "tidak")),))).rows
    assert two[[VALUE_HEADING, CELLS_SUMMED_HEADING]].to_numpy().tolist() == [[sum(each[:2]), 2]]
    every = tuple(list_variables()["ber_nib"].categories)
    whole = make_crosstab(OPERATOR, Request(now, (), (("ber_nib", every),))).rows
    assert whole[CELLS_SUMMED_HEADING].tolist() == [1]
    assert (
        whole[VALUE_HEADING].tolist()
        == make_crosstab(OPERATOR, Request(now, ())).rows[VALUE_HEADING].tolist()
    )


def test_a_table_says_on_its_face_what_it_is(served_demo: Workspace) -> None:
    request = Request(periode(served_demo), ("sektor",), (("produk", ("tahu", "tempe")),))
    found = make_crosstab(OPERATOR, request)
    said = f"{found.title} {found.note} {' '.join(found.rows.columns)}"
    for words in (
        "Juni 2025",
        "Klaster produk: Tahu, Tempe",
        "dibulatkan ke kelipatan 5",
        "galat rata-rata 1,6 usaha, paling banyak 4",
        "jumlah 2 sel: galat rata-rata sekitar 2,3",
        "Semesta: Seluruh UMKM dalam register Kota Serang",
        "Sumber: Register UMKM Kota Serang",
    ):
        assert words in said, words
    assert found.origin == "sintetis"
    file = download(OPERATOR, str(request))
    assert set(file["Keterangan"]) == {found.note}
    assert set(file["Asal"]) == {"Data sintetis"}
    assert file[VALUE_HEADING].tolist() == found.rows[VALUE_HEADING].tolist()


@pytest.mark.parametrize(
    "request_",
    [
        Request("2025-06", ("kecamatan", "ber_nib")),
        Request("2025-06", ()),
        Request("2025-06", ("sektor",), (("produk", ("tahu", "tempe")), ("ber_nib", ("ya",)))),
    ],
)
def test_a_request_survives_being_written(request_: Request) -> None:
    assert Request.of(str(request_)) == request_


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (Request("2025-06", ("kecamatan", "sektor", "produk", "ber_nib")), "paling banyak 3"),
        (
            Request("2025-06", ("kecamatan", "sektor", "produk"), (("ber_nib", ("ya",)),)),
            "saringan ikut dihitung",
        ),
        (Request("2025-06", ("omzet_rp",)), "Pilihan 'omzet_rp' tidak ada"),
        (Request("2025-06", (), (("produk", ("x'; drop",)),)), "tidak ada"),
        (Request("1999-01", ("kecamatan",)), "Tidak ada tabulasi untuk periode '1999-01'"),
    ],
)
def test_what_the_cube_does_not_answer_is_said_in_words(
    served_demo: Workspace, request_: Request, words: str
) -> None:
    with pytest.raises(StoreError, match=words):
        make_crosstab(OPERATOR, request_)


def test_the_cube_is_closed_to_the_public_and_each_request_is_on_record(
    served_demo: Workspace,
) -> None:
    request = Request(periode(served_demo), ("kecamatan",))
    for stranger in (PUBLIC, Viewer({"email": "a@example.id", "iat": 0}, "m")):
        with pytest.raises(AccessDenied):
            make_crosstab(stranger, request)
    before = len(list(access_log.read_lines(settings().audit, 1000)))
    make_crosstab(OPERATOR, request)
    line, *others = access_log.read_lines(settings().audit, 1000)
    assert len(others) == before
    assert (line.tindakan, line.objek) == ("unduh", f"tabulasi: {request}")


def test_the_door_closes_with_the_work(served_demo: Workspace) -> None:
    kept = door(OPERATOR, "unduhan", "tabulasi", lambda store: store)
    with pytest.raises(StoreError, match="sudah ditutup"):
        kept.query("select 1")


def test_the_released_cube_holds_neither_counts_nor_keys(served_demo: Workspace) -> None:
    released = served_demo.open(served_demo.settings.publik, ROUNDED).query("select * from sel")
    assert list(released.columns) == ["periode", *NAMES, "nilai", "asal"]
    assert rounded.AREA in NAMES
