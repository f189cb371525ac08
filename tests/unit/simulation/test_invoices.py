"""The invoices of the make-believe country hang together on any day."""

from __future__ import annotations

from datetime import date

import pytest

from myspace.connectors.efact.mapping import STATES
from myspace.simulation.bodies import connected_bodies
from myspace.simulation.cast import CAST, COMPANIES
from myspace.simulation.stories.invoices import NUMBERS, invoices


@pytest.mark.parametrize(
    "today", [date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29), date(2027, 10, 31)], ids=str
)
def test_each_is_of_somebody_of_the_cast_to_a_connected_body_and_its_states_are_in_order(today: date) -> None:
    people, bodies = {one.id for one in (*CAST, *COMPANIES)}, {one.ine10 for one in connected_bodies()}
    told = invoices(today)
    assert set(told) <= people
    every = [one for some in told.values() for one in some]
    assert len({one.id for one in every}) == len(every)
    for one in every:
        assert one.to in bodies & set(NUMBERS)
        assert [state.at for state in one.states] == sorted(state.at for state in one.states)
        assert one.states[0].state == "SENT"
        assert one.states[0].at.date() >= one.issued
    said = {state.state for one in every for state in one.states}
    assert said == set(STATES)
