"""Three layers of failure, never mistaken for one another, and none of them for an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from myspace.protocols.pci import messages as m
from myspace.protocols.pci import products
from myspace.protocols.pci.exchange import Heard
from myspace.protocols.pci.failures import (
    ExchangeFailed,
    Faulted,
    NoMessage,
    NotBelieved,
    NotHeard,
    NotSent,
    NotTheContract,
    PciLayer,
    PciRefused,
    ProductLayer,
    ProductRefused,
    SoapLayer,
    UnknownCode,
)
from myspace.protocols.pci.hearing import hear, heard, heard_in
from myspace.protocols.pci.products import Meaning, Result, result
from myspace.protocols.pci.writing import write_message
from myspace.protocols.soap.attachments import Attachment, write_package
from myspace.protocols.soap.envelope import SOAP, Fault, FaultCode, wrap
from myspace.protocols.soap.failures import Unverified
from myspace.protocols.soap.signing import sign
from myspace.vocabulary.answers import Down, Garbled, Late, Refused
from myspace.vocabulary.answers import Fault as Why
from tests.unit.protocols.identities import NOW, signer, trusting
from tests.unit.protocols.pci.samples import ATTRIBUTES, REQUEST, response, sent, told

XML = "text/xml; charset=utf-8"
FAULT = (
    f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault><faultcode>s:Client</faultcode>'
    "<faultstring>12345678Z</faultstring></s:Fault></s:Body></s:Envelope>"
).encode()


def failed(status: int, body: bytes, said: str = XML) -> ExchangeFailed:
    with pytest.raises(ExchangeFailed) as raised:
        hear(status, said, body)
    assert "12345678Z" not in f"{raised.value}{raised.value.args}"
    return raised.value


@pytest.mark.parametrize("status", [200, 500])
def test_a_fault_is_one_whatever_status_it_comes_with(status: int) -> None:
    fault = failed(status, FAULT)
    assert isinstance(fault, Faulted)
    assert isinstance(fault, SoapLayer)
    assert fault.fault.code is FaultCode.CLIENT


@pytest.mark.parametrize("status", [404, 302, 503, 401])
def test_a_status_of_whoever_stands_before_the_service_is_no_message(status: int) -> None:
    assert isinstance(failed(status, sent(response())), NoMessage)
    assert isinstance(failed(500, b"<html/>", "text/html"), NoMessage)
    assert isinstance(failed(500, sent(response())), NoMessage)


def test_a_page_with_200_is_another_contract_and_not_nothing() -> None:
    assert isinstance(failed(200, b"<html/>", "text/html"), NotTheContract)
    assert isinstance(failed(200, b"<html/>"), NotTheContract)
    assert isinstance(failed(200, b""), NotTheContract)


def test_a_refusal_of_the_platform_is_its_own_layer_and_its_words_stay_inside() -> None:
    refused = failed(200, sent(response(state="0502", items=0)).replace(b">Error<", b">NIF 12345678Z<"))
    assert isinstance(refused, PciRefused)
    assert isinstance(refused, PciLayer)
    assert (refused.code, refused.said) == ("0502", "NIF 12345678Z")
    assert str(refused) == "0502"


def test_a_state_that_nobody_documented_is_a_refusal_and_its_code_is_printed_only_when_it_is_one() -> None:
    assert str(failed(200, sent(response()).replace(b">0003<", b">0999<"))) == "0999"
    assert str(failed(200, sent(response()).replace(b">0003<", b">12345678Z<"))) == "other"


@pytest.mark.parametrize(
    "body",
    [
        sent(response(items=0)),
        sent(response()).replace(b">0003<", b"><"),
        sent(response(state="0001")),
        sent(REQUEST),
        sent(m.Confirmation(replace(ATTRIBUTES, requester=None, state=m.State(m.StateCode.FINISHED, "0003")))),
    ],
    ids=["finished and empty", "no state", "not ready with items", "a request", "a confirmation that is finished"],
)
def test_an_answer_that_contradicts_itself_is_another_contract(body: bytes) -> None:
    assert isinstance(failed(200, body), NotTheContract)


def test_what_was_heard_has_its_name_in_the_table_of_stages() -> None:
    confirmed = m.Confirmation(replace(ATTRIBUTES, requester=None, state=m.State(m.StateCode.PENDING, "0001")))
    assert heard(hear(200, XML, sent(response()))) is Heard.ANSWER
    assert heard(hear(200, XML, sent(response(state="0002", items=0)))) is Heard.NOT_YET
    assert heard(hear(200, XML, sent(confirmed))) is Heard.CONFIRMED


def test_with_a_policy_only_what_was_signed_is_read() -> None:
    signed = sign(wrap(write_message(response())), signer(), NOW)
    assert hear(200, XML, signed, policy=trusting(), now=NOW).attributes.id == ATTRIBUTES.id
    with pytest.raises(Unverified):
        hear(200, XML, signed, policy=trusting(), now=NOW + timedelta(hours=1))
    with pytest.raises(Unverified):
        hear(200, XML, sent(response()), policy=trusting(), now=NOW)
    with pytest.raises(ValueError, match="give now"):
        hear(200, XML, signed, policy=trusting())
    with pytest.raises(Faulted):
        hear(500, XML, FAULT, policy=trusting(), now=NOW)


def test_what_lies_beside_a_signed_message_is_not_read_as_if_it_were_signed() -> None:
    file = m.File("1", m.Place.CONTENT, octets=b"%PDF")
    with_file = m.Response(response().attributes, (replace(response().items[0], files=(file,)),))
    beside: dict[str, Attachment] = {}
    signed = sign(wrap(write_message(with_file, beside=beside)), signer(), NOW)
    said, body = write_package(signed, beside)
    assert hear(200, said, body).items[0].files[0].octets == b"%PDF"
    with pytest.raises(NotTheContract, match="missing_part"):
        hear(200, said, body, policy=trusting(), now=NOW)


# ── the product's own layer ────────────────────────────────────────────────────────────────────────────────────


def of_padro(code: str, modality: str = "RESIDENT") -> Result:
    return result("PADRO", modality, (told(code),))


def test_success_is_what_each_product_says_it_is() -> None:
    assert of_padro("1") == Result("1", Meaning.DONE)
    assert of_padro("2") == Result("2", Meaning.NONE)
    assert of_padro("0", "COMPROVACIO_CONVIVENTS") == Result("0", Meaning.DONE)
    with pytest.raises(UnknownCode):
        of_padro("0")
    with pytest.raises(ProductRefused) as refused:
        of_padro("4")
    assert str(refused.value) == "PADRO 4"
    assert isinstance(refused.value, ProductLayer)


@pytest.mark.parametrize(
    ("product", "modality", "xml", "code"),
    [
        ("SCSP_TGSS", "Q2827003ATGSS001B", "<d><Retorno><Codigo>0</Codigo></Retorno><Codigo>9</Codigo></d>", "0"),
        ("INEM", "VERIF_DADES_ATUR", "<d><r><codiResultat>0003</codiResultat></r></d>", "0003"),
        ("AEAT_DADES", "ECOT103", "<d><codiResultat>1000</codiResultat></d>", "1000"),
        ("DGP_IDENTITAT", "IDENTITAT_DADES", "<d><codiResultat>00</codiResultat></d>", "00"),
        ("TGSS_VIDA_LABORAL", "VIDA_LABORAL5", "<d><codiResultat>0000</codiResultat></d>", "0000"),
        (
            "REPRESENTA",
            "REPRESENTA_CONSULTA",
            "<d><resposta><codi>0</codi></resposta><c><codi>TRAMITAR</codi></c></d>",
            "0",
        ),
    ],
)
def test_the_same_digits_are_success_in_one_product_and_unknown_in_another(
    product: str, modality: str, xml: str, code: str
) -> None:
    assert result(product, modality, (xml.encode(),)) == Result(code, Meaning.DONE)
    with pytest.raises(UnknownCode):
        result(product, modality, (xml.replace(f">{code}<", f">{code}7<").encode(),))


@pytest.mark.parametrize("pieces", [(), (b"<d/>",), (told("1"), told("2")), (told(""),), (told("12345678Z"),)])
def test_no_code_two_codes_and_an_unknown_one_are_no_answer(pieces: tuple[bytes, ...]) -> None:
    with pytest.raises(UnknownCode) as unknown:
        result("PADRO", "RESIDENT", pieces)
    assert str(unknown.value) == "PADRO"


@pytest.mark.parametrize(("product", "modality"), [("ALTRE", "X"), ("SCSP_TGSS", "Q2827003ATGSS006")])
def test_a_product_without_a_row_gives_no_answer_at_all(product: str, modality: str) -> None:
    with pytest.raises(UnknownCode):
        result(product, modality, (b"<d><codiResultat>0</codiResultat></d>",))


def test_no_code_of_a_row_means_two_things() -> None:
    for rows in products.ROWS.values():
        for row in rows:
            assert row.done
            assert len(row.done) + len(row.none) + len(row.refused) == len(row.done | row.none | row.refused)


# ── what a failure is worth, and whether it may be done all the same ──────────────────────────────────────────────


def faulted(code: FaultCode) -> Faulted:
    return Faulted(Fault(code, ""))


@pytest.mark.parametrize(
    ("failure", "may_be_done", "worth", "heard"),
    [
        (NotSent(Why.UNREACHABLE), False, Down(Why.UNREACHABLE), None),
        (NotSent(Why.TLS), False, Down(Why.TLS), None),
        (NotHeard(Why.DEADLINE), True, Late(Why.DEADLINE), Heard.SILENCE),
        (NotHeard(Why.TOO_LARGE), True, Garbled(Why.TOO_LARGE), Heard.SILENCE),
        (NoMessage(403), False, Refused(Why.NOT_AUTHORISED), Heard.SILENCE),
        (NoMessage(404), False, Down(Why.HTTP_NOT_FOUND), Heard.SILENCE),
        (NoMessage(302), False, Down(Why.REDIRECTED), Heard.SILENCE),
        (NoMessage(400), False, Refused(Why.BAD_REQUEST), Heard.SILENCE),
        (NoMessage(503), True, Down(Why.SERVER_ERROR), Heard.SILENCE),
        (faulted(FaultCode.SECURITY), False, Refused(Why.NOT_AUTHORISED), Heard.FAULT),
        (faulted(FaultCode.CLIENT), False, Refused(Why.BAD_REQUEST), Heard.FAULT),
        (faulted(FaultCode.SERVER), True, Down(Why.SERVER_ERROR), Heard.FAULT),
        (NotTheContract("Body"), True, Garbled(Why.NOT_THE_CONTRACT), Heard.SILENCE),
        (NotBelieved(()), True, Garbled(Why.NOT_THE_CONTRACT), Heard.SILENCE),
        (PciRefused("0502", "", ""), True, Down(Why.SERVER_ERROR), Heard.REFUSED),
        (ProductRefused("PADRO", "4"), False, Refused(Why.BAD_REQUEST), Heard.SILENCE),
        (UnknownCode("PADRO"), True, Garbled(Why.UNKNOWN_RESULT), Heard.SILENCE),
    ],
    ids=lambda value: f"{type(value).__name__} {value}",
)
def test_every_failure_says_whether_it_may_be_done_and_what_it_is_worth(
    failure: ExchangeFailed, may_be_done: bool, worth: object, heard: Heard | None
) -> None:
    assert (failure.may_be_done, failure.worth, heard_in(failure)) == (may_be_done, worth, heard)
