"""From one folder to another without leaving: the same login, another session row, another token.

The token changes with the folder, so that a page of the one before can do nothing in the next; the hours do not begin anew.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import Statement, Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.people import guarding
from myspace.domain.people import service as people
from myspace.vocabulary.people import Actor, Basis, LoginMethod


@dataclass(frozen=True, slots=True)
class Certified:
    """A company's folder that this login opened with a representative's certificate."""

    company: UUID
    name: str
    until: datetime


def step_into(tx: Tx, actor: Actor, subject: UUID, basis: Basis) -> str | None:
    """End the actor's session and open one of the same login in another folder; its token. None: it has ended meanwhile.

    The ground to look must be there already: row security lets nobody open a session in a folder that they may not see.
    Afterwards the transaction sees the other folder. Raises guarding.Barred where it is closed to the way of this login.
    """
    tx.see_as(actor.viewer, actor.viewer)
    row = tx.one(
        "SELECT method, level, device, idle_seconds, public_computer, provider, provider_token_sealed,"
        " provider_token_until, ends_at FROM people_session WHERE id = %s AND viewer_id = myspace_viewer()"
        " AND ended_at IS NULL",
        (actor.session,),
    )
    if row is None:
        return None
    method, level, device, idle, public, provider, sealed, sealed_until, ends_at = row
    if basis is not Basis.MANDATE:  # whose way in by mandate is open was asked when they entered their own
        tx.see_as(subject, actor.viewer)
        guarding.check(tx, replace(actor, subject=subject, basis=basis), guarding.Way(provider, LoginMethod(method)))
        tx.see_as(actor.viewer, actor.viewer)
    if not people.end(tx, actor.session, SWITCHED):
        return None
    token = secrets.token_urlsafe(32)
    tx.see_as(subject, actor.viewer)
    tx.run(
        "INSERT INTO people_session (id, person_id, viewer_id, token_hash, basis, level, method, device, created_at,"
        " seen_at, idle_until, ends_at, provider_token_sealed, provider_token_until, provider, public_computer,"
        " idle_seconds) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, now(), now(),"
        " least(%s, now() + make_interval(secs => %s)), %s, %s, %s, %s, %s, %s)",
        (
            uuid7(), subject, actor.viewer, people.digest(token), basis.value, level, method, device, ends_at, idle,
            ends_at, sealed, sealed_until, provider, public, idle,
        ),
    )  # fmt: skip
    return token


SWITCHED = (
    "switched"  # how a session ended that goes on in another folder: it is no login, and no list of logins has it
)


def back_to_own(actor: Actor) -> str | None:
    """One's own folder again; the token of the session there. None when the session has ended meanwhile."""
    with as_actor(actor) as tx:
        return step_into(tx, actor, actor.viewer, Basis.OWN)


def by_certificate(actor: Actor, ends_at: datetime) -> tuple[Certified, ...]:
    """Companies whose representative this very login showed itself to be. `ends_at` is the login's own end.

    A certificate shown at an earlier login is no ground for this one: the grounds of each end with it, to the moment.
    """
    found: list[Certified] = []
    with as_actor(actor) as tx:
        rows = tx.run(
            "SELECT person_id, until FROM people_acting WHERE viewer_id = myspace_viewer() AND basis = %s AND until = %s",
            (Basis.COMPANY_CERTIFICATE.value, ends_at),
        )
        for company, until in rows:
            tx.see_as(company, actor.viewer)
            name = tx.one("SELECT name_sealed FROM people_person WHERE person_id = myspace_subject()")
            found.append(Certified(company, people.opened_name(name[0] if name else None), until))
        tx.see_as(actor.subject, actor.viewer)
    return tuple(found)


def into_company(actor: Actor, company: UUID, ends_at: datetime) -> str | None:
    """The folder of a company that this login's certificate represents. None: it is none of those."""
    if company not in {each.company for each in by_certificate(actor, ends_at)}:
        return None
    entering = replace(actor, subject=company, basis=Basis.COMPANY_CERTIFICATE)
    with as_actor(actor) as tx:
        token = step_into(tx, actor, company, entering.basis)
        if token is not None:
            audit.record(tx, entering, Event.COMPANY_ENTERED)
    return token


def end_grounds(tx: Tx) -> None:
    """Whoever stands in one's own folder by mandate is out at once; an open page of theirs is told to ask again."""
    tx.run("DELETE FROM people_acting WHERE person_id = myspace_subject() AND basis = %s", (Basis.MANDATE.value,))
    tx.run("SELECT pg_notify('changed', replace(myspace_subject()::text, '-', '') || ' acting')")


def close_to_mandates(actor: Actor, wish: bool) -> None:
    """Whether nobody may open this folder by mandate. The mandates stay in force everywhere else."""
    with as_actor(actor) as tx:
        closing_to_mandates(tx, actor, wish)


def closing_to_mandates(tx: Tx, actor: Actor, wish: bool) -> None:
    """The same, as a part of something more."""
    tx.run(
        "UPDATE people_person SET closed_to_mandates_since = CASE WHEN %s THEN coalesce(closed_to_mandates_since, now())"
        " END WHERE person_id = myspace_subject()",
        (wish,),
    )
    if wish:
        end_grounds(tx)
    audit.record(tx, actor, Event.CLOSED_TO_MANDATES if wish else Event.OPENED_TO_MANDATES)


READ_CLOSED: Statement = (
    "SELECT closed_to_mandates_since FROM people_person WHERE person_id = myspace_subject()",
    (),
)
