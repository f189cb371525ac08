"""What becomes of the registry's word when somebody acts on another's notice: one answer for each of its reasons."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from myspace.domain.mandates.rules import Reason, Verdict, Wish
from myspace.vocabulary.notices import Notice, NoticeAct, NoticeKind, NoticeStatus, Sender
from myspace.vocabulary.people import Actor, AssuranceLevel, Basis

DAUGHTER = Actor(UUID(int=1), UUID(int=2), Basis.MANDATE, AssuranceLevel.SUBSTANTIAL, UUID(int=3))
NOTICE = Notice(
    "1", NoticeKind.NOTIFICATION, NoticeStatus.AVAILABLE, Sender("0811360009", "Ajuntament de Manresa"), "Res"
)
Asked = list[tuple[Actor, Wish, str | None, str | None]]


@pytest.fixture
def says(django_ready: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[Reason], Asked]:
    """The mandates' one question for acts answers this, and notes what it was asked."""
    from myspace.domain.mandates import service as mandates

    def set_to(reason: Reason) -> Asked:
        asked: Asked = []

        def may_now(actor: Actor, wish: Wish, *, body: str | None = None, procedure: str | None = None) -> Verdict:
            asked.append((actor, wish, body, procedure))
            return Verdict(reason)

        monkeypatch.setattr(mandates, "may_now", may_now)
        return asked

    return set_to


@pytest.mark.parametrize("reason", Reason)
def test_only_a_yes_is_a_yes_and_a_registry_that_does_not_answer_is_no_no(
    says: Callable[[Reason], Asked], reason: Reason
) -> None:
    from myspace.domain.notices.service import MayVerdict
    from myspace.site.wiring import may_by_mandate

    says(reason)
    expected = {Reason.ALLOWED: MayVerdict.YES, Reason.REGISTRY_DOWN: MayVerdict.UNKNOWN}.get(reason, MayVerdict.NO)
    assert may_by_mandate(DAUGHTER, NOTICE, NoticeAct.OPEN).verdict is expected


@pytest.mark.parametrize(("act", "wish"), [(NoticeAct.OPEN, Wish.OPEN_NOTICE), (NoticeAct.REFUSE, Wish.REFUSE_NOTICE)])
def test_it_asks_for_the_very_act_of_the_very_body_and_claims_no_procedure(
    says: Callable[[Reason], Asked], act: NoticeAct, wish: Wish
) -> None:
    from myspace.site.wiring import may_by_mandate

    asked = says(Reason.ALLOWED)
    may_by_mandate(DAUGHTER, NOTICE, act)
    assert asked == [(DAUGHTER, wish, "0811360009", None)]


def test_every_act_that_there_is_has_its_wish_and_whoever_acts_by_mandate_is_asked_here(
    django_ready: None,
) -> None:
    from myspace.domain.notices import allowed
    from myspace.site import wiring

    assert set(wiring._WISHES) == set(NoticeAct)
    wiring.acts_by_mandate()
    assert allowed._checks[Basis.MANDATE] is wiring.may_by_mandate
