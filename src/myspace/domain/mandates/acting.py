"""In somebody else's folder by mandate: how one gets there, and how far one may go. Asks the registry only within an act.

begin ── the mandate is in force and was checked a moment ago ── a ground in the database ── another session
may ──── own folder or certificate: yes · by mandate: rules.decide over every mandate between the two
may_now  the same for an act: the registry is asked within it; no transaction is open meanwhile
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from myspace.connector_kit.mandates import MandateRefused, Side
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import service as gathering
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.mandates import checking, door, giving, holding, registry, rules
from myspace.domain.mandates.holding import Held
from myspace.domain.mandates.reach import ALLOWED, Standing
from myspace.domain.mandates.rules import Checked, Reason, Verdict, Wanted, Wish
from myspace.domain.people import service as people
from myspace.domain.people import switching
from myspace.domain.people.service import Name, Presented
from myspace.vocabulary.mandates import Representation
from myspace.vocabulary.people import Actor, Basis, Identifier


def standing(actor: Actor) -> Standing:
    """Every mandate between the viewer and whose folder they look at. No audit event: the page that asks leaves its own."""
    if not actor.by_mandate:
        return Standing(actor, (), None)
    with as_actor(actor) as tx:
        rows, asked, ground = tx.batch(
            [
                holding.reading(actor.viewer, side=Side.REPRESENTATIVE, other=actor.subject),
                holding.reading_asked(actor.viewer),
                (_GROUND, (actor.subject, actor.viewer, Basis.MANDATE.value)),
            ]
        )
    told = holding.asked_from(asked).get(Side.REPRESENTATIVE)
    return Standing(actor, holding.held_from(rows), told, shut=not ground)


def number_of_grantor(tx: Tx, actor: Actor) -> Identifier | None:
    """The number of whose folder is open by mandate, as the registry told it to who represents them.

    Their own identities are not for a representative to read (migrations/0002_who_sees). None: no mandate is between the two.
    """
    found = holding.held_from(tx.run(*holding.reading(actor.viewer, side=Side.REPRESENTATIVE, other=actor.subject)))
    return next((each.other.identifier for each in found), None)


def ask_again(actor: Actor, scope: str = checking.STANDING) -> None:
    """Have the registry asked about the viewer, from whoever's folder: it goes with the page's own transaction."""
    with as_actor(actor) as tx:
        tx.see_as(actor.viewer, actor.viewer)
        tx.run(*gathering.wish(scope))
        tx.see_as(actor.subject, actor.viewer)


def may(actor: Actor, wish: Wish, *, body: str | None = None, procedure: str | None = None) -> Verdict:
    """Whether this actor may do this in the folder that they look at, by what the registry last said."""
    return standing(actor).may(wish, datetime.now(UTC), body=body, procedure=procedure)


def may_now(actor: Actor, wish: Wish, *, body: str | None = None, procedure: str | None = None) -> Verdict:
    """For an act: the registry is asked now, about each mandate that would allow it. Call it with no transaction open.

    It says no when it is down, and when it does not answer in time: nobody acts on a word of before.
    """
    if not actor.by_mandate:
        return ALLOWED
    found, verdicts = standing(actor), list[Verdict]()
    wanted = Wanted(wish, actor.viewer, actor.subject, body, procedure)
    for each in found.opening:
        now = datetime.now(UTC)
        before = rules.decide(each.mandate, wanted, Checked(now, for_this_act=True), now)
        if not before.allowed:
            verdicts.append(before)
            continue
        verdicts.append(_asked_now(actor, each, wanted))
        if verdicts[-1].allowed:
            break
    return rules.nearest(verdicts)


def _asked_now(actor: Actor, held: Held, wanted: Wanted) -> Verdict:
    known, applicant = registry.connected(), door.applicant(actor)
    told = known.desk().standing(applicant, held.source_id) if known and applicant else None
    if isinstance(told, MandateRefused):
        # Not there any more, or not in force: the registry says the same of both (Q-RE-16).
        checking.wish_for(wanted.viewer, checking.STANDING)
        return Verdict(Reason.REVOKED)
    if not isinstance(told, Representation):
        return Verdict(Reason.REGISTRY_DOWN)
    if (told.source_id, told.grantor.identifier) != (held.source_id, held.other.identifier):
        return Verdict(Reason.OTHER_PEOPLE)
    if told.state is not held.mandate.state:
        giving.note_end(held, wanted.viewer, told.state)
    now = datetime.now(UTC)
    facts = holding.facts_of(told, wanted.subject, wanted.viewer)
    return rules.decide(facts, wanted, Checked(now, for_this_act=True), now)


@dataclass(frozen=True, slots=True)
class Begun:
    """Another folder is open: `token` goes into the cookie and nowhere else."""

    token: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Closed:
    """That folder opens to no representative: its person wants it so. Their mandates are in force everywhere else."""


def begin(actor: Actor, mandate: UUID, ends_at: datetime) -> Begun | Verdict | Closed:
    """Open the folder of whoever gave this mandate, until it ends and never beyond this login, which ends at `ends_at`.

    The database asks again what is asked here: that the mandate is this viewer's, in force, and checked within a minute.
    """
    mine = actor.themself
    with as_actor(actor) as tx:
        tx.see_as(mine.subject, mine.viewer)
        rows, asked = tx.batch(
            [
                holding.reading(mine.viewer, side=Side.REPRESENTATIVE, one=mandate),
                holding.reading_asked(mine.viewer),
            ]
        )
        held = next(iter(holding.held_from(rows)), None)
        if held is None or held.other.identifier.of_a_country:
            # A passport's country is not in the registry: half of a number opens nobody's folder.
            tx.see_as(actor.subject, actor.viewer)
            return Verdict(Reason.OTHER_PEOPLE)
        checked = held.checked(holding.asked_from(asked).get(Side.REPRESENTATIVE))
        verdict = rules.stands(held.mandate, checked, datetime.now(UTC))
        if not verdict.allowed:
            tx.see_as(actor.subject, actor.viewer)
            return verdict
        subject, _ = people.claim(tx, Presented(held.other.identifier, Name(held.other.name or "", ""), None))
        tx.run("SELECT begin_acting(%s, %s, %s, %s, %s)", (uuid7(), mine.viewer, subject, Basis.MANDATE.value, ends_at))
        if tx.one(_GROUND_OF_NOW, (subject, mine.viewer, Basis.MANDATE.value)) is None:
            tx.see_as(actor.subject, actor.viewer)
            return Closed()
        token = switching.step_into(tx, actor, subject, Basis.MANDATE)
        if token is None:
            raise SessionOver
        acting = Actor(mine.viewer, subject, Basis.MANDATE, actor.level, actor.session)
        audit.record(tx, acting, Event.ACTING_BEGUN)
    return Begun(token, acting)


_GROUND = "SELECT 1 FROM people_acting WHERE person_id = %s AND viewer_id = %s AND basis = %s AND until > now()"
_GROUND_OF_NOW = f"{_GROUND} AND created_at = now()"


class SessionOver(RuntimeError):
    """The session ended between the page and its button: nothing was done."""
