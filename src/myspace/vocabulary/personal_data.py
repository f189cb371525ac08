"""What registers hold about a person: sheets of data, each datum with how exactly it is known; and what no sheet means.

    DataAnswer
    ├── Known(sheet)         the register holds this, and told it
    ├── NoData(absence)      it looked, and holds nothing: a fact about one register, never about what a person has a right to
    ├── Declined(why)        it answered, and tells neither yes nor no: somebody has to ask elsewhere or otherwise
    └── Unknown              refused, late, down, garbled (answers.py): nothing is known

Knows no register's own words. Refuses to know what a sheet is for, and whom it may be shown to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from myspace.vocabulary.answers import Unknown
from myspace.vocabulary.data_kinds import DatumKind as DatumKind  # noqa: PLC0414 - part of this module's words: readers of sheets import it from here


class Theme(StrEnum):
    IDENTITY_AND_ADDRESS = "identity_and_address"
    HOME_AND_FAMILY = "home_and_family"
    HEALTH_AND_DEPENDENCY = "health_and_dependency"
    WORK = "work"
    TAXES_AND_DEBTS = "taxes_and_debts"
    EDUCATION = "education"
    VEHICLES_AND_PROPERTY = "vehicles_and_property"
    SOCIAL_AIDS = "social_aids"  # of which no register is asked yet: whoever shows themes says so


class SheetKind(StrEnum):
    """What can be asked for. One register gives one of them by one question."""

    REGISTRATION = "registration"  # municipal register: where a person is registered
    REGISTRATION_PAPER = "registration_paper"  # the same, as the printed slip that the register makes
    HOUSEHOLD = "household"  # who is registered at the same address
    HOUSEHOLD_PAPER = "household_paper"
    HOUSEHOLD_SIZE = "household_size"  # how many, and nobody's name
    REGISTRATION_HISTORY = "registration_history"
    HOUSEHOLD_HISTORY = "household_history"
    FAMILY_TITLE = "family_title"  # title of a large family
    SINGLE_PARENT_TITLE = "single_parent_title"  # title of a family with one parent
    HEALTH_INSURANCE = "health_insurance"
    DEPENDENCY = "dependency"  # what was resolved about it, or that nothing was yet
    DISABILITY_GROUP = "disability_group"  # between which percentages, and nothing more
    DISABILITY = "disability"
    WORKING_LIFE_YEAR = "working_life_year"  # the last year, or at most one
    WORKING_LIFE = "working_life"  # the last five years, or at most so many
    CATALAN_TAX_DEBT = "catalan_tax_debt"  # whether they owe the Tax Agency of Catalonia anything, and how much
    JOB_SEEKER = "job_seeker"  # whether they are registered as looking for work
    JOB_SEEKER_PERIODS = "job_seeker_periods"  # and on which days they were
    WORK_REGISTRATION = "work_registration"  # whether they were registered as working on one day
    SOCIAL_SECURITY_DEBT = "social_security_debt"  # whether they owe Social Security anything
    TAX_COMPLIANCE = "tax_compliance"  # with the State's tax agency, for no purpose in particular
    TAX_COMPLIANCE_CONTRACTS = "tax_compliance_contracts"  # the same for one purpose: each has its own rules
    TAX_COMPLIANCE_TRANSPORT = "tax_compliance_transport"
    TAX_COMPLIANCE_GRANTS = "tax_compliance_grants"
    TAX_COMPLIANCE_RESIDENCE = "tax_compliance_residence"  # permits of residence and work
    UNIVERSITY_DEGREES = "university_degrees"
    OTHER_DEGREES = "other_degrees"  # official titles of any other studies
    PROPERTIES = "properties"  # of which the land registry for taxes has them as a holder
    PROPERTY_CERTIFICATE = "property_certificate"  # its certificate that they hold some, or none
    TAX_ADDRESS = "tax_address"  # where the State's tax agency writes to

    @property
    def theme(self) -> Theme:
        if self.value.startswith("registration"):
            return Theme.IDENTITY_AND_ADDRESS
        if self.value.startswith(("household", "family", "single_parent")):
            return Theme.HOME_AND_FAMILY
        if self.value.startswith(("disability", "dependency", "health")):
            return Theme.HEALTH_AND_DEPENDENCY
        if self.value.endswith("degrees"):
            return Theme.EDUCATION
        if self.value.startswith("propert"):
            return Theme.VEHICLES_AND_PROPERTY
        return Theme.WORK if self.value.startswith(("work", "job")) else Theme.TAXES_AND_DEBTS


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class PartialDate(msgspec.Struct, frozen=True, tag="date"):
    """A date as exactly as it was told: what was not told is None, and is never filled in.

    Raises ValueError for what is in no calendar: a day without a month, the 30th of February.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day without its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> Precision:
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def exact(self) -> date | None:
        """The day, only where it is known to the day."""
        return None if self.month is None or self.day is None else date(self.year, self.month, self.day)


class Address(msgspec.Struct, frozen=True, tag="address"):
    """A place as a register holds it. `municipality` is the INE's five digits, province first. Parts not told are None.

    `town` is its name, where the register gives no number; `line` the whole in one line, where it keeps no parts of it.
    `locality` is a part of the town with its own name; `complement` what says where, beside the parts: an estate, a building.
    """

    municipality: str | None = None
    postal_code: str | None = None
    street_type: str | None = None
    street: str | None = None
    number: str | None = None
    number_to: str | None = None
    kilometre: str | None = None
    block: str | None = None
    entrance: str | None = None
    stair: str | None = None
    floor: str | None = None
    door: str | None = None
    town: str | None = None
    line: str | None = None
    complement: str | None = None
    locality: str | None = None

    def __repr__(self) -> str:
        return "Address(···)"


DatumValue = bool | int | str | PartialDate | Address


class Datum(msgspec.Struct, frozen=True):
    """Its repr hides the value, so that no log line or exception text carries it by accident."""

    kind: DatumKind
    value: DatumValue

    def __repr__(self) -> str:
        return f"Datum({self.kind.value}, ···)"


class EntryKind(StrEnum):
    HOUSEMATE = "housemate"
    PERIOD = "period"  # what the municipal register held on a day
    NOT_THEN = "not_then"  # it held nothing on that day
    NOT_TOLD = "not_told"  # it could not say what it held on that day
    WORK = "work"  # one stretch of work, or of what counts as such
    UNFILED_RETURN = "unfiled_return"
    DEGREE = "degree"
    PROPERTY = "property"
    REGISTERED = "registered"  # one stretch as looking for work


class Entry(msgspec.Struct, frozen=True):
    """One of several of a sheet: a job, a period, somebody at the same address."""

    kind: EntryKind
    data: tuple[Datum, ...]

    def value(self, kind: DatumKind) -> DatumValue | None:
        return next((each.value for each in self.data if each.kind is kind), None)


class Standing(StrEnum):
    """What a sheet says in one word."""

    ON_RECORD = "on_record"
    POSITIVE = "positive"  # a certificate: nothing is against the person
    VALID = "valid"  # a title
    TRANSITIONAL = "transitional"  # a title that holds for as long as something is settled
    NOT_VALID = "not_valid"
    RECOGNISED = "recognised"
    NOT_RECOGNISED = "not_recognised"
    IN_PROCESS = "in_process"  # nothing was decided yet
    LAPSED = "lapsed"  # its time is over, and a new review has not been made
    INSURED = "insured"
    MOVED_AWAY = "moved_away"  # insured elsewhere, for this register
    MERGED = "merged"  # this card was joined with another file of the same person
    RECORDED_DEAD = "recorded_dead"  # who reads it may be alive: then the register is wrong, and has to be told
    CERTIFIED = (
        "certified"  # there is a certificate, and what it certifies, also that there is nothing, stands in its paper
    )
    REGISTERED = "registered"  # as working, on the day that was asked about; as looking for work, today
    NOT_REGISTERED = "not_registered"
    NEGATIVE = "negative"  # a certificate all the same, and not a failure to get one: it says what is against them


class Against(StrEnum):
    """Why a certificate is negative: all of them that hold, not the first."""

    RETURNS_NOT_FILED = "returns_not_filed"
    DEBTS = "debts"  # of which the body does not say how much or since when
    DEBTS_BEING_ENFORCED = "debts_being_enforced"
    SENTENCE_OR_SANCTION = "sentence_or_sanction"
    WITHDRAWN_FROM_CENSUS = "withdrawn_from_census"
    TAX_CRIME = "tax_crime"


class HeldBy(StrEnum):
    """Which register told it. Not who carried it here."""

    MUNICIPAL_REGISTER = "municipal_register"  # of `Source.municipality`
    STATISTICAL_OFFICE = "statistical_office"  # its copy of the municipal registers, which may be behind
    SOCIAL_SECURITY = "social_security"
    TAX_AGENCY = "tax_agency"
    CATALAN_TAX_AGENCY = "catalan_tax_agency"
    DEPENDENCY_SYSTEM = "dependency_system"  # the State's, of what each region resolved
    EMPLOYMENT_SERVICE = "employment_service"  # of Catalonia
    HEALTH_SERVICE = "health_service"  # CatSalut
    MINISTRY_OF_EDUCATION = "ministry_of_education"
    CADASTRE = "cadastre"  # the land registry for taxes: deeds are another's
    SOCIAL_RIGHTS = "social_rights"  # the Generalitat's department that assesses disability


class NotFirstHand(StrEnum):
    """Why a copy answered and not the register itself."""

    BODY_TAKES_NO_PART = "body_takes_no_part"
    BODY_WAS_DOWN = "body_was_down"


class Source(msgspec.Struct, frozen=True):
    """`product` and `modality` are how it came: the consultation that the person may find in the record of who looked."""

    held_by: HeldBy
    product: str
    modality: str
    municipality: str | None = None
    not_first_hand: NotFirstHand | None = None


class DataPaper(msgspec.Struct, frozen=True):
    """What the register itself made, untouched."""

    media_type: str
    octets: bytes

    def __repr__(self) -> str:
        return f"DataPaper({self.media_type}, {len(self.octets)} bytes)"


class Sheet(msgspec.Struct, frozen=True):
    """What one register told about one person on one day.

    `told_on` is the day that it says it told it, None when it does not say. `complete` False: it holds more than it told, or
    something of what it told could not be understood. `against` is empty also where a negative does not say why.
    """

    kind: SheetKind
    source: Source
    standing: Standing
    told_on: PartialDate | None = None
    data: tuple[Datum, ...] = ()
    entries: tuple[Entry, ...] = ()
    against: frozenset[Against] = frozenset()
    papers: tuple[DataPaper, ...] = ()
    complete: bool = True

    def value(self, kind: DatumKind) -> DatumValue | None:
        return next((each.value for each in self.data if each.kind is kind), None)


class Absence(StrEnum):
    """What it means that a register has nothing. None of them says that a person has no right to something."""

    NOT_ON_RECORD_HERE = "not_on_record_here"  # not in this municipality's register; perhaps in another's
    NOT_ON_RECORD_THEN = "not_on_record_then"  # in no register that takes part, on no day of that period
    NOT_KNOWN_BY_THIS_NUMBER = "not_known_by_this_number"  # nobody with this document: they may be there by another
    NO_FILE = "no_file"  # the register has no file of this person: perhaps another body's has
    NO_DEGREE_ON_RECORD = "no_degree_on_record"  # certain only of titles from 1999 on
    NO_PROPERTY = "no_property"
    NO_PROPERTY_HERE = "no_property_here"  # none in the territory that was looked at, and some outside of it
    NOT_IN_THE_REGISTER = "not_in_the_register"  # by this card and surname: no word about the right to be attended
    NO_ADDRESS = "no_address"  # it knows the person, and holds no address of theirs
    NO_CONTRIBUTION_ACCOUNT = (
        "no_contribution_account"  # they pay contributions for nobody: neither owing nor up to date
    )
    NO_AFFILIATION = "no_affiliation"  # no number of affiliation: for this register they never worked


class Why(StrEnum):
    """Why a register tells neither yes nor no."""

    BODY_TAKES_NO_PART = "body_takes_no_part"  # this municipality does not answer here: ask it
    NO_CERTIFICATE_HERE = "no_certificate_here"  # neither positive nor negative: the owner has to be asked
    NOT_IDENTIFIED = "not_identified"  # for it the number and the name are not one person's
    MORE_THAN_ONE_PERSON = "more_than_one_person"  # it has several by this number, and does not say whose it is
    NOT_TOLD_HERE = "not_told_here"  # not of that territory to who asks
    NOT_FOUND_AS_ONE = "not_found_as_one"  # it found nobody, or several, and does not say which
    TOO_MUCH_TO_TELL = "too_much_to_tell"  # a shorter period can be asked


@dataclass(frozen=True, slots=True)
class Known:
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class NoData:
    absence: Absence


@dataclass(frozen=True, slots=True)
class Declined:
    why: Why


DataAnswer = Known | NoData | Declined | Unknown
