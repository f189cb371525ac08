"""The table of stages is whole, ends where it must, and never sends anything twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myspace.protocols.pci.exchange import LATEST, OVER, SOONEST, TABLE, Do, Heard, Stage, Step, collect_after, step


def test_every_stage_knows_what_to_do_with_everything_that_can_be_heard() -> None:
    assert set(TABLE) == {(stage, heard) for stage in Stage for heard in Heard}


def test_nothing_changes_what_is_over() -> None:
    assert {step(stage, heard) for stage in OVER for heard in Heard} == {Step(stage, Do.NOTHING) for stage in OVER}


@pytest.mark.parametrize(
    ("stage", "heard", "then"),
    [
        (Stage.SENT, Heard.ANSWER, Stage.ANSWERED),
        (Stage.SENT, Heard.SILENCE, Stage.DOUBTFUL),
        (Stage.SENT, Heard.NOT_YET, Stage.BROKEN),
        (Stage.HANDED_OVER, Heard.CONFIRMED, Stage.WAITING),
        (Stage.HANDED_OVER, Heard.SILENCE, Stage.UNCONFIRMED),
        (Stage.UNCONFIRMED, Heard.NOT_YET, Stage.WAITING),
        (Stage.UNCONFIRMED, Heard.REFUSED, Stage.DOUBTFUL),
        (Stage.WAITING, Heard.FAULT, Stage.WAITING),
        (Stage.WAITING, Heard.REFUSED, Stage.REFUSED),
        (Stage.WAITING, Heard.TOO_LATE, Stage.DOUBTFUL),
    ],
)
def test_an_exchange_goes_on_as_it_is_drawn(stage: Stage, heard: Heard, then: Stage) -> None:
    assert step(stage, heard).stage is then


@given(st.sampled_from([Stage.SENT, Stage.HANDED_OVER]), st.lists(st.sampled_from(Heard), max_size=30))
def test_only_an_answer_answers_and_no_one_is_asked_the_same_twice(stage: Stage, told: list[Heard]) -> None:
    """Whatever comes in whatever order: going back to the beginning would be sending again."""
    began = stage
    for heard in told:
        before, stage = stage, step(stage, heard).stage
        assert stage is not began or before is began
        assert (stage is Stage.ANSWERED) <= (heard is Heard.ANSWER or before is Stage.ANSWERED)
        assert stage not in (Stage.SENT, Stage.HANDED_OVER)


def test_silence_always_ends_in_doubt_and_never_in_a_refusal() -> None:
    """Silence is no "no": a refusal is told only when somebody refused."""
    for begun in (Stage.SENT, Stage.HANDED_OVER):
        stage = step(begun, Heard.SILENCE).stage
        assert step(stage, Heard.TOO_LATE).stage is Stage.DOUBTFUL


def test_the_first_collection_is_when_they_say_and_then_ever_later() -> None:
    assert collect_after(2, 0) == timedelta(hours=2)
    assert collect_after(None, 0) == collect_after(0, 0) == SOONEST
    assert collect_after(9_999, 0) == LATEST
    waits = [collect_after(1, times) for times in range(1, 20)]
    assert waits == sorted(waits)
    assert waits[-1] == LATEST
    assert collect_after(1, 10**9) == LATEST
