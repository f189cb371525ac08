"""What administrations do with a person: cases, registry entries, appointments, taxes and debts.

Frozen msgspec structs in canonical form, whatever the supplier wrote. `None` always means "the body does not say".
They are stored as JSON (`encode`, `decode`), so fields are only ever added with a default.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

import msgspec


class Topic(StrEnum):
    """What can be asked of a source; one question, one answer, one age for each."""

    CASES = "cases"
    ENTRIES = "entries"
    APPOINTMENTS = "appointments"
    TAXES = "taxes"

    __hash__ = str.__hash__  # a page looks topics up some hundred times; an enumeration's own hash is a call in Python


class Capacity(StrEnum):
    OWN = "own"
    REPRESENTATIVE = "representative"  # "com a representant; l'ens no diu de qui" (HCC does not tell of whom)


class Moment(msgspec.Struct, frozen=True):
    """A date or an instant as a source gave it.

    `day` is the calendar day in Catalonia. `at` is the aware instant, None when only a day was given.
    `zone_assumed` is True when the source wrote no zone and Europe/Madrid was assumed.
    """

    day: date
    at: datetime | None = None
    zone_assumed: bool = False


class LinkVerdict(StrEnum):
    OPEN = "open"  # https, to a host registered for that body: may be a link
    UNREGISTERED_HOST = "unregistered_host"
    NOT_HTTPS = "not_https"
    MALFORMED = "malformed"  # other schemes, userinfo, control characters, unreadable


class Link(msgspec.Struct, frozen=True):
    """Where the source points. Only a verdict of `open` may become an `<a href>`; `host` is for the leave notice."""

    url: str
    host: str
    verdict: LinkVerdict


class Attachment(msgspec.Struct, frozen=True):
    name: str | None = None
    description: str | None = None
    link: Link | None = None
    mime: str | None = None
    size_kb: int | None = None
    created: Moment | None = None
    csv: str | None = None  # secure verification code (codi segur de verificació)
    csv_link: Link | None = None
    source_id: str | None = None
    desal_id: str | None = None  # kept, not used: how the Hub downloads by it is not public


class ActionTarget(StrEnum):
    DEBT = "debt"
    TAX = "tax"
    BODY = "body"
    IDENTIFIER = "identifier"


class Action(msgspec.Struct, frozen=True):
    """A button at the body's own site (pay, split, object)."""

    description: str
    link: Link
    target: ActionTarget | None = None


class YourTurn(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Phase(msgspec.Struct, frozen=True):
    code: str | None = None
    text: str | None = None
    started: Moment | None = None


class Case(msgspec.Struct, frozen=True, tag="case"):
    source_id: str
    ine10: str
    capacity: Capacity
    procedure: str
    subject: str
    opened: Moment
    state: CaseState
    link: Link
    dir3: str | None = None
    family: str | None = None
    forecast: Moment | None = None  # dataPrevistaResolucio: a forecast by the body, never a legal term
    closed: Moment | None = None
    phase: Phase | None = None
    phases: tuple[Phase, ...] = ()
    notes: str | None = None
    your_turn: YourTurn | None = None
    entry_ids: tuple[str, ...] = ()
    entry_at: Moment | None = None
    registry_number: str | None = None
    one_stop_shop: bool = False  # fue: as a field, absent means false (Q-HCC-18)


class Direction(StrEnum):
    FILED = "filed"  # ENTRADA: the person presented it
    SENT = "sent"  # SORTIDA: the administration sent it


class NoticeState(StrEnum):
    DEPOSITED = "deposited"
    ACCEPTED = "accepted"
    REFUSED_OR_EXPIRED = "refused_or_expired"  # HCC cannot tell them apart (Q-HCC-17)


class PreferredChannel(StrEnum):
    POST = "post"
    ELECTRONIC_APPEARANCE = "electronic_appearance"
    ELECTRONIC_ADDRESS = "electronic_address"


class Entry(msgspec.Struct, frozen=True, tag="entry"):
    source_id: str
    ine10: str
    capacity: Capacity
    direction: Direction
    at: Moment
    subject: str
    link: Link
    dir3: str | None = None
    registry_number: str | None = None
    registered: Moment | None = None
    via: str | None = None
    preferred_channel: PreferredChannel | None = None
    notes: str | None = None
    case_ids: tuple[str, ...] = ()
    case_link: Link | None = None
    procedure: str | None = None
    external_reference: str | None = None
    one_stop_shop: bool = False
    notice_state: NoticeState | None = None
    attachments: tuple[Attachment, ...] = ()


class Appointment(msgspec.Struct, frozen=True, tag="appointment"):
    source_id: str
    ine10: str
    subject: str
    booked: Moment
    at: Moment
    link: Link
    dir3: str | None = None
    edit_link: Link | None = None
    cancel_link: Link | None = None
    place: str | None = None
    address: str | None = None
    phone: str | None = None
    contact: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    map_links: tuple[Link, ...] = ()
    holder_name: str | None = None
    representative_name: str | None = None
    registry_office: str | None = None
    procedure: str | None = None
    remind_on: Moment | None = None
    registered: Moment | None = None
    via: str | None = None
    your_turn: YourTurn | None = None


class DebtState(StrEnum):
    PENDING = "pending"
    PAID = "paid"
    CANCELLED = "cancelled"  # BAIXA


class CollectionPeriod(StrEnum):
    VOLUNTARY = "voluntary"
    ENFORCEMENT = "enforcement"  # EXECUTIVA: surcharges run


class PaymentMode(StrEnum):
    PAYMENT_LETTER = "payment_letter"
    DIRECT_DEBIT = "direct_debit"
    PLAN = "plan"


class Debt(msgspec.Struct, frozen=True):
    """Amounts in euro. `state` is None when the body left it out (Q-HCC-5): then no screen says paid or pending."""

    source_id: str
    description: str
    amount: Decimal
    pay_from: Moment | None = None
    pay_until: Moment | None = None
    state: DebtState | None = None
    pending: Decimal | None = None
    period: CollectionPeriod | None = None
    alert: str | None = None
    mode: PaymentMode | None = None
    direct_debit: bool | None = None
    actions: tuple[Action, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class DirectDebit(StrEnum):
    ACTIVE = "active"
    NOT_ACTIVE = "not_active"
    NOT_POSSIBLE = "not_possible"


class TaxGroup(StrEnum):
    CADASTRAL_REFERENCE = "cadastral_reference"
    VEHICLE = "vehicle"
    BUSINESS_TAX = "business_tax"
    FINE_FILE = "fine_file"
    OTHER = "other"


class Tax(msgspec.Struct, frozen=True, tag="tax"):
    source_id: str
    ine10: str
    description: str
    year: str
    on: Moment | None = None
    dir3: str | None = None
    object_description: str | None = None
    total: Decimal | None = None
    notes: str | None = None
    case_id: str | None = None
    one_stop_shop: bool = False
    direct_debit: DirectDebit | None = None
    group_id: str | None = None
    group: TaxGroup | None = None
    fine: bool = False
    debts: tuple[Debt, ...] = ()
    actions: tuple[Action, ...] = ()
    attachments: tuple[Attachment, ...] = ()


Item = Case | Entry | Appointment | Tax
ItemKind = Literal["case", "entry", "appointment", "tax"]

_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Item)


def encode(item: Item) -> bytes:
    """Canonical JSON, the same bytes for the same item: its digest tells whether the source changed it."""
    return _encoder.encode(item)


def decode(raw: bytes | str) -> Item:
    item: Item = _decoder.decode(raw)
    return item


def kind_of(item: Item) -> ItemKind:
    return item.__struct_config__.tag  # type: ignore[return-value]  # msgspec types the tag as str | int | None
