"""One text of a register to one value: words, numbers, codes, dates of every precision, whose document it is.

Pure; knows no message. What has no documented reading is an Unreadable, never a guess.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import date
from typing import Final

from myspace.connectors.via_oberta.elements import Unreadable
from myspace.vocabulary.people import Identifier, IdentifierKind
from myspace.vocabulary.personal_data import Datum, DatumKind, DatumValue, PartialDate

_YEARS: Final = range(1850, 2201)  # a register holds people born long ago
_LONGEST: Final = 300
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Every form that a product of Via Oberta documents (Q-VO-12, Q-VO-13, Q-VO-18). Eight digits together differ by product.
_DATES: Final = (
    re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})"),
    re.compile(r"(?P<d>[0-9]{2})[/-](?P<m>[0-9]{2})[/-](?P<y>[0-9]{4})"),
    re.compile(r"(?P<m>[0-9]{2})/(?P<y>[0-9]{4})"),
    re.compile(r"(?P<y>[0-9]{4})"),
)
YEAR_FIRST: Final = re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
DAY_FIRST: Final = re.compile(r"(?P<d>[0-9]{2})(?P<m>[0-9]{2})(?P<y>[0-9]{4})")


def text(raw: str) -> str | None:
    """Words as they came, on one line, without controls and marks that would turn a page round. None: it does not say."""
    clean = " ".join(_CONTROLS.sub(" ", raw).split())
    return (clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…") or None


def whole(raw: str, most: int = 999_999) -> int | None:
    """A number of things, from 0 to `most`."""
    clean = raw.strip()
    if not clean:
        return None
    if not re.fullmatch("[0-9]{1,9}", clean) or int(clean) > most:
        raise Unreadable("a whole number")
    return int(clean)


def code(raw: str, digits: int) -> str | None:
    """A code of so many digits, whose zeros in front may have been lost on the way (Q-VO-1)."""
    clean = raw.strip()
    if not clean:
        return None
    if not re.fullmatch(f"[0-9]{{1,{digits}}}", clean):
        raise Unreadable("a code")
    return clean.zfill(digits)


def municipality(province: str, town: str) -> str | None:
    """The INE's five digits; None where one of the two is not told."""
    first, second = code(province, 2), code(town, 3)
    return None if first is None or second is None else first + second


def partial(raw: str, *more: re.Pattern[str]) -> PartialDate | None:
    """A date as exactly as it is told; of several forms, the one that is in the calendar.

    00 for a day or a month says that it is not known: it stays so.
    """
    clean = raw.strip()
    if not clean:
        return None
    found = {read for form in (*_DATES, *more) if (read := _in_form(form, clean))}
    if len(found) != 1:
        raise Unreadable("a date")
    return found.pop()


def _in_form(form: re.Pattern[str], clean: str) -> PartialDate | None:
    found = form.fullmatch(clean)
    if found is None:
        return None
    told = {name: int(digits) for name, digits in found.groupdict().items()}
    try:
        read = PartialDate(told["y"], told.get("m") or None, told.get("d") or None)
    except ValueError:
        return None
    return read if read.year in _YEARS else None


def day(raw: str) -> date | None:
    """xs:date, as those of Social Security are."""
    clean = raw.strip()
    if not clean:
        return None
    found = partial(clean) if re.fullmatch("[0-9-]{10}", clean) else None
    if found is None or found.exact is None:
        raise Unreadable("a date")
    return found.exact


def octets(raw: str) -> bytes:
    """Base64, lines and all."""
    found = None
    try:
        found = base64.b64decode("".join(raw.split()), validate=True)
    except (binascii.Error, ValueError):
        found = None
    if found is None:
        raise Unreadable("base64")
    return found


def same_document(who: Identifier, said: str) -> bool:
    """Whether a register's spelling of a document is this person's. Zeros in front may be lost; separators are not read."""
    clean = re.sub(r"[\s.\-/]", "", said).upper()
    if clean == who.value:
        return True
    return who.kind is IdentifierKind.NIF and bool(clean) and clean.lstrip("0") == who.value.lstrip("0")


def data(*told: tuple[DatumKind, DatumValue | None]) -> tuple[Datum, ...]:
    """Those that were told."""
    return tuple(Datum(kind, value) for kind, value in told if value is not None)
