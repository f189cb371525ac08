"""A letter that nobody answered in its month needs the person once: on home, on what needs them and in the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from myspace.domain.agenda import service as agenda
from myspace.domain.agenda.service import Verb
from myspace.domain.enquiries import needing
from myspace.domain.kernel import db
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_given import TODAY, GivenFeed, connected, told_of
from tests.integration.exchanges_stage import Visitor, told
from tests.integration.test_closed_list import LIVE, WEB, WORKER, enter
from tests.integration.test_pages_letters import letter_of

MAKER = "myspace_maker"
LATER = TODAY + timedelta(days=40)


@pytest.fixture
def feed() -> Iterator[GivenFeed]:
    with connected() as one:
        yield one


@pytest.fixture
def me(as_role: AsRole, clean: Database, feed: GivenFeed) -> Visitor:
    return Visitor(as_role, clean)


def registered(as_role: AsRole, me: Visitor, **changes: object) -> str:
    told(as_role, told_of(**changes))
    path = letter_of(me)
    assert me.post(f"{path}/registre", numero="E-1", dia=str(TODAY)).status_code == 303
    return path


def look(as_role: AsRole) -> int:
    with as_role(WORKER):
        return needing.look(datetime.now(UTC))


def cards(as_role: AsRole, me: Visitor, today: date) -> list[agenda.Card]:
    with as_role(WEB):
        return list(agenda.cards(me.actor, today=today))


@pytest.mark.parametrize("role", [WEB, LIVE, WORKER, MAKER])
def test_the_worker_alone_asks_whose_agenda_is_behind(role: str, as_role: AsRole, clean: Database) -> None:
    with as_role(role), db.bare() as tx:
        if role == WORKER:
            tx.run("SELECT letters_due(10)")
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                tx.run("SELECT letters_due(10)")


def test_it_is_in_the_calendar_from_the_start_and_on_home_once_its_month_passed(as_role: AsRole, me: Visitor) -> None:
    path = registered(as_role, me)
    assert look(as_role) == 1
    assert look(as_role) == 0, "the agenda says it now"
    with as_role(WEB), db.as_actor(me.actor) as tx:
        (day,) = agenda.dated(tx, since=TODAY)
    assert cards(as_role, me, TODAY) == []
    assert cards(as_role, me, day.due_on) == [], "the last day is still theirs"
    (card,) = cards(as_role, me, day.due_on + timedelta(days=1))
    assert (card.verb, card.topic, str(card.ref_id)) == (Verb.CLAIM, "letters", path.rpartition("/")[2])


def test_home_and_what_needs_me_lead_to_the_letter(as_role: AsRole, clean: Database, me: Visitor) -> None:
    path = registered(as_role, me)
    look(as_role)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE agenda_entry SET visible_from = visible_from - 60, due_on = due_on - 60")
    for page in ("/inici", "/que-em-toca"):
        text = me.get(page).content.decode()
        assert text.count(f'href="{path}"') == 1, page
    assert "Segons el dia que vas apuntar, ja t'havien d'haver respost." in me.text("/que-em-toca")


@pytest.mark.parametrize("end", ["answer", "claim"])
def test_it_waits_no_more_once_it_is_answered_or_claimed(
    as_role: AsRole, clean: Database, me: Visitor, end: str
) -> None:
    path = registered(as_role, me)
    look(as_role)
    if end == "answer":
        me.post(f"{path}/resposta", resposta="Era per la beca.", dia=str(TODAY))
    else:
        with clean.as_superuser() as curtain:
            curtain.execute("UPDATE enquiries_enquiry SET due_on = due_on - 60")
        me.post(f"{path}/reclama", a="autoritat")
    assert cards(as_role, me, LATER) == [], "at once"
    assert look(as_role) == 1
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT count(*) FROM agenda_entry").fetchone() == (0,)


def test_a_sensitive_letter_is_on_no_agenda(as_role: AsRole, clean: Database, me: Visitor) -> None:
    with as_role(WEB):
        pass
    told(as_role, told_of(purpose="VIOLENCE"))
    with clean.as_superuser() as curtain:
        ((series,),) = curtain.execute("SELECT id FROM transparency_series").fetchall()
    path = letter_of(me, series=series)
    me.post(f"{path}/registre", numero="E-1", dia=str(TODAY))
    assert look(as_role) == 0
    assert cards(as_role, me, LATER) == []


def test_nobody_s_agenda_has_another_s_letter(as_role: AsRole, me: Visitor) -> None:
    registered(as_role, me)
    look(as_role)
    with as_role(WEB):
        other = enter("00000002W").actor
        assert agenda.cards(other, today=LATER) == ()
