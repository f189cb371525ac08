"""What a connector to registers offers: one question about one person, answered now or handed over and collected later.

Every question is a consultation of somebody's data, and the far side notes it: whoever asks has a reason first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from myspace.protocols.pci.exchange import Stage
from myspace.vocabulary.people import AssuranceLevel, Identifier
from myspace.vocabulary.personal_data import DataAnswer, SheetKind
from myspace.vocabulary.transparency import LegalGround


class Need(StrEnum):
    """What has to be known before a sheet can be asked for."""

    MUNICIPALITY = "municipality"
    FULL_NAME = "full_name"
    BORN = "born"
    HEALTH_CARD = "health_card"
    SINCE = "since"
    PERIOD = "period"
    DAY = "day"  # the day that it is asked about
    TODAY = "today"  # that no other day is asked for: its contract has no place for one


@dataclass(frozen=True, slots=True, repr=False)
class About:
    """Whom it is about, as far as the folder knows. `municipality` is the INE10 of the town hall where they live.

    Names in capitals and small letters as the person writes them: how a register wants them is its connector's. `health_card`
    is the code on the person's own card, which only they can tell.
    """

    who: Identifier
    name: str = ""
    surname1: str = ""
    surname2: str = ""
    municipality: str | None = None
    born: date | None = None
    health_card: str | None = None


@dataclass(frozen=True, slots=True)
class DataQuestion:
    """`since` and `until`, both included, for what has a period; `as_of` for what can be told of a day that has passed.

    `consented`: when the person said yes to this being asked, as whoever asks has it on record; None where nobody asked
    them. `level`: how surely they entered, None where nobody did. `reference`: the number that the question goes with, used
    once and made by `DataSource.number`; one that has none is given one.
    """

    sheet: SheetKind
    about: About
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    consented: datetime | None = None
    level: AssuranceLevel | None = None
    reference: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Demands:
    """What a question about a sheet has to carry: the person's yes, how surely they entered, what has to be known.

    `later`: it is handed over now and collected later.
    """

    consent: bool
    level: AssuranceLevel
    needs: frozenset[Need] = frozenset()
    later: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """What the far side notes of a question about a sheet, besides its number and moment: who asks, for what, on what ground.

    `asker` is the INE10 of the body that asks; `product` and `modality` are codes.
    """

    asker: str
    product: str
    modality: str
    ground: LegalGround
    law: str | None = None
    procedure: str | None = None


class NotAllowedYet(Exception):
    """The question lacks what its ground demands. Nothing was sent; it is whoever asks that has to mend it."""


class NotConsented(NotAllowedYet):
    """The ground of this sheet is the person's consent, and the question carries none, or one that is yet to come."""


class NotSureEnough(NotAllowedYet):
    """This sheet is told only to who entered more surely."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that was handed over: plain values, for whoever asked to keep beside the question until it collects.

    The first two are ours and find it again. It makes sense to collect from `collect_at` on; `times` is how often it was.
    """

    request_id: str
    item_id: str
    stage: Stage
    since: datetime
    times: int
    collect_at: datetime


class DataSource(Protocol):
    """Asynchronous: the worker's. Raises ServicesUnusable before anything is sent; nothing for what a register does."""

    def unready(self, sheet: SheetKind) -> str | None:
        """Which setting is missing to ask this, in a sentence for whoever runs the folder; None when it can be asked."""

    def demands(self, sheet: SheetKind) -> Demands:
        """What its question has to carry. Raises ServicesUnusable where `unready` has something to say."""

    def noted(self, sheet: SheetKind) -> Noted:
        """What becomes of a question about it in the record of who consulted whose data. Raises as `demands`."""

    def number(self) -> str:
        """A new number for a question."""

    async def ask(self, question: DataQuestion) -> DataAnswer:
        """Raises NotConsented and NotSureEnough too, as the next two do."""

    async def hand_over(self, question: DataQuestion) -> Waiting | DataAnswer:
        """An answer at once only where nothing was handed over."""

    async def collect(self, question: DataQuestion, waiting: Waiting) -> Waiting | DataAnswer:
        """Only reads: it may be done any number of times."""
