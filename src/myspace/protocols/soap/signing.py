"""Signs what we send: Body and Timestamp, RSA-SHA256 over exclusive canonical XML, the certificate by direct reference.

Knows no clock: the moment is given. Refuses to know SHA-1: it may be accepted from others, never written.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from lxml import etree

from myspace.protocols.soap import wsse
from myspace.protocols.soap.envelope import SOAP, WSSE, open_envelope, write
from myspace.protocols.soap.wsse import DS, ID, WSU, named

LIFE = timedelta(seconds=60)  # the official client's; the guide for SoapUI says 300
LEAST_BITS = 2048


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A key and its certificate, read once. Raises ValueError where they are not a pair, or the key is short."""

    key: RSAPrivateKey
    certificate: x509.Certificate
    token: str = field(init=False)

    def __post_init__(self) -> None:
        spki = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        if self.key.public_key().public_bytes(*spki) != self.certificate.public_key().public_bytes(*spki):
            raise ValueError("the certificate is of another key: give the pair that the AOC registered")
        if self.key.key_size < LEAST_BITS:
            raise ValueError(f"the key has less than {LEAST_BITS} bits: ask for a new certificate")
        token = base64.b64encode(self.certificate.public_bytes(serialization.Encoding.DER)).decode("ascii")
        object.__setattr__(self, "token", token)

    def __repr__(self) -> str:
        return "Signer(···)"


def sign(root: etree._Element, signer: Signer, now: datetime, life: timedelta = LIFE) -> bytes:
    """The envelope at `root`, signed and written. It gets a Security header; it must not have one."""
    envelope = open_envelope(root)
    if wsse.security_of(envelope.header):
        raise ValueError("the envelope is signed already: sign a new one")
    header = root[0] if len(root) == 2 else _header(root)
    security = etree.SubElement(header, named(WSSE, "Security"), nsmap={"wsse": WSSE, "wsu": WSU})
    security.set(named(SOAP, "mustUnderstand"), "1")
    # Ids that no payload has by chance, and that are the same for the same moment: a test can compare bytes.
    salt = hashlib.sha256(f"{now.isoformat()} {signer.token[-64:]}".encode()).hexdigest()[:32]
    token = etree.SubElement(
        security, named(WSSE, "BinarySecurityToken"), EncodingType=wsse.BASE64, ValueType=wsse.X509
    )
    token.set(ID, f"X509-{salt}")
    token.text = signer.token
    stamp = _timestamp(security, now, life, f"TS-{salt}")
    envelope.body.set(ID, f"id-{salt}")
    _signature(security, signer, token.get(ID, ""), (envelope.body, stamp))
    return write(root)


def _header(root: etree._Element) -> etree._Element:
    header = etree.Element(named(SOAP, "Header"))
    root.insert(0, header)
    return header


def _timestamp(security: etree._Element, now: datetime, life: timedelta, name: str) -> etree._Element:
    stamp = etree.SubElement(security, named(WSU, "Timestamp"))
    stamp.set(ID, name)
    etree.SubElement(stamp, named(WSU, "Created")).text = wsse.written(now)
    etree.SubElement(stamp, named(WSU, "Expires")).text = wsse.written(now + life)
    return stamp


def _signature(security: etree._Element, signer: Signer, token: str, signed: tuple[etree._Element, ...]) -> None:
    signature = etree.SubElement(security, named(DS, "Signature"), nsmap={"ds": DS})
    info = etree.SubElement(signature, named(DS, "SignedInfo"))
    etree.SubElement(info, named(DS, "CanonicalizationMethod"), Algorithm=wsse.EXCLUSIVE)
    etree.SubElement(info, named(DS, "SignatureMethod"), Algorithm=wsse.RSA_SHA256)
    for element in signed:
        reference = etree.SubElement(info, named(DS, "Reference"), URI=f"#{element.get(ID, '')}")
        transforms = etree.SubElement(reference, named(DS, "Transforms"))
        etree.SubElement(transforms, named(DS, "Transform"), Algorithm=wsse.EXCLUSIVE)
        etree.SubElement(reference, named(DS, "DigestMethod"), Algorithm=wsse.SHA256)
        octets = hashlib.sha256(wsse.canonical(element)).digest()
        etree.SubElement(reference, named(DS, "DigestValue")).text = base64.b64encode(octets).decode("ascii")
    value = signer.key.sign(wsse.canonical(info), padding.PKCS1v15(), hashes.SHA256())
    etree.SubElement(signature, named(DS, "SignatureValue")).text = base64.b64encode(value).decode("ascii")
    where = etree.SubElement(etree.SubElement(signature, named(DS, "KeyInfo")), named(WSSE, "SecurityTokenReference"))
    etree.SubElement(where, named(WSSE, "Reference"), URI=f"#{token}", ValueType=wsse.X509)
