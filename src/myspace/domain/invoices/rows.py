"""Rows of invoices as values: an invoice, its steps, its line in a list. Knows columns; refuses to know what a page says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from myspace.domain.invoices.rules import Group, group
from myspace.vocabulary.invoices import Invoice, InvoiceStep, decode

RECEIPT_SEAL = "invoices_receipt.octets"
COLUMNS = "id, payload, told_at, replaced_at"
_steps = msgspec.json.Decoder(tuple[InvoiceStep, ...])


@dataclass(frozen=True, slots=True)
class Line:
    """One invoice of the list, as it was told at `told_at`. `replaced_at`: when the person said that another took its place."""

    id: UUID
    group: Group
    invoice: Invoice
    told_at: datetime
    replaced_at: datetime | None = None


def line(row: Sequence[Any]) -> Line:
    invoice = invoice_in(row[1])
    return Line(row[0], group(invoice.now.state, replaced=row[3] is not None), invoice, row[2], row[3])


def invoice_in(payload: str) -> Invoice:
    found = decode(payload)
    assert isinstance(found, Invoice)
    return found


def steps_in(text: str | None) -> tuple[InvoiceStep, ...]:
    return _steps.decode(text) if text else ()


def steps_as(steps: Sequence[InvoiceStep]) -> str:
    return msgspec.json.encode(tuple(steps), order="deterministic").decode()
