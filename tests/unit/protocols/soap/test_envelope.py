"""An envelope has a header at most and one body; a fault is a value, whoever is to blame."""

from __future__ import annotations

import pytest

from myspace.protocols.soap.envelope import SOAP, FaultCode, open_envelope, wrap, write
from myspace.protocols.soap.failures import Flaw, NotAnEnvelope
from myspace.protocols.soap.hardened import read_xml

SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"


def soap(inside: str, namespace: str = SOAP) -> bytes:
    return f'<s:Envelope xmlns:s="{namespace}" xmlns:t="urn:t">{inside}</s:Envelope>'.encode()


@pytest.mark.parametrize(
    ("body", "flaw"),
    [
        (b"<html><body>502</body></html>", Flaw.ROOT),
        (soap("<s:Body/>", SOAP_12), Flaw.VERSION),
        (soap(""), Flaw.PARTS),
        (soap("<s:Header/>"), Flaw.PARTS),
        (soap("<s:Body/><s:Body/>"), Flaw.PARTS),
        (soap("<s:Body/><s:Header/>"), Flaw.PARTS),
        (soap("<s:Header/><s:Header/><s:Body/>"), Flaw.PARTS),
        (soap("<s:Body/><t:more/>"), Flaw.PARTS),
        (soap("<s:Body><s:Fault/><t:x/></s:Body>"), Flaw.PARTS),
        (soap('<s:Header><t:x s:mustUnderstand="1"/></s:Header><s:Body/>'), Flaw.NOT_UNDERSTOOD),
    ],
)
def test_what_is_no_envelope_is_refused_by_its_name(body: bytes, flaw: Flaw) -> None:
    with pytest.raises(NotAnEnvelope) as refused:
        open_envelope(read_xml(body))
    assert refused.value.flaw is flaw


@pytest.mark.parametrize("header", ['<t:x s:mustUnderstand="0"/>', '<t:x s:mustUnderstand="1" s:actor="urn:them"/>'])
def test_a_header_that_need_not_be_understood_by_us_is_passed_over(header: str) -> None:
    assert len(open_envelope(read_xml(soap(f"<s:Header>{header}</s:Header><s:Body/>"))).header) == 1


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("s:Client", FaultCode.CLIENT),
        ("soapenv:Server", FaultCode.SERVER),
        ("Client.Authentication", FaultCode.CLIENT),
        ("ns1:FailedCheck", FaultCode.SECURITY),
        ("wsse:InvalidSecurity", FaultCode.SECURITY),
        ("MustUnderstand", FaultCode.MUST_UNDERSTAND),
        ("", FaultCode.OTHER),
        ("12345678Z", FaultCode.OTHER),
    ],
)
def test_a_fault_says_who_is_to_blame_and_its_words_are_not_printed(code: str, read: FaultCode) -> None:
    fault = open_envelope(
        read_xml(
            soap(
                f"<s:Body><s:Fault><faultcode>{code}</faultcode><faultstring> NIF 12345678Z </faultstring>"
                "<detail><t:x>y</t:x></detail></s:Fault></s:Body>"
            )
        )
    ).fault
    assert fault is not None
    assert (fault.code, fault.said) == (read, "NIF 12345678Z")
    assert "12345678Z" not in repr(fault)


def test_what_is_wrapped_is_opened_again() -> None:
    root = wrap(read_xml(b'<a xmlns="urn:a">x</a>'))
    envelope = open_envelope(read_xml(write(root)))
    assert [each.tag for each in envelope.content] == ["{urn:a}a"]
    assert envelope.fault is None
