"""What registers hold: nothing is asked that nobody wished, each of the six answers is kept apart, each question is noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from myspace.connector_kit.personal_data import Need
from myspace.domain.personal_data import service
from myspace.domain.personal_data.service import SheetState, Shown, Told, Verdict
from myspace.domain.transparency import service as transparency
from myspace.vocabulary.answers import Down, Fault, Garbled, Late, Refused
from myspace.vocabulary.people import Actor, AssuranceLevel
from myspace.vocabulary.personal_data import Absence, DatumKind, Declined, NoData, SheetKind, Why
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.personal_data_given import GivenRegisters, connected, met, registration
from tests.integration.test_closed_list import WEB, WORKER, enter

PADRO = SheetKind.REGISTRATION


@pytest.fixture
def registers() -> Iterator[GivenRegisters]:
    with connected() as given:
        yield given


@pytest.fixture
def me(as_role: AsRole, clean: Database, registers: GivenRegisters) -> Actor:
    with as_role(WEB):
        return enter().actor


@pytest.fixture
def ask(as_role: AsRole, me: Actor) -> Callable[..., Verdict]:
    """They ask, and the worker meets the wish."""

    def asks(kind: SheetKind = PADRO, *, yes: bool = True) -> Verdict:
        with as_role(WEB):
            verdict = service.ask(me, kind, yes=yes)
        with as_role(WORKER):
            met(me.subject)
        return verdict

    return asks


@pytest.fixture
def look(as_role: AsRole, me: Actor) -> Callable[..., Shown]:
    def looks(kind: SheetKind = PADRO) -> Shown:
        with as_role(WEB):
            return next(one for one in service.theme(me, kind.theme).sheets if one.kind is kind)

    return looks


def later(clean: Database, column: str, ago: timedelta) -> None:
    with clean.as_superuser() as curtain:
        curtain.execute(f"UPDATE personal_data_sheet SET {column} = now() - %s", (ago,))


def noted(as_role: AsRole, me: Actor) -> list[Any]:
    with as_role(WEB):
        return list(transparency.own(me))


def test_looking_asks_nobody_and_what_nobody_asked_for_is_offered(
    as_role: AsRole, me: Actor, registers: GivenRegisters, look: Callable[..., Shown]
) -> None:
    assert look().state is SheetState.OFFERED
    with as_role(WEB):
        assert {one.state for theme in service.themes(me) for one in theme.sheets} == {SheetState.OFFERED}
    with as_role(WORKER):
        met(me.subject)
    assert registers.asked == []


def test_without_a_yes_nothing_is_asked_and_with_one_it_travels_with_its_moment(
    registers: GivenRegisters, ask: Callable[..., Verdict], look: Callable[..., Shown]
) -> None:
    assert ask(yes=False) is Verdict.NEEDS_YES
    assert registers.asked == []
    assert ask() is Verdict.ASKED
    (question,) = registers.asked
    assert question.consented is not None
    assert question.consented <= datetime.now(UTC)
    assert question.level is AssuranceLevel.HIGH
    shown = look()
    assert (shown.state, shown.consented_at) == (SheetState.KNOWN, question.consented)
    assert shown.sheet is not None
    assert shown.sheet.value(DatumKind.SURNAME_1) == "Cognom"


def test_where_the_ground_is_a_law_no_yes_is_kept(
    registers: GivenRegisters, ask: Callable[..., Verdict], look: Callable[..., Shown]
) -> None:
    registers.consent = False
    assert ask(yes=True) is Verdict.ASKED
    assert look().consented_at is None


def test_each_question_is_noted_once_among_those_that_the_person_asked_for(
    as_role: AsRole, me: Actor, ask: Callable[..., Verdict]
) -> None:
    ask()
    (line,) = noted(as_role, me)
    assert (line.product, line.number) == ("PADRO", 1)
    with as_role(WEB):
        assert transparency.record(me, transparency.Filters()).number == 0, "not among what others asked"


@pytest.mark.parametrize(
    ("answer", "state", "detail"),
    [
        (NoData(Absence.NOT_ON_RECORD_HERE), SheetState.NOTHING, "not_on_record_here"),
        (Declined(Why.BODY_TAKES_NO_PART), SheetState.DECLINED, "body_takes_no_part"),
        (Refused(Fault.NOT_AUTHORISED), SheetState.REFUSED, "not_authorised"),
        (Late(), SheetState.LATE, "deadline"),
        (Down(Fault.SERVER_ERROR), SheetState.DOWN, "server_error"),
        (Garbled(Fault.NOT_THE_CONTRACT), SheetState.GARBLED, "not_the_contract"),
        (Refused(Fault.NOT_ASKABLE), SheetState.NOT_THIS_NUMBER, "not_askable"),
    ],
)
def test_every_answer_is_kept_apart(
    answer: Any,
    state: SheetState,
    detail: str,
    registers: GivenRegisters,
    ask: Callable[..., Verdict],
    look: Callable[..., Shown],
) -> None:
    registers.answers[PADRO] = answer
    ask()
    shown = look()
    assert (shown.state, shown.detail, shown.sheet) == (state, detail, None)
    assert (shown.known_at is None) == (state not in (SheetState.NOTHING, SheetState.DECLINED))


def test_a_failure_changes_nothing_of_what_was_known_and_nothing_replaces_it(
    clean: Database, registers: GivenRegisters, ask: Callable[..., Verdict], look: Callable[..., Shown]
) -> None:
    ask()
    known_at = look().known_at
    later(clean, "answered_at", timedelta(minutes=5))
    registers.answers[PADRO] = Down(Fault.SERVER_ERROR)
    ask()
    shown = look()
    assert (shown.state, shown.known_at) == (SheetState.DOWN, known_at)
    assert shown.sheet is not None
    later(clean, "answered_at", timedelta(minutes=5))
    registers.answers[PADRO] = NoData(Absence.NOT_ON_RECORD_HERE)
    ask()
    assert (look().state, look().sheet, look().known) == (SheetState.NOTHING, None, "nothing")


def test_what_cannot_leave_the_folder_is_no_consultation(
    as_role: AsRole, me: Actor, registers: GivenRegisters, ask: Callable[..., Verdict]
) -> None:
    registers.answers[PADRO] = Refused(Fault.NOT_ASKABLE)
    ask()
    assert noted(as_role, me) == []


def test_a_button_pressed_again_is_one_question(registers: GivenRegisters, ask: Callable[..., Verdict]) -> None:
    ask()
    assert ask() is Verdict.TOO_SOON
    assert len(registers.asked) == 1


def test_what_the_person_asked_for_is_renewed_when_its_page_is_looked_at_and_it_is_old(
    as_role: AsRole,
    clean: Database,
    me: Actor,
    registers: GivenRegisters,
    ask: Callable[..., Verdict],
    look: Callable[..., Shown],
) -> None:
    ask()
    look()
    with as_role(WORKER):
        met(me.subject)
    assert len(registers.asked) == 1, "fresh"
    later(clean, "known_at", timedelta(days=2))
    look()
    with as_role(WORKER):
        met(me.subject)
    assert len(registers.asked) == 2


def test_what_is_told_later_is_noted_when_handed_over_and_collected_when_due(
    as_role: AsRole,
    clean: Database,
    me: Actor,
    registers: GivenRegisters,
    ask: Callable[..., Verdict],
    look: Callable[..., Shown],
) -> None:
    registers.later.add(PADRO)
    ask()
    assert look().state is SheetState.COMING
    (line,) = noted(as_role, me)
    assert line.number == 1
    with as_role(WORKER):
        met(me.subject)
    assert registers.collected == 0, "not due"
    for ready, state in ((False, SheetState.COMING), (True, SheetState.KNOWN)):
        later(clean, "collect_at", timedelta(minutes=1))
        registers.ready = ready
        look()
        with as_role(WORKER):
            met(me.subject)
        assert look().state is state
    assert len(registers.asked) == 1
    assert len(noted(as_role, me)) == 1


def test_what_is_for_who_entered_more_surely_is_neither_asked_nor_shown_otherwise(
    as_role: AsRole, me: Actor, registers: GivenRegisters, ask: Callable[..., Verdict]
) -> None:
    registers.levels[PADRO] = AssuranceLevel.SUBSTANTIAL
    low = replace(me, level=AssuranceLevel.LOW)
    with as_role(WEB):
        assert service.ask(low, PADRO, yes=True) is Verdict.NEEDS_LEVEL
    ask()
    assert [question.level for question in registers.asked] == [AssuranceLevel.HIGH]
    registers.levels.clear()  # what was asked for more surely stays for who entered so
    with as_role(WEB):
        (shown, *_) = service.theme(low, PADRO.theme).sheets
        assert not service.take_back(low, PADRO)
    assert (shown.state, shown.needs_level) == (SheetState.NOT_SURE_ENOUGH, AssuranceLevel.SUBSTANTIAL)
    assert (shown.sheet, shown.known_at) == (None, None), "not even that there is something"


def test_what_a_register_wants_to_hear_first_is_named_and_taken_from_another_where_it_told_it(
    as_role: AsRole, me: Actor, registers: GivenRegisters, ask: Callable[..., Verdict], look: Callable[..., Shown]
) -> None:
    registers.needs[SheetKind.DISABILITY] = frozenset({Need.BORN, Need.FULL_NAME, Need.TODAY})
    registers.needs[PADRO] = frozenset({Need.MUNICIPALITY})
    assert look(SheetKind.DISABILITY).missing == {Need.BORN}
    assert ask(SheetKind.DISABILITY) is Verdict.NEEDS_TOLD
    assert ask() is Verdict.NEEDS_TOLD
    with as_role(WEB):
        service.tell(me, Told(born=datetime(1990, 5, 1, tzinfo=UTC).date()))
    assert ask(SheetKind.DISABILITY) is Verdict.ASKED
    about = registers.asked[0].about
    assert (about.name, about.surname1, str(about.born)) == ("Nom", "Cognom", "1990-05-01")
    with as_role(WEB):
        service.tell(me, Told())
    registers.needs[PADRO] = frozenset()
    ask()
    assert look(SheetKind.DISABILITY).missing == frozenset(), "the municipal register told the day"


def test_taken_back_it_is_gone_and_what_comes_after_is_thrown_away(
    as_role: AsRole,
    clean: Database,
    me: Actor,
    registers: GivenRegisters,
    ask: Callable[..., Verdict],
    look: Callable[..., Shown],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask()
    with as_role(WEB):
        assert service.take_back(me, PADRO)
        assert not service.take_back(me, PADRO)
    assert (look().state, look().sheet, look().consented_at) == (SheetState.OFFERED, None, None)

    async def meanwhile(_: Any) -> Any:
        with clean.as_superuser() as curtain:
            curtain.execute("DELETE FROM personal_data_sheet")
        return registration()

    monkeypatch.setattr(registers, "ask", meanwhile)  # the far side takes its time, and they change their mind
    ask()
    assert (look().state, look().sheet) == (SheetState.OFFERED, None)


def test_a_sheet_that_leads_to_a_door_is_marked_so_whatever_its_kind(
    clean: Database, registers: GivenRegisters, ask: Callable[..., Verdict]
) -> None:
    registers.answers[SheetKind.FAMILY_TITLE] = registration()
    ask(SheetKind.FAMILY_TITLE)
    ask(SheetKind.DISABILITY)
    with clean.as_superuser() as curtain:
        marked = dict(curtain.execute("SELECT kind, own_only FROM personal_data_sheet").fetchall())
    assert marked == {"family_title": True, "disability": False}


def test_without_a_register_it_says_so(
    as_role: AsRole, me: Actor, registers: GivenRegisters, look: Callable[..., Shown]
) -> None:
    registers.unready_for.add(PADRO)
    assert look().state is SheetState.NOT_CONNECTED
    with as_role(WEB):
        assert service.ask(me, PADRO, yes=True) is Verdict.NOT_HERE


def test_nothing_of_a_sheet_is_readable_in_the_database(
    clean: Database, me: Actor, ask: Callable[..., Verdict]
) -> None:
    ask()
    with clean.as_superuser() as curtain:
        (row,) = curtain.execute("SELECT s::text FROM personal_data_sheet s").fetchone() or ("",)
    assert "Exemple" not in row
    assert "Cognom" not in row
    assert UUID(str(me.subject)).hex[:8] in row.replace("-", "")
