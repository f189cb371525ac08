"""Of one notice that several sources tell, one fact: pure. The list's, where there is one, for it has its words and its page.

What it is called is what each of them calls it, whoever told first first: a step that was reminded of is not reminded of
again when another source joins in, nor when the first falls silent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from myspace.domain.activity.rules import may_be_one, registry_numbers
from myspace.domain.alerts.facts import NoticeFact, RestsOn

_LAST = datetime.max.replace(tzinfo=UTC)
# Whose word is shown: a list's; else the issuer's, which has a term; an exit of a register has none.
_LAST_TO_SPEAK = (RestsOn.ISSUER, RestsOn.REGISTER_EXIT)


def one_each(facts: Iterable[NoticeFact]) -> list[NoticeFact]:
    """Facts with a number in common are one; a fact without numbers is only itself.

    What a list or a register tells twice is two things, and so is what was registered apart. A fact that may be of either of
    two such stays apart too: a reminder too many is better than one too few.
    """
    groups: list[list[NoticeFact]] = []
    for fact in sorted(facts, key=_speaks):
        own = registry_numbers(fact.numbers)
        registered = [group for group in groups if any(own & registry_numbers(one.numbers) for one in group)]
        fits = registered or [group for group in groups if any(may_be_one(fact.numbers, one.numbers) for one in group)]
        fits = [group for group in fits if not _two([*group, fact])]
        joined = [*(one for group in fits for one in group), fact]
        if _two(joined):
            groups.append([fact])
        else:
            groups = [*(group for group in groups if group not in fits), joined]
    return [_one(group) for group in groups]


def _speaks(fact: NoticeFact) -> int:
    return _LAST_TO_SPEAK.index(fact.rests_on) + 1 if fact.rests_on in _LAST_TO_SPEAK else 0


def _two(group: Collection[NoticeFact]) -> bool:
    """Whether among these there are two notices."""
    told = [fact.rests_on for fact in group if fact.rests_on is not RestsOn.ISSUER]
    registered = {number for fact in group for number in registry_numbers(fact.numbers)}
    return len(told) > len(set(told)) or len(registered) > 1


def _one(group: list[NoticeFact]) -> NoticeFact:
    chosen = min(group, key=_speaks)
    first = sorted(group, key=lambda fact: fact.known_since or _LAST)
    covers = next((fact.covers for fact in group if fact.covers is not None), None)
    names = dict.fromkeys(name for fact in first for name in (*registry_numbers(fact.numbers), fact.about.source_key))
    return replace(chosen, covers=covers, names=tuple(names))
