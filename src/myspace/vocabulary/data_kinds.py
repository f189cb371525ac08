"""What one datum of a sheet says (personal_data.py): a closed list. Knows kinds and units; refuses to know values."""

from __future__ import annotations

from enum import StrEnum


class DatumKind(StrEnum):
    """What one datum says. The unit is in the name where there is one."""

    NAME = "name"
    SURNAME_1 = "surname_1"
    SURNAME_2 = "surname_2"
    BORN_ON = "born_on"
    BORN_IN = "born_in"  # the INE's five digits
    SEX = "sex"  # F or M, as the register has it
    NATIONALITY = "nationality"  # the INE's three digits
    REGISTERED_SINCE = "registered_since"
    ADDRESS = "address"
    HOUSEHOLD_SIZE = "household_size"  # as the register counts: whether the person is among them is not written
    ON = "on"  # the day that an entry is about
    SINCE = "since"  # with the next: the period that was told
    UNTIL = "until"
    AFFILIATION_NUMBER = "affiliation_number"
    DAYS_WORKED = "days_worked"
    YEARS_OF_WORK = "years_of_work"  # with the next two: the same days, as the register counts them out
    MONTHS_OF_WORK = "months_of_work"
    DAYS_OF_WORK = "days_of_work"
    DAYS_AT_TWO_JOBS = "days_at_two_jobs"
    RIGHTS_MOVED_TO_EUROPE = "rights_moved_to_europe"  # yes or no: pension rights, to the European institutions
    EMPLOYER = "employer"  # or what stands in its place, a benefit for one: the register writes both in one field
    REGIME = "regime"
    CONTRIBUTION_ACCOUNT = "contribution_account"
    PROVINCE = "province"  # the INE's two digits
    BEGAN_ON = "began_on"
    EFFECTIVE_ON = "effective_on"
    ENDED_ON = "ended_on"
    CONTRACT = "contract"
    PART_TIME_PER_MILLE = "part_time_per_mille"
    CONTRIBUTION_GROUP = "contribution_group"
    DISABILITY_FROM_PERCENT = "disability_from_percent"  # both included; without the second there is no upper end
    DISABILITY_TO_PERCENT = "disability_to_percent"
    DISABILITY_PER_MILLE = "disability_per_mille"
    NEEDS_HELP = "needs_help"  # yes or no, as the next three: by the scale of needing a third person
    MOVES_WITH_DIFFICULTY = "moves_with_difficulty"  # by the scale of mobility
    NEEDS_COMPANY_TO_TRAVEL = "needs_company_to_travel"
    FOR_GOOD = "for_good"  # no: it is provisional
    VALID_UNTIL = "valid_until"
    NOTE = "note"  # in the register's own words
    TITLE_NUMBER = "title_number"
    CHILDREN = "children"
    PEOPLE_WITH_DISABILITY = "people_with_disability"
    CATEGORY = "category"  # with the next two: in the register's own words
    ROLE = "role"
    RELATION = "relation"
    REFERENCE = "reference"  # the register's own, by which it finds again what it said
    CAUSE = "cause"  # in the register's own words
    TAX_YEAR = "tax_year"
    TAX_FORM = "tax_form"
    TAX_PERIOD = "tax_period"
    DEPENDENCY_DEGREE = "dependency_degree"  # as the next, in the register's own words
    STATE = "state"
    RESOLVED_ON = "resolved_on"
    DEBT_CENTS = "debt_cents"
    VERIFICATION_CODE = "verification_code"  # by which whoever is shown a certificate sees that it is real
    RELIABLE_SINCE = "reliable_since"  # what is older may be missing
    SPANISH_ONLY = "spanish_only"  # yes: by this document it finds nothing of other countries
    DEGREE = "degree"
    DEGREE_KIND = "degree_kind"  # as the next two, in the register's own words
    STUDIES = "studies"
    LEVEL = "level"
    LAW = "law"
    COUNTRY = "country"
    UNIVERSITY = "university"
    SCHOOL = "school"
    ISSUED_ON = "issued_on"  # of a university's, the day that its fee was paid
    REGISTER_NUMBER = "register_number"
    CADASTRAL_REFERENCE = "cadastral_reference"
    PROPERTY_NATURE = "property_nature"  # urban, rustic or special
    PROPERTY_KIND = "property_kind"  # in the register's own words
    PLACE = "place"  # in one line, as the register has it
    MUNICIPALITY = "municipality"  # the INE's five digits
    RIGHT = "right"  # ownership, bare_ownership, usufruct, administrative_concession, surface_right or enjoyment
    SHARE_PER_MYRIAD = "share_per_myriad"
    HELD_SINCE = "held_since"
    VALUE_YEAR = "value_year"
    VALUE_CENTS = "value_cents"  # with the next two: the value for taxes, which is not its price
    LAND_VALUE_CENTS = "land_value_cents"
    BUILDING_VALUE_CENTS = "building_value_cents"
    USE = "use"
    BUILT_M2 = "built_m2"
    BUILT_IN = "built_in"
    DAYS_REGISTERED = "days_registered"  # as looking for work, since the day that was asked for
    HEALTH_CARD = "health_card"  # the code of the card that is in force
    ABROAD = "abroad"  # yes or no: the address is outside of Spain
    UPDATED_ON = "updated_on"
    OFFICE = "office"  # the body's own, by its code or name
    EMAIL = "email"
    PHONE = "phone"
    MOBILE = "mobile"
    FAX = "fax"
