"""What an alert may be made of: frozen facts, each with whom it is from and since when it is known. Knows no table.

Whoever reads them (`reading.py`) leaves out what the person hid and what a body no longer shows: a rule cannot be told of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from myspace.domain.logins.rules import Unusual
from myspace.vocabulary.notices import NoticeKind


class RestsOn(StrEnum):
    """Where what an alert says was seen (docs/adr/0017). Every alert says which; none of them proves that there is no more."""

    ANSWER = "answer"  # what a body answered about this person, when it was last asked
    REGISTER_EXIT = "register_exit"  # an exit of a body's register marked as deposited (HCC): no effect, and no term
    SEEN_INSIDE = "seen_inside"  # the list of notifications as it was seen while the person was in
    CERTIFICATE_LIST = "certificate_list"  # the list read with the certificate that a deployment holds
    OFFLINE_LOGIN = "offline_login"  # the list read with a login that the person left for it; off unless offered
    ISSUER = "issuer"  # whoever notifies told us, unasked: a signed message; off until a deployment names who may
    FEED = "feed"  # a record of consultations, told or asked
    OURS = "ours"  # what the folder itself did: sessions, and what the person asked of it


@dataclass(frozen=True, slots=True)
class About:
    """The thing an alert is about. `source_key` is the source's own name for it, which outlives our row `ref_id`.

    `ine10` is empty where its source names no body that we know. `told_at` is when its source last told of it: None when
    that is not known. `path` leads to its page.
    """

    source_key: str
    ref_id: UUID | None
    ine10: str
    title: str
    told_at: datetime | None
    path: str


@dataclass(frozen=True, slots=True)
class NoticeFact:
    """A notice that waits. `starts` and `ends` bound its term for reminders, aware; `ends` None: nothing paces it.

    `last_day` is the sender's own or, where it may apply, the law's (notices.rules.Threshold.prudent_day); None when the
    source gives nothing to count from. `sender_says` tells whether the day is the sender's; where it is not, `senders_day` is
    the later one that the sender gives, if any. `lapses` is the last instant of all.
    `covers` is the item of the activity that tells of the same notice, and of which no alert of its own is made. `numbers` are
    what the notice is called wherever it is told of, and `known_since` is when this source first told of it. `names` are
    those under which other sources told of it too: what was reminded of under one of them is not again under another.
    """

    about: About
    kind: NoticeKind
    starts: datetime
    ends: datetime | None
    lapses: datetime | None
    last_day: date | None
    sender_says: bool
    rests_on: RestsOn
    covers: UUID | None = None
    numbers: tuple[str, ...] = ()
    known_since: datetime | None = None
    senders_day: date | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnFact:
    """A body says that a case waits for the person. `phase` tells one turn from the next, as far as the body does."""

    about: About
    phase: str


@dataclass(frozen=True, slots=True)
class Silence:
    """What it means that a body does not answer in time, and the datum that says so, to be shown beside it."""

    granted: bool
    source: str


@dataclass(frozen=True, slots=True)
class ForecastFact:
    """An open case that a body foresaw to answer by `forecast`. HCC gives a forecast, never a legal term nor its meaning."""

    about: About
    forecast: date
    silence: Silence | None = None


@dataclass(frozen=True, slots=True)
class DebtFact:
    """A debt that a body says is pending. `by_bank`: it was to be paid by direct debit."""

    about: About
    debt: str
    opens: date | None
    closes: date | None
    amount: Decimal
    by_bank: bool


@dataclass(frozen=True, slots=True)
class RejectedFact:
    """An invoice of theirs that an administration rejected on `since`, and in whose place they said to have sent no other."""

    about: About
    since: date


@dataclass(frozen=True, slots=True)
class VisitFact:
    """An appointment. `at` None: the body gives only the day."""

    about: About
    day: date
    at: datetime | None


@dataclass(frozen=True, slots=True)
class SilentFact:
    """A body that told of the person before and now cannot be heard. `known_at` is when it last told about what matters."""

    source_key: str
    ine10: str
    known_at: datetime
    deadlines: tuple[date, ...]  # of what the person has there, those not yet passed


@dataclass(frozen=True, slots=True)
class LoginFact:
    """A login of this folder, or as its person at another service. `unusual`: what of it is out of the ordinary, if anything.

    `who` is the viewer's id, or "elsewhere"; `method` a provider and a way, for a login elsewhere the way alone.
    """

    login: UUID
    who: str
    method: str
    device: str
    at: datetime
    unusual: Unusual | None
    service: str | None = None


@dataclass(frozen=True, slots=True)
class ClosedFact:
    """A way into this folder that was closed: its person hears of it, in case it was not them."""

    way: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ComeInFact:
    """The person asked to be reminded to come in. `entered_at` is when they last did."""

    since: datetime
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class CameFact:
    """What a register was to tell later has come. Not which register, nor what: `sheet` is our row's id."""

    sheet: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class LookUpFact:
    """A look-up of the person's data that no case of theirs explains, by a body whose cases are known. `at` is the last one."""

    about: About
    at: datetime
    told_at: datetime


@dataclass(frozen=True, slots=True)
class LookUpsFact:
    """How many look-ups there were in a whole month, of which nothing else needs to be said."""

    month: date
    number: int


@dataclass(frozen=True, slots=True)
class EndsFact:
    """A title, by what its register told of its last day. `what` None: it is delicate, and a list does not say which it is."""

    about: About
    what: str | None
    until: date


Fact = (
    CameFact
    | ClosedFact
    | EndsFact
    | LookUpFact
    | LookUpsFact
    | NoticeFact
    | TurnFact
    | ForecastFact
    | DebtFact
    | RejectedFact
    | VisitFact
    | SilentFact
    | LoginFact
    | ComeInFact
)
