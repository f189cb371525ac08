"""What a mandate allows: refused unless allowed by name, and every refusal with its reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from myspace.connector_kit.mandates import MandateAct, Side
from myspace.domain.mandates.rules import (
    ACTS,
    NEVER,
    Checked,
    Power,
    Reach,
    Reason,
    Scope,
    Verdict,
    Wanted,
    Wish,
    acts,
    decide,
    ends,
    nearest,
    opens,
    opens_notices,
    power,
    scope,
    stands,
)
from myspace.simulation.cast import MANRESA, VIC, VILANOVA_EXEMPLE
from myspace.vocabulary.mandates import Mandate, MandateCapacity, MandateState, MandateType

ROSA, MARTA, JORDI = UUID(int=1), UUID(int=2), UUID(int=3)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GENERAL = frozenset({MandateCapacity.GENERAL})
WHOLE = Mandate(ROSA, MARTA, MandateState.VALID, MandateType.GENERAL, GENERAL, begins=NOW - timedelta(days=100))
OF_A_BODY = msgspec.structs.replace(WHOLE, declared=MandateType.BODY, bodies=frozenset({MANRESA}))
OF_A_PROCEDURE = msgspec.structs.replace(OF_A_BODY, declared=MandateType.PROCEDURE, procedures=frozenset({"grant"}))
LIVE = Checked(NOW, for_this_act=True)


def wants(
    wish: Wish = Wish.READ_ITEM, body: str | None = MANRESA, procedure: str | None = "grant", **more: bool
) -> Wanted:
    return Wanted(wish, MARTA, ROSA, body, procedure, **more)


def reason(mandate: Mandate, wanted: Wanted | None = None, checked: Checked = LIVE, now: datetime = NOW) -> Reason:
    return decide(mandate, wanted or wants(), checked, now).reason


def but(mandate: Mandate, **changed: object) -> Mandate:
    return msgspec.structs.replace(mandate, **changed)


@pytest.mark.parametrize("wish", Wish)
@pytest.mark.parametrize("mandate", [WHOLE, OF_A_BODY, OF_A_PROCEDURE], ids=["general", "body", "procedure"])
def test_what_no_mandate_gives_is_refused_whatever_it_says(mandate: Mandate, wish: Wish) -> None:
    assert (reason(mandate, wants(wish)) is Reason.NEVER_BY_MANDATE) == (wish in NEVER)


def test_look_ups_logins_hidden_things_and_a_protected_address_are_among_what_no_mandate_gives() -> None:
    assert {Wish.SEE_LOOK_UPS, Wish.SEE_LOGINS, Wish.SEE_HIDDEN, Wish.SEE_PROTECTED_ADDRESS} <= NEVER
    assert reason(WHOLE, wants(hidden=True)) is Reason.HIDDEN
    assert reason(WHOLE, wants(shows_protected_address=True)) is Reason.PROTECTED_ADDRESS


def test_what_a_person_hid_is_refused_as_hidden_before_anything_else_is_looked_at() -> None:
    assert reason(but(OF_A_BODY, state=MandateState.REVOKED), wants(hidden=True)) is Reason.HIDDEN


def test_only_a_general_mandate_opens_the_whole_folder() -> None:
    assert reason(WHOLE, wants(Wish.OPEN_FOLDER)) is Reason.ALLOWED
    for narrower in (OF_A_BODY, OF_A_PROCEDURE):
        assert reason(narrower, wants(Wish.OPEN_FOLDER)) is Reason.NOT_THE_WHOLE_FOLDER


def test_one_of_a_body_reaches_that_body_alone() -> None:
    assert reason(OF_A_BODY) is Reason.ALLOWED
    assert reason(OF_A_BODY, wants(body=VIC)) is Reason.OTHER_BODY
    assert reason(OF_A_BODY, wants(body=None)) is Reason.BODY_UNTOLD


def test_one_of_a_procedure_reaches_it_in_its_body_alone() -> None:
    assert reason(OF_A_PROCEDURE) is Reason.ALLOWED
    assert reason(OF_A_PROCEDURE, wants(procedure="tax")) is Reason.OTHER_PROCEDURE
    assert reason(OF_A_PROCEDURE, wants(procedure=None)) is Reason.PROCEDURE_UNTOLD
    assert reason(OF_A_PROCEDURE, wants(body=VIC)) is Reason.OTHER_BODY


def test_the_published_sample_of_one_body_that_is_tagged_general_is_of_one_body() -> None:  # Q-RE-4
    tagged = but(OF_A_BODY, declared=MandateType.GENERAL)
    assert scope(tagged) == scope(OF_A_BODY) == Scope(frozenset({MANRESA}), None)
    assert reason(tagged, wants(Wish.OPEN_FOLDER)) is Reason.NOT_THE_WHOLE_FOLDER
    assert reason(tagged, wants(body=VILANOVA_EXEMPLE)) is Reason.OTHER_BODY


def test_what_is_left_out_is_not_everything() -> None:
    none = frozenset[str]()
    for unreadable in (
        but(OF_A_BODY, bodies=none), but(OF_A_PROCEDURE, bodies=none), but(OF_A_PROCEDURE, procedures=none),
        but(WHOLE, declared=None),
    ):  # fmt: skip
        assert reason(unreadable) is Reason.SCOPE_UNREADABLE


@pytest.mark.parametrize(
    ("wish", "capacity"),
    [
        (Wish.OPEN_FOLDER, MandateCapacity.CONSULT),
        (Wish.READ_ITEM, MandateCapacity.CONSULT),
        (Wish.LIST_NOTICES, MandateCapacity.NOTIFY),
        (Wish.OPEN_NOTICE, MandateCapacity.NOTIFY),
        (Wish.REFUSE_NOTICE, MandateCapacity.NOTIFY),
        (Wish.FILE, MandateCapacity.PROCESS),
    ],
)
def test_each_wish_needs_its_capacity_or_the_one_that_includes_all(wish: Wish, capacity: MandateCapacity) -> None:
    for held in MandateCapacity:
        enough = held in (capacity, MandateCapacity.GENERAL)
        told = reason(but(WHOLE, capacities=frozenset({held})), wants(wish))
        assert told is (Reason.ALLOWED if enough else Reason.OTHER_CAPACITY)
    assert reason(but(WHOLE, capacities=frozenset()), wants(wish)) is Reason.OTHER_CAPACITY


def test_only_a_valid_one_authorises() -> None:
    allowed = {state for state in MandateState if decide(but(WHOLE, state=state), wants(), LIVE, NOW).allowed}
    assert len(MandateState) == 10
    assert allowed == {MandateState.VALID}


def test_it_is_between_two_people_and_for_nobody_else() -> None:
    for other in (
        but(WHOLE, grantor=JORDI),
        but(WHOLE, representative=JORDI),
        but(WHOLE, grantor=MARTA, representative=ROSA),
    ):
        assert reason(other) is Reason.OTHER_PEOPLE


def test_it_ends_at_the_earliest_of_what_the_registry_says_and_five_years() -> None:  # Law 39/2015, art. 6.6
    begins = datetime(2024, 2, 29, 11, tzinfo=UTC)
    assert ends(but(WHOLE, begins=begins)) == datetime(2029, 2, 28, 11, tzinfo=UTC)
    assert ends(but(WHOLE, begins=begins, ends=begins + SECOND, ends_at_most=NOW)) == begins + SECOND
    assert ends(but(WHOLE, begins=begins, ends=NOW, ends_at_most=begins + SECOND)) == begins + SECOND
    assert reason(but(WHOLE, begins=None)) is Reason.START_UNTOLD


def test_five_years_are_counted_in_official_time() -> None:
    begins = datetime(2025, 3, 29, 23, 30, tzinfo=UTC)  # 0.30 here, with the clock of winter
    assert ends(but(WHOLE, begins=begins)) == datetime(2030, 3, 29, 23, 30, tzinfo=UTC)
    summer = datetime(2021, 10, 30, 22, 30, tzinfo=UTC)  # 31 October, 0.30, still summer's
    assert ends(but(WHOLE, begins=summer)) == datetime(2026, 10, 30, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "answers", "expected"),
    [
        (0, True, Reason.ALLOWED),
        (60, True, Reason.ALLOWED),
        (61, True, Reason.BEING_CHECKED),
        (60, False, Reason.ALLOWED),  # the registry is down: what was read is read on for a minute
        (61, False, Reason.REGISTRY_DOWN),
        (-1, True, Reason.BEING_CHECKED),  # from after now: a clock is wrong
        (None, True, Reason.BEING_CHECKED),
        (None, False, Reason.REGISTRY_DOWN),
    ],
)
def test_reading_needs_a_word_of_the_registry_not_older_than_a_minute(
    age: int | None, answers: bool, expected: Reason
) -> None:
    at = None if age is None else NOW - age * SECOND
    assert reason(WHOLE, wants(), Checked(at, answers=answers)) is expected


@pytest.mark.parametrize("wish", sorted(ACTS))
def test_an_act_needs_a_check_made_for_it_and_stops_at_once_when_the_registry_is_down(wish: Wish) -> None:
    assert reason(WHOLE, wants(wish), Checked(NOW)) is Reason.NEEDS_LIVE_CHECK
    assert reason(WHOLE, wants(wish), Checked(NOW, answers=False)) is Reason.REGISTRY_DOWN
    assert reason(WHOLE, wants(wish), Checked(NOW, for_this_act=True, answers=False)) is Reason.REGISTRY_DOWN
    assert reason(WHOLE, wants(wish), Checked(NOW - 61 * SECOND, for_this_act=True)) is Reason.NEEDS_LIVE_CHECK
    assert reason(WHOLE, wants(wish), LIVE) is Reason.ALLOWED


def test_every_reason_can_be_given_so_none_is_worded_for_nothing() -> None:
    stated = {reason(but(WHOLE, state=state)) for state in MandateState}
    timed = {
        reason(WHOLE, now=NOW - timedelta(days=101)),
        reason(but(WHOLE, ends=NOW)),
        reason(but(WHOLE, begins=None)),
    }
    of_scope = {
        reason(but(WHOLE, declared=None)), reason(OF_A_BODY, wants(Wish.OPEN_FOLDER)), reason(OF_A_BODY, wants(body=None)),
        reason(OF_A_BODY, wants(body=VIC)), reason(OF_A_PROCEDURE, wants(procedure=None)),
        reason(OF_A_PROCEDURE, wants(procedure="tax")), reason(but(WHOLE, capacities=frozenset())),
    }  # fmt: skip
    of_checks = {
        reason(WHOLE, wants(), Checked(None)), reason(WHOLE, wants(), Checked(None, answers=False)),
        reason(WHOLE, wants(Wish.FILE), Checked(NOW)),
    }  # fmt: skip
    never = {reason(WHOLE, wants(Wish.SEE_LOGINS)), reason(WHOLE, wants(hidden=True))}
    others = {reason(WHOLE, wants(shows_protected_address=True)), reason(but(WHOLE, grantor=JORDI))}
    assert stated | timed | of_scope | of_checks | never | others == set(Reason)


def test_the_ground_to_look_is_a_mandate_in_force_that_was_checked_whatever_it_is_for() -> None:
    notify = but(WHOLE, capacities=frozenset({MandateCapacity.NOTIFY}))
    assert stands(notify, LIVE, NOW).allowed
    assert stands(WHOLE, Checked(NOW - timedelta(seconds=61)), NOW).reason is Reason.BEING_CHECKED
    assert stands(WHOLE, Checked(NOW - timedelta(seconds=61), answers=False), NOW).reason is Reason.REGISTRY_DOWN
    assert stands(but(WHOLE, state=MandateState.REVOKED), LIVE, NOW).reason is Reason.REVOKED
    assert stands(but(OF_A_BODY, bodies=frozenset()), LIVE, NOW).reason is Reason.SCOPE_UNREADABLE


@pytest.mark.parametrize(
    ("mandate", "folder", "bodies"),
    [
        (WHOLE, True, set()),
        (OF_A_BODY, False, {MANRESA}),
        (OF_A_PROCEDURE, False, set()),  # no item carries the registry's procedure
        (but(WHOLE, bodies=frozenset({VIC})), False, {VIC}),  # the narrower of type and names
        (but(WHOLE, capacities=frozenset({MandateCapacity.NOTIFY})), False, set()),
        (but(WHOLE, declared=None), False, set()),
    ],
)
def test_row_security_is_told_the_folder_some_bodies_or_nothing(
    mandate: Mandate, folder: bool, bodies: set[str]
) -> None:
    found = opens(mandate)
    assert (found.whole, found.bodies) == (folder, bodies)
    # And never more than the rules would allow.
    assert found.whole == (Reason.ALLOWED is reason(mandate, wants(Wish.OPEN_FOLDER)))
    assert all(reason(mandate, wants(body=body, procedure=None)) is Reason.ALLOWED for body in found.bodies)


@pytest.mark.parametrize(
    ("mandate", "whole", "bodies"),
    [
        (WHOLE, True, set()),
        (but(WHOLE, capacities=frozenset({MandateCapacity.NOTIFY})), True, set()),
        (but(WHOLE, capacities=frozenset({MandateCapacity.CONSULT, MandateCapacity.PROCESS})), False, set()),
        (OF_A_BODY, False, {MANRESA}),
        (but(OF_A_BODY, capacities=frozenset({MandateCapacity.NOTIFY})), False, {MANRESA}),
        (but(OF_A_BODY, capacities=frozenset({MandateCapacity.CONSULT})), False, set()),
        (but(OF_A_BODY, bodies=frozenset()), False, set()),
        (OF_A_PROCEDURE, False, set()),  # notices do not say of which procedure they are
        (but(WHOLE, procedures=frozenset({"grant"})), False, set()),
        (but(WHOLE, bodies=frozenset({VIC})), False, {VIC}),
        (but(WHOLE, declared=None), False, set()),
    ],
)
def test_row_security_is_told_all_notices_those_of_some_bodies_or_none(
    mandate: Mandate, whole: bool, bodies: set[str]
) -> None:
    found = opens_notices(mandate)
    assert (found.whole, found.bodies) == (whole, bodies)
    # Exactly what the rules allow of a notice of each body, which says no procedure.
    for body in (MANRESA, VIC, VILANOVA_EXEMPLE):
        allowed = reason(mandate, wants(Wish.LIST_NOTICES, body=body, procedure=None)) is Reason.ALLOWED
        assert allowed == (found.whole or body in found.bodies)


def test_of_several_mandates_what_one_allows_is_allowed_and_else_the_nearest_says_why() -> None:
    verdicts = [Verdict(r) for r in (Reason.REVOKED, Reason.OTHER_BODY, Reason.BEING_CHECKED)]
    assert nearest(verdicts).reason is Reason.BEING_CHECKED
    assert nearest([*verdicts, Verdict(Reason.ALLOWED)]).allowed
    assert nearest([]).reason is Reason.OTHER_PEOPLE
    assert {nearest([Verdict(each)]).reason for each in Reason} == set(Reason)  # each has its place


def test_each_side_is_offered_only_what_the_registry_takes_from_it() -> None:
    offered = {(state, side): acts(state, side) for state in MandateState for side in Side if acts(state, side)}
    assert offered == {
        (MandateState.PENDING_ACCEPTANCE, Side.GRANTOR): (MandateAct.REVOKE,),
        (MandateState.PENDING_ACCEPTANCE, Side.REPRESENTATIVE): (MandateAct.ACCEPT, MandateAct.RENOUNCE),
        (MandateState.VALID, Side.GRANTOR): (MandateAct.REVOKE,),
        (MandateState.VALID, Side.REPRESENTATIVE): (MandateAct.RENOUNCE,),
    }


def of(mandate: Mandate, *capacities: MandateCapacity) -> Mandate:
    return but(mandate, capacities=frozenset(capacities))


_C, _N, _P = MandateCapacity.CONSULT, MandateCapacity.NOTIFY, MandateCapacity.PROCESS


@pytest.mark.parametrize(("held", "expected"), [
    ((), (Reach.NONE, Reach.NONE, Reach.NONE)),
    ((WHOLE,), (Reach.ALL, Reach.ALL, Reach.ALL)),
    ((of(WHOLE, _C, _N, _P),), (Reach.ALL, Reach.ALL, Reach.ALL)),
    ((of(WHOLE, _C),), (Reach.ALL, Reach.NONE, Reach.NONE)),
    ((of(WHOLE, _N, _P),), (Reach.NONE, Reach.ALL, Reach.ALL)),
    ((OF_A_BODY,), (Reach.SOME, Reach.SOME, Reach.SOME)),
    ((of(OF_A_PROCEDURE, _P),), (Reach.NONE, Reach.NONE, Reach.SOME)),
    ((of(WHOLE, _C), of(OF_A_BODY, _N)), (Reach.ALL, Reach.SOME, Reach.NONE)),
    ((but(OF_A_BODY, bodies=frozenset()),), (Reach.NONE, Reach.NONE, Reach.NONE)),
    ((but(WHOLE, capacities=frozenset()),), (Reach.NONE, Reach.NONE, Reach.NONE)),
])  # fmt: skip
def test_what_a_power_is_for_is_said_of_each_capacity_and_no_more_widely_than_it_reaches(
    held: tuple[Mandate, ...], expected: tuple[Reach, Reach, Reach]
) -> None:
    assert power(held) == Power(*expected)
    assert power(held).everything is (set(expected) == {Reach.ALL})
