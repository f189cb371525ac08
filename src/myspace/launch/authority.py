"""A certification authority for one checkout, and what it issues: for mutual TLS and signed messages with simulators.

Development only. Kept from one start to the next and made again before it ends, so that nothing has to be trusted anew.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from myspace.launch.postgres import write_private

DAYS = 365
_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Identities:
    """PEM files. `server` and `client` hold a certificate and its key; `authority` is the certificate that issued both."""

    authority: Path
    server: Path
    client: Path


def development_identities(folder: Path) -> Identities:
    """Those of `folder`, made when one is missing or ends within a month. The authority's key is kept nowhere."""
    found = Identities(folder / "pci-authority.pem", folder / "pci-server.pem", folder / "pci-folder.pem")
    if not all(_still_good(path) for path in (found.authority, found.server, found.client)):
        _make(found)
    return found


def _make(files: Identities) -> None:
    key = _key()
    authority = _certificate("My Space, development authority", key, key, None)
    server, client = _key(), _key()
    write_private(files.authority, _pem(authority))
    write_private(files.server, _pem(_certificate("Simulated PCI", server, key, authority, server=True), server))
    write_private(files.client, _pem(_certificate("My Space, development", client, key, authority), client))


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)  # RSA: the contract signs with nothing else


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    issuer_key: rsa.RSAPrivateKey,
    issuer: x509.Certificate | None,
    server: bool = False,
) -> x509.Certificate:
    now, subject = datetime.now(UTC), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(
            x509.BasicConstraints(ca=issuer is None, path_length=0 if issuer is None else None), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(_usage(authority=issuer is None), critical=True)
    )
    if issuer is not None:
        usage = ExtendedKeyUsageOID.SERVER_AUTH if server else ExtendedKeyUsageOID.CLIENT_AUTH
        made = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    if server:
        local = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        made = made.add_extension(x509.SubjectAlternativeName(local), critical=False)
    return made.sign(issuer_key, hashes.SHA256())


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _pem(certificate: x509.Certificate, key: rsa.RSAPrivateKey | None = None) -> str:
    text = certificate.public_bytes(serialization.Encoding.PEM).decode()
    if key is None:
        return text
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return text + key.private_bytes(*form).decode()


def _still_good(path: Path) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return False
    return certificate.not_valid_after_utc > datetime.now(UTC) + _SOON
