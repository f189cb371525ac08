"""Letters that a person takes to an administration themself: what the doors and the topics above may ask for.

A topic writes one with the words that its page made, and keeps the reference to what it is about; this package keeps the
letter, its clock and its answer. Hides the table and the seal. Nothing here reaches anybody: no body gives a channel for it,
so the clock waits for the register's number, and what a screen may say of it is `Letter.delivery`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from myspace.domain.agenda import service as agenda
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.enquiries import rules
from myspace.domain.enquiries.rules import LetterKind, Stands, Unfit
from myspace.domain.kernel.db import Statement, Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.vocabulary.delivery import Delivery, HandedToPerson, Registered
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.people import Actor

SEAL_WORDS: Final = "enquiries_enquiry.facts"
SEAL_NUMBER: Final = "enquiries_enquiry.number"
SEAL_ANSWER: Final = "enquiries_enquiry.answer"
LONGEST_ANSWER: Final = 5_000
_MOST = 100


class Words(msgspec.Struct, frozen=True):
    """A letter as it was written, in the person's language at that time. `facts` are labels with values."""

    language: str
    title: str
    to: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """`addressee`: to whom, in words; `where` an address to take it to, None where none is known. `after`: what it complains of.

    `due_on` is the last day to answer, None while its clock has not begun.
    """

    id: UUID
    kind: LetterKind
    topic: str
    ref_id: UUID
    ine10: str
    addressee: str
    words: Words
    sensitive: bool
    made_at: datetime
    registered: Registered | None
    due_on: date | None
    answer: str | None
    answered_on: date | None
    after: UUID | None

    def stands(self, today: date) -> Stands:
        return rules.stands(self.registered.at if self.registered else None, self.due_on, self.answered_on, today)

    def delivery(self, where: str | None) -> Delivery:
        return self.registered or HandedToPerson(f"{self.kind.value}.pdf", where)


_COLUMNS = (
    "id, kind, topic, ref_id, ine10, addressee, facts_sealed, sensitive, made_at, registered_number_sealed, registered_on, due_on,"
    " answer_sealed, answered_on, after_id"
)


def reading(topic: str, *, sensitive: bool) -> Statement:
    """The statement of a page that shows a topic's letters; `letters_from` reads its rows. Of sensitive ones only where asked."""
    return (
        f"SELECT {_COLUMNS} FROM enquiries_enquiry WHERE person_id = myspace_subject() AND topic = %s"
        f" AND (%s OR NOT sensitive) ORDER BY id DESC LIMIT {_MOST}",
        (topic, sensitive),
    )


def letters_from(rows: list[tuple[Any, ...]]) -> tuple[Letter, ...]:
    return tuple(_letter(row) for row in rows)


def one(actor: Actor, letter_id: UUID) -> Letter | None:
    """No event: the page of the topic that shows it leaves one."""
    with as_actor(actor) as tx:
        return _one(tx, letter_id)


def write(
    actor: Actor,
    kind: LetterKind,
    topic: str,
    ref_id: UUID,
    *,
    ine10: str,
    addressee: str,
    words: Words,
    sensitive: bool = False,
    after: UUID | None = None,
) -> UUID:
    """A letter in the person's hands. Written again while it is still there, it is the same one with new words."""
    sealed = keyring().seal(msgspec.json.encode(words).decode(), SEAL_WORDS)
    with as_actor(actor) as tx:
        again = tx.one(
            "UPDATE enquiries_enquiry SET facts_sealed = %s, addressee = %s, made_at = now() WHERE person_id = myspace_subject()"
            " AND kind = %s AND topic = %s AND ref_id = %s AND registered_on IS NULL AND after_id IS NOT DISTINCT FROM %s"
            " RETURNING id",
            (sealed, addressee, kind.value, topic, ref_id, after),
        )
        if again is not None:
            return UUID(str(again[0]))
        letter_id = uuid7()
        tx.run(
            "INSERT INTO enquiries_enquiry (id, person_id, kind, topic, ref_id, ine10, addressee, after_id, facts_sealed,"
            " sensitive, made_at) VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, %s, %s, %s, now())",
            (letter_id, kind.value, topic, ref_id, ine10, addressee, after, sealed, sensitive),
        )
        if after is not None:
            agenda.conceal(tx, [after], True)  # claimed: it waits for nothing more
        audit.record(tx, actor, Event.LETTER_WRITTEN, about=letter_id)
    return letter_id


def enter_registration(actor: Actor, letter_id: UUID, number: str, on: date | None) -> Unfit | None:
    """What the register gave. From that day the body's month runs. None: taken. Raises LookupError: no such letter."""
    today, number = datetime.now(MADRID).date(), number.strip()
    with as_actor(actor) as tx:
        letter = _found(tx, letter_id)
        wrong = rules.unfit_number(number) or rules.unfit_day(on, letter.made_at.astimezone(MADRID).date(), today)
        if wrong is not None or on is None:
            return wrong
        tx.run(
            "UPDATE enquiries_enquiry SET registered_number_sealed = %s, registered_on = %s, due_on = %s"
            " WHERE person_id = myspace_subject() AND id = %s",
            (keyring().seal(number, SEAL_NUMBER), on, rules.due(on), letter_id),
        )
        audit.record(tx, actor, Event.LETTER_REGISTERED, about=letter_id)
    return None


def enter_answer(actor: Actor, letter_id: UUID, text: str, on: date | None) -> Unfit | None:
    """What the body answered, in the person's keeping. None: taken. Raises LookupError."""
    today, text = datetime.now(MADRID).date(), text.strip()
    with as_actor(actor) as tx:
        letter = _found(tx, letter_id)
        if not text or len(text) > LONGEST_ANSWER or "\0" in text:
            return Unfit.TEXT
        begun = letter.registered.at if letter.registered else letter.made_at.astimezone(MADRID).date()
        wrong = rules.unfit_day(on, begun, today)
        if wrong is not None:
            return wrong
        tx.run(
            "UPDATE enquiries_enquiry SET answer_sealed = %s, answered_on = %s WHERE person_id = myspace_subject() AND id = %s",
            (keyring().seal(text, SEAL_ANSWER), on, letter_id),
        )
        agenda.conceal(tx, [letter_id], True)  # at once; the worker writes the rows anew
        audit.record(tx, actor, Event.LETTER_ANSWERED, about=letter_id)
    return None


def throw_away(actor: Actor, letter_id: UUID) -> bool:
    """Only what no register has. Their own note, which nobody was told: no event. False: there is none such."""
    with as_actor(actor) as tx:
        return bool(
            tx.run(
                "DELETE FROM enquiries_enquiry WHERE person_id = myspace_subject() AND id = %s AND registered_on IS NULL"
                " AND answered_on IS NULL RETURNING id",
                (letter_id,),
            )
        )


def _found(tx: Tx, letter_id: UUID) -> Letter:
    letter = _one(tx, letter_id)
    if letter is None:
        raise LookupError("no such letter")
    return letter


def _one(tx: Tx, letter_id: UUID) -> Letter | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM enquiries_enquiry WHERE person_id = myspace_subject() AND id = %s", (letter_id,)
    )
    return _letter(row) if row else None


def _letter(row: tuple[Any, ...]) -> Letter:
    (
        id_,
        kind,
        topic,
        ref_id,
        ine10,
        addressee,
        words,
        sensitive,
        made_at,
        number,
        on,
        due_on,
        answer,
        answered_on,
        after,
    ) = row
    ring = keyring()
    return Letter(
        id_, LetterKind(kind), topic, ref_id, ine10, addressee,
        msgspec.json.decode(ring.unseal(words, SEAL_WORDS), type=Words), sensitive,
        made_at.astimezone(UTC), Registered(ring.unseal(number, SEAL_NUMBER), on) if number else None, due_on,
        ring.unseal(answer, SEAL_ANSWER) if answer else None, answered_on, after,
    )  # fmt: skip


__all__ = [
    "LONGEST_ANSWER", "Letter", "LetterKind", "Stands", "Unfit", "Words", "enter_answer", "enter_registration", "letters_from",
    "one", "reading", "throw_away", "write",
]  # fmt: skip
