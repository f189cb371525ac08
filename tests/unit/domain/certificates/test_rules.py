"""Where a paper stands and what a register's word does to it: facts and `now`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from myspace.domain.certificates import rules
from myspace.domain.certificates.rules import OWNERS, SHEET_OF, PaperKind, Stage, Standing, State, Why
from myspace.domain.personal_data.onward import LastWord
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import (
    DataPaper,
    Datum,
    DatumKind,
    Entry,
    EntryKind,
    HeldBy,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
)
from myspace.vocabulary.personal_data import Standing as Says

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def sheet(*data: Datum, entries: tuple[Entry, ...] = (), papers: tuple[DataPaper, ...] = ()) -> Sheet:
    source = Source(HeldBy.MUNICIPAL_REGISTER, "PADRO", "TITULAR", "08113")
    return Sheet(SheetKind.REGISTRATION, source, Says.ON_RECORD, data=data, entries=entries, papers=papers)


def word(
    outcome: str | None, *, at: datetime = NOW, asking: bool = False, coming: bool = False, detail: str = ""
) -> LastWord:
    told = sheet() if outcome == "fresh" else None
    return LastWord(told, at if told else None, AssuranceLevel.LOW, outcome, detail, at, asking, coming)


def test_every_kind_is_made_of_a_sheet_that_a_person_may_ask_for() -> None:
    from myspace.domain.personal_data.rules import ASKABLE

    assert set(SHEET_OF) == set(PaperKind)
    assert set(SHEET_OF.values()) <= ASKABLE


@pytest.mark.parametrize(
    ("outcome", "state", "why"),
    [
        ("fresh", State.QUEUED, None),
        ("nothing", State.FAILED, Why.NOTHING),
        ("declined", State.FAILED, Why.DECLINED),
        ("refused", State.FAILED, Why.REFUSED),
        ("late", State.FAILED, Why.NO_ANSWER),
        ("down", State.FAILED, Why.NO_ANSWER),
        ("garbled", State.FAILED, Why.NO_ANSWER),
    ],
)
def test_what_a_register_says_is_what_becomes_of_the_paper(outcome: str, state: State, why: Why | None) -> None:
    step = rules.heard(word(outcome), NOW)
    assert step is not None
    assert (step.state, step.why) == (state, why)


def test_a_word_of_before_it_was_asked_for_says_nothing_of_it() -> None:
    assert rules.heard(word("nothing", at=NOW - MINUTE), NOW) is None
    assert rules.heard(word("fresh", asking=True), NOW) is None
    assert rules.heard(None, NOW) is None
    coming = rules.heard(word(None, coming=True), NOW)
    assert coming is not None
    assert coming.state is State.COMING
    number = rules.heard(word("refused", detail="not_askable"), NOW)
    assert number is not None
    assert number.why is Why.NOT_THIS_NUMBER


def test_where_it_stands_goes_by_time_too() -> None:
    asking = Standing(State.ASKING, "", NOW)
    assert rules.stage(asking, NOW + MINUTE) == (Stage.ASKING, None)
    assert rules.stage(asking, NOW + 3 * MINUTE) == (Stage.FAILED, Why.NO_ANSWER)
    made = Standing(State.MADE, "", NOW, NOW + DAY)
    assert rules.stage(made, NOW) == (Stage.MADE, None)
    assert rules.stage(made, NOW + DAY) == (Stage.OVER, None)
    waits = {why: rules.stage(Standing(State.QUEUED, why, NOW), NOW)[0] for why in ("", "seal", "stamp")}
    assert waits == {"": Stage.MAKING, "seal": Stage.WAITS_SEAL, "stamp": Stage.WAITS_STAMP}


def test_it_holds_for_ninety_days_or_until_the_title_that_it_tells_of_ends() -> None:
    assert rules.valid_until(sheet(), NOW) == NOW + 90 * DAY
    soon = sheet(Datum(DatumKind.VALID_UNTIL, PartialDate(2026, 12, 31)))
    assert rules.valid_until(soon, NOW) == datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)
    assert rules.valid_until(sheet(Datum(DatumKind.VALID_UNTIL, PartialDate(2026, 12))), NOW) == NOW + 90 * DAY
    assert rules.valid_until(sheet(Datum(DatumKind.VALID_UNTIL, PartialDate(2020, 1, 1))), NOW) == NOW + 90 * DAY


def test_no_paper_names_who_lives_with_somebody_and_only_an_owners_carries_its_bytes() -> None:
    mate = Entry(EntryKind.HOUSEMATE, (Datum(DatumKind.NAME, "Altra"),))
    job = Entry(EntryKind.WORK, (Datum(DatumKind.EMPLOYER, "Empresa"),))
    whole = sheet(entries=(mate, job), papers=(DataPaper("application/pdf", b"%PDF-"),))
    for kind in PaperKind:
        said = rules.to_be_said(kind, whole)
        assert said.entries == (job,)
        assert bool(said.papers) is (kind in OWNERS)


def test_tries_are_further_and_further_apart_and_never_more_than_a_quarter_of_an_hour() -> None:
    waits = [rules.next_try(attempts) for attempts in range(30)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=15)
