"""One invoice: its path, its receipt, and whose it is; and who sees any of it by a certificate or by a mandate."""

from __future__ import annotations

from datetime import timedelta

import pytest

from myspace.vocabulary.answers import Outcome
from myspace.vocabulary.mandates import MandateState
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import MANRESA
from tests.integration.invoices_given import (  # noqa: F401  # fixtures
    JORDI,
    Far,
    asked,
    connected_far,
    entered_rosa,
    invoice,
    the_ids,
    told,
)
from tests.integration.mandates_stage import (  # noqa: F401  # fixtures
    DAUGHTER,
    MOTHER,
    a_registry,
    age,
    began,
    looked_up,
    mother_and_daughter,
    sees,
)
from tests.integration.registry import FakeRegistry, of_body
from tests.integration.test_closed_list import WEB, WORKER, enter
from tests.integration.test_invoices import one_row


def test_looking_at_one_has_its_history_asked_for_once_and_again_when_it_changed(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    from myspace.domain.invoices import service
    from myspace.domain.invoices.service import When

    asked(as_role, far, rosa)
    with as_role(WEB):
        one = the_ids(rosa)["F-038"]
        first = service.invoice(rosa, one)
    assert (first.path_known, first.history.asking) == (False, True)
    assert [(stop.state.value, stop.when) for stop in first.path] == [
        ("annotated", When.NOW), ("recognised", When.NEXT), ("paid", When.NEXT),
    ]  # fmt: skip
    with as_role(WORKER):
        far.meet(rosa.subject)
    with as_role(WEB):
        second = service.invoice(rosa, one)
    assert (second.path_known, second.history.asking) == (True, False)
    assert [stop.state.value for stop in second.path] == [
        "sent", "registered", "delivered", "annotated", "recognised", "paid",
    ]  # fmt: skip
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE invoices_invoice SET digest = 'another'")
    with as_role(WEB):
        assert service.invoice(rosa, one).history.asking


def test_a_history_that_could_not_be_told_is_not_asked_at_each_look_and_the_path_is_what_is_known(
    as_role: AsRole, far: Far, rosa: Actor
) -> None:
    from myspace.domain.invoices import service

    asked(as_role, far, rosa)
    with as_role(WEB):
        one = the_ids(rosa)["F-039"]
        service.invoice(rosa, one)
    far.mood = "broken"
    with as_role(WORKER):
        far.meet(rosa.subject)
    with as_role(WEB):
        seen = service.invoice(rosa, one)
    assert (seen.history.asking, seen.history.outcome, seen.path_known) == (False, Outcome.DOWN, False)
    assert [stop.state.value for stop in seen.path] == ["rejected"]


def test_the_receipt_is_brought_when_it_is_wanted_kept_sealed_and_handed_over_as_it_came(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    from myspace.domain.invoices import service
    from myspace.domain.kernel import scanning

    asked(as_role, far, rosa)
    with as_role(WEB):
        one = the_ids(rosa)["F-038"]
        assert service.receipt(rosa, one) is None
        assert service.ask_receipt(rosa, one)
        assert service.invoice(rosa, one).receipt.asking
    with as_role(WORKER):
        far.meet(rosa.subject)
    with as_role(WEB):
        got = service.receipt(rosa, one)
        assert service.invoice(rosa, one).receipt_at is not None
    assert got.paper.octets.startswith(b"%PDF-")
    assert b"F-038" in got.paper.octets
    assert got.scanned is scanning.Scanned.NOT_SCANNED
    assert one_row(clean, "SELECT octets_sealed FROM invoices_receipt")[0].startswith("e1:")
    assert one_row(clean, "SELECT count(*) FROM audit_event WHERE event = 'invoices.receipt.taken'") == (1,)


def test_a_receipt_that_is_dangerous_or_too_large_is_not_handed_over_and_what_was_not_taken_is_not_recorded(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.invoices import service
    from myspace.domain.kernel import scanning

    asked(as_role, far, rosa)
    with as_role(WEB):
        one = the_ids(rosa)["F-038"]
        service.ask_receipt(rosa, one)
    with as_role(WORKER), monkeypatch.context() as small:
        small.setattr(scanning, "MOST_BYTES", 5)
        far.meet(rosa.subject)
    with as_role(WEB):
        seen = service.invoice(rosa, one)
        assert (seen.receipt_at, seen.receipt.outcome) == (None, Outcome.GARBLED), "one too large is not even kept"
        with clean.as_superuser() as curtain:
            curtain.execute("UPDATE invoices_question SET answered_at = now() - interval '1 hour'")
        service.ask_receipt(rosa, one)
    with as_role(WORKER):
        far.meet(rosa.subject)
    scanning.register(lambda paper: scanning.Scanned.DANGEROUS)
    try:
        with as_role(WEB):
            assert service.receipt(rosa, one) is service.Unfit.DANGEROUS
    finally:
        scanning.register(None)
    monkeypatch.setattr(scanning, "MOST_BYTES", 5)
    with as_role(WEB):
        assert service.receipt(rosa, one) is service.Unfit.TOO_LARGE
    assert one_row(clean, "SELECT count(*) FROM audit_event WHERE event = 'invoices.receipt.taken'") == (0,)


def test_a_receipt_that_e_fact_does_not_give_is_none_and_says_why(as_role: AsRole, far: Far) -> None:
    from myspace.domain.invoices import service

    with as_role(WEB):
        jordi = enter(JORDI).actor
    asked(as_role, far, jordi)
    with as_role(WEB):
        one = the_ids(jordi)["2026/19"]
        service.ask_receipt(jordi, one)
    with as_role(WORKER):
        far.meet(jordi.subject)
    with as_role(WEB):
        seen = service.invoice(jordi, one)
    assert (seen.receipt_at, seen.receipt.asking, seen.receipt.outcome) == (None, False, Outcome.DOWN)


def test_a_receipt_that_is_being_asked_for_or_is_here_is_not_asked_for_again(
    as_role: AsRole, clean: Database, far: Far, rosa: Actor
) -> None:
    from myspace.domain.invoices import service

    asked(as_role, far, rosa)
    with as_role(WEB):
        one = the_ids(rosa)["F-038"]
        service.ask_receipt(rosa, one)
        first = one_row(clean, "SELECT wanted_at FROM invoices_question WHERE what = 'receipt'")
        service.ask_receipt(rosa, one)
    assert one_row(clean, "SELECT wanted_at FROM invoices_question WHERE what = 'receipt'") == first
    with as_role(WORKER):
        far.meet(rosa.subject)
    with as_role(WEB):
        assert service.ask_receipt(rosa, one)
    assert one_row(clean, "SELECT wanted_at FROM invoices_question WHERE what = 'receipt'") == (None,)


def test_nobody_elses_invoice_can_be_looked_at_asked_about_or_taken(as_role: AsRole, far: Far, rosa: Actor) -> None:
    from myspace.domain.invoices import service

    asked(as_role, far, rosa)
    with as_role(WEB):
        one = the_ids(rosa)["F-038"]
        jordi = enter(JORDI).actor
        assert service.invoice(jordi, one) is None
        assert not service.ask_receipt(jordi, one)
        assert service.receipt(jordi, one) is None


# -- by mandate -------------------------------------------------------------------------------------------------------

TABLES = ("invoices_invoice", "invoices_reading", "invoices_question", "invoices_receipt")


@pytest.fixture
def hers(as_role: AsRole, clean: Database, far: Far, two: tuple[Actor, Actor]) -> tuple[Actor, Actor]:
    """The mother has an invoice with a receipt, a question about it and a reading; the daughter a general mandate of hers."""
    from myspace.domain.invoices import service

    mother = two[0]
    with as_role(WORKER):
        told(mother.subject, [invoice("1")])
    with as_role(WEB):
        service.sent(mother)
        service.ask_receipt(mother, the_ids(mother)["F-1"])
    with clean.as_superuser() as curtain:
        curtain.execute(
            "INSERT INTO invoices_receipt SELECT gen_random_uuid(), person_id, id, '\\x00', 'e1:', now() FROM invoices_invoice"
        )
    return two


def test_a_general_mandate_opens_the_invoices_as_it_opens_the_folder_and_has_them_asked_for(
    as_role: AsRole, clean: Database, hers: tuple[Actor, Actor]
) -> None:
    from myspace.domain.invoices import service

    with clean.as_superuser() as curtain:
        curtain.execute("DELETE FROM invoices_reading")
    with as_role(WEB):
        acting = began(hers[1])
        assert [sees(acting, table) for table in TABLES] == [1, 0, 1, 1]
        seen = service.sent(acting)
        assert service.sent(acting).reading.asking
    assert [line.invoice.number for lines in seen.groups.values() for line in lines] == ["F-1"]


@pytest.mark.parametrize("spoiled", ["its minute is over", "revoked"])
def test_when_the_ground_is_gone_no_row_of_invoices_is_seen(
    as_role: AsRole, clean: Database, registry: FakeRegistry, hers: tuple[Actor, Actor], spoiled: str
) -> None:
    with as_role(WEB):
        acting = began(hers[1])
    if spoiled == "revoked":
        registry.set(registry.lines[0].source_id, MandateState.REVOKED)
        looked_up(as_role, hers[1])
    else:
        age(clean, timedelta(seconds=61))
    with as_role(WEB):
        assert [sees(acting, table) for table in TABLES] == [0, 0, 0, 0]


def test_a_mandate_for_some_bodies_opens_no_invoice_not_even_those_sent_to_them(
    as_role: AsRole, registry: FakeRegistry, hers: tuple[Actor, Actor]
) -> None:
    registry.lines[:] = [of_body(MOTHER, DAUGHTER, MANRESA)]
    looked_up(as_role, hers[1])
    with as_role(WEB):
        acting = began(hers[1])
        assert sees(acting, "activity_item") > 0, "it is in force, and opens what is of that body"
        assert [sees(acting, table) for table in TABLES] == [0, 0, 0, 0]
