"""Where a letter stands and what is left to do about it: pure decisions. Facts and `today` in, verdict out.

    made ─▶ in the person's hands ── they enter the register's number ─▶ the clock runs ─▶ answered, kept
              │ thrown away                                                  │ a month passed ─▶ OVERDUE: a claim may be made
                                                                             └ answered, and it does not satisfy ─▶ likewise

No term begins before the register's number is there: a letter in a drawer asks nobody anything.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from myspace.vocabulary.legal_calendar import months_later

MONTHS_TO_ANSWER = 1  # GDPR art. 12.3: one month from its receipt, which the body may lengthen by two more, saying so
_NUMBER = re.compile(r"(?=.*[0-9])[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]{3,60}")


class LetterKind(StrEnum):
    """What a letter asks. Other topics add theirs; the screen has words for each."""

    WHY = "why"  # why my data were consulted (GDPR art. 15)
    OBJECT = "object"  # to a consultation that rests on nobody having objected (art. 21; Law 39/2015, art. 28.2)
    WITHDRAW = "withdraw"  # a consent (art. 7.3)
    NOT_ME_IDENTITY = "not_me_identity"  # somebody entered as me: to who identified them (GDPR art. 15)
    NOT_ME_SERVICE = "not_me_service"  # the same, to the service that they entered
    CORRECT = "correct"  # a datum that is wrong (art. 16)
    ACCESS = "access"  # what a body has about me (art. 15)
    ERASE = "erase"  # art. 17
    RESTRICT = "restrict"  # art. 18
    OPPOSE = "oppose"  # to how a body uses what it has (art. 21)
    TELL = "tell"  # whoever received a datum before it was corrected (arts. 16 and 19)
    CLAIM_OFFICER = "claim_officer"  # to the body's data protection officer (LOPDGDD, art. 37)
    CLAIM_AUTHORITY = "claim_authority"  # to the supervisory authority (art. 77)

    @property
    def is_claim(self) -> bool:
        return self in (LetterKind.CLAIM_OFFICER, LetterKind.CLAIM_AUTHORITY)


class Stands(StrEnum):
    IN_HAND = "in_hand"
    RUNNING = "running"
    OVERDUE = "overdue"
    ANSWERED = "answered"

    @property
    def may_claim(self) -> bool:
        return self in (Stands.OVERDUE, Stands.ANSWERED)


def stands(registered_on: date | None, due_on: date | None, answered_on: date | None, today: date) -> Stands:
    if answered_on is not None:
        return Stands.ANSWERED
    if registered_on is None or due_on is None:
        return Stands.IN_HAND
    return Stands.OVERDUE if today > due_on else Stands.RUNNING


def due(registered_on: date) -> date:
    """The last day of the month to answer; the same number of the following month (Regulation 1182/71, art. 3)."""
    return months_later(registered_on, MONTHS_TO_ANSWER)


class Unfit(StrEnum):
    """Why what the person entered was not taken, for a screen to word."""

    NUMBER = "number"
    DAY = "day"
    DAY_BEFORE = "day_before"
    DAY_AHEAD = "day_ahead"
    TEXT = "text"


def unfit_number(number: str) -> Unfit | None:
    return None if _NUMBER.fullmatch(number) else Unfit.NUMBER


def unfit_day(day: date | None, made_on: date, today: date) -> Unfit | None:
    """A register's day is not before the letter was made, and not after today."""
    if day is None:
        return Unfit.DAY
    if day < made_on:
        return Unfit.DAY_BEFORE
    return Unfit.DAY_AHEAD if day > today else None
