"""The mailbox and how its lists are read: with the token of whoever is in, by what cannot act, and never less than known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from myspace.vocabulary.answers import Down, Fault, Fresh, Nothing
from myspace.vocabulary.notices import NoticeKind, NoticeStatus
from myspace.vocabulary.people import Actor, IdentifierKind
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.notices_given import NAME, GivenList, connected, met, moment, notice, told
from tests.integration.test_closed_list import WEB, WORKER, enter


@pytest.fixture
def given() -> Iterator[GivenList]:
    one = GivenList()
    with connected(one):
        yield one


def wanted(clean: Database) -> int:
    with clean.as_superuser() as curtain:
        ((count,),) = curtain.execute("SELECT count(*) FROM gathering_wanted WHERE scope = 'notices'").fetchall()
    return int(count)


def read(as_role: AsRole, actor: Actor) -> None:
    """The page leaves its wish and the worker meets it."""
    from myspace.domain.notices import service

    with as_role(WEB):
        service.mailbox(actor)
    with as_role(WORKER):
        met(actor.subject)


def test_the_first_look_says_that_nothing_was_read_yet_and_leaves_a_wish(
    as_role: AsRole, clean: Database, given: GivenList
) -> None:
    from myspace.domain.notices import service

    with as_role(WEB):
        actor = enter().actor
        box = service.mailbox(actor)
        again = service.mailbox(actor)
    assert box.empty
    assert not box.all_known
    assert (box.readable, box.readings[0].service, box.readings[0].known_at) == (service.Readable.NOW, NAME, None)
    assert again.reading_now
    assert wanted(clean) == 1


def test_a_list_is_read_with_the_token_of_the_session_over_at_least_180_days(as_role: AsRole, given: GivenList) -> None:
    from myspace.domain.notices import service

    with as_role(WEB):
        actor = enter().actor
    read(as_role, actor)
    ((asker, since, until),) = given.asked
    assert (asker.access_token, asker.interested) == ("secret-token", None)
    assert (until - since).days >= 180
    with as_role(WEB):
        box = service.mailbox(actor)
    assert [line.subject for line in box.groups[service.Group.NEW]] == ["Resolució de la beca menjador"]
    assert box.all_known
    assert not box.reading_now
    assert box.readings[0].known_since == since


def test_who_entered_for_a_company_asks_in_the_companys_name(as_role: AsRole, given: GivenList) -> None:
    with as_role(WEB):
        actor = enter(company="Q0000000J").actor
    read(as_role, actor)
    ((asker, _, _),) = given.asked
    assert asker.interested is not None
    assert (asker.interested.kind, asker.interested.value) == (IdentifierKind.COMPANY, "Q0000000J")


@pytest.mark.parametrize(
    "over", ["ended_at = now()", "provider_token_until = now()", "idle_until = now()", "method = 'openid'"]
)
def test_without_a_live_token_of_the_provider_nobody_is_asked_and_what_was_read_stays(
    as_role: AsRole, clean: Database, given: GivenList, over: str
) -> None:
    from myspace.domain.notices import service

    with as_role(WEB):
        actor = enter().actor
    read(as_role, actor)
    with as_role(WEB):
        service.read_again(actor)
    with clean.as_superuser() as curtain:
        curtain.execute(f"UPDATE people_session SET {over}")
    with as_role(WORKER):
        met(actor.subject)
    assert len(given.asked) == 1
    with as_role(WEB):
        box = service.mailbox(actor)
    if "ended_at" not in over and "idle" not in over:
        assert box.readable in (service.Readable.LOGIN_OVER, service.Readable.OTHER_PROVIDER)
        assert service.read_again(actor) is box.readable
    assert box.readings[0].known_at is not None
    assert not box.reading_now
    assert service.Group.NEW in box.groups


def test_a_failed_reading_shortens_nothing_and_says_so(as_role: AsRole, given: GivenList) -> None:
    from myspace.domain.notices import service

    with as_role(WEB):
        actor = enter().actor
    read(as_role, actor)
    given.answer = Down(Fault.UNREACHABLE)
    with as_role(WEB):
        service.read_again(actor)
    with as_role(WORKER):
        met(actor.subject)
    with as_role(WEB):
        box = service.mailbox(actor)
    assert service.Group.NEW in box.groups
    assert box.readings[0].failed
    assert not box.all_known
    assert box.readings[0].known_at is not None


def test_a_whole_list_with_nothing_in_it_takes_away_nothing_that_was_listed_before(
    as_role: AsRole, given: GivenList
) -> None:
    from myspace.domain.notices import service

    with as_role(WEB):
        actor = enter().actor
    read(as_role, actor)
    given.answer = Nothing()
    with as_role(WEB):
        service.read_again(actor)
    with as_role(WORKER):
        met(actor.subject)
    with as_role(WEB):
        assert service.Group.NEW in service.mailbox(actor).groups


def test_each_notice_stands_under_what_happens_next(as_role: AsRole, given: GivenList) -> None:
    from myspace.domain.notices import service
    from myspace.domain.notices.service import Group

    s = NoticeStatus
    given.answer = Fresh(
        (
            notice("new", expires=moment(9), available=moment(0)),
            notice("soon", expires=moment(3)),
            notice("long since", expires=moment(90), available=moment(-8)),
            notice("passed", expires=moment(-1)),
            notice("opened", status=s.OPENED, ended=moment(-1)),
            notice("refused", status=s.REFUSED, ended=moment(-1)),
            notice("expired", status=s.EXPIRED_UNOPENED, ended=moment(-1)),
            notice("either", status=s.REFUSED_OR_EXPIRED),
            notice("annulled", status=s.ANNULLED),
            notice("coming", status=s.ON_ITS_WAY, available=None, expires=None),
            notice("note", kind=NoticeKind.COMMUNICATION, expires=None),
        )
    )
    with as_role(WEB):
        actor = enter().actor
    read(as_role, actor)
    with as_role(WEB):
        box = service.mailbox(actor)
    assert {g: len(lines) for g, lines in box.groups.items()} == {
        Group.EXPIRING: 2, Group.NEW: 1, Group.TERM_PASSED: 1, Group.ON_ITS_WAY: 1, Group.OPENED: 1, Group.REFUSED: 1,
        Group.EXPIRED_UNOPENED: 1, Group.REFUSED_OR_EXPIRED: 1, Group.TAKEN_BACK: 1,
    }  # fmt: skip
    assert next(iter(box.groups)) is Group.EXPIRING
    # The ten days of the law may end before the sender's own: what could end first comes first.
    assert [line.threshold.prudent_day for line in box.groups[Group.EXPIRING]] == [moment(2).day, moment(3).day]
    assert len(box.communications) == 1


def test_a_step_that_cannot_be_is_kept_aside_and_moves_nothing(
    as_role: AsRole, clean: Database, given: GivenList
) -> None:
    from myspace.domain.notices import service

    with as_role(WEB):
        actor = enter().actor
    with as_role(WORKER):
        told(actor.subject, [notice(status=NoticeStatus.OPENED, ended=moment(-1))])
        told(actor.subject, [notice(status=NoticeStatus.AVAILABLE)])
        told(actor.subject, [notice(status=NoticeStatus.REFUSED, ended=moment(-1), subject="Una altra")])
    with as_role(WEB):
        box = service.mailbox(actor)
    ((line,),) = box.groups.values()
    assert (line.group, line.subject) == (service.Group.OPENED, "Resolució de la beca menjador")
    with clean.as_superuser() as curtain:
        aside = curtain.execute("SELECT status FROM notices_told WHERE NOT believed ORDER BY status").fetchall()
    assert aside == [("available",), ("refused",)]


def test_the_same_list_twice_changes_nothing_the_second_time(as_role: AsRole, given: GivenList) -> None:
    with as_role(WEB):
        actor = enter().actor
    with as_role(WORKER):
        one = notice()
        assert told(actor.subject, [one])
        assert not told(actor.subject, [one])
        assert told(actor.subject, [notice(status=NoticeStatus.OPENED, ended=moment(0))])


def entry(as_role: AsRole, person: UUID, **changes: object) -> None:
    """A body's own folder tells of a notification."""
    import msgspec

    from myspace.domain.activity.store import store
    from myspace.domain.kernel import db
    from myspace.vocabulary.activity import Topic
    from tests.unit.domain.activity.test_rules import ENTRY

    now = datetime.now(UTC)
    told_of = msgspec.structs.replace(ENTRY, ine10="0801930008", **changes)
    with as_role(WORKER), db.as_person(person) as tx:
        store(
            tx, UUID(int=7), Topic.ENTRIES, Fresh((told_of,)), name="Vilanova", first=False, now=now, today=now.date()
        )


def test_an_entry_of_the_body_about_the_same_notice_is_heard_and_not_listed_twice(
    as_role: AsRole, given: GivenList
) -> None:
    from myspace.domain.notices import service
    from myspace.vocabulary.activity import NoticeState

    with as_role(WEB):
        actor = enter().actor
    with as_role(WORKER):
        told(actor.subject, [notice()])
    entry(as_role, actor.subject, registry_number="S2026-1", notice_state=NoticeState.ACCEPTED)
    with as_role(WEB):
        box = service.mailbox(actor)
        ((line,),) = box.groups.values()
        peeked = service.peek(actor, line.id)
    assert (line.group, line.item_id is not None) == (service.Group.OPENED, True)
    assert peeked is not None
    assert peeked.acts, "the platform decides what can still be done there"


def test_what_only_the_body_tells_stands_by_itself_and_refused_is_not_told_from_expired(
    as_role: AsRole, given: GivenList
) -> None:
    from myspace.domain.notices import service
    from myspace.vocabulary.activity import NoticeState

    with as_role(WEB):
        actor = enter().actor
    entry(as_role, actor.subject, registry_number="una altra", notice_state=NoticeState.REFUSED_OR_EXPIRED)
    with as_role(WEB):
        ((line,),) = service.mailbox(actor).groups.values()
    assert (line.id, line.group) == (None, service.Group.REFUSED_OR_EXPIRED)
    assert line.threshold.clock.last_day is None


def test_peeking_tells_what_the_list_told_and_nobody_elses(as_role: AsRole, given: GivenList) -> None:
    from myspace.domain.notices import service

    with as_role(WEB):
        mine, other = enter().actor, enter("00000001R").actor
    read(as_role, mine)
    with as_role(WEB):
        ((line,),) = service.mailbox(mine).groups.values()
        peeked = service.peek(mine, line.id)
        assert service.peek(other, line.id) is None
    assert peeked is not None
    assert (peeked.notice.subject, peeked.contents, peeked.evidence) == ("Resolució de la beca menjador", None, ())
    assert {a.value for a in peeked.acts} == {"open", "refuse"}


def test_without_a_platform_the_mailbox_says_so(as_role: AsRole) -> None:
    from myspace.domain.notices import platforms, service

    platforms.clear()
    with as_role(WEB):
        box = service.mailbox(enter().actor)
    assert (box.readable, box.all_known) == (service.Readable.NO_PLATFORM, False)


def test_the_worker_has_no_verb_that_makes_or_moves_an_act(clean: Database) -> None:
    with psycopg.connect(clean.urls[WORKER]) as connection:
        for sql in ("INSERT INTO notices_act DEFAULT VALUES", "UPDATE notices_act SET state = 'sent'"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(sql)
            connection.rollback()


def test_a_list_that_takes_too_long_is_late(as_role: AsRole, given: GivenList, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    from myspace.domain.notices import listing, service

    async def slowly(*_: object) -> None:
        await asyncio.sleep(5)

    monkeypatch.setattr(listing, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(given, "listed", slowly)
    with as_role(WEB):
        actor = enter().actor
    read(as_role, actor)
    with as_role(WEB):
        (reading,) = service.mailbox(actor).readings
    assert (reading.failed, reading.known_at) == (True, None)
    assert reading.answered_at is not None
    assert datetime.now(UTC) - reading.answered_at < timedelta(minutes=1)
