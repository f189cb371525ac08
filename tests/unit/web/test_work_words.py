"""What the page of one's work says of an invoice: its amount, since when, and never a currency or a day that nobody told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils import translation

from myspace.domain.invoices.known import Askable, Reading
from myspace.domain.invoices.rows import Line
from myspace.domain.invoices.rules import group
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.answers import Outcome
from myspace.vocabulary.invoices import Invoice, InvoiceRecipient, InvoiceState, InvoiceStep, Untold
from myspace.web.pages.working_life import lines

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SINCE = Moment(date(2026, 11, 9))


def invoice(
    amount: str = "1089.5", currency: str | None = None, state: InvoiceState = InvoiceState.SENT, **step: object
) -> Invoice:
    now = InvoiceStep(state, SINCE, **step)
    return Invoice("1", "F-1", InvoiceRecipient("Ajuntament"), Decimal(amount), SINCE, now, currency=currency)


@pytest.mark.parametrize(("amount", "currency", "language", "expected"), [
    ("1089.5", None, "ca", "1.089,50"), ("-605", None, "ca", "−605,00"), ("0", None, "ca", "0,00"),
    ("1089.5", None, "en", "1,089.50"),
    ("1089.5", "EUR", "ca", "1.089,50 €"), ("1089.5", "USD", "ca", "1.089,50 USD"),
])  # fmt: skip
def test_an_amount_has_the_currency_that_was_told_and_no_other(
    amount: str, currency: str | None, language: str, expected: str
) -> None:
    with translation.override(language):
        assert lines.amount_of(invoice(amount, currency)).replace("\N{NO-BREAK SPACE}", " ") == expected


@pytest.mark.parametrize(("state", "step", "expected"), [
    (InvoiceState.ANNOTATED, {}, "Des de: dilluns 9 de novembre"),
    (InvoiceState.PAID, {"paid_on": Moment(date(2026, 11, 5))}, "Dia del pagament: dijous 5 de novembre"),
    (InvoiceState.PAID, {"paid_on": SINCE, "paid_on_is_since": True},
     "Consta com a pagada des de: dilluns 9 de novembre. No ens diuen quin dia la van pagar."),
])  # fmt: skip
def test_since_when_it_stands_so_and_a_day_of_payment_only_when_the_body_gave_it(
    state: InvoiceState, step: dict[str, object], expected: str
) -> None:
    assert lines.since(invoice(state=state, **step).now, TODAY).replace("\N{NO-BREAK SPACE}", " ") == expected


@pytest.mark.parametrize("state", list(InvoiceState))
def test_every_state_has_words_and_a_tone(state: InvoiceState) -> None:
    words, tone = lines.state_of(state)
    assert words
    assert tone in ("info", "good", "bad")


def reading(**said: object) -> Reading:
    return Reading(**{"askable": Askable.NOW, "company": False, **said})


@pytest.mark.parametrize(("said", "expected"), [
    ({}, "asking"), ({"asking": True, "outcome": Outcome.DOWN}, "asking"), ({"outcome": Outcome.FRESH, "known_at": NOW}, "known"),
    ({"outcome": Outcome.NOTHING, "known_at": NOW}, "known"), ({"outcome": Outcome.LATE}, "late"),
    ({"outcome": Outcome.DOWN}, "down"),
    ({"outcome": Outcome.REFUSED}, "refused"), ({"outcome": Outcome.GARBLED}, "garbled"),
    ({"askable": Askable.NOT_CONNECTED, "outcome": Outcome.FRESH}, "not_connected"),
    ({"askable": Askable.NOT_THIS_NUMBER}, "not_this_number"), ({"askable": Askable.COPY}, "copy"),
])  # fmt: skip
def test_each_state_of_the_question_is_told_from_the_others(said: dict[str, object], expected: str) -> None:
    assert lines.read(reading(**said)).state == expected


def test_what_was_missing_is_said_of_an_answer_and_not_before_there_was_one() -> None:
    untold = frozenset({Untold.SOME_INVOICES, Untold.MORE_CHANGES})
    told = lines.read(reading(known_at=NOW, outcome=Outcome.FRESH, untold=untold))
    assert (told.some_missing, told.more_changes) == (True, True)
    before = lines.read(reading(outcome=Outcome.DOWN, untold=untold))
    assert (before.some_missing, before.more_changes) == (False, False)


@pytest.mark.parametrize(("state", "behind", "said"), [
    (InvoiceState.SENT, timedelta(hours=3), True), (InvoiceState.SENT, timedelta(), False),
    (InvoiceState.PAID, timedelta(hours=3), False),
])  # fmt: skip
def test_how_old_a_line_is_is_said_when_the_last_answer_was_silent_about_it(
    state: InvoiceState, behind: timedelta, said: bool
) -> None:
    line = Line(UUID(int=1), group(state), invoice(state=state), NOW - behind)
    told = lines.not_told_since(line, reading(known_at=NOW, outcome=Outcome.FRESH), NOW)
    assert (told is not None) is said
