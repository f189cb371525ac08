"""One's own mandates: those given and those held, and what either side makes of them at the registry, once confirmed.

    a step   read the row ─▶ (no transaction) ask the registry ─▶ write what it said, the log, and a wish to be told again

Whatever the answer was, the worker asks for both lists at once: what the page shows is what the registry lists, not what we
wished. A lost answer is `Unsure`: the list will tell, and nothing is sent twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from myspace.connector_kit.mandates import MandateAct, MandateRefusal, MandateRefused, Side
from myspace.connector_kit.mandates import Wanted as NewMandate
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db
from myspace.domain.kernel.db import as_actor
from myspace.domain.mandates import checking, door, holding, registry, rules, warned
from myspace.domain.mandates.holding import Asked, Held
from myspace.domain.outbox import for_another as messages
from myspace.domain.people import service as people
from myspace.domain.people import switching
from myspace.vocabulary.answers import Down, Fault, Unknown
from myspace.vocabulary.mandates import MandateState, Named, Representation
from myspace.vocabulary.people import Actor, Identifier


@dataclass(frozen=True, slots=True)
class Mandates:
    """What one holds and what one gave, each with when the registry was last asked. `connected`: there is one to ask."""

    held: tuple[Held, ...]
    given: tuple[Held, ...]
    asked: Mapping[Side, Asked]
    connected: bool
    closed_since: datetime | None = None  # to every representative, because the person wants it so

    def known(self, side: Side) -> bool:
        """Whether this side was ever answered completely: only then may a screen say that there is none."""
        told = self.asked.get(side)
        return told is not None and told.answered_at is not None and told.complete and told.answers


def mine(actor: Actor) -> Mandates:
    """Those of the folder that is looked at, and a wish to hear them anew. By mandate nobody asks for this."""
    with as_actor(actor) as tx:
        _, rows, asked, closed = tx.batch(
            [
                audit.reading(actor, Event.MANDATES_READ),
                holding.reading(actor.subject),
                holding.reading_asked(actor.subject),
                switching.READ_CLOSED,
            ]
        )
    return replace(_mandates(rows, asked), closed_since=closed[0][0] if closed else None)


def held_by(viewer: Actor) -> Mandates:
    """Those of the viewer, whoever's folder is open: to choose whose to open next. Their own, so no event."""
    with as_actor(viewer) as tx:
        rows, asked = tx.batch(
            [holding.reading(viewer.viewer, side=Side.REPRESENTATIVE), holding.reading_asked(viewer.viewer)]
        )
    return _mandates(rows, asked)


def _mandates(rows: list[tuple[object, ...]], asked: list[tuple[object, ...]]) -> Mandates:
    every = holding.held_from(rows)
    return Mandates(
        tuple(each for each in every if not each.given),
        tuple(each for each in every if each.given),
        holding.asked_from(asked),
        registry.connected() is not None,
    )


@dataclass(frozen=True, slots=True)
class Openers:
    """Who else might open a notification in one's name, as the registry told at `known_at`; None: it never told all."""

    names: tuple[str, ...]
    known_at: datetime | None


def openers(actor: Actor, body: str) -> Openers:
    """Of one's own folder, for a notification of this body (INE10). No event: it is part of the page of the notice."""
    with as_actor(actor) as tx:
        rows, asked = tx.batch(
            [holding.reading(actor.subject, side=Side.GRANTOR), holding.reading_asked(actor.subject)]
        )
    found, now = _mandates(rows, asked), datetime.now(UTC)
    could = [each for each in found.given if rules.may_reach(each.mandate, rules.Wish.OPEN_NOTICE, body, now)]
    told = found.asked.get(Side.GRANTOR)
    return Openers(
        tuple(dict.fromkeys(each.called for each in could)),
        told.answered_at if told is not None and found.known(Side.GRANTOR) else None,
    )


def one(actor: Actor, mandate: UUID) -> Held | None:
    """One of this folder's mandates; None for nobody's and another's."""
    with as_actor(actor) as tx:
        return next(iter(holding.held_from(tx.run(*holding.reading(actor.subject, one=mandate)))), None)


@dataclass(frozen=True, slots=True)
class Done:
    """The registry says so."""


@dataclass(frozen=True, slots=True)
class NotDone:
    """It said no, or it was not asked: nothing changed. `why` None: there is no registry to ask."""

    why: MandateRefusal | None


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have been done: the answer did not come. The list will tell."""


Outcome = Done | NotDone | Unsure
_EVENTS = {
    MandateAct.ACCEPT: Event.MANDATE_ACCEPTED,
    MandateAct.RENOUNCE: Event.MANDATE_RENOUNCED,
    MandateAct.REVOKE: Event.MANDATE_REVOKED,
}


def take(actor: Actor, mandate: UUID, act: MandateAct) -> Outcome:
    """Accept, renounce or revoke one of one's own. Call it with no transaction open."""
    held, known, applicant = one(actor, mandate), registry.connected(), door.applicant(actor)
    if known is None or applicant is None:
        return NotDone(None)
    if held is None or act not in rules.acts(held.mandate.state, held.side):
        return NotDone(MandateRefusal.NO_LONGER)
    outcome = _outcome(known.desk().become(applicant, held.source_id, act, held.side))
    with as_actor(actor) as tx:
        if isinstance(outcome, Done):
            audit.record(tx, actor, _EVENTS[act])
            if act is not MandateAct.ACCEPT:
                _end(tx, held, rules.BECOMES[act])
    checking.wish_for(actor.subject)
    return outcome


def give(actor: Actor, wanted: NewMandate) -> Outcome:
    """Ask the registry to inscribe a mandate of this folder's person. Call it with no transaction open."""
    known, applicant = registry.connected(), door.applicant(actor)
    if known is None or applicant is None:
        return NotDone(None)
    outcome = _outcome(known.desk().inscribe(applicant, wanted))
    if isinstance(outcome, Done):
        with as_actor(actor) as tx:
            audit.record(tx, actor, Event.MANDATE_GRANTED)
    checking.wish_for(actor.subject)
    return outcome


def bodies(actor: Actor) -> tuple[Named, ...] | Unknown:
    """Who may be named in a mandate. Call it with no transaction open."""
    known, applicant = registry.connected(), door.applicant(actor)
    return known.desk().bodies(applicant) if known and applicant else Down(Fault.UNREACHABLE)


def number_of(actor: Actor) -> Identifier | None:
    """The number of whose folder is looked at: who grants does so in their own."""
    with as_actor(actor) as tx:
        found = people.whom_to_ask_about(tx)
    return found.identifier if found else None


def _outcome(told: object) -> Outcome:
    if isinstance(told, Representation):
        return Done()
    return NotDone(told.reason) if isinstance(told, MandateRefused) else Unsure()


def _end(tx: db.Tx, held: Held, state: MandateState) -> None:
    """At once, for what is read: the row no longer stands, and who stood in one's folder by it does not any more."""
    tx.run("UPDATE mandates_mandate SET state = %s WHERE id = %s AND state <> %s", (state, held.id, state))
    if held.given:
        # Whoever has another mandate of this person enters again by that one: a moment, and never too much.
        switching.end_grounds(tx)
        warned.shut(tx)
    else:
        messages.unconfirm(tx)


def note_end(held: Held, viewer: UUID, state: MandateState) -> None:
    """The registry said within an act that a mandate stands otherwise: what is read by it ends too."""
    if state is not MandateState.VALID:
        with db.as_person(viewer) as tx:
            tx.run("UPDATE mandates_mandate SET state = %s WHERE id = %s", (state, held.id))
            messages.unconfirm(tx)
