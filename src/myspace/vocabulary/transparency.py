"""Who consulted somebody's data, as the one who carried the question tells it. Knows its fields and what the codes mean.

An exchange is a question of one administration to another about a person (RD 203/2021, arts. 61 and 62). What was answered
is never here. Refuses to know whose folder it is, how it came, and how anything is worded.

    look_ups/products.toml      code of a product ─▶ which kind of data, and whether it is sensitive
    look_ups/purposes.toml      code of a purpose ─▶ what for, and whether it is sensitive
    look_ups/procedures.toml    code of a procedure ─▶ its name in four languages
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from myspace.vocabulary.people import Identifier


class LegalGround(StrEnum):
    """What allows it (PCI, `Consentimiento`): Si, Ley, NoOpo."""

    CONSENT = "consent"
    LAW = "law"
    NO_OBJECTION = "no_objection"  # the person could object and did not (Law 39/2015, art. 28.2)


class ExchangeOutcome(StrEnum):
    """That it was answered, never with what."""

    ANSWERED = "answered"
    NO_DATA = "no_data"
    ERROR = "error"


class AskedBy(StrEnum):
    """An official, whose name is a third person's datum and never shown; or a machine (Law 40/2015, art. 41)."""

    OFFICIAL = "official"
    AUTOMATED = "automated"


class DataCategory(StrEnum):
    """Kinds of data as a neighbour thinks of them. The screen has words for each."""

    RESIDENCE = "residence"
    HOUSEHOLD = "household"
    PAST_RESIDENCE = "past_residence"
    TAX_COMPLIANCE = "tax_compliance"
    INCOME = "income"
    BUSINESS_TAX = "business_tax"
    TAX_DEBT = "tax_debt"
    SOCIAL_SECURITY_DEBT = "social_security_debt"
    WORK = "work"
    BENEFITS = "benefits"
    UNEMPLOYMENT = "unemployment"
    JOB_SEEKING = "job_seeking"
    STUDIES = "studies"
    LARGE_FAMILY = "large_family"
    SINGLE_PARENT = "single_parent"
    VEHICLES = "vehicles"
    IDENTITY = "identity"
    RESIDENCE_PERMIT = "residence_permit"
    PROPERTY = "property"
    CIVIL_STATUS = "civil_status"
    COMPANY = "company"
    LANGUAGE_SKILLS = "language_skills"
    CONTACT = "contact"
    DISABILITY = "disability"
    DEPENDENCY = "dependency"
    HEALTH_COVER = "health_cover"
    SOCIAL_SERVICES = "social_services"
    VIOLENCE = "violence"
    CRIMINAL_RECORD = "criminal_record"


class Purpose(StrEnum):
    """What for. The screen has a sentence for each: who, what they did, why."""

    GRANT = "grant"
    SCHOOL = "school"
    RESIDENCE_REGISTER = "residence_register"
    TAXES = "taxes"
    TAX_RELIEF = "tax_relief"
    CONTRACT = "contract"
    LICENCE = "licence"
    PARKING = "parking"
    HOUSING = "housing"
    JOB = "job"
    PENALTY = "penalty"
    LIBRARY = "library"
    OWN_FOLDER = "own_folder"  # the person's own question, through this folder
    SOCIAL_SERVICES = "social_services"
    VIOLENCE = "violence"
    HEALTH = "health"
    JUSTICE = "justice"


class Told(StrEnum):
    """What an entry should say (RD 203/2021, art. 61.3): what is missing is said to be missing, and counted."""

    PURPOSE = "purpose"
    GROUND = "ground"
    DATA = "data"
    HOLDER = "holder"
    OUTCOME = "outcome"
    ASKED_BY = "asked_by"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A body may keep a question hidden for a time (GDPR, art. 23): `until` a day, and which law it names."""

    until: date
    law: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question about a person. `reference` is its own number at its source. What is None was not told.

    `unit`, `holder`, `law` are source text; `purpose`, `procedure`, `product` and `modality` codes. `case` is the asking
    body's own number of the case.
    """

    reference: str = field(repr=False)
    at: datetime
    asker: str
    unit: str | None = None
    purpose: str | None = None
    procedure: str | None = None
    case: str | None = field(default=None, repr=False)
    product: str | None = None
    modality: str | None = None
    holder: str | None = None
    ground: LegalGround | None = None
    law: str | None = None
    outcome: ExchangeOutcome | None = None
    asked_by: AskedBy | None = None
    withheld: Withheld | None = None

    @property
    def missing(self) -> tuple[Told, ...]:
        """A procedure says what for as well as a purpose does; a code without a meaning says nothing."""
        absent = {
            Told.PURPOSE: purpose_of(self.purpose) is None and procedure_of(self.procedure) is None,
            Told.GROUND: self.ground is None,
            Told.DATA: category_of(self.product) is None,
            Told.HOLDER: self.holder is None,
            Told.OUTCOME: self.outcome is None,
            Told.ASKED_BY: self.asked_by is None,
        }
        return tuple(one for one, is_so in absent.items() if is_so)

    @property
    def sensitive(self) -> bool:
        return is_sensitive(self.product, self.purpose)


@dataclass(frozen=True, slots=True)
class ToldOf:
    """An exchange, and about whom it was. `country` is of a document that two countries may both give."""

    whose: Identifier
    country: str | None
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class _Catalogue:
    categories: Mapping[str, DataCategory]
    sensitive_products: frozenset[str]
    purposes: Mapping[str, Purpose]
    sensitive_purposes: frozenset[str]
    procedures: Mapping[str, Mapping[str, str]]


def category_of(product: str | None) -> DataCategory | None:
    """None: no product was told, or one that the catalogue does not name."""
    return catalogue().categories.get(product or "")


def purpose_of(code: str | None) -> Purpose | None:
    return catalogue().purposes.get(code or "")


def procedure_of(code: str | None) -> Mapping[str, str] | None:
    """Its name by language."""
    return catalogue().procedures.get(code or "")


def codes_of_purpose(wanted: Purpose) -> tuple[str, ...]:
    return tuple(code for code, purpose in catalogue().purposes.items() if purpose is wanted)


def codes_of_category(wanted: DataCategory) -> tuple[str, ...]:
    return tuple(code for code, category in catalogue().categories.items() if category is wanted)


def is_sensitive(product: str | None, purpose: str | None) -> bool:
    """Social, violence, health, justice: the lists say which. A product that nobody has named yet counts as one of them."""
    known = catalogue()
    unknown = product is not None and product not in known.categories
    return unknown or product in known.sensitive_products or purpose in known.sensitive_purposes


@lru_cache(maxsize=1)
def catalogue() -> _Catalogue:
    products, purposes, procedures = _file("products"), _file("purposes"), _file("procedures")
    return _Catalogue(
        {code: DataCategory(said["category"]) for code, said in products.items()},
        frozenset(code for code, said in products.items() if said.get("sensitive")),
        {code: Purpose(said["purpose"]) for code, said in purposes.items()},
        frozenset(code for code, said in purposes.items() if said.get("sensitive")),
        procedures,
    )


def _file(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("look_ups", f"{name}.toml").read_text("utf-8"))
