"""Doubtful rows are asked about; what was decided about them is applied, and can be turned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from data.build import decisions, doubts
from data.build.decisions import Decision, Kind
from data.errors import InputError
from data.store.store import Store
from tests.data.rows import HEADINGS, Row, Workspace, findings, ids, one, write_register
from tests.data.sent import DIGITS, OWN, Told, register, sends

SAME_PHONE = {"telepon": "0812-3456-7890"}
TWINS: list[Row] = [
    {"id_usaha": "A", "nama_usaha": "Kedai Bu Ani"} | SAME_PHONE,
    {"id_usaha": "B", "nama_usaha": "Kedai Ibu Ani", "telepon": "+62 812 3456 7890"},
]
SUKAWANA = {"id_usaha": "S", "kecamatan": "", "kelurahan": "Sukawana"}


# The same in a file of its own beside those of other tests: nobody else has its phone.
A, B = (
    {**twin, "id_usaha": f"{twin['id_usaha']}{OWN}", "telepon": phone}
    for twin, phone in zip(TWINS, [f"0812-3456-7{DIGITS}", f"+62 812 3456 7{DIGITS}"], strict=True)
)
C = {"id_usaha": f"C{OWN}"}
S = SUKAWANA | {"id_usaha": f"S{OWN}"}


def decide(
    place: Workspace, a: str, b: str, answer: str, kind: Kind = "ganda", table: str = "usaha"
) -> None:
    given = Decision(kind, table, a, b, answer, "Bu Ani", "2025-07-01T00:00:00+00:00")
    decisions.add(place.settings.keputusan, given)


def built(place: Workspace, *rows: Row) -> Store:
    write_register(place.raw / "register.csv", rows)
    return place.build()


def decided(
    *pairs: str, answer: str = "sama", kind: Kind = "ganda"
) -> Callable[[Workspace, str], None]:
    """Return what decides, before the build, of pairs of one file's businesses such as AB."""

    def first(place: Workspace, own: str) -> None:
        for a, b in pairs:
            decide(place, a + own, b + own, answer, kind)

    return first


def in_curug(place: Workspace, own: str) -> None:
    decide(place, f"S{own}", "Sukawana", "Curug", "wilayah")


PAIRS = "select id_a, id_b from dugaan_ganda order by all"


def asked(place: Workspace) -> list[tuple[object, ...]]:
    """Return the pairs that the identity file lists."""
    with duckdb.connect(str(place.identity), read_only=True) as con:
        return con.execute(PAIRS).fetchall()


def rules(store: Store | Told) -> list[object]:
    return [finding[3] for finding in findings(store)]


def test_probable_duplicate_is_kept_and_asked_about(workspace: Workspace) -> None:
    store = built(workspace, *TWINS, {"id_usaha": "C", "nama_usaha": "Bengkel"} | SAME_PHONE)
    assert ids(store) == ["A", "B", "C"]
    assert findings(store) == [(4, "id_usaha", "B", "dugaan_ganda", "peringatan")]
    with duckdb.connect(str(workspace.identity), read_only=True) as con:
        pair = con.execute("select * from dugaan_ganda").df().iloc[0].to_dict()
    assert pair == {
        "periode": "2025-06",
        "kode_kelurahan": "36.73.01.1002",
        "id_a": "A",
        "id_b": "B",
        "nama_a": "Kedai Bu Ani",
        "nama_b": "Kedai Ibu Ani",
        "telepon": "081234567890",
        "berkas": "register.csv",
        "baris": 4,
        "berkas_a": "register.csv",
        "baris_a": 3,
    }


@sends(lambda other: register(A, B | other))
@pytest.mark.parametrize(
    "other",
    [
        {"kelurahan": "Lopang"},
        {"telepon": f"081234568{DIGITS}"},
        {"telepon": ""},
        {"nama_usaha": "Bengkel Jaya"},
        {"nama_usaha": ""},
        {"skala": "?"},
    ],
)
def test_unlike_businesses_are_not_asked_about(told: Told, other: Row) -> None:
    assert told.identity(PAIRS) == []


MANY: list[Row] = [{"nama_usaha": "Kedai Ani", "telepon": f"0812-3456-7{DIGITS}"}] * 21
SHORT: list[Row] = [{"nama_usaha": "Soto", "telepon": "0812-345"}] * 2


@sends(lambda: register(*MANY, *SHORT))
def test_phone_that_many_share_or_that_is_none_links_nobody(told: Told) -> None:
    assert len(ids(told)) == 23
    assert "dugaan_ganda" not in rules(told)


@sends(lambda: register(*MANY[:3]))
def test_phone_that_few_share_links_them(told: Told) -> None:
    assert "dugaan_ganda" in rules(told)


def test_business_declared_the_same_is_folded_from_the_next_build_on(workspace: Workspace) -> None:
    before = built(workspace, *TWINS)
    decide(workspace, "A", "B", "sama")
    store = workspace.build()
    assert store.version != before.version
    assert ids(store) == ["A"]
    assert findings(store) == [(4, "id_usaha", "B", "ganda_diputuskan", "lipat")]
    assert store.record["berkas"][0]["dilipat"] == 1
    assert asked(workspace) == []
    with duckdb.connect(str(workspace.identity), read_only=True) as con:
        assert con.execute("select id_usaha from usaha").fetchall() == [("A",)]


@sends(lambda: register(A, B), decided("AB", answer="beda"))
def test_businesses_declared_two_are_not_asked_about_again(told: Told) -> None:
    assert (ids(told), findings(told), told.identity(PAIRS)) == (["A", "B"], [], [])


def test_decision_can_be_turned(workspace: Workspace) -> None:
    decide(workspace, "A", "B", "sama")
    assert ids(built(workspace, *TWINS)) == ["A"]
    decide(workspace, "A", "B", "beda")
    assert ids(workspace.build()) == ["A", "B"]
    decide(workspace, "A", "B", "sama")
    assert ids(workspace.build()) == ["A"]
    assert [d.jawaban for d in decisions.read(workspace.settings.keputusan)] == ["sama"]


@sends(lambda first: register(*first, B), decided("AB"))
@pytest.mark.parametrize("first", [[A | {"skala": "?"}], []], ids=["refused", "missing"])
def test_business_is_not_folded_into_one_that_is_not_there(told: Told, first: list[Row]) -> None:
    assert ids(told) == ["B"]


@sends(lambda: register(A, B, C), decided("AB", "BC"))
def test_of_a_chain_of_the_same_one_stays(told: Told) -> None:
    assert ids(told) == ["A"]


@sends(lambda: register(B, A), decided("AB", answer="beda"))
def test_businesses_declared_two_stay_two_in_whatever_order_they_come(told: Told) -> None:
    assert ids(told) == ["A", "B"]
    assert told.identity(PAIRS) == []


def other_way_round(place: Workspace, own: str) -> None:
    decide(place, f"A{own}", f"B{own}", "beda")
    decide(place, f"B{own}", f"A{own}", "sama")


@sends(lambda: register(A, B), other_way_round)
def test_pair_that_was_decided_the_other_way_round_is_one_question(told: Told) -> None:
    every = decisions.read(told.place.settings.keputusan)
    mine = [d for d in every if {d.a, d.b} == {f"A{told.own}", f"B{told.own}"}]
    assert [d.jawaban for d in mine] == ["sama"]
    assert ids(told) == ["B"]


@sends(lambda: register(A, B, C), decided("AB", "BC", "CA"))
def test_of_three_declared_the_same_in_a_circle_one_stays(told: Told) -> None:
    assert ids(told) == ["A"]


@sends(lambda: register(A, B | {"telepon": f"81234567{DIGITS}"}))
def test_phone_without_its_zero_is_the_same_phone(told: Told) -> None:
    assert told.identity(PAIRS) == [("A", "B")]


@sends(lambda: register(A, B), decided("AB", "BA"))
def test_of_businesses_declared_the_same_in_a_circle_one_stays(told: Told) -> None:
    assert len(ids(told)) == 1


def test_place_that_was_decided_is_filled_in_for_its_row_only(workspace: Workspace) -> None:
    decide(workspace, "S", "Sukawana", "Curug", "wilayah")
    store = built(workspace, SUKAWANA, SUKAWANA | {"id_usaha": "T"}, {"id_usaha": "U"})
    assert ids(store) == ["S", "U"]
    assert one(store, "select kode_kelurahan from usaha where id_usaha = 'S'") == "36.73.04.1007"
    assert findings(store) == [
        (3, "kecamatan / kelurahan", " / Sukawana", "wilayah_diputuskan", "ubahan"),
        (4, "kecamatan / kelurahan", " / Sukawana", "wilayah_mendua", "galat"),
    ]
    decide(workspace, "S", "Sukawana", "Serang", "wilayah")
    store = workspace.build()
    assert one(store, "select kode_kelurahan from usaha where id_usaha = 'S'") == "36.73.01.1008"


@sends(lambda: register(S | {"kecamatan": "Serang"}), in_curug)
def test_place_that_was_decided_changes_no_row_that_names_its_own(told: Told) -> None:
    assert one(told, "select kode_kelurahan from usaha") == "36.73.01.1008"
    assert findings(told) == []


@sends(lambda: register(S | {"kecamatan": "Kota Serang"}), in_curug)
def test_place_can_be_decided_where_the_city_stands_for_the_kecamatan(told: Told) -> None:
    assert ids(told) == ["S"]


def test_place_of_a_row_without_a_number_can_be_decided(workspace: Workspace) -> None:
    heading = "Nama Peserta;Nama Usaha;Tanggal;Kegiatan;Kecamatan;Kelurahan"
    rows = [f"{name};Kedai;2025-06-24;QRIS;;Sukawana" for name in ("Ani", "Budi")]
    text = "\n".join([heading, *rows]) + "\n"
    (workspace.raw / "hadir.csv").write_text(text, encoding="utf-8")
    first, second = workspace.build().query(doubts.AMBIGUOUS).itertuples()
    assert (first.tertulis, second.tertulis) == ("hadir.csv, baris 2", "hadir.csv, baris 3")
    decide(workspace, second.kunci, "Sukawana", "Curug", "wilayah", table="pembinaan")
    store = workspace.build()
    placed = store.query("select baris, kode_kelurahan from pembinaan order by baris")
    assert placed["kode_kelurahan"].isna().tolist() == [True, False]
    assert [row.kunci for row in store.query(doubts.AMBIGUOUS).itertuples()] == [first.kunci]
    # Another content under the same name is another row.
    (workspace.raw / "hadir.csv").write_text(text.replace("Budi", "Cici"), encoding="utf-8")
    assert len(workspace.build().query(doubts.AMBIGUOUS)) == 2


def test_place_of_a_project_is_decided_by_its_own_number(workspace: Workspace) -> None:
    decide(workspace, "P1", "Sukawana", "Serang", "wilayah", table="nib")
    heading = "id_proyek;nib;uraian_skala_usaha;kecamatan_usaha;kelurahan_usaha"
    rows = f"P1;{1:013};Usaha Mikro;;Sukawana\nP2;{2:013};Usaha Mikro;;Sukawana"
    (workspace.raw / "oss.csv").write_text(f"{heading}\n{rows}\n", encoding="utf-8")
    assert one(workspace.build(), "select kode_kelurahan from nib") == "36.73.01.1008"


def test_decisions_are_kept_closed_and_the_last_one_counts(workspace: Workspace) -> None:
    path = workspace.settings.keputusan
    assert decisions.read(path) == []
    decide(workspace, "A", "B", "sama")
    decide(workspace, "A", "C", "beda")
    decide(workspace, "A", "B", "beda")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [(d.a, d.b, d.jawaban) for d in decisions.read(path)] == [
        ("A", "B", "beda"),
        ("A", "C", "beda"),
    ]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3, "nothing is forgotten"


GOOD = json.dumps(vars(Decision("ganda", "usaha", "A", "B", "sama", "x", "y")))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A built folder whose decisions a test spoils; nothing can be built in it then."""
    place = Workspace(tmp_path_factory.mktemp("keputusan"))
    built(place, *TWINS)
    return place


@pytest.mark.parametrize(
    "bad", ["{", "[1]", '{"jenis": "ganda"}', GOOD[:-9], "", "null", GOOD.replace("x", "\xe9")]
)
def test_damaged_decision_names_its_line(served: Workspace, bad: str) -> None:
    served.settings.keputusan.write_text(f"{GOOD}\n{bad}\n{GOOD}\n", encoding="cp1252")
    with pytest.raises(InputError, match=r"keputusan\.jsonl, baris 2: bukan keputusan\. Hapus"):
        served.build()
    assert ids(served.open(served.settings.gudang, "gudang.duckdb")) == ["A", "B"]


def test_findings_of_doubts_name_no_person(workspace: Workspace) -> None:
    store = built(workspace, *TWINS, SUKAWANA | {"nama_usaha": "Warung Rahasia"})
    told = store.query("from temuan").to_json()
    assert HEADINGS["telepon"] not in told
    for word in ("Ani", "Rahasia", "3456"):
        assert word not in told
    assert Path(workspace.identity).stat().st_mode & 0o777 == 0o600
