"""The mandates of the make-believe country hang together on any day."""

from __future__ import annotations

from datetime import date

import pytest

from myspace.simulation.bodies import connected_bodies
from myspace.simulation.cast import CAST, COMPANIES, person
from myspace.simulation.stories.mandates import CATALOGUE, STATES, mandates

ON_ANY_DAY = pytest.mark.parametrize(
    "today", [date(2026, 11, 30), date(2027, 1, 1), date(2028, 2, 29), date(2027, 10, 31)], ids=str
)


@ON_ANY_DAY
def test_each_is_between_two_of_the_cast_of_a_connected_body_and_no_longer_than_the_law_allows(today: date) -> None:
    people, bodies = {one.id for one in (*CAST, *COMPANIES)}, {one.ine10 for one in connected_bodies()}
    procedures = {one.uuid for family in CATALOGUE for one in family.procedures if one.active}
    told = mandates(today)
    assert len({one.id for one in told}) == len(told)
    for one in told:
        assert one.grantor in people
        assert one.representative in people
        assert one.grantor != one.representative
        assert one.body is None or one.body in bodies
        assert one.procedure is None or one.procedure in procedures
        assert (one.procedure is not None) == (one.type == "TIPUS_C")
        assert one.created.date() <= today
        assert 0 < (one.ends - one.begins).days < 5 * 365
        assert (one.ends < today) == (one.state == "EXPIRADA")


@ON_ANY_DAY
def test_there_is_one_of_each_state_one_of_each_type_and_one_whose_type_contradicts_it(today: date) -> None:
    told = mandates(today)
    of_marc = [one.state for one in told if one.grantor == "marc"]
    assert sorted(of_marc) == sorted(STATES)
    assert {one.type for one in told if one.state == "VALIDA"} == {"TIPUS_A", "TIPUS_B", "TIPUS_C"}
    odd = [one for one in told if one.type == "TIPUS_A" and one.body]
    assert [(one.grantor, one.representative) for one in odd] == [("amina", "teresa")]


def test_the_protected_person_gave_one_to_her_former_partner_and_nobody_revoked_it() -> None:
    (one,) = (one for one in mandates(date(2026, 11, 30)) if one.grantor == "laia")
    assert (person(one.grantor).protected, one.representative, one.state) == (True, "oscar", "VALIDA")


def test_two_procedures_of_the_catalogue_have_one_code() -> None:
    every = [one for family in CATALOGUE for one in family.procedures]
    assert len({one.uuid for one in every}) == len(every)
    assert len({one.code for one in every}) < len(every)
