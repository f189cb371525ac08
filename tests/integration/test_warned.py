"""Who acts for somebody is warned of that folder only if they asked, may, and still may when it leaves; and then once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from myspace.domain.alerts import for_others, jobs
from myspace.domain.kernel import db
from myspace.domain.mandates import rules, warned
from myspace.domain.mandates import service as mandates
from myspace.domain.people import erasing
from myspace.vocabulary.mandates import MandateCapacity, MandateState, Representation
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import BAGES, MANRESA, Country
from tests.integration.mandates_stage import (  # noqa: F401  # fixture
    DAUGHTER,
    MOTHER,
    STRANGER,
    a_registry,
    age,
    began,
    looked_up,
)
from tests.integration.registry import FakeRegistry, mandate, of_body
from tests.integration.test_closed_list import WEB, WORKER, enter
from tests.integration.test_outbox import MAKER, take

CONSULT, NOTIFY = MandateCapacity.CONSULT, MandateCapacity.NOTIFY
EVERYTHING = ["notice", "payment", "turn"]
COMPANY = "B12345674"


@dataclass
class Two:
    """A mother with a notice, a tax and a case that wait, and her daughter, whom the registry gave a mandate of hers."""

    registry: FakeRegistry
    as_role: AsRole
    clean: Database
    mother: Actor = field(init=False)
    daughter: Actor = field(init=False)

    def begin(self, of: Representation | None = None) -> Two:
        self.registry.lines.append(of or mandate(MOTHER, DAUGHTER))
        country = Country(self.as_role, self.clean)
        country.connect()
        with self.as_role(WEB):
            self.mother = enter(MOTHER).actor
        country.tell_everything()
        with self.as_role(WEB):
            self.daughter = enter(DAUGHTER).actor
        self.sql(
            "INSERT INTO outbox_rhythm VALUES (%s, 'at_once', false, NULL, NULL, 9, 0, now())", self.daughter.viewer
        )
        self.look_up()
        return self

    def sql(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        with self.clean.as_superuser() as curtain:
            cursor = curtain.execute(text, values)
            return cursor.fetchall() if cursor.description else []

    def look_up(self) -> None:
        looked_up(self.as_role, self.daughter)

    def acting(self) -> Actor:
        with self.as_role(WEB):
            return began(self.daughter)

    def ask(self) -> Actor:
        acting = self.acting()
        with self.as_role(WEB):
            warned.ask(acting, datetime.now(UTC))
        return acting

    def raise_(self, days: float = 0) -> None:
        with self.as_role(WORKER):
            jobs.look(self.mother.subject, datetime.now(UTC) + timedelta(days=days))

    def tell(self, **later: float) -> None:
        with self.as_role(WORKER):
            for_others.tell_who_acts(datetime.now(UTC) + timedelta(**later))

    def judge(self, **later: float) -> None:
        with self.as_role(WORKER):
            for_others.judge_what_is_due(datetime.now(UTC) + timedelta(**later))

    @property
    def told(self) -> list[str]:
        """What the daughter's outbox has about her mother, whatever became of it."""
        rows = self.sql(
            "SELECT kind FROM outbox_message WHERE person_id = %s AND concerns_id = %s ORDER BY kind",
            self.daughter.viewer, self.mother.subject,
        )  # fmt: skip
        return [row[0] for row in rows]

    @property
    def owed(self) -> int:
        return int(self.sql("SELECT count(*) FROM alerts_owed")[0][0])

    def leave(self, **later: float) -> int:
        """How many of them a maker may take at that moment."""
        with self.as_role(MAKER):
            taken = take(now=datetime.now(UTC) + timedelta(**later))
        return int(
            self.sql("SELECT count(*) FROM outbox_message WHERE id = ANY(%s) AND concerns_id <> person_id", [*taken])[
                0
            ][0]
        )


@pytest.fixture
def two(registry: FakeRegistry, as_role: AsRole, clean: Database) -> Two:
    return Two(registry, as_role, clean)


def test_nobody_is_warned_of_anothers_folder_until_they_ask(two: Two) -> None:
    two.begin()
    two.acting()
    two.raise_()
    two.tell()
    assert (two.told, two.owed) == ([], 0)


def test_whoever_asked_is_told_of_each_fact_once_and_nothing_of_whose_it_is_stays_with_them(two: Two) -> None:
    two.begin().ask()
    for _ in range(3):
        two.raise_()
        two.tell()
    assert (two.told, two.owed) == (EVERYTHING, 0)
    rows = two.sql("SELECT sender, key FROM outbox_message WHERE person_id = %s", two.daughter.viewer)
    alerts = {str(row[0]) for row in two.sql("SELECT id FROM alerts_alert")}
    assert {row[0] for row in rows} == {""}
    assert {row[1] for row in rows} <= alerts
    assert two.leave() == 3


CASES = {
    "for everything": (mandate(MOTHER, DAUGHTER), EVERYTHING),
    "to be notified": (mandate(MOTHER, DAUGHTER, capacities=frozenset({NOTIFY})), ["notice"]),
    "to consult": (mandate(MOTHER, DAUGHTER, capacities=frozenset({CONSULT})), ["payment", "turn"]),
    "to file": (mandate(MOTHER, DAUGHTER, capacities=frozenset({MandateCapacity.PROCESS})), []),
    "of the body": (of_body(MOTHER, DAUGHTER, MANRESA), EVERYTHING),
    "of the body, to be notified": (of_body(MOTHER, DAUGHTER, MANRESA, NOTIFY), ["notice"]),
    "of another body": (of_body(MOTHER, DAUGHTER, BAGES), []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_somebody_is_told_of_is_what_their_mandate_lets_them_see(two: Two, case: str) -> None:
    of, kinds = CASES[case]
    two.begin(of).ask()
    two.raise_()
    two.tell()
    assert (two.told, two.owed) == (kinds, 0)


def test_who_came_into_the_folder_and_what_its_person_asked_of_us_is_told_to_nobody_else() -> None:
    assert {kind.value for kind in for_others.AlertKind if kind not in for_others.WISHES} == {"new_login", "come_in"}
    assert not set(for_others.WISHES.values()) & rules.NEVER


def test_a_login_of_the_mothers_is_told_to_her_alone(two: Two) -> None:
    two.begin().ask()
    two.sql(
        "UPDATE people_session SET method = 'other' WHERE person_id = %s AND viewer_id = %s", *[two.mother.subject] * 2
    )
    with two.as_role(WEB):
        enter(MOTHER)
    two.raise_()
    two.tell()
    kinds = [row[0] for row in two.sql("SELECT kind FROM alerts_alert ORDER BY kind")]
    assert "new_login" in kinds
    assert two.told == EVERYTHING


def test_an_old_word_of_the_registry_tells_nothing_until_it_says_it_again(two: Two) -> None:
    two.begin().ask()
    age(two.clean, timedelta(seconds=61))
    two.raise_()
    two.tell()
    assert (two.told, two.owed) == ([], 3)
    wished = "SELECT count(*) FROM gathering_wanted WHERE person_id = %s AND scope = 'mandates_standing'"
    assert two.sql(wished, two.daughter.viewer) == [(1,)]
    two.look_up()
    two.tell(seconds=6)
    assert (two.told, two.owed) == (EVERYTHING, 0)


def test_a_registry_that_does_not_answer_makes_it_wait_and_not_leave(two: Two) -> None:
    two.begin().ask()
    two.registry.down = True
    age(two.clean, timedelta(seconds=61))
    two.look_up()
    two.raise_()
    two.tell()
    assert (two.told, two.owed) == ([], 3)
    two.tell(days=3)
    assert (two.told, two.owed) == ([], 0), "what nobody could confirm in time is not told"


def test_revoked_at_any_counter_before_it_is_told_nothing_is_told_and_the_wish_ends(two: Two) -> None:
    two.begin().ask()
    age(two.clean, timedelta(seconds=61))
    two.raise_()
    two.registry.set(two.registry.lines[0].source_id, MandateState.REVOKED)
    two.look_up()
    two.tell()
    assert (two.told, two.owed) == ([], 0)
    assert two.sql("SELECT 1 FROM mandates_warned") == []


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


# -- a company ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def company(registry: FakeRegistry, as_role: AsRole, clean: Database) -> Two:
    """A company with the same three things; whoever stands in its folder shows its certificate."""
    two = Two(registry, as_role, clean)
    country = Country(as_role, clean)
    country.connect()
    with as_role(WEB):
        two.mother = two.daughter = enter(DAUGHTER, COMPANY).actor
    country.tell_everything()
    two.sql("INSERT INTO outbox_rhythm VALUES (%s, 'at_once', false, NULL, NULL, 9, 0, now())", two.daughter.viewer)
    return two


def test_a_companys_folder_tells_nobody_by_itself_and_whoever_showed_its_certificate_if_they_ask(company: Two) -> None:
    company.raise_()
    company.tell()
    assert company.told == []
    with company.as_role(WEB):
        warned.ask(company.daughter, datetime.now(UTC))
    company.sql("DELETE FROM alerts_alert")
    company.raise_()
    company.tell()
    assert company.told == EVERYTHING
    assert company.leave() == 3


def test_a_certificate_tells_for_eighty_days_from_the_last_time_it_was_shown(company: Two) -> None:
    with company.as_role(WEB):
        warned.ask(company.daughter, datetime.now(UTC))
    company.sql("UPDATE mandates_warned SET certificate_until = now() - interval '1 second'")
    company.raise_()
    company.tell()
    assert (company.told, company.owed) == ([], 0)
    with company.as_role(WEB):
        enter(DAUGHTER, COMPANY)
    company.sql("DELETE FROM alerts_alert")
    company.raise_()
    company.tell()
    assert company.told == EVERYTHING
    assert company.sql("SELECT 1 FROM mandates_warned WHERE certificate_until > now() + interval '79 days'") == [(1,)]


def test_another_representative_of_the_company_can_end_it(company: Two) -> None:
    with company.as_role(WEB):
        warned.ask(company.daughter, datetime.now(UTC))
    company.raise_()
    company.tell()
    with company.as_role(WEB):
        other = enter(STRANGER, COMPANY).actor
        assert warned.refuse(other, company.daughter.viewer, True)
    assert company.leave() == 0
    company.judge()
    assert company.told == []


# -- who sees a row ----------------------------------------------------------------------------------------------------

_WISH = "INSERT INTO mandates_warned (id, person_id, viewer_id, asked_at) VALUES (gen_random_uuid(), %s, %s, now())"


def test_nobody_wishes_it_of_a_folder_where_they_have_no_ground_nor_for_somebody_else(two: Two) -> None:
    two.begin()
    with two.as_role(WEB):
        stranger = enter(STRANGER).actor
    mother, daughter = two.mother.subject, two.daughter.viewer
    attempts = [
        (mother, stranger.viewer, mother, stranger.viewer),  # in her folder without a ground
        (stranger.viewer, stranger.viewer, mother, stranger.viewer),
        (mother, daughter, mother, daughter),  # a mandate, but she has not gone in
        (mother, mother, mother, daughter),  # for somebody else
        (mother, mother, mother, mother),
    ]
    for subject, viewer, person, whom in attempts:
        with two.as_role(WEB), pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_person(subject, viewer) as tx:
            tx.run(_WISH, (person, whom))
    assert two.sql("SELECT 1 FROM mandates_warned") == []


def test_a_wish_is_seen_by_its_two_people_and_by_nobody_else(two: Two) -> None:
    two.begin().ask()
    with two.as_role(WEB):
        stranger = enter(STRANGER).actor
        assert len(warned.of_mine(two.mother)) == len(warned.by_me(two.daughter)) == 1
        assert warned.of_mine(stranger) == warned.by_me(stranger) == ()
        for viewer in (stranger.viewer, two.daughter.viewer):
            with db.as_person(two.mother.subject, viewer) as tx:
                seen = tx.run("SELECT viewer_id FROM mandates_warned")
            assert seen == ([] if viewer == stranger.viewer else [(viewer,)])


def test_who_is_warned_cannot_take_back_the_no_of_whose_folder_it_is(two: Two) -> None:
    two.begin()
    acting = two.ask()
    with two.as_role(WEB):
        warned.refuse(two.mother, two.daughter.viewer, True)
        for subject in (acting.subject, two.daughter.viewer):
            with db.as_person(subject, two.daughter.viewer) as tx:
                assert tx.run("UPDATE mandates_warned SET refused_at = NULL RETURNING id") == []
                assert tx.run("DELETE FROM mandates_warned RETURNING id") == []


def test_the_worker_writes_no_wish(two: Two) -> None:
    two.begin().ask()
    with (
        two.as_role(WORKER),
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        db.as_person(two.mother.subject) as tx,
    ):
        tx.run(_WISH, (two.mother.subject, uuid4()))
    with (
        two.as_role(WORKER),
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        db.as_person(two.mother.subject) as tx,
    ):
        tx.run("UPDATE mandates_warned SET refused_at = NULL")


def test_the_worker_confirms_no_message_that_is_of_the_persons_own_folder(two: Two) -> None:
    two.begin()
    two.raise_()
    with two.as_role(WORKER), db.as_person(two.mother.subject) as tx:
        assert tx.run("UPDATE outbox_message SET state = 'failed' RETURNING id") == []


# -- what is kept ------------------------------------------------------------------------------------------------------


def _wishes(two: Two) -> list[tuple[Any, ...]]:
    return two.sql("SELECT 1 FROM mandates_warned")


@pytest.mark.parametrize("who", ["mother", "daughter"])
def test_when_either_is_forgotten_nothing_is_told_any_more(
    two: Two, who: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MYSPACE_ERASURES", str(tmp_path / "ledger"))
    two.begin().ask()
    two.raise_()
    two.tell()
    gone: UUID = getattr(two, who).viewer
    with two.as_role(WORKER):
        erasing.erase(gone)
    assert _wishes(two) == []
    assert two.leave() == 0
    two.judge()
    assert two.told == []


def test_both_are_handed_over_what_they_wished_or_refused_and_neither_gets_the_others_number(two: Two) -> None:
    from myspace.domain.mandates import keeping

    two.begin().ask()
    with two.as_role(WEB):
        for actor, key in ((two.mother, "warned_of_my_folder"), (two.daughter, "warned_of_others")):
            with db.as_actor(actor) as tx:
                (line,) = keeping._hand_over(tx, actor)[key]
            assert set(line) == {"asked_at", "refused_at", "certificate_until"}


def test_who_is_warned_and_does_not_come_back_goes_on_being_warned(two: Two) -> None:
    from myspace.domain.mandates import keeping

    two.begin().ask()
    with two.as_role(WORKER), db.as_person(two.daughter.viewer) as tx:
        keeping._forget_copies(tx, two.daughter)
    two.look_up()
    two.raise_()
    two.tell()
    assert two.told == EVERYTHING


def test_the_registry_is_asked_once_a_day_about_whoever_is_warned_and_is_not_in(two: Two) -> None:
    from myspace.domain.mandates import checking

    two.begin().ask()
    two.sql("UPDATE people_session SET ended_at = now()")
    with two.as_role(WORKER):
        assert checking.leave_wishes(datetime.now(UTC)) == 0
        assert checking.leave_wishes(datetime.now(UTC) + timedelta(hours=25)) == 1
