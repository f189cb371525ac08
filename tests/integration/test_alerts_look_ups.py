"""What is told of look-ups outside the folder: one that nothing explains, at once; a month of the others, in a digest; no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from myspace.domain.alerts import jobs
from myspace.domain.alerts import service as alerts
from myspace.domain.alerts.service import AlertKind
from myspace.domain.transparency import service
from myspace.domain.transparency.service import Filters
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_given import IGUALADA, answered, connect_body, tell, told_of
from tests.integration.test_closed_list import WEB, WORKER, enter


@pytest.fixture
def me(as_role: AsRole, clean: Database) -> Actor:
    """Whose town hall told everything a moment ago."""
    with as_role(WEB):
        actor = enter().actor
    with as_role(WORKER):
        body = connect_body(clean)
    answered(clean, actor, body, ago=timedelta(minutes=1))
    return actor


def look(as_role: AsRole, me: Actor, now: datetime | None = None) -> None:
    with as_role(WORKER):
        jobs.look(me.subject, now or datetime.now(UTC))


def shown(as_role: AsRole, me: Actor) -> list[AlertKind]:
    with as_role(WEB):
        return [one.kind for one in alerts.alerts(me).shown if one.kind is not AlertKind.NEW_LOGIN]


def outside(clean: Database) -> list[tuple[Any, ...]]:
    with clean.as_superuser() as curtain:
        return curtain.execute(
            "SELECT kind, sender, state, within_id IS NOT NULL FROM outbox_message WHERE kind = 'look_up'"
        ).fetchall()


def test_one_that_nothing_explains_is_told_once_and_by_itself(as_role: AsRole, clean: Database, me: Actor) -> None:
    with as_role(WEB):
        tell(told_of(days=1))
    look(as_role, me)
    look(as_role, me)
    assert shown(as_role, me).count(AlertKind.LOOK_UP) == 1
    assert [(kind, within) for kind, _, _, within in outside(clean) if not within] == [("look_up", False)]


@pytest.mark.parametrize(
    "changes",
    [
        {"asker": IGUALADA}, {"product": "HESTIA"}, {"purpose": "VIOLENCE"}, {"purpose": "OWN_FOLDER"},
        {"product": "NOBODY_NAMED_IT"}, {"days": 40},
    ],
    ids=str,
)  # fmt: skip
def test_of_what_cannot_be_tied_or_is_sensitive_or_old_nobody_is_told_at_once(
    changes: dict[str, Any], as_role: AsRole, clean: Database, me: Actor
) -> None:
    with as_role(WEB):
        tell(told_of(**{"days": 1, **changes}))
    look(as_role, me)
    assert AlertKind.LOOK_UP not in shown(as_role, me)
    assert [one for one in outside(clean) if not one[3]] == []


def test_what_the_person_recognises_is_over(as_role: AsRole, clean: Database, me: Actor) -> None:
    with as_role(WEB):
        tell(told_of(days=1))
    look(as_role, me)
    with as_role(WEB):
        (line,) = service.record(me, Filters()).raised
        service.recognise(me, line.id, yes=True, kept=False)
    look(as_role, me)
    assert AlertKind.LOOK_UP not in shown(as_role, me)


def test_a_month_of_the_others_goes_with_the_digest_whatever_pace_was_chosen(
    as_role: AsRole, clean: Database, me: Actor
) -> None:
    now = datetime.now(UTC)
    last_month = now.replace(day=1) - timedelta(days=3)
    with as_role(WEB):
        tell(*(told_of(reference=f"R-{n}", asker=IGUALADA, at=last_month - timedelta(hours=n)) for n in range(3)))
        tell(told_of(reference="R-9", product="HESTIA", asker=IGUALADA, at=last_month))
    look(as_role, me)
    with as_role(WEB):
        (told,) = [one for one in alerts.alerts(me).shown if one.kind is AlertKind.LOOK_UPS]
    assert told.used.number == 3
    assert [(kind, state, within) for kind, _, state, within in outside(clean)] == [("look_up", "gathered", True)]


def test_who_acts_for_somebody_sees_and_is_told_nothing_of_it(as_role: AsRole, clean: Database, me: Actor) -> None:
    from myspace.domain.alerts.for_others import WISHES

    assert not {AlertKind.LOOK_UP, AlertKind.LOOK_UPS} & set(WISHES)
