"""Who may act and who may read: level, token, ground and folder; and what is kept of papers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from myspace.vocabulary.notices import NoticeAct
from myspace.vocabulary.people import Actor, AssuranceLevel
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.notices_given import GivenDesk, confirmed, notice, told
from tests.integration.test_closed_list import WEB, WORKER, enter

OPEN = NoticeAct.OPEN


def test_the_level_that_the_notice_asks_is_held_before_anything_is_sent(
    as_role: AsRole, desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    import dataclasses

    from myspace.domain.notices import service

    actor, id_ = mine
    with as_role(WORKER):
        told(actor.subject, [notice(level=AssuranceLevel.HIGH)])
    with as_role(WEB):
        low = dataclasses.replace(actor, level=AssuranceLevel.SUBSTANTIAL)
        assert service.open(confirmed(low, id_), id_).not_begun is service.NotBegun.LEVEL_TOO_LOW
        assert desk.calls == []
        assert service.open(confirmed(actor, id_), id_).done


@pytest.mark.parametrize("over", ["provider_token_until = now()", "ended_at = now()", "method = 'openid'"])
def test_without_a_live_token_nothing_is_sent(
    clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID], over: str
) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    with clean.as_superuser() as curtain:
        curtain.execute(f"UPDATE people_session SET {over}")
    assert service.open(confirmed(actor, id_), id_).not_begun is service.NotBegun.LOGIN_OVER
    assert desk.calls == []


@pytest.mark.parametrize("verdict", ["yes", "no", "unknown"])
def test_who_looks_on_another_ground_is_checked_live_within_the_act(
    clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID], monkeypatch: pytest.MonkeyPatch, verdict: str
) -> None:
    from myspace.domain.kernel import db
    from myspace.domain.notices import allowed, service
    from myspace.domain.notices.allowed import May, Verdict

    actor, id_ = mine
    asked = []

    def check(*given: Any) -> May:
        db.must_be_outside()
        asked.append(given)
        return May(Verdict(verdict), "register-7")

    monkeypatch.setattr(allowed, "may", check)
    outcome = service.open(confirmed(actor, id_), id_)
    assert outcome.not_begun is {
        "yes": None, "no": service.NotBegun.NOT_ALLOWED, "unknown": service.NotBegun.CANNOT_CHECK,
    }[verdict]  # fmt: skip
    assert bool(desk.effects) is (verdict == "yes")
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT ground FROM notices_act").fetchall() == [
            ("register-7" if verdict == "yes" else None,)
        ]


def test_a_ground_that_nobody_registered_allows_nothing(mine: tuple[Actor, UUID]) -> None:
    import dataclasses

    from myspace.domain.notices import allowed
    from myspace.domain.notices.allowed import Verdict

    actor, _ = mine
    elsewhere = dataclasses.replace(actor, viewer=uuid4())
    assert allowed.may(actor, notice(), OPEN).verdict is Verdict.YES
    assert allowed.may(elsewhere, notice(), OPEN).verdict is Verdict.NO


def test_from_a_restored_copy_nothing_is_sent(
    desk: GivenDesk, mine: tuple[Actor, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.kernel import restored
    from myspace.domain.notices import service

    actor, id_ = mine
    monkeypatch.setattr(restored, "remembered", lambda: restored.Copy(datetime.now(UTC), True))
    assert service.open(confirmed(actor, id_), id_).not_begun is service.NotBegun.NO_PLATFORM
    assert desk.calls == []


def test_a_document_is_asked_for_each_time_kept_nowhere_and_only_of_what_was_opened(
    clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.kernel import scanning
    from myspace.domain.notices import service

    actor, id_ = mine
    assert service.document(actor, id_, "d1") is service.NotHandedOver.NOT_OPENED
    assert service.open(confirmed(actor, id_), id_).done
    for _ in range(2):
        given = service.document(actor, id_, "d1")
        assert isinstance(given, service.HandedOver)
        assert (given.paper.octets, given.scanned) == (b"%PDF-1.7 res", service.Scanned.NOT_SCANNED)
    assert desk.calls.count("document") == 2
    assert service.document(actor, id_, "another") is service.NotHandedOver.NOT_FOUND
    assert service.document(actor, uuid4(), "d1") is service.NotHandedOver.NOT_FOUND
    scanning.register(lambda _: scanning.Scanned.DANGEROUS)
    try:
        assert service.document(actor, id_, "d1") is service.NotHandedOver.DANGEROUS
        assert service.evidence(actor, id_) is service.NotHandedOver.DANGEROUS, "what is kept is looked at as well"
    finally:
        scanning.register(None)
    monkeypatch.setattr(scanning, "MOST_BYTES", 5)
    assert service.document(actor, id_, "d1") is service.NotHandedOver.TOO_LARGE


def test_nobody_elses_notice_can_be_confirmed_or_opened(as_role: AsRole, mine: tuple[Actor, UUID]) -> None:
    from myspace.domain.notices import service
    from myspace.domain.notices.minting import MINT

    _, id_ = mine
    other = enter("00000001R").actor
    assert service.confirmation(other, id_, OPEN, b"") is None
    person = service.PresentPerson(other, id_, OPEN, uuid4(), MINT)
    assert service.open(person, id_).not_begun is service.NotBegun.CONFIRMATION_OVER


def test_who_does_not_come_back_keeps_their_acts_and_evidence_and_what_lists_told_leaves(
    as_role: AsRole, clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    from myspace.domain.gathering import sweeping
    from myspace.domain.notices import service

    actor, id_ = mine
    assert service.open(confirmed(actor, id_), id_).done
    with as_role(WORKER):
        told(actor.subject, [notice("2")])
        sweeping.forget_what_sources_said(actor.subject)
    with clean.as_superuser() as curtain:
        left = curtain.execute(
            "SELECT (SELECT array_agg(id) FROM notices_notice), (SELECT count(*) FROM notices_act),"
            " (SELECT count(*) FROM notices_paper), (SELECT count(*) FROM notices_reading)"
        ).fetchone()
    assert left == ([id_], 1, 1, 0)
