"""Whom a check trusts, with which lists, and how much of a file it looks at: values, made by whoever knows the deployment.

By default nobody is trusted. Who may seal and who may stamp the time are two sets: a stamping service seals no papers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost. A paper of ours has some 60 KiB, four revisions and three signatures."""

    octets: int = 8 * MIB
    revisions: int = 12
    signatures: int = 8
    objects: int = 20_000
    unpacked: int = 32 * MIB  # of all streams that are unpacked, together


@dataclass(frozen=True, slots=True)
class Trust:
    """`sealing` and `stamping` are certificates of issuers. `between` may stand between these and a seal: they are not trusted.

    `lists` are revocation lists as DER, beside those that a file carries. Nobody is asked for others.
    """

    sealing: tuple[x509.Certificate, ...] = ()
    stamping: tuple[x509.Certificate, ...] = ()
    between: tuple[x509.Certificate, ...] = ()
    lists: tuple[bytes, ...] = ()
    limits: Limits = Limits()


def certificates(given: Iterable[x509.Certificate]) -> list[asn1_x509.Certificate]:
    """As the library reads them."""
    return [asn1_x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in given]
