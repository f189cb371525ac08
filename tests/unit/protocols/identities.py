"""Keys and certificates made for a test: a platform's, an issuer's, a stranger's. RSA, once for the whole run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from myspace.protocols.soap.signing import Signer
from myspace.protocols.soap.verifying import Policy

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


def key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    return _key(name, bits)


@cache
def _key(_name: str, bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


@cache
def certificate(name: str, issuer: str = "", days: int = 365, bits: int = 2048) -> x509.Certificate:
    issued_by = issuer or name
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} of a test")]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{issued_by} of a test")]))
        .public_key(key(name, bits).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(NOW - timedelta(days=30) + timedelta(days=days))
    )
    return made.sign(key(issued_by, bits if issued_by == name else 2048), hashes.SHA256())


@cache
def signer(name: str = "consortium") -> Signer:
    return Signer(key(name), certificate(name))


def trusting(name: str = "consortium", **more: object) -> Policy:
    return Policy(pinned=frozenset({certificate(name).fingerprint(hashes.SHA256())}), **more)
