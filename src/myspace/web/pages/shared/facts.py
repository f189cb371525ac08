"""What several private pages hand to their templates: ages by connection, whom to call. Pure; knows no table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpResponseRedirect

from myspace.domain.activity.service import MONEY_IS_OLD_AFTER
from myspace.domain.gathering.service import Coverage, Source, SourceState
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.administrations import Administration
from myspace.web.layout.chrome import Help

SOON_DAYS = 3  # a card whose date is this near stands out

_KIND = {Topic.CASES: "case", Topic.ENTRIES: "entry", Topic.APPOINTMENTS: "appointment", Topic.TAXES: "tax"}


def ages(coverage: Coverage) -> Mapping[tuple[UUID, str], datetime]:
    """When each connection last told of each kind of thing: the age of a line."""
    return {(s.connection_id, _KIND[topic]): at for s in coverage.sources for topic, at in s.known_at.items()}


def not_yet(coverage: Coverage) -> tuple[Source, ...]:
    """Who has not answered yet, whether the question is out or still to be put: their things are on no list."""
    if not (coverage.stale or coverage.asking):
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
