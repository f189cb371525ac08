"""What the address of the list says, as filters; and what a searched word may mean. What does not read is as if it were not there.

People search in their words: "beca", "hisenda", "manresa". A word is looked for in the words of the screen, in the language of
the page, so that what is found is what is read; the database is asked for codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import TypeVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from myspace.domain.activity.synonyms import normalise
from myspace.domain.transparency.service import Filters
from myspace.vocabulary.transparency import DataCategory, Purpose, codes_of_category, codes_of_purpose
from myspace.web.pages.exchanges.lines import CATEGORIES, PURPOSES, SHORT, body_of
from myspace.web.pages.shared.places import place_of

E = TypeVar("E", bound=Enum)
HERE = "/qui-ha-consultat"
KEPT = ("q", "qui", "per", "dada", "des", "fins")


def filters_of(query: QueryDict, bodies: Sequence[str]) -> Filters:
    """`bodies` are those of the person's own record: a word is looked for in their names."""
    purpose, category = _one(Purpose, query.get("per")), _one(DataCategory, query.get("dada"))
    return Filters(
        ine10=_code(query.get("qui", "")),
        purposes=codes_of_purpose(purpose) if purpose else (),
        products=codes_of_category(category) if category else (),
        words=tuple(_meaning(word, bodies) for word in normalise(_plain(query.get("q", ""))[:100])),
        since=_day(query.get("des")),
        until=_day(query.get("fins")),
        place=place_of(query.get("abans")),
    )


def _meaning(word: str, bodies: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The codes of the purposes, the products and the bodies in whose words this one begins a word."""
    purposes = (
        code
        for purpose in Purpose
        if _begins(word, f"{gettext(SHORT[purpose])} {gettext(PURPOSES[purpose]) % {'body': ''}}")
        for code in codes_of_purpose(purpose)
    )
    products = (
        code
        for category in DataCategory
        if _begins(word, gettext(CATEGORIES[category]))
        for code in codes_of_category(category)
    )
    return tuple(purposes), tuple(products), tuple(code for code in bodies if _begins(word, body_of(code)))


def _begins(word: str, text: str) -> bool:
    return any(each.startswith(word) for each in normalise(text))


def address(query: Mapping[str, str], **change: str | None) -> str:
    """The same list with something changed; the place in it is lost, since it belongs to another list."""
    kept: dict[str, str | None] = {name: query.get(name) for name in KEPT if query.get(name)}
    words = {name: value for name, value in (kept | change).items() if value}
    return HERE + (f"?{urlencode(words)}" if words else "")


def _one(kind: type[E], text: str | None) -> E | None:
    return next((one for one in kind if one.value == text), None)


def _code(text: str) -> str | None:
    return text if text.isascii() and text.isdigit() and len(text) <= 10 else None


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
