"""Mandates as rows of one side's folder: read, and written from what the registry answered. Asks nobody.

known, complete   the rows become exactly what it listed
known, partial    what it listed is written; what it did not list stays as it was, and its word grows old
unknown           the rows stay; only that it did not answer is written
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from myspace.connector_kit.mandates import Side
from myspace.domain.kernel.db import Statement, Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.mandates import rules
from myspace.domain.mandates.rules import Checked
from myspace.domain.people import finding
from myspace.vocabulary.answers import Answer, Fault, Fresh, Outcome
from myspace.vocabulary.mandates import (
    Mandate,
    MandateCapacity,
    MandateParty,
    MandateState,
    MandateType,
    Named,
    Representation,
)
from myspace.vocabulary.people import Identifier, IdentifierKind

NUMBER, NAME = "mandates_mandate.other", "mandates_mandate.other_name"  # what the seals are bound to
UNKNOWN_FOLDER = UUID(int=0)  # of the other side, as long as nobody opened it through this mandate


@dataclass(frozen=True, slots=True)
class Asked:
    """When the registry was last asked about one side, and whether it answered that time. None of both: never."""

    at: datetime
    outcome: Outcome
    answered_at: datetime | None
    complete: bool

    @property
    def answers(self) -> bool:
        return self.outcome.known


@dataclass(frozen=True, slots=True)
class Held:
    """One mandate in one side's folder. `other` is with whom; `other_id` their folder, once it was opened through it."""

    id: UUID
    side: Side
    source_id: str
    other: MandateParty
    other_id: UUID | None
    mandate: Mandate
    bodies: tuple[Named, ...]
    procedures: tuple[Named, ...]
    checked_at: datetime

    @property
    def called(self) -> str:
        """The other side's name; without one, as much of their number as is enough to recognise it."""
        return self.other.name or self.other.identifier.masked

    @property
    def given(self) -> bool:
        return self.side is Side.GRANTOR

    def checked(self, asked: Asked | None, *, for_this_act: bool = False) -> Checked:
        return Checked(self.checked_at, for_this_act, asked is None or asked.answers)


_COLUMNS = (
    "id, side, source_id, person_id, other_id, other_kind, other_sealed, other_name_sealed, state, declared, capacities,"
    " bodies, procedures, begins, ends, ends_at_most, checked_at"
)


def reading(person: UUID, *, side: Side | None = None, other: UUID | None = None, one: UUID | None = None) -> Statement:
    """Mandates of this person: those with one other, of one side, one of them, or all, newest first."""
    return (
        f"SELECT {_COLUMNS} FROM mandates_mandate WHERE person_id = %(person)s"
        " AND (%(side)s::text IS NULL OR side = %(side)s) AND (%(other)s::uuid IS NULL OR other_id = %(other)s)"
        " AND (%(one)s::uuid IS NULL OR id = %(one)s) ORDER BY begins DESC NULLS FIRST, id",
        {"person": person, "side": side, "other": other, "one": one},
    )


def reading_asked(person: UUID) -> Statement:
    return (
        "SELECT side, asked_at, outcome, answered_at, complete FROM mandates_asked WHERE person_id = %s",
        (person,),
    )


def held_from(rows: Iterable[tuple[Any, ...]]) -> tuple[Held, ...]:
    return tuple(_held(row) for row in rows)


def asked_from(rows: Iterable[tuple[Any, ...]]) -> dict[Side, Asked]:
    return {Side(side): Asked(at, Outcome(outcome), known, whole) for side, at, outcome, known, whole in rows}


def _held(row: tuple[Any, ...]) -> Held:
    (id_, side, source_id, person, other_id, kind, sealed, name, state, declared, capacities, bodies, procedures, begins,
     ends, most, checked_at) = row  # fmt: skip
    other = other_id or UNKNOWN_FOLDER
    mine = Side(side) is Side.REPRESENTATIVE
    reached, named = _named(bodies), _named(procedures)
    return Held(
        id=id_,
        side=Side(side),
        source_id=source_id,
        other=MandateParty(
            Identifier(IdentifierKind(kind), keyring().unseal(sealed, NUMBER)),
            keyring().unseal(name, NAME) if name else None,
        ),
        other_id=other_id,
        mandate=Mandate(
            grantor=other if mine else person,
            representative=person if mine else other,
            state=MandateState(state),
            declared=MandateType(declared) if declared else None,
            capacities=frozenset(MandateCapacity(one) for one in capacities.split()),
            bodies=frozenset(one.id for one in reached),
            procedures=frozenset(one.id for one in named),
            begins=begins,
            ends=ends,
            ends_at_most=most,
        ),
        bodies=reached,
        procedures=named,
        checked_at=checked_at,
    )


def _named(values: list[list[str | None]]) -> tuple[Named, ...]:
    return tuple(Named(id_ or "", name) for id_, name in values)


@dataclass(frozen=True, slots=True)
class Changes:
    """Whether anything is otherwise than before, and of which folders that is the ground."""

    any: bool
    folders: frozenset[UUID]


def store(tx: Tx, me: Identifier, side: Side, answer: Answer[Representation], now: datetime) -> Changes:
    """Write what the registry answered about the person whom the transaction sees.

    A line in which this person is not on the side that was asked for contradicts the question: it is not believed, and
    the answer is no longer complete.
    """
    before = {row[0]: (row[1], row[2], row[3]) for row in tx.run(_BEFORE, (side,))}
    _note(tx, side, answer, now)
    if not answer.outcome.known:
        return Changes(False, frozenset())
    lines = answer.items if isinstance(answer, Fresh) else ()
    mine = [line for line in lines if _own(line, side).identifier == me]
    for line in mine:
        _write(tx, side, line, now)
    whole = answer.complete and len(mine) == len(lines)
    gone = before.keys() - {line.source_id for line in mine} if whole else set()
    tx.run(
        "DELETE FROM mandates_mandate WHERE person_id = myspace_subject() AND side = %s AND source_id = ANY(%s)",
        (side, list(gone)),
    )
    after = {row[0]: (row[1], row[2], row[3]) for row in tx.run(_BEFORE, (side,))}
    changed = {of for of, was in before.items() if after.get(of) != was} | (after.keys() - before.keys())
    folders = {row[1] for of in changed for row in (before.get(of), after.get(of)) if row and row[1]}
    return Changes(bool(changed), frozenset(folders))


_BEFORE = (
    "SELECT source_id, state, other_id, stands_until FROM mandates_mandate WHERE person_id = myspace_subject()"
    " AND side = %s"
)


def _own(line: Representation, side: Side) -> MandateParty:
    return line.representative if side is Side.REPRESENTATIVE else line.grantor


def _other(line: Representation, side: Side) -> MandateParty:
    return line.grantor if side is Side.REPRESENTATIVE else line.representative


def _note(tx: Tx, side: Side, answer: Answer[Representation], now: datetime) -> None:
    fault: Fault | None = getattr(answer, "fault", None)
    tx.run(
        "INSERT INTO mandates_asked (id, person_id, side, asked_at, outcome, fault, answered_at, complete)"
        " VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, %s) ON CONFLICT (person_id, side) DO UPDATE SET"
        " asked_at = excluded.asked_at, outcome = excluded.outcome, fault = excluded.fault,"
        " answered_at = coalesce(excluded.answered_at, mandates_asked.answered_at),"
        " complete = CASE WHEN excluded.answered_at IS NULL THEN mandates_asked.complete ELSE excluded.complete END",
        (uuid7(), side, now, answer.outcome, fault, now if answer.outcome.known else None, answer.complete),
    )


def _write(tx: Tx, side: Side, line: Representation, now: datetime) -> None:
    ring, other = keyring(), _other(line, side)
    facts = facts_of(line, UNKNOWN_FOLDER, UNKNOWN_FOLDER)
    mine = side is Side.REPRESENTATIVE
    things, notices = (rules.opens(facts), rules.opens_notices(facts)) if mine else (rules.NOTHING, rules.NOTHING)
    digest = ring.hash(hashed_text(other.identifier.value, other.identifier.kind))
    tx.run(
        "INSERT INTO mandates_mandate (id, person_id, side, source_id, other_id, other_kind, other_hash_key, other_hash,"
        " other_sealed, other_name_sealed, state, declared, capacities, bodies, procedures, begins, ends, ends_at_most,"
        " stands_until, opens_folder, reach, opens_notices, notices_reach, checked_at)"
        " VALUES (%(id)s, myspace_subject(), %(side)s, %(source)s,"
        # With whom one already acts through another mandate, one acts through this one too.
        " (SELECT m.other_id FROM mandates_mandate m WHERE m.person_id = myspace_subject() AND m.side = %(side)s"
        " AND m.other_hash = %(hash)s AND m.other_id IS NOT NULL LIMIT 1), %(kind)s, %(key)s, %(hash)s, %(sealed)s,"
        " %(name)s, %(state)s, %(declared)s, %(capacities)s, %(bodies)s, %(procedures)s, %(begins)s, %(ends)s, %(most)s,"
        " %(until)s, %(folder)s, %(reach)s, %(notices)s, %(notices_reach)s, %(now)s)"
        " ON CONFLICT (person_id, side, source_id) DO UPDATE SET"
        # A line that names another person now opens nobody's folder until it was opened through it.
        " other_id = CASE WHEN mandates_mandate.other_kind = excluded.other_kind"
        " AND mandates_mandate.other_hash = excluded.other_hash THEN mandates_mandate.other_id ELSE excluded.other_id END,"
        " other_kind = excluded.other_kind, other_hash_key = excluded.other_hash_key, other_hash = excluded.other_hash,"
        " other_sealed = excluded.other_sealed, other_name_sealed = excluded.other_name_sealed, state = excluded.state,"
        " declared = excluded.declared, capacities = excluded.capacities, bodies = excluded.bodies,"
        " procedures = excluded.procedures, begins = excluded.begins, ends = excluded.ends,"
        " ends_at_most = excluded.ends_at_most, stands_until = excluded.stands_until,"
        " opens_folder = excluded.opens_folder, reach = excluded.reach, opens_notices = excluded.opens_notices,"
        " notices_reach = excluded.notices_reach, checked_at = excluded.checked_at",
        {
            "id": uuid7(), "side": side, "source": line.source_id, "kind": other.identifier.kind.value,
            "key": ring.hash_current, "hash": digest, "sealed": ring.seal(other.identifier.value, NUMBER),
            "name": ring.seal(other.name, NAME) if other.name else None, "state": line.state.value,
            "declared": line.declared.value if line.declared else None,
            "capacities": " ".join(sorted(one.value for one in line.capacities)),
            "bodies": json.dumps([(one.id, one.name) for one in line.bodies]),
            "procedures": json.dumps([(one.id, one.name) for one in line.procedures]), "begins": line.begins,
            "ends": line.ends, "most": line.ends_at_most, "until": rules.ends(facts), "folder": things.whole,
            "reach": " ".join(sorted(things.bodies)), "notices": notices.whole,
            "notices_reach": " ".join(sorted(notices.bodies)), "now": now,
        },
    )  # fmt: skip


def facts_of(line: Representation, grantor: UUID, representative: UUID) -> Mandate:
    """The registry's line as the rules read it, between two folders."""
    return Mandate(
        grantor, representative, line.state, line.declared, line.capacities,
        frozenset(one.id for one in line.bodies), frozenset(one.id for one in line.procedures),
        line.begins, line.ends, line.ends_at_most,
    )  # fmt: skip


def hashed_text(value: str, kind: str) -> str:
    """As the register of people finds them: the other side is found by the same hash once they have a folder."""
    return finding.hashed_text(value, kind)
