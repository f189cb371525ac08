"""From one folder to another without leaving: the cookie takes the token of the other session, and nothing else is kept."""

from __future__ import annotations

from django.http import HttpResponse

from myspace.web.pages.shared.facts import see
from myspace.web.session import came_from, cookies
from myspace.web.session.door import Visit, over, safe_path


def go_on(visit: Visit, token: str | None, to: str | None = None) -> HttpResponse:
    """Into the folder that `token` opens, at `to` if that may be gone to. None: the session ended in another tab."""
    if token is None:
        return over(visit.request)
    response = see(safe_path(to))
    cookies.put(response, cookies.SESSION, token)
    came_from.put(response, came_from.ine10(visit.request), token)
    return response
