"""Official notifications and communications: what kind, how one stands, what a source tells. Refuses to know what follows.

    on its way ──► available ──┬──► opened                     somebody entitled had access to the content
        │              │       ├──► refused                    somebody entitled said no (Law 39/2015, art. 41.5)
        │              │       ├──► expired unopened           its term passed and nobody had access
        │              │       └──► refused or expired         one of the two, and the body does not tell which
        │              │                   └──► refused | expired unopened      when another source tells
        ├──► failed    │
        └──────────────┴──► annulled                           the sender took it back

A communication has no deadline: on its way ──► available ──► opened, or failed, or annulled. What is opened, refused,
expired, annulled or failed stays so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec

from myspace.vocabulary.activity import Moment
from myspace.vocabulary.answers import Fault
from myspace.vocabulary.people import AssuranceLevel, Identifier


class NoticeKind(StrEnum):
    NOTIFICATION = "notification"  # opening it, and sometimes not opening it, has legal effect
    COMMUNICATION = "communication"  # informs; reading it is put on record and nothing lapses


class NoticeStatus(StrEnum):
    """How a notice stands. What an entry of HCC can tell of it (`activity.NoticeState`) is coarser."""

    ON_ITS_WAY = "on_its_way"
    AVAILABLE = "available"
    OPENED = "opened"
    REFUSED = "refused"
    EXPIRED_UNOPENED = "expired_unopened"
    REFUSED_OR_EXPIRED = "refused_or_expired"
    ANNULLED = "annulled"
    FAILED = "failed"


class ReadBy(StrEnum):
    """By what a platform let its list be read (docs/adr/0017)."""

    LOGIN = "login"  # the token of the person's own session, while they were in
    CERTIFICATE = "certificate"  # a certificate that the deployment holds for them, while they were away
    OFFLINE = "offline"  # a login that the person left for it, renewed while they were away


class Ternary(StrEnum):
    """What a source tells when asked yes or no. `unknown` is an answer of its own: nobody turns it into another."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Evidence(msgspec.Struct, frozen=True):
    """What one channel says became of a notice. `at` is aware, None when the channel gives no instant."""

    status: NoticeStatus
    at: datetime | None = None


class NoticeAct(StrEnum):
    """The two acts with legal effect (Law 39/2015, arts. 41.5 and 43.2)."""

    OPEN = "open"
    REFUSE = "refuse"


class Sender(msgspec.Struct, frozen=True):
    """The body that notifies, by the code that the platform gives it (for most its INE10), and the office within it."""

    code: str
    name: str
    department: str | None = None


class Notice(msgspec.Struct, frozen=True, tag="notice"):
    """A notice as a list tells it: nothing of this was opened to know it. `None`: the source does not say.

    `expires` is the sender's own term, given only while it runs; `ended` when it was opened, refused or lapsed. `read` is
    what the platform says of somebody having looked, which is no act. `level` is what the content asks of who opens it.
    """

    source_id: str
    kind: NoticeKind
    status: NoticeStatus
    sender: Sender
    subject: str
    reference: str | None = None
    level: AssuranceLevel | None = None
    available: Moment | None = None
    expires: Moment | None = None
    ended: Moment | None = None
    registry_number: str | None = None
    registered: Moment | None = None
    file: str | None = None
    procedure: str | None = None
    case_number: str | None = None
    language: str | None = None
    read: bool | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """What whoever notifies tells of a notice without being asked: that it waits, or how it ended. Nothing of its matter.

    `event` is the telling's own name, once for ever, and `at` (aware) when it happened. `ended` None: it waits, and then
    `available` is there; `until` is the sender's own term. `country` is of a document that two countries may both give.
    """

    event: str
    at: datetime
    to: Identifier
    country: str | None
    sender: str
    reference: str = field(repr=False)
    registry_number: str | None = field(default=None, repr=False)
    available: Moment | None = None
    until: Moment | None = None
    ended: NoticeStatus | None = None


class ActRefusal(StrEnum):
    """Why a platform did not act. Each has its own words on the screen; in none of them did anything happen."""

    ALREADY_ENDED = "already_ended"  # somebody entitled opened or refused it before: read how it stands
    EXPIRED = "expired"
    ANNULLED = "annulled"
    NOT_YET_AVAILABLE = "not_yet_available"
    NOT_FOUND = "not_found"  # it does not exist, or this person may not see it: the platform does not tell which
    NOT_THE_ADDRESSEE = "not_the_addressee"
    NOT_AUTHORISED = "not_authorised"  # to act: the mandate does not reach
    LEVEL_TOO_LOW = "level_too_low"
    LOGIN_OVER = "login_over"  # the provider's token is no longer good: come in again
    PROVIDER_AWAY = "provider_away"  # the platform could not ask the identity provider
    REJECTED = "rejected"  # it says that the request is wrong: our fault, or a change of theirs


@dataclass(frozen=True, slots=True)
class Acted:
    """The platform says that the act is done. `at` is its own instant, None when it gives none."""

    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class ActRefused:
    reason: ActRefusal
    code: str = ""  # the platform's, for the record; never its text


@dataclass(frozen=True, slots=True)
class ActUnsent:
    """It certainly did not reach the platform: nothing happened and it may be tried again."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class ActUnconfirmed:
    """It may have happened or not: before anything else is sent, read back how the notice stands."""

    fault: Fault


ActAnswer = Acted | ActRefused | ActUnsent | ActUnconfirmed


class Document(msgspec.Struct, frozen=True, tag="document"):
    """One paper of an opened notice. `main` is the resolution; the others are its annexes."""

    source_id: str
    name: str
    main: bool
    bytes: int | None = None
    mime: str | None = None


class Contents(msgspec.Struct, frozen=True, tag="contents"):
    """What only who opened it may read. `compulsory`: whether its addressee had to be notified electronically."""

    documents: tuple[Document, ...] = ()
    head: str | None = None
    foot: str | None = None
    compulsory: Ternary = Ternary.UNKNOWN


@dataclass(frozen=True, slots=True)
class Paper:
    """The bytes of a document or of an evidence, untouched, as its owner sent them."""

    name: str
    mime: str
    octets: bytes = field(repr=False)
