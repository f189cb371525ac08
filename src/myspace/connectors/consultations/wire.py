"""What a feed of consultations may say, and nothing besides: a field that is not in the contract refuses the message.

    what was signed ─┬─ consultations ──▶ Told        at most MOST of them, whole or refused
                     ├─ heartbeat ──────▶ Heartbeat   until when it has recorded
                     ├─ period ─────────▶ Period      since when there are records
                     └─ Refused           by name and place, never with what was there

One message carries many, so it is read by msgspec and not field by field: a backfill is of millions. Of a field that is
written twice the last counts, as JSON readers do: it was signed, so nobody else can have added it.
Knows the form of CONSULT-IN-1; refuses to know keys, folders and whether the person has one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from myspace.connector_kit.signed import Known, check_claims, verified
from myspace.connector_kit.told_failures import Refused, Why
from myspace.vocabulary.people import Identifier, IdentifierKind, MalformedIdentifier, identifier
from myspace.vocabulary.transparency import AskedBy, Exchange, ExchangeOutcome, LegalGround, ToldOf, Withheld

LONGEST: Final = 1024 * 1024  # bytes of one message
MOST: Final = 1_000  # consultations in one
EVERYBODY: Final = "*"  # in the list of bodies that a feed carries: it carries whoever asks
_AHEAD = timedelta(minutes=1)
_LONGEST_WITHHELD = timedelta(days=366 * 5)
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)

_Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}\Z")]
# A case's number may hold spaces; controls and what turns letters round have no place in any text of another.
_Plain = Annotated[
    str, Meta(min_length=1, max_length=120, pattern="^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+\\Z")
]
_Ine10 = Annotated[str, Meta(pattern=r"^[0-9]{10}\Z")]
_Reference = Annotated[str, Meta(pattern=r"^(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9._/:-]{0,59}\Z")]
_Instant = Annotated[datetime, Meta(tz=True)]


class _Whose(Struct, frozen=True, forbid_unknown_fields=True):
    kind: IdentifierKind
    number: Annotated[str, Meta(max_length=30)]
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}\Z")] | None = None


class _Hidden(Struct, frozen=True, forbid_unknown_fields=True):
    until: date
    law: _Plain


class _One(Struct, frozen=True, forbid_unknown_fields=True):
    of: _Whose
    reference: _Reference
    at: _Instant
    asker: _Ine10
    unit: _Plain | None = None
    purpose: _Code | None = None
    procedure: _Code | None = None
    case: _Plain | None = None
    product: _Code | None = None
    modality: _Code | None = None
    holder: _Plain | None = None
    ground: LegalGround | None = None
    law: _Plain | None = None
    outcome: ExchangeOutcome | None = None
    by: AskedBy | None = None
    withheld: _Hidden | None = None


class _Consultations(Struct, frozen=True, forbid_unknown_fields=True):
    consultations: Annotated[tuple[_One, ...], Meta(max_length=MOST)]
    next: Annotated[str, Meta(min_length=1, max_length=200)] | None = None


class _Heartbeat(Struct, frozen=True, forbid_unknown_fields=True):
    recorded_until: _Instant
    since: date | None = None


class _Period(Struct, frozen=True, forbid_unknown_fields=True):
    since: date


class _Event(Struct, frozen=True, forbid_unknown_fields=True):
    specversion: str
    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{7,63}\Z")]
    source: str
    type: str
    time: _Instant
    iss: str
    aud: str
    iat: int
    exp: int
    data: msgspec.Raw
    datacontenttype: str = "application/json"


@dataclass(frozen=True, slots=True)
class Told:
    """`next`: where to go on, in an answer to a question; what is told unasked has none."""

    of: tuple[ToldOf, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The feed works, and has recorded everything until then. `since`: from which day it has records, if it says so."""

    recorded_until: datetime
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    since: date


_event = msgspec.json.Decoder(_Event)
_KINDS: Final[Mapping[str, msgspec.json.Decoder[Any]]] = {
    "consult-in.v1.consultations": msgspec.json.Decoder(_Consultations),
    "consult-in.v1.heartbeat": msgspec.json.Decoder(_Heartbeat),
    "consult-in.v1.period": msgspec.json.Decoder(_Period),
}
_SEPARATORS = re.compile(r"[^A-Z0-9]+")
_PLACE = re.compile(r"at `\$((?:\.[a-z_]+|\[[0-9]+\])*)`")
_MISSING = re.compile(r"missing required field `([a-z_]+)`")


def read(message: bytes, known: Known | None, audience: str, now: datetime) -> Told | Heartbeat | Period:
    """Raises Refused. `known` is the key that `signed.kid_of` names; `audience` the folder's own origin."""
    payload = verified(message, known, longest=LONGEST)
    assert known is not None, "who has no key is refused there"
    event = _read(_event, payload, "")
    assert isinstance(event, _Event)
    check_claims(event, known, audience, now)
    if event.source != event.iss:
        raise Refused(Why.OTHER_ISSUER, "source")
    if event.specversion != "1.0" or event.datacontenttype != "application/json":
        raise Refused(Why.MALFORMED, "specversion" if event.specversion != "1.0" else "datacontenttype")
    reads = _KINDS.get(event.type)
    if reads is None:
        raise Refused(Why.UNKNOWN_TYPE, "type")
    said = _read(reads, event.data, "data")
    if isinstance(said, _Period):
        return Period(said.since)
    if isinstance(said, _Heartbeat):
        if said.recorded_until > now + _AHEAD:
            raise Refused(Why.MALFORMED, "data.recorded_until")
        return Heartbeat(said.recorded_until, said.since)
    assert isinstance(said, _Consultations)
    return Told(tuple(_told(said, known.senders, now)), said.next)


def _read(decoder: msgspec.json.Decoder[Any], octets: bytes | msgspec.Raw, where: str) -> Any:
    """msgspec's sentence may quote a value: only the place in it is told, and only where it is made of our own names."""
    sentence = ""
    try:
        return decoder.decode(octets)
    except msgspec.ValidationError as wrong:
        sentence = str(wrong)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError):
        pass
    if not sentence:
        raise Refused(Why.NOT_JSON)
    found, missing = _PLACE.search(sentence), _MISSING.search(sentence)
    place = (where + (found[1] if found else "")).lstrip(".")
    if "unknown field" in sentence:
        raise Refused(Why.UNKNOWN_FIELD, place)
    if missing:
        raise Refused(Why.MISSING, f"{place}.{missing[1]}".lstrip("."))
    raise Refused(Why.MALFORMED, place)


def _told(said: _Consultations, carries: frozenset[str], now: datetime) -> list[ToldOf]:
    people: dict[_Whose, Identifier] = {}
    latest, found = now + _AHEAD, []
    for number, one in enumerate(said.consultations):
        where = f"data.consultations[{number}]"
        if one.asker not in carries and EVERYBODY not in carries:
            raise Refused(Why.OTHER_SENDER, f"{where}.asker")
        if not _FIRST <= one.at <= latest:
            raise Refused(Why.MALFORMED, f"{where}.at")
        whose = people.get(one.of)
        if whose is None:
            whose = people[one.of] = _identifier(one.of, f"{where}.of")
        _names_nobody(whose, one, where)
        found.append(ToldOf(whose, one.of.country, _exchange(one, where, now)))
    return found


def _identifier(of: _Whose, where: str) -> Identifier:
    found = None
    with suppress(MalformedIdentifier):
        found = identifier(of.number, of.kind)
    if found is None:
        raise Refused(Why.NOT_A_NUMBER, f"{where}.number")
    if found.of_a_country and of.country is None:
        raise Refused(Why.NO_COUNTRY, f"{where}.country")
    return found


def _names_nobody(whose: Identifier, one: _One, where: str) -> None:
    """A reference or a case made of the person's own number would tell it to whoever sees it."""
    for name in ("reference", "case"):
        value = getattr(one, name)
        if value is not None and whose.value in _SEPARATORS.sub("", value.upper()):
            raise Refused(Why.MALFORMED, f"{where}.{name}")


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
