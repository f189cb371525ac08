"""What happens next with an invoice, which steps it takes, what may be believed: pure decisions over what was told.

    told      ┌ rejected ........................ whoever sent it has to send another, until they say that they did
              ├ sent … accepted ................. it waits for the administration
              ├ recognised ...................... the administration owes it
              └ paid ............................ over

A final state is the last: what is told after it is not believed. Nobody tells when an invoice will be paid, and nothing
here counts days towards it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from myspace.vocabulary.activity import Moment
from myspace.vocabulary.administrations import Administration
from myspace.vocabulary.invoices import InvoiceRecipient, InvoiceState, InvoiceStep
from myspace.vocabulary.legal_calendar import MADRID

LATELY = timedelta(days=90)  # as a body's term that has passed (alerts/rules.py): older than that is no news


class Group(StrEnum):
    """By what happens next, in the order in which a page shows them."""

    REJECTED = "rejected"
    REPLACED = "replaced"  # rejected, and its sender says that another took its place
    WAITING = "waiting"
    RECOGNISED = "recognised"
    PAID = "paid"


_GROUPS = {
    InvoiceState.REJECTED: Group.REJECTED,
    InvoiceState.RECOGNISED: Group.RECOGNISED,
    InvoiceState.PAID: Group.PAID,
}
# The road of the vocabulary's drawing. `delivered`, `received` and `accepted` may never be said: they are no step to wait for.
_ORDER = tuple(state for state in InvoiceState if state is not InvoiceState.REJECTED)
_EXPECTED = (
    InvoiceState.SENT,
    InvoiceState.REGISTERED,
    InvoiceState.ANNOTATED,
    InvoiceState.RECOGNISED,
    InvoiceState.PAID,
)


def group(state: InvoiceState, *, replaced: bool = False) -> Group:
    """`replaced`: the person says that they sent another in its place; of what is not rejected that means nothing."""
    found = _GROUPS.get(state, Group.WAITING)
    return Group.REPLACED if replaced and found is Group.REJECTED else found


def news(since: Moment, first_seen_at: datetime) -> bool:
    """Whether a rejection needs the person: not when it was long past before we ever heard of the invoice.

    What was rejected while we knew it stays news until they say what they did: nothing else ever ends it.
    """
    return first_seen_at - instant(since) <= LATELY


def payer(recipient: InvoiceRecipient, bodies: Iterable[Administration]) -> Administration | None:
    """Who has to pay, among `bodies`: by a code of one of its offices. A name alone may be another's."""
    offices = (recipient.managing_body, recipient.processing_unit, recipient.accounting_office)
    codes = {office.code for office in offices if office and office.code}
    return next((each for each in bodies if each.dir3 in codes), None) if codes else None


def instant(moment: Moment) -> datetime:
    """To put in order: the instant that was told, else the beginning of the day in Catalonia."""
    return moment.at or datetime.combine(moment.day, time(0), MADRID)


def follows(before: InvoiceStep, after: InvoiceStep) -> bool:
    """Whether `after` may be told once `before` was. A body may go back on a state that is not final; an older word of
    another state is an answer that came late."""
    if before.state is after.state:
        return True
    return not before.state.final and instant(after.since) >= instant(before.since)


class When(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of an invoice's path; `since` None: it has not come, and no source says when it will."""

    state: InvoiceState
    when: When
    since: Moment | None = None


def path(now: InvoiceStep, steps: Sequence[InvoiceStep]) -> tuple[Stop, ...]:
    """What it went through, where it is, and the steps that every invoice takes and this one has not taken yet.

    `steps` is its history, in any order; empty where it is not known: then the path begins at the present state.
    """
    told = sorted(steps, key=lambda step: instant(step.since))  # stable: of one instant, in the order told
    if not told or told[-1].state is not now.state:
        told = [step for step in told if instant(step.since) <= instant(now.since)] + [now]
    past = [Stop(step.state, When.DONE, step.since) for step in told[:-1]]
    last = told[-1]
    present = Stop(last.state, When.DONE if last.state is InvoiceState.PAID else When.NOW, last.since)
    return (*past, present, *_to_come(last.state))


def _to_come(state: InvoiceState) -> tuple[Stop, ...]:
    if state.final:
        return ()
    reached = _ORDER.index(state)
    return tuple(Stop(each, When.NEXT) for each in _EXPECTED if _ORDER.index(each) > reached)
