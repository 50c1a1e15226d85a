"""Who has which role: the list decides, then the claim, and whatever is unclear gives nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import cli
from data.access.people import (
    Grant,
    People,
    complete_issuer,
    describe_lacking,
    find_kecamatan_codes,
    read_people,
)
from data.access.policy import Role
from data.errors import SettingsError
from data.settings import ROOT
from tests.data.rows import Workspace

NOBODY = Grant()
KASEMEN = "36.73.02"
CLAIM = """
[klaim]
peran = "groups"
kecamatan = "wilayah"
[klaim.nilai]
"umkm-asda2" = "pejabat"
"umkm-data" = "pengelola"
"kampus" = "akademisi"
"""
ONE = """
[[orang]]
surel = "Petugas@Example.go.id"
peran = "pejabat"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "akses.toml"


def read(file: Path, text: str) -> People:
    file.write_text(text, encoding="utf-8")
    return read_people(file)


def claims(**given: Any) -> dict[str, Any]:
    told = {"sub": "1234", "email": "petugas@example.go.id", "email_verified": True}
    return told | given


@pytest.mark.parametrize(
    "email", ["petugas@example.go.id", "PETUGAS@EXAMPLE.GO.ID", "Petugas@example.Go.id"]
)
def test_a_listed_address_counts_in_any_case(file: Path, email: str) -> None:
    assert read(file, ONE).grant(claims(email=email)) == Grant(Role.PEJABAT)


@pytest.mark.parametrize(
    "email",
    [
        *("petugas@example.go.id.evil.example", "xpetugas@example.go.id", "petugas@example"),
        *("", None),
        # Folded, each of them becomes the listed one: a long s, wide letters.
        *("petuga\u017f@example.go.id", "PETUGA\u017f@EXAMPLE.GO.ID", "petugas@\uff45xample.go.id"),
    ],
)
def test_an_address_that_only_resembles_a_listed_one_is_nobodys(
    file: Path, email: str | None
) -> None:
    assert read(file, ONE).grant(claims(email=email)) == NOBODY


def test_every_letter_that_folds_to_a_plain_one_is_another_letter(file: Path) -> None:
    alike = [c for c in map(chr, range(128, 0x2000 * 8)) if c.casefold().isascii()]
    assert len(alike) >= 2
    for letter in alike:
        listed = f"[[orang]]\nsurel = 'a{letter.casefold()}@example.go.id'\nperan = 'pejabat'\n"
        people = read(file, listed)
        assert people.grant(claims(email=f"a{letter.casefold()}@example.go.id")) != NOBODY
        assert people.grant(claims(email=f"a{letter}@example.go.id")) == NOBODY, letter


def test_a_listed_address_with_a_strange_letter_is_refused_with_a_sentence(file: Path) -> None:
    with pytest.raises(SettingsError, match="tanpa tanda khusus"):
        read(file, "[[orang]]\nsurel = 'petuga\u017f@example.go.id'\nperan = 'pejabat'\n")


def test_a_listed_subject_counts_in_its_own_case_only(file: Path) -> None:
    listed = read(file, '[[orang]]\nsub = "Abc-1"\nperan = "pengelola"\n')
    assert listed.grant({"sub": "Abc-1"}) == Grant(Role.PENGELOLA)
    assert listed.grant({"sub": "abc-1"}) == NOBODY
    assert listed.grant({"email": "Abc-1"}) == NOBODY
    assert listed.grant({}) == NOBODY


def test_an_address_is_no_subject_and_a_subject_no_address(file: Path) -> None:
    assert read(file, ONE).grant({"sub": "petugas@example.go.id"}) == NOBODY
    assert read(file, ONE).grant({"sub": "surel:petugas@example.go.id"}) == NOBODY


def test_a_person_is_found_by_either_of_two_names(file: Path) -> None:
    text = '[[orang]]\nsurel = "petugas@example.go.id"\nsub = "77"\nperan = "pengelola"\n'
    listed = read(file, text)
    assert listed.grant(claims()) == Grant(Role.PENGELOLA)
    assert listed.grant({"sub": "77", "email": "lain@example.go.id"}) == Grant(Role.PENGELOLA)


@pytest.mark.parametrize("verified", [False, "false", "true", 0, 1, None, ""])
def test_an_address_that_is_not_verified_is_nobodys(file: Path, verified: object) -> None:
    assert read(file, ONE).grant(claims(email_verified=verified)) == NOBODY


def test_an_unverified_address_leaves_the_subject_as_it_is(file: Path) -> None:
    listed = read(file, ONE + '[[orang]]\nsub = "1234"\nperan = "akademisi"\n')
    assert listed.grant(claims(email_verified=False)) == Grant(Role.AKADEMISI)
    assert listed.grant(claims(email_verified=True)) == Grant(Role.PEJABAT)


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("umkm-data", Role.PENGELOLA),
        (["umkm-asda2"], Role.PEJABAT),
        (("kampus",), Role.AKADEMISI),
        (["kampus", "umkm-data", "umkm-asda2"], Role.PENGELOLA),
        (["umkm-asda2", "kampus"], Role.PEJABAT),
        (["lain", "kampus", 7, None], Role.AKADEMISI),
    ],
)
def test_a_claim_gives_its_mapped_role_and_the_most_powerful_of_several(
    file: Path, said: object, role: Role
) -> None:
    assert read(file, CLAIM).grant(claims(groups=said)) == Grant(role)


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        [],
        "pengelola",
        ["pejabat"],
        "UMKM-DATA",
        "umkm-data,umkm-asda2",
        {"umkm-data": 1},
        5,
    ],
)
def test_a_value_that_is_not_mapped_gives_nothing(file: Path, said: object) -> None:
    assert read(file, CLAIM).grant(claims(groups=said)) == NOBODY


def test_a_claim_of_another_name_gives_nothing(file: Path) -> None:
    assert read(file, CLAIM).grant(claims(peran="pengelola", roles="umkm-data")) == NOBODY


def test_without_a_mapping_the_values_are_the_roles_themselves(file: Path) -> None:
    named = read(file, '[klaim]\nperan = "roles"\n')
    assert named.grant(claims(roles=["pejabat", "admin"])) == Grant(Role.PEJABAT)
    assert named.grant(claims(roles="publik")) == NOBODY


@pytest.mark.parametrize("said", [["umkm-data"], "umkm-data"])
def test_the_list_beats_the_claim_upwards_and_downwards(file: Path, said: object) -> None:
    assert read(file, CLAIM + ONE).grant(claims(groups=said)) == Grant(Role.PEJABAT)
    lowered = CLAIM + ONE.replace("pejabat", "publik")
    assert read(file, lowered).grant(claims(groups=said)) == NOBODY


def test_the_kecamatan_of_a_claim_do_not_widen_or_narrow_a_listed_person(file: Path) -> None:
    listed = read(file, CLAIM + ONE + 'kecamatan = ["Kasemen"]\n')
    assert listed.grant(claims(wilayah=["Serang"])) == Grant(Role.PEJABAT, (KASEMEN,))


@pytest.mark.parametrize(
    ("said", "scope"),
    [
        ("Kasemen", (KASEMEN,)),
        (" kasemen ", (KASEMEN,)),
        (KASEMEN, (KASEMEN,)),
        (["36.73.02", "KASEMEN"], (KASEMEN,)),
        (["Kasemen", "Serang"], ("36.73.01", KASEMEN)),
        (None, ()),
        ([], ()),
    ],
)
def test_kecamatan_of_a_claim_go_by_name_or_code(
    file: Path, said: object, scope: tuple[str, ...]
) -> None:
    found = read(file, CLAIM).grant(claims(groups="umkm-asda2", wilayah=said))
    assert found == Grant(Role.PEJABAT, scope)


@pytest.mark.parametrize(
    "said", ["", [""], "Ciruas", ["Kasemen", "Ciruas"], "36.73", "36.73.02.1001", {"a": 1}, 3673]
)
def test_a_kecamatan_that_does_not_exist_gives_nothing_rather_than_the_city(
    file: Path, said: object
) -> None:
    found = read(file, CLAIM).grant(claims(groups="umkm-asda2", wilayah=said))
    assert found == NOBODY


@pytest.mark.parametrize("groups", ["umkm-data", "kampus", ["umkm-asda2", "umkm-data"]])
def test_a_claim_that_limits_a_role_that_knows_no_limit_gives_nothing(
    file: Path, groups: object
) -> None:
    assert read(file, CLAIM).grant(claims(groups=groups, wilayah="Kasemen")) == NOBODY
    assert read(file, CLAIM).grant(claims(groups=groups, wilayah=[])) != NOBODY


def test_a_claim_does_not_limit_a_listed_data_officer(file: Path) -> None:
    listed = read(file, CLAIM + ONE.replace("pejabat", "pengelola"))
    assert listed.grant(claims(wilayah="Kasemen")) == Grant(Role.PENGELOLA)


def test_kecamatan_of_the_list_go_by_name_or_code(file: Path) -> None:
    for given in ('"Kasemen"', '["kasemen"]', f'["{KASEMEN}"]', f'["Kasemen", "{KASEMEN}"]'):
        listed = read(file, ONE + f"kecamatan = {given}\n")
        assert listed.grant(claims()) == Grant(Role.PEJABAT, (KASEMEN,)), given
    assert find_kecamatan_codes([]) == ()


MALFORMED = {
    "no toml": ("[[orang", "tidak dapat dibaca"),
    "unknown part": ('[orangnya]\nsurel = "a"\n', "'orangnya' tidak dikenal"),
    "unknown field": (ONE + 'jabatan = "camat"\n', "orang ke-1: 'jabatan' tidak dikenal"),
    "nobody named": ('[[orang]]\nperan = "pejabat"\n', "orang ke-1: surel dan sub kosong"),
    "empty name": (ONE + '[[orang]]\nsurel = ""\nperan = "publik"\n', "orang ke-2"),
    "no role": ('[[orang]]\nsurel = "a@example.go.id"\n', "orang ke-1: peran 'None' tidak ada"),
    "unknown role": (ONE.replace("pejabat", "camat"), "orang ke-1: peran 'camat' tidak ada"),
    "role in capitals": (ONE.replace("pejabat", "Pejabat"), "peran 'Pejabat' tidak ada"),
    "roles as list": (ONE.replace('"pejabat"', '["pejabat"]'), "orang ke-1: peran"),
    "twice": (ONE + ONE.lower(), "orang ke-2 sudah disebut di atas"),
    "twice by sub": (
        ONE + 'sub = "1"\n[[orang]]\nsub = "1"\nperan = "publik"\n',
        "orang ke-2 sudah disebut di atas",
    ),
    "unknown kecamatan": (ONE + 'kecamatan = ["Ciruas"]\n', "orang ke-1: kecamatan 'ciruas'"),
    "city as kecamatan": (ONE + 'kecamatan = "Kota Serang"\n', "orang ke-1: kecamatan"),
    "number as kecamatan": (ONE + "kecamatan = 3673\n", "orang ke-1: kecamatan"),
    "no kecamatan": (ONE + "kecamatan = []\n", "orang ke-1: kecamatan kosong"),
    "kecamatan of a data officer": (
        ONE.replace("pejabat", "pengelola") + 'kecamatan = ["Kasemen"]\n',
        "orang ke-1: hanya pejabat yang dapat dibatasi",
    ),
    "kecamatan of a researcher": (
        ONE.replace("pejabat", "akademisi") + 'kecamatan = "Kasemen"\n',
        "orang ke-1: hanya pejabat",
    ),
    "roles without their claim": ('[klaim.nilai]\n"a" = "pejabat"\n', "klaim: tulis peran"),
    "kecamatan without roles": ('[klaim]\nkecamatan = "wilayah"\n', "klaim: tulis peran"),
    "unknown mapped role": (CLAIM.replace('"akademisi"', '"dosen"'), "klaim.nilai 'kampus'"),
    "mapped to a list": (CLAIM.replace('"akademisi"', '["akademisi"]'), "klaim.nilai 'kampus'"),
}


@pytest.mark.parametrize(("text", "place"), MALFORMED.values(), ids=list(MALFORMED))
def test_a_malformed_file_is_refused_with_its_name_and_the_place(
    file: Path, text: str, place: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read(file, text)
    assert str(file) in str(caught.value)
    assert place in str(caught.value)


ADVICE = "Perbaiki berkas ini; contohnya akses.contoh.toml."


@pytest.mark.parametrize("text", [text for text, _ in MALFORMED.values()], ids=list(MALFORMED))
def test_a_malformed_file_is_refused_with_the_next_step(file: Path, text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(file, text)
    assert str(caught.value).endswith(ADVICE)
    assert (ROOT / "akses.contoh.toml").exists()


@pytest.mark.parametrize(
    "text",
    [
        'orang = "petugas@example.go.id"\n',
        'orang = ["petugas@example.go.id"]\n',
        "orang = 5\n",
        ONE.replace("[[orang]]", "[orang]"),
        'klaim = "groups"\n',
        '[klaim]\nnilai = ["pejabat"]\n',
        '[klaim]\nnilai = "pejabat"\n',
    ],
)
def test_a_part_of_another_shape_is_refused_as_a_setting(file: Path, text: str) -> None:
    with pytest.raises(SettingsError):
        read(file, text)


@pytest.mark.parametrize("wrong", ['peram = "groups"\n', '[klaim.nlai]\n"kampus" = "akademisi"\n'])
def test_an_unknown_name_among_the_claims_is_refused(file: Path, wrong: str) -> None:
    with pytest.raises(SettingsError):
        read(file, f"[klaim]\n{wrong}")


@pytest.mark.parametrize("given", ['["petugas@example.go.id"]', '" petugas@example.go.id"', "5"])
def test_an_address_that_can_match_nobody_is_refused_or_understood(file: Path, given: str) -> None:
    try:
        listed = read(file, f'[[orang]]\nsurel = {given}\nperan = "pejabat"\n')
    except SettingsError:
        return
    assert listed.grant(claims()) == Grant(Role.PEJABAT)


def test_bytes_that_are_no_text_are_refused(file: Path) -> None:
    file.write_bytes(b'[[orang]]\nsurel = "\xff\xfe"\n')
    with pytest.raises(SettingsError, match="tidak dapat dibaca"):
        read_people(file)


def test_a_folder_in_place_of_the_file_is_refused(file: Path) -> None:
    file.mkdir()
    with pytest.raises(SettingsError, match="Perbaiki"):
        read_people(file)


def test_a_file_in_place_of_the_folder_is_refused(file: Path) -> None:
    file.write_text("", encoding="utf-8")
    with pytest.raises(SettingsError):
        read_people(file / "akses.toml")


def test_an_empty_file_lists_nobody(file: Path) -> None:
    assert read(file, "").listed == {}


def test_nobody_is_listed_without_a_file(file: Path) -> None:
    assert read_people(file).listed == {}
    assert read_people(file).grant(claims()) == NOBODY


@pytest.mark.parametrize("text", [None, "", ONE.replace("Petugas", "Pegawai")])
def test_a_claim_gives_nothing_where_no_claim_is_set_up(file: Path, text: str | None) -> None:
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert read_people(file).grant(claims(peran="pengelola")) == NOBODY


def test_a_claim_without_a_name_gives_nothing_where_no_claim_is_set_up(file: Path) -> None:
    assert read_people(file).grant(claims(**{"": "pengelola"})) == NOBODY


def test_a_change_counts_at_the_next_look(file: Path) -> None:
    assert read_people(file).grant(claims()) == NOBODY
    assert read(file, ONE).grant(claims()).role is Role.PEJABAT
    assert read(file, ONE.replace("pejabat", "pengelola")).grant(claims()).role is Role.PENGELOLA
    file.unlink()
    assert read_people(file).grant(claims()) == NOBODY


def test_a_file_that_became_malformed_gives_nobody_what_it_gave_before(file: Path) -> None:
    read(file, ONE)
    with pytest.raises(SettingsError):
        read(file, ONE + "[[orang\n")
    assert read(file, ONE).grant(claims()).role is Role.PEJABAT


def test_a_file_that_is_swapped_in_counts_though_it_is_as_long(file: Path) -> None:
    assert read(file, ONE).grant(claims()).role is Role.PEJABAT
    aside = file.with_suffix(".baru")
    aside.write_text(ONE.replace("Petugas@", "Pegawai@"), encoding="utf-8")
    aside.replace(file)
    assert read_people(file).grant(claims()) == NOBODY


# Who issued it


OURS, THEIRS = "https://akun.example.go.id", "https://lain.example"
ISSUED = f"""
[klaim]
penerbit = "{OURS}/"
peran = "groups"
[[orang]]
penerbit = "{OURS}"
surel = "petugas@example.go.id"
peran = "pejabat"
[[orang]]
penerbit = "{OURS}"
sub = "77"
peran = "pengelola"
[[orang]]
penerbit = "{THEIRS}"
sub = "77"
peran = "akademisi"
"""


@pytest.mark.parametrize("only_provider", [True, False])
@pytest.mark.parametrize("issuer", [OURS, f"{OURS}/"])
def test_an_address_or_a_number_counts_from_its_own_issuer(
    file: Path, issuer: str, only_provider: bool
) -> None:
    people = read(file, ISSUED)
    assert people.lacking == 0

    def give(**told: Any) -> Role:
        return people.grant(told, only_provider=only_provider).role

    known = {"email": "petugas@example.go.id", "email_verified": True}
    assert give(**known, iss=issuer) is Role.PEJABAT
    assert give(sub="77", iss=issuer) is Role.PENGELOLA
    assert give(sub="77", iss=THEIRS) is Role.AKADEMISI
    assert give(sub="5", iss=issuer, groups="pejabat") is Role.PEJABAT
    for other in (THEIRS, f"{OURS}.evil.example", OURS.upper(), "", None):
        assert give(**known, iss=other) is Role.PUBLIK
        assert give(sub="5", iss=other, groups="pejabat") is Role.PUBLIK
    assert give(sub="77") is Role.PUBLIK


def test_an_entry_without_an_issuer_counts_where_there_is_one_provider_alone(file: Path) -> None:
    people = read(file, ONE + '[klaim]\nperan = "groups"\n')
    assert people.lacking == 2
    assert people.grant(claims(iss=OURS)).role is Role.PEJABAT
    assert people.grant(claims(iss=OURS), only_provider=False) == NOBODY
    stranger = {"sub": "5", "iss": OURS, "groups": "pengelola"}
    assert people.grant(stranger).role is Role.PENGELOLA
    assert people.grant(stranger, only_provider=False) == NOBODY


def test_an_address_counts_when_its_provider_says_that_it_is_verified(file: Path) -> None:
    people = read(file, ONE)
    silent = {"email": "petugas@example.go.id"}
    assert people.grant(silent) == NOBODY
    assert people.grant(silent, trust_addresses=True).role is Role.PEJABAT
    for said in (False, "false", None, 0, "true"):
        told = silent | {"email_verified": said}
        assert people.grant(told, trust_addresses=True) == NOBODY


def test_the_command_completes_what_names_no_issuer_and_leaves_the_rest_as_written(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    file = workspace.settings.akses
    text = (ROOT / "akses.contoh.toml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("penerbit")]
    old = "\n".join([*lines, CLAIM, f'[[ orang ]]\npenerbit = "{THEIRS}"\nsub = "7"', ""])
    people = read(file, old + 'peran = "akademisi"\n')
    file.chmod(0o640)
    assert people.lacking == 3
    assert "3 bagian belum menyebut penerbit" in describe_lacking(people)
    assert f"python -m cli issuer {OURS}" in describe_lacking(people, OURS)
    before = file.read_text(encoding="utf-8").splitlines()
    assert cli.main(["issuer", f"{OURS}/"]) == 0
    assert "penerbit ditambahkan pada 3 bagian" in capsys.readouterr().err
    after = file.read_text(encoding="utf-8").splitlines()
    added = f'penerbit = "{OURS}"'
    assert [line for line in after if line != added] == before
    assert after.count(added) == 3
    assert file.stat().st_mode & 0o777 == 0o640
    done = read_people(file)
    assert (done.lacking, describe_lacking(done)) == (0, "")
    assert done.grant({"sub": "7", "iss": THEIRS}).role is Role.AKADEMISI
    assert cli.main(["issuer", OURS]) == 0
    assert file.read_text(encoding="utf-8").splitlines() == after


def test_the_command_says_so_where_the_list_is_written_in_another_way(file: Path) -> None:
    text = 'orang = [{surel = "a@example.go.id", peran = "pejabat"}]\n'
    read(file, text)
    with pytest.raises(SettingsError, match="Tulis sendiri"):
        complete_issuer(file, OURS)
    assert file.read_text(encoding="utf-8") == text
