"""Who is warned of what is in another's folder: they ask for it in there, its person sees them and may say no.

    asked, on a ground ─▶ warned ──▶ something to tell ──▶ may they, by a word of the last minute? ──▶ told, and asked again
                            │                                                                          when it leaves
                            └─▶ no mandate any more · the person said no · closed · no longer wished ──▶ nothing leaves

A wish is no ground. What may be told is judged by `rules` alone, each time, with the person's word of the moment; and
whatever ends a ground makes what waits be judged again, in the same transaction (`shut`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from myspace.connector_kit.mandates import Side
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import Statement, Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.mandates import holding, rules
from myspace.domain.mandates.reach import Standing
from myspace.domain.mandates.rules import Checked, Reason, Wanted, Wish
from myspace.domain.outbox import for_another as messages
from myspace.domain.people import switching
from myspace.vocabulary.people import Actor, AssuranceLevel, Basis

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Warned:
    """`viewer` is warned of the folder of `person`. `refused_at`: its person does not want it, and it is not done.

    `certificate_until` is the last day of a ground by certificate, aware; None: the ground is a mandate.
    """

    person: UUID
    viewer: UUID
    asked_at: datetime
    refused_at: datetime | None
    certificate_until: datetime | None

    def lapsed(self, now: datetime) -> bool:
        return self.certificate_until is not None and self.certificate_until <= now


_COLUMNS = "person_id, viewer_id, asked_at, refused_at, certificate_until"


def ask(actor: Actor, now: datetime) -> None:
    """In another's folder: warn me too. The rows ask for the ground again; whoever was refused stays refused."""
    if actor.looks_at_own:
        raise ValueError("whoever looks at their own folder has preferences for it")
    until = None if actor.by_mandate else rules.warned_until(now)
    with as_actor(actor) as tx:
        tx.run(
            "INSERT INTO mandates_warned (id, person_id, viewer_id, asked_at, certificate_until)"
            " VALUES (%s, myspace_subject(), myspace_viewer(), %s, %s) ON CONFLICT (person_id, viewer_id) DO NOTHING",
            (uuid7(), now, until),
        )
        if until is not None:
            _renew(tx, until)
        audit.record(tx, actor, Event.WARNING_ASKED)


def stop(actor: Actor, person: UUID) -> None:
    """No longer of that folder: from within it, or from one's own. What has not left does not leave."""
    with as_actor(actor) as tx:
        gone = tx.run(
            "DELETE FROM mandates_warned WHERE person_id = %s AND viewer_id = myspace_viewer() RETURNING id", (person,)
        )
        messages.unconfirm(tx)
        if gone:
            audit.record(tx, actor, Event.WARNING_STOPPED)


def refuse(actor: Actor, viewer: UUID, no: bool) -> bool:
    """One's own folder: this one is not to be warned of it; or again they may. False: nobody such is."""
    with as_actor(actor) as tx:
        done = tx.run(
            "UPDATE mandates_warned SET refused_at = CASE WHEN %s THEN coalesce(refused_at, now()) END"
            " WHERE person_id = myspace_subject() AND viewer_id = %s RETURNING id",
            (no, viewer),
        )
        messages.unconfirm(tx)
        if done:
            audit.record(tx, actor, Event.WARNING_REFUSED if no else Event.WARNING_ALLOWED)
    return bool(done)


def by_me(actor: Actor) -> tuple[Warned, ...]:
    """Of whose folders the viewer asked to be warned, whichever is open. Their own wish, so no event."""
    with as_actor(actor) as tx:
        rows = tx.run(
            f"SELECT {_COLUMNS} FROM mandates_warned WHERE viewer_id = myspace_viewer() ORDER BY asked_at, id"
        )
    return tuple(Warned(*row) for row in rows)


def of_mine(actor: Actor) -> tuple[Warned, ...]:
    """Who is warned of the folder that is looked at, for its own page. No event: it is drawn with one that leaves its own."""
    with as_actor(actor) as tx:
        rows = tx.run(
            f"SELECT {_COLUMNS} FROM mandates_warned WHERE person_id = myspace_subject() ORDER BY asked_at, id"
        )
    return tuple(Warned(*row) for row in rows)


def shut(tx: Tx) -> None:
    """Within the transaction that ends some ground in one's own folder: only a word of after it opens anything again.

    Which of them it was is not known here: a mandate that was given does not say whose folder its representative has.
    """
    tx.run("UPDATE mandates_warned SET judged_after = now() WHERE person_id = myspace_subject()")
    messages.unconfirm(tx)


def close_to_mandates(actor: Actor, wish: bool) -> None:
    """Whether nobody may open this folder by mandate, nor be told of it."""
    with as_actor(actor) as tx:
        switching.close_to_mandates(actor, wish)
        if wish:
            shut(tx)


def _renew(tx: Tx, until: datetime) -> None:
    tx.run(
        "UPDATE mandates_warned SET certificate_until = %s WHERE person_id = myspace_subject()"
        " AND viewer_id = myspace_viewer()",
        (until,),
    )


def on_arrival(tx: Tx, actor: Actor) -> None:
    """Whoever comes in with the company's certificate shows it again: their wish, if they have one, goes on from today."""
    if actor.basis is Basis.COMPANY_CERTIFICATE:
        _renew(tx, rules.warned_until(datetime.now(UTC)))


# -- the worker's part -------------------------------------------------------------------------------------------------


def viewers(tx: Tx) -> tuple[UUID, ...]:
    """Who wishes to be warned of the folder that the transaction sees, its person having nothing against it."""
    rows = tx.run("SELECT viewer_id FROM mandates_warned WHERE person_id = myspace_subject() AND refused_at IS NULL")
    return tuple(row[0] for row in rows)


def drop_ended(tx: Tx) -> None:
    """After the registry told what this person holds: whoever gave no mandate that stands is not warned of any more."""
    tx.run(
        "DELETE FROM mandates_warned w WHERE w.viewer_id = myspace_subject() AND w.refused_at IS NULL"
        " AND w.certificate_until IS NULL AND NOT EXISTS (SELECT FROM mandates_mandate m"
        " WHERE m.person_id = myspace_subject() AND m.side = %s AND m.other_id = w.person_id AND m.state = 'valid'"
        " AND m.stands_until > now())",
        (Side.REPRESENTATIVE,),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether something may be told, by a word that counts `until` then; `waits`: the registry has to say it anew first."""

    reason: Reason
    until: datetime | None = None

    @property
    def allowed(self) -> bool:
        return self.until is not None

    @property
    def waits(self) -> bool:
        return self.reason in (Reason.BEING_CHECKED, Reason.REGISTRY_DOWN)


@dataclass(frozen=True, slots=True)
class Ground:
    """On what `standing.actor.viewer` would be told of that folder, as it stands in this transaction."""

    standing: Standing
    certificate_until: datetime | None = None

    def may(self, wish: Wish, body: str | None, now: datetime) -> Judged:
        verdict = self.standing.may(wish, now, body=body)
        if not verdict.allowed:
            return Judged(verdict.reason)
        if self.certificate_until is not None:
            return Judged(verdict.reason, min(now + rules.FRESH, self.certificate_until))
        wanted = Wanted(wish, self.standing.actor.viewer, self.standing.actor.subject, body)
        return Judged(
            verdict.reason,
            max(
                min(each.checked_at + rules.FRESH, rules.ends(each.mandate) or _LONG_AGO)
                for each in self.standing.opening
                if rules.decide(each.mandate, wanted, Checked(each.checked_at), now).allowed
            ),
        )


_ROW: Statement = (
    # Locked until the end: whoever says no, or ends a mandate, waits for it, and then finds what was told meanwhile.
    f"SELECT {_COLUMNS}, judged_after FROM mandates_warned WHERE person_id = myspace_subject() AND viewer_id = %s FOR SHARE",
    (),
)


def ground(tx: Tx, person: UUID, viewer: UUID, now: datetime) -> Ground | None:
    """For the worker: None when they are not to be warned at all. Afterwards the transaction sees the viewer."""
    tx.see_as(person, person)
    rows, closed = tx.batch([(_ROW[0], (viewer,)), switching.READ_CLOSED])
    tx.see_as(viewer, viewer)
    if not rows:
        return None
    warned, judged_after = Warned(*rows[0][:5]), rows[0][5]
    if warned.refused_at is not None:
        return None
    if warned.certificate_until is not None and not warned.lapsed(now):
        return Ground(Standing(_actor(warned, Basis.COMPANY_CERTIFICATE), (), None), warned.certificate_until)
    held, asked = tx.batch(
        [holding.reading(viewer, side=Side.REPRESENTATIVE, other=person), holding.reading_asked(viewer)]
    )
    found = holding.held_from(held)
    if judged_after is not None:
        found = tuple(e if e.checked_at > judged_after else replace(e, checked_at=_LONG_AGO) for e in found)
    told = holding.asked_from(asked).get(Side.REPRESENTATIVE)
    return Ground(Standing(_actor(warned, Basis.MANDATE), found, told, shut=bool(closed and closed[0][0])))


def _actor(warned: Warned, basis: Basis) -> Actor:
    """Nobody is in: the level and the session of this actor are of no login, and open nothing."""
    return Actor(warned.viewer, warned.person, basis, AssuranceLevel.LOW, uuid7())
