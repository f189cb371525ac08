"""The headers of every answer: what a browser may load, from where, and what it may keep. Knows no page.

The policy has no 'unsafe-inline', no nonce and no other host: scripts and styles are two files of our own. The identity
provider and the neutral page of the quick way out are only places a form may lead to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from myspace.web.assets import PREFIX

NEUTRAL_PAGE = "https://www.meteo.cat/"  # the weather: what anybody may have been looking at

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    # Not no-referrer: with it a browser writes "Origin: null" on our own forms, and the guard against forgery refuses.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",  # for browsers that do not read frame-ancestors
}


def origin(url: str) -> str:
    """Scheme, host and port of an address, as a policy names them; "" when it has none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""


@lru_cache(maxsize=8)
def content_security_policy(provider_url: str) -> str:
    """The policy of a page; `provider_url` is the identity provider's address, "" when there is none."""
    leads_to = " ".join(filter(None, ("'self'", origin(provider_url), origin(NEUTRAL_PAGE))))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            f"form-action {leads_to}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


class SecurityHeaders:
    """Outermost of the citizen's door: an answer made by an error handler gets the same headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _FIXED.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault(
            "Content-Security-Policy", content_security_policy(getattr(settings, "VALID_URL", ""))
        )
        if not request.path.startswith(PREFIX):
            # Also for those who have not logged in: the same address is someone's home a minute later.
            response.headers.setdefault("Cache-Control", "no-store")
        return response
