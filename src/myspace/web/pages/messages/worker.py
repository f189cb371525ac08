"""The script that shows push messages while the folder is closed. It lies in a folder of addresses without pages."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from myspace.web.assets import HERE, squeeze_script


@lru_cache(maxsize=1)
def _body() -> str:
    return squeeze_script((HERE / "static/push_worker.js").read_text("utf-8"))


@require_safe
def script(_request: HttpRequest) -> HttpResponse:
    """Its address has no hash: a browser looks there for the next version of what it has."""
    response = HttpResponse(_body(), content_type="text/javascript; charset=utf-8")
    response["Content-Security-Policy"] = "default-src 'none'"  # of the worker itself: it may fetch nothing
    response["Cache-Control"] = "no-cache"
    return response
