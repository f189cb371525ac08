"""In which class a look-up is, at each edge; and when one may object."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from myspace.domain.transparency.rules import Facts, Objection, Standing, objection, standing
from myspace.vocabulary.transparency import LegalGround

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def facts(**changes: Any) -> Facts:
    """One that nothing explains, by a body that told everything after it looked."""
    given: dict[str, Any] = {
        "own": False, "linked": False, "recognised": False, "asked": False, "connected": True,
        "answered_at": NOW, "last_at": NOW - timedelta(days=2),
    }  # fmt: skip
    return Facts(**{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Standing.RAISED),
        ({"own": True, "linked": True}, Standing.OWN),
        ({"linked": True, "recognised": True}, Standing.LINKED),
        ({"recognised": True, "asked": True}, Standing.RECOGNISED),
        ({"asked": True}, Standing.ASKED),
        ({"connected": False}, Standing.NOT_CONNECTED),
        ({"connected": False, "answered_at": None}, Standing.NOT_CONNECTED),
        ({"answered_at": None}, Standing.NOT_ANSWERED),
        ({"answered_at": NOW - timedelta(days=2)}, Standing.NOT_ANSWERED),
        ({"answered_at": NOW - timedelta(days=2) + timedelta(seconds=1)}, Standing.RAISED),
    ],
)
def test_the_first_that_holds_decides(changes: dict[str, Any], expected: Standing) -> None:
    assert standing(facts(**changes)) is expected


def test_of_an_unconnected_body_nothing_is_ever_raised() -> None:
    for linked in (True, False):
        for answered in (None, NOW, NOW - timedelta(days=9)):
            assert standing(facts(connected=False, linked=linked, answered_at=answered)) is not Standing.RAISED


@pytest.mark.parametrize(
    ("ground", "expected"),
    [
        (LegalGround.NO_OBJECTION, Objection.MAY), (LegalGround.CONSENT, Objection.WITHDRAW), (LegalGround.LAW, Objection.BY_LAW),
        (None, Objection.GROUND_UNTOLD),
    ],
)  # fmt: skip
def test_one_may_object_where_the_ground_lets_one(ground: LegalGround | None, expected: Objection) -> None:
    assert objection(ground) is expected
