"""The REST interface: what is asked, what each answer is worth, and for whom our certificate may ask."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from myspace.connectors.enotum import rest, rest_acting
from myspace.connectors.enotum.codes import Failed
from myspace.connectors.enotum.rest_acting import Elsewhere, Here
from myspace.connectors.enotum.values import NotAskable
from myspace.simulation.cast import company, person
from myspace.vocabulary.answers import Down, Fault, Garbled, Refused
from myspace.vocabulary.notices import ActRefusal, Contents, NoticeAct
from myspace.vocabulary.people import AssuranceLevel

from .reading import NUMBER, aside, fixture, rest_line

GARBLED = Failed(None, Garbled(Fault.NOT_THE_CONTRACT))
UUID = "0f1e2d3c-0000-4000-8000-000000000001"


def heard(file: str, **changed: Any) -> rest.Heard:
    said = rest.read(200, json.dumps(json.loads(fixture(file)) | changed).encode())
    assert isinstance(said, rest.Heard)
    return said


def error(code: object) -> bytes:
    return json.dumps({"codi": code, "missatge": "Text de 12345678Z que ningú no repeteix"}).encode()


@pytest.mark.parametrize(
    ("status", "body", "reason", "answer"),
    [
        (400, b"", ActRefusal.REJECTED, Refused(Fault.BAD_REQUEST)),
        (400, error("3003"), ActRefusal.ALREADY_ENDED, Refused(Fault.BAD_REQUEST)),
        (400, error(3037), ActRefusal.EXPIRED, Refused(Fault.BAD_REQUEST)),
        (400, error("9999"), ActRefusal.REJECTED, Refused(Fault.BAD_REQUEST)),
        (401, b"", ActRefusal.NOT_AUTHORISED, Refused(Fault.NOT_AUTHORISED)),
        (403, b"<html>", ActRefusal.NOT_AUTHORISED, Refused(Fault.NOT_AUTHORISED)),
        (404, b"", ActRefusal.NOT_FOUND, Down(Fault.HTTP_NOT_FOUND)),
        (409, b"", None, Refused(Fault.BAD_REQUEST)),
        (429, b"", None, Down(Fault.SERVER_ERROR)),
        (500, error("103"), None, Down(Fault.SERVER_ERROR)),
        (500, error("3003"), None, Down(Fault.SERVER_ERROR)),
        (302, b"", None, Down(Fault.REDIRECTED)),
        (204, b"", None, Garbled(Fault.NOT_THE_CONTRACT)),
    ],
)
def test_every_status_has_its_worth_and_a_documented_code_says_more(
    status: int, body: bytes, reason: ActRefusal | None, answer: object
) -> None:
    said = rest.read(status, body)
    assert isinstance(said, Failed)
    assert (said.reason, said.answer) == (reason, answer)
    assert "12345678Z" not in repr(said)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"codi": 1, "codi": 2}', b'{"a', b"\xff\xfe", error(3003)])
def test_two_hundred_without_the_message_is_garbled(body: bytes) -> None:
    said = rest.read(200, body)
    assert isinstance(said, Failed)
    assert isinstance(said.answer, Garbled)


def test_the_window_is_always_asked_for() -> None:
    assert rest.search_query(date(2026, 11, 29), date(2026, 11, 30), 2) == {
        "dataInicial": "2026-06-03",
        "dataFinal": "2026-11-30",
        "ordre": "DESC",
        "pagina": "2",
    }


def test_a_page_says_how_many_there_are_and_a_list_of_nothing_is_no_page() -> None:
    page = rest.page(heard("list.json"))
    assert isinstance(page, rest.Page)
    assert (len(page.rows), page.number, page.pages, page.total) == (2, 1, 1, 2)
    for changed in ({"notificacions": None}, {"totalPagines": "x"}, {"notificacions": []}, {"totalResultats": None}):
        assert rest.page(heard("list.json", **changed)) == GARBLED


@pytest.mark.parametrize("raw", [None, 7, "x", [], {"emissor": "Manresa"}])
def test_a_line_that_is_no_notice_is_put_aside(raw: Any) -> None:
    from myspace.connectors.enotum import mapping

    said = rest.read(200, json.dumps({"notificacions": [raw]}).encode())
    assert isinstance(said, rest.Heard)
    aside(mapping.notice(rest.row(said.message["notificacions"][0])))


def test_a_key_written_twice_spoils_its_line() -> None:
    assert aside(rest_line(emissor={"codiOrganisme": 1, "nomOrganisme": ["x"]})).field == "emissor/nomOrganisme"


def test_the_certificate_asks_for_its_holder_without_a_header_and_for_who_is_listed_with_one() -> None:
    user = rest.user(heard("user.json"))
    assert isinstance(user, rest.User)
    assert user.level is AssuranceLevel.SUBSTANTIAL
    assert user.header(company("atzavara").identifier) == {}
    assert user.header(person("teresa").identifier) == {rest.FOR: "NIF-00000000T"}
    assert user.header(person("marta").identifier) is None
    assert "00000000T" not in repr(user)


def test_without_its_own_document_a_user_is_nobody() -> None:
    assert rest.user(heard("user.json", document=None)) == GARBLED
    assert rest.user(heard("user.json", representats="tothom")) == GARBLED
    kept = rest.user(heard("user.json", representats=[{"document": "00000000T"}, 3]))
    assert isinstance(kept, rest.User)
    assert kept.represented == frozenset()


@pytest.mark.parametrize("noisy", ["Q000\ud8000000J", "Q000\x000000J"])
def test_a_number_with_noise_inside_gives_no_company_that_it_resembles(noisy: str) -> None:
    listed = [{"tipusDocument": "CIF", "document": noisy}]
    told = rest.user(heard("user.json", representats=listed))
    assert isinstance(told, rest.User)
    assert told.represented == frozenset()


def test_an_act_is_a_word_in_a_body_and_two_hundred_says_that_it_was_done() -> None:
    assert json.loads(rest_acting.practise_body(NoticeAct.OPEN)) == {"estat": "ACCEPTADA"}
    assert json.loads(rest_acting.practise_body(NoticeAct.REFUSE)) == {"estat": "REBUTJADA"}
    assert rest_acting.notice_target(NUMBER) == f"/ciutadania/notificacions/{NUMBER}"
    assert rest_acting.practised(200, b"") is None
    said = rest_acting.practised(400, error(3038))
    assert said is not None
    assert said.reason is ActRefusal.ANNULLED


@pytest.mark.parametrize(("number", "document"), [("1/../2", UUID), (NUMBER, "../evidencia"), (NUMBER, ""), ("", UUID)])
def test_no_address_is_made_of_what_is_no_number(number: str, document: str) -> None:
    with pytest.raises(NotAskable):
        rest_acting.document_target(number, document)


def test_the_detail_is_of_the_notice_that_was_asked_for() -> None:
    told = rest_acting.detail(200, fixture("detail.json"), NUMBER)
    assert isinstance(told, dict)
    found = rest_acting.contents(told)
    assert isinstance(found, Contents)
    assert [(one.name, one.main, one.bytes) for one in found.documents] == [
        ("resolucio.pdf", True, 9),
        ("barem.pdf", False, 9),
    ]
    assert rest_acting.detail(200, fixture("detail.json"), "41000999") == GARBLED


@pytest.mark.parametrize(
    "papers",
    ["x", {"resolucio": 3}, {"resolucio": {"nom": "a"}}, {"annexos": {}}, {"resolucio": {"nom": "a", "uuid": "../b"}},
     {"resolucio": {"nom": "a", "uuid": UUID}, "annexos": [{"nom": "b", "uuid": UUID}]},
     {"annexos": [{"nom": "b", "uuid": UUID}] * 6}],
)  # fmt: skip
def test_half_a_list_of_documents_is_none(papers: Any) -> None:
    assert rest_acting.contents(json.loads(fixture("detail.json")) | {"documents": papers}) == GARBLED


def test_a_document_is_behind_a_redirect_or_comes_at_once() -> None:
    at = "https://documents.exemple.test/a"
    assert rest_acting.content(307, at, b"") == Elsewhere(at)
    assert rest_acting.content(307, None, b"") == GARBLED
    assert rest_acting.content(200, None, b"%PDF-1.4") == Here(b"%PDF-1.4")
    assert rest_acting.content(200, None, json.dumps({"urlDescarrega": at}).encode()) == Elsewhere(at)
    assert rest_acting.content(200, None, b"") == Failed(None, Garbled(Fault.TRUNCATED))
    assert rest_acting.content(302, at, b"") == Failed(None, Down(Fault.REDIRECTED))


def test_a_receipt_that_is_not_there_is_not_there_yet() -> None:
    missing = rest_acting.content(404, None, b"")
    assert isinstance(missing, Failed)
    assert rest_acting.evidence_missing(missing).reason is ActRefusal.NOT_YET_AVAILABLE
