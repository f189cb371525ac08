"""Of one notice that several sources tell, one fact: pure. The list's, where there is one, for it has its words and its page.

The key is that of whoever told first. So a step that was reminded of is not reminded of again when another source joins in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from myspace.domain.alerts.facts import NoticeFact, RestsOn

_LAST = datetime.max.replace(tzinfo=UTC)


def one_each(facts: Iterable[NoticeFact]) -> list[NoticeFact]:
    """Facts with a number in common are one; a fact without numbers is only itself."""
    groups: list[list[NoticeFact]] = []
    for fact in facts:
        joined = [group for group in groups if any(_same(fact, one) for one in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(one for group in joined for one in group), fact])
    return [_one(group) for group in groups]


def _same(one: NoticeFact, other: NoticeFact) -> bool:
    return not set(one.numbers).isdisjoint(other.numbers)


def _one(group: list[NoticeFact]) -> NoticeFact:
    chosen = min(group, key=lambda fact: fact.rests_on is RestsOn.ISSUER)
    first = min(group, key=lambda fact: fact.known_since or _LAST)
    covers = next((fact.covers for fact in group if fact.covers is not None), None)
    return replace(chosen, about=replace(chosen.about, source_key=first.about.source_key), covers=covers)
