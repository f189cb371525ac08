"""What several private pages hand to their templates: ages by connection, whom to call. Pure; knows no table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponseRedirect

from myspace.domain.activity.service import MONEY_IS_OLD_AFTER, TOPICS
from myspace.domain.gathering.service import Coverage, Source, SourceState
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.administrations import Administration
from myspace.web.layout.chrome import Help

SOON_DAYS = 3  # a card whose date is this near stands out


@dataclass(frozen=True, slots=True)
class Ages:
    """The age of a line, by its connection and kind: looked up for the lines there are, not made for all there could be."""

    known_at: Mapping[UUID, Mapping[Topic, datetime]]

    def get(self, line: tuple[UUID, str], /) -> datetime | None:
        known = self.known_at.get(line[0])
        return known.get(TOPICS[line[1]]) if known else None


def ages(coverage: Coverage) -> Ages:
    """When each connection last told of each kind of thing."""
    return Ages({s.connection_id: s.known_at for s in coverage.sources})


def not_yet(coverage: Coverage) -> tuple[Source, ...]:
    """Who has not answered yet, whether the question is out or still to be put: their things are on no list."""
    if coverage.asks_nobody or not (coverage.stale or coverage.asking):
        return ()
    return tuple(s for s in coverage.sources if s.state in (SourceState.ASKING, SourceState.NOT_ASKED))


def old_money(coverage: Coverage, now: datetime) -> Mapping[str, datetime]:
    """By body, when it told of money, where that is so long ago that the amount may be another by now."""
    told = {s.administration.ine10: s.known_at[Topic.TAXES] for s in coverage.sources if Topic.TAXES in s.known_at}
    return {ine10: at for ine10, at in told.items() if now - at > MONEY_IS_OLD_AFTER}


def help_of(administration: Administration | None) -> Help:
    """The body's own phone when we know it; else 012, which answers for all."""
    if administration is None or not administration.phone:
        return Help()
    return Help(body=administration.name, phone=administration.phone)


def see(path: str) -> HttpResponseRedirect:
    """After something was done: go and look at it (303, so that reloading does not do it again)."""
    response = HttpResponseRedirect(path)
    response.status_code = 303
    return response
