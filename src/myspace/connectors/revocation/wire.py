"""Whether some bytes are a revocation list that can be used, and from when to when it is one (RFC 5280, 5.1).

Refuses to know whether to believe it: its signature is judged with the paper, by who issued the certificate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

MOST = 4 * 1024 * 1024


class NoList(Exception):
    """There is no list that can be used; the message says why, in words of ours, and names no address."""


@dataclass(frozen=True, slots=True)
class Found:
    """`der` as it is kept. `until`: the next one comes by then, and after it this one says nothing of now."""

    der: bytes
    made_at: datetime
    until: datetime


def read(octets: bytes) -> Found:
    """A list in PEM or DER. Raises NoList."""
    if len(octets) > MOST:
        raise NoList("it is larger than what is read")
    try:
        pem = octets.lstrip().startswith(b"-----BEGIN")
        found = x509.load_pem_x509_crl(octets) if pem else x509.load_der_x509_crl(octets)
        der, made_at, until = found.public_bytes(Encoding.DER), found.last_update_utc, found.next_update_utc
    except (ValueError, TypeError, OverflowError, UnsupportedAlgorithm):
        raise NoList("it is no revocation list") from None
    if until is None or until <= made_at:
        raise NoList("it does not say when the next one comes")
    return Found(der, made_at, until)
