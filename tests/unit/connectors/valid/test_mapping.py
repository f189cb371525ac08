"""Who entered, how and how surely, for every code of the dossier's table."""

from __future__ import annotations

import pytest

from myspace.connectors.valid.failures import (
    IdentityIncomplete,
    IdentityMalformed,
    IdentityWithoutCountry,
    NotForThisCertificate,
    Screen,
)
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind, LoginMethod

from .samples import identity


def test_idcat_mobil_tells_all_about_the_person() -> None:
    who = identity("user_idcatmobil.json")
    assert (who.identifier.kind, who.identifier.value) == (IdentifierKind.NIF, "12345678Z")
    assert (who.names.given, who.names.surnames, who.names.full) == ("Marta", "Soler Puig", "Marta Soler Puig")
    assert (who.method, who.level) == (LoginMethod.IDCAT_MOBIL, AssuranceLevel.SUBSTANTIAL)
    assert (who.phone, who.email, who.country) == ("+34600000011", "marta@example.org", "ES")
    assert (who.company, who.company_name, who.represents_company) == (None, None, False)
    assert who.screen is Screen.ENTERED


def test_clave_says_no_kind_and_the_form_of_the_number_does() -> None:
    who = identity("user_clave.json")
    assert (who.method, who.identifier.kind) == (LoginMethod.CLAVE, IdentifierKind.NIE)


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("low", AssuranceLevel.LOW),
        ("substantial", AssuranceLevel.SUBSTANTIAL),
        ("high", AssuranceLevel.HIGH),
        ("molt alt", AssuranceLevel.LOW),
        ("3", AssuranceLevel.LOW),
        ("", AssuranceLevel.LOW),
        (None, AssuranceLevel.LOW),
    ],
)
def test_an_unknown_or_missing_level_is_the_lowest(word: str | None, level: AssuranceLevel) -> None:
    assert identity("user_certificate.json", assuranceLevel=word).level is level


@pytest.mark.parametrize("kind", ["11", "12", 11, 12])
def test_certificates_11_and_12_represent_their_company(kind: str | int) -> None:
    who = identity("user_representative.json", certificateType=kind)
    assert who.represents_company
    assert who.company is not None
    assert (who.company.kind, who.company.value) == (IdentifierKind.COMPANY, "Q0000000J")
    assert who.company_name == "Consorci Fictici de l'Atzavara"
    assert who.identifier.value == "00000000T"


@pytest.mark.parametrize("kind", ["0", 0, None])
def test_a_certificate_of_a_person_with_a_company_never_represents_it(kind: str | int | None) -> None:
    who = identity("user_representative.json", certificateType=kind)
    assert not who.represents_company
    assert who.company is not None


@pytest.mark.parametrize("number", [None, "", "Q0000000A", "00000000T", "una empresa"])
def test_a_representative_without_a_good_company_number_enters_as_a_person(number: str | None) -> None:
    who = identity("user_representative.json", companyId=number)
    assert (who.represents_company, who.company, who.company_name) == (False, None, None)
    assert who.screen is Screen.ENTERED


@pytest.mark.parametrize("kind", [*range(1, 11), "5", "7", 13, -1, "x"])
def test_other_certificates_are_not_a_citizens_login(kind: str | int) -> None:
    with pytest.raises(NotForThisCertificate) as failed:
        identity("user_certificate.json", certificateType=kind)
    assert failed.value.screen is Screen.NOT_FOR_THIS_CERTIFICATE


@pytest.mark.parametrize("text", [None, "", "   "])
def test_nobody_enters_without_an_identifier(text: str | None) -> None:
    with pytest.raises(IdentityIncomplete) as failed:
        identity("user_idcatmobil.json", identifier=text)
    assert failed.value.screen is Screen.INCOMPLETE


@pytest.mark.parametrize(
    "changes",
    [
        {"identifier": "12345678A"},  # wrong letter
        {"identifierType": "2"},  # says NIE, is a NIF
        {"identifierType": "9"},  # a kind not in the table
        {"identifier": "Q0000000J", "identifierType": None},  # a company is not a person
        {"identifier": "no en tinc", "identifierType": None},
    ],
)
def test_an_identifier_that_contradicts_itself_opens_no_folder(changes: dict[str, str | None]) -> None:
    with pytest.raises(IdentityMalformed) as failed:
        identity("user_idcatmobil.json", **changes)
    assert failed.value.screen is Screen.MALFORMED


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("1", "12345678-z", (IdentifierKind.NIF, "12345678Z")),
        (1, "12345678Z", (IdentifierKind.NIF, "12345678Z")),
        ("2", "x0000000t", (IdentifierKind.NIE, "X0000000T")),
        ("3", "RA12345678", (IdentifierKind.PASSPORT, "RA12345678")),
        ("4", "AB-123456", (IdentifierKind.OTHER, "AB123456")),
        ("1", "12121212Z", (IdentifierKind.NIF, "12121212Z")),  # printed by the AOC with a wrong letter
    ],
)
def test_the_kind_given_is_the_kind_kept(kind: str | int, text: str, expected: tuple[IdentifierKind, str]) -> None:
    who = identity("user_idcatmobil.json", identifierType=kind, identifier=text)
    assert (who.identifier.kind, who.identifier.value) == expected


@pytest.mark.parametrize("kind", ["3", "4"])
@pytest.mark.parametrize("country", [None, "", "Espanya", "XX", "ZZ"])
def test_a_number_that_two_countries_may_give_opens_nothing_without_its_country(kind: str, country: str | None) -> None:
    with pytest.raises(IdentityWithoutCountry) as failed:
        identity("user_idcatmobil.json", identifierType=kind, identifier="RA12345678", countryCode=country)
    assert failed.value.screen is Screen.NO_COUNTRY


def test_a_spanish_number_needs_no_country() -> None:
    assert identity("user_idcatmobil.json", countryCode=None).country is None


@pytest.mark.parametrize(
    ("code", "country"),
    [
        *[("ES", "ES"), ("es", "ES"), ("ESP", "ES"), ("724", "ES"), (724, "ES"), ("MAR", "MA"), (8, "AL")],
        *[("UK", "GB"), ("Espanya", None), ("", None), (None, None), ("E5", None), ("ZZ", None), ("999", None)],
    ],
)
def test_any_form_of_a_country_code_ends_in_two_letters(code: str | int | None, country: str | None) -> None:
    assert identity("user_idcatmobil.json", countryCode=code).country == country


def test_a_name_cannot_rearrange_the_page() -> None:
    who = identity("user_idcatmobil.json", name="Ma\u202erta\u0007", surnames="  Soler \n Puig ")
    assert who.names.full == "Marta Soler Puig"
    assert len(identity("user_idcatmobil.json", name="x" * 5000).names.given or "") == 200


def test_surnames_are_joined_from_their_parts_when_they_come_apart() -> None:
    assert identity("user_idcatmobil.json", surnames=None).names.surnames == "Soler Puig"
    assert identity("user_idcatmobil.json", surnames=None, surname2=None).names.full == "Marta Soler"


@pytest.mark.parametrize("text", ["no", "a b@c", "a@b@c", "<a@b>", "a@b\r\nBcc: c@d", "a@b\0.cat", "a\x1b@b.cat"])
def test_a_doubtful_mail_address_is_none(text: str) -> None:
    assert identity("user_idcatmobil.json", email=text).email is None


def test_no_repr_or_failure_shows_personal_data() -> None:
    who = identity("user_representative.json", prefix="0034", phone="600000017", email="t@example.org")
    shown = f"{who!r} {who} {who.names!r} {who.names} {who.company!r}"
    for secret in ("00000000T", "Teresa", "Tost", "Q0000000J", "Atzavara", "600000017", "example.org"):
        assert secret not in shown
