"""What a feed of consultations may say, and nothing besides: a field that is not in the contract refuses the message.

    what was signed ─┬─ consultations ──▶ Told        at most MOST of them, whole or refused
                     ├─ heartbeat ──────▶ Heartbeat   until when it has recorded
                     ├─ period ─────────▶ Period      since when there are records
                     └─ Refused           by name and place, never with what was there

The envelope is as in every event that is told (connector_kit/told_events.py). Knows the form of CONSULT-IN-1; refuses to know
keys, folders and whether the person has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from myspace.connector_kit import told_events
from myspace.connector_kit.signed import Known
from myspace.connector_kit.told_events import LONGEST, MOST, Code, Heartbeat, Ine10, Instant, Plain, Reference, Whose
from myspace.connector_kit.told_failures import Refused, Why
from myspace.vocabulary.people import Identifier
from myspace.vocabulary.transparency import AskedBy, Exchange, ExchangeOutcome, LegalGround, ToldOf, Withheld

EVERYBODY: Final = "*"  # in the list of bodies that a feed carries: it carries whoever asks
_LONGEST_WITHHELD = timedelta(days=366 * 5)


class _Hidden(Struct, frozen=True, forbid_unknown_fields=True):
    until: date
    law: Plain


class _One(Struct, frozen=True, forbid_unknown_fields=True):
    of: Whose
    reference: Reference
    at: Instant
    asker: Ine10
    unit: Plain | None = None
    purpose: Code | None = None
    procedure: Code | None = None
    case: Plain | None = None
    product: Code | None = None
    modality: Code | None = None
    holder: Plain | None = None
    ground: LegalGround | None = None
    law: Plain | None = None
    outcome: ExchangeOutcome | None = None
    by: AskedBy | None = None
    withheld: _Hidden | None = None


class _Consultations(Struct, frozen=True, forbid_unknown_fields=True):
    consultations: Annotated[tuple[_One, ...], Meta(max_length=MOST)]
    next: Annotated[str, Meta(min_length=1, max_length=200)] | None = None


class _Period(Struct, frozen=True, forbid_unknown_fields=True):
    since: date


@dataclass(frozen=True, slots=True)
class Told:
    """`next`: where to go on, in an answer to a question; what is told unasked has none."""

    of: tuple[ToldOf, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    since: date


_consultations = msgspec.json.Decoder(_Consultations)
_period = msgspec.json.Decoder(_Period)


def read(message: bytes, known: Known | None, audience: str, now: datetime) -> Told | Heartbeat | Period:
    """Raises Refused. `known` is the key that `signed.kid_of` names; `audience` the folder's own origin."""
    event = told_events.event_of(message, known, audience, now)
    assert known is not None, "who has no key is refused there"
    match event.type:
        case "consult-in.v1.heartbeat":
            return told_events.heartbeat_of(event, now)
        case "consult-in.v1.period":
            return Period(told_events.decode(_period, event.data, "data").since)
        case "consult-in.v1.consultations":
            said: _Consultations = told_events.decode(_consultations, event.data, "data")
            return Told(tuple(_told(said, known.senders, now)), said.next)
    raise Refused(Why.UNKNOWN_TYPE, "type")


def _told(said: _Consultations, carries: frozenset[str], now: datetime) -> list[ToldOf]:
    people: dict[Whose, Identifier] = {}
    found = []
    for number, one in enumerate(said.consultations):
        where = f"data.consultations[{number}]"
        if one.asker not in carries and EVERYBODY not in carries:
            raise Refused(Why.OTHER_SENDER, f"{where}.asker")
        told_events.check_happened(one.at, now, f"{where}.at")
        whose = people.get(one.of)
        if whose is None:
            whose = people[one.of] = told_events.identifier_of(one.of, f"{where}.of")
        told_events.check_names_nobody(whose, one.reference, f"{where}.reference")
        told_events.check_names_nobody(whose, one.case, f"{where}.case")
        found.append(ToldOf(whose, one.of.country, _exchange(one, where, now)))
    return found


def _exchange(one: _One, where: str, now: datetime) -> Exchange:
    withheld = None
    if one.withheld is not None:
        if one.withheld.until > (now + _LONGEST_WITHHELD).date():
            raise Refused(Why.MALFORMED, f"{where}.withheld.until")
        withheld = Withheld(one.withheld.until, one.withheld.law)
    return Exchange(
        one.reference, one.at, one.asker, one.unit, one.purpose, one.procedure, one.case, one.product, one.modality,
        one.holder, one.ground, one.law, one.outcome, one.by, withheld,
    )  # fmt: skip


__all__ = ["EVERYBODY", "LONGEST", "MOST", "Heartbeat", "Period", "Told", "read"]
