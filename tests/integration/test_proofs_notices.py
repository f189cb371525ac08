"""The proofs of notices see a product that is broken. Whole they run with the other proofs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from myspace.domain.notices import acting, acts, listing
from myspace.domain.notices.acts import ActState
from myspace.launch import prove
from myspace.vocabulary.notices import Acted, Notice
from proofs._platform import PlatformDesk, PlatformList

Break = Callable[[pytest.MonkeyPatch], None]


def unconfirmed_is_taken_for_not_done(patch: pytest.MonkeyPatch) -> None:
    real = acting._end

    def end(actor: Any, begun: Any, to: ActState, **more: Any) -> ActState:
        return real(actor, begun, ActState.NOT_DONE if to is ActState.UNCONFIRMED else to, **more)

    patch.setattr(acting, "_end", end)


def a_read_back_never_gives_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(acts, "read_back", lambda *_: ActState.UNCONFIRMED)


def a_lost_reply_is_taken_for_done(patch: pytest.MonkeyPatch) -> None:
    real = PlatformDesk.practise

    def practise(self: PlatformDesk, *given: Any) -> Any:
        answer = real(self, *given)
        return answer if isinstance(answer, Acted) else Acted()

    patch.setattr(PlatformDesk, "practise", practise)


@pytest.mark.parametrize(
    "broken", [unconfirmed_is_taken_for_not_done, a_read_back_never_gives_up, a_lost_reply_is_taken_for_done]
)
def test_an_act_that_is_lost_or_invented_is_seen(monkeypatch: pytest.MonkeyPatch, broken: Break) -> None:
    broken(monkeypatch)
    held, of = prove.run("acts", tries=160, seed=1)
    assert held < of


def test_a_list_that_looks_inside_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    real = PlatformList.listed

    async def listed(self: PlatformList, asker: Any, *days: Any) -> Any:
        answer = await real(self, asker, *days)
        for one in answer.items:
            assert isinstance(one, Notice)
            self._line.call("contents", asker, id=one.source_id)
        return answer

    monkeypatch.setattr(PlatformList, "listed", listed)
    assert listing.WINDOW.days >= 180
    held, of = prove.run("passive", tries=20, seed=1)
    assert held < of
