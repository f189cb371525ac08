"""The errand: somebody's invoices are asked for by the folder's own number, by the worker, with the platform's key.

    a page leaves a wish ─▶ whose number ─▶ what changed, and what was known and is not over ─▶ stored ─▶ the page hears of it
                                         └▶ the history or the receipt of an invoice that a page wanted ─▶ likewise

No login is used, so it can be done for whoever may look. What cannot be asked is written as what it is, and removes nothing.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

import structlog

from myspace.domain.gathering import errands
from myspace.domain.gathering.errands import Thread
from myspace.domain.invoices import needing, rows, source, telling
from myspace.domain.invoices.known import HISTORY, SCOPE
from myspace.domain.invoices.source import InvoiceSource, NoKey
from myspace.domain.invoices.store import store
from myspace.domain.kernel import db, scanning
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.people import service as people
from myspace.vocabulary.answers import Answer, Fault, Fresh, Garbled, Late, Nothing, Refused, Unknown
from myspace.vocabulary.invoices import Invoice, InvoiceState, InvoiceStep, InvoicesTold, Untold
from myspace.vocabulary.people import Identifier

log = structlog.get_logger("invoices")

_PATIENCE_SECONDS = 30.0
_KNOWN_MOST = 200  # of the invoices that are not over, the newest: each is one more question
_QUESTIONS_MOST = 10
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Question:
    """What a page wants of one invoice."""

    id: UUID
    invoice_id: UUID
    what: str
    wanted_at: datetime
    invoice: Invoice
    digest: bytes


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is due for one person. `list_wanted_at` None: only single invoices are asked about."""

    sender: Identifier
    known: tuple[str, ...]
    list_wanted_at: datetime | None
    questions: tuple[_Question, ...]


async def ask_invoices(person: UUID, thread: Thread) -> None:
    wanted: _Wanted | None = await thread(_wanted, person)
    if wanted is None:
        return
    asked = _asker()
    jobs = [_one(person, each, asked, thread) for each in wanted.questions]
    if wanted.list_wanted_at is not None:
        jobs.append(_list(person, wanted, asked, thread))
    await asyncio.gather(*jobs)


def _asker() -> InvoiceSource | Refused:
    """Who asks; without a connection or a key nobody can, which is no word of the far side's about the person."""
    connected = source.connected()
    if connected is None:
        return Refused(Fault.NOT_AUTHORISED)
    try:
        return connected.ask()
    except NoKey as without:
        log.error("nobody can be asked for invoices", why=str(without))
        return Refused(Fault.NOT_AUTHORISED)


def _wanted(person: UUID) -> _Wanted | None:
    with db.as_person(person) as tx:
        needing.write(tx, datetime.now(UTC))  # a wish may be no more than that the person said something
        whom = people.whom_to_ask_about(tx)
        if whom is None:
            return None
        reading = tx.one("SELECT wanted_at FROM invoices_reading WHERE person_id = myspace_subject()")
        over = [state.value for state in InvoiceState if state.final]
        known = tx.run(
            "SELECT source_id FROM invoices_invoice WHERE person_id = myspace_subject() AND state <> ALL(%s)"
            f" ORDER BY since DESC, id DESC LIMIT {_KNOWN_MOST}",
            (over,),
        )
        questions = tx.run(
            "SELECT q.id, q.invoice_id, q.what, q.wanted_at, i.payload, i.digest FROM invoices_question q"
            " JOIN invoices_invoice i ON i.person_id = myspace_subject() AND i.id = q.invoice_id"
            " WHERE q.person_id = myspace_subject() AND q.wanted_at IS NOT NULL"
            f" ORDER BY q.wanted_at LIMIT {_QUESTIONS_MOST}"
        )
    return _Wanted(
        whom.identifier,
        tuple(row[0] for row in known),
        reading[0] if reading else None,
        tuple(_Question(r[0], r[1], r[2], r[3], rows.invoice_in(r[4]), bytes(r[5])) for r in questions),
    )


async def _within(asked: Awaitable[T]) -> T | Late:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            return await asked
    except TimeoutError:
        return Late()


async def _list(person: UUID, wanted: _Wanted, asked: InvoiceSource | Refused, thread: Thread) -> None:
    told = asked if isinstance(asked, Refused) else await _within(asked.sent(wanted.sender, wanted.known))
    if not isinstance(told, InvoicesTold):
        told = InvoicesTold(told, frozenset(Untold))
    await thread(_write_list, person, wanted.list_wanted_at, told)


async def _one(person: UUID, question: _Question, asked: InvoiceSource | Refused, thread: Thread) -> None:
    if isinstance(asked, Refused):
        await thread(_write_answer, person, question, asked)
    elif question.what == HISTORY:
        await thread(_write_history, person, question, await _within(asked.history(question.invoice)))
    else:
        await thread(_write_receipt, person, question, await _within(asked.receipt(question.invoice)))


def _write_list(person: UUID, wanted_at: datetime, told: InvoicesTold) -> None:
    """What was told and what became of the question, in one transaction. A failure changes nothing of what was known."""
    now, answer = datetime.now(UTC), told.answer
    with db.as_person(person, lasting=False) as tx:
        aside = store(tx, answer.items, now) if isinstance(answer, Fresh) else 0
        if isinstance(answer, Fresh):
            needing.write(tx, now)
            telling.tell(tx)
        for one in answer.quarantined if isinstance(answer, Fresh) else ():
            aside += 1
            log.warning("an invoice was put aside", reason=one.reason.value, field=one.field)
        tx.run(
            "UPDATE invoices_reading SET outcome = %(outcome)s, fault = %(fault)s, answered_at = %(now)s,"
            " known_at = CASE WHEN %(known)s THEN %(now)s ELSE known_at END,"
            " untold = CASE WHEN %(known)s THEN %(untold)s ELSE untold END,"
            " aside = CASE WHEN %(known)s THEN %(aside)s ELSE aside END,"
            # The wish is met; one that was renewed meanwhile stays.
            " wanted_at = CASE WHEN wanted_at = %(wanted)s THEN NULL ELSE wanted_at END"
            " WHERE person_id = myspace_subject()",
            {
                "outcome": answer.outcome.value, "fault": getattr(answer, "fault", None), "now": now,
                "known": answer.outcome.known, "untold": " ".join(sorted(told.untold)), "aside": aside, "wanted": wanted_at,
            },
        )  # fmt: skip
        ring(tx, person)


def _write_history(person: UUID, question: _Question, answer: Answer[InvoiceStep]) -> None:
    with db.as_person(person, lasting=False) as tx:
        if isinstance(answer, Fresh | Nothing):
            steps = answer.items if isinstance(answer, Fresh) else ()
            tx.run(
                "UPDATE invoices_invoice SET steps = %s, steps_of = %s WHERE person_id = myspace_subject() AND id = %s",
                (rows.steps_as(steps), question.digest, question.invoice_id),
            )
        _met(tx, question, answer)
        ring(tx, person)


def _write_receipt(person: UUID, question: _Question, answer: bytes | Nothing | Unknown) -> None:
    if isinstance(answer, bytes) and scanning.too_large(answer):
        answer = Garbled(Fault.TOO_LARGE)
    with db.as_person(person) as tx:
        if isinstance(answer, bytes):
            sealed = keyring().seal(base64.b64encode(answer).decode(), rows.RECEIPT_SEAL)
            tx.run(
                "INSERT INTO invoices_receipt (id, person_id, invoice_id, sha256, octets_sealed, got_at)"
                " VALUES (%s, myspace_subject(), %s, %s, %s, now()) ON CONFLICT (person_id, invoice_id) DO UPDATE SET"
                " sha256 = excluded.sha256, octets_sealed = excluded.octets_sealed, got_at = excluded.got_at",
                (uuid7(), question.invoice_id, sha256(answer).digest(), sealed),
            )
        _met(tx, question, Fresh(()) if isinstance(answer, bytes) else answer)
        ring(tx, person)


def _write_answer(person: UUID, question: _Question, answer: Unknown) -> None:
    with db.as_person(person, lasting=False) as tx:
        _met(tx, question, answer)
        ring(tx, person)


def _met(tx: Tx, question: _Question, answer: Answer[InvoiceStep]) -> None:
    tx.run(
        "UPDATE invoices_question SET outcome = %s, complete = %s, answered_at = now(),"
        " wanted_at = CASE WHEN wanted_at = %s THEN NULL ELSE wanted_at END WHERE person_id = myspace_subject() AND id = %s",
        (answer.outcome.value, answer.complete, question.wanted_at, question.id),
    )


def ring(tx: Tx, person: UUID) -> None:
    tx.run("SELECT pg_notify('changed', %s)", (f"{person.hex} invoices",))


errands.register(SCOPE, ask_invoices)
