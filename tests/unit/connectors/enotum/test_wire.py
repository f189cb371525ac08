"""What goes to e-NOTUM by messaging when it is only asked what there is, and what its answers are worth."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from myspace.connectors.enotum import wire
from myspace.connectors.enotum.codes import Failed
from myspace.connectors.enotum.values import NotAskable
from myspace.simulation.cast import company, person
from myspace.vocabulary.answers import Fault, Garbled
from myspace.vocabulary.notices import ActRefusal
from myspace.vocabulary.people import Identifier, IdentifierKind

from .reading import NS, NUMBER, TOKEN, answer, fixture

SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 30)
GARBLED = Failed(None, Garbled(Fault.NOT_THE_CONTRACT))


def texts(piece: bytes) -> dict[str, str]:
    return {etree.QName(one).localname: (one.text or "") for one in etree.fromstring(piece).iter()}


def test_a_citizen_asks_with_the_token_of_their_login_and_with_no_number() -> None:
    asked = texts(wire.search(TOKEN, None, SINCE, UNTIL, 1))
    assert asked["VALIdAccessToken"] == TOKEN
    assert "Ciutada" in asked
    assert not {"NIF", "CIF", "Representant", "CriterisDestinatari"} & set(asked)  # error 3014


@pytest.mark.parametrize(
    ("who", "place", "number"),
    [(person("ramon").identifier, "PersonaFisica/NIF", "10000322Z"), (person("amina").identifier, "PersonaFisica/NIF", "X0000000T"),
     (company("atzavara").identifier, "PersonaJuridica/CIF", "Q0000000J")],
)  # fmt: skip
def test_a_representative_says_for_whom(who: Identifier, place: str, number: str) -> None:
    asked = etree.fromstring(wire.search(TOKEN, who, SINCE, UNTIL, 1))
    path = "/".join(f"{NS}{one}" for one in f"Usuari/Representant/Interessat/{place}".split("/"))
    assert asked.findtext(path) == number
    assert asked.findtext(f"{NS}Usuari/{NS}Representant/{NS}VALIdAccessToken") == TOKEN


@pytest.mark.parametrize("kind", [IdentifierKind.PASSPORT, IdentifierKind.OTHER])
def test_for_a_passport_without_its_country_nothing_can_be_asked(kind: IdentifierKind) -> None:
    with pytest.raises(NotAskable) as raised:
        wire.search(TOKEN, Identifier(kind, "AB123456"), SINCE, UNTIL, 1)
    assert "AB123456" not in str(raised.value)


def test_a_token_that_xml_cannot_write_is_not_sent_nor_repeated() -> None:
    with pytest.raises(NotAskable) as raised:
        wire.search("a\x00secret", None, SINCE, UNTIL, 1)
    assert "secret" not in f"{raised.value} {raised.value.__context__}"


def test_the_days_are_always_said_and_never_fewer_than_a_hundred_and_eighty() -> None:
    assert wire.window(date(2026, 11, 29), UNTIL) == (date(2026, 6, 3), UNTIL)
    assert wire.window(date(2025, 1, 1), UNTIL) == (date(2025, 1, 1), UNTIL)
    asked = texts(wire.search(TOKEN, None, SINCE, UNTIL, 1))
    assert (asked["DataInferior"], asked["DataSuperior"]) == ("2026-06-03T00:00:00+02:00", "2026-11-30T23:59:59+01:00")
    assert texts(wire.summary(TOKEN, None, SINCE, UNTIL))["DataInferior"] == "2026-06-03T00:00:00+02:00"


def test_a_page_has_the_most_that_the_schema_allows() -> None:
    asked = texts(wire.search(TOKEN, None, SINCE, UNTIL, 7))
    assert (asked["NumeroPagina"], asked["ResultatsPerPagina"]) == ("7", "50")


def test_one_notice_is_asked_for_by_a_search_which_has_no_effect() -> None:
    asked = etree.fromstring(wire.standing_of(TOKEN, None, NUMBER, UNTIL))
    assert asked.tag == f"{NS}PeticioCerca"
    interval = asked.find(f"{NS}DadesCerca/{NS}CriterisNotificacio/{NS}IdNotificacio")
    assert interval is not None
    assert [one.text for one in interval] == [NUMBER, NUMBER]
    assert asked.find(f"{NS}DadesCerca/{NS}CriterisData/{NS}DataCreacio") is not None


@pytest.mark.parametrize("number", ["", "12a", "-1", "../1", "99999999999999999999", "９"])
def test_a_number_that_is_none_goes_nowhere(number: str) -> None:
    with pytest.raises(NotAskable):
        wire.standing_of(TOKEN, None, number, UNTIL)


def test_an_answer_of_another_operation_an_empty_one_and_several_are_no_answer() -> None:
    cerca, empty = fixture("cerca.xml"), f'<RespostaCerca xmlns="{wire.NT}"/>'.encode()
    for specific in ((), (cerca, cerca), (fixture("practicar.xml"),), (empty,), (b"<a",), (b"<!DOCTYPE a []><a/>",)):
        assert wire.read("RespostaCerca", specific) == GARBLED


def test_another_version_of_the_namespace_is_another_message() -> None:
    assert wire.read("RespostaCerca", (fixture("cerca.xml").replace(b"v4.0", b"v3.2"),)) == GARBLED


def test_errors_are_read_by_their_code_and_never_by_their_text() -> None:
    said = wire.read("RespostaCerca", (fixture("errors.xml"),))
    assert isinstance(said, Failed)
    assert (said.reason, said.code) == (ActRefusal.ALREADY_ENDED, "3003")
    assert "41000101" not in repr(said)


@pytest.mark.parametrize("code", ["", "abc", "12345678Z", "99999999999", "٣٠٠٣"])
def test_a_code_that_is_no_number_is_no_documented_one(code: str) -> None:
    piece = f'<RespostaCerca xmlns="{wire.NT}"><Errors><Error><CodiError>{code}</CodiError></Error></Errors></RespostaCerca>'
    said = wire.read("RespostaCerca", (piece.encode(),))
    assert isinstance(said, Failed)
    assert (said.reason, said.answer, said.code) == (None, Garbled(Fault.UNKNOWN_RESULT), "other")


def test_a_page_says_how_many_there_are() -> None:
    page = wire.page(answer("RespostaCerca", "cerca.xml"))
    assert isinstance(page, wire.Page)
    assert (len(page.rows), page.number, page.pages, page.total) == (3, 1, 1, 3)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [(b"<TotalPagines>1<", b"<TotalPagines>x<"), (b"DadesPaginacio", b"Altres"), (b"Resultats>", b"Lines>"),
     (b"<Notificacio>", b"<Notif>")],
)  # fmt: skip
def test_a_page_without_its_counts_or_without_the_lines_that_it_counts_is_garbled(was: bytes, becomes: bytes) -> None:
    piece = fixture("cerca.xml").replace(was, becomes).replace(was.replace(b"<", b"</"), becomes.replace(b"<", b"</"))
    said = wire.read("RespostaCerca", (piece,))
    assert isinstance(said, wire.Heard)
    assert wire.page(said) == GARBLED


def test_a_summary_counts_by_body_and_must_add_up() -> None:
    assert wire.counts(answer("RespostaResum", "resum.xml")) == (
        wire.BodyCount("0811360009", "Ajuntament de Manresa", 3, 2),
    )
    wrong = fixture("resum.xml").replace(b"<TotalNotificacions>3", b"<TotalNotificacions>4")
    said = wire.read("RespostaResum", (wrong,))
    assert isinstance(said, wire.Heard)
    assert wire.counts(said) == GARBLED
