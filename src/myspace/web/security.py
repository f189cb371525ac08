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
from django.utils.http import url_has_allowed_host_and_scheme

from myspace.web.assets import PREFIX
from myspace.web.session import provider

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


def leads_here(path: str) -> bool:
    """Whether a browser that is sent to this path stays on this site."""
    # "//" and "/\\" alone name no host, so Django lets them pass; for a browser they begin one.
    return (
        path.startswith("/")
        and path[1:2] not in ("/", "\\")
        and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    )


@lru_cache(maxsize=8)
def content_security_policy(provider_url: str, others: tuple[str, ...] = ()) -> str:
    """The policy of a page; `provider_url` is VALId's address, "" when there is none; `others` are origins already."""
    leads_to = " ".join(filter(None, ("'self'", origin(provider_url), *others, origin(NEUTRAL_PAGE))))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'none'",
            f"form-action {leads_to}",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


def policy() -> str:
    """The policy of this deployment's pages."""
    return content_security_policy(getattr(settings, "VALID_URL", ""), provider.lead_to())


class SecurityHeaders:
    """Outermost of the citizen's door: an answer made by an error handler gets the same headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in _FIXED.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy())
        if not request.path.startswith(PREFIX):
            # Also for those who have not logged in: the same address is someone's home a minute later.
            response.headers.setdefault("Cache-Control", "no-store")
        return response
