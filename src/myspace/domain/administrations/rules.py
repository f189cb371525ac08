"""Whether what a body chose for its door may be used: colours that can be read, a website that is its own. Pure."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from myspace.connector_kit.links import judge_link
from myspace.vocabulary.activity import Link, LinkVerdict
from myspace.vocabulary.entry_points import Colours

READABLE = 4.5  # WCAG 2.2, 1.4.3 (AA) for text of any size


def contrast(one: str, other: str) -> float:
    """The contrast of two `#rrggbb`, from 1 to 21 (WCAG 2.2, relative luminance of sRGB)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(colours: Colours | None) -> Colours | None:
    """The colours, when their text reaches AA on their ground; None means ours."""
    return colours if colours and contrast(colours.ground, colours.text) >= READABLE else None


def way_back(chosen: str | None, known: str | None, hosts: AbstractSet[str]) -> Link | None:
    """Where the body's website is: the one it chose, if its host is registered for it; else the directory's own."""
    if chosen is not None:
        link = judge_link(chosen, hosts)
    elif known is not None:
        link = judge_link(known, hosts | {judge_link(known, frozenset()).host})  # checked when the directory was made
    else:
        return None
    return link if link.verdict is LinkVerdict.OPEN else None


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
