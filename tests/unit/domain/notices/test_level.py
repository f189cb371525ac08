"""A notice may ask more than the session has: there is a way out of every cell of level × method."""

from __future__ import annotations

from itertools import product

from myspace.domain.notices.level import LevelVerdict, Way, access
from myspace.vocabulary.people import AssuranceLevel, LoginMethod

LOW, SUBSTANTIAL, HIGH = AssuranceLevel
ALWAYS = {Way.IN_PERSON, Way.PHONE}
DOOR = {LoginMethod.IDCAT_MOBIL: SUBSTANTIAL, LoginMethod.CERTIFICATE: HIGH, LoginMethod.CLAVE: SUBSTANTIAL}


def test_no_cell_of_the_matrix_is_a_dead_end() -> None:
    doors = [dict(zip(LoginMethod, levels, strict=True)) for levels in product(AssuranceLevel, repeat=len(LoginMethod))]
    for required, held, method, door in product((None, *AssuranceLevel), AssuranceLevel, LoginMethod, ({}, *doors)):
        told = access(required, held, method, door)
        assert set(told.ways) >= ALWAYS
        assert (told.verdict is LevelVerdict.ENOUGH) == (required is not None and held >= required)
        assert (Way.ANOTHER_METHOD in told.ways) == bool(told.methods)
        assert method not in told.methods
        # What is offered does get there: nobody is sent round in a circle.
        wanted = HIGH if required is None else required
        offered = [*told.methods, *([method] if Way.STEP_UP in told.ways else [])]
        assert all(door[one] >= wanted for one in offered)


def test_a_method_that_can_do_more_is_stepped_up_before_another_is_offered() -> None:
    told = access(SUBSTANTIAL, LOW, LoginMethod.IDCAT_MOBIL, DOOR)
    assert told.ways == (Way.STEP_UP, Way.ANOTHER_METHOD, Way.IN_PERSON, Way.PHONE)
    assert told.methods == (LoginMethod.CERTIFICATE, LoginMethod.CLAVE)


def test_a_method_that_cannot_reach_the_level_is_not_stepped_up() -> None:
    told = access(HIGH, SUBSTANTIAL, LoginMethod.CLAVE, DOOR)
    assert told.ways == (Way.ANOTHER_METHOD, Way.IN_PERSON, Way.PHONE)
    assert told.methods == (LoginMethod.CERTIFICATE,)


def test_a_level_that_is_not_told_is_not_taken_for_enough() -> None:
    assert access(None, HIGH, LoginMethod.CERTIFICATE, DOOR).verdict is LevelVerdict.UNTOLD
    assert access(None, HIGH, LoginMethod.CERTIFICATE, DOOR).ways == (Way.IN_PERSON, Way.PHONE)
    assert access(None, LOW, LoginMethod.IDCAT_MOBIL, DOOR).methods == (LoginMethod.CERTIFICATE,)
