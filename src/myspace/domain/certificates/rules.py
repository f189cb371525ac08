"""Which papers there are, of what each is made, where one stands and until when it holds: pure. Facts and `now`; verdict out.

asked ─┬▶ queued ────────────────────────────────┬▶ made ─▶ over
       └▶ asking ─┬▶ queued (its register told)  └▶ failed: unwritable · owner_seal · no_paper · seal · stamp (after a day of tries)
                  ├▶ coming (it tells later) ─▶ …
                  └▶ failed: nothing · declined · refused · no_answer · not_this_number
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from myspace.domain.personal_data.onward import LastWord
from myspace.vocabulary.answers import Fault
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.personal_data import DatumKind, EntryKind, PartialDate, Sheet, SheetKind


class PaperKind(StrEnum):
    """What a paper is about, and whether its owner makes it."""

    REGISTRATION = "registration"
    REGISTRATION_EXTRACT = "registration_extract"  # the slip that the municipal register makes itself
    HOUSEHOLD = "household"  # how many people live there; it names nobody
    TAX_COMPLIANCE = "tax_compliance"
    SOCIAL_SECURITY = "social_security"
    WORKING_LIFE = "working_life"
    DISABILITY = "disability"
    LARGE_FAMILY = "large_family"
    UNIVERSITY_DEGREE = "university_degree"
    OTHER_DEGREE = "other_degree"
    CATALAN_DEBT = "catalan_debt"
    CATALAN_DEBT_CERTIFICATE = "catalan_debt_certificate"  # the one that its agency sends with each answer


KINDS: Final = {kind.value: kind for kind in PaperKind}
# Of which sheet each is made. Who lives with somebody is asked of no register for a paper: their number is.
SHEET_OF: Final = {
    PaperKind.REGISTRATION: SheetKind.REGISTRATION,
    PaperKind.REGISTRATION_EXTRACT: SheetKind.REGISTRATION_PAPER,
    PaperKind.HOUSEHOLD: SheetKind.HOUSEHOLD_SIZE,
    PaperKind.TAX_COMPLIANCE: SheetKind.TAX_COMPLIANCE,
    PaperKind.SOCIAL_SECURITY: SheetKind.SOCIAL_SECURITY_DEBT,
    PaperKind.WORKING_LIFE: SheetKind.WORKING_LIFE,
    PaperKind.DISABILITY: SheetKind.DISABILITY,
    PaperKind.LARGE_FAMILY: SheetKind.FAMILY_TITLE,
    PaperKind.UNIVERSITY_DEGREE: SheetKind.UNIVERSITY_DEGREES,
    PaperKind.OTHER_DEGREE: SheetKind.OTHER_DEGREES,
    PaperKind.CATALAN_DEBT: SheetKind.CATALAN_TAX_DEBT,
    PaperKind.CATALAN_DEBT_CERTIFICATE: SheetKind.CATALAN_TAX_DEBT,
}
OWNERS: Final = frozenset({PaperKind.REGISTRATION_EXTRACT, PaperKind.CATALAN_DEBT_CERTIFICATE})
# An extract is one without a signature; a certificate without one is none.
MAY_BE_UNSIGNED: Final = frozenset({PaperKind.REGISTRATION_EXTRACT})

HOLDS_FOR: Final = timedelta(days=90)
GIVES_UP_ASKING: Final = timedelta(minutes=3)  # more than the worker's own patience with a wish
GIVES_UP_MAKING: Final = timedelta(days=1)
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)


class State(StrEnum):
    """As the row has it."""

    ASKING = "asking"
    COMING = "coming"
    QUEUED = "queued"
    MADE = "made"
    FAILED = "failed"


class Why(StrEnum):
    """Why there is no paper, or not yet. The screen has words for each."""

    NOTHING = "nothing"  # its register has nothing of the person: no paper without rows says so
    DECLINED = "declined"  # it tells neither yes nor no
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    NOT_THIS_NUMBER = "not_this_number"
    UNWRITABLE = "unwritable"  # a letter that the paper's font has not
    SEAL = "seal"
    STAMP = "stamp"
    OWNER_SEAL = "owner_seal"  # its owner's signature is not good: nobody is handed it
    NO_PAPER = "no_paper"  # its owner sent none that can be handed over


class Stage(StrEnum):
    """Where it stands on a screen."""

    ASKING = "asking"
    COMING = "coming"
    MAKING = "making"
    WAITS_SEAL = "waits_seal"  # tried, and will be again
    WAITS_STAMP = "waits_stamp"
    MADE = "made"
    OVER = "over"  # its time is over, and its bytes are gone
    FAILED = "failed"

    @property
    def awaited(self) -> bool:
        return self in (Stage.ASKING, Stage.MAKING, Stage.WAITS_SEAL, Stage.WAITS_STAMP)


@dataclass(frozen=True, slots=True)
class Standing:
    state: State
    why: str
    wanted_at: datetime
    valid_until: datetime | None = None


def stage(at: Standing, now: datetime) -> tuple[Stage, Why | None]:
    match at.state:
        case State.ASKING if now - at.wanted_at >= GIVES_UP_ASKING:
            return Stage.FAILED, Why.NO_ANSWER
        case State.ASKING:
            return Stage.ASKING, None
        case State.COMING:
            return Stage.COMING, None
        case State.QUEUED:
            return {"seal": Stage.WAITS_SEAL, "stamp": Stage.WAITS_STAMP}.get(at.why, Stage.MAKING), None
        case State.MADE:
            return (Stage.OVER if at.valid_until is not None and at.valid_until <= now else Stage.MADE), None
    return Stage.FAILED, Why(at.why)


@dataclass(frozen=True, slots=True)
class Step:
    """What a register's word does to a paper that waits for it. `sheet`: of what it will be made."""

    state: State
    why: Why | None = None
    detail: str = ""
    sheet: Sheet | None = None
    known_at: datetime | None = None


_OUTCOMES: Final = {
    "nothing": Why.NOTHING, "declined": Why.DECLINED, "refused": Why.REFUSED, "late": Why.NO_ANSWER, "down": Why.NO_ANSWER,
    "garbled": Why.NO_ANSWER,
}  # fmt: skip


def heard(word: LastWord | None, wanted_at: datetime) -> Step | None:
    """None: it has told nothing since the paper was asked for."""
    if word is None or word.asking:
        return None
    if word.coming:
        return Step(State.COMING)
    if word.answered_at is None or word.answered_at < wanted_at:
        return None
    if word.detail == Fault.NOT_ASKABLE:
        return Step(State.FAILED, Why.NOT_THIS_NUMBER)
    if word.outcome == "fresh" and word.sheet is not None:
        return Step(State.QUEUED, sheet=word.sheet, known_at=word.known_at)
    return Step(State.FAILED, _OUTCOMES.get(word.outcome or "", Why.NO_ANSWER), word.detail)


def fresh(word: LastWord | None, fresh_for: timedelta, now: datetime) -> bool:
    """Whether a paper may be made of what is known, without asking its register again."""
    return word is not None and word.sheet is not None and word.known_at is not None and now - word.known_at < fresh_for


def to_be_said(kind: PaperKind, sheet: Sheet) -> Sheet:
    """What a paper says of it. Who lives at the same address is named on none; the register's own papers are others."""
    entries = tuple(each for each in sheet.entries if each.kind is not EntryKind.HOUSEMATE)
    return msgspec.structs.replace(sheet, entries=entries, papers=sheet.papers if kind in OWNERS else ())


def valid_until(sheet: Sheet, made_at: datetime) -> datetime:
    """Ninety days, or the day on which the title that it tells of ends, where that is sooner."""
    longest = made_at + HOLDS_FOR
    told = sheet.value(DatumKind.VALID_UNTIL)
    last = told.exact if isinstance(told, PartialDate) else None
    if last is None:
        return longest
    ends = datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=MADRID).astimezone(UTC)
    return min(longest, ends) if ends > made_at else longest


def next_try(attempts: int) -> timedelta:
    return min(_FIRST_WAIT * (1 << min(attempts, 10)), _LONGEST_WAIT)
