"""What opening a notification means and what not opening it means, for this one. Facts and `now` in, verdict out.

The law is Law 39/2015 (arts. 41–44) and Royal Decree 203/2021 (arts. 42–45). What it turns on, whether the person is
obliged to be notified electronically or chose it, the interfaces seldom say before the act. So each is yes, no or unknown,
and the table below has a row for each pair; `unknown` has its own cautious row and is never turned into another.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from myspace.vocabulary.activity import Moment
from myspace.vocabulary.legal_calendar import MADRID, end_of
from myspace.vocabulary.notices import NoticeKind, Ternary
from myspace.vocabulary.people import IdentifierKind

DAYS_BY_LAW = 10  # natural days from when it was made available: Law 39/2015, art. 43.2


class IfOpened(StrEnum):
    NOTIFIED = "notified"  # notified at that moment (Law 39/2015, art. 43.2): the terms to answer or appeal begin
    NOTIFIED_THOUGH_NOT_OBLIGED = "notified_though_not_obliged"  # full effect all the same (RD 203/2021, art. 42.2)
    NOTIFIED_OBLIGED_OR_NOT = "notified_obliged_or_not"  # we do not know which of the two; the effect is the same
    READ_ON_RECORD = "read_on_record"  # a communication: its sender will see that it was read


class IfNotOpened(StrEnum):
    DEEMED_REFUSED = "deemed_refused"  # Law 39/2015, art. 43.2: the procedure goes on (art. 41.5)
    NOTIFIED_ANOTHER_WAY = "notified_another_way"  # silence refuses nothing: the body must notify otherwise (art. 42)
    PERHAPS_DEEMED_REFUSED = "perhaps_deemed_refused"  # we do not know: count on it, and claim nothing
    NOTHING_LAPSES = "nothing_lapses"  # a communication


class ClockSource(StrEnum):
    SENDER = "sender"  # the date that the source gives: it wins
    LAW = "law"  # the source gives none and the ten days of art. 43.2 apply
    LAW_IF_OBLIGED = "law_if_obliged"  # the source gives none; the ten days apply if the person is obliged or chose it
    NOBODY = "nobody"  # "l'ens no diu la data límit", and the law gives none or we cannot count it


class Untold(StrEnum):
    OBLIGED = "obliged"
    CHOSEN = "chosen"


class Facts(msgspec.Struct, frozen=True):
    """What a source tells without the notification being opened.

    `expires` is the sender's own date; `available` when it was put at the person's disposal. None: the body does not say.
    """

    kind: NoticeKind
    compulsory: Ternary
    chosen: Ternary
    available: Moment | None = None
    expires: Moment | None = None


class Clock(msgspec.Struct, frozen=True):
    """Until when. `last_day` is the whole day or the day in which `ends` falls; both in Catalonia, None when not known."""

    source: ClockSource
    last_day: date | None = None
    ends: datetime | None = None


class Threshold(msgspec.Struct, frozen=True):
    """What the page before the act may say. `certain` is False where nothing may be claimed of not opening.

    `prudent_day` is the last day on which opening is in time both for the sender and, where it could apply, for the law:
    a sender may give longer than the ten days, and what the law then says of the days between nobody should have to try.
    Reminders go by it. `days_left` counts to the clock's last day (0 is today) and is None when there is none or it passed.
    """

    if_opened: IfOpened
    if_not_opened: IfNotOpened
    certain: bool
    untold: frozenset[Untold]
    clock: Clock
    days_left: int | None
    passed: bool
    prudent_day: date | None
    offer_electronic: bool  # Law 39/2015, art. 42.3: after a voluntary access, offer it for the rest; refusable

    @property
    def law_may_end_before_the_sender(self) -> bool:
        return self.prudent_day is not None and self.prudent_day != self.clock.last_day

    def day_to_count_on(self, today: date) -> date | None:
        """The prudent day; once it has passed, the sender's own, where that is later."""
        prudent = self.prudent_day
        return prudent if prudent is None or prudent >= today else self.clock.last_day


_YES, _NO, _UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN
_OBLIGED = (IfOpened.NOTIFIED, IfNotOpened.DEEMED_REFUSED)
_VOLUNTARY = (IfOpened.NOTIFIED_THOUGH_NOT_OBLIGED, IfNotOpened.NOTIFIED_ANOTHER_WAY)
_CAUTIOUS = (IfOpened.NOTIFIED_OBLIGED_OR_NOT, IfNotOpened.PERHAPS_DEEMED_REFUSED)

# (compulsory, chosen) → what each way means. One yes is enough: art. 43.2 says "compulsory, or expressly chosen".
_TABLE: Mapping[tuple[Ternary, Ternary], tuple[IfOpened, IfNotOpened]] = {
    (_YES, _YES): _OBLIGED,
    (_YES, _NO): _OBLIGED,  # an obligation needs no choice (art. 14.2) and no choice ends it
    (_YES, _UNKNOWN): _OBLIGED,
    (_NO, _YES): _OBLIGED,  # chosen, art. 41.1: until the person says otherwise
    (_NO, _NO): _VOLUNTARY,
    (_NO, _UNKNOWN): _CAUTIOUS,
    (_UNKNOWN, _YES): _OBLIGED,
    (_UNKNOWN, _NO): _CAUTIOUS,
    (_UNKNOWN, _UNKNOWN): _CAUTIOUS,
}


def threshold(facts: Facts, now: datetime) -> Threshold:
    """The page before the act. `now` is aware."""
    if facts.kind is NoticeKind.COMMUNICATION:
        opened, not_opened = IfOpened.READ_ON_RECORD, IfNotOpened.NOTHING_LAPSES
    else:
        opened, not_opened = _TABLE[facts.compulsory, facts.chosen]
    certain = not_opened is not IfNotOpened.PERHAPS_DEEMED_REFUSED
    clock = _clock(facts, not_opened)
    passed = clock.ends is not None and clock.ends <= now
    days = None if clock.last_day is None or passed else (clock.last_day - now.astimezone(MADRID).date()).days
    return Threshold(
        opened,
        not_opened,
        certain,
        frozenset() if certain else _untold(facts),
        clock,
        days,
        passed,
        _prudent(facts, not_opened, clock),
        offer_electronic=opened is IfOpened.NOTIFIED_THOUGH_NOT_OBLIGED,
    )


def obliged_by_what_they_are(kind: IdentifierKind) -> Ternary:
    """Legal persons and entities without personality are obliged by law (Law 39/2015, art. 14.2 a and b).

    Of a natural person it is unknown: they may be in practice of a profession with compulsory membership (art. 14.2 c), or
    a regulation may oblige them (art. 14.3).
    """
    return _YES if kind is IdentifierKind.COMPANY else _UNKNOWN


def _untold(facts: Facts) -> frozenset[Untold]:
    return _UNTOLD[facts.compulsory is _UNKNOWN, facts.chosen is _UNKNOWN]


# The four there can be: a mailbox asks for one at each of its lines.
_UNTOLD = {
    (obliged, chosen): frozenset(what for what, so in ((Untold.OBLIGED, obliged), (Untold.CHOSEN, chosen)) if so)
    for obliged in (True, False)
    for chosen in (True, False)
}


def _law_day(facts: Facts, not_opened: IfNotOpened) -> date | None:
    """The tenth natural day, counted from the day after (Law 39/2015, arts. 43.2 and 30.3).

    It is not moved when it falls on a holiday: art. 30.5 may allow it, and a person must not find out by being late.
    """
    applies = not_opened in (IfNotOpened.DEEMED_REFUSED, IfNotOpened.PERHAPS_DEEMED_REFUSED)
    return facts.available.day + timedelta(days=DAYS_BY_LAW) if applies and facts.available else None


def _clock(facts: Facts, not_opened: IfNotOpened) -> Clock:
    if facts.expires is not None:
        return Clock(ClockSource.SENDER, facts.expires.day, facts.expires.at or end_of(facts.expires.day))
    law = _law_day(facts, not_opened)
    if law is None:
        return Clock(ClockSource.NOBODY)
    obliged = not_opened is IfNotOpened.DEEMED_REFUSED
    return Clock(ClockSource.LAW if obliged else ClockSource.LAW_IF_OBLIGED, law, end_of(law))


def _prudent(facts: Facts, not_opened: IfNotOpened, clock: Clock) -> date | None:
    days = [day for day in (clock.last_day, _law_day(facts, not_opened)) if day is not None]
    return min(days, default=None)
