"""What is known of the question itself: when the invoices were last asked for, what that did not reach, whether they can be now.

What was not asked is not nothing, and no answer is ever whole: whoever shows invoices says how far they are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from myspace.domain.invoices import source
from myspace.domain.kernel import restored
from myspace.vocabulary.answers import Fault, Outcome
from myspace.vocabulary.invoices import Untold
from myspace.vocabulary.people import IdentifierKind

SCOPE = "invoices"  # the wish, by the name under which gathering knows it
HISTORY, RECEIPT = "history", "receipt"  # what a page may want of one invoice


class Askable(StrEnum):
    """Whether somebody can be asked for this folder's invoices."""

    NOW = "now"
    NOT_CONNECTED = "not_connected"  # this deployment asks nobody for invoices
    NOT_THIS_NUMBER = "not_this_number"  # only a NIF or a NIE can be asked about: this folder has another number
    COPY = "copy"  # a restored copy: nobody is asked from here


GIVES_UP_AFTER = timedelta(minutes=2)  # a wish that nobody met for so long is none on any screen
_AGAIN_AFTER_FAILURE = timedelta(minutes=5)  # by itself; a person may ask sooner
# How often it may be asked is not public (EFACT-1): a button pressed again and again is one question.
_NOT_SOONER, NOT_SOONER_AFTER_FAILURE = timedelta(minutes=1), timedelta(seconds=10)

READ = (
    "SELECT (SELECT i.kind FROM people_identity i WHERE i.person_id = myspace_subject() ORDER BY i.id LIMIT 1),"
    " (SELECT p.kind FROM people_person p WHERE p.person_id = myspace_subject()),"
    " r.wanted_at, r.outcome, r.fault, r.answered_at, r.known_at, r.untold, r.aside"
    " FROM (SELECT 1) one LEFT JOIN invoices_reading r ON r.person_id = myspace_subject()"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """`known_at` None: never answered, so nothing can be said of what there is. `failed`: the last try told nothing.

    `untold` is what the last known answer does not reach; `aside` how many it brought that could not be believed.
    """

    askable: Askable
    company: bool
    known_at: datetime | None = None
    answered_at: datetime | None = None
    asking: bool = False
    outcome: Outcome | None = None
    untold: frozenset[Untold] = frozenset()
    aside: int = 0

    @property
    def failed(self) -> bool:
        return self.outcome is not None and not self.outcome.known

    def stale(self, now: datetime) -> bool:
        """Whether a page leaves a wish by itself."""
        known = source.connected()
        if known is None or self.askable is not Askable.NOW or self.asking:
            return False
        if self.failed and self.answered_at is not None:
            return now - self.answered_at >= _AGAIN_AFTER_FAILURE
        return self.known_at is None or now - self.known_at >= known.fresh_for

    def may_be_asked_again(self, now: datetime) -> bool:
        """Whether the person's own button asks once more."""
        if self.askable is not Askable.NOW or self.asking:
            return False
        pause = NOT_SOONER_AFTER_FAILURE if self.failed else _NOT_SOONER
        return self.answered_at is None or now - self.answered_at >= pause


def reading_from(row: Sequence[Any], now: datetime) -> Reading:
    """From the one row of READ. By mandate the number is not there to be seen: then only the answer tells that it cannot be."""
    number, kind, wanted, outcome, fault, answered, known, untold, aside = row
    return Reading(
        askable=_askable(number, fault),
        company=kind == "company",
        known_at=known,
        answered_at=answered,
        asking=wanted is not None and now - wanted < GIVES_UP_AFTER,
        outcome=Outcome(outcome) if outcome else None,
        untold=frozenset(Untold(each) for each in (untold or "").split()),
        aside=aside or 0,
    )


def _askable(number: str | None, fault: str | None) -> Askable:
    connected = source.connected()
    if connected is None:
        return Askable.NOT_CONNECTED
    if restored.remembered() is not None:
        return Askable.COPY
    if number is None:
        return Askable.NOT_THIS_NUMBER if fault == Fault.NOT_ASKABLE else Askable.NOW
    return Askable.NOW if IdentifierKind(number) in connected.identifiers else Askable.NOT_THIS_NUMBER
