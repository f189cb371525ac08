"""A login as somebody at another service, as whoever identified them tells it. Knows its fields, and what may be missing of them.

Which services tell something by the mere login is a list (look_ups/services.toml), judged by their names.
Refuses to know whose folder it is, how it came, and how anything is worded. What is not told is None: it is never guessed.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

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


@lru_cache(maxsize=1)
def reserved_services() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that begin in the name of a service that is reserved, without accents and in small letters; and bodies, by INE10."""
    said = tomllib.loads(files(__package__).joinpath("look_ups", "services.toml").read_text("utf-8"))
    words, bodies = tuple(said["words"]), tuple(said["bodies"])
    if not all(re.fullmatch("[a-z0-9][a-z0-9 ]+", each) for each in words) or not all(
        re.fullmatch("[0-9]{10}", each) for each in bodies
    ):
        raise ValueError("look_ups/services.toml: words are small letters without accents, bodies ten digits")
    return words, bodies
