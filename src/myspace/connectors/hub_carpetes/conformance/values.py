"""One value against one field of the contract, strictly.

Knows formats: dates, amounts, codes, INE10 and DIR3, plain text. Refuses to know which object it stands in,
links (see links.py) and what a value means to a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from myspace.vocabulary.people import MalformedIdentifier, identifier

from .contract_tables import OBJECTS, VALUES_SEEN_IN_OLD_PAPERS, Field, Kind
from .notebook import Notebook, Where, shape

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?")
_AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,2})?")
_CENTS = re.compile(r"-?\d+\.\d\d")
_INE10 = re.compile(r"[0-9]{10}")
_DIR3 = re.compile(r"(?=.{9}$)[A-Z]{1,2}[0-9]{7,8}")
_MIME = re.compile(r"[a-z]+/[A-Za-z0-9][A-Za-z0-9.+-]*")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_COORDINATES = re.compile(r"-?\d{1,2}\.\d+, ?-?\d{1,3}\.\d+")
_TAG = re.compile(r"<[A-Za-z/!?]|&(#\d+|#x[0-9a-fA-F]+|[a-z]{2,8});")
_BROKEN_ACCENT = re.compile("[ÃÂ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ]")
_PERSONS_NUMBER = re.compile(r"(?<![A-Z0-9])([XYZ]?\d{7,8}[A-Z])(?![A-Z0-9])")
_YEAR = re.compile(r"(19|20)[0-9]{2}")
_EVERY_VALUE = frozenset(v for kind in OBJECTS.values() for f in kind.fields for v in f.values)
_ZONE = re.compile(r"(Z|[+-]\d\d:\d\d)$")

# Contract §20: numbers of nobody, which a report and a test answer may carry.
TEST_NUMBERS = frozenset(
    [
        "00000000T",
        "Q0000000J",
        "99999018D",
        "12345678Z",
        "11111111H",
        "11223344B",
        "10000322Z",
        "40404040D",
        "X0000000T",
        "Y0000000Z",
        "00000001R",
        "99999999R",
    ]
)


def as_day(value: object) -> date | None:
    """The calendar day of a date or date-time of the contract; None when it is not one."""
    if not isinstance(value, str):
        return None
    try:
        if _DATE.fullmatch(value):
            return date.fromisoformat(value)
        if _DATE_TIME.fullmatch(value):
            return datetime.fromisoformat(re.sub(r"\.\d+", "", value)).date()
    except ValueError:
        return None
    return None


def judge_value(notes: Notebook, where: Where, field: Field, value: Any) -> None:
    """Everything but links and nested objects."""
    if field.kind in (Kind.BOOLEAN, Kind.BOOLEAN_LOOSE):
        _boolean(notes, where, field, value)
        return
    if not notes.judge("HCC-C-207", isinstance(value, str), where, _wrong_type(field, value)):
        return
    reader = _READERS.get(field.kind)
    if reader:
        reader(notes, where, field, value)


def _wrong_type(field: Field, value: object) -> str:
    if field.kind in (Kind.DATE, Kind.DATE_TIME, Kind.DATE_OR_TIME) and isinstance(value, int):
        return "és un nombre (una data «epoch»?)"
    return f"és {shape(value)}"


def _boolean(notes: Notebook, where: Where, field: Field, value: Any) -> None:
    if field.kind is Kind.BOOLEAN_LOOSE and value in ("true", "false"):
        notes.judge("HCC-C-213", False, where)
        return
    said = "va entre cometes" if value in ("true", "false") else f"és {shape(value)}"
    if notes.judge("HCC-C-207", isinstance(value, bool), where, said):
        notes.judge("HCC-C-213", True)


def _code(notes: Notebook, where: Where, field: Field, value: str) -> None:
    allowed = f"val {' | '.join(field.values)}"
    # Only a value that old papers print, or a contract's word in other capitals, can be nobody's datum.
    known = value in VALUES_SEEN_IN_OLD_PAPERS or value.upper() in _EVERY_VALUE or _YEAR.fullmatch(value)
    notes.judge("HCC-C-206", value in field.values, where, f"hi diu «{value}»; {allowed}" if known else allowed)


def _date(notes: Notebook, where: Where, field: Field, value: str) -> None:
    day = as_day(value)
    if not notes.judge("HCC-C-208", day is not None and 1900 < day.year < 2100, where, _why_not_a_day(value, day)):
        return
    has_hour = "T" in value
    if field.kind is Kind.DATE:
        notes.judge("HCC-C-209", not has_hour, where)
    if field.kind is Kind.DATE_TIME:
        notes.judge("HCC-C-210", has_hour, where)
    if has_hour:
        notes.judge("HCC-C-230", _ZONE.search(value) is not None, where)


def _why_not_a_day(value: str, day: date | None) -> str:
    if day is not None:
        return "és una data de farciment"
    if _DATE.fullmatch(value) or _DATE_TIME.fullmatch(value):
        return "aquest dia o aquesta hora no existeix"
    if value.isdigit():
        return "són només xifres (una data «epoch»?)"
    return "comença pel dia" if re.match(r"\d\d?[/.-]\d\d?[/.-]\d{4}", value) else f"és {shape(value)}"


def _ine10(notes: Notebook, where: Where, _: Field, value: str) -> None:
    lost = len(value) == 9 and value.isascii() and value.isdigit()
    said = "té nou xifres: s'ha perdut el zero del davant" if lost else f"és {shape(value)}"
    notes.judge("HCC-C-211", _INE10.fullmatch(value) is not None, where, said)


def _matches(check: str, pattern: re.Pattern[str]) -> Callable[[Notebook, Where, Field, str], None]:
    def judge(notes: Notebook, where: Where, _: Field, value: str) -> None:
        notes.judge(check, pattern.fullmatch(value) is not None, where, f"és {shape(value)}")

    return judge


def _amount(notes: Notebook, where: Where, _: Field, value: str) -> None:
    comma = "porta una coma" if "," in value else f"és {shape(value)}"
    if notes.judge("HCC-C-215", _AMOUNT.fullmatch(value) is not None, where, comma):
        notes.judge("HCC-C-216", _CENTS.fullmatch(value) is not None, where)


def _text(notes: Notebook, where: Where, field: Field, value: str) -> None:
    _clean(notes, where, field, value)
    if field.name == "viaPresentacio":
        notes.judge("HCC-C-225", not re.match(r"\d{2,4}[-/]\d", value), where)
    numbers = {n for n in _PERSONS_NUMBER.findall(value.upper()) if n not in TEST_NUMBERS and _is_a_persons(n)}
    notes.judge("HCC-C-702", not numbers, where)
    notes.judge("HCC-C-227", len(value) < 2000, where)


def _clean(notes: Notebook, where: Where, _: Field, value: str) -> None:
    """What holds for every text, ids included."""
    notes.judge("HCC-C-221", value == value.strip(), where)
    notes.judge("HCC-C-222", not _TAG.search(value), where)
    notes.judge("HCC-C-223", not any(_invisible(c) for c in value), where)
    notes.judge("HCC-C-224", not _BROKEN_ACCENT.search(value), where)
    formula = value[:1] in ("=", "@") or (value[:1] in ("+", "-") and "(" in value)
    notes.judge("HCC-C-228", not formula, where)


def _invisible(char: str) -> bool:
    """Controls (line breaks apart), direction marks, lone surrogates and the replacement mark."""
    if char in "\n\r\t":
        return False
    return char == "\ufffd" or unicodedata.category(char) in ("Cc", "Cf", "Cs")


def _is_a_persons(text: str) -> bool:
    try:
        identifier(text)
    except MalformedIdentifier:
        return False
    return True


_READERS: dict[Kind, Callable[[Notebook, Where, Field, str], None]] = {
    Kind.TEXT: _text,
    Kind.IDENTITY: _clean,
    Kind.CODE: _code,
    Kind.DATE: _date,
    Kind.DATE_TIME: _date,
    Kind.DATE_OR_TIME: _date,
    Kind.INE10: _ine10,
    Kind.DIR3: _matches("HCC-C-212", _DIR3),
    Kind.AMOUNT: _amount,
    Kind.YEAR: _matches("HCC-C-217", _YEAR),
    Kind.SIZE: _matches("HCC-C-214", re.compile(r"[0-9]{1,9}")),
    Kind.MIME: _matches("HCC-C-218", _MIME),
    Kind.UUID: _matches("HCC-C-219", _UUID),
    Kind.COORDINATES: _matches("HCC-C-226", _COORDINATES),
}
