"""Meaning: every state, every reason to put something aside, and any values at all."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.connectors.efact import mapping
from myspace.connectors.efact.wire import Operation
from myspace.launch.plain.lint import lint
from myspace.vocabulary.activity import Attachment, Moment
from myspace.vocabulary.answers import Quarantined, QuarantineReason
from myspace.vocabulary.invoices import Invoice, InvoiceState, Rejection, Unit, Untold, decode, encode

from .reading import FIXTURES, ID, ROSA, aside, fixture, good, heard, invoice, state

MISSING, MALFORMED = QuarantineReason.MISSING_FIELD, QuarantineReason.MALFORMED_FIELD
UNKNOWN, OTHER = QuarantineReason.UNKNOWN_CODE, QuarantineReason.OTHER_PERSON


def history(*states: Any, source_id: str = ID) -> mapping.History:
    return mapping.history(heard(Operation.HISTORY, {"id": ID, "estats": list(states)}), source_id)


def test_every_fixture_is_read_whole_and_survives_being_stored() -> None:
    found = good()
    assert (found.number, found.series, found.amount, found.currency) == ("F-038", "R", Decimal("1089.50"), None)
    assert (found.recipient.name, found.recipient.number) == ("Ajuntament de Vic", "P0000001Z")
    assert found.recipient.processing_unit == Unit("L01082981", "Mercats")
    assert found.issued == Moment(date(2026, 11, 11))
    assert (found.now.state, found.now.code, found.now.since.day) == (
        InvoiceState.ANNOTATED,
        "1300",
        date(2026, 11, 14),
    )
    assert (found.now.registry_number, found.now.accounting_number) == ("E2026-35518", "RCF-2026-2604")
    assert found.attachments == (Attachment(name="albara-038.pdf", mime="application/pdf"),)
    past = mapping.history(heard(Operation.HISTORY, fixture("history")), "700000103")
    assert [one.state.value for one in past.steps] == ["sent", "registered", "rejected"]
    assert past.steps[2].rejection == Rejection("E01", "No s'ha especificat el número d'expedient")
    changed = mapping.changed(heard(Operation.PENDING, fixture("pending")))
    assert changed == mapping.Changed(("700000101", "700000102"), more=False)
    assert len(heard(Operation.RECIPIENTS, fixture("recipients"))["receptors"]) == 2
    assert {path.stem for path in FIXTURES.iterdir()} == {"invoice", "history", "pending", "recipients"}
    assert all(decode(encode(one)) == one for one in (found, *past.steps))


def test_every_state_of_the_contract_has_a_reading_and_another_is_put_aside() -> None:
    assert set(mapping.STATES.values()) == set(InvoiceState) == set(mapping.NUMBERS)
    for name, meaning in mapping.STATES.items():
        (step,) = history(state(codi=name, codiNumeric=None)).steps
        assert step.state is meaning
    assert [one for one in InvoiceState if one.final] == [InvoiceState.PAID, InvoiceState.REJECTED]
    for name in (*mapping.WITHOUT_READING, "sent", "PAGADA"):
        found = history(state(codi=name), state())
        assert [(one.reason, one.field) for one in found.quarantined] == [(UNKNOWN, "codi")]
        assert len(found.steps) == 1


@pytest.mark.parametrize("number", ["2600", 2600])
def test_a_number_of_another_state_contradicts_the_name_and_one_of_none_is_unknown(number: object) -> None:
    assert aside(estat=state(codi="PAID", codiNumeric=number)) == (MALFORMED, "estat.codiNumeric")
    assert aside(estat=state(codi="PAID", codiNumeric="3100")) == (UNKNOWN, "estat.codiNumeric")
    assert aside(estat=state(codiNumneric="1200")) == (MALFORMED, "estat.codiNumeric")


@pytest.mark.parametrize("field", ["numero", "import", "dataExpedicio", "proveidor", "receptor", "estat"])
def test_an_invoice_without_an_obligatory_field_is_put_aside(field: str) -> None:
    assert aside(**{field: None}) == (MISSING, field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("import", "1.234,50"), ("import", "1e3"), ("import", 0.005), ("import", True), ("import", "٣"),
        ("dataExpedicio", "11/11/2026"), ("dataExpedicio", "2026-02-30"), ("dataRecepcio", "20261111"),
        ("id", "../factura"), ("receptor", "Ajuntament"), ("adjunts", {}), ("adjunts", ["x"]), ("registre", []),
    ],
)  # fmt: skip
def test_what_cannot_be_read_puts_the_invoice_aside(field: str, value: object) -> None:
    assert aside(**{field: value}) == (MALFORMED, field)


def test_amounts_are_exact_and_may_be_below_zero() -> None:
    written = {"0.30000000000000004": "0.30", "-605.0": "-605.00", "18150": "18150.00", "-0.0": "0.00"}
    for raw, read in written.items():
        message = json.dumps(fixture("invoice")).replace("1089.5", raw).encode()
        found = mapping.invoice(heard(Operation.INVOICE, message), ID, ROSA)
        assert isinstance(found, Invoice)
        assert str(found.amount) == read
    assert good(**{"import": "1089.50"}).amount == Decimal("1089.50")


def test_somebody_elses_invoice_and_another_than_the_one_asked_for_are_put_aside() -> None:
    assert aside(document="11111111H") == (OTHER, "proveidor.nif")
    assert aside(source_id="700000101") == (OTHER, "id")
    assert aside(proveidor={"nif": "FR12345678901"}) == (OTHER, "proveidor.nif")
    found = history(state(), source_id="700000101")
    assert (found.steps, [one.reason for one in found.quarantined]) == ((), [OTHER])


def test_a_reason_and_a_day_of_payment_are_read_only_where_the_contract_puts_them() -> None:
    why = {"codi": "E01", "descripcio": "Falta l'expedient"}
    accepted = good(estat=state(codi="ACCEPTED", codiNumeric="1300"), motiuRebuig=why, dataPagament="2026-11-20").now
    assert (accepted.rejection, accepted.paid_on, accepted.paid_on_is_since) == (None, None, False)
    rejected = good(estat=state(codi="REJECTED", codiNumeric="2600"), motiuRebuig=why).now
    assert rejected.rejection == Rejection("E01", "Falta l'expedient")
    assert good(estat=state(codi="REJECTED", codiNumeric="2600")).now.rejection is None


def test_who_is_paid_without_a_day_is_paid_on_the_day_of_the_state_and_it_says_so() -> None:
    told = good(estat=state(codi="PAID", codiNumeric="2500"), dataPagament="2026-11-20").now
    assert (told.paid_on, told.paid_on_is_since) == (Moment(date(2026, 11, 20)), False)
    untold = good(estat=state(codi="PAID", codiNumeric="2500")).now
    assert (untold.paid_on, untold.paid_on_is_since) == (Moment(date(2026, 11, 11)), True)


def test_an_hour_without_a_zone_is_of_madrid_and_says_that_this_was_assumed() -> None:
    (step,) = history(state(data="2026-07-01T23:30:00")).steps
    assert step.since.zone_assumed
    assert step.since.at is not None
    assert step.since.at.isoformat() == "2026-07-01T23:30:00+02:00"
    (late,) = history(state(data="2026-07-01T23:30:00.000Z")).steps
    assert (late.since.day, late.since.zone_assumed) == (date(2026, 7, 2), False)


def test_whatever_is_no_clear_no_may_hide_more_changes() -> None:
    for told, more in ((False, False), ("false", False), (True, True), (None, True), ("no", True)):
        found = mapping.changed(heard(Operation.PENDING, {"mesEstats": told, "estats": []}))
        assert found.more is more
    found = mapping.changed(
        heard(Operation.PENDING, {"mesEstats": False, "estats": [{"id": "1"}, "x", {"idFactura": 7}]})
    )
    assert (found.ids, [one.reason for one in found.quarantined]) == (("7",), [MISSING, MALFORMED])


def test_no_repr_carries_what_was_put_aside_in_an_exceptions_text() -> None:
    with pytest.raises(mapping._Aside) as raised:
        mapping._invoice(mapping._Fields(fixture("invoice") | {"numero": {"nif": ROSA}}), ID, ROSA)
    assert ROSA not in f"{raised.value!r} {raised.value.__cause__!r}"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(set(fixture("invoice")) - {"id"})), JSON)
def test_no_value_raises_and_nothing_is_lost(field: str, value: Any) -> None:
    found = invoice(**{field: value})
    assert isinstance(found, Invoice | Quarantined)
    if isinstance(found, Invoice):
        assert decode(encode(found)) == found


def test_everything_that_an_answer_does_not_reach_has_its_sentence_in_the_contracts_page() -> None:
    page = (FIXTURES.parents[4] / "docs/protocols/EFACT-1.md").read_text("utf-8")
    said = dict(re.findall(r'^\| [^|]+ \| `(\w+)` \| "([^"|]+)" \|$', page, re.MULTILINE))
    assert set(said) == set(Untold)
    assert [sentence for sentence in said.values() if lint(sentence, "ca")] == []
