"""Invoices that somebody sent to administrations, and what became of each. Knows no supplier and nobody's number.

Frozen msgspec structs in canonical form, as in `activity`; `None` always means "the source does not say". They are
stored as JSON (`encode`, `decode`), so fields are only ever added with a default.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import msgspec

from myspace.vocabulary.activity import Attachment, Moment
from myspace.vocabulary.answers import Answer


class InvoiceState(StrEnum):
    """Where an invoice is, in the terms of the field (Facturae, BOE-A-2014-10660).

    sent → registered → delivered → annotated → received → accepted → recognised → paid
       └────────────── rejected, from any of them but paid ──────────────┘

    `delivered`, `received` and `accepted` are optional: an administration may never say them.
    """

    SENT = "sent"
    REGISTERED = "registered"  # has an entry number: the days to pay may count from here, and no source says how many
    DELIVERED = "delivered"
    ANNOTATED = "annotated"  # in the accounting register of invoices (RCF)
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RECOGNISED = "recognised"  # the administration has written down that it owes it
    PAID = "paid"
    REJECTED = "rejected"

    @property
    def final(self) -> bool:
        return self in (InvoiceState.PAID, InvoiceState.REJECTED)


class Unit(msgspec.Struct, frozen=True):
    """An office inside the administration, by its DIR3 code."""

    code: str | None = None
    name: str | None = None


class InvoiceRecipient(msgspec.Struct, frozen=True):
    """The administration that has to pay. `number` is its tax number without the country's prefix."""

    name: str
    number: str | None = None
    accounting_office: Unit | None = None
    managing_body: Unit | None = None
    processing_unit: Unit | None = None


class Rejection(msgspec.Struct, frozen=True):
    """Why it was rejected, in the administration's code and words."""

    code: str | None = None
    reason: str | None = None


class InvoiceStep(msgspec.Struct, frozen=True, tag="invoice_step"):
    """One state of an invoice and since when. `code` is the number of the BOE, which several states share."""

    state: InvoiceState
    since: Moment
    code: str | None = None
    registry_number: str | None = None
    registered: Moment | None = None
    accounting_number: str | None = None
    rejection: Rejection | None = None
    paid_on: Moment | None = None
    paid_on_is_since: bool = False  # the administration gave no day of payment: the day of the state stands for it


class Invoice(msgspec.Struct, frozen=True, tag="invoice"):
    """One invoice as its sender sees it. `now` is its present state; amounts in `currency`, None where nobody says which."""

    source_id: str
    number: str
    recipient: InvoiceRecipient
    amount: Decimal
    issued: Moment
    now: InvoiceStep
    series: str | None = None
    currency: str | None = None
    received: Moment | None = None  # by the hub, before any administration saw it
    payment_forecast: Moment | None = None
    attachments: tuple[Attachment, ...] = ()


class Untold(StrEnum):
    """What an answer about invoices does not reach, each with its sentence in docs/protocols/EFACT-1.md."""

    WHOLE_LIST = "whole_list"  # no source lists all the invoices of a sender
    MORE_CHANGES = "more_changes"  # there are more changes of state than one answer brings
    SOME_INVOICES = "some_invoices"  # some of those we know of could not be asked about now
    CURRENCY = "currency"
    PAYMENT_FORECAST = "payment_forecast"


@dataclass(frozen=True, slots=True)
class InvoicesTold:
    """An answer about somebody's invoices, and what it does not reach: no screen may say more than both together."""

    answer: Answer[Invoice]
    untold: frozenset[Untold]


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Invoice | InvoiceStep)


def encode(item: Invoice | InvoiceStep) -> bytes:
    """Canonical JSON, the same bytes for the same item."""
    return _encoder.encode(item)


def decode(raw: bytes | str) -> Invoice | InvoiceStep:
    item: Invoice | InvoiceStep = _decoder.decode(raw)
    return item
