"""Somebody at the pages of who consulted their data: a browser that is in, a feed in memory, and what it told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client

from myspace.domain.transparency import service
from myspace.domain.transparency.service import Filters
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_given import hear, tell
from tests.integration.neighbour import words
from tests.integration.test_closed_list import WEB, enter

HERE = "/qui-ha-consultat"


class Visitor:
    """Somebody who is in. Stands as web only while it asks."""

    def __init__(self, as_role: AsRole, clean: Database) -> None:
        self._as_role, self._clean, self.http = as_role, clean, Client()
        with as_role(WEB):
            entered = enter()
        self.actor = entered.actor
        self.http.cookies["__Host-session"] = entered.token

    def get(self, path: str = HERE) -> HttpResponse:
        with self._as_role(WEB):
            return self.http.get(path, headers={"host": "localhost"}, secure=True)

    def post(self, path: str, **fields: str) -> HttpResponse:
        from myspace.web.session import drawn_for

        fields = {drawn_for.FIELD: drawn_for.mark(self.actor.subject), **fields}
        with self._as_role(WEB):
            return self.http.post(path, fields, headers={"host": "localhost"}, secure=True)

    def text(self, path: str = HERE) -> str:
        return words(self.get(path)).replace("\N{NO-BREAK SPACE}", " ")

    def grows_old(self) -> None:
        """The login is of ten minutes ago."""
        with self._clean.as_superuser() as curtain:
            curtain.execute("UPDATE people_session SET ends_at = ends_at - interval '10 minutes'")

    def line(self, **changes: Any) -> UUID:
        """The first line that fits."""
        with self._as_role(WEB):
            found = service.record(self.actor, Filters(**changes))
        return (*found.raised, *found.lines)[0].id


def told(as_role: AsRole, *given: Any) -> None:
    with as_role(WEB):
        hear()
        tell(*given)
