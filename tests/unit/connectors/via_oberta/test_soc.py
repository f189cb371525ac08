"""SOC: registered as looking for work or not, on which days, and an error that is neither; its quirk."""

from __future__ import annotations

from datetime import date

import pytest

from myspace.connector_kit.personal_data import DataQuestion
from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import DatumKind, EntryKind, HeldBy, PartialDate, SheetKind, Standing, Theme

from .far_side import answer, asked, heard, question, said, sheet, specific_of

MARTA, PAU = question(SheetKind.JOB_SEEKER), question(SheetKind.JOB_SEEKER, "pau")
DAYS = question(SheetKind.JOB_SEEKER_PERIODS, since=date(2020, 1, 1))
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)


def test_registered_and_not_registered_are_both_answers() -> None:
    now, before = sheet(PAU), sheet(MARTA)
    assert (now.standing, before.standing) == (Standing.REGISTERED, Standing.NOT_REGISTERED)
    assert (now.source.held_by, now.kind.theme) == (HeldBy.EMPLOYMENT_SERVICE, Theme.WORK)
    assert now.told_on == PartialDate(2026, 11, 30)
    for other in ("", "SI", "s", "0"):
        (whole,) = specific_of(said(PAU))
        bent = whole.replace(b"DemandantInscrit>S<", f"DemandantInscrit>{other}<".encode())
        assert heard(PAU, (bent,)) == GARBLED


def test_days_are_counted_since_the_day_that_was_asked_for_and_a_stretch_may_have_begun_before() -> None:
    told = sheet(DAYS)
    assert told.value(DatumKind.SINCE) == PartialDate(2020, 1, 1)
    assert told.value(DatumKind.DAYS_REGISTERED) == (date(2021, 2, 28) - date(2020, 1, 1)).days + 1
    (stretch,) = told.entries
    assert stretch.kind is EntryKind.REGISTERED
    assert stretch.value(DatumKind.BEGAN_ON) == PartialDate(2019, 7, 1)
    assert stretch.value(DatumKind.ENDED_ON) == PartialDate(2021, 2, 28)
    (going_on,) = sheet(question(SheetKind.JOB_SEEKER_PERIODS, "pau", since=date(2026, 1, 1))).entries
    assert going_on.value(DatumKind.ENDED_ON) is None
    never = sheet(question(SheetKind.JOB_SEEKER_PERIODS, "rosa", since=date(2020, 1, 1)))
    assert (never.value(DatumKind.DAYS_REGISTERED), never.entries) == (0, ())


def test_stretches_without_days_or_that_end_before_they_begin_are_not_believed() -> None:
    assert answer(DAYS, ways=["hollow"]) == GARBLED
    (whole,) = specific_of(said(DAYS))
    for wrong in (b"FiPeriode>2019-06-30<", b"FiPeriode>30/06/2022<", b"FiPeriode>2021-02-29<"):
        assert heard(DAYS, (whole.replace(b"FiPeriode>2021-02-28<", wrong),)) == GARBLED


@pytest.mark.parametrize("of", [MARTA, DAYS])
def test_q_vo_11_a_nif_is_three_in_the_question_and_its_letter_may_stand_apart_in_the_answer(of: DataQuestion) -> None:
    element = asked(of).specific
    assert element is not None
    assert element.findtext(".//{*}TipusDocument") == "3"
    assert answer(of, ways=["apart"]) == answer(of)
    assert answer(of, ways=["somebody"]) == GARBLED
    assert answer(of, ways=["error"]) == Down(Fault.SERVER_ERROR)


def test_since_when_is_written_as_the_published_request_has_it_and_one_certificate_is_not_the_other() -> None:
    element = asked(DAYS).specific
    assert element is not None
    assert element.findtext("{*}DataIniciSollicitud") == "01012020"
    assert heard(DAYS, specific_of(said(MARTA))) == GARBLED
