"""A title with a last day: in the calendar from the start, on home and as an alert when it is near, once; never by mandate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import psycopg
import pytest

from myspace.domain.agenda import service as agenda
from myspace.domain.agenda.service import Card, Verb
from myspace.domain.alerts import jobs
from myspace.domain.alerts import service as alerts
from myspace.domain.alerts.for_others import WISHES
from myspace.domain.alerts.rules import AlertKind
from myspace.domain.kernel import db
from myspace.domain.personal_data import needing
from myspace.vocabulary.answers import Down, Fault
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import (
    Absence,
    Datum,
    DatumKind,
    HeldBy,
    Known,
    NoData,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
    Standing,
)
from myspace.web.pages.my_data.words import SLUGS
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_stage import Visitor
from tests.integration.mandates_stage import a_registry  # noqa: F401  # a fixture
from tests.integration.neighbour import words
from tests.integration.personal_data_given import GivenRegisters, connected, met, title
from tests.integration.test_acting_pages import Folder, folder  # noqa: F401  # a fixture
from tests.integration.test_closed_list import LIVE, WEB, WORKER, enter
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

MAKER = "myspace_maker"
TODAY = datetime.now(MADRID).date()
FAMILY, DISABILITY = SheetKind.FAMILY_TITLE, SheetKind.DISABILITY
Ask = Callable[..., None]


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


def ending(days: int) -> Known:
    return title(PartialDate.of(on(days)))


def disability(days: int) -> Known:
    data = (Datum(DatumKind.DISABILITY_PER_MILLE, 330), Datum(DatumKind.VALID_UNTIL, PartialDate.of(on(days))))
    return Known(Sheet(DISABILITY, Source(HeldBy.SOCIAL_RIGHTS, "GRAU", "TOTAL"), Standing.RECOGNISED, data=data))


@pytest.fixture
def registers() -> Iterator[GivenRegisters]:
    with connected() as given:
        yield given


@pytest.fixture
def me(as_role: AsRole, clean: Database, registers: GivenRegisters) -> Visitor:
    return Visitor(as_role, clean)


@pytest.fixture
def ask(as_role: AsRole, clean: Database, me: Visitor, registers: GivenRegisters) -> Ask:
    """They ask for it, a while after the last time, and the worker meets the wish."""

    def asks(answer: Any, kind: SheetKind = FAMILY) -> None:
        registers.answers[kind] = answer
        with clean.as_superuser() as curtain:
            curtain.execute("UPDATE personal_data_sheet SET answered_at = answered_at - interval '1 hour'")
        me.post(f"/les-meves-dades/{SLUGS[kind.theme]}/pregunta", quina=kind.value, si="1")
        with as_role(WORKER):
            met(me.actor.subject)

    return asks


def cards(as_role: AsRole, me: Visitor, today: date = TODAY) -> list[Card]:
    with as_role(WEB):
        return list(agenda.cards(me.actor, today=today))


def days(as_role: AsRole, me: Visitor) -> list[date]:
    with as_role(WEB), db.as_actor(me.actor) as tx:
        return [one.due_on for one in agenda.dated(tx, since=TODAY - timedelta(days=90))]


def look(as_role: AsRole, me: Visitor, day: date = TODAY) -> int:
    with as_role(WORKER):
        return jobs.look(me.actor.subject, datetime.combine(day, time(12), UTC))


def shown(as_role: AsRole, me: Visitor) -> list[alerts.Alert]:
    with as_role(WEB):
        return [one for one in alerts.alerts(me.actor).shown if one.kind is AlertKind.ENDS_SOON]


def sent(clean: Database) -> list[str]:
    with clean.as_superuser() as curtain:
        return [
            r[0] for r in curtain.execute("SELECT state FROM outbox_message WHERE kind = 'ending' ORDER BY told_at, id")
        ]


def test_it_is_in_the_calendar_from_the_start_and_on_home_two_months_before(
    as_role: AsRole, me: Visitor, ask: Ask
) -> None:
    ask(ending(90))
    assert days(as_role, me) == [on(90)]
    assert cards(as_role, me, on(29)) == []
    (card,) = cards(as_role, me, on(30))
    assert (card.verb, card.topic, card.title, card.due_on) == (Verb.RENEW, "titles", "family_title", on(90))


def test_it_is_told_of_at_each_distance_once_and_never_after_its_day(
    as_role: AsRole, clean: Database, me: Visitor, ask: Ask
) -> None:
    ask(ending(61))
    days = (0, 1, 1, 2, 30, 31, 32, 53, 54, 55, 61, 62)
    raised = [(day, sent(clean)) for day in days if look(as_role, me, on(day))]
    assert [day for day, _ in raised] == [1, 31, 54]
    assert {len(waiting) for _, waiting in raised} == {1}, "what was not sent yet of the one before is taken back"
    assert shown(as_role, me) == [], "its last day has passed"
    assert sent(clean) == []


def test_who_asks_for_it_anew_is_told_nothing_twice(as_role: AsRole, me: Visitor, ask: Ask) -> None:
    ask(ending(20))
    look(as_role, me)
    ask(ending(20))
    me.post("/les-meves-dades/casa-i-familia/retira", quina=FAMILY.value)
    ask(ending(20))
    assert look(as_role, me) == 0
    assert len(shown(as_role, me)) == 1


def test_home_and_the_alert_say_the_day_as_the_register_s_and_lead_to_the_sheet(
    as_role: AsRole, me: Visitor, ask: Ask
) -> None:
    ask(ending(5))
    look(as_role, me)
    for page in ("/inici", "/que-em-toca", "/avisos"):
        text = me.text(page)
        assert "Títol de família nombrosa" in text, page
        assert "Segons el registre, val fins al dia" in text, page
    (card,) = cards(as_role, me)
    path = f"/les-meves-dades/s-acaba/{card.ref_id}"
    assert f'href="{path}"' in me.get("/inici").content.decode()
    assert shown(as_role, me)[0].path == path
    assert me.get(path).headers["Location"] == "/les-meves-dades/casa-i-familia#family_title"


def test_a_title_that_is_over_says_so_for_a_month(as_role: AsRole, me: Visitor, ask: Ask) -> None:
    ask(ending(-3))
    assert "Segons el registre, va valer fins al dia" in me.text("/que-em-toca")
    assert look(as_role, me) == 0
    ask(ending(-31))
    assert days(as_role, me) == []


def test_a_delicate_one_is_told_of_without_its_name(as_role: AsRole, clean: Database, me: Visitor, ask: Ask) -> None:
    ask(disability(5), DISABILITY)
    look(as_role, me)
    for page in ("/inici", "/que-em-toca", "/avisos"):
        text = me.text(page)
        assert "Una dada teva que té un últim dia" in text, page
        assert "iscapacitat" not in text.replace("Accessibilitat", ""), page
        assert "salut-i-dependencia" not in me.get(page).content.decode(), page
    with clean.as_superuser() as curtain:
        for table in ("agenda_entry", "alerts_alert", "outbox_message"):
            text = str(curtain.execute(f"SELECT row_to_json(t)::text FROM {table} t").fetchall())
            assert "disab" not in text, table


def test_to_which_sheet_a_delicate_one_leads_is_told_to_who_entered_surely_enough_alone(
    as_role: AsRole, clean: Database, me: Visitor, registers: GivenRegisters, ask: Ask
) -> None:
    registers.levels[FAMILY] = AssuranceLevel.HIGH
    ask(ending(5))
    (card,) = cards(as_role, me)
    assert card.title == "", "a sheet for who entered surely is named in no list"
    path = f"/les-meves-dades/s-acaba/{card.ref_id}"
    assert me.get(path).headers["Location"] == "/les-meves-dades/casa-i-familia#family_title"
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_session SET level = 2")
    assert me.get(path).headers["Location"] == f"/entra/mes-segur?nivell=3&cap-a={path}"


@pytest.mark.parametrize(
    "answer",
    [NoData(Absence.NO_FILE), ending(400), title(PartialDate(2027))],
    ids=["holds nothing", "another day", "no day"],
)
def test_what_the_register_says_now_takes_the_place_of_what_it_said(
    answer: Any, as_role: AsRole, clean: Database, me: Visitor, ask: Ask
) -> None:
    ask(ending(5))
    look(as_role, me)
    assert len(shown(as_role, me)) == 1
    ask(answer)
    look(as_role, me)
    assert cards(as_role, me) == []
    assert shown(as_role, me) == []
    assert "queued" not in sent(clean)


def test_a_register_that_cannot_be_asked_takes_nothing_back(as_role: AsRole, me: Visitor, ask: Ask) -> None:
    ask(ending(5))
    ask(Down(Fault.SERVER_ERROR))
    assert [card.due_on for card in cards(as_role, me)] == [on(5)]


def test_the_yes_taken_back_takes_the_card_at_once_and_the_row_and_the_alert_with_the_next_round(
    as_role: AsRole, clean: Database, me: Visitor, ask: Ask
) -> None:
    ask(ending(5))
    look(as_role, me)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE alerts_watch SET look_at = now() + interval '1 day'")
    me.post("/les-meves-dades/casa-i-familia/retira", quina=FAMILY.value)
    assert cards(as_role, me) == []
    with clean.as_superuser() as curtain:
        assert curtain.execute(
            "SELECT count(*) FROM alerts_watch WHERE look_at < now() + interval '1 hour'"
        ).fetchone() == (1,)
    with as_role(WORKER):
        assert needing.look(datetime.now(UTC)) == 1
        assert needing.look(datetime.now(UTC)) == 0
    look(as_role, me)
    assert shown(as_role, me) == []
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT count(*) FROM agenda_entry").fetchone() == (0,)


@pytest.mark.parametrize("role", [WEB, LIVE, WORKER, MAKER])
def test_the_worker_alone_asks_whose_agenda_is_behind(role: str, as_role: AsRole, clean: Database) -> None:
    with as_role(role), db.bare() as tx:
        if role == WORKER:
            tx.run("SELECT titles_due(current_date, 10)")
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                tx.run("SELECT titles_due(current_date, 10)")


def test_nobody_s_agenda_has_another_s_title(as_role: AsRole, me: Visitor, ask: Ask) -> None:
    ask(ending(5))
    (card,) = cards(as_role, me)
    with as_role(WEB):
        other = enter("00000002W").actor
        assert agenda.cards(other, today=TODAY) == ()
        from myspace.domain.personal_data import service

        assert service.place(other, card.ref_id) is None


def test_who_acts_for_somebody_sees_none_on_their_agenda_and_is_told_of_none(
    folder: Folder,  # noqa: F811
) -> None:
    assert AlertKind.ENDS_SOON not in WISHES
    folder.country.sql(
        "INSERT INTO agenda_entry (id, person_id, topic, ref_id, part, verb, title, ine10, due_on, visible_from, concealed)"
        " SELECT gen_random_uuid(), person_id, 'titles', gen_random_uuid(), '', 'renew', 'family_title', '', current_date + 5,"
        " current_date, false FROM people_person"
    )
    assert "família nombrosa" in words(folder.here.get("/inici"))
    folder.step_in()
    for page in ("/inici", "/que-em-toca"):
        text = words(folder.here.get(page))
        assert "IBI, primer rebut" in text
        assert "família nombrosa" not in text, page
