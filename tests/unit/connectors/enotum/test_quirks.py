"""Where the documents of e-NOTUM disagree (Q-NT-1 … 9, Q-EN-1 … 11): both forms are read, or the doubt is said."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from lxml import etree

from myspace.connectors.enotum import acting, rest, rest_acting, values, wire
from myspace.connectors.enotum.codes import Failed, judged
from myspace.connectors.enotum.rest_acting import Elsewhere, Here
from myspace.connectors.enotum.values import NotAskable
from myspace.simulation.cast import company, person
from myspace.vocabulary.notices import ActRefusal, Contents, NoticeAct, NoticeStatus
from myspace.vocabulary.people import Identifier, IdentifierKind

from .reading import NS, NUMBER, TOKEN, aside, fixture, good, line, rest_line

TODAY = date(2026, 11, 30)
UUIDS = [f"0f1e2d3c-0000-4000-8000-00000000000{n}" for n in range(7)]


def detailed(told: dict[str, Any]) -> dict[str, Any]:
    found = rest_acting.detail(200, json.dumps(told).encode(), NUMBER)
    assert isinstance(found, dict), found
    return found


def test_q_nt_1_annulled_is_spelt_with_the_middle_dot_and_with_no_other_mark() -> None:
    assert good(line(Estat="ANUL\u00b7LADA")).status is NoticeStatus.ANNULLED
    for other in ("ANUL.LADA", "ANUL\u2022LADA", "ANUL\u22c5LADA", "ANUL-LADA", "ANUL\u0140LADA", "ANULLADA"):
        aside(line(Estat=other))


def test_q_nt_2_a_reference_is_read_up_to_the_longer_of_its_two_limits() -> None:
    assert good(line(Referencia="r" * 255)).reference == "r" * 255
    assert aside(line(Referencia="r" * 256)).field == "Referencia"
    assert judged([721]).reason is ActRefusal.REJECTED  # the issuer's error, never ours


def test_q_nt_3_a_registry_date_is_read_however_old_it_is() -> None:
    old = etree.fromstring(fixture("cerca.xml")).find(f"{NS}Resultats/{NS}Notificacio")
    assert old is not None
    for days in ("2026-10-01", "2020-01-01"):  # past thirty and past sixty days
        old.find(f"{NS}DadesRegistre/{NS}DataRegistre").text = f"{days}T09:00:00"  # type checkers do not read tests
        from myspace.connectors.enotum import mapping

        found = good(mapping.notice(wire.told(old, mapping.CERCA)))
        assert found.registered is not None
        assert found.registered.day == date.fromisoformat(days)


def test_q_nt_4_no_search_of_ours_filters_by_body_so_neither_spelling_is_sent() -> None:
    asked = wire.search(TOKEN, None, TODAY, TODAY, 1)
    assert b"CriterisEntitat" not in asked
    assert b"CodiOrgani" not in asked


def test_q_nt_5_no_surname_is_asked_nor_read() -> None:
    asked = wire.search(TOKEN, person("ramon").identifier, TODAY, TODAY, 1)
    assert not any(name in asked for name in (b"Cognom", b"Nom>"))


def test_q_nt_6_a_passports_country_which_two_schemas_call_otherwise_is_never_written() -> None:
    with pytest.raises(NotAskable):
        values.typed(Identifier(IdentifierKind.PASSPORT, "AB123456"))


def test_q_nt_7_an_error_is_its_code_whatever_its_text_repeats() -> None:
    text = "L'L'Access Token de VALId informat no és vàlid"
    for words in (text, text.replace("L'L'", "L'"), ""):
        piece = (
            f'<RespostaCerca xmlns="{wire.NT}"><Errors><Error><CodiError>1050</CodiError>'
            f"<MissatgeError>{words}</MissatgeError></Error></Errors></RespostaCerca>"
        )
        said = wire.read("RespostaCerca", (piece.encode(),))
        assert isinstance(said, Failed)
        assert said.reason is ActRefusal.LOGIN_OVER


def test_q_nt_8_a_company_number_with_a_comma_is_let_through_by_the_schema_and_not_by_us() -> None:
    assert values.typed(company("atzavara").identifier) == ("CIF", "Q0000000J")
    with pytest.raises(NotAskable):
        values.typed(Identifier(IdentifierKind.COMPANY, "Q0000000,"))


def test_q_nt_9_only_the_namespace_of_messaging_four_is_spoken() -> None:
    assert wire.NT == "http://www.aocat.net/NT/v4.0"
    for old in (b"NT/v3.2", b"NT/v3.1"):
        assert isinstance(wire.read("RespostaCerca", (fixture("cerca.xml").replace(b"NT/v4.0", old),)), Failed)


def test_q_en_1_refused_is_read_in_both_spellings_and_sent_in_the_one_that_the_deployment_says() -> None:
    assert good(rest_line(estat="REBUTJADA", dataPracticada="2026-11-30T10:00:00")).status is NoticeStatus.REFUSED
    assert good(rest_line(estat="REBUTJDADA", dataPracticada="2026-11-30T10:00:00")).status is NoticeStatus.REFUSED
    assert json.loads(rest_acting.practise_body(NoticeAct.REFUSE)) == {"estat": "REBUTJADA"}
    assert json.loads(rest_acting.practise_body(NoticeAct.REFUSE, "REBUTJDADA")) == {"estat": "REBUTJDADA"}


def test_q_en_2_a_document_is_found_behind_307_and_behind_200() -> None:
    at = "https://documents.exemple.test/a"
    assert rest_acting.content(307, at, b"") == Elsewhere(at)
    assert rest_acting.content(200, None, json.dumps({"urlDescarrega": at}).encode()) == Elsewhere(at)
    assert rest_acting.content(200, None, b"%PDF-1.7") == Here(b"%PDF-1.7")


@pytest.mark.parametrize("body", [b'{"nom": "a", "versio": "1"}', b'{"name": "a", "version": "1"}'])
def test_q_en_3_the_version_is_read_under_both_names(body: bytes) -> None:
    said = rest.read(200, body)
    assert isinstance(said, rest.Heard)
    assert rest.version(said) == rest.Version("a", "1")


def test_q_en_4_a_represented_person_with_a_type_that_only_one_document_has_spoils_nobody_else() -> None:
    said = rest.read(200, fixture("user.json"))
    assert isinstance(said, rest.Heard)
    user = rest.user(said)
    assert isinstance(user, rest.User)
    assert ("IDC", "AB1234") in user.represented
    assert user.header(person("teresa").identifier) == {rest.FOR: "NIF-00000000T"}


def test_q_en_5_five_annexes_are_read_here_and_there() -> None:
    told = json.loads(fixture("detail.json"))
    told["documents"]["annexos"] = [{"nom": f"{n}.pdf", "uuid": UUIDS[n]} for n in range(2, 7)]
    found = rest_acting.contents(detailed(told))
    assert isinstance(found, Contents)
    assert len(found.documents) == 6
    block = etree.fromstring(fixture("consulta.xml"))
    annexes = block.find(f"{NS}Documents")
    assert annexes is not None
    for n in (4, 5, 6):
        annex = etree.SubElement(annexes, f"{NS}Annex")
        etree.SubElement(annex, f"{NS}Nom").text = f"{n}.pdf"
        etree.SubElement(annex, f"{NS}UUID").text = UUIDS[n]
    said = acting.consulted((etree.tostring(block),), NUMBER)
    assert isinstance(said, wire.Heard)
    lying = acting.documents(said)
    assert isinstance(lying, tuple)
    assert len(lying) == 6


def test_q_en_6_nothing_is_required_by_the_schema_so_we_say_what_we_need() -> None:
    for name in ("id", "tipus", "estat", "titol", "emissor"):
        aside(rest_line(**{name: None}))
    for name in ("referencia", "nivellAcces", "dataExpiracioPrevista", "consultada", "idioma"):
        good(rest_line(**{name: None}))


def test_q_en_7_a_moment_without_offset_is_of_madrid_and_says_so() -> None:
    summer = values.moment("2026-07-01T10:00:00")
    assert summer is not None
    assert (summer.at, summer.zone_assumed) == (datetime(2026, 7, 1, 8, 0, tzinfo=UTC), True)
    told = values.moment("2026-07-01T10:00:00+02:00")
    assert told is not None
    assert (told.at, told.zone_assumed) == (summer.at, False)
    night = values.moment("2026-10-25T23:30:00Z")
    assert night is not None
    assert night.day == date(2026, 10, 26)


def test_q_en_8_a_representatives_certificate_counts_as_the_person_and_the_entity_needs_the_header() -> None:
    told = {
        "tipusDocument": "NIF",
        "document": "00000000T",
        "representats": [{"tipusDocument": "CIF", "document": "Q0000000J"}],
    }
    said = rest.read(200, json.dumps(told).encode())
    assert isinstance(said, rest.Heard)
    user = rest.user(said)
    assert isinstance(user, rest.User)
    assert user.header(person("teresa").identifier) == {}
    assert user.header(company("atzavara").identifier) == {rest.FOR: "CIF-Q0000000J"}


def test_q_en_9_what_lists_has_no_address_of_a_detail() -> None:
    addresses = {value for name, value in vars(rest).items() if name.isupper() and isinstance(value, str)}
    assert addresses == {rest.LIST, rest.SUMMARY, rest.USER, rest.INFO, rest.FOR}
    assert not any("{" in one for one in addresses)
    assert not hasattr(rest, "notice_target")
    assert not hasattr(wire, "consult")


def test_q_en_10_a_conflict_is_read_back_and_the_code_of_messaging_is_understood() -> None:
    conflict = rest_acting.practised(409, b"")
    assert conflict is not None
    assert conflict.reason is None
    twice = rest_acting.practised(400, b'{"codi": "3003", "missatge": ""}')
    assert twice is not None
    assert twice.reason is ActRefusal.ALREADY_ENDED


def test_q_en_11_both_schemas_of_a_document_are_read() -> None:
    found = rest_acting.contents(detailed(json.loads(fixture("detail.json"))))
    assert isinstance(found, Contents)
    assert [one.mime for one in found.documents] == [None, "application/pdf"]
