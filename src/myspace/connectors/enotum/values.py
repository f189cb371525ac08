"""Single values of e-NOTUM, alike in both its interfaces: one text → one moment, number, word. Pure; knows no message.

A moment without its offset is of Europe/Madrid, and says that this was assumed (Q-EN-7).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from myspace.connector_kit.json_text import Number
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.answers import QuarantineReason
from myspace.vocabulary.notices import NoticeKind, NoticeStatus
from myspace.vocabulary.people import AssuranceLevel, Identifier, IdentifierKind

C = TypeVar("C")
MADRID: Final = ZoneInfo("Europe/Madrid")
MAX_TEXT: Final = 4000  # CosNotificacio, the longest that the schema has
_YEARS: Final = range(1900, 2201)
_LANGUAGES: Final = frozenset({"ca", "es", "oc", "en"})

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_ID = re.compile(r"[0-9]{1,19}")
_UUID = re.compile(r"(?:[A-Za-z]{3}[0-9]-)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DAY = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_ONLY_DAY = re.compile(_DAY + r"(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_INSTANT = re.compile(_DAY + r"T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:?[0-9]{2})?")


class Unreadable(Exception):
    """A value that the contract does not let us read. Carries the reason, never the value."""

    def __init__(self, reason: QuarantineReason = QuarantineReason.MALFORMED_FIELD) -> None:
        super().__init__(reason.value)
        self.reason = reason


class NotAskable(ValueError):
    """What the interface has no way of asking. The text repeats nothing that was given."""


# What each word means, and the numbers of v3, which still stand in old notices: by the table of messaging 4.0, section 6.1.
_WORDS: Final = {
    "PENDENT": NoticeStatus.ON_ITS_WAY,
    "REGISTRADA": NoticeStatus.ON_ITS_WAY,
    "DIPOSITADA": NoticeStatus.AVAILABLE,
    "ACCEPTADA": NoticeStatus.OPENED,
    "REBUTJADA": NoticeStatus.REFUSED,
    "REBUTJDADA": NoticeStatus.REFUSED,  # Q-EN-1: as one document prints it
    "EXPIRADA": NoticeStatus.EXPIRED_UNOPENED,
    "ERROR": NoticeStatus.FAILED,
    "ANUL·LADA": NoticeStatus.ANNULLED,  # Q-NT-1: with the middle dot
    "0": NoticeStatus.ON_ITS_WAY,
    "1": NoticeStatus.ON_ITS_WAY,
    "3": NoticeStatus.AVAILABLE,
    "7": NoticeStatus.AVAILABLE,
    "47": NoticeStatus.OPENED,
    "31": NoticeStatus.REFUSED,
    "19": NoticeStatus.EXPIRED_UNOPENED,
    "23": NoticeStatus.EXPIRED_UNOPENED,
}
_KINDS: Final = {"NOTIFICACIO": NoticeKind.NOTIFICATION, "COMUNICACIO": NoticeKind.COMMUNICATION}
LEVELS: Final = {
    "BAIX": AssuranceLevel.LOW,
    "SUBSTANCIAL": AssuranceLevel.SUBSTANTIAL,
    "ALT": AssuranceLevel.HIGH,
}


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
    """A number or code that somebody gave to a thing. Never cut: two different ones would become the same.

    255 characters: a reference has that by its table and 250 by error 721 (Q-NT-2), and is read up to the longer.
    """
    clean = text(str(raw) if isinstance(raw, Number) else raw)
    if clean is not None and len(clean) > 255:
        raise Unreadable
    return clean


def exact(raw: Any) -> str | None:
    """A number or word that is compared or sent: nothing is taken out of it, or noise would become one that means something."""
    if isinstance(raw, str) and _CONTROLS.search(raw):
        raise Unreadable
    return name_of(raw)


def source_id(raw: Any) -> str | None:
    """e-NOTUM's number of a notice, without leading zeros. It goes into requests, so it holds digits alone."""
    clean = exact(raw)
    if clean is None:
        return None
    if not _ID.fullmatch(clean):
        raise Unreadable
    number = clean.lstrip("0") or "0"
    if int(number) >= 2**63:
        raise Unreadable
    return number


def uuid(raw: Any) -> str | None:
    """The id of a document: a UUID, also with the prefix of a tenant, as the schema lets it."""
    clean = exact(raw)
    if clean is not None and not _UUID.fullmatch(clean):
        raise Unreadable
    return clean


def whole(raw: Any) -> int | None:
    """A number that counts something, from zero."""
    clean = name_of(raw)
    if clean is None:
        return None
    if not re.fullmatch(r"[0-9]{1,15}", clean):
        raise Unreadable
    return int(clean)


def yes_or_no(raw: Any) -> bool | None:
    """xs:boolean or JSON's; None when it is not said."""
    if raw is None or isinstance(raw, bool):
        return raw
    clean = text(str(raw) if isinstance(raw, Number) else raw)
    if clean is None:
        return None
    if clean not in ("true", "false", "1", "0"):
        raise Unreadable
    return clean in ("true", "1")


def status(raw: Any) -> NoticeStatus | None:
    clean = exact(raw)
    if clean is None:
        return None
    found = _WORDS.get(clean)
    if found is None and re.fullmatch(r"[0-9]{3,4}", clean):
        found = _by_range(int(clean))
    if found is None:
        raise Unreadable(QuarantineReason.UNKNOWN_CODE)
    return found


def _by_range(number: int) -> NoticeStatus | None:
    """The two ranges of v3: annulled, and in error."""
    if 512 <= number <= 1023:
        return NoticeStatus.ANNULLED
    return NoticeStatus.FAILED if 1024 <= number <= 2048 else None


def kind(raw: Any) -> NoticeKind | None:
    return _coded(raw, _KINDS)


def level(raw: Any) -> AssuranceLevel | None:
    return _coded(raw, LEVELS)


def language(raw: Any) -> str | None:
    """Only a mark for reading aloud: one that the contract lacks is not told, and hides no notice."""
    clean = text(raw)
    return clean if clean in _LANGUAGES else None


def _coded(raw: Any, words: dict[str, C]) -> C | None:
    clean = exact(raw)
    if clean is None:
        return None
    if clean not in words:
        raise Unreadable(QuarantineReason.UNKNOWN_CODE)
    return words[clean]


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
    year, month, day, hour, minute, second = (int(one or 0) for one in found.groups()[:6])
    micro = int((found[7] or "0").ljust(6, "0")[:6])
    naive = datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001 zone comes next
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


_NIF = re.compile(r"[XYZKLM]?[0-9]{7,8}[A-Z]")
_COMPANY = re.compile(r"[A-Z][0-9]{7}[A-J0-9]")  # Q-NT-8: the published class also lets a comma through


def typed(who: Identifier) -> tuple[str, str]:
    """How both interfaces name a person: the type (NIF, CIF) and the number.

    A passport needs its country (error 617), which an identifier does not hold; so it cannot be asked for.
    """
    if who.kind in (IdentifierKind.NIF, IdentifierKind.NIE) and _NIF.fullmatch(who.value):
        return "NIF", who.value
    if who.kind is IdentifierKind.COMPANY and _COMPANY.fullmatch(who.value):
        return "CIF", who.value
    raise NotAskable(f"e-NOTUM cannot be asked for a {who.kind.value}")
