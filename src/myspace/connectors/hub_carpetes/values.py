"""One supplier's text to one canonical value: dates, amounts, flags, codes, sizes. Pure; knows no message.

Every function takes the text as it came (None when absent) and raises `Unreadable` when it has no documented reading.
The reading of each quirk is tabled in README.md of this folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from myspace.connector_kit import values
from myspace.connector_kit.json_text import Number
from myspace.connector_kit.values import MADRID, Unreadable
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.answers import QuarantineReason

MAX_TEXT = 2000
MAX_ID = 500
CENT = Decimal("0.01")
_MAX_AMOUNT = Decimal(10) ** 12

Code = TypeVar("Code")


def text(raw: str | None) -> str | None:
    """Free text, at most MAX_TEXT characters. Empty is None (contract: leave it out)."""
    return values.text(str(raw) if isinstance(raw, Number) else raw, MAX_TEXT)


def name_of(raw: str | None) -> str | None:
    """An identifier of theirs. Not cut when long: two different ones would become the same."""
    clean = text(raw)
    if clean is not None and raw is not None and len(raw) > MAX_ID:
        raise Unreadable
    return clean


def ine10(raw: str | None) -> str | None:
    """The body's ten digits; nine are the ten without their leading zero (Q-HCC-2)."""
    clean = text(raw)
    if clean is None:
        return None
    if not re.fullmatch(r"[0-9]{9,10}", clean):
        raise Unreadable
    return clean.zfill(10)


def flag(raw: str | bool | None) -> bool | None:
    """`true` or `"true"` (Q-HCC-3); capitals as the spreadsheet model writes everything (Q-HCC-12)."""
    if raw is None or isinstance(raw, bool):
        return raw
    clean = text(raw)
    if clean is None:
        return None
    try:
        return {"true": True, "false": False}[clean.lower()]
    except KeyError:
        raise Unreadable(QuarantineReason.UNKNOWN_CODE) from None


def code(raw: str | None, known: Mapping[str, Code], *, any_case: bool = False) -> Code | None:
    """The meaning of an enumerated code, in capitals or capitalised as the spreadsheet model writes (Q-HCC-12).

    `any_case` only where a document prints yet another case.
    """
    clean = text(raw)
    if clean is None:
        return None
    try:
        return known[clean.upper() if any_case or clean == clean.capitalize() else clean]
    except KeyError:
        raise Unreadable(QuarantineReason.UNKNOWN_CODE) from None


# --- dates

_DATE = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_ONLY_DATE = re.compile(_DATE)
_DATE_TIME = re.compile(
    _DATE + r"[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?\s*(Z|z|[+-][0-9]{2}:?(?:[0-9]{2})?)?"
)
_EPOCH = re.compile(r"-?[0-9]{9,13}")  # seconds in 9 or 10 digits, milliseconds in 11 to 13 (Q-HCC-15)
# 2026013112 and 202601311230 may also be a date and an hour written together: nobody's date is guessed at.
_RUN_TOGETHER = re.compile(
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])(?:[0-5][0-9])?"
)


def moment(raw: str | None) -> Moment | None:
    """A day, an instant with its zone, or an instant whose zone is assumed to be Europe/Madrid (and says so). Epochs are UTC."""
    clean = text(raw)
    if clean is not None and _EPOCH.fullmatch(clean) and not _RUN_TOGETHER.fullmatch(clean):
        return _epoch(int(clean))
    return values.moment(clean, _ONLY_DATE, _DATE_TIME)


def day(raw: str | None) -> Moment | None:
    """As `moment`, for fields that the contract makes a date: midnight in Catalonia is then no hour (Q-HCC-15)."""
    found = moment(raw)
    if found is None or found.at is None:
        return found
    local = found.at.astimezone(MADRID)
    midnight = (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
    return Moment(day=found.day) if midnight else found


def _epoch(number: int) -> Moment:
    seconds, millis = divmod(number, 1000) if abs(number) >= 10**10 else (number, 0)
    try:
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds, milliseconds=millis)
        return Moment(day=values.within_reason(at.astimezone(MADRID).date()), at=at)
    except (ValueError, OverflowError):
        raise Unreadable from None


# --- amounts

_GAP = "[ \u00a0\u202f']"
_READINGS = (
    re.compile(r"(?P<whole>[0-9]+)"),
    re.compile(r"(?P<whole>[0-9]+)[.,](?P<part>[0-9]{1,2}|[0-9]{2}00+)"),
    re.compile(r"(?P<whole>[0-9]{4,})[.,](?P<part>[0-9]{2}0)"),  # four digits before it: no thousands, so decimals
    re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+),(?P<part>[0-9]{1,2})"),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+)\.(?P<part>[0-9]{1,2})"),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){2,})"),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3}){2,})"),
    re.compile(rf"(?P<whole>[0-9]{{1,3}}(?:{_GAP}[0-9]{{3}})+)(?:[.,](?P<part>[0-9]{{1,2}}))?"),
)
_CURRENCY = re.compile(r"\s*(€|EUR|euros?)$", re.IGNORECASE)


def amount(raw: str | None) -> Decimal | None:
    """Euro in cents. Text with any separator whose role is certain (Q-HCC-13); a JSON number by its own digits.

    `"1.234"` and `"1,234"` may be 1234 or 1.23: nobody's debt is guessed at, so they are unreadable.
    """
    if isinstance(raw, Number):
        return _from_number(raw)
    clean = text(raw)
    if clean is None:
        return None
    clean = _CURRENCY.sub("", clean)
    sign = -1 if clean.startswith("-") else 1
    digits = clean.removeprefix("-").strip()
    for reading in _READINGS:
        if found := reading.fullmatch(digits):
            parts = found.groupdict()
            whole = re.sub("[^0-9]", "", parts["whole"])
            return _in_cents(Decimal(f"{whole}.{parts.get('part') or '0'}") * sign)
    raise Unreadable


def _from_number(raw: str) -> Decimal:
    """Far sides that keep money in floats send 0.30000000000000004: less than a millionth of a cent is noise."""
    try:
        exact = Decimal(raw)
        noise = abs(exact - exact.quantize(CENT)) if exact.adjusted() <= _MAX_AMOUNT.adjusted() else CENT
    except ArithmeticError:  # no number, or one beyond what Decimal counts
        raise Unreadable from None
    if not noise.is_finite() or noise > Decimal("0.00000001"):
        raise Unreadable
    return _in_cents(exact)


def _in_cents(exact: Decimal) -> Decimal:
    if abs(exact) > _MAX_AMOUNT:
        raise Unreadable
    return exact.quantize(CENT) + 0  # + 0: there is no minus zero euro


# --- what never spoils an item

_SIZE = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]+))?\s*(KB|MB)?", re.IGNORECASE)
_POINT = re.compile(r"(-?[0-9]{1,3}\.[0-9]+)\s*[,; ]\s*(-?[0-9]{1,3}\.[0-9]+)")


def size_kb(raw: str | None) -> int | None:
    """Kilobytes from `"1024"` or `"2048 KB"` (Q-HCC-7). A size nobody can read is no size: it only informs."""
    found = _SIZE.fullmatch((raw or "").strip())
    if found is None:
        return None
    kilobytes = Decimal(f"{found[1]}.{found[2] or 0}") * (1024 if (found[3] or "").upper() == "MB" else 1)
    return int(kilobytes)


def coordinates(raw: str | None) -> tuple[float, float] | None:
    """Latitude and longitude from `"41.7281, 1.8240"`; None when it is written in any other way."""
    found = _POINT.fullmatch((raw or "").strip())
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
