"""Opening and refusing: once, by who is present, on record before it is sent, and read back instead of sent again."""

from __future__ import annotations

import pickle
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from myspace.vocabulary.notices import ActRefusal, NoticeAct, NoticeStatus
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.notices_given import GivenDesk, confirmed, moment, notice, told
from tests.integration.test_closed_list import WEB, WORKER

OPEN, REFUSE = NoticeAct.OPEN, NoticeAct.REFUSE


def state(clean: Database) -> list[tuple[Any, ...]]:
    with clean.as_superuser() as curtain:
        return curtain.execute("SELECT act, state, reason, read_back FROM notices_act ORDER BY id").fetchall()


def older(clean: Database, minutes: int = 5) -> None:
    with clean.as_superuser() as curtain:
        curtain.execute(
            f"UPDATE notices_act SET intended_at = intended_at - interval '{minutes} minutes',"
            f" sent_at = sent_at - interval '{minutes} minutes'"
        )


def test_opening_is_recorded_done_once_and_leaves_its_papers(
    clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    outcome = service.open(confirmed(actor, id_), id_)
    assert (outcome.done, outcome.state) == (True, service.ActState.CONFIRMED)
    assert desk.effects == [("1", OPEN)]
    peek = service.peek(actor, id_)
    assert peek is not None
    assert (peek.line.group, peek.acts) == (service.Group.OPENED, frozenset())
    assert peek.contents is not None
    assert [d.name for d in peek.contents.documents] == ["resolucio.pdf"]
    receipt = service.receipt(actor, id_)
    assert receipt is not None
    assert (receipt.act, receipt.at, receipt.addressee, receipt.acted, receipt.by_me) == (
        OPEN, desk.at, "Nom Cognom", "Nom Cognom", True,
    )  # fmt: skip
    paper = service.evidence(actor, id_).paper
    assert paper is not None
    assert paper.octets == b"%PDF-1.7 evidence"
    assert receipt.evidence_sha256 == peek.evidence[0].sha256
    with clean.as_superuser() as curtain:
        events = [
            r[0] for r in curtain.execute("SELECT event FROM audit_event WHERE event LIKE 'notices.%' ORDER BY id")
        ]
        kept = curtain.execute("SELECT octets_sealed, (SELECT contents_sealed FROM notices_notice) FROM notices_paper")
        ((octets, contents),) = kept.fetchall()
    assert events == [
        "notices.list.read", "notices.open.confirmed", "notices.notice.opened", "notices.notice.read",
        "notices.receipt.taken", "notices.receipt.taken",
    ]  # fmt: skip
    assert "resolucio" not in contents
    assert "evidence" not in octets


def test_an_answer_without_its_hour_is_followed_by_a_look_so_that_the_receipt_has_it(
    desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    desk.tells_when = False
    assert service.open(confirmed(actor, id_), id_).done
    assert desk.calls[:2] == ["practise", "standing"]
    peek, receipt = service.peek(actor, id_), service.receipt(actor, id_)
    assert peek is not None
    assert receipt is not None
    assert (peek.line.status, peek.line.ended_at) == (NoticeStatus.OPENED, desk.at)


def test_the_hour_that_a_list_tells_later_is_that_of_the_act(
    as_role: AsRole, desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    desk.tells_when, desk.away = False, True
    assert service.open(confirmed(actor, id_), id_).done
    peek = service.peek(actor, id_)
    assert peek is not None
    assert (peek.line.status, peek.line.ended_at) == (NoticeStatus.OPENED, None)
    with as_role(WORKER):
        told(actor.subject, [desk.notices["1"]])
    with as_role(WEB):
        peek = service.peek(actor, id_)
    assert peek is not None
    assert peek.line.ended_at == desk.at


def test_refusing_is_an_act_of_its_own(clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID]) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    assert service.refuse(confirmed(actor, id_, REFUSE), id_).done
    peek = service.peek(actor, id_)
    assert peek is not None
    assert (peek.line.group, peek.contents) == (service.Group.REFUSED, None)
    assert "contents" not in desk.calls, "who refuses has read nothing"


def test_a_confirmation_is_good_once_for_one_act_on_one_notice_in_one_session_and_for_two_minutes(
    clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    import dataclasses

    from myspace.domain.notices import service

    actor, id_ = mine
    over = service.NotBegun.CONFIRMATION_OVER
    person = confirmed(actor, id_)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE notices_confirmation SET until = now() - interval '1 second'")
    assert service.open(person, id_).not_begun is over
    for other in (
        dataclasses.replace(person, act=REFUSE),
        dataclasses.replace(person, confirmation=uuid4()),
        dataclasses.replace(person, actor=dataclasses.replace(actor, session=uuid4())),
    ):
        person = confirmed(actor, id_)
        tried = dataclasses.replace(
            other, confirmation=other.confirmation if other.act is OPEN else person.confirmation
        )
        act = service.open if tried.act is OPEN else service.refuse
        assert act(tried, id_).not_begun is over
    person = confirmed(actor, id_)
    assert service.open(person, id_).done
    assert service.open(person, id_).not_begun is over
    assert desk.effects == [("1", OPEN)]


def test_what_the_list_tells_otherwise_than_the_page_showed_is_shown_again(
    as_role: AsRole, desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    person = confirmed(actor, id_)
    with as_role(WORKER):
        told(actor.subject, [notice(subject="Una altra cosa")])
    with as_role(WEB):
        assert service.open(person, id_).not_begun is service.NotBegun.CHANGED
    assert desk.calls == []


def test_nothing_but_the_confirmed_form_makes_a_present_person(mine: tuple[Actor, UUID]) -> None:
    from myspace.domain.notices import service
    from myspace.domain.notices.minting import MINT, Mint

    actor, id_ = mine
    with pytest.raises(service.NotPresent):
        service.PresentPerson(actor, id_, OPEN, uuid4(), Mint())
    with pytest.raises(service.NotPresent):
        cast(Any, service.open)(actor, id_)  # what the type forbids is refused at run time too
    person = service.PresentPerson(actor, id_, OPEN, uuid4(), MINT)
    with pytest.raises(TypeError):
        pickle.dumps(person)
    with pytest.raises(service.NotPresent):
        service.refuse(person, id_)
    with pytest.raises(service.NotPresent):
        service.open(person, uuid4())


def test_no_transaction_is_open_across_the_network(mine: tuple[Actor, UUID]) -> None:
    from myspace.domain.kernel import db
    from myspace.domain.notices import service

    actor, id_ = mine
    person = confirmed(actor, id_)
    with db.as_actor(actor):
        for call in (
            lambda: service.open(person, id_),
            lambda: service.confirm_outcome(actor, id_),
            lambda: service.fetch(actor, id_),
            lambda: service.document(actor, id_, "d1"),
        ):
            with pytest.raises(RuntimeError, match="across the network"):
                call()


def test_a_lost_reply_is_read_back_at_once_and_the_act_is_not_sent_again(
    clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    desk.cut = ["reply"]
    assert service.open(confirmed(actor, id_), id_).done
    assert desk.effects == [("1", OPEN)]
    assert desk.calls[:2] == ["practise", "standing"]
    assert state(clean) == [("open", "confirmed", "read_back", True)]


def test_while_nobody_can_tell_no_second_act_begins_and_the_page_says_so(
    clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    desk.cut, desk.away = ["reply"], True
    assert service.open(confirmed(actor, id_), id_).state is service.ActState.UNCONFIRMED
    peek = service.peek(actor, id_)
    assert peek is not None
    assert (peek.line.under_way, peek.acts) == (True, frozenset())
    assert service.refuse(confirmed(actor, id_, REFUSE), id_).not_begun is service.NotBegun.UNDER_WAY
    desk.away = False
    outcome = service.confirm_outcome(actor, id_)
    assert outcome is not None
    assert outcome.done
    assert service.confirm_outcome(actor, id_) is None
    assert desk.effects == [("1", OPEN)]


def test_what_never_arrived_may_be_tried_again_only_after_the_platform_has_had_its_time(
    clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    desk.cut = ["request"]
    assert service.open(confirmed(actor, id_), id_).state is service.ActState.UNCONFIRMED
    outcome = service.confirm_outcome(actor, id_)
    assert outcome is not None
    assert outcome.state is service.ActState.UNCONFIRMED
    older(clean)
    outcome = service.confirm_outcome(actor, id_)
    assert outcome is not None
    assert outcome.state is service.ActState.NOT_DONE
    assert service.open(confirmed(actor, id_), id_).done
    assert desk.effects == [("1", OPEN)]


def test_what_was_certainly_not_sent_changed_nothing_and_may_be_tried_again(
    clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    desk.cut = ["unsent"]
    assert service.open(confirmed(actor, id_), id_).state is service.ActState.NOT_DONE
    assert service.open(confirmed(actor, id_), id_).done
    assert [row[1] for row in state(clean)] == ["not_done", "confirmed"]


@pytest.mark.parametrize(("where", "effects"), [("before the call", 0), ("after the call", 1)])
def test_a_process_that_dies_leaves_an_act_that_is_read_back_and_never_sent_by_itself(
    clean: Database,
    desk: GivenDesk,
    mine: tuple[Actor, UUID],
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    effects: int,
) -> None:
    from myspace.domain.notices import service

    class Killed(BaseException):
        pass

    actor, id_ = mine
    practise = desk.practise

    def dies(*given: Any) -> Any:
        if effects:
            practise(*given)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(desk, "practise", dies)
        with pytest.raises(Killed):
            service.open(confirmed(actor, id_), id_)
    assert [row[1] for row in state(clean)] == ["sent"]
    assert service.open(confirmed(actor, id_), id_).not_begun is service.NotBegun.UNDER_WAY
    older(clean)
    outcome = service.confirm_outcome(actor, id_)
    assert outcome is not None
    assert outcome.state is (service.ActState.CONFIRMED if effects else service.ActState.NOT_DONE)
    assert len(desk.effects) == effects


def test_a_process_that_dies_while_the_mandate_is_asked_has_sent_nothing(
    clean: Database, desk: GivenDesk, mine: tuple[Actor, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.notices import acting, allowed, service

    actor, id_ = mine

    def dies(*_: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(allowed, "may", dies)
        with pytest.raises(KeyboardInterrupt):
            service.open(confirmed(actor, id_), id_)
    outcome = service.confirm_outcome(actor, id_)
    assert outcome is not None
    assert outcome.state is service.ActState.INTENDED
    older(clean)
    outcome = service.confirm_outcome(actor, id_)
    assert outcome is not None
    assert outcome.state is service.ActState.NOT_DONE
    # The first process was only slow: what was written off is not sent any more.
    begun = acting.Begun(state_id(clean), OPEN, id_, notice(), desk, cast(Any, None))
    assert not acting._send(actor, begun, allowed.May(allowed.Verdict.YES))
    assert desk.calls == []


def state_id(clean: Database) -> UUID:
    with clean.as_superuser() as curtain:
        ((id_,),) = curtain.execute("SELECT id FROM notices_act").fetchall()
    return UUID(str(id_))


def test_what_ended_elsewhere_is_refused_by_the_platform_and_shown_as_it_stands(
    desk: GivenDesk, mine: tuple[Actor, UUID]
) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    person = confirmed(actor, id_)
    desk.notices["1"] = notice(status=NoticeStatus.REFUSED, ended=moment(-1))
    outcome = service.open(person, id_)
    assert (outcome.state, outcome.refusal) == (service.ActState.REFUSED, ActRefusal.ALREADY_ENDED)
    peek = service.peek(actor, id_)
    assert peek is not None
    assert (peek.line.group, peek.acts) == (service.Group.REFUSED, frozenset())


def test_a_list_that_is_behind_takes_nothing_back(as_role: AsRole, desk: GivenDesk, mine: tuple[Actor, UUID]) -> None:
    from myspace.domain.notices import service

    actor, id_ = mine
    assert service.open(confirmed(actor, id_), id_).done
    with as_role(WORKER):
        told(actor.subject, [notice(language="ca")])
    with as_role(WEB):
        assert service.Group.OPENED in service.mailbox(actor).groups
