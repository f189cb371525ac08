"""Whether a message's signature does what is asked of it. The policy is a value, the outcome a report; nothing is trusted.

    verify(envelope, policy, now) ── Report(findings)      no finding: `believed()` gives the Body that was signed

What was verified is what is read: references are resolved to elements, and only the Body that the reader reads, the
Timestamp that is judged and the token may be among them. So a signed Body moved elsewhere, a second one, an id written
twice, a reference to something else or by something else than an id are each a finding (signature wrapping, McIntosh and
Austel 2005). Revocation is not asked here: nobody is asked here.
"""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.constant_time import bytes_eq
from lxml import etree

from myspace.protocols.soap import wsse
from myspace.protocols.soap.envelope import WSSE, Envelope
from myspace.protocols.soap.failures import Unverified
from myspace.protocols.soap.wsse import DS, ID, WSU, named


class Part(StrEnum):
    BODY = "body"
    TIMESTAMP = "timestamp"
    TOKEN = "token"  # noqa: S105  # a part of the message, no secret


class Finding(StrEnum):
    """What is wrong. The first word of each group is the part it is about."""

    UNSIGNED = "unsigned"
    SEVERAL_HEADERS = "several_security_headers"
    SEVERAL_SIGNATURES = "several_signatures"
    MALFORMED = "malformed"
    ID_TWICE = "id_twice"
    UNKNOWN_REFERENCE = "unknown_reference"
    REFERENCE_TWICE = "reference_twice"
    TRANSFORM = "transform"
    ALGORITHM = "algorithm"
    SHA1 = "sha1"
    DIGEST = "digest"
    SIGNATURE = "signature"
    BODY_NOT_SIGNED = "body_not_signed"
    TIMESTAMP_NOT_SIGNED = "timestamp_not_signed"
    TOKEN_NOT_SIGNED = "token_not_signed"  # noqa: S105
    TOKEN = "token"  # noqa: S105
    WEAK_KEY = "weak_key"
    NO_TIMESTAMP = "no_timestamp"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    LIVES_TOO_LONG = "lives_too_long"
    UNTRUSTED = "untrusted_certificate"
    CERTIFICATE_DATES = "certificate_dates"


_NOT_SIGNED = {
    Part.BODY: Finding.BODY_NOT_SIGNED,
    Part.TIMESTAMP: Finding.TIMESTAMP_NOT_SIGNED,
    Part.TOKEN: Finding.TOKEN_NOT_SIGNED,
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What one connection asks of who signs to it. By default nobody is trusted and SHA-1 is nothing.

    `pinned` are SHA-256 fingerprints of certificates. `issuers` are certificates that may have issued the signer's: each
    vouches for everybody it ever issued one to, so pin where the far side tells which certificate it signs with.
    """

    pinned: frozenset[bytes] = frozenset()
    issuers: tuple[x509.Certificate, ...] = ()
    sha1: bool = False  # every official sample signs with it (Q-PC-13): only where the connection's row says so
    must_sign: frozenset[Part] = frozenset({Part.BODY, Part.TIMESTAMP})
    skew: timedelta = timedelta(seconds=60)
    longest_life: timedelta = timedelta(seconds=300)
    least_bits: int = 2048


@dataclass(frozen=True, slots=True)
class Report:
    findings: tuple[Finding, ...]
    signed: frozenset[Part] = frozenset()
    certificate: x509.Certificate | None = field(default=None, repr=False)
    created: datetime | None = None
    expires: datetime | None = None
    with_sha1: bool = False
    _body: etree._Element | None = field(default=None, repr=False, compare=False)

    @property
    def good(self) -> bool:
        return not self.findings

    def believed(self) -> etree._Element:
        """The Body that the signature covers. Raises Unverified."""
        if self.findings or self._body is None:
            raise Unverified(self.findings or (Finding.BODY_NOT_SIGNED,))
        return self._body


class _Stop(Exception):
    """No failure of the program: what is left cannot be judged."""


@dataclass(slots=True)
class _Reading:
    envelope: Envelope
    policy: Policy
    now: datetime
    findings: list[Finding] = field(default_factory=list)
    signed: set[Part] = field(default_factory=set)
    certificate: x509.Certificate | None = None
    created: datetime | None = None
    expires: datetime | None = None
    with_sha1: bool = False

    def found(self, finding: Finding) -> None:
        if finding not in self.findings:
            self.findings.append(finding)

    def stop(self, finding: Finding) -> _Stop:
        self.found(finding)
        return _Stop()


def verify(envelope: Envelope, policy: Policy, now: datetime) -> Report:
    """Everything that can be judged is judged, so that an operator reads all of what is wrong at once."""
    reading = _Reading(envelope, policy, now)
    with suppress(_Stop):
        _judge(reading)
    return Report(
        tuple(reading.findings), frozenset(reading.signed), reading.certificate, reading.created, reading.expires,
        reading.with_sha1, envelope.body if Part.BODY in reading.signed else None,
    )  # fmt: skip


def _judge(reading: _Reading) -> None:
    headers = wsse.security_of(reading.envelope.header)
    if len(headers) > 1:
        raise reading.stop(Finding.SEVERAL_HEADERS)
    signatures = [child for child in headers[0] if child.tag == named(DS, "Signature")] if headers else []
    if not signatures:
        raise reading.stop(Finding.UNSIGNED)
    if len(signatures) > 1:
        raise reading.stop(Finding.SEVERAL_SIGNATURES)
    security, signature = headers[0], signatures[0]
    stamp = _only(reading, security, named(WSU, "Timestamp"), Finding.NO_TIMESTAMP)
    parts = {Part.BODY: reading.envelope.body, Part.TIMESTAMP: stamp}
    parts[Part.TOKEN] = token = _token(reading, security, signature)
    info = _only(reading, signature, named(DS, "SignedInfo"), Finding.MALFORMED)
    _ids(reading, info)
    _references(reading, info, parts)
    reading.certificate = _certificate(reading, token)
    _rsa(reading, signature, info)
    for part in sorted(reading.policy.must_sign - reading.signed):
        reading.found(_NOT_SIGNED[part])
    _times(reading, stamp)
    _trust(reading)


def _only(reading: _Reading, parent: etree._Element, tag: str, finding: Finding) -> etree._Element:
    """The one child of this name: none or two are a finding, never a choice."""
    found = [child for child in parent if child.tag == tag]
    if len(found) != 1:
        raise reading.stop(finding if not found else Finding.MALFORMED)
    return found[0]


def _token(reading: _Reading, security: etree._Element, signature: etree._Element) -> etree._Element:
    """The certificate that KeyInfo points at, directly, in this header."""
    key_info = _only(reading, signature, named(DS, "KeyInfo"), Finding.TOKEN)
    where = _only(reading, key_info, named(WSSE, "SecurityTokenReference"), Finding.TOKEN)
    reference = _only(reading, where, named(WSSE, "Reference"), Finding.TOKEN)
    uri = reference.get("URI", "")
    tokens = [
        child
        for child in security
        if child.tag == named(WSSE, "BinarySecurityToken") and uri == f"#{child.get(ID, '')}" != "#"
    ]
    if len(tokens) != 1 or tokens[0].get("ValueType") != wsse.X509 or len(tokens[0]):
        raise reading.stop(Finding.TOKEN)
    if tokens[0].get("EncodingType", wsse.BASE64) != wsse.BASE64:
        raise reading.stop(Finding.TOKEN)
    return tokens[0]


def _ids(reading: _Reading, info: etree._Element) -> None:
    """No id that the signature names may be written twice, by whatever attribute a reader could take for one."""
    wanted = {reference.get("URI", "").removeprefix("#") for reference in info}
    kinds = (ID, "Id", "ID", "id", "{http://www.w3.org/XML/1998/namespace}id", "AssertionID")
    root = reading.envelope.body.getroottree().getroot()
    written = Counter(value for each in root.iter() for kind in kinds if (value := each.get(kind)) is not None)
    by_the_standard = Counter(value for each in root.iter() if (value := each.get(ID)) is not None)
    if any(written[name] > 1 for name in wanted) or any(count > 1 for count in by_the_standard.values()):
        reading.found(Finding.ID_TWICE)


def _references(reading: _Reading, info: etree._Element, parts: dict[Part, etree._Element]) -> None:
    named_parts = {f"#{element.get(ID)}": part for part, element in parts.items() if element.get(ID)}
    seen: set[Part] = set()
    for reference in info:
        if reference.tag in (named(DS, "CanonicalizationMethod"), named(DS, "SignatureMethod")):
            continue
        if reference.tag != named(DS, "Reference"):
            raise reading.stop(Finding.MALFORMED)
        part = named_parts.get(reference.get("URI", ""))
        if part is None:
            reading.found(Finding.UNKNOWN_REFERENCE)
            continue
        if part in seen:  # and not digested again: a thousand references to a large Body are an attack too
            reading.found(Finding.REFERENCE_TWICE)
            continue
        seen.add(part)
        if _digest_holds(reading, reference, parts[part]):
            reading.signed.add(part)


def _digest_holds(reading: _Reading, reference: etree._Element, target: etree._Element) -> bool:
    transforms = [child for child in reference if child.tag == named(DS, "Transforms")]
    each = list(transforms[0]) if len(transforms) == 1 else []
    if len(each) != 1 or each[0].tag != named(DS, "Transform"):
        reading.found(Finding.TRANSFORM)
        return False
    prefixes = _prefixes(reading, each[0])
    if prefixes is None:
        return False
    method = _only(reading, reference, named(DS, "DigestMethod"), Finding.MALFORMED)
    algorithm = _allowed(reading, wsse.DIGESTS, method.get("Algorithm", ""))
    value = _base64(_only(reading, reference, named(DS, "DigestValue"), Finding.MALFORMED))
    if algorithm is None:
        return False
    if value is None or not bytes_eq(wsse.digest(algorithm, wsse.canonical(target, prefixes)), value):
        reading.found(Finding.DIGEST)
        return False
    return True


def _prefixes(reading: _Reading, method: etree._Element) -> tuple[str, ...] | None:
    """The InclusiveNamespaces of a canonicalization; None, and a finding, when it is another one than the exclusive."""
    inside = list(method)
    if method.get("Algorithm") != wsse.EXCLUSIVE or len(inside) > 1:
        reading.found(Finding.TRANSFORM)
        return None
    if not inside:
        return ()
    if inside[0].tag != named(wsse.EXCLUSIVE, "InclusiveNamespaces"):
        reading.found(Finding.TRANSFORM)
        return None
    words = inside[0].get("PrefixList", "").split()
    if len(words) > 32:
        reading.found(Finding.TRANSFORM)
        return None
    return tuple(words)


def _allowed(reading: _Reading, known: dict[str, hashes.HashAlgorithm], name: str) -> hashes.HashAlgorithm | None:
    algorithm = known.get(name)
    if algorithm is None:
        reading.found(Finding.ALGORITHM)
        return None
    if isinstance(algorithm, hashes.SHA1):
        reading.with_sha1 = True
        if not reading.policy.sha1:
            reading.found(Finding.SHA1)
            return None
    return algorithm


def _certificate(reading: _Reading, token: etree._Element) -> x509.Certificate:
    der = _base64(token)
    certificate = None
    with suppress(ValueError):
        certificate = x509.load_der_x509_certificate(der) if der else None
    if certificate is None:
        raise reading.stop(Finding.TOKEN)
    return certificate


def _rsa(reading: _Reading, signature: etree._Element, info: etree._Element) -> None:
    assert reading.certificate is not None
    key = None
    with suppress(ValueError, UnsupportedAlgorithm):
        key = reading.certificate.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < reading.policy.least_bits:
        raise reading.stop(Finding.WEAK_KEY)
    prefixes = _prefixes(reading, _only(reading, info, named(DS, "CanonicalizationMethod"), Finding.MALFORMED))
    method = _only(reading, info, named(DS, "SignatureMethod"), Finding.MALFORMED)
    algorithm = _allowed(reading, wsse.SIGNATURES, method.get("Algorithm", ""))
    value = _base64(_only(reading, signature, named(DS, "SignatureValue"), Finding.MALFORMED))
    if prefixes is None or algorithm is None:
        reading.signed.clear()
        return
    try:
        key.verify(value or b"", wsse.canonical(info, prefixes), padding.PKCS1v15(), algorithm)
    except InvalidSignature:
        reading.signed.clear()  # digests that nobody signed cover nothing
        reading.found(Finding.SIGNATURE)


def _times(reading: _Reading, stamp: etree._Element) -> None:
    policy, now = reading.policy, reading.now
    created = _only(reading, stamp, named(WSU, "Created"), Finding.NO_TIMESTAMP)
    expires = _only(reading, stamp, named(WSU, "Expires"), Finding.NO_TIMESTAMP)
    reading.created, reading.expires = wsse.read_moment(created.text or ""), wsse.read_moment(expires.text or "")
    if reading.created is None or reading.expires is None:
        raise reading.stop(Finding.NO_TIMESTAMP)
    if reading.created - policy.skew > now:
        reading.found(Finding.NOT_YET)
    if reading.expires + policy.skew < now:
        reading.found(Finding.EXPIRED)
    if not timedelta(0) < reading.expires - reading.created <= policy.longest_life:
        reading.found(Finding.LIVES_TOO_LONG)


def _trust(reading: _Reading) -> None:
    certificate = reading.certificate
    assert certificate is not None
    if not certificate.not_valid_before_utc <= reading.now <= certificate.not_valid_after_utc:
        reading.found(Finding.CERTIFICATE_DATES)
    if certificate.fingerprint(hashes.SHA256()) in reading.policy.pinned:
        return
    if not any(_issued(certificate, issuer, reading.now) for issuer in reading.policy.issuers):
        reading.found(Finding.UNTRUSTED)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate, now: datetime) -> bool:
    if not issuer.not_valid_before_utc <= now <= issuer.not_valid_after_utc:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _base64(element: etree._Element) -> bytes | None:
    """None for what is no base64, or has elements in it. White space may be anywhere: certificates come in lines."""
    if len(element):
        return None
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        return None
