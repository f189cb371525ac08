"""The SOAP 1.1 envelope: what it carries, or the fault it is. Knows no signature and no product.

    open_envelope(root) ── Envelope(header, body)      body holds content, or one Fault
                        └─ NotAnEnvelope               ROOT │ VERSION │ PARTS │ NOT_UNDERSTOOD

A header that must be understood and is not stops the message (SOAP 1.1 §4.2.3), unless it is for another actor. A fault
is found by what it is, whatever HTTP status it came with: some send it with 200.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from myspace.protocols.soap.failures import Flaw, NotAnEnvelope

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
SECURITY = f"{{{WSSE}}}Security"
_NEXT = "http://schemas.xmlsoap.org/soap/actor/next"
_LONGEST_WORDS = 2_000


class FaultCode(StrEnum):
    """Who is to blame, by SOAP 1.1 §4.4.1; and what WS-Security adds (SOAP Message Security 1.0, §12)."""

    VERSION_MISMATCH = "version_mismatch"
    MUST_UNDERSTAND = "must_understand"
    CLIENT = "client"
    SERVER = "server"
    SECURITY = "security"
    OTHER = "other"


_CODES = {
    "VersionMismatch": FaultCode.VERSION_MISMATCH,
    "MustUnderstand": FaultCode.MUST_UNDERSTAND,
    "Client": FaultCode.CLIENT,
    "Server": FaultCode.SERVER,
    **dict.fromkeys(
        (
            "UnsupportedSecurityToken",
            "UnsupportedAlgorithm",
            "InvalidSecurity",
            "InvalidSecurityToken",
            "FailedAuthentication",
            "FailedCheck",
            "SecurityTokenUnavailable",
            "MessageExpired",
        ),
        FaultCode.SECURITY,
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What the far side's SOAP layer says. `said` may hold anything, also a person's number: for the sealed copy only."""

    code: FaultCode
    said: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Envelope:
    """`body` is the element itself: a verifier checks that this one was signed, and the reader reads this one."""

    header: tuple[etree._Element, ...]
    body: etree._Element
    fault: Fault | None

    @property
    def content(self) -> tuple[etree._Element, ...]:
        return tuple(self.body)


def open_envelope(root: etree._Element) -> Envelope:
    """The parts of the envelope at `root`. Raises NotAnEnvelope."""
    if root.tag == f"{{{SOAP_12}}}Envelope":
        raise NotAnEnvelope(Flaw.VERSION)
    if root.tag != f"{{{SOAP}}}Envelope":
        raise NotAnEnvelope(Flaw.ROOT)
    tags = [child.tag for child in root]
    body_tag, header_tag = f"{{{SOAP}}}Body", f"{{{SOAP}}}Header"
    if tags not in ([body_tag], [header_tag, body_tag]):
        # Nothing before, between or after: a second Body is how a signed one is put out of sight.
        raise NotAnEnvelope(Flaw.PARTS)
    header = tuple(root[0]) if len(root) == 2 else ()
    for block in header:
        if block.tag != SECURITY and _must_be_understood(block):
            raise NotAnEnvelope(Flaw.NOT_UNDERSTOOD)
    body = root[-1]
    faults = [child for child in body if child.tag == f"{{{SOAP}}}Fault"]
    if faults and len(body) > 1:
        raise NotAnEnvelope(Flaw.PARTS)
    return Envelope(header, body, _fault(faults[0]) if faults else None)


def _must_be_understood(block: etree._Element) -> bool:
    for_us = block.get(f"{{{SOAP}}}actor", "") in ("", _NEXT)
    return for_us and block.get(f"{{{SOAP}}}mustUnderstand", "0").strip() in ("1", "true")


def _fault(element: etree._Element) -> Fault:
    """Its children are unqualified by the standard; some send them qualified."""
    words = {etree.QName(child).localname: "".join(map(str, child.itertext())) for child in element}
    # "soapenv:Client.Authentication": the part before the dot says who, and a prefix may be undeclared.
    name = re.split(r"\.", words.get("faultcode", "").strip().rpartition(":")[2])[0]
    return Fault(_CODES.get(name, FaultCode.OTHER), words.get("faultstring", "").strip()[:_LONGEST_WORDS])


def wrap(*content: etree._Element) -> etree._Element:
    """A new envelope around what is sent."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP})
    etree.SubElement(root, f"{{{SOAP}}}Header")
    etree.SubElement(root, f"{{{SOAP}}}Body").extend(content)
    return root


def write(root: etree._Element) -> bytes:
    """As it goes out. Nothing is indented: white space would be signed too."""
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
