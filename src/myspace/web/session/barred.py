"""The page of a way in that the person closed: why, until when, and the other ways. Nobody came in.

What this browser held before ends too, and the login at the provider: a telephone may be shared.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.logins import closing
from myspace.domain.people import service as people
from myspace.domain.people.guarding import Barred
from myspace.vocabulary.legal_calendar import MADRID
from myspace.web.session import cookies
from myspace.web.session.called import way_called
from myspace.web.templating import render

log = logging.getLogger(__name__)


def page(request: HttpRequest, barred: Barred) -> HttpResponse:
    try:
        people.leave(request.COOKIES.get(cookies.SESSION, ""), how="way_closed")
        closing.note(barred)
    except DatabaseAway:  # nobody is in all the same
        log.warning("a login by a closed way was not noted")
    response = render(
        request, "session/barred.html", status=403, here="/entra", called=way_called(barred.way),
        closed_on=barred.closed_at.astimezone(MADRID).date(),
        until=barred.until.astimezone(MADRID).date(), today=datetime.now(MADRID).date(),
    )  # fmt: skip
    cookies.drop(response, cookies.LOGIN, cookies.CHOICE, cookies.SESSION, cookies.CAME_FROM)
    return response
