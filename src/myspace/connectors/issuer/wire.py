"""What an issuer may say of a notice, and nothing besides: a field that is not in the contract refuses the message.

    what was signed ─┬─ waits ──▶ Hint
                     ├─ ended ──▶ Hint with how
                     └─ Refused   by name and place, never with what was there

Knows the form of NOTICE-IN-1; refuses to know keys, folders and whether the person has one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from myspace.connector_kit.json_text import Doubled, Number
from myspace.connector_kit.signed import Known, opened
from myspace.connector_kit.told_failures import Refused, Why
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.notices import Hint, NoticeStatus
from myspace.vocabulary.people import Identifier, IdentifierKind, MalformedIdentifier, identifier

_ENVELOPE = frozenset(
    {"specversion", "id", "source", "type", "time", "iss", "aud", "iat", "exp", "datacontenttype", "data"}
)
_HOW: Final[Mapping[str, NoticeStatus]] = {
    "opened": NoticeStatus.OPENED, "refused": NoticeStatus.REFUSED, "expired": NoticeStatus.EXPIRED_UNOPENED,
    "annulled": NoticeStatus.ANNULLED,
}  # fmt: skip
_KINDS = {kind.value: kind for kind in IdentifierKind}
# Names that a message may be tempted to carry. Only these are told back: a name that somebody made up may be anything.
_TEMPTING = frozenset(
    {
        "subject",
        "dataschema",
        "link",
        "url",
        "title",
        "name",
        "text",
        "body",
        "matter",
        "document",
        "attachment",
        "email",
    }
)
_EVENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{7,63}")
# A reference is a number: without spaces and with a digit, so that no words of the matter come in as one.
_REFERENCE = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9._/:-]{0,39}")
_INE10 = re.compile(r"[0-9]{10}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")
_YEARS = range(2000, 2100)
_AHEAD = timedelta(minutes=1)


def read(message: bytes, known: Known | None, audience: str, now: datetime) -> Hint:
    """Raises Refused. `known` is the key that `signed.kid_of` names; `audience` the folder's own origin."""
    said = opened(message, known, audience, now)
    assert known is not None, "who has no key is refused there"
    hint = hint_of(said, now)
    if hint.sender not in known.senders:
        raise Refused(Why.OTHER_SENDER, "data.sender")
    return hint


def hint_of(said: Mapping[str, Any], now: datetime) -> Hint:
    """Raises Refused."""
    _only(said, _ENVELOPE, "")
    if _text(said, "specversion", "") != "1.0":
        raise Refused(Why.MALFORMED, "specversion")
    if said.get("datacontenttype", "application/json") != "application/json":
        raise Refused(Why.MALFORMED, "datacontenttype")
    if _text(said, "source", "") != said.get("iss"):
        raise Refused(Why.OTHER_ISSUER, "source")
    event = _fits(_EVENT, said, "id", "")
    at = _instant(_text(said, "time", ""), "time")
    if at > now + _AHEAD:
        raise Refused(Why.MALFORMED, "time")  # believed, nothing later could take it back until then
    data = said.get("data")
    if data is None:
        raise Refused(Why.MISSING, "data")
    if not isinstance(data, dict) or isinstance(data, Doubled):
        raise Refused(Why.MALFORMED, "data")
    reads = _TYPES.get(_text(said, "type", ""))
    if reads is None:
        raise Refused(Why.UNKNOWN_TYPE, "type")
    return reads(event, at, data)


def _waits(event: str, at: datetime, data: Mapping[str, Any]) -> Hint:
    _only(data, frozenset({"to", "sender", "reference", "registry", "kind", "available", "until"}), "data")
    # Of a communication nobody is reminded: nothing lapses. So nothing of one need be told.
    if _text(data, "kind", "data") != "notification":
        raise Refused(Why.MALFORMED, "data.kind")
    to, country = _addressee(data)
    available = _moment(data, "available")
    if available is None:
        raise Refused(Why.MISSING, "data.available")
    until = _moment(data, "until")
    if available.day > at.astimezone(MADRID).date() + timedelta(days=1):
        raise Refused(Why.MALFORMED, "data.available")
    if until is not None and until.day < available.day:
        raise Refused(Why.MALFORMED, "data.until")
    sender, reference, registry = _numbers(data, to)
    return Hint(event, at, to, country, sender, reference, registry, available, until)


def _ended(event: str, at: datetime, data: Mapping[str, Any]) -> Hint:
    _only(data, frozenset({"to", "sender", "reference", "registry", "how"}), "data")
    how = _HOW.get(_text(data, "how", "data"))
    if how is None:
        raise Refused(Why.MALFORMED, "data.how")
    to, country = _addressee(data)
    sender, reference, registry = _numbers(data, to)
    return Hint(event, at, to, country, sender, reference, registry, ended=how)


_TYPES = {"notice-in.v1.waits": _waits, "notice-in.v1.ended": _ended}


def _numbers(data: Mapping[str, Any], to: Identifier) -> tuple[str, str, str | None]:
    """Sender, reference and registry number. A reference made of the person's own number would tell it to whoever sees it."""
    sender = _fits(_INE10, data, "sender", "data")
    reference = _fits(_REFERENCE, data, "reference", "data")
    registry = _fits(_REFERENCE, data, "registry", "data") if "registry" in data else None
    for name, number in (("reference", reference), ("registry", registry)):
        if number is not None and to.value in re.sub(r"[^A-Z0-9]", "", number.upper()):
            raise Refused(Why.MALFORMED, f"data.{name}")
    return sender, reference, registry


def _addressee(data: Mapping[str, Any]) -> tuple[Identifier, str | None]:
    to = data.get("to")
    if to is None:
        raise Refused(Why.MISSING, "data.to")
    if not isinstance(to, dict) or isinstance(to, Doubled):
        raise Refused(Why.MALFORMED, "data.to")
    _only(to, frozenset({"kind", "number", "country"}), "data.to")
    kind = _KINDS.get(_text(to, "kind", "data.to"))
    if kind is None:
        raise Refused(Why.MALFORMED, "data.to.kind")
    number, found = _text(to, "number", "data.to"), None
    with suppress(MalformedIdentifier):
        found = identifier(number, kind) if len(number) <= 30 else None
    if found is None:
        raise Refused(Why.NOT_A_NUMBER, "data.to.number")
    country = _fits(_COUNTRY, to, "country", "data.to") if "country" in to else None
    if found.of_a_country and country is None:
        raise Refused(Why.NO_COUNTRY, "data.to.country")
    return found, country


def _only(value: Mapping[str, Any], names: Set[str], where: str) -> None:
    for name in value:
        if name not in names:
            raise Refused(Why.UNKNOWN_FIELD, _place(where, name) if name in _TEMPTING else where)


def _fits(form: re.Pattern[str], value: Mapping[str, Any], name: str, where: str) -> str:
    text = _text(value, name, where)
    if not form.fullmatch(text):
        raise Refused(Why.MALFORMED, _place(where, name))
    return text


def _text(value: Mapping[str, Any], name: str, where: str) -> str:
    found = value.get(name)
    if found is None:
        raise Refused(Why.MISSING, _place(where, name))
    if not isinstance(found, str) or isinstance(found, Number):
        raise Refused(Why.MALFORMED, _place(where, name))
    return found


def _place(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _moment(data: Mapping[str, Any], name: str) -> Moment | None:
    """A day, or an instant with its zone. A term that is a day ends with that day."""
    if name not in data:
        return None
    where, text = f"data.{name}", _text(data, name, "data")
    if _DAY.fullmatch(text):
        day = _calendar_day(text)
        if day is None or day.year not in _YEARS:
            raise Refused(Why.MALFORMED, where)
        return Moment(day)
    at = _instant(text, where)
    return Moment(at.astimezone(MADRID).date(), at)


def _calendar_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _instant(text: str, where: str) -> datetime:
    at = None
    if _INSTANT.fullmatch(text):
        try:
            at = datetime.fromisoformat(text)
            at = at.astimezone(UTC) if at.year in _YEARS else None
        except (ValueError, OverflowError):
            at = None
    if at is None:
        raise Refused(Why.MALFORMED, where)
    return at
