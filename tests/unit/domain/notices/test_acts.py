"""How an act goes on: every step of the drawing and no other, and what a read-back may conclude and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from myspace.domain.notices import acts
from myspace.domain.notices.acts import ActState, IllegalAct
from myspace.vocabulary.notices import NoticeAct, NoticeStatus

S, N = ActState, NoticeStatus
SENT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
DRAWN = {
    (S.INTENDED, S.SENT), (S.INTENDED, S.NOT_DONE), (S.SENT, S.CONFIRMED), (S.SENT, S.REFUSED), (S.SENT, S.NOT_DONE),
    (S.SENT, S.UNCONFIRMED), (S.UNCONFIRMED, S.CONFIRMED), (S.UNCONFIRMED, S.REFUSED), (S.UNCONFIRMED, S.NOT_DONE),
}  # fmt: skip


@pytest.mark.parametrize(("state", "to"), list(product(S, S)))
def test_an_act_goes_on_as_drawn_and_not_otherwise(state: ActState, to: ActState) -> None:
    if (state, to) in DRAWN:
        assert acts.go(state, to) is to
        assert state in acts.before(to)
    else:
        with pytest.raises(IllegalAct):
            acts.go(state, to)


def test_what_is_under_way_is_what_can_still_go_on() -> None:
    assert set(acts.UNDER_WAY) == {S.INTENDED, S.SENT, S.UNCONFIRMED}
    assert {s for s in S if s.under_way} == set(acts.UNDER_WAY)


@pytest.mark.parametrize(
    ("act", "standing", "soon", "later"),
    [
        (NoticeAct.OPEN, N.OPENED, S.CONFIRMED, S.CONFIRMED),
        (NoticeAct.OPEN, N.AVAILABLE, S.UNCONFIRMED, S.NOT_DONE),
        (NoticeAct.OPEN, N.ON_ITS_WAY, S.UNCONFIRMED, S.NOT_DONE),
        (NoticeAct.OPEN, N.REFUSED, S.REFUSED, S.REFUSED),
        (NoticeAct.OPEN, N.EXPIRED_UNOPENED, S.REFUSED, S.REFUSED),
        (NoticeAct.OPEN, N.REFUSED_OR_EXPIRED, S.REFUSED, S.REFUSED),
        (NoticeAct.OPEN, N.ANNULLED, S.REFUSED, S.REFUSED),
        (NoticeAct.REFUSE, N.REFUSED, S.CONFIRMED, S.CONFIRMED),
        (NoticeAct.REFUSE, N.REFUSED_OR_EXPIRED, S.UNCONFIRMED, S.UNCONFIRMED),
        (NoticeAct.REFUSE, N.OPENED, S.REFUSED, S.REFUSED),
        (NoticeAct.REFUSE, N.AVAILABLE, S.UNCONFIRMED, S.NOT_DONE),
    ],
)
def test_a_read_back_concludes_what_it_can_and_gives_the_platform_its_time(
    act: NoticeAct, standing: NoticeStatus, soon: ActState, later: ActState
) -> None:
    assert acts.read_back(act, standing, SENT, SENT + timedelta(seconds=30)) is soon
    assert acts.read_back(act, standing, SENT, SENT + acts.SETTLES_AFTER) is later
