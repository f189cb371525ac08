"""The page of a login that did not happen: one text and one status for each `Screen`. Knows no provider but by its name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from myspace.connector_kit.login import Screen
from myspace.web.session import cookies
from myspace.web.templating import render

_STATUS = {
    Screen.CANCELLED: 200,
    Screen.DOWN: 503,
    Screen.LATE: 504,
    Screen.GARBLED: 502,
    Screen.REFUSED: 502,
    Screen.KO: 502,
    Screen.UNTRUSTED: 502,
    Screen.NOT_AGAIN: 403,
    Screen.EXPIRED: 400,
    Screen.MISMATCH: 400,
    Screen.CALLBACK: 400,
    Screen.INCOMPLETE: 403,
    Screen.MALFORMED: 403,
    Screen.NO_COUNTRY: 403,
    Screen.NOT_FOR_THIS_CERTIFICATE: 403,
}


def page(request: HttpRequest, screen: Screen, who: str, *, still_in: bool) -> HttpResponse:
    """`who` is what people know the provider by; `still_in`: it may let the next person here pass as this one."""
    response = render(
        request, "session/failed.html", status=_STATUS[screen], here="/entra", screen=screen.value, who=who,
        still_in=still_in,
    )  # fmt: skip
    cookies.drop(response, cookies.LOGIN)
    return response
