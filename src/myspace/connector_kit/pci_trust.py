"""Who we are for one service, and whom we believe: its row's files as keys and as a policy. Asks nobody.

Each is read once and again when its file changes. What cannot be used is a ServicesUnusable, which names the place.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from myspace.connector_kit.services import Service, ServicesUnusable
from myspace.protocols.soap.signing import Signer
from myspace.protocols.soap.verifying import Policy


def check(service: Service) -> None:
    """Before anybody is served: what a message over PCI will need. Raises ServicesUnusable."""
    signer(service)
    if service.answers_signed:
        policy(service)


def signer(service: Service) -> Signer:
    """Who signs for this service. Raises ServicesUnusable."""
    if service.certificate is None:
        raise ServicesUnusable(f"service {service.name}: certificate: is missing; PCI messages are signed")
    try:
        return _signer(service.certificate, service.certificate.stat().st_mtime_ns)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as wrong:
        why = wrong if isinstance(wrong, ValueError) and "certificate" in str(wrong) else "cannot be read"
    raise ServicesUnusable(f"service {service.name}: certificate: {why}")


@lru_cache(maxsize=16)
def _signer(path: Path, _stamp: int) -> Signer:
    pem = path.read_bytes()
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("the certificate's key is no RSA key: the contract signs with RSA")
    return Signer(key, x509.load_pem_x509_certificates(pem)[0])


def policy(service: Service) -> Policy:
    """What this service's row asks of who answers. Raises ServicesUnusable."""
    path = service.signers or service.trust
    if path is None:
        raise ServicesUnusable(f"service {service.name}: signers: is missing; whose signature is believed?")
    try:
        certificates = _certificates(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        certificates = ()
    if not certificates:
        raise ServicesUnusable(f"service {service.name}: signers: cannot be read")
    if service.signers is None:
        return Policy(issuers=certificates, sha1=service.accepts_sha1)
    prints = frozenset(each.fingerprint(hashes.SHA256()) for each in certificates)
    return Policy(pinned=prints, sha1=service.accepts_sha1)


@lru_cache(maxsize=16)
def _certificates(path: Path, _stamp: int) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
