"""What a feed tells becomes lines, each question once, for whoever has a folder; what is withheld is nowhere until its day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from myspace.domain.transparency import release, service
from myspace.domain.transparency.service import Filters
from myspace.vocabulary.people import Actor
from myspace.vocabulary.transparency import Withheld
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_given import IGUALADA, MANRESA, TODAY, exchange, keep, tell, told_of
from tests.integration.test_closed_list import WEB, WORKER, enter

TABLES = ("exchange", "series", "month", "body")


@pytest.fixture
def me(as_role: AsRole) -> Actor:
    with as_role(WEB):
        return enter().actor


def rows(clean: Database) -> dict[str, int]:
    with clean.as_superuser() as curtain:
        return {each: curtain.execute(f"SELECT count(*) FROM transparency_{each}").fetchone()[0] for each in TABLES}


def test_alike_questions_are_one_line_and_each_is_kept_once(as_role: AsRole, clean: Database, me: Actor) -> None:
    with as_role(WEB):
        told = [told_of(reference=f"R-{n}", days=n) for n in range(1, 4)] + [told_of(reference="R-9", product="DGT")]
        assert tell(*told)
        assert tell(*told)
        lines = service.record(me, Filters()).lines
    assert [(line.product, line.number) for line in lines] == [("PADRO", 3), ("DGT", 1)]
    assert rows(clean)["exchange"] == 4


def test_of_nobody_who_never_came_in_anything_is_kept_and_the_feed_learns_nothing(
    as_role: AsRole, clean: Database, me: Actor
) -> None:
    with as_role(WEB):
        assert tell(told_of("00000001R"), told_of(), told_of("00000002W"))
    assert rows(clean) == {"exchange": 1, "series": 1, "month": 1, "body": 1}


def test_what_the_person_asked_and_what_is_sensitive_counts_in_no_sum(
    as_role: AsRole, clean: Database, me: Actor
) -> None:
    with as_role(WEB):
        tell(told_of(reference="R-1", purpose="OWN_FOLDER"), told_of(reference="R-2", product="HESTIA"),
             told_of(reference="R-3", purpose="VIOLENCE"), told_of(reference="R-4", product="NOBODY_NAMED_IT"))  # fmt: skip
        found = service.record(me, Filters())
        kept = service.kept(me)
    assert (found.number, found.lines, found.raised, found.own.number) == (0, (), (), 1)
    assert len(kept) == 3
    assert rows(clean) == {"exchange": 4, "series": 4, "month": 0, "body": 0}


def seen(actor: Actor) -> list[Any]:
    """Everything that a door may show of somebody's look-ups, letters and files included."""
    from myspace.domain.kernel import db, personal
    from myspace.domain.transparency import taking

    found = service.record(actor, Filters())
    with db.as_actor(actor) as tx:
        # Without when each look was recorded, which changes by itself.
        handed = [keeper.hand_over(tx, actor) for keeper in personal.keepers() if keeper.package == "transparency"]
    return [
        found.raised, found.lines, found.own, found.number, found.bodies, service.kept(actor), service.own(actor),
        service.months(actor), taking.taken(actor, kept=True), handed, service.coverage(),
    ]  # fmt: skip


def test_what_is_withheld_leaves_no_trace_until_its_day_and_then_is_all_there(
    as_role: AsRole, clean: Database, me: Actor
) -> None:
    hidden = Withheld(TODAY + timedelta(days=30), "Reglament (UE) 2016/679, art. 23")
    with as_role(WEB):
        tell(told_of(reference="R-1"))
        before = seen(me)
        tell(told_of(reference="R-2", withheld=hidden), told_of(reference="R-2", withheld=hidden))
        assert seen(me) == before
    with as_role(WORKER):
        assert release.release(datetime.now(UTC) + timedelta(days=29)) == 0
        assert release.release(datetime.now(UTC) + timedelta(days=31)) == 1
    with as_role(WEB):
        assert service.record(me, Filters()).number == 2
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT count(*) FROM transparency_withheld").fetchone() == (0,)


def test_a_body_shows_sooner_what_it_withheld_and_hides_nothing_that_was_shown(
    as_role: AsRole, clean: Database, me: Actor
) -> None:
    hidden = Withheld(TODAY + timedelta(days=30), "Llei")
    with as_role(WEB):
        tell(told_of(reference="R-1", withheld=hidden))
        tell(told_of(reference="R-1"))
        tell(told_of(reference="R-1", withheld=hidden))
        assert service.record(me, Filters()).number == 1
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT count(*) FROM transparency_withheld").fetchone() == (0,)


def test_the_person_s_own_question_is_one_whether_we_or_the_platform_tell_of_it(
    as_role: AsRole, clean: Database, me: Actor
) -> None:
    from myspace.domain.kernel import db

    with as_role(WORKER), db.as_person(me.subject) as tx:
        assert service.record_own(tx, me.subject, exchange("PCI-7", purpose=None), TODAY)
    with as_role(WEB):
        tell(told_of(reference="PCI-7", purpose="OWN_FOLDER"))
        assert service.record(me, Filters()).own.number == 1


def test_told_by_the_errand_and_unasked_it_is_the_same(as_role: AsRole, clean: Database, me: Actor) -> None:
    with as_role(WORKER):
        assert keep(me, exchange("R-1"), exchange("R-2", asker=IGUALADA))
        assert not keep(me, exchange("R-1"), exchange("R-2", asker=IGUALADA))
    with as_role(WEB):
        tell(told_of(reference="R-1"))
        found = service.record(me, Filters())
    assert (found.number, set(found.bodies)) == (2, {MANRESA, IGUALADA})


def test_each_body_s_entries_are_counted_with_those_that_say_all_and_few_are_not_told(
    as_role: AsRole, clean: Database, me: Actor
) -> None:
    with as_role(WEB):
        tell(*(told_of(reference=f"R-{n}", ground=None if n < 5 else exchange().ground) for n in range(25)))
        tell(*(told_of(reference=f"S-{n}", asker=IGUALADA) for n in range(19)))
        found = {each.ine10: (each.told, each.whole) for each in service.coverage()}
    assert found == {MANRESA: (25, 20), IGUALADA: (None, None)}
