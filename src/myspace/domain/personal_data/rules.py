"""Which sheets make a theme, what a sheet stands at, what has to be known to ask it: pure decisions. Facts and `now`; verdict out.

offered ─ the person asks for it ─▶ asking ─┬▶ known · nothing · declined      what was known before is replaced
   ▲                                        ├▶ refused · late · down · garbled  what was known before stays, with its age
   └──── they take their yes back ──────────┴▶ later: it was handed over, and is collected when it is ready
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from myspace.connector_kit.personal_data import About, DataQuestion, Demands, Need
from myspace.vocabulary import personal_data as told
from myspace.vocabulary.answers import Fault
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import (
    Address,
    DataAnswer,
    Datum,
    DatumKind,
    Declined,
    Known,
    NoData,
    PartialDate,
    Sheet,
    SheetKind,
    Theme,
)

# One sheet for each thing that somebody wants to know. Papers and certificates are not data to look at, and who lives with
# somebody names other people: their number is told instead.
SHEETS: Final[Mapping[Theme, tuple[SheetKind, ...]]] = {
    Theme.IDENTITY_AND_ADDRESS: (SheetKind.REGISTRATION, SheetKind.REGISTRATION_HISTORY),
    Theme.HOME_AND_FAMILY: (SheetKind.HOUSEHOLD_SIZE, SheetKind.FAMILY_TITLE, SheetKind.SINGLE_PARENT_TITLE),
    Theme.HEALTH_AND_DEPENDENCY: (SheetKind.HEALTH_INSURANCE, SheetKind.DISABILITY, SheetKind.DEPENDENCY),
    Theme.WORK: (SheetKind.WORKING_LIFE, SheetKind.WORK_REGISTRATION, SheetKind.JOB_SEEKER),
    Theme.TAXES_AND_DEBTS: (
        SheetKind.TAX_COMPLIANCE,
        SheetKind.CATALAN_TAX_DEBT,
        SheetKind.SOCIAL_SECURITY_DEBT,
        SheetKind.TAX_ADDRESS,
    ),
    Theme.EDUCATION: (SheetKind.UNIVERSITY_DEGREES, SheetKind.OTHER_DEGREES),
    Theme.VEHICLES_AND_PROPERTY: (SheetKind.PROPERTIES,),
    Theme.SOCIAL_AIDS: (),
}
# Of these the page of somebody's work has a line: one is of another theme.
AT_WORK: Final = (
    SheetKind.WORK_REGISTRATION,
    SheetKind.WORKING_LIFE,
    SheetKind.SOCIAL_SECURITY_DEBT,
    SheetKind.JOB_SEEKER,
)
EVERY: Final = frozenset(kind for kinds in SHEETS.values() for kind in kinds)
# What a register makes itself: nothing to look at, but a person may ask for it to have it.
ASKABLE: Final = EVERY | {SheetKind.REGISTRATION_PAPER}
# What says where somebody lives, or may: told to nobody by mandate, whoever they are, since nothing says who is protected.
_LEADS_HOME: Final = frozenset({
    SheetKind.REGISTRATION, SheetKind.REGISTRATION_PAPER, SheetKind.REGISTRATION_HISTORY, SheetKind.HOUSEHOLD_SIZE,
    SheetKind.TAX_ADDRESS, SheetKind.PROPERTIES, SheetKind.JOB_SEEKER,
})  # fmt: skip
_REACHES: Final = frozenset({
    DatumKind.ADDRESS, DatumKind.PLACE, DatumKind.EMAIL, DatumKind.PHONE, DatumKind.MOBILE, DatumKind.FAX,
})  # fmt: skip
_ASKED_OF_THE_PERSON: Final = frozenset({Need.MUNICIPALITY, Need.FULL_NAME, Need.BORN, Need.HEALTH_CARD})
_HOLDS: Final = frozenset({told.Standing.VALID, told.Standing.TRANSITIONAL, told.Standing.RECOGNISED})
_DELICATE: Final = frozenset({SheetKind.DISABILITY, SheetKind.DISABILITY_GROUP, SheetKind.DEPENDENCY})
ENDS_SOON: Final = timedelta(days=60)  # before its last day a title needs its person
ENDED_LATELY: Final = timedelta(days=30)  # and for so long afterwards, unless the register tells another day
_YEARS_BACK: Final = 5
# A button that is pressed again and again is one question.
_AGAIN_AFTER: Final = timedelta(minutes=1)
_AGAIN_AFTER_FAILURE: Final = timedelta(seconds=10)
# What was handed over is collected for so long (protocols.pci.exchange has the same): some twenty-five times, less and less often.
GIVES_UP_COLLECTING: Final = timedelta(days=15)
_COLLECTS_AGAIN_AFTER: Final = timedelta(hours=1)  # where it was ourselves who could not
GIVES_UP_AFTER: Final = timedelta(minutes=2)  # a wish that nobody met for so long is none on any screen


class SheetState(StrEnum):
    """Where a sheet stands, in the order in which it is found out. The screen has words for each."""

    NOT_CONNECTED = "not_connected"  # this deployment asks no register for it
    COPY = "copy"  # a restored copy: nobody is asked from here
    NOT_SURE_ENOUGH = "not_sure_enough"  # only to who entered more surely
    OFFERED = "offered"  # nobody asked for it yet
    ASKING = "asking"
    COMING = "coming"  # it was handed over: the register tells it later
    KNOWN = "known"
    NOTHING = "nothing"
    DECLINED = "declined"
    REFUSED = "refused"
    LATE = "late"
    DOWN = "down"
    GARBLED = "garbled"
    NOT_THIS_NUMBER = "not_this_number"  # it cannot be asked about with what is known of this person

    @property
    def failed(self) -> bool:
        return self in (SheetState.REFUSED, SheetState.LATE, SheetState.DOWN, SheetState.GARBLED)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored of a sheet. `outcome` and `detail` are of the last question, `known_at` of the last that told something."""

    consented_at: datetime | None = None
    needs_level: AssuranceLevel = AssuranceLevel.LOW
    wanted_at: datetime | None = None
    outcome: str | None = None
    detail: str = ""
    answered_at: datetime | None = None
    known_at: datetime | None = None
    collect_at: datetime | None = None


def state(
    standing: Standing | None, demands: Demands | None, level: AssuranceLevel, now: datetime, *, copy: bool
) -> SheetState:
    """`demands` None: no register is asked for it here. What was told stays to be seen also where it cannot be asked any more."""
    needs = max(
        standing.needs_level if standing else AssuranceLevel.LOW, demands.level if demands else AssuranceLevel.LOW
    )
    if level < needs:
        return SheetState.NOT_SURE_ENOUGH
    if standing is None or (standing.wanted_at is None and standing.outcome is None and standing.collect_at is None):
        return SheetState.COPY if copy and demands else SheetState.OFFERED if demands else SheetState.NOT_CONNECTED
    if standing.wanted_at is not None and now - standing.wanted_at < GIVES_UP_AFTER and not copy:
        return SheetState.ASKING
    if standing.collect_at is not None:
        return SheetState.COMING
    if standing.outcome is None:
        return SheetState.OFFERED
    if standing.detail == Fault.NOT_ASKABLE:
        return SheetState.NOT_THIS_NUMBER
    return _OUTCOMES[standing.outcome]


_OUTCOMES: Final = {
    "fresh": SheetState.KNOWN, "nothing": SheetState.NOTHING, "declined": SheetState.DECLINED, "refused": SheetState.REFUSED,
    "late": SheetState.LATE, "down": SheetState.DOWN, "garbled": SheetState.GARBLED,
}  # fmt: skip


def outcome_of(answer: DataAnswer) -> tuple[str, str]:
    """What became of a question in two words: the outcome, and why or which."""
    match answer:
        case Known():
            return "fresh", ""
        case NoData(absence):
            return "nothing", absence.value
        case Declined(why):
            return "declined", why.value
    return answer.outcome.value, answer.fault.value


def leads_home(kind: SheetKind, sheet: Sheet | None) -> bool:
    """Whether it says where the person can be found; judged by what it holds too, so that no new product opens a door."""
    if kind in _LEADS_HOME:
        return True
    told = [] if sheet is None else [*sheet.data, *(datum for entry in sheet.entries for datum in entry.data)]
    return any(isinstance(datum.value, Address) or datum.kind in _REACHES for datum in told)


def missing(demands: Demands, about: About) -> frozenset[Need]:
    """What the person has to tell before this can be asked."""
    known = {
        Need.MUNICIPALITY: bool(about.municipality), Need.FULL_NAME: bool(about.name and about.surname1),
        Need.BORN: about.born is not None, Need.HEALTH_CARD: bool(about.health_card),
    }  # fmt: skip
    return frozenset(need for need in demands.needs & _ASKED_OF_THE_PERSON if not known[need])


def question(
    kind: SheetKind, demands: Demands, about: About, standing: Standing, level: AssuranceLevel, today: date
) -> DataQuestion:
    """With the period or the day that it wants: five years back, and today."""
    dated = bool(demands.needs & {Need.PERIOD, Need.SINCE})
    return DataQuestion(
        kind,
        about,
        since=_years_before(today) if dated else None,
        until=today if Need.PERIOD in demands.needs else None,
        as_of=today if Need.DAY in demands.needs else None,
        consented=standing.consented_at,
        level=level,
    )


def _years_before(today: date) -> date:
    try:
        return today.replace(year=today.year - _YEARS_BACK)
    except ValueError:  # the 29th of February
        return date(today.year - _YEARS_BACK, 3, 1)


def stale(standing: Standing, fresh_for: timedelta, now: datetime) -> bool:
    """Whether a page that shows it leaves a wish by itself: to collect what was handed over, and to renew what was told.

    What failed waits for the person: each try is a consultation that the far side notes.
    """
    if standing.wanted_at is not None:
        return False
    if standing.collect_at is not None:
        return standing.collect_at <= now
    return old(standing, fresh_for, now)


def old(standing: Standing, fresh_for: timedelta, now: datetime) -> bool:
    """Whether what was told is older than this deployment calls fresh, whatever became of questions since."""
    return standing.known_at is not None and now - standing.known_at >= fresh_for


def may_ask_again(standing: Standing, now: datetime) -> bool:
    if standing.collect_at is not None and standing.collect_at > now:
        return False
    failed = standing.outcome is not None and _OUTCOMES[standing.outcome].failed
    pause = _AGAIN_AFTER_FAILURE if failed else _AGAIN_AFTER
    return standing.answered_at is None or now - standing.answered_at >= pause


def collects_again(handed_over: datetime, now: datetime) -> datetime | None:
    """When to collect after something of our own failed: the register said nothing, so nothing is over. None: too long ago."""
    return now + _COLLECTS_AGAIN_AFTER if now - handed_over < GIVES_UP_COLLECTING else None


def surnames_of(text: str) -> tuple[str, str] | None:
    """The first and the second, where there can be no doubt: of three words nobody knows where the first one ends."""
    words = text.split()
    if not words or len(words) > 2:
        return None
    return words[0], words[1] if len(words) == 2 else ""


def born_in(sheet: Sheet | None) -> date | None:
    """The day of birth as a register told it, only where it told the day."""
    found = sheet.value(DatumKind.BORN_ON) if sheet is not None else None
    return found.exact if isinstance(found, PartialDate) else None


def until(sheet: Sheet) -> date | None:
    """The last day that a title or a card holds, where it was told to the day; of what holds no more, or for good, none."""
    found = sheet.value(DatumKind.VALID_UNTIL)
    if sheet.standing not in _HOLDS or sheet.value(DatumKind.FOR_GOOD) is True or not isinstance(found, PartialDate):
        return None
    return found.exact


def named(kind: SheetKind, needs_level: AssuranceLevel) -> bool:
    """Whether a list that anybody may read over a shoulder says which title ends. Of what is delicate it says that one does."""
    return kind not in _DELICATE and needs_level <= AssuranceLevel.LOW


def datum(sheet: Sheet, kind: DatumKind) -> Datum | None:
    return next((each for each in sheet.data if each.kind is kind), None)
