"""An address opened in a way that it does not take: a designed page instead of a blank 405, and the way to where it belongs.

Most are the address of a button, typed or reloaded. Knows which addresses exist; refuses to know what any of them does.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from myspace.web.pages.errors import views as errors


class Methods:
    """Innermost of the citizen's door: what a view refuses for its method gets our page, and keeps its `Allow`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:  # whoever answers machines has said it in their words
            return response
        allowed = response.headers.get("Allow", "")
        return errors.not_allowed(request, allowed, None if "GET" in allowed else page_over(request.path))


def page_over(path: str) -> str:
    """The nearest address above that exists: a button's address lies under that of its page."""
    while path := path.rpartition("/")[0]:
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"
