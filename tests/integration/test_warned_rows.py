"""Who may write and see that somebody is warned of a folder, and what becomes of it when either is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from myspace.domain.kernel import db
from myspace.domain.mandates import warned
from myspace.domain.people import erasing
from tests.integration.mandates_stage import STRANGER, a_registry  # noqa: F401  # fixture
from tests.integration.test_closed_list import LIVE, WEB, WORKER, enter
from tests.integration.test_outbox import MAKER
from tests.integration.warned_stage import EVERYTHING, Two, mother_and_daughter_to_be  # noqa: F401  # fixture

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


@pytest.mark.parametrize("role", [WEB, LIVE, MAKER])
def test_only_the_worker_is_told_whom_to_judge_and_whom_to_ask_about(role: str, two: Two) -> None:
    for call in ("messages_for_others(now(), now(), 1)", "warned_due(now(), 1)"):
        with two.as_role(role), pytest.raises(psycopg.errors.InsufficientPrivilege), db.bare() as tx:
            tx.run(f"SELECT * FROM {call}")


@pytest.mark.parametrize("role", [LIVE, MAKER])
def test_a_ground_is_said_to_have_changed_by_a_page_or_the_worker_alone(role: str, two: Two) -> None:
    with two.as_role(role), pytest.raises(psycopg.errors.InsufficientPrivilege), db.bare() as tx:
        tx.run("SELECT unconfirm_messages()")


def test_a_ground_that_changed_is_of_ones_own_folder_or_ones_own_message(two: Two) -> None:
    two.begin().ask()
    two.raise_()
    two.tell()
    with two.as_role(WEB), db.as_person(enter(STRANGER).actor.subject) as tx:
        tx.run("SELECT unconfirm_messages()")
    assert two.leave() == 3


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
