"""One text of e-FACT to one canonical value: texts, numbers of taxpayers, amounts, dates. Pure; knows no message."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from myspace.connector_kit.json_text import Number
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.answers import QuarantineReason

MADRID: Final = ZoneInfo("Europe/Madrid")
MAX_TEXT: Final = 2000
CENT: Final = Decimal("0.01")
_MOST: Final = Decimal(10) ** 12
_YEARS: Final = range(1900, 2201)


class Unreadable(Exception):
    """A value that the contract does not let us read. Carries the reason, never the value."""

    def __init__(self, reason: QuarantineReason = QuarantineReason.MALFORMED_FIELD) -> None:
        super().__init__(reason.value)
        self.reason = reason


_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ID = re.compile(r"[0-9A-Za-z-]{1,40}")
_TAXPAYER = re.compile(r"(?:ES)?([0-9A-Z]{9})")
_AMOUNT = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,20})?")
_DAY = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_ONLY_DAY = re.compile(_DAY)
_INSTANT = re.compile(_DAY + r"T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(Z|[+-][0-9]{2}:?[0-9]{2})?")


def text(raw: Any) -> str | None:
    """Free text as it came, without controls, at most MAX_TEXT characters. Empty is None; anything else is no text."""
    if raw is None:
        return None
    if not isinstance(raw, str) or isinstance(raw, Number):
        raise Unreadable
    clean = _CONTROLS.sub("", raw.replace("\r\n", "\n")).strip()
    if len(clean) > MAX_TEXT:
        clean = clean[: MAX_TEXT - 1] + "…"
    return clean or None


def name_of(raw: Any) -> str | None:
    """A number or code that somebody gave to a thing. Never cut: two different ones would become the same."""
    clean = text(str(raw) if isinstance(raw, Number) else raw)
    if clean is not None and len(clean) > 200:
        raise Unreadable
    return clean


def source_id(raw: Any) -> str | None:
    """The number e-FACT gave to an invoice or a state. It goes into an address, so it holds nothing but letters and digits."""
    clean = name_of(raw)
    if clean is not None and not _ID.fullmatch(clean):
        raise Unreadable
    return clean


def taxpayer(raw: Any) -> str | None:
    """A tax number in capitals without the country's prefix: both `ES12345678Z` and `12345678Z` are sent (Q-EF-5)."""
    clean = text(raw)
    if not clean:
        return None
    found = _TAXPAYER.fullmatch(re.sub(r"[\s.\-]", "", clean).upper())
    return found[1] if found else clean.upper()[:40]  # of another country: told as it is, equal to nobody of ours


def amount(raw: Any) -> Decimal | None:
    """An amount in hundredths, from a JSON number by its own digits or the same digits as text.

    Far sides that keep money in floats send 0.30000000000000004: less than a millionth of a cent is noise.
    """
    if raw is None or raw == "":
        return None
    if not isinstance(raw, str) or not _AMOUNT.fullmatch(raw):
        raise Unreadable
    exact = Decimal(raw)
    if abs(exact) > _MOST or abs(exact - exact.quantize(CENT)) > Decimal("0.00000001"):
        raise Unreadable
    return exact.quantize(CENT) + 0  # + 0: there is no minus zero


def moment(raw: Any) -> Moment | None:
    """A day, or an instant; one without its zone is of Europe/Madrid, and says that this was assumed."""
    clean = text(raw)
    if not clean:
        return None
    try:
        if found := _ONLY_DAY.fullmatch(clean):
            return Moment(_checked(date(int(found[1]), int(found[2]), int(found[3]))))
        if found := _INSTANT.fullmatch(clean):
            return _instant(found)
    except (ValueError, OverflowError):
        raise Unreadable from None
    raise Unreadable


def _checked(day: date) -> date:
    if day.year not in _YEARS:
        raise ValueError("year out of range")
    return day


def _instant(found: re.Match[str]) -> Moment:
    year, month, day, hour, minute, second = (int(one) for one in found.groups()[:6])
    naive = datetime(year, month, day, hour, minute, second, int((found[7] or "0").ljust(6, "0")[:6]))  # noqa: DTZ001 zone comes next
    _checked(naive.date())
    if found[8] is not None:
        at = naive.replace(tzinfo=_zone(found[8]))
        return Moment(day=at.astimezone(MADRID).date(), at=at)
    local = (
        naive.replace(tzinfo=MADRID).astimezone(UTC).astimezone(MADRID)
    )  # an hour that spring skips is the one after
    return Moment(day=local.date(), at=local.astimezone(timezone(local.utcoffset() or timedelta())), zone_assumed=True)


def _zone(written: str) -> timezone:
    if written == "Z":
        return UTC
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > timedelta(hours=14) or int(digits[2:]) > 59:
        raise ValueError("no such offset")
    return timezone(-offset if written[0] == "-" else offset)
