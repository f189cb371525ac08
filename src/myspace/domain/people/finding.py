"""By which words a person is found: what of a number is sealed and hashed. Knows their form; refuses to know keys and tables.

00000000T        a number that only one country gives
FR/AB12345     one that two countries may both give, with its own
"""

from __future__ import annotations

from myspace.vocabulary.people import Identifier


def value_of(number: Identifier, country: str | None) -> str:
    """ValueError without the country of a number that needs one: half of it would find whoever has the other half."""
    if not number.of_a_country:
        return number.value
    if not country:
        raise ValueError("a passport, or a number of no known form, needs its country")
    return f"{country.upper()}/{number.value}"


def number_in(value: str) -> str:
    """The number alone, as its owner and administrations write it."""
    return value.rpartition("/")[2]


def hashed_text(value: str, kind: str) -> str:
    return f"{kind}:{value}"
