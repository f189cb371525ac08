"""What a mandate allows: pure decisions. A mandate, what somebody wants to do, how it was checked and `now`; verdict out.

Everything is refused that is not allowed by name. What is allowed is the intersection of five: type, body, procedure,
capacity and dates. Where two readings are possible the narrower one is taken. What no mandate gives comes first, so
that nothing of what the mandate says can open it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from myspace.connector_kit.mandates import MandateAct, Side
from myspace.vocabulary.legal_calendar import MADRID, months_later
from myspace.vocabulary.mandates import Mandate, MandateCapacity, MandateState, MandateType

FRESH = timedelta(seconds=60)  # how old the registry's word may be for somebody to read on
# How long a certificate shown at a login is ground to be told of the company's things, with nothing shown of them. No
# register says in between whether it still holds; it is less than what empties the folder of who does not come back.
WARNED_BY_CERTIFICATE = timedelta(days=80)
_LONGEST_MONTHS = 60  # five years from its inscription: Law 39/2015, art. 6.6


class Wish(StrEnum):
    """What a representative may want of somebody else's folder."""

    OPEN_FOLDER = "open_folder"  # the whole of it: home, profile, what needs the person
    READ_ITEM = "read_item"  # a case, an entry, a tax, an appointment
    LIST_NOTICES = "list_notices"
    OPEN_NOTICE = "open_notice"
    REFUSE_NOTICE = "refuse_notice"
    FILE = "file"  # to present, answer, pay: anything that a body receives
    SEE_LOOK_UPS = "see_look_ups"
    SEE_LOGINS = "see_logins"
    SEE_HIDDEN = "see_hidden"  # what the person hid, and that they hid it
    SEE_PROTECTED_ADDRESS = "see_protected_address"
    GRANT_MANDATE = "grant_mandate"  # in the grantor's name, to others
    ARRANGE = "arrange"  # their marks, where they say they live, whom they want asked


# Nobody is given these by a mandate. They are the person's own, or they could lead somebody to their door.
NEVER = frozenset(
    {
        Wish.SEE_LOOK_UPS, Wish.SEE_LOGINS, Wish.SEE_HIDDEN, Wish.SEE_PROTECTED_ADDRESS, Wish.GRANT_MANDATE,
        Wish.ARRANGE,
    }
)  # fmt: skip
ACTS = frozenset({Wish.OPEN_NOTICE, Wish.REFUSE_NOTICE, Wish.FILE})
_NEEDS: Mapping[Wish, MandateCapacity] = {
    Wish.OPEN_FOLDER: MandateCapacity.CONSULT,
    Wish.READ_ITEM: MandateCapacity.CONSULT,
    Wish.LIST_NOTICES: MandateCapacity.NOTIFY,
    Wish.OPEN_NOTICE: MandateCapacity.NOTIFY,
    Wish.REFUSE_NOTICE: MandateCapacity.NOTIFY,
    Wish.FILE: MandateCapacity.PROCESS,
}


class Reason(StrEnum):
    """Why, for a screen to word. Closed: every verdict has one."""

    ALLOWED = "allowed"
    NEVER_BY_MANDATE = "never_by_mandate"
    HIDDEN = "hidden"  # shown as not there: that something is hidden is not told
    PROTECTED_ADDRESS = "protected_address"
    OTHER_PEOPLE = "other_people"  # it is not of this grantor, or not for this representative
    # how it stands in the registry
    BEING_VALIDATED = "being_validated"
    NOT_ACCEPTED_YET = "not_accepted_yet"
    NOT_SIGNED_YET = "not_signed_yet"
    DENIED = "denied"
    EXPIRED = "expired"
    RENOUNCED = "renounced"
    REVOKED = "revoked"
    ANNULLED = "annulled"
    # its dates
    START_UNTOLD = "start_untold"  # five years cannot be counted from an unknown day
    NOT_BEGUN = "not_begun"
    ENDED = "ended"
    # its scope
    SCOPE_UNREADABLE = "scope_unreadable"  # of one body, and names none; or no type that we know
    NOT_THE_WHOLE_FOLDER = "not_the_whole_folder"
    BODY_UNTOLD = "body_untold"  # the item does not say whose it is, and the mandate is of some bodies
    OTHER_BODY = "other_body"
    PROCEDURE_UNTOLD = "procedure_untold"
    OTHER_PROCEDURE = "other_procedure"
    OTHER_CAPACITY = "other_capacity"
    # how fresh the registry's word is
    BEING_CHECKED = "being_checked"  # "ho estem comprovant": nothing is shown meanwhile
    REGISTRY_DOWN = "registry_down"
    NEEDS_LIVE_CHECK = "needs_live_check"  # an act: ask now


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that `viewer` wants of the folder of `subject`. `body` and `procedure`: None when the item does not say."""

    wish: Wish
    viewer: UUID
    subject: UUID
    body: str | None = None
    procedure: str | None = None
    hidden: bool = False
    shows_protected_address: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """The registry's last word on this mandate: when it last gave it, whether it was asked within this very act, and
    whether it answered the last time it was asked."""

    at: datetime | None
    for_this_act: bool = False
    answers: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    reason: Reason

    @property
    def allowed(self) -> bool:
        return self.reason is Reason.ALLOWED


@dataclass(frozen=True, slots=True)
class Scope:
    """What a mandate reaches once its type and what it names are read together. None: any."""

    bodies: frozenset[str] | None
    procedures: frozenset[str] | None

    @property
    def whole_folder(self) -> bool:
        """Only a general mandate opens it, as in the State's folder (RD 203/2021, art. 8.1)."""
        return self.bodies is None and self.procedures is None


_STATES: Mapping[MandateState, Reason] = {
    MandateState.PENDING_VALIDATION: Reason.BEING_VALIDATED,
    MandateState.IN_VALIDATION: Reason.BEING_VALIDATED,
    MandateState.PENDING_ACCEPTANCE: Reason.NOT_ACCEPTED_YET,
    MandateState.PENDING_SIGNATURE: Reason.NOT_SIGNED_YET,
    MandateState.DENIED: Reason.DENIED,
    MandateState.EXPIRED: Reason.EXPIRED,
    MandateState.RENOUNCED: Reason.RENOUNCED,
    MandateState.REVOKED: Reason.REVOKED,
    MandateState.ANNULLED: Reason.ANNULLED,
}


def decide(mandate: Mandate, wanted: Wanted, checked: Checked, now: datetime) -> Verdict:
    """Whether this mandate allows this, now. `now` is aware."""
    reason = (
        _never(wanted)
        or _between(mandate, wanted)
        or _STATES.get(mandate.state)
        or _in_time(mandate, now)
        or _reaches(mandate, wanted)
        or _fresh(wanted.wish, checked, now)
    )
    return Verdict(reason or Reason.ALLOWED)


def stands(mandate: Mandate, checked: Checked, now: datetime) -> Verdict:
    """Whether it is in force and the registry said so a moment ago, whatever it is for: the ground to look at all."""
    return Verdict(
        _STATES.get(mandate.state)
        or _in_time(mandate, now)
        or (Reason.SCOPE_UNREADABLE if scope(mandate) is None else None)
        or _fresh(Wish.READ_ITEM, checked, now)
        or Reason.ALLOWED
    )


def may_reach(mandate: Mandate, wish: Wish, body: str | None, now: datetime) -> bool:
    """Whether it could be used for this: what a grantor should know of, and no ground for anybody to do it.

    One that names procedures could, where it is not told of which procedure a thing is.
    """
    wanted = Wanted(wish, mandate.representative, mandate.grantor, body)
    why = _STATES.get(mandate.state) or _in_time(mandate, now) or _reaches(mandate, wanted)
    return why in (None, Reason.PROCEDURE_UNTOLD)


@dataclass(frozen=True, slots=True)
class Opens:
    """What it opens to row security of the things in a folder, or of its notices: all of them, or those of some bodies.

    Of things, all of them is the folder, less what is no mandate's (NEVER).
    """

    whole: bool
    bodies: frozenset[str]


NOTHING = Opens(False, frozenset())


def opens(mandate: Mandate) -> Opens:
    """Of things, by what it is for alone: state, dates and freshness are asked anew at each row.

    One that names procedures opens none by itself: items do not carry the registry's ids.
    """
    return _opens(mandate, MandateCapacity.CONSULT)


def opens_notices(mandate: Mandate) -> Opens:
    """Of notices, likewise: to consult is not to be notified, and what opens the folder opens none of them.

    One that names procedures opens none: notices do not say of which they are, and the narrower is taken.
    """
    return _opens(mandate, MandateCapacity.NOTIFY)


def _opens(mandate: Mandate, capacity: MandateCapacity) -> Opens:
    reach = scope(mandate)
    if reach is None or reach.procedures is not None or not mandate.capacities & {capacity, MandateCapacity.GENERAL}:
        return NOTHING
    return Opens(reach.bodies is None, reach.bodies or frozenset())


class Reach(StrEnum):
    """Of how many bodies something may be had."""

    ALL = "all"
    SOME = "some"  # of those, or of the procedures, that are named
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Power:
    """What somebody holds for somebody, for a screen to say in words: to look, to be notified, to file."""

    consult: Reach
    notices: Reach
    filing: Reach

    @property
    def everything(self) -> bool:
        return (self.consult, self.notices, self.filing) == (Reach.ALL, Reach.ALL, Reach.ALL)


def power(mandates: Iterable[Mandate]) -> Power:
    """Of several together, and by what they are for alone: whether they are in force is asked elsewhere (stands)."""
    found = tuple(mandates)
    return Power(
        *(_reach(found, each) for each in (MandateCapacity.CONSULT, MandateCapacity.NOTIFY, MandateCapacity.PROCESS))
    )


def _reach(mandates: tuple[Mandate, ...], capacity: MandateCapacity) -> Reach:
    scopes = [scope(each) for each in mandates if each.capacities & {capacity, MandateCapacity.GENERAL}]
    if any(each.whole_folder for each in scopes if each):
        return Reach.ALL
    return Reach.SOME if any(scopes) else Reach.NONE


def warned_until(shown_at: datetime) -> datetime:
    """Until when whoever showed a company's certificate at `shown_at` may be told that the company has something to see."""
    return shown_at + WARNED_BY_CERTIFICATE


# Of several mandates between the same two, the one that comes nearest says why not.
_NEAREST = (
    Reason.ALLOWED, Reason.NEVER_BY_MANDATE, Reason.HIDDEN, Reason.PROTECTED_ADDRESS, Reason.NEEDS_LIVE_CHECK,
    Reason.BEING_CHECKED, Reason.REGISTRY_DOWN, Reason.NOT_THE_WHOLE_FOLDER, Reason.PROCEDURE_UNTOLD,
    Reason.OTHER_PROCEDURE, Reason.BODY_UNTOLD, Reason.OTHER_BODY, Reason.OTHER_CAPACITY, Reason.SCOPE_UNREADABLE,
    Reason.NOT_BEGUN, Reason.BEING_VALIDATED, Reason.NOT_ACCEPTED_YET, Reason.NOT_SIGNED_YET, Reason.ENDED,
    Reason.EXPIRED, Reason.REVOKED, Reason.RENOUNCED, Reason.ANNULLED, Reason.DENIED, Reason.START_UNTOLD,
    Reason.OTHER_PEOPLE,
)  # fmt: skip


def nearest(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict of several mandates: what any of them allows is allowed. Without any, nobody gave anything."""
    return min(verdicts, key=lambda v: _NEAREST.index(v.reason), default=Verdict(Reason.OTHER_PEOPLE))


BECOMES: Mapping[MandateAct, MandateState] = {
    MandateAct.ACCEPT: MandateState.VALID,
    MandateAct.RENOUNCE: MandateState.RENOUNCED,
    MandateAct.REVOKE: MandateState.REVOKED,
}


def acts(state: MandateState, side: Side) -> tuple[MandateAct, ...]:
    """By the registry's own diagram. Who inscribed a mandate is not told, so only the representative is offered to accept."""
    grantor = side is Side.GRANTOR
    if state is MandateState.PENDING_ACCEPTANCE:
        return (MandateAct.REVOKE,) if grantor else (MandateAct.ACCEPT, MandateAct.RENOUNCE)
    if state is MandateState.VALID:
        return (MandateAct.REVOKE,) if grantor else (MandateAct.RENOUNCE,)
    return ()


def scope(mandate: Mandate) -> Scope | None:
    """What it reaches: the narrower of what its type says and what it names (Q-RE-4). None when that cannot be read.

    A general one that names a body is of that body; one of a body that names procedures is of those. One of a body that
    names none, or of a procedure that does not name both, reaches nothing: what was left out cannot be everything.
    """
    if mandate.declared is None:
        return None
    if mandate.declared is not MandateType.GENERAL and not mandate.bodies:
        return None
    if mandate.declared is MandateType.PROCEDURE and not mandate.procedures:
        return None
    return Scope(mandate.bodies or None, mandate.procedures or None)


def ends(mandate: Mandate) -> datetime | None:
    """The instant from which it no longer counts: the earliest of the registry's and five years. None: start not told.

    That instant itself is out. Whether the registry counts it in is not public; and it is asked again anyway.
    """
    if mandate.begins is None:
        return None
    told = (mandate.ends, mandate.ends_at_most, _five_years(mandate.begins))
    return min(end for end in told if end is not None)


def _never(wanted: Wanted) -> Reason | None:
    if wanted.wish in NEVER:
        return Reason.NEVER_BY_MANDATE
    if wanted.hidden:
        return Reason.HIDDEN
    return Reason.PROTECTED_ADDRESS if wanted.shows_protected_address else None


def _between(mandate: Mandate, wanted: Wanted) -> Reason | None:
    same = mandate.grantor == wanted.subject and mandate.representative == wanted.viewer
    return None if same else Reason.OTHER_PEOPLE


def _in_time(mandate: Mandate, now: datetime) -> Reason | None:
    end = ends(mandate)
    if mandate.begins is None or end is None:
        return Reason.START_UNTOLD
    if now < mandate.begins:
        return Reason.NOT_BEGUN
    return Reason.ENDED if now >= end else None


def _reaches(mandate: Mandate, wanted: Wanted) -> Reason | None:
    reach = scope(mandate)
    if reach is None:
        return Reason.SCOPE_UNREADABLE
    if MandateCapacity.GENERAL not in mandate.capacities and _NEEDS[wanted.wish] not in mandate.capacities:
        return Reason.OTHER_CAPACITY
    if wanted.wish is Wish.OPEN_FOLDER:
        return None if reach.whole_folder else Reason.NOT_THE_WHOLE_FOLDER
    if reach.bodies is not None and wanted.body not in reach.bodies:
        return Reason.OTHER_BODY if wanted.body else Reason.BODY_UNTOLD
    if reach.procedures is not None and wanted.procedure not in reach.procedures:
        return Reason.OTHER_PROCEDURE if wanted.procedure else Reason.PROCEDURE_UNTOLD
    return None


def _fresh(wish: Wish, checked: Checked, now: datetime) -> Reason | None:
    # A word from after now is a clock that is wrong: it is no word.
    recent = checked.at is not None and timedelta() <= now - checked.at <= FRESH
    if wish in ACTS:
        if not checked.answers:
            return Reason.REGISTRY_DOWN
        return None if recent and checked.for_this_act else Reason.NEEDS_LIVE_CHECK
    if recent:
        return None
    return Reason.BEING_CHECKED if checked.answers else Reason.REGISTRY_DOWN


def _five_years(begins: datetime) -> datetime:
    """The same hour of the same day five years on, in official time; 29 February ends on the 28th."""
    local = begins.astimezone(MADRID)
    day = months_later(local.date(), _LONGEST_MONTHS)
    return local.replace(year=day.year, month=day.month, day=day.day)
