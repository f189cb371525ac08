"""What all that is told in signed events has in common: the envelope, whose it is, a heartbeat. Of one contract it knows nothing.

    signed.verified ── what was signed ── whose, for whom, when ── an Event, whose data its contract reads
                                                               └── Refused, by name and place, never with what was there

One message carries many, so it is read by msgspec and not field by field. Of a field that is written twice the last counts, as
JSON readers do: it was signed, so nobody else can have added it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from myspace.connector_kit.signed import Known, check_claims, verified
from myspace.connector_kit.told_failures import Refused, Why
from myspace.vocabulary.people import Identifier, IdentifierKind, MalformedIdentifier, identifier

LONGEST: Final = 1024 * 1024  # bytes of one message
MOST: Final = 1_000  # things in one
_AHEAD = timedelta(minutes=1)
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)

Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}\Z")]
# A case's number may hold spaces; controls and what turns letters round have no place in any text of another.
Plain = Annotated[
    str, Meta(min_length=1, max_length=120, pattern="^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+\\Z")
]
Ine10 = Annotated[str, Meta(pattern=r"^[0-9]{10}\Z")]
Reference = Annotated[str, Meta(pattern=r"^(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9._/:-]{0,59}\Z")]
Instant = Annotated[datetime, Meta(tz=True)]


class Whose(Struct, frozen=True, forbid_unknown_fields=True):
    kind: IdentifierKind
    number: Annotated[str, Meta(max_length=30)]
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}\Z")] | None = None


class Event(Struct, frozen=True, forbid_unknown_fields=True):
    """A CloudEvent 1.0 that is at once a set of JWT claims."""

    specversion: str
    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{7,63}\Z")]
    source: str
    type: str
    time: Instant
    iss: str
    aud: str
    iat: int
    exp: int
    data: msgspec.Raw
    datacontenttype: str = "application/json"


class _Heartbeat(Struct, frozen=True, forbid_unknown_fields=True):
    recorded_until: Instant
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The feed works, and has recorded everything until then. `since`: from which day it has records, if it says so."""

    recorded_until: datetime
    since: date | None = None


_event = msgspec.json.Decoder(Event)
_heartbeat = msgspec.json.Decoder(_Heartbeat)
_SEPARATORS = re.compile(r"[^A-Z0-9]+")
_PLACE = re.compile(r"at `\$((?:\.[a-z_]+|\[[0-9]+\])*)`")
_MISSING = re.compile(r"missing required field `([a-z_]+)`")


def event_of(message: bytes, known: Known | None, audience: str, now: datetime) -> Event:
    """Raises Refused. `known` is the key that `signed.kid_of` names; `audience` the folder's own origin."""
    payload = verified(message, known, longest=LONGEST)
    assert known is not None, "who has no key is refused there"
    event = envelope(payload)
    check_claims(event, known, audience, now)
    if event.source != event.iss:
        raise Refused(Why.OTHER_ISSUER, "source")
    if event.specversion != "1.0" or event.datacontenttype != "application/json":
        raise Refused(Why.MALFORMED, "specversion" if event.specversion != "1.0" else "datacontenttype")
    return event


def envelope(payload: bytes) -> Event:
    event = decode(_event, payload, "")
    assert isinstance(event, Event)
    return event


def heartbeat_of(event: Event, now: datetime) -> Heartbeat:
    said = decode(_heartbeat, event.data, "data")
    if said.recorded_until > now + _AHEAD:
        raise Refused(Why.MALFORMED, "data.recorded_until")
    return Heartbeat(said.recorded_until, said.since)


def decode(decoder: msgspec.json.Decoder[Any], octets: bytes | msgspec.Raw, where: str) -> Any:
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


def check_happened(at: datetime, now: datetime, where: str) -> None:
    """What happened is not ahead of now, nor of another age."""
    if not _FIRST <= at <= now + _AHEAD:
        raise Refused(Why.MALFORMED, where)


def identifier_of(of: Whose, where: str) -> Identifier:
    found = None
    with suppress(MalformedIdentifier):
        found = identifier(of.number, of.kind)
    if found is None:
        raise Refused(Why.NOT_A_NUMBER, f"{where}.number")
    if found.of_a_country and of.country is None:
        raise Refused(Why.NO_COUNTRY, f"{where}.country")
    return found


def check_names_nobody(whose: Identifier, value: str | None, where: str) -> None:
    """A reference or a text made of the person's own number would tell it to whoever sees it."""
    if value is not None and whose.value in _SEPARATORS.sub("", value.upper()):
        raise Refused(Why.MALFORMED, where)
