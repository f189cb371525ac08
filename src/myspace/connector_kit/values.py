"""One value of a message, whatever its connector: a text without controls, a day, an instant with its zone. Pure.

A connector says which forms its contract has, by its own pattern; what a form means is the same everywhere, and is here.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final
from zoneinfo import ZoneInfo

from myspace.connector_kit.json_text import Number
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.answers import QuarantineReason

MADRID: Final = ZoneInfo("Europe/Madrid")
YEARS: Final = range(1900, 2201)

# Kept: tab and newline. Dropped: other C0 and C1 controls, DEL, lone surrogates (no database takes them).
CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Unreadable(Exception):
    """A value that the contract does not let us read. Carries the reason, never the value."""

    def __init__(self, reason: QuarantineReason = QuarantineReason.MALFORMED_FIELD) -> None:
        super().__init__(reason.value)
        self.reason = reason


def text(raw: Any, longest: int) -> str | None:
    """Free text as it came, without controls, cut at `longest` characters. Empty is None; anything but text is Unreadable."""
    if raw is None:
        return None
    if not isinstance(raw, str) or isinstance(raw, Number):
        raise Unreadable
    clean = CONTROLS.sub("", raw.replace("\r\n", "\n")).strip()
    if len(clean) > longest:
        clean = clean[: longest - 1] + "…"
    return clean or None


def moment(clean: str | None, day: re.Pattern[str], instant: re.Pattern[str]) -> Moment | None:
    """A day, or an instant; one without its zone is of Europe/Madrid, and says that this was assumed.

    Both patterns: groups 1 to 3 are year, month, day; of `instant`, 4 to 8 are hour, minute, second, its fraction and the
    zone, of which the last three may be missing. The offset of the source is kept. An hour that spring skips is read with
    the offset before it (02:30 becomes 03:30 +02:00); one that autumn repeats is the first of the two.
    """
    if not clean:
        return None
    try:
        if found := day.fullmatch(clean):
            return Moment(day=within_reason(date(int(found[1]), int(found[2]), int(found[3]))))
        if found := instant.fullmatch(clean):
            return _instant(found)
    except (ValueError, OverflowError):
        raise Unreadable from None
    raise Unreadable


def within_reason(day: date) -> date:
    """The day itself. Raises ValueError for a year that no administration means."""
    if day.year not in YEARS:
        raise ValueError("year out of range")
    return day


def _instant(found: re.Match[str]) -> Moment:
    year, month, day, hour, minute, second = (int(one or 0) for one in found.groups()[:6])
    micro = int((found[7] or "0").ljust(6, "0")[:6])
    naive = datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001 zone comes next
    within_reason(naive.date())
    if found[8] is not None:
        at = naive.replace(tzinfo=_zone(found[8]))
        return Moment(day=at.astimezone(MADRID).date(), at=at)
    through_utc = naive.replace(tzinfo=MADRID).astimezone(UTC)  # moves an hour that does not exist to one that does
    local = through_utc.astimezone(MADRID)
    fixed = timezone(local.utcoffset() or timedelta())  # fold does not survive being stored; an offset does
    return Moment(day=local.date(), at=local.astimezone(fixed), zone_assumed=True)


def _zone(written: str) -> timezone:
    if written in "Zz":
        return UTC
    digits = written[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > timedelta(hours=14) or int(digits[2:]) > 59:
        raise ValueError("no such offset")
    return timezone(-offset if written[0] == "-" else offset)
