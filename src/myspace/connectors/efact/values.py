"""One text of e-FACT to one canonical value: texts, numbers of taxpayers, amounts, dates. Pure; knows no message."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from myspace.connector_kit import values
from myspace.connector_kit.json_text import Number
from myspace.connector_kit.values import Unreadable
from myspace.vocabulary.activity import Moment

MAX_TEXT: Final = 2000
CENT: Final = Decimal("0.01")
_MOST: Final = Decimal(10) ** 12


_ID = re.compile(r"[0-9A-Za-z-]{1,40}")
_TAXPAYER = re.compile(r"(?:ES)?([0-9A-Z]{9})")
_AMOUNT = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,20})?")
_DAY = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_ONLY_DAY = re.compile(_DAY)
_INSTANT = re.compile(_DAY + r"T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(Z|[+-][0-9]{2}:?[0-9]{2})?")


def text(raw: Any) -> str | None:
    """Free text, at most MAX_TEXT characters."""
    return values.text(raw, MAX_TEXT)


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
    """A day, or an instant with its seconds; its zone may be missing."""
    return values.moment(text(raw), _ONLY_DAY, _INSTANT)
