"""Who sent it and whether it is theirs, judged by libxmlsec; and the platform's own signature, well made or badly.

libxmlsec is another implementation than the folder's (its own canonicalization, OpenSSL's RSA), so a mistake in signing is
not believed twice: docs/adr/0014-libxmlsec-in-the-simulator.md. Which elements a signature must cover, and whose it may be,
the library does not ask: that is here.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import xmlsec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import SoapFault
from myspace.connector_kit.simulated.pci.reading import SOAP, Letter

_OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
WSSE, WSU = f"{_OASIS}wssecurity-secext-1.0.xsd", f"{_OASIS}wssecurity-utility-1.0.xsd"
DS = "http://www.w3.org/2000/09/xmldsig#"
_ID = f"{{{WSU}}}Id"
_TOKEN = f"{_OASIS}x509-token-profile-1.0#X509v3"
_BASE64 = f"{_OASIS}soap-message-security-1.0#Base64Binary"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_SHA = {
    "sha256": ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256"),
    "sha1": (f"{DS}rsa-sha1", f"{DS}sha1"),
}
_LIFE, _SKEW = timedelta(seconds=300), timedelta(seconds=60)
# How the platform signs when it is told to: well, as the official samples do (Q-PC-13), or wrongly.
SIGNS = ("well", "sha1", "nothing", "stranger", "expired", "altered", "old", "body_only")


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """A key and its certificate, in PEM."""

    key: bytes
    certificate: x509.Certificate

    @classmethod
    def read(cls, pem: bytes) -> Identity:
        key = serialization.load_pem_private_key(pem, None)
        octets = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(octets, x509.load_pem_x509_certificates(pem)[0])


@dataclass(frozen=True, slots=True)
class Guard:
    """Whom the platform lets in: certificates, or those that they issued. Without any it believes whoever signs well."""

    trusted: tuple[x509.Certificate, ...] = ()

    def who(self, letter: Letter, at_the_other_end: x509.Certificate | None) -> x509.Certificate:
        """Raises SoapFault: with attachments mutual TLS is asked for, else a signature or mutual TLS."""
        security = letter.root.find(f"{{{SOAP}}}Header/{{{WSSE}}}Security")
        if security is None or letter.parts:
            if at_the_other_end is None:
                raise _fault("InvalidSecurity", "neither a signature nor a certificate of mutual TLS")
            return at_the_other_end
        certificate = self._signed_by(letter, security)
        if self.trusted and not any(_vouches(one, certificate) for one in self.trusted):
            raise _fault("FailedAuthentication", "the certificate is not registered")
        return certificate

    def _signed_by(self, letter: Letter, security: etree._Element) -> x509.Certificate:
        signature, stamp = security.find(f"{{{DS}}}Signature"), security.find(f"{{{WSU}}}Timestamp")
        token = security.find(f"{{{WSSE}}}BinarySecurityToken")
        if signature is None or stamp is None or token is None:
            raise _fault("InvalidSecurity", "the header lacks a signature, a timestamp or a token")
        named = signature.find(f"{{{DS}}}KeyInfo/{{{WSSE}}}SecurityTokenReference/{{{WSSE}}}Reference")
        if named is None or named.get("URI") != f"#{token.get(_ID)}":
            raise _fault("InvalidSecurityToken", "the token is not referred to directly")
        certificate = x509.load_der_x509_certificate(base64.b64decode(token.text or ""))
        referred = {one.get("URI", "") for one in signature.iterfind(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")}
        if not {f"#{letter.body.get(_ID)}", f"#{stamp.get(_ID)}"} <= referred:
            raise _fault("FailedCheck", "Body and Timestamp must be signed")
        ids = [value for each in letter.root.iter() if (value := each.get(_ID))]
        if len(set(ids)) != len(ids):
            raise _fault("FailedCheck", "an id stands twice")
        _check(letter.root, signature, certificate)
        created, expires = (_moment(stamp.findtext(f"{{{WSU}}}{name}", "")) for name in ("Created", "Expires"))
        now = datetime.now(UTC)
        if not created - _SKEW <= now <= expires + _SKEW or expires - created > _LIFE:
            raise _fault("MessageExpired", "the timestamp")
        return certificate


def _check(root: etree._Element, signature: etree._Element, certificate: x509.Certificate) -> None:
    xmlsec.tree.add_ids(root, ["Id"])
    context = xmlsec.SignatureContext()
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    context.key = xmlsec.Key.from_memory(pem, xmlsec.constants.KeyDataFormatCertPem)
    try:
        context.verify(signature)
    except xmlsec.Error:
        raise _fault("FailedCheck", "the signature") from None


def _vouches(trusted: x509.Certificate, certificate: x509.Certificate) -> bool:
    if trusted == certificate:
        return True
    try:
        certificate.verify_directly_issued_by(trusted)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _fault(code: str, words: str) -> SoapFault:
    return SoapFault(words, f"wsse:{code}")


def _moment(said: str) -> datetime:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        raise _fault("InvalidSecurity", "a moment of the timestamp") from None


@dataclass(frozen=True, slots=True)
class Seal:
    """The platform's own signature."""

    identity: Identity

    def _who(self, how: str) -> Identity:
        if how == "expired":
            return stranger("An identity that is over", -1)
        return stranger() if how == "stranger" else self.identity

    def sign(self, envelope: etree._Element, how: str = "well") -> bytes:
        """The envelope with a Security header, signed `how` (SIGNS)."""
        if how == "nothing":
            return etree.tostring(envelope, encoding="utf-8", xml_declaration=True)
        who = self._who(how)
        now = datetime.now(UTC) - (timedelta(hours=2) if how == "old" else timedelta())
        signature = _template(envelope, who, now, "sha1" if how == "sha1" else "sha256", stamp=how != "body_only")
        xmlsec.tree.add_ids(envelope, ["Id"])
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(who.key, xmlsec.constants.KeyDataFormatPem)
        context.sign(signature)
        if how == "altered":
            envelope[1].set("altered", "1")
        return etree.tostring(envelope, encoding="utf-8", xml_declaration=True)


def _template(envelope: etree._Element, who: Identity, now: datetime, sha: str, *, stamp: bool) -> etree._Element:
    method, digest = _SHA[sha]
    security = etree.SubElement(envelope[0], f"{{{WSSE}}}Security", nsmap={"wsse": WSSE, "wsu": WSU})
    token = etree.SubElement(
        security, f"{{{WSSE}}}BinarySecurityToken", {"EncodingType": _BASE64, "ValueType": _TOKEN, _ID: "X509-1"}
    )
    token.text = base64.b64encode(who.certificate.public_bytes(serialization.Encoding.DER)).decode()
    signature = etree.SubElement(security, f"{{{DS}}}Signature", nsmap={"ds": DS})
    info = etree.SubElement(signature, f"{{{DS}}}SignedInfo")
    etree.SubElement(info, f"{{{DS}}}CanonicalizationMethod", Algorithm=_EXCLUSIVE)
    etree.SubElement(info, f"{{{DS}}}SignatureMethod", Algorithm=method)
    envelope[1].set(_ID, "id-1")
    for name in ("id-1", "TS-1") if stamp else ("id-1",):
        reference = etree.SubElement(info, f"{{{DS}}}Reference", URI=f"#{name}")
        transforms = etree.SubElement(reference, f"{{{DS}}}Transforms")
        etree.SubElement(transforms, f"{{{DS}}}Transform", Algorithm=_EXCLUSIVE)
        etree.SubElement(reference, f"{{{DS}}}DigestMethod", Algorithm=digest)
        etree.SubElement(reference, f"{{{DS}}}DigestValue")
    etree.SubElement(signature, f"{{{DS}}}SignatureValue")
    info = etree.SubElement(etree.SubElement(signature, f"{{{DS}}}KeyInfo"), f"{{{WSSE}}}SecurityTokenReference")
    etree.SubElement(info, f"{{{WSSE}}}Reference", URI="#X509-1", ValueType=_TOKEN)
    dated = etree.SubElement(security, f"{{{WSU}}}Timestamp", {_ID: "TS-1"})
    for name, moment in (("Created", now), ("Expires", now + timedelta(seconds=60))):
        etree.SubElement(dated, f"{{{WSU}}}{name}").text = moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return signature


@cache
def stranger(name: str = "Somebody else", days: int = 30) -> Identity:
    """An identity that nobody registered, good for so many days; made when it is first asked for."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=90)).not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Identity(key.private_bytes(*form), made)
