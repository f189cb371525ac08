"""Each documented code of error has one meaning, family by family; what is not documented leaves an act in doubt."""

from __future__ import annotations

import pytest

from myspace.connectors.enotum.codes import BROKEN, NO_NOTICES, REASONS, Failed, judged
from myspace.vocabulary.answers import Down, Fault, Garbled, Refused
from myspace.vocabulary.notices import ActRefusal as R

# The families by their first and last code, as messaging 4.0 lists them; how many codes each has.
FAMILIES = {
    (101, 104): 4, (501, 505): 5, (613, 630): 12, (701, 730): 21, (911, 926): 12, (1003, 1060): 43, (1100, 1100): 1,
    (1200, 1202): 3, (1401, 1403): 2, (3001, 3038): 20, (3101, 3108): 8, (3200, 3201): 2,
}  # fmt: skip
MEANS = {
    R.LEVEL_TOO_LOW: {503, 1032, 1040, 1045, 1049, 1060, 1403},
    R.NOT_FOUND: {912, 1010, 1015, 1033},
    R.NOT_THE_ADDRESSEE: {719, 3010},
    R.NOT_AUTHORISED: {1047},
    R.LOGIN_OVER: {1050},
    R.PROVIDER_AWAY: {1051},
    R.ALREADY_ENDED: {3003},
    R.NOT_YET_AVAILABLE: {3004, 3005, 3020, 3035, 3104},
    R.EXPIRED: {3037},
    R.ANNULLED: {3038},
}


def test_every_family_is_mapped_code_by_code() -> None:
    known = set(REASONS) | BROKEN
    assert {span: sum(span[0] <= code <= span[1] for code in known) for span in FAMILIES} == FAMILIES
    assert len(known) == sum(FAMILIES.values())


@pytest.mark.parametrize("reason", list(R))
def test_each_reason_is_told_by_its_own_codes(reason: R) -> None:
    found = {code for code, said in REASONS.items() if said is reason}
    if reason is R.REJECTED:
        assert found == set(REASONS) - {code for codes in MEANS.values() for code in codes}
    else:
        assert found == MEANS[reason]


@pytest.mark.parametrize(
    ("code", "answer"),
    [(1050, Refused(Fault.NOT_AUTHORISED)), (1051, Down(Fault.SERVER_ERROR)), (101, Refused(Fault.BAD_REQUEST)),
     (1010, Refused(Fault.NOT_AUTHORISED)), (3016, Refused(Fault.BAD_REQUEST))],
)  # fmt: skip
def test_who_only_reads_learns_what_it_is_worth(code: int, answer: object) -> None:
    assert judged([code]).answer == answer


@pytest.mark.parametrize("code", sorted(BROKEN))
def test_what_broke_while_it_was_done_leaves_the_act_in_doubt(code: int) -> None:
    assert judged([code]) == Failed(None, Down(Fault.SERVER_ERROR), str(code))


@pytest.mark.parametrize("code", [0, 999, 3999, -1, 12345678])
def test_a_code_that_nobody_documented_is_in_doubt_and_no_long_number_is_repeated(code: int) -> None:
    found = judged([code])
    assert (found.reason, found.answer) == (None, Garbled(Fault.UNKNOWN_RESULT))
    assert len(found.code) < 6


def test_of_several_errors_a_doubt_wins_and_then_what_says_more() -> None:
    assert judged([3003, 103]).reason is None
    assert judged([101, 1049]).reason is R.LEVEL_TOO_LOW
    assert judged([101, 102]).reason is R.REJECTED
    assert judged([]) == Failed(None, Garbled(Fault.NOT_THE_CONTRACT))


def test_having_no_notifications_is_an_answer_and_not_seeing_them_is_none() -> None:
    assert NO_NOTICES == 1033
    assert judged([1040]).answer == Refused(Fault.NOT_AUTHORISED)
