"""The table at the head of wire.py, row by row: HTTP status, `codiResultat` and array to what they are worth."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from myspace.connectors.hub_carpetes import wire
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.answers import Down, Fault, Garbled, Refused

from .asking import body, one

C = Topic.CASES
ITEM = one(C)
CONTRACT = Garbled(Fault.NOT_THE_CONTRACT)


def said(**fields: Any) -> bytes:
    return json.dumps({"descripcioResultat": "x"} | fields).encode()


@pytest.mark.parametrize(
    ("status", "raw", "worth"),
    [
        (200, said(codiResultat="200", expedients=[]), wire.Heard(())),
        (200, said(codiResultat=200, expedients=[]), wire.Heard(())),
        (200, said(codiResultat=" 200 ", expedients=[]), wire.Heard(())),
        (200, said(codiResultat="200"), CONTRACT),
        (200, said(codiResultat="200", expedients=None), CONTRACT),
        (200, said(codiResultat="200", expedients={}), CONTRACT),
        (200, said(codiResultat="200", tributs=[]), CONTRACT),
        (200, said(codiResultat="404"), wire.Heard(())),
        (200, said(codiResultat="404", expedients=[ITEM]), CONTRACT),
        (200, said(codiResultat="500", expedients=[ITEM]), CONTRACT),
        (200, said(codiResultat="500"), Down(Fault.SERVER_ERROR)),
        (200, said(codiResultat="418"), Garbled(Fault.UNKNOWN_RESULT)),
        (200, said(codiResultat="OK"), Garbled(Fault.UNKNOWN_RESULT)),
        (200, said(codiResultat=True, expedients=[]), CONTRACT),
        (200, said(expedients=[ITEM]), CONTRACT),
        (200, b'{"codiResultat":"500","codiResultat":"404"}', CONTRACT),
        (200, b"[]", CONTRACT),
        (200, b"null", CONTRACT),
        (200, b"", Garbled(Fault.NOT_JSON)),
        (200, b"<!DOCTYPE html><html></html>", Garbled(Fault.NOT_JSON)),
        (200, b'{"codiResultat":NaN}', Garbled(Fault.NOT_JSON)),
        (200, b'{"codiResultat":"200","expedients":[{"idExp', Garbled(Fault.TRUNCATED)),
        (200, b'{"codiResultat":"200","expedients":' + b"[" * 5000, CONTRACT),
        (200, b'{"codiResultat":"200","expedients":' + b"[" * 40 + b"]" * 40 + b"}", CONTRACT),
        (404, said(codiResultat="404"), wire.Heard(())),
        (404, said(codiResultat="200", expedients=[]), Down(Fault.HTTP_NOT_FOUND)),
        (404, said(codiResultat="404", expedients=[ITEM]), Down(Fault.HTTP_NOT_FOUND)),
        (404, b"<html>Not found</html>", Down(Fault.HTTP_NOT_FOUND)),
        (404, b"", Down(Fault.HTTP_NOT_FOUND)),
        (401, said(codiResultat="200", expedients=[]), Refused(Fault.NOT_AUTHORISED)),
        (403, b"", Refused(Fault.NOT_AUTHORISED)),
        (400, b"", Refused(Fault.BAD_REQUEST)),
        (429, b"", Down(Fault.SERVER_ERROR)),
        (500, said(codiResultat="200", expedients=[ITEM]), Down(Fault.SERVER_ERROR)),
        (503, said(codiResultat="404"), Down(Fault.SERVER_ERROR)),
        (302, b"", Down(Fault.REDIRECTED)),
        (204, b"", CONTRACT),
        (206, said(codiResultat="200", expedients=[]), CONTRACT),
    ],
)
def test_each_combination_is_worth_what_the_table_says(status: int, raw: bytes, worth: object) -> None:
    assert wire.read(C, status, raw) == worth


def test_items_are_heard_in_their_order() -> None:
    heard = wire.read(C, 200, body(C, {"idExpedient": "2"}, {"idExpedient": "1"}))
    assert isinstance(heard, wire.Heard)
    assert [item["idExpedient"] for item in heard.items] == ["2", "1"]


def test_two_arrays_of_appointments_that_both_say_something_are_garbled() -> None:
    both = said(codiResultat="200", actuacions=[{}], citesprevies=[{}])
    assert wire.read(Topic.APPOINTMENTS, 200, both) == CONTRACT
    half = said(codiResultat="200", actuacions=[], citesprevies=[{}])
    assert wire.read(Topic.APPOINTMENTS, 200, half) == wire.Heard(({},))


@pytest.mark.parametrize("code", ["200", "404"])
@pytest.mark.parametrize("array", ["Expedients", "EXPEDIENTS", "actuacions", "tributs", "citesprevies"])
def test_items_where_they_do_not_belong_are_never_nothing(code: str, array: str) -> None:
    assert wire.read(C, 200, said(codiResultat=code, expedients=[], **{array: [{"idExpedient": "X"}]})) == CONTRACT
    assert wire.read(C, 200, said(codiResultat=code, expedients=[], **{array: []})) == wire.Heard(())
    assert wire.read(C, 200, said(codiResultat=code, expedients=[], avisos=["manteniment"])) == wire.Heard(())


def test_every_parameter_of_the_contract_is_sent_by_its_own_name() -> None:
    query = wire.Query(
        "00000000T", "NIF", "INTERESSAT", "0899900003", "L01089990", date(2026, 1, 2), date(2026, 3, 4), fue=True
    )
    common = {
        "documentIdentificatiu": "00000000T",
        "tipusDocumentIdentificatiu": "NIF",
        "tipusPersona": "INTERESSAT",
        "codiINE10": "0899900003",
        "codiDIR3Organisme": "L01089990",
        "dataInici": "2026-01-02",
        "dataFi": "2026-03-04",
        "fue": "true",
    }
    assert wire.parameters(Topic.ENTRIES, query) == common
    assert wire.parameters(C, wire.Query("1", "NIF", estat="OBERT"))["estat"] == "OBERT"
    assert wire.parameters(Topic.ENTRIES, wire.Query("1", "NIF", tipusActuacio="ENTRADA"))["tipusActuacio"] == "ENTRADA"
    with pytest.raises(ValueError, match="estat"):
        wire.parameters(Topic.ENTRIES, wire.Query("1", "NIF", estat="OBERT"))


def test_a_query_does_not_show_the_document_it_carries() -> None:
    assert "00000000T" not in repr(wire.Query("00000000T", "NIF"))
