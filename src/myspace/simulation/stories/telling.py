"""What a body can tell about a person, in the make-believe country. Knows no protocol: simulators give it a wire form.

Times are Catalan wall-clock times, as a registry office writes them. Texts are the bodies' own words (official Catalan).
A link is written as a path: the simulator puts the body's own host in front.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

Standing = Literal["INTERESSAT", "REPRESENTANT"]


@dataclass(frozen=True, slots=True)
class Paper:
    id: str
    name: str
    description: str | None = None
    created: datetime | None = None
    size_kb: int | None = None
    csv: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    description: str
    path: str
    about: Literal["DEUTE", "TRIBUT", "ORGANISME", "IDENTIFICADOR"] | None = None


@dataclass(frozen=True, slots=True)
class CaseTold:
    id: str
    procedure: str
    subject: str
    opened: datetime
    closed: datetime | None = None
    forecast: date | None = None
    family: str | None = None
    phase: tuple[str, str] | None = None
    phases: tuple[tuple[str, date], ...] = ()
    notes: str | None = None
    your_turn: Literal["SI", "NO", "NO_APLICA"] | None = None
    entries: tuple[str, ...] = ()
    registry_number: str | None = None
    standing: Standing = "INTERESSAT"
    one_stop_shop: bool = False
    path: str | None = None


@dataclass(frozen=True, slots=True)
class EntryTold:
    id: str
    direction: Literal["ENTRADA", "SORTIDA"]
    at: datetime
    subject: str
    registry_number: str | None = None
    via: str | None = None
    channel: str | None = None
    notes: str | None = None
    cases: tuple[str, ...] = ()
    procedure: str | None = None
    notice: Literal["DIPOSITADA", "ACCEPTADA", "REBUTJADA"] | None = None
    papers: tuple[Paper, ...] = ()
    standing: Standing = "INTERESSAT"
    one_stop_shop: bool = False
    path: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class AppointmentTold:
    id: str
    subject: str
    booked: datetime
    at: datetime
    place: str | None = None
    address: str | None = None
    phone: str | None = None
    contact: str | None = None
    coordinates: tuple[float, float] | None = None
    procedure: str | None = None
    remind_on: date | None = None
    can_change: bool = True
    holder: str | None = None
    representative: str | None = None
    your_turn: Literal["SI", "NO", "NO_APLICA"] | None = None


@dataclass(frozen=True, slots=True)
class DebtTold:
    id: str
    description: str
    amount: Decimal
    pay_from: date
    pay_until: date
    state: Literal["PENDENT", "PAGAT", "BAIXA"]
    pending: Decimal | None = None
    period: Literal["VOLUNTARIA", "EXECUTIVA"] = "VOLUNTARIA"
    mode: Literal["CARTA_DE_PAGAMENT", "DOMICILIAT", "PLA_PERSONALITZAT"] | None = None
    direct_debit: bool = False
    alert: str | None = None
    buttons: tuple[Button, ...] = ()
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class TaxTold:
    id: str
    year: str
    on: date
    description: str
    object: str | None = None
    total: Decimal | None = None
    group: tuple[Literal["REFERENCIA_CADASTRAL", "MATRICULA", "IAE", "EXPEDIENT_SANCIONADOR", "ALTRES"], str] | None = (
        None
    )
    fine: bool = False
    direct_debit: Literal["DOMICILIAT", "NO_DOMICILIAT", "NO_DOMICILIABLE"] | None = None
    case_id: str | None = None
    notes: str | None = None
    debts: tuple[DebtTold, ...] = ()
    buttons: tuple[Button, ...] = ()
    papers: tuple[Paper, ...] = ()


Told = CaseTold | EntryTold | AppointmentTold | TaxTold


@dataclass(frozen=True, slots=True)
class Story:
    """Everything one body tells about one person (or company) of the cast."""

    body: str  # INE10
    who: str  # id in the cast
    told: tuple[Told, ...] = field(default_factory=tuple)


class Days:
    """Dates counted from the day on which the story is told, so that deadlines stay alive."""

    def __init__(self, today: date) -> None:
        self.today = today

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: int = 10, minute: int = 0) -> datetime:
        return datetime.combine(self.day(offset), time(hour, minute, (abs(offset) * 7) % 60))

    def workday(self, offset: int) -> date:
        """The first Monday-to-Friday day on or after the offset: offices open then."""
        day = self.day(offset)
        return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)

    def opening(self, offset: int, hour: int = 9, minute: int = 30) -> datetime:
        return datetime.combine(self.workday(offset), time(hour, minute))

    def year(self, back: int = 0) -> int:
        return self.today.year - back


Teller = Callable[[Days], tuple[Story, ...]]
