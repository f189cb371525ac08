"""What a telephone asks for before it puts the folder on its screen: a name, a beginning, colours and icons.

Knows no person: the beginning is `/inici`, the same for everybody, and no service worker keeps anything (docs/adr/0013, 0016).
The name says nothing of papers or administrations: on a shared telephone it is read by others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from myspace.web import language
from myspace.web.assets import HERE, asset

TYPE = "application/manifest+json"
_DAY = 24 * 3600
_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-whole.png", "512x512", "maskable"),
)


@lru_cache(maxsize=1)
def colours() -> Mapping[str, str]:
    """The colours of tokens.css by their names, as they are in the light: a manifest has room for one set."""
    light = (HERE / "static/tokens.css").read_text("utf-8").partition("@media")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))


def manifest(request: HttpRequest) -> JsonResponse:
    """In the language that the page asks for: browsers fetch a manifest without cookies, so the choice is in the address."""
    wanted = request.GET.get("idioma", "")
    spoken = wanted if wanted in language.offered() else translation.get_language() or language.SOURCE
    with translation.override(spoken):
        response = JsonResponse(_manifest(spoken), content_type=TYPE, json_dumps_params={"ensure_ascii": False})
    response["Content-Language"] = spoken
    response["Cache-Control"] = f"public, max-age={_DAY}"
    patch_vary_headers(response, ("Accept-Language",))
    return response


def _manifest(spoken: str) -> dict[str, Any]:
    name = gettext("El meu espai")
    vector = {"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    drawn = [{"src": asset(f), "sizes": s, "type": "image/png", "purpose": p} for f, s, p in _ICONS]
    return {
        "id": "/inici",
        "name": name,
        "short_name": name,
        "lang": spoken,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": "/inici",
        "scope": "/",
        "display": "standalone",
        "theme_color": colours()["brand"],
        "background_color": colours()["paper"],
        "icons": [*drawn, vector],
    }
