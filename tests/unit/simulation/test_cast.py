"""The cast is coherent and can be nobody real."""

from __future__ import annotations

import re
from datetime import date

import pytest

from myspace.simulation.bodies import connected_bodies, invented_administrations
from myspace.simulation.cast import CAST, COMPANIES, Person, company, find, person
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind, LoginMethod, identifier

EVERYONE = pytest.mark.parametrize("who", CAST, ids=lambda p: p.id)
PRINTED_BY_AOC = {
    "00000000T", "Q0000000J", "99999018D", "12345678Z", "11111111H", "11223344B", "10000322Z", "40404040D",
    "X0000000T", "Y0000000Z", "00000001R", "99999999R",
}  # fmt: skip
CONNECTED = {body.ine10 for body in connected_bodies()}
WIDER = directory().with_bodies(invented_administrations())


def control_letter(value: str) -> str:
    digits = value[:-1].translate(str.maketrans("XYZ", "012"))
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23]


@EVERYONE
def test_identifiers_are_printed_test_ids_or_visibly_invented_ones(who: Person) -> None:
    value = who.identifier.value
    assert value in PRINTED_BY_AOC or re.fullmatch(r"000000\d\d[A-Z]|X00000\d\d[A-Z]", value)


@EVERYONE
def test_every_control_letter_is_right(who: Person) -> None:
    assert who.identifier.value[-1] == control_letter(who.identifier.value)
    assert identifier(who.identifier.value) == who.identifier
    assert who.identifier.kind in (IdentifierKind.NIF, IdentifierKind.NIE)


@EVERYONE
def test_everyone_is_of_age_and_lives_in_a_municipality_that_exists(who: Person) -> None:
    assert date(1930, 1, 1) < who.born < date(2008, 1, 1)
    home = WIDER.by_ine10(who.municipality)
    assert home is not None
    assert home.town is not None


@EVERYONE
def test_everyone_has_a_line_for_the_login_page_in_three_languages(who: Person) -> None:
    home = WIDER.by_ine10(who.municipality)
    assert home is not None
    for language in ("ca", "es", "en"):
        line = who.line[language]
        assert line.startswith(f"{who.name} {who.surname1}, ")
        assert line.endswith(".")
        assert len(line.split()) <= 18
    assert (home.town or "").split()[0] in who.line["en"]


@EVERYONE
def test_everyone_can_log_in_and_nobody_claims_more_than_the_method_gives(who: Person) -> None:
    assert who.logins
    for means in who.logins:
        if means.method is LoginMethod.IDCAT_MOBIL:
            assert means.level in (AssuranceLevel.LOW, AssuranceLevel.SUBSTANTIAL)
            assert re.fullmatch(r"6000000\d\d", means.phone or "")
        if means.method is LoginMethod.CLAVE:
            assert means.level is AssuranceLevel.SUBSTANTIAL
        if means.represents:
            assert means.certificate_type == 11
            assert company(means.represents) in COMPANIES


def test_there_are_enough_people_and_no_two_share_an_id_or_a_number() -> None:
    assert len(CAST) >= 12
    assert len({p.id for p in CAST} | {c.id for c in COMPANIES}) == len(CAST) + len(COMPANIES)
    assert len({p.identifier.value for p in CAST}) == len(CAST)


def test_the_company_is_represented_by_its_person() -> None:
    means = next(m for m in person("teresa").logins if m.represents)
    assert person("teresa").identifier.value == "00000000T"
    assert company(str(means.represents)).identifier.value == "Q0000000J"


def test_three_neighbours_live_where_nobody_is_connected() -> None:
    outside = [p for p in CAST if p.municipality not in CONNECTED]
    assert sorted(p.id for p in outside) == ["ioana", "marc", "nuria"]
    for who in outside:
        home = directory().by_ine10(who.municipality)
        assert home is not None
        assert home.website, "the page must be able to send them to their own town hall"
        assert home.phone


def test_the_protected_person_shares_her_phone_with_her_former_partner() -> None:
    laia, oscar = person("laia"), person("oscar")
    assert laia.protected
    assert laia.phone == oscar.phone
    assert sum(p.phone == laia.phone for p in CAST) == 2


def test_a_household_lives_under_one_roof() -> None:
    family = [p for p in CAST if p.household == "soler-vila"]
    assert len(family) == 2
    assert len({p.municipality for p in family}) == 1


def test_people_are_found_by_their_number() -> None:
    assert find("12345678Z") is person("marta")
    assert find("Q0000000J") is company("atzavara")
    assert find("00000099R") is None
