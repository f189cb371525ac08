"""The errand: registers are asked what they hold about somebody, by the worker, each for what the person asked for.

    a wish of the person's ─▶ whom it is about ─┬▶ asked now ──────────┬▶ stored, and noted among what they asked for themself
                                                ├▶ handed over         │
                                                └▶ collected, when due ┘

Each question is a consultation that the far side notes, so nothing is asked that nobody wished, nothing is asked twice by
itself, and an answer and the note of its question are one transaction: what cannot be noted is not shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import structlog

from myspace.connector_kit.personal_data import About, DataQuestion, DataSource, Demands, NotAllowedYet, Noted, Waiting
from myspace.connector_kit.services import ServicesUnusable
from myspace.domain.gathering import errands
from myspace.domain.gathering.errands import Thread
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.personal_data import facts, needing, rows, rules, source, telling
from myspace.domain.personal_data.rows import Row
from myspace.domain.personal_data.source import SCOPE
from myspace.domain.transparency.store import record_outcome, record_own
from myspace.vocabulary.answers import Fault, Late, Refused, Unknown
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.personal_data import DataAnswer, Known
from myspace.vocabulary.transparency import AskedBy, Exchange, ExchangeOutcome

log = structlog.get_logger("personal_data")

_PATIENCE_SECONDS: Final = 30.0
_AT_ONCE: Final = 4
# Of these nothing left the folder: there is no consultation to note.
_NOTHING_SENT: Final = frozenset({Fault.NOT_ASKABLE, Fault.CERTIFICATE, Fault.NO_TURN, Fault.BREAKER_OPEN})


@dataclass(frozen=True, slots=True)
class _Due:
    about: About
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What became of one question. `number` is its own on its way; "" where none left."""

    answer: DataAnswer | Waiting
    number: str = ""
    noted: Noted | None = None
    ours: bool = False  # it was ourselves who failed


async def ask(person: UUID, thread: Thread) -> None:
    due: _Due | None = await thread(_due, person)
    if due is None:
        return
    registers, turn = source.registers(), asyncio.Semaphore(_AT_ONCE)

    async def one(row: Row) -> None:
        async with turn:
            told = await _asked(registers, row, due.about)
        await thread(_write, person, row, told)

    await asyncio.gather(*map(one, due.rows))


def _due(person: UUID) -> _Due | None:
    now = datetime.now(UTC)
    with db.as_person(person) as tx:
        found = [
            one
            for values in tx.run(
                f"SELECT {rows.COLUMNS} FROM personal_data_sheet WHERE person_id = myspace_subject()"
                # Only what is due: a wish that rings for another sheet asks nothing of this one.
                " AND (collect_at <= %s OR (collect_at IS NULL AND wanted_at IS NOT NULL)) ORDER BY wanted_at",
                (now,),
            )
            if (one := rows.row(values)) is not None
        ]
        about = facts.about(tx) if found else None
    return None if about is None else _Due(about, tuple(found))


async def _asked(registers: DataSource | None, row: Row, about: About) -> _Told:
    """Whatever is missing before anything is sent is our own fault or the person's to mend, and no word of the register's."""
    if registers is None:
        return _Told(Refused(Fault.NOT_AUTHORISED), ours=True)
    today = datetime.now(MADRID).date()
    try:
        demands, noted = registers.demands(row.kind), registers.noted(row.kind)
        question = rules.question(row.kind, demands, about, row.standing, row.level, today)
        return await _sent(registers, demands, noted, replace(question, reference=registers.number()), row.waiting)
    except (NotAllowedYet, ServicesUnusable) as wrong:
        log.error("a register cannot be asked", sheet=row.kind.value, why=type(wrong).__name__)
        return _Told(Refused(Fault.NOT_AUTHORISED), ours=True)


async def _sent(
    registers: DataSource, demands: Demands, noted: Noted, question: DataQuestion, waiting: Waiting | None
) -> _Told:
    if waiting is not None:
        told = await _within(registers.collect(question, waiting))  # its question is noted already
        return _Told(told, waiting.request_id, ours=isinstance(told, Late) or not _left(told))
    if demands.later:
        told = await _within(registers.hand_over(question))
        return (
            _Told(told, told.request_id, noted) if isinstance(told, Waiting) else _Told(told, question.reference, noted)
        )
    return _Told(await _within(registers.ask(question)), question.reference, noted)


async def _within(asked: Awaitable[DataAnswer | Waiting]) -> DataAnswer | Waiting:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await asked
    except TimeoutError:
        return Late()


def _write(person: UUID, row: Row, told: _Told) -> None:
    """What was told, and the note of its question, in one transaction. Taken back meanwhile, the answer is thrown away."""
    now = datetime.now(UTC)
    with db.as_person(person, lasting=False) as tx:
        if told.noted is not None and _left(told.answer):
            exchange = _exchange(told.number, told.noted, told.answer, row, now)
            record_own(tx, person, exchange, now.astimezone(MADRID).date())
        if (answer := _waits_on(row, told, now)) is not None:
            _wait(tx, row, answer)
        else:
            assert not isinstance(told.answer, Waiting)
            _store(tx, row, told.answer, now)
            if row.waiting is not None:
                record_outcome(tx, person, row.waiting.request_id, _outcome(told.answer))
            needing.write(tx, now)
        telling.tell(tx)
        tx.run("SELECT pg_notify('changed', %s)", (f"{person.hex} {SCOPE}",))


def _waits_on(row: Row, told: _Told, now: datetime) -> Waiting | None:
    """What it waits for: as the far side says, or as it was where nobody heard what the far side would have said."""
    if isinstance(told.answer, Waiting):
        return told.answer
    if row.waiting is None or not told.ours:
        return None
    again = rules.collects_again(row.waiting.since, now)
    return None if again is None else replace(row.waiting, collect_at=again)


def _left(answer: DataAnswer | Waiting) -> bool:
    return getattr(answer, "fault", None) not in _NOTHING_SENT


def _exchange(number: str, noted: Noted, answer: DataAnswer | Waiting, row: Row, now: datetime) -> Exchange:
    outcome = None if isinstance(answer, Waiting) else _outcome(answer)
    return Exchange(
        number, row.standing.wanted_at or now, noted.asker, procedure=noted.procedure, product=noted.product,
        modality=noted.modality, ground=noted.ground, law=noted.law, outcome=outcome, asked_by=AskedBy.AUTOMATED,
    )  # fmt: skip


def _outcome(answer: DataAnswer) -> ExchangeOutcome:
    if isinstance(answer, Known):
        return ExchangeOutcome.ANSWERED
    known = rules.outcome_of(answer)[0] in ("nothing", "declined")
    return ExchangeOutcome.NO_DATA if known else ExchangeOutcome.ERROR


# The wish is met; one that was renewed meanwhile stays.
_MET = "wanted_at = CASE WHEN wanted_at = %(wanted)s THEN NULL ELSE wanted_at END"


def _wait(tx: Tx, row: Row, waiting: Waiting) -> None:
    tx.run(
        f"UPDATE personal_data_sheet SET waiting_sealed = %(waiting)s, collect_at = %(at)s, {_MET}"
        " WHERE person_id = myspace_subject() AND id = %(id)s",
        {
            "waiting": rows.sealed_waiting(waiting),
            "at": waiting.collect_at,
            "wanted": row.standing.wanted_at,
            "id": row.id,
        },
    )


def _store(tx: Tx, row: Row, answer: DataAnswer, now: datetime) -> None:
    """A failure changes nothing of what was known, and what was handed over stays so until it is over."""
    outcome, detail = rules.outcome_of(answer)
    sheet = answer.sheet if isinstance(answer, Known) else None
    known = not isinstance(answer, Unknown)
    kept = known and sheet is not None
    tx.run(
        "UPDATE personal_data_sheet SET outcome = %(outcome)s, detail = %(detail)s, answered_at = %(now)s,"
        " waiting_sealed = NULL, collect_at = NULL, own_only = own_only OR %(own_only)s,"
        " known = CASE WHEN %(known)s THEN %(outcome)s ELSE known END,"
        " known_detail = CASE WHEN %(known)s THEN %(detail)s ELSE known_detail END,"
        " known_at = CASE WHEN %(known)s THEN %(now)s ELSE known_at END,"
        " came_at = CASE WHEN %(known)s THEN %(came)s::timestamptz ELSE came_at END,"
        " valid_until = CASE WHEN %(known)s THEN %(until)s::date ELSE valid_until END,"
        f" sheet_sealed = CASE WHEN %(known)s THEN %(sheet)s::text ELSE sheet_sealed END, {_MET}"
        " WHERE person_id = myspace_subject() AND id = %(id)s",
        {
            "outcome": outcome, "detail": detail, "now": now, "known": known, "own_only": rules.leads_home(row.kind, sheet),
            "came": now if row.waiting_sealed is not None else None,
            "sheet": rows.sealed(sheet) if kept and sheet is not None else None, "wanted": row.standing.wanted_at, "id": row.id,
            "until": rules.until(sheet) if kept and sheet is not None else None,
        },
    )  # fmt: skip


errands.register(SCOPE, ask)
