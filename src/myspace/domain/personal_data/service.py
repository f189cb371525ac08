"""What registers hold about me: what the doors may ask for. Hides tables, the seal, and what a register wants to hear first.

    themes ─▶ theme ─▶ its sheets, each where it stands
      ask (with the yes that its ground wants) · take_back · tell what a register wants to hear

Nothing is asked that the person did not ask for; what they asked for once is renewed when its page is looked at and it is
old. By mandate one may see what does not lead to a door, and ask for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

from myspace.connector_kit.personal_data import About, DataSource, Demands, Need
from myspace.connector_kit.services import ServicesUnusable
from myspace.domain.agenda import service as agenda
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.enquiries import service as enquiries
from myspace.domain.enquiries.service import Letter
from myspace.domain.gathering import service as gathering
from myspace.domain.kernel import restored
from myspace.domain.kernel.db import Statement, Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.personal_data import facts, rows, rules, source, telling
from myspace.domain.personal_data.facts import Told
from myspace.domain.personal_data.rows import Row
from myspace.domain.personal_data.rules import SHEETS, SheetState
from myspace.domain.personal_data.source import SCOPE, Connected, connect, connected
from myspace.vocabulary.people import Actor, AssuranceLevel
from myspace.vocabulary.personal_data import Sheet, SheetKind, Theme

TOPIC: Final = "personal_data"  # by which its letters are known to enquiries
_SHOWN: Final = frozenset(kind.value for kind in rules.EVERY)
_MARKS: Final = UUID("6f1d6a52-58cf-5a3c-9a75-1f0a4b6f2c10")
_READ: Final = f"SELECT {rows.COLUMNS} FROM personal_data_sheet WHERE person_id = myspace_subject() ORDER BY kind"


@dataclass(frozen=True, slots=True)
class Shown:
    """One sheet as its page has it. `sheet` is what was last told, None where that was nothing or nobody told anything.

    `known` is the outcome of that last word, `known_detail` why there was nothing; `detail` that of the last question. `missing`
    is what the person has to tell first; `consent`: asking needs their yes, and `consented_at` is when they gave it.
    """

    kind: SheetKind
    state: SheetState
    sheet: Sheet | None = None
    known: str | None = None
    known_detail: str = ""
    known_at: datetime | None = None
    detail: str = ""
    answered_at: datetime | None = None
    collect_at: datetime | None = None
    consented_at: datetime | None = None
    consent: bool = False
    askable: bool = False
    again: bool = False
    missing: frozenset[Need] = frozenset()
    needs_level: AssuranceLevel = AssuranceLevel.LOW
    old: bool = False  # told longer ago than this deployment calls fresh


@dataclass(frozen=True, slots=True)
class OfTheme:
    theme: Theme
    sheets: tuple[Shown, ...]

    @property
    def awaited(self) -> bool:
        return any(one.state is SheetState.ASKING for one in self.sheets)


class Verdict(StrEnum):
    """What came of a wish to have a sheet asked for."""

    ASKED = "asked"
    NOT_HERE = "not_here"  # nobody can be asked for it now
    NEEDS_YES = "needs_yes"
    NEEDS_LEVEL = "needs_level"
    NEEDS_TOLD = "needs_told"
    TOO_SOON = "too_soon"


def themes(actor: Actor) -> tuple[OfTheme, ...]:
    """Each with where its sheets stand, and nothing of what they hold. Leaves no wish: no sheet is shown."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, found = tx.batch([audit.reading(actor, Event.DATA_READ), (_READ, ())])
    known = _by_kind(found)
    return tuple(_of_theme(one, actor, known, now, None, contents=False) for one in Theme)


def theme(actor: Actor, wanted: Theme) -> OfTheme:
    """The page of one theme. What the person asked for before and is old by now leaves a wish."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, found = tx.batch([audit.reading(actor, Event.DATA_READ), (_READ, ())])
        known = _by_kind(found)
        if not actor.by_mandate:
            _renew(tx, actor, [known[kind] for kind in SHEETS[wanted] if kind in known], now)
        about = None if actor.by_mandate else facts.about(tx)
    return _of_theme(wanted, actor, known, now, about)


def at_work(actor: Actor) -> tuple[Shown, ...]:
    """What the page of somebody's work tells of these sheets. It leaves no wish, also where one is old: that page is of more than
    them, and each question is a consultation.
    """
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, found = tx.batch([audit.reading(actor, Event.DATA_READ), (_READ, ())])
    known, registers = _by_kind(found), source.registers()
    kinds = [kind for kind in rules.AT_WORK if not actor.by_mandate or kind in known]
    return tuple(_shown(kind, actor, known.get(kind), registers, now, None, contents=True) for kind in kinds)


def _by_kind(found: list[tuple[object, ...]]) -> dict[SheetKind, Row]:
    return {one.kind: one for one in map(rows.row, found) if one is not None}


def _renew(tx: Tx, actor: Actor, held: list[Row], now: datetime) -> None:
    here = connected()
    if here is None or restored.remembered() is not None:
        return
    due = [one for one in held if rules.stale(one.standing, here.fresh_for, now)]
    for one in due:
        if (demands := _demands(source.registers(), one.kind)) is not None and actor.level >= demands.level:
            tx.at_the_end(_wish(one.kind, demands, actor.level, yes=False, now=now))


def _of_theme(
    wanted: Theme,
    actor: Actor,
    known: Mapping[SheetKind, Row],
    now: datetime,
    about: About | None,
    *,
    contents: bool = True,
) -> OfTheme:
    registers = source.registers()
    kinds = [kind for kind in SHEETS[wanted] if not actor.by_mandate or kind in known]
    return OfTheme(
        wanted, tuple(_shown(kind, actor, known.get(kind), registers, now, about, contents) for kind in kinds)
    )


def _shown(
    kind: SheetKind,
    actor: Actor,
    row: Row | None,
    registers: DataSource | None,
    now: datetime,
    about: About | None,
    contents: bool,
) -> Shown:
    demands, copy = _demands(registers, kind), restored.remembered() is not None
    standing = row.standing if row else None
    state = rules.state(standing, demands, actor.level, now, copy=copy)
    needs = max(
        standing.needs_level if standing else AssuranceLevel.LOW, demands.level if demands else AssuranceLevel.LOW
    )
    if state is SheetState.NOT_SURE_ENOUGH:  # not even whether there is something
        return Shown(kind, state, needs_level=needs)
    may = demands is not None and not actor.by_mandate and not copy
    given = Shown(
        kind, state, consent=demands is not None and demands.consent, askable=may, needs_level=needs,
        missing=rules.missing(demands, about) if demands is not None and about is not None else frozenset(),
        again=may and standing is not None and state is not SheetState.ASKING and rules.may_ask_again(standing, now),
    )  # fmt: skip
    if row is None:
        return given
    return Shown(
        kind, state, row.sheet if contents else None, row.known, row.known_detail, row.standing.known_at, row.standing.detail,
        row.standing.answered_at, row.standing.collect_at, row.standing.consented_at, given.consent, given.askable, given.again,
        given.missing, needs, (here := connected()) is not None and rules.old(row.standing, here.fresh_for, now),
    )  # fmt: skip


def _demands(registers: DataSource | None, kind: SheetKind) -> Demands | None:
    """None: it cannot be asked for here. Which setting is missing, `unready` says to whoever runs the folder."""
    if registers is None:
        return None
    try:
        return registers.demands(kind)
    except ServicesUnusable:
        return None


def ask(actor: Actor, kind: SheetKind, *, yes: bool) -> Verdict:
    """The person wants to see it. `yes`: they say that it may be asked for; a yes given before stands until it is taken back."""
    now = datetime.now(UTC)
    demands = _demands(source.registers(), kind)
    if demands is None or kind not in rules.ASKABLE or actor.by_mandate or restored.remembered() is not None:
        return Verdict.NOT_HERE
    if actor.level < demands.level:
        return Verdict.NEEDS_LEVEL
    with as_actor(actor) as tx:
        row = _by_kind(tx.run(_READ)).get(kind)
        agreed = yes or (row is not None and row.standing.consented_at is not None)
        if demands.consent and not agreed:
            return Verdict.NEEDS_YES
        about = facts.about(tx)
        if about is None or rules.missing(demands, about):
            return Verdict.NEEDS_TOLD
        if row is not None and row.standing.wanted_at is None and not rules.may_ask_again(row.standing, now):
            return Verdict.TOO_SOON
        tx.at_the_end(_wish(kind, demands, actor.level, yes=yes and demands.consent, now=now))
        audit.record(tx, actor, Event.DATA_ASKED)
    return Verdict.ASKED


def _wish(kind: SheetKind, demands: Demands, level: AssuranceLevel, *, yes: bool, now: datetime) -> Statement:
    """It goes with a page's COMMIT, and the worker does it. The first yes is the one that counts."""
    return gathering.errand(
        SCOPE,
        (
            "INSERT INTO personal_data_sheet (id, person_id, kind, own_only, needs_level, level, consented_at, wanted_at)"
            " VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, %s) ON CONFLICT (person_id, kind) DO UPDATE SET"
            " wanted_at = excluded.wanted_at, level = excluded.level, needs_level = excluded.needs_level,"
            " consented_at = coalesce(personal_data_sheet.consented_at, excluded.consented_at)",
            (
                uuid7(),
                kind.value,
                rules.leads_home(kind, None),
                int(demands.level),
                int(level),
                now if yes else None,
                now,
            ),
        ),
    )


def take_back(actor: Actor, kind: SheetKind) -> bool:
    """The yes, and with it what was told: it was here for that alone. False: there was none."""
    with as_actor(actor) as tx:
        gone = tx.run(
            "DELETE FROM personal_data_sheet WHERE person_id = myspace_subject() AND kind = %s AND needs_level <= %s RETURNING id",
            (kind.value, int(actor.level)),
        )
        if gone:
            agenda.conceal(tx, [gone[0][0]], True)  # at once; the worker takes the row away
            telling.tell(tx)
            audit.record(tx, actor, Event.DATA_TAKEN_BACK)
    return bool(gone)


def place(actor: Actor, sheet_id: UUID) -> tuple[SheetKind, AssuranceLevel] | None:
    """Which sheet it is, and how surely one must have entered to hear so. None: it is here no more. No event: nothing is shown."""
    with as_actor(actor) as tx:
        found = tx.one(
            "SELECT kind, needs_level FROM personal_data_sheet WHERE person_id = myspace_subject() AND id = %s",
            (sheet_id,),
        )
    return (SheetKind(found[0]), AssuranceLevel(found[1])) if found and found[0] in _SHOWN else None


@dataclass(frozen=True, slots=True)
class Held:
    """One sheet that was told, for whoever writes about it. `product`: by which it was asked, as the record of look-ups has it."""

    sheet: Sheet
    known_at: datetime
    product: str


def held(actor: Actor, kind: SheetKind) -> Held | None:
    """None: nothing is known of it, or it is for who entered more surely. Part of its page's event."""
    with as_actor(actor) as tx:
        row = _by_kind(tx.run(_READ)).get(kind)
    if row is None or actor.level < row.standing.needs_level or row.standing.known_at is None:
        return None
    sheet = row.sheet
    return None if sheet is None else Held(sheet, row.standing.known_at, sheet.source.product)


def level_of(kind: SheetKind) -> AssuranceLevel:
    """How surely one has to have entered to ask for it here; LOW where it cannot be asked for."""
    demands = _demands(source.registers(), kind)
    return demands.level if demands is not None else AssuranceLevel.LOW


def sheet(actor: Actor, kind: SheetKind) -> Shown:
    """One sheet where it stands, without what it holds: for a page that makes something of it. Part of its page's event."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        row, about = _by_kind(tx.run(_READ)).get(kind), None if actor.by_mandate else facts.about(tx)
    return _shown(kind, actor, row, source.registers(), now, about, contents=False)


def mark_of(kind: SheetKind) -> UUID:
    """By which letters about a sheet are found, also when the sheet is here no more."""
    return uuid5(_MARKS, kind.value)


def kind_of(mark: UUID) -> SheetKind | None:
    return next((kind for kind in rules.EVERY if mark_of(kind) == mark), None)


def product_of(kind: SheetKind) -> str | None:
    """By which product it is asked here; None: it is not."""
    registers = source.registers()
    try:
        return registers.noted(kind).product if registers is not None else None
    except ServicesUnusable:
        return None


def letters(actor: Actor) -> tuple[Letter, ...]:
    """Those about what bodies have of the person; sensitive ones too, whose titles say nothing of what they are about."""
    with as_actor(actor) as tx:
        _, found = tx.batch([audit.reading(actor, Event.DATA_READ), enquiries.reading(TOPIC, sensitive=True)])
    return enquiries.letters_from(found)


def told(actor: Actor) -> tuple[Told, About | None]:
    """What the person told for this, and what is known with it. For the form alone; its page leaves the event."""
    with as_actor(actor) as tx:
        return facts.told(tx), facts.about(tx)


def tell(actor: Actor, given: Told) -> None:
    """Nothing given erases it."""
    with as_actor(actor) as tx:
        if given == Told():
            tx.run("DELETE FROM personal_data_told WHERE person_id = myspace_subject()")
        else:
            tx.run(
                "INSERT INTO personal_data_told (id, person_id, told_sealed, said_at) VALUES (%s, myspace_subject(), %s, now())"
                " ON CONFLICT (person_id) DO UPDATE SET told_sealed = excluded.told_sealed, said_at = excluded.said_at",
                (uuid7(), facts.sealed(given)),
            )
        audit.record(tx, actor, Event.DATA_TOLD)


def unfit_birth(born: date | None, today: date) -> bool:
    return born is not None and not (date(1900, 1, 1) <= born <= today)


__all__ = [
    "SHEETS", "TOPIC", "Connected", "Held", "Need", "OfTheme", "SheetState", "Shown", "Told", "Verdict", "ask", "at_work",
    "connect", "connected", "held", "kind_of", "letters", "level_of", "mark_of", "place", "product_of", "sheet", "take_back",
    "tell", "theme", "themes", "told", "unfit_birth",
]  # fmt: skip
