"""A login as somebody at another service, as whoever identified them tells it. Knows its fields, and what may be missing of them.

Refuses to know whose folder it is, how it came, and how anything is worded. What is not told is None: it is never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from myspace.vocabulary.people import AssuranceLevel, Identifier, LoginMethod


class LoginPart(StrEnum):
    """What a login should say besides when and where to; what is missing is said to be missing."""

    METHOD = "method"
    LEVEL = "level"
    DEVICE = "device"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class LoginElsewhere:
    """`reference` is its own number at its source. `service` is source text; `ine10` the body whose service it is, if told.

    `device` is in words ("Chrome, Android") and `place` as coarse as it was given ("Manresa", "Espanya"): both source text.
    """

    reference: str = field(repr=False)
    at: datetime
    service: str
    ine10: str | None = None
    method: LoginMethod | None = None
    level: AssuranceLevel | None = None
    device: str | None = None
    place: str | None = None

    @property
    def missing(self) -> tuple[LoginPart, ...]:
        absent = {
            LoginPart.METHOD: self.method is None, LoginPart.LEVEL: self.level is None,
            LoginPart.DEVICE: self.device is None, LoginPart.PLACE: self.place is None,
        }  # fmt: skip
        return tuple(part for part, is_so in absent.items() if is_so)


@dataclass(frozen=True, slots=True)
class LoginOf:
    """A login, and as whom it was. `country` is of a document that two countries may both give."""

    whose: Identifier
    country: str | None
    login: LoginElsewhere
