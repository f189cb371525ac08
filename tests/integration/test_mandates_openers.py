"""Who else may open one's notices: by name, as the registry told, and unknown while it told nothing."""

from __future__ import annotations

from myspace.domain.mandates import service as mandates
from myspace.vocabulary.people import Actor
from tests.integration.conftest import AsRole
from tests.integration.country import BAGES, MANRESA
from tests.integration.mandates_stage import (  # noqa: F401  # fixtures
    DAUGHTER,
    MOTHER,
    a_registry,
    looked_up,
    mother_and_daughter,
)
from tests.integration.registry import FakeRegistry, of_body
from tests.integration.test_closed_list import WEB


def test_before_the_registry_told_it_is_not_known_who_else_may(two: tuple[Actor, Actor], as_role: AsRole) -> None:
    with as_role(WEB):
        found = mandates.openers(two[0], MANRESA)
    assert found == mandates.Openers((), None)


def test_those_whose_mandate_reaches_the_body_are_named_and_no_others(
    two: tuple[Actor, Actor], registry: FakeRegistry, as_role: AsRole
) -> None:
    mother, daughter = two
    looked_up(as_role, mother, daughter)
    with as_role(WEB):
        found, of_the_daughter = mandates.openers(mother, MANRESA), mandates.openers(daughter, MANRESA)
    assert found.names == ("Qui Representa",)
    assert found.known_at is not None
    assert of_the_daughter.names == ()
    assert of_the_daughter.known_at is not None
    registry.lines[:] = [of_body(MOTHER, DAUGHTER, MANRESA)]
    looked_up(as_role, mother)
    with as_role(WEB):
        assert mandates.openers(mother, MANRESA).names == ("Qui Representa",)
        assert mandates.openers(mother, BAGES).names == ()


def test_a_registry_that_is_down_leaves_the_names_that_it_told_and_no_claim_that_they_are_all(
    two: tuple[Actor, Actor], registry: FakeRegistry, as_role: AsRole
) -> None:
    mother, _ = two
    looked_up(as_role, mother)
    with as_role(WEB):
        before = mandates.openers(mother, MANRESA)
    registry.down = True
    looked_up(as_role, mother)
    with as_role(WEB):
        assert mandates.openers(mother, MANRESA) == mandates.Openers(before.names, None), "and it may have more by now"
