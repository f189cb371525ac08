"""What the readers of the great disorder call good, and what they never forgive."""

from __future__ import annotations

import pytest

from proofs._readers import Heard, Worth, Written, worth

MINE, THEIRS = "Canari20", ("Canari21", "00000021K")


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        (Heard(200, "Hola, Canari20"), Worth.GOOD),
        (Heard(200, "Hola, Canari20 i Canari21"), Worth.WRONG),
        (Heard(500, "00000021K"), Worth.WRONG),
        (Heard(503, "Torna", retry_after=True), Worth.TURNED),
        (Heard(503, "Torna"), Worth.BROKEN),
        (Heard(200, "No hi ha res"), Worth.BROKEN),
        (Heard(401, "Canari20"), Worth.BROKEN),
        (Heard(200, "Canari20", seconds=11.0), Worth.BROKEN),
        (Heard(0), Worth.BROKEN),
    ],
)
def test_an_answer_is_good_only_with_the_readers_own_words_and_nobody_elses(heard: Heard, said: Worth) -> None:
    assert worth(heard, MINE, THEIRS) is said


def test_a_confirmed_act_must_be_there_unless_a_later_one_was_left_in_doubt() -> None:
    acts = Written()
    acts.note(True, Heard(303))
    assert acts.agrees(True)
    assert not acts.agrees(False)
    acts.note(False, Heard(0))
    assert acts.agrees(False)
    assert (acts.confirmed, acts.doubtful) == (1, 1)


def test_an_act_that_was_refused_or_never_sent_leaves_no_doubt() -> None:
    acts = Written()
    acts.note(True, Heard(303))
    acts.note(False, Heard(403))
    acts.note(False, Heard(0, sent=False))
    assert not acts.agrees(False)
    assert acts.doubtful == 0
