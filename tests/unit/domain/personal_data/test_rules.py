"""Which sheet is of which theme, where one stands, what is known of a person before a register is asked."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from myspace.connector_kit.personal_data import About, Demands, Need
from myspace.domain.personal_data import rules
from myspace.domain.personal_data.rules import SheetState, Standing, state
from myspace.vocabulary.people import AssuranceLevel, identifier
from myspace.vocabulary.personal_data import (
    Datum,
    DatumKind,
    HeldBy,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
    Theme,
)
from myspace.vocabulary.personal_data import Standing as Says

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
LOW, HIGH = AssuranceLevel.LOW, AssuranceLevel.HIGH
ANY = Demands(consent=True, level=LOW)
ABOUT = About(identifier("12345678Z"), "Marta", "Soler", "Puig", "0811360009", date(1986, 4, 12))


def sheet(*data: Datum) -> Sheet:
    return Sheet(SheetKind.FAMILY_TITLE, Source(HeldBy.SOCIAL_RIGHTS, "TFN", "X"), Says.VALID, data=data)


def test_each_sheet_is_of_the_theme_that_it_says_and_of_one_alone() -> None:
    assert set(rules.SHEETS) == set(Theme)
    for theme, kinds in rules.SHEETS.items():
        assert {kind.theme for kind in kinds} <= {theme}
    assert len(rules.EVERY) == sum(map(len, rules.SHEETS.values()))


def test_neither_papers_nor_the_names_of_others_are_among_them() -> None:
    assert not {kind for kind in rules.EVERY if kind.value.endswith(("_paper", "_certificate"))}
    assert not rules.EVERY & {SheetKind.HOUSEHOLD, SheetKind.HOUSEHOLD_HISTORY}


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (None, SheetState.OFFERED),
        (Standing(wanted_at=NOW), SheetState.ASKING),
        (Standing(wanted_at=NOW - timedelta(minutes=3)), SheetState.OFFERED),
        (Standing(collect_at=NOW + timedelta(hours=1)), SheetState.COMING),
        (Standing(outcome="fresh"), SheetState.KNOWN),
        (Standing(outcome="nothing"), SheetState.NOTHING),
        (Standing(outcome="declined"), SheetState.DECLINED),
        (Standing(outcome="refused", detail="not_authorised"), SheetState.REFUSED),
        (Standing(outcome="refused", detail="not_askable"), SheetState.NOT_THIS_NUMBER),
        (Standing(outcome="late"), SheetState.LATE),
        (Standing(outcome="down"), SheetState.DOWN),
        (Standing(outcome="garbled"), SheetState.GARBLED),
        (Standing(outcome="fresh", wanted_at=NOW), SheetState.ASKING),
    ],
)
def test_where_a_sheet_stands(standing: Standing | None, expected: SheetState) -> None:
    assert state(standing, ANY, LOW, NOW, copy=False) is expected


def test_what_is_for_who_entered_more_surely_comes_before_anything_else() -> None:
    known = Standing(outcome="fresh", needs_level=HIGH)
    assert state(known, ANY, LOW, NOW, copy=False) is SheetState.NOT_SURE_ENOUGH
    assert state(None, Demands(True, HIGH), LOW, NOW, copy=False) is SheetState.NOT_SURE_ENOUGH
    assert state(known, ANY, HIGH, NOW, copy=False) is SheetState.KNOWN


def test_without_a_register_what_was_told_is_still_there_and_a_copy_asks_nobody() -> None:
    assert state(None, None, LOW, NOW, copy=False) is SheetState.NOT_CONNECTED
    assert state(Standing(outcome="fresh"), None, LOW, NOW, copy=False) is SheetState.KNOWN
    assert state(None, ANY, LOW, NOW, copy=True) is SheetState.COPY
    assert state(Standing(outcome="fresh", wanted_at=NOW), ANY, LOW, NOW, copy=True) is SheetState.KNOWN


def test_a_failure_is_never_tried_again_by_itself_and_what_is_old_is_renewed() -> None:
    day = timedelta(days=1)
    assert not rules.stale(Standing(outcome="down"), day, NOW)
    assert not rules.stale(Standing(outcome="fresh", known_at=NOW), day, NOW)
    assert rules.stale(Standing(outcome="fresh", known_at=NOW - day), day, NOW)
    assert not rules.stale(Standing(outcome="fresh", known_at=NOW - day, wanted_at=NOW), day, NOW)
    assert rules.stale(Standing(collect_at=NOW), day, NOW)
    assert not rules.stale(Standing(collect_at=NOW + day), day, NOW)


def test_after_a_failure_one_may_ask_again_sooner_and_what_is_coming_not_at_all() -> None:
    ago = NOW - timedelta(seconds=20)
    assert rules.may_ask_again(Standing(outcome="down", answered_at=ago), NOW)
    assert not rules.may_ask_again(Standing(outcome="fresh", answered_at=ago), NOW)
    assert not rules.may_ask_again(Standing(collect_at=NOW + timedelta(hours=1)), NOW)


def test_what_is_missing_is_only_what_the_person_can_tell() -> None:
    needs = frozenset(Need)
    assert rules.missing(Demands(True, LOW, needs), ABOUT) == {Need.HEALTH_CARD}
    assert rules.missing(Demands(True, LOW, needs), About(ABOUT.who)) == {
        Need.MUNICIPALITY, Need.FULL_NAME, Need.BORN, Need.HEALTH_CARD,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        (frozenset(), (None, None, None)),
        (frozenset({Need.PERIOD}), (date(2021, 12, 1), date(2026, 12, 1), None)),
        (frozenset({Need.SINCE}), (date(2021, 12, 1), None, None)),
        (frozenset({Need.DAY}), (None, None, date(2026, 12, 1))),
    ],
)
def test_a_question_has_the_period_or_the_day_that_it_wants(needs: frozenset[Need], expected: object) -> None:
    kind = SheetKind.WORKING_LIFE
    asked = rules.question(kind, Demands(True, LOW, needs), ABOUT, Standing(NOW), HIGH, date(2026, 12, 1))
    assert (asked.since, asked.until, asked.as_of) == expected
    assert (asked.consented, asked.level) == (NOW, HIGH)


def test_five_years_before_a_leap_day_is_a_day() -> None:
    demands = Demands(True, LOW, frozenset({Need.PERIOD}))
    asked = rules.question(SheetKind.WORKING_LIFE, demands, ABOUT, Standing(), LOW, date(2028, 2, 29))
    assert asked.since == date(2023, 3, 1)


@pytest.mark.parametrize(
    ("words", "apart"),
    [("Soler Puig", ("Soler", "Puig")), ("Benali", ("Benali", "")), ("De la Fuente", None), ("", None)],
)
def test_surnames_are_taken_apart_only_where_there_is_no_doubt(words: str, apart: object) -> None:
    assert rules.surnames_of(words) == apart


def test_a_day_is_taken_from_a_sheet_only_where_it_was_told_to_the_day() -> None:
    assert rules.born_in(None) is None
    assert rules.born_in(sheet(Datum(DatumKind.BORN_ON, PartialDate(1986, 4)))) is None
    assert rules.born_in(sheet(Datum(DatumKind.BORN_ON, PartialDate(1986, 4, 12)))) == date(1986, 4, 12)
    assert rules.until(sheet(Datum(DatumKind.VALID_UNTIL, PartialDate(2027)))) is None
    assert rules.until(sheet(Datum(DatumKind.VALID_UNTIL, PartialDate(2027, 3, 31)))) == date(2027, 3, 31)


def test_what_holds_no_more_or_for_good_has_no_last_day() -> None:
    last = Datum(DatumKind.VALID_UNTIL, PartialDate(2027, 3, 31))
    assert rules.until(sheet(last, Datum(DatumKind.FOR_GOOD, True))) is None
    assert rules.until(sheet(last, Datum(DatumKind.FOR_GOOD, False))) == date(2027, 3, 31)
    held = {said for said in Says if rules.until(msgspec.structs.replace(sheet(last), standing=said)) is not None}
    assert held == {Says.VALID, Says.TRANSITIONAL, Says.RECOGNISED}


def test_a_list_names_only_what_is_not_delicate_and_may_be_seen_by_whoever_is_in() -> None:
    assert rules.named(SheetKind.FAMILY_TITLE, LOW)
    assert not rules.named(SheetKind.FAMILY_TITLE, AssuranceLevel.SUBSTANTIAL)
    assert not rules.named(SheetKind.DISABILITY, LOW)
    assert not rules.named(SheetKind.DEPENDENCY, LOW)


def test_what_leads_to_a_door_is_seen_in_what_a_sheet_holds_too() -> None:
    assert rules.leads_home(SheetKind.REGISTRATION, None)
    assert not rules.leads_home(SheetKind.FAMILY_TITLE, sheet())
    for kind in (DatumKind.PLACE, DatumKind.PHONE, DatumKind.EMAIL):
        assert rules.leads_home(SheetKind.FAMILY_TITLE, sheet(Datum(kind, "x")))
