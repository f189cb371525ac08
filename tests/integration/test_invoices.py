"""Invoices asked for over a real socket, by the folder's own number and no login: kept, not believed, not known."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import psycopg
import pytest
import structlog

from myspace.vocabulary.answers import Outcome
from myspace.vocabulary.invoices import InvoiceState, Untold
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.invoices_given import (  # noqa: F401  # fixtures
    ATZAVARA,
    BERTA,
    ROSA,
    Far,
    asked,
    connected_far,
    entered_rosa,
    invoice,
    step,
    told,
)
from tests.integration.test_closed_list import WEB, WORKER, enter


def older(clean: Database, by: str = "2 hours") -> None:
    with clean.as_superuser() as curtain:
        curtain.execute(
            "UPDATE invoices_reading SET known_at = known_at - %(by)s::interval, answered_at = answered_at - %(by)s::interval",
            {"by": by},
        )


def one_row(clean: Database, sql: str):
    with clean.as_superuser() as curtain:
        (row,) = curtain.execute(sql).fetchall()
    return row


# -- what is asked, and for whom --------------------------------------------------------------------------------------


def test_the_first_look_claims_nothing_and_leaves_one_wish(as_role: AsRole, clean: Database, rosa: Actor) -> None:
    from myspace.domain.invoices import service

    with as_role(WEB):
        first, again = service.sent(rosa), service.sent(rosa)
    assert first.empty
    assert (first.reading.known_at, first.reading.asking, first.reading.askable) == (None, False, service.Askable.NOW)
    assert again.reading.asking
    assert one_row(clean, "SELECT count(*) FROM gathering_wanted WHERE scope = 'invoices'") == (1,)


def test_her_invoices_stand_by_what_happens_next_as_e_fact_told_them(as_role: AsRole, far: Far, rosa: Actor) -> None:
    from myspace.domain.invoices.service import Group

    seen = asked(as_role, far, rosa)
    numbers = {group: [line.invoice.number for line in lines] for group, lines in seen.groups.items()}
    assert numbers == {Group.REJECTED: ["F-039"], Group.WAITING: ["F-038"], Group.PAID: ["F-031"]}
    assert list(seen.groups) == [Group.REJECTED, Group.WAITING, Group.PAID]
    rejected = seen.groups[Group.REJECTED][0].invoice
    assert rejected.now.rejection.reason == "No s'ha especificat el número d'expedient"
    assert (rejected.amount, rejected.currency) == (Decimal("96.80"), None)
    assert not seen.groups[Group.PAID][0].invoice.now.paid_on_is_since


def test_no_answer_is_whole_and_it_says_what_it_does_not_reach(as_role: AsRole, far: Far, rosa: Actor) -> None:
    seen = asked(as_role, far, rosa)
    assert Untold.WHOLE_LIST in seen.reading.untold
    assert {Untold.CURRENCY, Untold.PAYMENT_FORECAST} <= seen.reading.untold
    assert seen.reading.known_at is not None
    assert not seen.reading.failed


def test_who_entered_for_a_company_is_told_the_companys_and_nobody_elses(as_role: AsRole, far: Far) -> None:
    with as_role(WEB):
        its = enter(company=ATZAVARA).actor
    seen = asked(as_role, far, its)
    assert {line.invoice.source_id for lines in seen.groups.values() for line in lines} == {"700000301", "700000302"}
    assert seen.reading.company


def test_a_neighbour_without_invoices_is_told_that_none_was_found_and_not_that_there_is_none(
    as_role: AsRole, far: Far
) -> None:
    with as_role(WEB):
        berta = enter(BERTA).actor
    seen = asked(as_role, far, berta)
    assert seen.empty
    assert seen.reading.outcome is Outcome.NOTHING
    assert Untold.WHOLE_LIST in seen.reading.untold


def test_a_passport_is_not_asked_about_and_the_page_knows(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    from myspace.domain.invoices import service

    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_identity SET kind = 'passport'")
    with as_role(WEB):
        seen = service.sent(rosa)
        assert not service.ask_again(rosa)
    assert seen.reading.askable is service.Askable.NOT_THIS_NUMBER
    with as_role(WORKER):
        far.meet(rosa.subject)
    assert far.asked == []


def test_without_a_connection_nobody_is_asked_and_no_wish_is_left(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    from myspace.domain.invoices import service

    far.here = False
    with as_role(WEB):
        assert service.sent(rosa).reading.askable is service.Askable.NOT_CONNECTED
        assert not service.ask_again(rosa)
    assert one_row(clean, "SELECT count(*) FROM gathering_wanted WHERE scope = 'invoices'") == (0,)


def test_a_worker_without_the_key_asks_nobody_says_which_setting_is_missing_and_the_page_says_that_it_failed(
    as_role: AsRole, far: Far, rosa: Actor
) -> None:
    far.environ = {}
    with structlog.testing.capture_logs() as logged:
        seen = asked(as_role, far, rosa)
    assert far.asked == []
    assert (seen.reading.failed, seen.reading.known_at) == (True, None)
    assert "KEY" in logged[0]["why"]


# -- freshness --------------------------------------------------------------------------------------------------------


def test_what_is_fresh_is_not_asked_again_by_itself_nor_by_a_button_pressed_twice(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    from myspace.domain.invoices import service

    asked(as_role, far, rosa)
    with as_role(WEB):
        assert not service.sent(rosa).reading.asking
        assert not service.ask_again(rosa), "a moment ago"
    older(clean, "2 minutes")
    with as_role(WEB):
        assert not service.sent(rosa).reading.asking, "an hour is fresh"
        assert service.ask_again(rosa)
        assert not service.ask_again(rosa), "it is being asked"


def test_after_an_hour_a_look_leaves_a_wish_by_itself(as_role: AsRole, clean: Database, far: Far, rosa: Actor) -> None:
    from myspace.domain.invoices import service

    asked(as_role, far, rosa)
    older(clean)
    with as_role(WEB):
        service.sent(rosa)
        assert service.sent(rosa).reading.asking


def test_what_was_told_before_and_is_not_over_is_asked_for_by_its_number_after_it_was_fetched_elsewhere(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    """e-FACT tells of a change until the programme that invoices fetches it; then only the number finds the invoice."""
    asked(as_role, far, rosa)
    older(clean)
    far.mood, far.asked[:] = "picky", []
    asked(as_role, far, rosa)
    assert far.asked.count(("picky", "GET", "factura")) == 3, "each once, whether it changed or was known"


def test_an_invoice_that_is_over_is_not_asked_for_again(as_role: AsRole, far: Far, rosa: Actor) -> None:
    from myspace.domain.invoices.asking import _wanted

    with as_role(WORKER):
        told(
            rosa.subject,
            [invoice("1", step(InvoiceState.PAID)), invoice("2", step(InvoiceState.REJECTED)), invoice("3")],
        )
        wanted = _wanted(rosa.subject)
    assert wanted is not None
    assert wanted.known == ("3",)


# -- what may be believed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("mood", "outcome"), [
    ("refusing", Outcome.REFUSED), ("broken", Outcome.DOWN),
    ("cut", Outcome.GARBLED), ("lost", Outcome.DOWN), ("html", Outcome.GARBLED),
])  # fmt: skip
def test_a_failure_shortens_nothing_and_is_not_nothing(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor, mood: str, outcome: Outcome
) -> None:
    before = asked(as_role, far, rosa)
    older(clean)
    far.mood = mood
    after = asked(as_role, far, rosa)
    assert after.groups == before.groups
    assert (after.reading.failed, after.reading.outcome) == (True, outcome)
    assert after.reading.known_at is not None
    assert after.reading.untold == before.reading.untold


def test_what_cannot_be_believed_is_counted_and_not_shown(as_role: AsRole, far: Far, rosa: Actor) -> None:
    far.mood = "someone_else"
    with structlog.testing.capture_logs() as logged:
        seen = asked(as_role, far, rosa)
    assert seen.empty
    assert seen.reading.aside == 3
    assert {(one["reason"], one["field"]) for one in logged} == {("other_person", "proveidor.nif")}
    assert "00000099R" not in repr(logged)


def test_half_an_answer_says_that_some_could_not_be_looked_at(as_role: AsRole, far: Far, rosa: Actor) -> None:
    far.mood = "half"
    seen = asked(as_role, far, rosa)
    assert sum(map(len, seen.groups.values())) == 2
    assert Untold.SOME_INVOICES in seen.reading.untold
    far.mood = "well"


def test_after_a_final_state_nothing_is_believed_and_an_older_word_moves_nothing(
    as_role: AsRole, far: Far, rosa: Actor
) -> None:
    from myspace.domain.invoices import service

    with as_role(WORKER):
        assert (
            told(rosa.subject, [invoice("1", step(InvoiceState.PAID)), invoice("2", step(InvoiceState.ANNOTATED, -2))])
            == 0
        )
        assert (
            told(
                rosa.subject, [invoice("1", step(InvoiceState.RECEIVED, -1)), invoice("2", step(InvoiceState.SENT, -5))]
            )
            == 2
        )
        assert told(rosa.subject, [invoice("2", step(InvoiceState.REGISTERED, -1))]) == 0, "a body may go back"
    with as_role(WEB):
        states = {
            line.invoice.source_id: line.invoice.now.state
            for lines in service.sent(rosa).groups.values()
            for line in lines
        }
    assert states == {"1": InvoiceState.PAID, "2": InvoiceState.REGISTERED}


def test_an_answer_without_an_invoice_takes_none_away(as_role: AsRole, clean: Database, far: Far) -> None:
    from myspace.domain.invoices import service

    with as_role(WEB):
        berta = enter(BERTA).actor
    with as_role(WORKER):
        told(berta.subject, [invoice("9")])
    seen = asked(as_role, far, berta)
    (line,) = next(iter(seen.groups.values()))
    assert line.told_at < seen.reading.known_at, "the page says since when it was not told"
    assert service.Group.WAITING in seen.groups


# -- the rights of each process ---------------------------------------------------------------------------------------


def test_web_can_wish_and_cannot_say_what_an_answer_was(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    from myspace.domain.kernel import db

    asked(as_role, far, rosa)
    with as_role(WEB):
        for wrong in (
            "UPDATE invoices_invoice SET state = 'paid'", "DELETE FROM invoices_invoice",
            "INSERT INTO invoices_receipt DEFAULT VALUES",
            "UPDATE invoices_reading SET outcome = 'fresh'", "UPDATE invoices_question SET outcome = 'fresh'",
            "UPDATE invoices_reading SET untold = ''",
        ):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege), db.as_actor(rosa) as tx:
                tx.run(wrong)


def test_who_did_not_come_back_is_swept_also_when_only_invoices_were_ever_asked_for(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    from datetime import UTC, datetime

    from myspace.domain.gathering import sweeping

    asked(as_role, far, rosa)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_person SET entered_at = now() - interval '91 days'")
    now = datetime.now(UTC)
    with as_role(WORKER):
        assert sweeping.sweep(now, dry=True)["folders"] == 1
        assert sweeping.sweep(now)["folders"] == 1
        assert sweeping.sweep(now + timedelta(minutes=1))["folders"] == 0
    for table in ("invoices_invoice", "invoices_reading", "invoices_question", "invoices_receipt"):
        assert one_row(clean, f"SELECT count(*) FROM {table}") == (0,)


def test_what_is_handed_over_has_the_invoices_as_they_were_told(as_role: AsRole, far: Far, rosa: Actor) -> None:
    from myspace.domain.invoices.keeping import _hand_over
    from myspace.domain.kernel import db

    asked(as_role, far, rosa)
    out = StringIO()
    with as_role(WEB), db.as_actor(rosa) as tx:
        print(_hand_over(tx, rosa), file=out)
    assert all(number in out.getvalue() for number in ("F-031", "F-038", "F-039"))
