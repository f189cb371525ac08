"""What may be said of a PDF that somebody brings. One type each; a page has words for each, and none of them is an error.

    Report
    ├─ NotRead      NotAPdf · TooLarge · Encrypted · TooMuch · Stopped      nothing is said of what is inside
    ├─ NotSigned    a PDF that nobody signed, or whose signature was taken away
    ├─ SeveralSeals more than one signature: we do not say whose paper it is
    └─ signed by one
       ├─ Altered     bytes under the signature are others now: no name is told, since anybody can write one
       ├─ AddedTo     the signed part is whole, and something was added after it
       ├─ NotTrusted  whole, by somebody whom nobody whom we trust answers for
       ├─ Doubted
       │  ├─ Revoked     the certificate was withdrawn, and nothing proves that the seal is older
       │  ├─ Expired     the certificate or the last time stamp is past its days, and nothing proves that the seal is older
       │  ├─ NotStamped  whole and trusted, but nobody independent says when
       │  └─ Unproven    whole, but what would tell whether the certificate was withdrawn is not there
       └─ Good        whole, trusted, at a time that somebody independent says

A name is only in a report in which somebody answers for it. `Good` says who sealed and when; never that what it says is true.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, as a type."""


class NotRead(Report):
    """Nothing is known of what is inside."""


class NotAPdf(NotRead):
    """It is no PDF, or a broken one."""


class TooLarge(NotRead):
    """More bytes than are looked at."""


class Encrypted(NotRead):
    """It opens with a password: what cannot be read is not judged."""


class TooMuch(NotRead):
    """It unfolds into more than is looked at: more revisions, objects, signatures or unpacked bytes."""


class Stopped(NotRead):
    """Its check wanted more time or memory than one is given, and was ended: see `apart`."""


class NotSigned(Report):
    """A PDF without a signature."""


class SeveralSeals(Report):
    """A PDF with more than one signature."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Who sealed, as a certificate that is trusted names them."""

    name: str
    organisation: str
    fingerprint: str  # SHA-256 of the certificate, in hexadecimal


class Altered(Report):
    """Signed, and changed under the signature."""


class AddedTo(Report):
    """Signed, and changed after it by an update that the signature does not cover nor allow."""


class NotTrusted(Report):
    """Signed and whole, but nobody whom we trust answers for who signed."""


@dataclass(frozen=True, slots=True)
class Doubted(Report):
    """Whole, and somebody whom we trust answers for who it is; but not for this."""

    by: Sealer


class Revoked(Doubted):
    """The certificate was withdrawn before it is proven to have sealed."""


class Expired(Doubted):
    """Past its days, and nothing that still holds proves that the seal is older."""


class NotStamped(Doubted):
    """Nobody independent whom we trust says when."""


class Unproven(Doubted):
    """No list says whether the certificate was withdrawn."""


@dataclass(frozen=True, slots=True)
class Good(Report):
    """`sealed_at` is the time stamp's. `until` is when the last stamp's certificate ends: before then it is stamped again."""

    by: Sealer
    sealed_at: datetime
    until: datetime | None  # None: it carries no stamp over itself, so it proves nothing once certificates end
