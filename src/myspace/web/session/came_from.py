"""By which body's door this session came in, so that every page can offer the way back. Knows no person and no page.

__Host-seu   the INE10 and nothing else, as long as the browser is open. It is signed with the session's own token, so
             it means something only together with that session: whoever is next in this browser cannot be told where
             the one before came from, even if the cookie were left behind. A login by another door puts it out.

Where one came from may itself be a secret (a shelter's town): it is not in the database, in a log, or in any address
after the login. A step-up loses it, because nobody knows that the same person comes back.
"""

from __future__ import annotations

import re

from django.core import signing
from django.http import HttpRequest, HttpResponse

from myspace.domain.administrations import service as administrations
from myspace.web.layout.chrome import WayBack
from myspace.web.session import cookies

FIELD = "des-de"


def code(text: str | None) -> str:
    """An INE10 as it may travel through a login; "" for anything else. Whose it is, is asked when it is shown."""
    return text if text and re.fullmatch(r"[0-9]{10}", text) else ""


def put(response: HttpResponse, ine10: str, token: str) -> None:
    """Remember the door of the session that begins now; without one, forget whatever door the browser knew."""
    if ine10:
        cookies.put(response, cookies.CAME_FROM, signing.dumps(ine10, salt=_salt(token)))
    else:
        cookies.drop(response, cookies.CAME_FROM)


def ine10(request: HttpRequest) -> str:
    """The body by whose door this session came in; "" for the ordinary door, and for a cookie of another session."""
    try:
        return str(
            signing.loads(
                request.COOKIES.get(cookies.CAME_FROM, ""), salt=_salt(request.COOKIES.get(cookies.SESSION, ""))
            )
        )
    except (signing.BadSignature, ValueError):
        return ""


def way_back(request: HttpRequest) -> WayBack | None:
    """Where this session came from, if that body still is connected and its website may be linked today."""
    code_of_door = ine10(request)
    entry = administrations.entry_point(code_of_door) if code_of_door else None
    if entry is None or entry.website is None:
        return None
    return WayBack(entry.administration.name, entry.website.url, entry.website.host)


def _salt(token: str) -> str:
    return f"{cookies.CAME_FROM}:{token}"
