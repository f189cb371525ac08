"""Who acts for somebody is told of what is in that folder only if they asked and may; and of each fact once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from myspace.domain.alerts import for_others
from myspace.domain.mandates import rules
from myspace.vocabulary.mandates import MandateCapacity, MandateState
from tests.integration.country import BAGES, MANRESA
from tests.integration.mandates_stage import DAUGHTER, MOTHER, a_registry, age  # noqa: F401  # fixture
from tests.integration.registry import mandate, of_body
from tests.integration.test_closed_list import WEB, enter
from tests.integration.warned_stage import EVERYTHING, Two, mother_and_daughter_to_be  # noqa: F401  # fixture

CONSULT, NOTIFY = MandateCapacity.CONSULT, MandateCapacity.NOTIFY


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
    own = {"new_login", "come_in", "look_up", "look_ups", "data_came", "ends_soon"}  # no mandate gives these
    assert {kind.value for kind in for_others.AlertKind if kind not in for_others.WISHES} == own
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
