"""What the maker sends, by which way, in which words, and what it does when a provider fails."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from myspace.connectors.delivery.simulator import Running
from myspace.domain.kernel import db, restored
from myspace.domain.outbox import lowering, maker, reaching, sending
from myspace.domain.outbox import service as outbox
from myspace.domain.outbox.maker import Maker
from myspace.vocabulary.messages import Channel, Ground, MessageKind
from myspace.vocabulary.people import Actor
from proofs._post import Clock, browser, delivery, far_side
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import WEB, WORKER, enter
from tests.integration.test_outbox import MAKER, messages

ADDRESS, NUMBER = "marta@exemple.invalid", "+34600000000"


@pytest.fixture
def far() -> Iterator[Running]:
    with far_side() as running:
        yield running


class Post:
    """The maker with its clock, and a person who can be reached."""

    def __init__(self, far: Running, as_role: AsRole, clean: Database) -> None:
        self.far, self.as_role, self.clean = far, as_role, clean
        self.clock = Clock()
        self.delivery = delivery(far, self.clock)
        with as_role(WEB):
            self.actor: Actor = enter().actor

    @property
    def person(self) -> UUID:
        return self.actor.subject

    def reach(self, *channels: Channel) -> None:
        """Confirmed and in force, as the pages would have made it."""
        with self.as_role(WEB):
            for channel in channels:
                if channel is Channel.PUSH:
                    hosts = (self.far.url.removeprefix("http://"),)
                    reaching.give_device(self.actor, browser(self.far), "Firefox", more_hosts=hosts)
                else:
                    reaching.give(
                        self.actor, channel, ADDRESS if channel is Channel.EMAIL else NUMBER, now=self.clock.now
                    )
        with self.clean.as_superuser() as curtain:
            curtain.execute("UPDATE outbox_way SET confirmed_at = now(), in_force_from = %s", (self.clock.now,))
            curtain.execute("DELETE FROM outbox_message")

    def tell(self, kind: MessageKind = MessageKind.NOTICE, key: str = "un fet", **given: Any) -> None:
        with self.as_role(WORKER), db.as_person(self.person) as tx:
            outbox.tell(tx, self.person, kind, key, now=self.clock.now, **given)

    def send(self, *, until_nothing: bool = False) -> None:
        with self.as_role(MAKER):
            working = Maker(self.delivery, threads=2)
            while working.look() and until_nothing:
                working.wait()
            working.close()

    @property
    def taken(self) -> list[str]:
        return [one.channel for one in self.far.caught.taken]


@pytest.fixture
def post(far: Running, as_role: AsRole, clean: Database) -> Post:
    return Post(far, as_role, clean)


def test_a_message_goes_to_every_way_that_the_person_has_and_is_done(post: Post) -> None:
    post.reach(Channel.EMAIL, Channel.PUSH, Channel.SMS)
    post.tell(ground=Ground.LAST_VISIT, seen_on=date(2026, 11, 3), urgent=True, sender="08113")
    post.send()
    assert sorted(post.taken) == ["email", "push"], "an SMS only when nothing else took it"
    assert messages(post.clean) == [("notice", "accepted")]
    mail = next(one for one in post.far.caught.taken if one.channel == "email")
    assert mail.to == ADDRESS
    assert mail.subject == "Tens un avís amb data"
    assert "Avisem del que vam veure el 3/11/2026" in mail.text
    assert "http://localhost:8000/a/" in mail.text
    assert not post.far.caught.wrong
    post.send()
    assert len(post.taken) == 2


def test_what_is_not_due_yet_waits(post: Post) -> None:
    post.reach(Channel.EMAIL)
    post.clock.move(hours=11)  # eleven at night in Catalonia
    post.tell()
    post.send()
    assert post.taken == []
    post.clock.move(hours=9)
    post.send()
    assert post.taken == ["email"]


@pytest.mark.parametrize("mood", ["away", "later", "nobody", "refuses", "hangs"])
def test_when_a_provider_fails_the_next_channel_takes_it(post: Post, mood: str) -> None:
    post.reach(Channel.EMAIL, Channel.SMS)
    post.far.caught.moods["email"] = mood
    post.tell(urgent=True)
    post.send()
    assert post.taken == ["sms"]
    assert messages(post.clean) == [("notice", "accepted")]


def test_a_device_that_is_gone_is_forgotten_and_an_address_that_is_none_is_shown_as_such(post: Post) -> None:
    post.reach(Channel.EMAIL, Channel.PUSH)
    post.far.caught.moods.update(push="nobody", email="nobody")
    post.tell()
    post.send()
    assert messages(post.clean) == [("notice", "failed")]
    with post.as_role(WEB), db.as_actor(post.actor) as tx:
        assert reaching.devices_of(tx) == ()
        assert [way.refused_at is not None for way in reaching.ways_of(tx, post.clock.now)] == [True]


def test_a_provider_that_comes_back_gets_it_later_and_once(post: Post) -> None:
    post.reach(Channel.EMAIL)
    post.far.caught.moods["email"] = "away"
    post.tell()
    post.send()
    assert messages(post.clean) == [("notice", "queued")]
    post.far.caught.moods["email"] = "well"
    post.send()
    assert post.taken == [], "not before its minute"
    post.clock.move(minutes=1)
    post.send()
    assert post.taken == ["email"]
    assert messages(post.clean) == [("notice", "accepted")]


def test_a_mail_that_may_have_arrived_is_sent_once_more_with_the_same_id_and_never_a_third_time(post: Post) -> None:
    post.reach(Channel.EMAIL)
    post.far.caught.moods["email"] = "takes_and_cuts"
    post.tell()
    for _ in range(4):
        post.send()
        post.clock.move(minutes=10)
    assert len(post.taken) == 2
    assert len({one.reference for one in post.far.caught.taken}) == 1
    assert messages(post.clean) == [("notice", "failed")]


def test_a_digest_says_how_many_and_ends_with_all_it_carried(post: Post) -> None:
    post.reach(Channel.EMAIL)
    with post.clean.as_superuser() as curtain:
        curtain.execute("INSERT INTO outbox_rhythm VALUES (%s, 'daily', false, 22, 8, 9, 0, now())", (post.person,))
    for number in range(3):
        post.tell(MessageKind.TURN, f"fet {number}")
    post.send()
    assert post.taken == []
    post.clock.move(hours=21)
    post.send()
    assert [one.subject for one in post.far.caught.taken] == ["Tens 3 avisos nous"]
    assert messages(post.clean) == [("digest", "accepted"), *[("turn", "accepted")] * 3] or sorted(
        messages(post.clean)
    ) == [("digest", "accepted"), *[("turn", "accepted")] * 3]


def test_what_a_digest_left_behind_goes_by_itself(post: Post) -> None:
    post.reach(Channel.EMAIL)
    with post.clean.as_superuser() as curtain:
        curtain.execute("INSERT INTO outbox_rhythm VALUES (%s, 'daily', false, 22, 8, 9, 0, now())", (post.person,))
    post.tell(MessageKind.TURN)
    with post.clean.as_superuser() as curtain:  # it went just before this was written
        curtain.execute("UPDATE outbox_message SET state = 'accepted', ended_at = now() WHERE kind = 'digest'")
    post.clock.move(hours=22)
    post.send()
    assert [one.subject for one in post.far.caught.taken] == ["Tens un avís nou"]
    assert sorted(messages(post.clean)) == [("digest", "accepted"), ("turn", "accepted")]


def test_whoever_cannot_be_reached_or_does_not_want_it_gets_nothing_and_that_is_no_failure(post: Post) -> None:
    post.tell()
    post.send()
    assert messages(post.clean) == [("notice", "silent")]
    post.reach(Channel.EMAIL)
    with post.as_role(WEB):
        link = lowering.read(lowering.token(post.person, MessageKind.NOTICE))
        assert link is not None
        assert lowering.lower(link)
    post.tell(key="un altre")
    post.tell(MessageKind.TURN)
    post.send(until_nothing=True)
    assert sorted(messages(post.clean)) == [("notice", "silent"), ("turn", "accepted")]


def test_a_code_goes_to_the_way_that_it_confirms_in_the_persons_language(post: Post) -> None:
    with post.clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_person SET language = 'en'")
    with post.as_role(WEB):
        assert reaching.give(post.actor, Channel.EMAIL, ADDRESS, now=post.clock.now) is reaching.Said.DONE
    post.send()
    (mail,) = post.far.caught.taken
    code = "".join(c for c in mail.text.splitlines()[0] if c.isdigit())
    assert len(code) == 6
    assert dict(mail.head)["Content-Language"] == "en"
    assert "List-Unsubscribe" not in dict(mail.head)
    with post.as_role(WEB):
        (way,) = _ways(post)
        assert reaching.confirm(post.actor, way.id, "000000" if code != "000000" else "1", now=post.clock.now) is (
            reaching.Said.WRONG_CODE
        )
        assert reaching.confirm(post.actor, way.id, f" {code[:3]} {code[3:]}", now=post.clock.now) is reaching.Said.DONE
        assert _ways(post)[0].in_force(post.clock.now)
    with post.clean.as_superuser() as curtain:
        assert curtain.execute("SELECT count(*) FROM outbox_message WHERE code_sealed IS NOT NULL").fetchone() == (0,)


def _ways(post: Post) -> tuple[reaching.Way, ...]:
    with db.as_actor(post.actor) as tx:
        return reaching.ways_of(tx, post.clock.now)


def test_a_lease_that_another_took_over_sends_nothing(post: Post) -> None:
    post.reach(Channel.EMAIL)
    post.tell()
    now = post.clock.now
    with post.as_role(MAKER):
        (slow,) = sending.take(UUID(int=1), now=now, until=now + timedelta(seconds=1), most=5)
        post.clock.move(minutes=1)
        (other,) = sending.take(UUID(int=2), now=post.clock.now, until=post.clock.now + timedelta(minutes=2), most=5)
        assert post.delivery.deliver(slow) == "left"
        assert post.delivery.deliver(other) == "accepted"
    assert post.taken == ["email"]


def test_the_maker_of_a_copy_sends_nothing_until_it_is_adopted(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.reach(Channel.EMAIL)
    post.tell()
    with psycopg.connect(post.clean.urls["myspace_keeper"]) as keeper:
        keeper.execute(restored.MARK, (post.clock.now,))
    restored.forget_remembered()
    post.send()
    assert post.taken == []
    assert messages(post.clean) == [("notice", "queued")]
    with post.clean.as_superuser() as curtain:
        curtain.execute("DELETE FROM kernel_restored")
    restored.forget_remembered()
    stopping = threading.Event()
    monkeypatch.setenv("DATABASE_DIRECT_URL", post.clean.urls[MAKER])
    with post.as_role(MAKER):
        working = Maker(post.delivery, threads=2)
        thread = threading.Thread(target=maker.serve, args=(working, stopping))
        thread.start()
        limit = time.monotonic() + 10
        while not post.taken and time.monotonic() < limit:
            time.sleep(0.05)
        stopping.set()
        thread.join(10)
        working.close()
    assert post.taken == ["email"]
