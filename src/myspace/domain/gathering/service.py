"""Ask many, wait little, tell who did not answer. The doors' side: wishes and coverage. The worker's side: worker.py.

A page never asks a source: it reads what is known, says how old that is, and leaves a wish. Unknown is not nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from myspace.domain.administrations import service as administrations
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering.covering import Coverage, Source, SourceState, coverage_from
from myspace.domain.gathering.known import (
    READ_KNOWN,
    Known,
    besides_from,
    known_from,
    reading_known,
)
from myspace.domain.kernel import personal, restored, rotation
from myspace.domain.kernel.db import Statement, Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.rotation import SealedColumn
from myspace.domain.people import service as people
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.answers import Outcome, QuarantineReason
from myspace.vocabulary.people import Actor


def covered(tx: Tx, rows: list[tuple[Any, ...]], now: datetime) -> tuple[Known, Coverage]:
    """What the rows of READ_KNOWN come to. Where something is stale, a wish goes with the page's COMMIT."""
    known = known_from(rows)
    found = coverage_from(known, now)
    if found.stale:
        tx.at_the_end(wish("due"))
    return known, found


def coverage(actor: Actor) -> Coverage:
    """Whom we asked for this person and what became of it."""
    with as_actor(actor) as tx:
        _, rows = tx.batch([audit.reading(actor, Event.SOURCES_READ), READ_KNOWN])
        return covered(tx, rows, datetime.now(UTC))[1]


# Who looks again while waiting keeps their place in the line; a wish that is being met is renewed.
_WANT = (
    "WITH w AS (INSERT INTO gathering_wanted (id, person_id, scope, connection_id, wanted_at, tries) "
    "VALUES (%s, myspace_subject(), %s, %s, now(), 0) ON CONFLICT (person_id, scope, connection_id) "
    "DO UPDATE SET wanted_at = CASE WHEN gathering_wanted.taken_until > now() THEN now() ELSE gathering_wanted.wanted_at END"
    " RETURNING id) "
    "SELECT pg_notify('wanted', '') FROM w"
)


def wish(scope: str, connection_id: UUID | None = None) -> Statement:
    """The one statement by which a page says that something is stale: a row if there is none yet, and a bell."""
    return _WANT, (uuid7(), scope, connection_id)


def errand(scope: str, also: Statement) -> Statement:
    """A wish that another package meets (errands.py), in one statement with `also`, an INSERT or UPDATE of that package."""
    sql, params = also
    return f"WITH also AS ({sql}), {_WANT.removeprefix('WITH ')}", (*params, uuid7(), scope, None)


def want_due(actor: Actor) -> None:
    """Ask again whatever is due for this person (a stale page; the refresh button). No event: nothing is shown by it."""
    with as_actor(actor) as tx:
        tx.run(*wish("due"))


def ask_again(actor: Actor, connection_id: UUID) -> bool:
    """One body by name, at once. False when there is no such connection."""
    connected = administrations.connections().get(connection_id)
    if connected is None:
        return False
    with as_actor(actor) as tx:
        tx.run(*wish("one", connection_id))
        audit.record(tx, actor, Event.ASKED_ONE, administration=connected.administration.name)
    return True


def ask_missing(actor: Actor) -> None:
    """Whoever did not answer well, each by name and at once: by itself a failed source is only due minutes later."""
    with as_actor(actor) as tx:
        for source in coverage_from(known_from(tx.run(*READ_KNOWN)), datetime.now(UTC)).missing:
            if source.state is not SourceState.SWITCHED_OFF:
                tx.run(*wish("one", source.connection_id))
                audit.record(tx, actor, Event.ASKED_ONE, administration=source.administration.name)
        tx.run(*wish("due"))


def ask_everyone(actor: Actor, wanted: bool) -> None:
    """The person's choice to have every connected body asked; or to stop. Bodies that know them stay asked."""
    with as_actor(actor) as tx:
        people.ask_everyone(actor, wanted)
        if wanted:
            tx.run(*wish("due"))


def count_hidden(tx: Tx, connection_id: UUID, topic: Topic, by: int) -> None:
    """Within the act that hides (by=-1) or shows again (+1): what is hidden counts nowhere, not even in a total."""
    tx.run(
        "UPDATE gathering_ask SET items = greatest(0, items + %s) "
        "WHERE person_id = myspace_subject() AND connection_id = %s AND topic = %s",
        (by, connection_id, topic.value),
    )


def report_not_mine(tx: Tx, connection_id: UUID, topic: Topic, payload: str) -> None:
    """The person says that a body's item is not theirs: kept for the operator's report to that body, sealed."""
    tx.run(
        "INSERT INTO gathering_quarantine (id, person_id, connection_id, topic, reason, field, raw_sealed, digest,"
        " first_at, last_at) VALUES (%s, myspace_subject(), %s, %s, %s, '', %s, %s, now(), now()) ON CONFLICT DO NOTHING",
        (
            uuid7(), connection_id, topic.value, QuarantineReason.NOT_MINE.value,
            keyring().seal(payload, "gathering_quarantine.raw"), digest_of_kept_aside(QuarantineReason.NOT_MINE, "", payload),
        ),
    )  # fmt: skip


def digest_of_kept_aside(reason: str, field: str, raw: str) -> bytes:
    """Tells whether the same is kept twice. Keyed, for the text is personal and short enough to be guessed.

    It only spares doubles: what comes again after a rotation is kept once more, under the new key.
    """
    return keyring().hash(f"gathering_quarantine|{reason}|{field}|{raw}")


# Of somebody else, or of nobody knows whom: what they are is said, their text is not given (GDPR art. 15.4).
_NOT_TO_GIVE = (QuarantineReason.OTHER_PERSON.value, QuarantineReason.SAME_FOR_EVERYONE.value)


def _kept_aside(tx: Tx) -> list[dict[str, Any]]:
    columns = ("connection_id", "topic", "reason", "field", "first_at", "last_at", "released_at", "raw_sealed")
    connections = administrations.connections()
    kept = personal.rows_as_dicts(tx, "gathering_quarantine", columns)
    for row in kept:
        connected, sealed = connections.get(row["connection_id"]), row.pop("raw_sealed")
        given = row["reason"] not in _NOT_TO_GIVE
        row["administration"] = connected.administration.name if connected else None
        row["raw"] = keyring().unseal(sealed, "gathering_quarantine.raw") if given else None
        row["raw_may_be_of_somebody_else"] = not given
    return kept


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    return {
        "asked": personal.rows_as_dicts(
            tx, "gathering_ask", ("connection_id", "topic", "outcome", "answered_at", "items")
        ),
        "kept_aside": _kept_aside(tx),
    }


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in ("gathering_quarantine", "gathering_wanted", "gathering_ask"):
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


personal.register(
    personal.Keeper(
        "gathering", ("gathering_ask", "gathering_wanted", "gathering_quarantine"), _hand_over, _forget, _forget
    )
)
rotation.register(SealedColumn("gathering_quarantine", "raw_sealed", "gathering_quarantine.raw"))
restored.register(
    restored.Left("questions not yet put, dropped", "DELETE FROM gathering_wanted"),
    restored.Left(
        "questions under way, dropped",
        "UPDATE gathering_ask SET asking_until = NULL WHERE asking_until IS NOT NULL",
    ),
)

__all__ = [
    "READ_KNOWN",
    "Coverage",
    "Outcome",
    "Source",
    "SourceState",
    "Topic",
    "ask_again",
    "ask_everyone",
    "besides_from",
    "coverage",
    "coverage_from",
    "known_from",
    "reading_known",
]
