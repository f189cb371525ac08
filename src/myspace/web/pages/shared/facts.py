"""What several private pages hand to their templates: ages by connection, whom to call. Pure; knows no table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpResponseRedirect

from myspace.domain.gathering.service import Coverage
from myspace.vocabulary.administrations import Administration
from myspace.web.layout.chrome import Help


def ages(coverage: Coverage) -> Mapping[UUID, datetime | None]:
    """When each connection was last known: the age of every line of it."""
    return {s.connection_id: s.answered_at for s in coverage.sources}


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
