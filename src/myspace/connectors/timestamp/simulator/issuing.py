"""What the invented authority issues: a root, a certificate that stamps times, the seal, and their list of withdrawn.

Each key is made once in the folder. Certificates are made again when the address of the list is another, which a port may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

LIST: Final = "/retirats.crl"
_YEARS: Final = timedelta(days=3650)
_DAY: Final = timedelta(days=1)
_ROOT: Final = "Arrel inventada de segells"
_LEAVES: Final = {"tsa": ("", "Segell de temps inventat"), "seal": ("El meu espai (inventat)", "Segell inventat")}


def begin(folder: Path) -> None:
    """Keys, the root, and its certificates, which name no list yet."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("root", *_LEAVES):
        file = folder / f"{name}-key.pem"
        file.touch(mode=0o600)
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key, called = _key(folder, "root"), _named("", _ROOT)
    root = (
        _begun(called, called, key.public_key()).add_extension(x509.BasicConstraints(True, None), critical=True)
        .add_extension(_usage(issues=True), critical=True)
    )  # fmt: skip
    (folder / "roots.pem").write_bytes(root.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    _issue(folder, "")


def reissue(folder: Path, address: str) -> bool:
    """False: they say it already, or nobody here can sign for the root."""
    if not (folder / "root-key.pem").exists() or _says(folder) == address:
        return False
    _issue(folder, address)
    return True


def list_of_withdrawn(folder: Path, withdrawn: Mapping[str, datetime], now: datetime) -> bytes:
    """As DER, made now and good for a day."""
    key, root = _key(folder, "root"), _certificate(folder, "roots")
    made = now - timedelta(minutes=5)  # clocks differ
    building = (
        x509.CertificateRevocationListBuilder().issuer_name(root.subject).last_update(made).next_update(now + _DAY)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), False)
        .add_extension(x509.CRLNumber(int(now.timestamp())), False)
    )  # fmt: skip
    for name, when in withdrawn.items():
        gone = x509.RevokedCertificateBuilder().serial_number(_certificate(folder, name).serial_number)
        building = building.add_revoked_certificate(gone.revocation_date(when).build())
    return building.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def _issue(folder: Path, address: str) -> None:
    key, root = _key(folder, "root"), _certificate(folder, "roots")
    for name, (organisation, called) in _LEAVES.items():
        made = (
            _begun(_named(organisation, called), root.subject, _key(folder, name).public_key())
            .add_extension(x509.BasicConstraints(False, None), critical=True)
            .add_extension(_usage(seals=name == "seal"), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        )  # fmt: skip
        if name == "tsa":  # RFC 3161 §2.3: that and nothing else, and critically so
            made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        if address:
            place = x509.DistributionPoint([x509.UniformResourceIdentifier(address)], None, None, None)
            made = made.add_extension(x509.CRLDistributionPoints([place]), critical=False)
        (folder / f"{name}.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))


def _begun(subject: x509.Name, issuer: x509.Name, public: rsa.RSAPublicKey) -> x509.CertificateBuilder:
    now = datetime.now().astimezone()
    return (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(public)
        .serial_number(x509.random_serial_number()).not_valid_before(now - _DAY).not_valid_after(now + _YEARS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )  # fmt: skip


def _usage(*, issues: bool = False, seals: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(not issues, seals, False, False, False, issues, issues, False, False)


def _named(organisation: str, name: str) -> x509.Name:
    given = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)] if organisation else []
    return x509.Name([*given, x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _says(folder: Path) -> str:
    try:
        found = (
            _certificate(folder, "seal").extensions.get_extension_for_oid(ExtensionOID.CRL_DISTRIBUTION_POINTS).value
        )
    except x509.ExtensionNotFound:
        return ""
    assert isinstance(found, x509.CRLDistributionPoints)
    return str((found[0].full_name or [])[0].value)


def _certificate(folder: Path, name: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes())


def _key(folder: Path, name: str) -> rsa.RSAPrivateKey:
    key = load_pem_private_key((folder / f"{name}-key.pem").read_bytes(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key
