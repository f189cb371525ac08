"""Every published sample of the interface for providers, read or refused with the right reason.

The samples are the AOC's and are not copied here: they are read beside the checkout, and skipped in sight without it.
"""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from myspace.connectors.efact import mapping, wire
from myspace.connectors.efact.wire import Failed, Operation
from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.invoices import Invoice, InvoiceState

from .reading import heard

SAMPLES = Path(__file__).parents[4] / ".." / "shared" / "contracts" / "efact" / "proveidors-rest-inline"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the published samples (../shared/contracts) are not here")


def sample(name: str) -> bytes:
    (path,) = SAMPLES.glob(f"{name}-*.json")
    return path.read_bytes()


def read(name: str) -> Invoice:
    """Its sender is the one it names: their printed number, without the country's prefix."""
    message = heard(Operation.INVOICE, sample(name))
    sender = message["proveidor"]["nif"].removeprefix("ES")
    found = mapping.invoice(message, message["id"], sender)
    assert isinstance(found, Invoice), found
    return found


def test_every_sample_has_a_test_here() -> None:
    text = Path(__file__).read_text("utf-8")
    numbers = {path.name[:2] for path in SAMPLES.glob("*.json")}
    assert numbers
    assert [n for n in sorted(numbers) if f'"{n}"' not in text] == []


def test_our_token_has_the_head_and_the_claims_of_the_printed_one() -> None:
    parts = wire.token("x", b"una clau de les proves, prou llarga", datetime(2026, 11, 23, tzinfo=UTC)).split(".")
    head, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in parts[:2])
    printed = json.loads(sample("02"))
    assert head == json.loads(sample("01"))
    assert set(claims) == set(printed)
    assert claims["aud"] == printed["aud"]


def test_what_is_sent_is_not_ours_to_read_and_is_no_json() -> None:
    assert wire.read(Operation.INVOICE, 200, sample("03")) == Failed(Garbled(Fault.NOT_JSON))


def test_the_invoice_just_sent_is_read_with_the_other_spelling_of_its_number() -> None:
    found = read("04")
    assert (found.number, found.series, found.amount) == ("F2411-0018", "A", Decimal("1542.75"))
    assert (found.now.state, found.now.code) == (InvoiceState.SENT, "1000")
    assert (found.issued.day, found.now.registry_number) == (date(2024, 11, 5), None)


def test_the_rejected_invoice_is_read_with_its_reason_and_its_register() -> None:
    found = read("05")
    assert found.now.state is InvoiceState.REJECTED
    assert found.now.rejection is not None
    assert (found.now.rejection.code, found.now.registry_number) == ("DF01", "E2023000064")
    assert [one.name for one in found.attachments] == ["1.pdf"]


def test_the_history_and_the_waiting_changes_are_read_whole() -> None:
    past = heard(Operation.HISTORY, sample("06"))
    found = mapping.history(past, past["id"])
    assert ([one.code for one in found.steps], found.quarantined) == (["1000", "1200"], ())
    waiting = mapping.changed(heard(Operation.PENDING, sample("07")))
    assert waiting == mapping.Changed((past["id"],), more=False)


@pytest.mark.parametrize("name", ["08", "09"])
def test_the_lists_of_recipients_with_stray_commas_are_garbled(name: str) -> None:
    assert wire.read(Operation.RECIPIENTS, 200, sample(name)) == Failed(Garbled(Fault.NOT_JSON))


def test_the_error_is_read() -> None:
    assert wire.read(Operation.INVOICE, 500, sample("10")) == Failed(Down(Fault.SERVER_ERROR), 9999)
