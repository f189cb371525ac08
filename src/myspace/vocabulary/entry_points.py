"""What each body chose for its own door: two colours and where its website is. Reads one file; judges nothing.

Whether the colours can be read and the website may be linked is decided where they are used (`domain.administrations`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Colours:
    """`text` is written on `ground`. Both are `#rrggbb` in lower case: they go into a style sheet as they are."""

    ground: str
    text: str

    def __post_init__(self) -> None:
        for colour in (self.ground, self.text):
            if not _COLOUR.fullmatch(colour):
                raise ValueError(f"{colour!r} is no colour: write it as #rrggbb, in lower case")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a body asked for, not yet judged. None: it asked for nothing."""

    colours: Colours | None = None
    website: str | None = None


class NotRead(ValueError):
    """The file is not TOML, or says something that is no body's table; the message names the line or the key."""


def read(text: str) -> Mapping[str, Wish]:
    """The wishes of a file, by INE10. A colour that does not read, or one without the other, is no wish: ours serve.

    Raises NotRead.
    """
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise NotRead(str(wrong)) from wrong
    for ine10, told in said.items():
        if not isinstance(told, dict):
            raise NotRead(f"{ine10} is no table: write [{ine10}] and its colours below")
    return {ine10: Wish(_colours(told), _text(told, "website")) for ine10, told in said.items()}


def wish_of(ine10: str) -> Wish:
    return _wishes().get(ine10, Wish())


@lru_cache(maxsize=1)
def _wishes() -> Mapping[str, Wish]:
    return read(files(__package__).joinpath("directory", "entry_points.toml").read_text("utf-8"))


def _colours(told: Mapping[str, object]) -> Colours | None:
    ground, text = _text(told, "ground"), _text(told, "text")
    try:
        return Colours(ground.lower(), text.lower()) if ground and text else None
    except ValueError:
        return None


def _text(told: Mapping[str, object], name: str) -> str | None:
    value = told.get(name)
    return value if isinstance(value, str) else None
