"""The parsers of sealed papers: PDFs as anybody may bring them, what a time stamp's service answers, the files of a seal."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from myspace.connectors.revocation import wire as revocation
from myspace.protocols.pades import apart, reports
from myspace.protocols.pades.checking import check
from myspace.protocols.pades.failures import NotSealed
from myspace.protocols.pades.sealing import from_key, from_pem, from_pkcs12, seal
from myspace.protocols.pades.stamping import believed
from myspace.protocols.pades.trusting import Trust
from myspace.protocols.pdfua import typesetting
from proofs import _mutants
from proofs._mutants import NUMBERS, ODD, SECRET
from proofs._parser import Parser

PADES = "myspace.protocols.pades"
NOW = datetime.now(UTC).replace(microsecond=0)
_DAY = timedelta(days=1)
_ODD = (
    b"%%EOF\n", b"startxref\n0\n%%EOF", b"xref\n0 1\n", b"1 0 obj\n<<>>\nendobj\n", b"/Prev 0", b"/Encrypt 1 0 R", b"[" * 5_000,
    b"<<" * 5_000, b"/Kids[1 0 R]", b"\0" * 300, b"/ByteRange[0 1 2 3]", b"endstream", b"(" * 300,
    NUMBERS[0].encode(), SECRET.encode(),
)  # fmt: skip


def parsers() -> list[Parser]:
    return [_papers(), _stamps(), _files(), _set(), _told(), _lists()]


def _papers() -> Parser:
    key, certificate, trust = _authority()
    stamps = DummyTimeStamper(_asn1(certificate), _private(key), fixed_dt=NOW)
    paper = typesetting.typeset(_paper("x"), NOW)
    whole = seal(
        paper,
        from_key(certificate, key, trust),
        lambda asked: stamps.request_tsa_response(tsp.TimeStampReq.load(asked)).dump(),
        NOW,
    )

    first, length, second, rest = map(int, re.findall(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", whole)[0])
    sealed = (
        (first, length),
        (second, rest),
    )  # what is between is the seal itself, in letters that may be large or small

    def make(chance: Random, number: int) -> bytes:
        draw = chance.random()
        if draw < 0.05:
            return whole
        if draw < 0.40:
            return _mutants.flipped(chance, whole)
        at = chance.randrange(len(whole) + 1)
        if draw < 0.60:
            return whole[: number % (len(whole) + 1)]
        if draw < 0.85:
            return whole[:at] + chance.choice(_ODD) + whole[at:]
        if draw < 0.95:
            return whole + whole[at:] if chance.random() < 0.5 else whole + chance.choice(_ODD)
        return paper if chance.random() < 0.3 else b"%PDF-1.7\n" + _mutants.noise(chance)

    def judge(given: bytes, found: Any) -> str | None:
        if isinstance(found, reports.Good) and [given[a : a + n] for a, n in sealed] != [
            whole[a : a + n] for a, n in sealed
        ]:
            return "good, though what was sealed is other now"
        return "not good, though it is" if given == whole and not isinstance(found, reports.Good) else None

    return Parser(
        "sealed papers", (f"{PADES}.checking:check",), make, lambda given: check(given, trust, NOW), (), judge
    )


def _stamps() -> Parser:
    key, certificate, _trust = _authority()
    far = DummyTimeStamper(_asn1(certificate), _private(key), fixed_dt=NOW)
    _nonce, asked = far.request_cms(bytes(32), "sha256")
    answer = far.request_tsa_response(asked).dump()

    def judge(_given: bytes, found: Any) -> str | None:
        told = found["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
        return None if told["message_imprint"]["hashed_message"].native == bytes(32) else "a stamp over another digest"

    def make(chance: Random, number: int) -> bytes:
        draw = chance.random()
        if draw < 0.1:
            return answer
        return answer[: number % (len(answer) + 1)] if draw < 0.4 else _mutants.flipped(chance, answer)

    reads = (f"{PADES}.stamping:believed",)
    return Parser("time stamps", reads, make, lambda given: believed(given, asked), (NotSealed,), judge)


def _told() -> Parser:
    """What comes from the process that read a stranger's file."""
    sealer = reports.Sealer("Segell", "Organització", "ab" * 32)
    said = [
        apart.answer(each) for each in (reports.Good(sealer, NOW, NOW), reports.Revoked(sealer), reports.NotSigned())
    ]

    def make(chance: Random, number: int) -> bytes:
        whole = chance.choice(said)
        return whole[: number % (len(whole) + 1)] if chance.random() < 0.3 else _mutants.flipped(chance, whole)

    def judge(_given: bytes, found: Any) -> str | None:
        return None if type(found) in apart.KINDS.values() else "no report"

    return Parser("reports", (f"{PADES}.apart:told_by",), make, apart.told_by, (apart.CheckFailed,), judge)


def _lists() -> Parser:
    """What whoever publishes lists answers."""
    _key, _certificate, trust = _authority()
    whole = trust.lists[0]

    def make(chance: Random, number: int) -> bytes:
        draw = chance.random()
        return (
            whole[: number % (len(whole) + 1)]
            if draw < 0.4
            else _mutants.flipped(chance, whole)
            if draw < 0.9
            else whole
        )

    def judge(_given: bytes, found: Any) -> str | None:
        return None if found.made_at < found.until else "a list that ends before it begins"

    name = "myspace.connectors.revocation.wire:read"
    return Parser("revocation lists", (name,), make, revocation.read, (revocation.NoList,), judge)


def _files() -> Parser:
    key, certificate, trust = _authority()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), certificate.public_bytes(Encoding.PEM)
    packed = pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, NoEncryption())

    def read(given: tuple[bytes, bytes, bytes]) -> Any:
        from_pem(given[0], given[1], trust)
        return from_pkcs12(given[2], None, trust)

    def bent(chance: Random, whole: bytes) -> bytes:
        return whole if chance.random() < 0.5 else _mutants.flipped(chance, whole)

    reads = (f"{PADES}.sealing:from_pem", f"{PADES}.sealing:from_pkcs12")
    return Parser(
        "seals",
        reads,
        lambda c, _n: (bent(c, pem[1]), bent(c, pem[0]), bent(c, packed)),
        read,
        (NotSealed,),
        lambda _given, found: None if found.certificate.public_key() == key.public_key() else "a seal of another key",
    )


def _set() -> Parser:
    """Facts of a register are others' words: whatever they are, they are set as text or refused, never run."""
    words = (
        "#panic()",
        '#read("/etc/passwd")',
        "$x$",
        '"',
        "\\",
        "#import",
        "]",
        *(str(each) for each in ODD),
        *NUMBERS,
        SECRET,
    )

    def judge(_given: str, found: bytes) -> str | None:
        return None if found.startswith(b"%PDF-") and b"/StructTreeRoot" in found else "no tagged paper"

    return Parser(
        "papers",
        ("myspace.protocols.pdfua.typesetting:typeset",),
        lambda c, _n: "".join(c.choice(words) for _ in range(c.randrange(1, 6))),
        lambda given: typesetting.typeset(_paper(given), NOW),
        (typesetting.Unwritable,),
        judge,
    )


def _paper(said: str) -> typesetting.Paper:
    return typesetting.Paper(
        "ca", said or "x", "x", [said], [typesetting.Part(said or "x", (said, said), [(said, said)], [said])]
    )


def _authority() -> tuple[rsa.RSAPrivateKey, x509.Certificate, Trust]:
    """A root, and one certificate that seals and stamps: this proof asks how bytes are read, not who may do what."""
    root, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    top, name = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in ("a proof", "its seal"))

    def made(of: x509.Name, public: rsa.RSAPublicKey, number: int) -> x509.CertificateBuilder:
        building = x509.CertificateBuilder().subject_name(of).issuer_name(top).public_key(public).serial_number(number)
        return building.not_valid_before(NOW - _DAY).not_valid_after(NOW + _DAY)

    issuer = made(top, root.public_key(), 1).add_extension(x509.BasicConstraints(True, None), True)
    sealing = (
        made(name, key.public_key(), 2)
        .add_extension(x509.KeyUsage(True, True, *(False,) * 7), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    )
    withdrawn = x509.CertificateRevocationListBuilder().issuer_name(top).last_update(NOW - _DAY).next_update(NOW + _DAY)
    told = withdrawn.sign(root, hashes.SHA256()).public_bytes(Encoding.DER)
    trusted = (issuer.sign(root, hashes.SHA256()),)
    return key, sealing.sign(root, hashes.SHA256()), Trust(trusted, trusted, lists=(told,))


def _private(key: rsa.RSAPrivateKey) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
