"""What a feed of logins may say, and nothing besides: a field that is not in the contract refuses the message.

    what was signed ─┬─ logins ─────▶ Told        at most MOST of them, whole or refused
                     ├─ heartbeat ──▶ Heartbeat   until when it has recorded
                     └─ Refused       by name and place, never with what was there

There is no field for an address of a network, for coordinates or for what a browser says of itself: a place is a name without
digits, and a device is words. Knows the form of LOGIN-IN-1; refuses to know keys, folders and whether the person has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from myspace.connector_kit import told_events
from myspace.connector_kit.signed import Known
from myspace.connector_kit.told_events import LONGEST, MOST, Heartbeat, Ine10, Instant, Plain, Reference, Whose
from myspace.connector_kit.told_failures import Refused, Why
from myspace.vocabulary.logins import LoginElsewhere, LoginOf
from myspace.vocabulary.people import AssuranceLevel, Identifier, LoginMethod

_CONTROLS = "\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_Place = Annotated[str, Meta(min_length=2, max_length=60, pattern=rf"^[^0-9@{_CONTROLS}]+\Z")]
_Device = Annotated[str, Meta(min_length=2, max_length=60, pattern=rf"^[^/;()@{_CONTROLS}]+\Z")]


class _Level(StrEnum):
    LOW = "low"
    SUBSTANTIAL = "substantial"
    HIGH = "high"


_LEVELS = {
    _Level.LOW: AssuranceLevel.LOW, _Level.SUBSTANTIAL: AssuranceLevel.SUBSTANTIAL, _Level.HIGH: AssuranceLevel.HIGH,
}  # fmt: skip


class _One(Struct, frozen=True, forbid_unknown_fields=True):
    of: Whose
    reference: Reference
    at: Instant
    service: Plain
    body: Ine10 | None = None
    method: LoginMethod | None = None
    level: _Level | None = None
    device: _Device | None = None
    place: _Place | None = None


class _Logins(Struct, frozen=True, forbid_unknown_fields=True):
    logins: Annotated[tuple[_One, ...], Meta(max_length=MOST)]


@dataclass(frozen=True, slots=True)
class Told:
    of: tuple[LoginOf, ...]


_logins = msgspec.json.Decoder(_Logins)


def read(message: bytes, known: Known | None, audience: str, now: datetime) -> Told | Heartbeat:
    """Raises Refused. `known` is the key that `signed.kid_of` names; `audience` the folder's own origin."""
    event = told_events.event_of(message, known, audience, now)
    match event.type:
        case "login-in.v1.heartbeat":
            return told_events.heartbeat_of(event, now)
        case "login-in.v1.logins":
            return Told(tuple(_told(told_events.decode(_logins, event.data, "data"), now)))
    raise Refused(Why.UNKNOWN_TYPE, "type")


def _told(said: _Logins, now: datetime) -> list[LoginOf]:
    people: dict[Whose, Identifier] = {}
    found = []
    for number, one in enumerate(said.logins):
        where = f"data.logins[{number}]"
        told_events.check_happened(one.at, now, f"{where}.at")
        whose = people.get(one.of)
        if whose is None:
            whose = people[one.of] = told_events.identifier_of(one.of, f"{where}.of")
        for name in ("reference", "service", "device", "place"):
            told_events.check_names_nobody(whose, getattr(one, name), f"{where}.{name}")
        login = LoginElsewhere(
            one.reference, one.at, one.service, one.body, one.method, _LEVELS[one.level] if one.level else None, one.device,
            one.place,
        )  # fmt: skip
        found.append(LoginOf(whose, one.of.country, login))
    return found


__all__ = ["LONGEST", "MOST", "Heartbeat", "Told", "read"]
