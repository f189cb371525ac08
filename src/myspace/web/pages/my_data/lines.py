"""A sheet as its page has it: every datum in words, with who holds it, when it was told, and what it means that there is nothing.

Made ready before the template. Knows words and how exact a date is; of markup nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from myspace.domain.administrations import service as administrations
from myspace.domain.personal_data.service import Need, Shown
from myspace.vocabulary.administrations import directory, ine10_of
from myspace.vocabulary.personal_data import (
    Absence,
    Address,
    Datum,
    DatumKind,
    Entry,
    PartialDate,
    Precision,
    Sheet,
    SheetKind,
    Why,
)
from myspace.web import wording
from myspace.web.pages.certificates.words import PAPER_OF
from myspace.web.pages.my_data import words
from myspace.web.pages.my_data.datum_words import CODES, DATA, ENTRIES, INSIDE

_PERCENT = {
    DatumKind.PART_TIME_PER_MILLE: 10, DatumKind.DISABILITY_PER_MILLE: 10, DatumKind.SHARE_PER_MYRIAD: 100,
    DatumKind.DISABILITY_FROM_PERCENT: 1, DatumKind.DISABILITY_TO_PERCENT: 1,
}  # fmt: skip
_MONEY = frozenset({
    DatumKind.DEBT_CENTS, DatumKind.VALUE_CENTS, DatumKind.LAND_VALUE_CENTS, DatumKind.BUILDING_VALUE_CENTS,
})  # fmt: skip
_TOWNS = frozenset({DatumKind.BORN_IN, DatumKind.MUNICIPALITY})
_TITLES = (DatumKind.EMPLOYER, DatumKind.DEGREE, DatumKind.PLACE, DatumKind.ON, DatumKind.TAX_FORM)


@dataclass(frozen=True, slots=True)
class Fact:
    term: str
    value: str


@dataclass(frozen=True, slots=True)
class Several:
    """One of several of a sheet: its heading, and the rest of it."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """`holder` who has it, `site` where it can be asked without this folder: never none. `own_site`: it is theirs, and not the
    list where a town hall's is found. `meaning`: what it means that there is nothing, or that it says neither.
    `paper`: where one of it is asked for.
    """

    shown: Shown
    name: str
    holder: str
    site: str
    own_site: bool
    badge: tuple[str, str] | None = None
    facts: tuple[Fact, ...] = ()
    several: tuple[Several, ...] = ()
    against: tuple[str, ...] = ()
    told_on: str | None = None
    remark: str | None = None
    whole: bool = True
    meaning: str | None = None
    failure: str | None = None
    wanted: tuple[str, ...] = ()
    only_residence: bool = False
    paper: str | None = None


def shown(one: Shown, town: str | None) -> Words:
    """`town`: the person's town hall, where they said it."""
    sheet = one.sheet
    holder, site, own_site = owner(one.kind, town, sheet)
    plain = Words(
        one, gettext(words.SHEETS[one.kind]), holder, site, own_site, meaning=_meaning(one),
        failure=gettext(words.FAILURES[one.state.value]) if one.state.failed else None, wanted=tuple(wanted_words(one.missing)),
        only_residence=one.missing == {Need.MUNICIPALITY}, paper=PAPER_OF.get(one.kind),
    )  # fmt: skip
    if sheet is None:
        return plain
    said, tone = words.STANDINGS[sheet.standing]
    why = sheet.source.not_first_hand
    return replace(
        plain, badge=(gettext(said), tone), facts=tuple(_facts(sheet.data)),
        several=tuple(_several(entry) for entry in sheet.entries),
        against=tuple(gettext(words.AGAINST[each]) for each in sorted(sheet.against)),
        told_on=_date(sheet.told_on) if sheet.told_on else None,
        remark=gettext(words.NOT_FIRST_HAND[why]) if why else None, whole=sheet.complete,
    )  # fmt: skip


def owner(kind: SheetKind, town: str | None, sheet: Sheet | None = None) -> tuple[str, str, bool]:
    """Who has it, where it can be asked of them, and whether that is their own address."""
    name, site = words.HOLDERS[sheet.source.held_by if sheet else words.ASKED_OF[kind]]
    if site is not None:
        return gettext(name), site, True
    code = sheet.source.municipality if sheet else None
    ine10 = ine10_of(code) if code else town
    if ine10 is None:
        return gettext(name), words.TOWN_HALLS, False
    body = administrations.administration(ine10)
    return (
        gettext("El padró: %(body)s") % {"body": body.name},
        body.website or words.TOWN_HALLS,
        body.website is not None,
    )


def _meaning(one: Shown) -> str | None:
    if one.known == "nothing":
        return gettext(words.ABSENCES[Absence(one.known_detail)])
    return gettext(words.WHYS[Why(one.known_detail)]) if one.known == "declined" else None


def wanted_words(missing: Iterable[Need]) -> Iterable[str]:
    """What the person has to tell first, each in words."""
    names = {
        Need.MUNICIPALITY: gettext("on vius"), Need.FULL_NAME: gettext("els teus cognoms"),
        Need.BORN: gettext("quin dia vas néixer"), Need.HEALTH_CARD: gettext("el codi de la targeta sanitària"),
    }  # fmt: skip
    return (names[need] for need in sorted(missing))


def _facts(data: Iterable[Datum]) -> Iterable[Fact]:
    for each in data:
        yield Fact(gettext(DATA[each.kind]), value_of(each))


def every_fact(sheet: Sheet) -> tuple[Fact, ...]:
    """All that a sheet says, one after another, each datum of an entry under the entry's name: for who points at one of them."""
    found = list(_facts(sheet.data))
    for entry in sheet.entries:
        one = _several(entry)
        found.append(Fact(gettext(ENTRIES[entry.kind]), one.title))
        found += [Fact(f"{one.title} · {fact.term}", fact.value) for fact in one.facts]
    said, _ = words.STANDINGS[sheet.standing]
    return (*found, Fact(gettext("El que diu en conjunt"), gettext(said)))


def _several(entry: Entry) -> Several:
    first = next((each for kind in _TITLES for each in entry.data if each.kind is kind), None)
    title = value_of(first) if first else gettext(ENTRIES[entry.kind])
    if first is not None and first.kind is DatumKind.ON:
        title = f"{title} · {gettext(ENTRIES[entry.kind])}"
    return Several(title, tuple(_facts(each for each in entry.data if each is not first)))


def value_of(datum: Datum) -> str:
    """One value in words. What a register wrote stays as it wrote it."""
    value, kind = datum.value, datum.kind
    if isinstance(value, PartialDate):
        return _date(value)
    if isinstance(value, Address):
        return address(value)
    if isinstance(value, bool):
        return gettext("Sí") if value else gettext("No")
    if isinstance(value, int):
        return _number(kind, value)
    if kind in _TOWNS:
        return _town(value)
    return _code(kind, value)


def _number(kind: DatumKind, value: int) -> str:
    if kind in _MONEY:
        return wording.euro(Decimal(value) / 100)
    if kind in _PERCENT:
        share = f"{Decimal(value) / _PERCENT[kind]:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        return f"{share}\N{NO-BREAK SPACE}%"
    return str(value)


def _code(kind: DatumKind, value: str) -> str:
    known = CODES.get(kind, {})
    if value in known:
        return gettext(known[value])
    if kind is DatumKind.NATIONALITY:
        return gettext("Codi %(code)s de l'INE") % {"code": value}
    return value


def _date(value: PartialDate) -> str:
    """As exactly as it was told, and no more."""
    if value.precision is Precision.DAY and value.exact is not None:
        return wording.day_full(value.exact)
    if value.month is not None:
        return wording.month_heading(date(value.year, value.month, 1))
    return str(value.year)


def _town(code: str) -> str:
    """Of a municipality that the directory knows, its name without "Ajuntament"; else the code, said to be one."""
    found = directory().by_ine10(ine10_of(code)) if len(code) == 5 and code.isdigit() else None
    if found is None:
        return gettext("Codi %(code)s de l'INE") % {"code": code}
    return found.town or found.name


def address(at: Address) -> str:
    """Lines, as on an envelope."""
    if at.line:
        first = at.line
    else:
        numbers = "-".join(part for part in (at.number, at.number_to) if part)
        street = " ".join(part for part in (_capital(at.street_type), at.street) if part)
        told = (at.block, at.entrance, at.stair, at.floor, at.door, at.kilometre)
        inside = [gettext(label) % {"what": part} for label, part in zip(INSIDE, told, strict=True) if part]
        first = ", ".join(part for part in (street, numbers, *inside) if part)
    town = at.town or (_town(at.municipality) if at.municipality else None)
    last = " ".join(part for part in (at.postal_code, town) if part)
    return "\n".join(part for part in (first, at.complement, at.locality, last) if part)


def _capital(word: str | None) -> str | None:
    return word.capitalize() if word and word.isupper() else word
