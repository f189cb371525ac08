"""What a grantor is told of: who could use a mandate for something, whether or not the registry would be asked first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from myspace.domain.mandates.rules import Wish, may_reach
from myspace.simulation.cast import MANRESA, VIC
from myspace.vocabulary.mandates import Mandate, MandateCapacity, MandateState
from tests.unit.domain.mandates.test_rules import NOW, OF_A_BODY, OF_A_PROCEDURE, WHOLE, but


@pytest.mark.parametrize(
    ("mandate", "body", "could"),
    [
        (WHOLE, MANRESA, True),
        (WHOLE, None, True),
        (OF_A_BODY, MANRESA, True),
        (OF_A_BODY, VIC, False),
        (OF_A_BODY, None, False),
        (OF_A_PROCEDURE, MANRESA, True),  # a notice does not say of which procedure it is
        (OF_A_PROCEDURE, VIC, False),
        (but(WHOLE, state=MandateState.REVOKED), MANRESA, False),
        (but(WHOLE, state=MandateState.PENDING_ACCEPTANCE), MANRESA, False),
        (but(WHOLE, begins=NOW + timedelta(days=1)), MANRESA, False),
        (but(WHOLE, ends=NOW), MANRESA, False),
        (but(WHOLE, declared=None), MANRESA, False),
        (but(WHOLE, capacities=frozenset({MandateCapacity.CONSULT})), MANRESA, False),
        (but(WHOLE, capacities=frozenset({MandateCapacity.NOTIFY})), MANRESA, True),
    ],
)
def test_who_could_open_a_notice_of_a_body_in_the_grantors_name(
    mandate: Mandate, body: str | None, could: bool
) -> None:
    assert may_reach(mandate, Wish.OPEN_NOTICE, body, NOW) is could
