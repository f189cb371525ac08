"""What was told to who acts for somebody is judged again when it is to leave: what ended the ground meanwhile keeps it in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from myspace.domain.mandates import service as mandates
from myspace.domain.mandates import warned
from myspace.vocabulary.mandates import MandateState
from tests.integration.mandates_stage import a_registry, looked_up  # noqa: F401  # fixture
from tests.integration.test_closed_list import WEB
from tests.integration.test_outbox import MAKER
from tests.integration.warned_stage import EVERYTHING, Two, mother_and_daughter_to_be  # noqa: F401  # fixture


def test_revoked_at_any_counter_after_it_was_told_nothing_leaves(two: Two) -> None:
    two.begin().ask()
    two.raise_()
    two.tell()
    two.registry.set(two.registry.lines[0].source_id, MandateState.REVOKED)
    two.look_up()
    assert two.leave() == 0, "what the registry said a moment before counts no longer"
    two.judge()
    assert two.told == []


def test_what_is_due_after_the_word_is_old_leaves_only_once_it_was_said_again(two: Two) -> None:
    two.begin().ask()
    two.raise_()
    two.tell()
    two.sql("UPDATE outbox_message SET due_at = now() + interval '10 minutes' WHERE concerns_id <> person_id")
    assert two.leave(minutes=10) == 0
    two.judge(minutes=9, seconds=30)
    assert two.sql("SELECT 1 FROM gathering_wanted WHERE scope = 'mandates_standing'") == [], "not due yet"
    two.judge(minutes=9, seconds=45)
    assert two.sql("SELECT 1 FROM gathering_wanted WHERE scope = 'mandates_standing'") == [(1,)]
    assert two.leave(minutes=10) == 0
    two.sql("UPDATE mandates_mandate SET checked_at = now() + interval '9 minutes 50 seconds'")
    two.judge(minutes=9, seconds=52)
    assert two.leave(minutes=10) == 3


def test_what_could_not_be_confirmed_while_it_was_of_use_says_so_and_does_not_leave(two: Two) -> None:
    two.begin().ask()
    two.raise_()
    two.tell()
    two.registry.down = True
    two.look_up()
    two.judge(days=9)
    assert two.sql("SELECT DISTINCT state, why FROM outbox_message WHERE concerns_id <> person_id") == [
        ("failed", "not confirmed")
    ]


def test_revoked_in_the_folder_nothing_leaves_from_that_moment_though_the_registry_said_yes_a_second_ago(
    two: Two,
) -> None:
    two.begin().ask()
    two.raise_()
    two.tell()
    looked_up(two.as_role, two.mother)
    with two.as_role(WEB):
        given = mandates.mine(two.mother).given[0]
    with two.as_role(WEB):
        assert isinstance(mandates.take(two.mother, given.id, mandates.MandateAct.REVOKE), mandates.Done)
    assert two.leave() == 0
    two.judge()
    assert two.leave() == 0, (
        "the daughter's own row still says that it stands: only a word of after the revocation counts"
    )
    assert two.told == EVERYTHING
    two.look_up()
    two.judge()
    assert two.told == []


def test_who_renounces_is_told_nothing_more(two: Two) -> None:
    two.begin().ask()
    two.raise_()
    two.tell()
    with two.as_role(WEB):
        held = mandates.held_by(two.daughter).held[0]
        mandates.take(two.daughter, held.id, mandates.MandateAct.RENOUNCE)
    assert two.leave() == 0
    two.judge()
    assert two.told == []


def test_a_folder_that_is_closed_to_who_represents_its_person_tells_them_nothing(two: Two) -> None:
    two.begin().ask()
    two.raise_()
    two.tell()
    with two.as_role(WEB):
        warned.close_to_mandates(two.mother, True)
    assert two.leave() == 0
    two.look_up()
    two.judge()
    assert two.told == []


def test_its_person_says_no_and_it_ends_at_once_and_cannot_be_asked_for_again(two: Two) -> None:
    two.begin()
    acting = two.ask()
    two.raise_()
    two.tell()
    with two.as_role(WEB):
        assert warned.refuse(two.mother, two.daughter.viewer, True)
    assert two.leave() == 0
    two.judge()
    assert two.told == []
    two.look_up()
    with two.as_role(WEB):
        warned.stop(acting, two.mother.subject)
        warned.stop(two.daughter, two.mother.subject)
        warned.ask(acting, datetime.now(UTC))
        assert [one.refused_at is not None for one in warned.by_me(two.daughter)] == [True]
    two.sql("DELETE FROM alerts_alert")
    two.raise_()
    two.tell()
    assert (two.told, two.owed) == ([], 0)
    with two.as_role(WEB):
        assert warned.refuse(two.mother, two.daughter.viewer, False)
        assert [one.refused_at for one in warned.of_mine(two.mother)] == [None]


def test_who_no_longer_wishes_it_takes_it_back_from_either_folder(two: Two) -> None:
    two.begin()
    acting = two.ask()
    two.raise_()
    two.tell()
    with two.as_role(WEB):
        warned.stop(two.daughter, two.mother.subject)
        assert warned.by_me(two.daughter) == ()
    assert two.leave() == 0
    two.judge()
    assert two.told == []
    two.look_up()
    with two.as_role(WEB):
        warned.ask(acting, datetime.now(UTC))
        warned.stop(acting, two.mother.subject)
    assert two.sql("SELECT 1 FROM mandates_warned") == []


def test_what_is_over_or_was_hidden_meanwhile_does_not_leave_and_what_its_person_put_away_does(two: Two) -> None:
    two.begin().ask()
    two.raise_()
    two.tell()
    two.sql("UPDATE alerts_alert SET over_at = now() WHERE kind = 'notice'")
    two.sql("UPDATE alerts_alert SET concealed = true WHERE kind = 'your_turn'")
    two.sql("UPDATE alerts_alert SET dismissed_at = now() WHERE kind = 'window_closes'")
    two.sql("UPDATE outbox_message SET stands_until = NULL")
    two.judge()
    assert two.told == ["payment"]


def test_hiding_a_thing_makes_what_was_told_of_it_be_judged_again_at_once(two: Two) -> None:
    from myspace.domain.activity import service as activity

    two.begin().ask()
    two.raise_()
    two.tell()
    item = two.sql("SELECT ref_id FROM alerts_alert WHERE kind = 'your_turn'")[0][0]
    with two.as_role(WEB):
        activity.hide(two.mother, item)
    assert two.leave() == 0
    two.judge()
    assert two.told == ["payment"], "the notice is of the same case, and went with it"
    assert two.leave() == 1


def test_a_makers_call_is_refused_when_the_ground_ended_after_it_took_the_message(two: Two) -> None:
    from myspace.domain.outbox import sending
    from myspace.vocabulary.messages import Channel

    two.begin().ask()
    two.raise_()
    two.tell()
    now = datetime.now(UTC)
    with two.as_role(MAKER):
        taken = [one for one in sending.take(uuid4(), now=now, until=now + timedelta(minutes=2), most=9)
                 if one.person == two.daughter.viewer]  # fmt: skip
        plan = sending.plan(taken[0], there=frozenset(Channel), now=now)
        assert plan is not None
        assert plan.about.for_another
        assert sending.keep_lease(taken[0], now + timedelta(minutes=2), now)
    with two.as_role(WEB):
        warned.refuse(two.mother, two.daughter.viewer, True)
    with two.as_role(MAKER):
        assert not sending.keep_lease(taken[0], now + timedelta(minutes=2), now)
    two.judge()
    assert len(two.told) == 3, "what a maker has in its hands is left to it until its lease is over"
    two.judge(minutes=3)
    assert two.told == []


def test_what_a_digest_carries_about_another_is_judged_when_the_digest_is_due(two: Two) -> None:
    two.begin().ask()
    two.sql("UPDATE outbox_rhythm SET pace = 'daily'")
    two.raise_()
    two.tell()
    (digest,) = two.sql(
        "SELECT id, due_at FROM outbox_message WHERE kind = 'digest' AND person_id = %s", two.daughter.viewer
    )
    carried = two.sql("SELECT count(*) FROM outbox_message WHERE within_id = %s", digest[0])[0][0]
    assert carried >= 1
    ahead = (digest[1] - datetime.now(UTC)).total_seconds()
    two.judge(seconds=ahead - 10)
    assert two.sql("SELECT 1 FROM gathering_wanted WHERE scope = 'mandates_standing'") == [(1,)]
    two.sql("UPDATE mandates_mandate SET checked_at = %s", digest[1] - timedelta(seconds=5))
    two.judge(seconds=ahead - 4)
    counts = two.sql("SELECT count(*) FROM outbox_message WHERE within_id = %s AND stands_until > %s", *digest)
    assert counts == [(carried,)]
