"""Whether a session is sure enough for a notice, and how else: there is always a way. Pure; knows no provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from myspace.vocabulary.people import AssuranceLevel, LoginMethod


class LevelVerdict(StrEnum):
    ENOUGH = "enough"
    TOO_LOW = "too_low"
    UNTOLD = "untold"  # the source does not say which it asks: it may still say no


class Way(StrEnum):
    STEP_UP = "step_up"  # the same method, more securely
    ANOTHER_METHOD = "another_method"
    IN_PERSON = "in_person"  # an official identifies for who has no means (Law 39/2015, art. 12.2)
    PHONE = "phone"  # nothing is opened by phone: somebody says where to go and until when


@dataclass(frozen=True, slots=True)
class Access:
    """`ways` is never empty: whoever is sure enough may still prefer a desk. `methods` are those of another method."""

    verdict: LevelVerdict
    ways: tuple[Way, ...]
    methods: tuple[LoginMethod, ...] = ()


def access(
    required: AssuranceLevel | None,
    held: AssuranceLevel,
    method: LoginMethod,
    reaches: Mapping[LoginMethod, AssuranceLevel],
) -> Access:
    """Whether `held` is enough for `required` (None: not told), and the ways out, nearest first.

    `reaches` is the highest level that each method offered at this door can give. The content is only for those at least
    as sure as the notification asks.
    """
    if required is not None and held >= required:
        return Access(LevelVerdict.ENOUGH, (Way.IN_PERSON, Way.PHONE))
    # What is not told could be the highest; whoever holds that already has nothing to raise.
    wanted = AssuranceLevel.HIGH if required is None else required
    higher = [m for m, level in reaches.items() if level >= wanted] if held < wanted else []
    methods = tuple(m for m in higher if m is not method)
    ways = ((Way.STEP_UP,) if method in higher else ()) + ((Way.ANOTHER_METHOD,) if methods else ())
    verdict = LevelVerdict.UNTOLD if required is None else LevelVerdict.TOO_LOW
    return Access(verdict, (*ways, Way.IN_PERSON, Way.PHONE), methods)
