"""Makes a certificate for `up --lan`, so that a phone in the same network gets Secure cookies. Development only."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from myspace.launch.postgres import write_private

DAYS = 90


def development_certificate(folder: Path, addresses: Sequence[str]) -> tuple[Path, Path]:
    """(certificate, key) for localhost and `addresses`; made again when an address is missing or the end is near."""
    certificate, key = folder / "certificate.pem", folder / "certificate-key.pem"
    names = {"localhost", "127.0.0.1", "::1", *addresses}
    if not (certificate.exists() and key.exists() and _still_good(certificate.read_bytes(), names)):
        secret = ec.generate_private_key(ec.SECP256R1())
        write_private(certificate, _signed(secret, sorted(names)))
        write_private(
            key,
            secret.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ).decode(),
        )
    return certificate, key


def _signed(secret: ec.EllipticCurvePrivateKey, names: Sequence[str]) -> str:
    now = datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "My Space, development")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    return builder.sign(secret, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _still_good(pem: bytes, names: set[str]) -> bool:
    found = x509.load_pem_x509_certificate(pem)
    alternatives = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    held = {str(general.value) for general in alternatives}
    return names <= held and found.not_valid_after_utc > datetime.now(UTC) + timedelta(days=7)
