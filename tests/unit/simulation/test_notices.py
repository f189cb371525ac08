"""The notices of the make-believe country hang together on any day."""

from __future__ import annotations

from datetime import date

import pytest

from myspace.simulation.bodies import connected_bodies, invented_bodies
from myspace.simulation.cast import CAST, COMPANIES
from myspace.simulation.stories.notices import NoticeTold, notices
from myspace.simulation.stories.telling import Days

DAYS = [date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29), date(2027, 10, 31)]


def running(today: date) -> list[NoticeTold]:
    return [one for one in notices(today) if one.state == "DIPOSITADA"]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_each_is_of_somebody_of_the_cast_from_a_connected_body_and_in_order(today: date) -> None:
    people, bodies = {one.id for one in (*CAST, *COMPANIES)}, {one.ine10 for one in connected_bodies()}
    every = notices(today)
    assert len({one.number for one in every}) == len(every)
    end_of_today = Days(today).at(0, 23)
    for one in every:
        assert one.who in people
        assert one.body in bodies
        assert one.deposited <= (one.ended or end_of_today) <= end_of_today
        assert (one.ended is None) == (one.state == "DIPOSITADA")


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_every_limit_of_what_waits_is_alive_and_no_term_is_longer_than_the_platform_allows(today: date) -> None:
    for one in running(today):
        assert one.limit is None or one.limit.date() > today
        assert one.days is None or 10 <= one.days <= 180


def test_a_communication_has_no_limit_and_is_never_refused_nor_expired() -> None:
    some = [one for one in notices(DAYS[0]) if one.kind == "COMUNICACIO"]
    assert some
    assert all(one.days is None and one.state in ("DIPOSITADA", "ACCEPTADA") for one in some)


def test_every_story_that_a_mailbox_must_tell_is_there() -> None:
    today = DAYS[0]
    mine = {one.number: one for one in notices(today) if one.who == "marta"}
    left = {(one.limit.date() - today).days for one in mine.values() if one.limit and one.state == "DIPOSITADA"}
    assert min(left) == 3
    assert any(one.limit is None and one.state == "DIPOSITADA" and one.kind == "NOTIFICACIO" for one in mine.values())
    assert {one.state for one in notices(today)} == {"DIPOSITADA", "ACCEPTADA", "REBUTJADA", "EXPIRADA", "ANULADA"}
    assert {"BAIX", "SUBSTANCIAL", "ALT"} == {one.level for one in notices(today)}
    assert {"ca", "es", "oc"} == {one.language for one in notices(today)}
    assert {"carme", "atzavara"} <= {one.who for one in notices(today)}


def test_only_invented_bodies_misbehave() -> None:
    invented = {one.ine10: one.temperament for one in invented_bodies()}
    odd = [one for one in notices(DAYS[0]) if one.odd is not None]
    assert odd
    assert all(invented[one.body] is one.odd for one in odd)
