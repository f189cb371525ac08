"""How long one is in: fifteen minutes without a sign, eight hours whatever one does. The page says when; this is why."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import Database
from tests.integration.neighbour import Neighbour
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

SECOND = timedelta(seconds=1)


def test_a_session_begins_with_fifteen_minutes_and_ends_after_eight_hours(
    neighbour: Neighbour,  # noqa: F811
    clean: Database,
) -> None:
    neighbour.enter("marta")
    with clean.as_superuser() as connection:
        row = connection.execute("SELECT idle_until - created_at, ends_at - created_at FROM people_session").fetchone()
    assert row is not None
    assert abs(row[0] - timedelta(minutes=15)) < SECOND
    assert abs(row[1] - timedelta(hours=8)) < SECOND


def test_being_there_goes_on_for_fifteen_minutes_and_never_past_the_eighth_hour(
    neighbour: Neighbour,  # noqa: F811
    clean: Database,
) -> None:
    neighbour.enter("marta")
    with clean.as_superuser() as connection:

        def left_after(ends_in: str) -> timedelta:
            """A page is opened two minutes after the one before, with so much left of the eight hours."""
            connection.execute(
                "UPDATE people_session SET seen_at = now() - interval '2 minutes',"
                f" idle_until = now() + interval '1 minute', ends_at = now() + interval '{ends_in}'"
            )
            assert neighbour.get("/inici").status_code == 200
            row = connection.execute("SELECT idle_until - now(), idle_until - ends_at FROM people_session").fetchone()
            assert row is not None
            assert row[1] <= timedelta()
            left: timedelta = row[0]
            return left

        assert timedelta(minutes=14) < left_after("2 hours") <= timedelta(minutes=15)
        assert timedelta(minutes=4) < left_after("5 minutes") <= timedelta(minutes=5)
        connection.execute("UPDATE people_session SET ends_at = now() - interval '1 second'")
        assert neighbour.get("/inici").status_code == 401
