"""The parsers of SOAP and PCI. Each judge reads the bytes for itself, with the standard library's expat."""

from __future__ import annotations

import base64
import xml.etree.ElementTree as Expat
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from myspace.protocols.pci import extensions, hearing, products, wording
from myspace.protocols.pci import messages as m
from myspace.protocols.pci.failures import ExchangeFailed
from myspace.protocols.pci.writing import write_message
from myspace.protocols.soap import attachments, envelope, hardened, verifying, wsse
from myspace.protocols.soap.failures import SoapError
from myspace.protocols.soap.signing import Signer, sign
from myspace.simulation.cast import person
from proofs import _mutants
from proofs._mutants import NUMBERS, ODD, SECRET
from proofs._parser import Parser

NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
SOAP, PCI = "myspace.protocols.soap", "myspace.protocols.pci"
XML = "text/xml; charset=utf-8"
_PIECES = (
    "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "&x;", "<!-- -->", "<![CDATA[", "]]>", "<?x ?>", "<a>" * 70,
    "<a>" * 4_000, " x='1' x='2'", "\0", "\ufffe", "<s:Body xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'/>", "</a>",
    f"<p>{NUMBERS[0]}</p>", SECRET, "<x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='cid:x'/>", "&#0;", "&lt;",
)  # fmt: skip


def parsers() -> list[Parser]:
    whole = [_written(_request()), _written(_response()), _written(_response(state="0502")), _FAULT]
    return [_xml(whole), _heard(whole), _signed(), _package(whole[1]), _products(), _moments()]


def xml_bytes(chance: Random, valid: list[bytes], number: int) -> bytes:
    """The bytes of a message that began as a valid one; one in ten is left as it was."""
    whole = valid[number % len(valid)]
    draw = chance.random()
    if draw < 0.10:
        return whole
    if draw < 0.25:
        return whole[: number % (len(whole) + 1)]  # in the end at each byte
    if draw < 0.40:
        return _mutants.flipped(chance, whole)
    if draw < 0.60:
        at = chance.randrange(len(whole) + 1)
        return whole[:at] + chance.choice(_PIECES).encode("utf-8", "replace") + whole[at:]
    if draw < 0.80:  # another text in an element, also an odd one
        ends = [n for n in range(len(whole) - 1) if whole[n : n + 1] == b">" and whole[n + 1 : n + 2] != b"<"]
        at = chance.choice(ends) + 1 if ends else 0
        to = whole.find(b"<", at)
        return whole[:at] + str(chance.choice(ODD)).encode("utf-8", "replace") + whole[max(at, to) :]
    if draw < 0.88:  # a stretch of it twice, or elsewhere
        first, second = sorted(chance.randrange(len(whole) + 1) for _ in range(2))
        at = chance.randrange(len(whole) + 1)
        return whole[:at] + whole[first:second] + whole[at:]
    if draw < 0.96:
        return _mutants.otherwise_encoded(chance, whole.decode("utf-8", "replace"))
    return _mutants.noise(chance)


# -- what is read -----------------------------------------------------------------------------------------------------


def _xml(whole: list[bytes]) -> Parser:
    def judge(given: bytes, root: Any) -> str | None:
        theirs = _expat(given)
        if theirs is None:
            return "read what is no XML for another parser"
        if b"<!DOCTYPE" in given.split(b"<![CDATA[")[0].split(b"<!--")[0]:
            return "a document type was let through"
        mine = [each.tag for each in root.iter()]
        return None if mine == [each.tag for each in theirs.iter()] else "read another tree than another parser"

    return Parser(
        "soap xml",
        (f"{SOAP}.hardened:read_xml",),
        lambda c, n: xml_bytes(c, whole, n),
        hardened.read_xml,
        (SoapError,),
        judge,
    )


def _heard(whole: list[bytes]) -> Parser:
    def judge(given: tuple[int, bytes], found: Any) -> str | None:
        theirs = _expat(given[1])
        if theirs is None:
            return "heard a message in what is no XML"
        if any(each.tag.endswith("}Fault") for each in theirs.iter("{http://schemas.xmlsoap.org/soap/envelope/}Fault")):
            return "a fault was taken for a message"
        told = [each for each in theirs.iter() if each.tag.endswith(("}TransmisionDatos", "}SolicitudTransmision"))]
        if told and not getattr(found, "items", None):
            return "nothing was heard in what held items"
        ids = {(each.text or "").strip() for each in theirs.iter() if each.tag.endswith("}IdPeticion")}
        return None if found.attributes.id in ids else "an id that nobody wrote"

    return Parser(
        "pci messages",
        (
            f"{SOAP}.envelope:open_envelope",
            f"{PCI}.hearing:hear",
            f"{PCI}.hearing:read_body",
            f"{PCI}.hearing:heard",
            f"{PCI}.reading:read_message",
        ),
        lambda c, n: (c.choice((200, 200, 200, 200, 500, 404)), xml_bytes(c, whole, n)),
        _hear,
        (SoapError, ExchangeFailed),
        judge,
    )


def _hear(given: tuple[int, bytes]) -> Any:
    message = hearing.read_body(given[0], XML, given[1])
    if isinstance(message, m.Response | m.Confirmation):
        hearing.heard(hearing.hear(given[0], XML, given[1]))
    return message


def _signed() -> Parser:
    """Whatever is bent: when the signature still holds, the Body says what it said when it was signed."""
    signer = _signer()
    whole = sign(envelope.wrap(write_message(_response())), signer, NOW)
    policy = verifying.Policy(pinned=frozenset({signer.certificate.fingerprint(hashes.SHA256())}), sha1=True)
    original = _said(whole)

    def read(given: bytes) -> Any:
        return verifying.verify(envelope.open_envelope(hardened.read_xml(given)), policy, NOW).believed()

    def judge(given: bytes, _body: Any) -> str | None:
        return None if _said(given) == original else "a signature held over other words"

    return Parser(
        "soap signatures",
        (f"{SOAP}.verifying:verify",),
        lambda c, n: xml_bytes(c, [whole], n),
        read,
        (SoapError,),
        judge,
    )


def _package(root: bytes) -> Parser:
    beside = {"f@x": attachments.Attachment("application/pdf", b"%PDF" + NUMBERS[0].encode())}
    said, body = attachments.write_package(root, beside)
    element = hardened.read_xml(b"<c><x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='cid:f@x'/></c>")

    def make(chance: Random, number: int) -> tuple[str, bytes]:
        kind = _mutants.text(chance, (said,), number) if chance.random() < 0.3 else said
        return kind, xml_bytes(chance, [body], number)

    def read(given: tuple[str, bytes]) -> Any:
        package = attachments.read_package(*given)
        return package, attachments.content_of(element, package)

    def judge(given: tuple[str, bytes], found: Any) -> str | None:
        return None if found[1] in given[1] or base64.b64encode(found[1]) in given[1] else "content that nobody sent"

    return Parser(
        "soap attachments",
        (f"{SOAP}.attachments:read_package", f"{SOAP}.attachments:content_of"),
        make,
        read,
        (SoapError,),
        judge,
    )


def _products() -> Parser:
    told = b"<p:r xmlns:p='urn:p'><p:codigoResultado>1</p:codigoResultado></p:r>"
    more = (
        b"<c:ExtensionesRespuesta xmlns:c='%b'><c:PDF>YWI=</c:PDF></c:ExtensionesRespuesta>" % extensions.CAOC.encode()
    )
    asks = extensions.ask(printable=True, evidence=False)

    def read(piece: bytes) -> Any:
        given = (more, piece)
        extensions.asked(given)
        extensions.given(given)
        return products.result("PADRO", "RESIDENT", given)

    def judge(piece: bytes, found: Any) -> str | None:
        return None if b"codigoResultado" in piece and found.code.encode() in piece else "a result that nobody told"

    return Parser(
        "pci products",
        (
            f"{PCI}.products:result",
            f"{PCI}.extensions:given",
            f"{PCI}.extensions:asked",
            f"{PCI}.extensions:products_own",
            f"{PCI}.reading:in_place",
        ),
        lambda c, n: xml_bytes(c, [told, told, more, asks], n),
        read,
        (ExchangeFailed,),
        judge,
    )


def _moments() -> Parser:
    valid = ("2007-04-18 17:35:02.454", "20070417 10:00:00", "2008-03-06T15:34:03.988+01:00", "18042007", "2018-11-09")
    valid += ("2008-01-15T17:00:02.177Z", "09/11/2018", NUMBERS[0])

    def judge(_said: str, found: Any) -> str | None:
        years = [one.year for one in (found[0].at, found[1].day) if one]
        return None if all(1899 < year < 2202 for year in years) else "a day of no calendar was believed"

    def read(said: str) -> Any:
        return wording.stamp(said), wording.day(said), wsse.read_moment(said)

    reads = (f"{PCI}.wording:stamp", f"{PCI}.wording:day", f"{SOAP}.wsse:read_moment")
    return Parser("pci moments", reads, lambda c, n: _mutants.text(c, valid, n), read, (), judge)


# -- what is sent -----------------------------------------------------------------------------------------------------

_FAULT = (
    b"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault><faultcode>s:Client</faultcode>"
    b"<faultstring>%b</faultstring></s:Fault></s:Body></s:Envelope>" % f"{NUMBERS[0]} {SECRET}".encode()
)


def _item() -> m.Item:
    requester = m.Requester("9821920002", "Ajuntament de prova", m.StatedPurpose("PROVES"))
    marta = person("marta").identifier.value
    asked = f"<p:r xmlns:p='urn:p'><p:codigoResultado>1</p:codigoResultado><p:w>{SECRET}</p:w></p:r>".encode()
    return m.Item(
        m.Issuer("Q0000000J", "CAOC"), requester, m.Consent.LAW, m.Transmission("RESIDENT", "1", "T1", m.Day("2026-11-30")),
        m.Official(SECRET, NUMBERS[1]), m.Holder(m.DocumentKind.NIF, marta), (), (asked,),
    )  # fmt: skip


def _request() -> m.Request:
    return m.Request(m.Attributes("AOC1", "RESIDENT", "PADRO", 1, wording.stamp(wording.write_stamp(NOW))), (_item(),))


def _response(state: str = "0003") -> m.Response:
    said = m.State(m.StateCode(state), state, "", f"{SECRET} {NUMBERS[0]}", 0)
    attributes = m.Attributes("AOC1", "RESIDENT", "PADRO", 1, wording.stamp(wording.write_stamp(NOW)), said)
    return m.Response(attributes, (_item(),) if state == "0003" else ())


def _written(message: m.Message) -> bytes:
    return envelope.write(envelope.wrap(write_message(message)))


def _signer() -> Signer:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a proof")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=1))
    ).sign(key, hashes.SHA256())  # fmt: skip
    return Signer(key, certificate)


# -- the other reading ------------------------------------------------------------------------------------------------


def _expat(given: bytes) -> Expat.Element | None:
    try:
        return Expat.fromstring(given)
    except (Expat.ParseError, ValueError, LookupError):
        return None


def _said(given: bytes) -> list[tuple[str, dict[str, str], str]] | None:
    """All that is in the Body, by expat: names, attributes and words."""
    root = _expat(given)
    body = None if root is None else root.find("{http://schemas.xmlsoap.org/soap/envelope/}Body")
    return None if body is None else [(each.tag, each.attrib, each.text or "") for each in body.iter()]
