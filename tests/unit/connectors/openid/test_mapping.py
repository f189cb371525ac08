"""Claims to an identity, as the configuration of one provider reads them; and the failures as a tree."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from myspace.connector_kit.login import LoginFailure
from myspace.connectors.openid import failures
from myspace.connectors.openid.mapping import Reading, to_identity
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind, LoginMethod

READING = Reading(
    "number",
    kind="kind",
    kinds={"dni": IdentifierKind.NIF, "passport": IdentifierKind.PASSPORT, "cif": IdentifierKind.COMPANY},
    country="country",
    levels={"urn:high": AssuranceLevel.HIGH, "urn:mid": AssuranceLevel.SUBSTANTIAL},
)
BY_FORM = Reading("number")
LEAVES = [leaf for leaf in LoginFailure.__subclasses__() if leaf.__module__ == failures.__name__]


def test_number_names_and_level_are_where_the_configuration_says() -> None:
    who = to_identity(
        {
            "number": "00000000-t",
            "kind": "dni",
            "given_name": " Marta ",
            "family_name": "Puig\u202e Soler",
            "acr": "urn:mid",
        },
        READING,
    )
    assert (who.identifier.kind, who.identifier.value) == (IdentifierKind.NIF, "00000000T")
    assert (who.names.given, who.names.surnames) == ("Marta", "Puig Soler")
    assert (who.level, who.method) == (AssuranceLevel.SUBSTANTIAL, LoginMethod.OPENID)
    assert "00000000T" not in repr(who)


@pytest.mark.parametrize("acr", [None, "urn:unknown", "URN:HIGH", 3, ["urn:high"]])
def test_a_level_that_is_not_in_the_configuration_is_the_lowest(acr: Any) -> None:
    assert to_identity({"number": "00000000T", "kind": "dni", "acr": acr}, READING).level is AssuranceLevel.LOW


def test_without_a_kind_the_form_of_the_number_says_it() -> None:
    assert to_identity({"number": "X0000000T"}, BY_FORM).identifier.kind is IdentifierKind.NIE


@pytest.mark.parametrize("number", [None, "", "  ", 7, ["00000000T"]])
def test_without_a_number_it_is_incomplete(number: Any) -> None:
    with pytest.raises(failures.IdentityIncomplete):
        to_identity({"number": number}, BY_FORM)


@pytest.mark.parametrize(
    ("claims", "reading"),
    [
        ({"number": "00000000A"}, BY_FORM),
        ({"number": "ES/ES/00000000T"}, BY_FORM),
        ({"number": "ES/FR/AB12345", "kind": "passport", "country": "FR"}, READING),
        ({"number": "00000000T", "kind": "nie"}, READING),
        ({"number": "00000000T"}, READING),
        ({"number": "X0000000T", "kind": "dni"}, READING),
        ({"number": "AB12345"}, BY_FORM),
    ],
)
def test_a_number_that_is_not_one_or_not_of_its_kind_is_malformed(claims: Any, reading: Reading) -> None:
    with pytest.raises(failures.IdentityMalformed):
        to_identity(claims, reading)


@pytest.mark.parametrize("reading", [BY_FORM, READING])
def test_a_provider_never_gives_a_company(reading: Reading) -> None:
    with pytest.raises(failures.IdentityMalformed):
        to_identity({"number": "Q0000000J", "kind": "cif"}, reading)
    who = to_identity({"number": "00000000T", "kind": "dni", "companyId": "Q0000000J", "org_id": "Q0000000J"}, READING)
    assert (who.represents_company, who.company) == (False, None)


def test_a_passport_is_its_countrys_and_without_one_opens_nothing() -> None:
    claims = {"number": "ab12345", "kind": "passport"}
    assert to_identity({**claims, "country": "FRA"}, READING).country == "FR"
    for country in (None, "", "XX", "Gaul", 250):
        with pytest.raises(failures.IdentityWithoutCountry):
            to_identity({**claims, "country": country}, READING)


def test_the_words_asked_for_a_level_are_its_own_and_those_above() -> None:
    assert READING.words_for(AssuranceLevel.SUBSTANTIAL) == ("urn:mid", "urn:high")
    assert READING.highest is AssuranceLevel.HIGH
    assert BY_FORM.highest is AssuranceLevel.LOW


def test_a_name_in_one_piece_is_taken_whole() -> None:
    assert to_identity({"number": "00000000T", "name": "Marta Puig"}, BY_FORM).names.full == "Marta Puig"


def test_the_drawing_names_every_failure_and_each_has_its_code() -> None:
    for leaf in LEAVES:
        assert f"─ {leaf.__name__} " in (failures.__doc__ or "")
    assert len({leaf.code for leaf in LEAVES}) == len(LEAVES) == 18


@pytest.mark.parametrize("leaf", LEAVES)
def test_the_text_of_a_failure_is_its_code_and_a_status(leaf: type[LoginFailure]) -> None:
    assert str(leaf()) == leaf.code
    assert str(leaf(503)) == f"{leaf.code} (HTTP 503)"
    assert pickle.loads(pickle.dumps(leaf(503))).http_status == 503
