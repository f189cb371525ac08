"""Single values of e-NOTUM, alike in both its interfaces: one text → one moment, number, word. Pure; knows no message.

A moment without its offset is of Europe/Madrid, and says that this was assumed (Q-EN-7).
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar

from myspace.connector_kit import values
from myspace.connector_kit.json_text import Number
from myspace.connector_kit.values import CONTROLS, Unreadable
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.answers import QuarantineReason
from myspace.vocabulary.notices import NoticeKind, NoticeStatus
from myspace.vocabulary.people import AssuranceLevel, Identifier, IdentifierKind

C = TypeVar("C")
MAX_TEXT: Final = 4000  # CosNotificacio, the longest that the schema has
_LANGUAGES: Final = frozenset({"ca", "es", "oc", "en"})

_ID = re.compile(r"[0-9]{1,19}")
_UUID = re.compile(r"(?:[A-Za-z]{3}[0-9]-)?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DAY = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_ONLY_DAY = re.compile(_DAY + r"(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_INSTANT = re.compile(_DAY + r"T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:?[0-9]{2})?")


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
    """Free text, at most MAX_TEXT characters."""
    return values.text(raw, MAX_TEXT)


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
    if isinstance(raw, str) and CONTROLS.search(raw):
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
    """A day, or an instant; its seconds and its zone may be missing."""
    return values.moment(text(raw), _ONLY_DAY, _INSTANT)


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
