"""Anybody checks a paper here, in or not: a file, or the code on a paper, comes in the body of a POST, is answered, and gone.

Neither is in an address, a row or a log; a file is not shown again. What is answered is of the paper: never whose it is.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from myspace.domain.certificates import service as certificates
from myspace.domain.certificates.naming import words as paper_name
from myspace.domain.certificates.service import Known
from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.seals import service as seals
from myspace.protocols.pades import reports
from myspace.protocols.pades.reports import Doubted, Good, Report
from myspace.web.pages.paper_check.words import ABOUT, BY, stands
from myspace.web.session.door import Visit, anybodys_page, from_elsewhere
from myspace.web.templating import render
from myspace.web.wording import at_hour, day_full, day_of

log = structlog.get_logger("web")

HERE: Final = "/comprova-un-paper"
AGAIN_IN_S: Final = 60
FOUND: Final[dict[type[Report], str]] = {
    reports.Good: "good", reports.Altered: "altered", reports.AddedTo: "added_to", reports.NotTrusted: "not_trusted",
    reports.Revoked: "revoked", reports.Expired: "expired", reports.NotStamped: "not_stamped", reports.Unproven: "unproven",
    reports.NotSigned: "not_signed", reports.SeveralSeals: "several_seals", reports.Encrypted: "encrypted",
    reports.NotAPdf: "not_a_pdf", reports.TooLarge: "too_large", reports.TooMuch: "too_much", reports.Stopped: "stopped",
}  # fmt: skip
NOTHING: Final = {
    "here": HERE,
    "found": None,
    "by": None,
    "good": None,
    "code": "",
    "paper": None,
    "same": None,
    "looked_at": False,
}
_TEMPLATE = "pages/paper_check/page.html"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What was sent is looked at before the door is opened: a check lasts, and a visit holds a connection to the database."""
    asked = request.method == "POST" and not from_elsewhere(request)
    return _page(request, told=_answered(request) if asked else {})


@anybodys_page
def _page(request: HttpRequest, visit: Visit | None, told: dict[str, Any]) -> HttpResponse:
    return _shown(request, visit, told)


@require_safe
@anybodys_page
def wait(request: HttpRequest, visit: Visit | None) -> HttpResponse:
    """Where a proxy leads whoever asks too often: it counts by address, and web knows no address."""
    return _shown(request, visit, {"found": "busy"}, status=429)


@require_safe
@anybodys_page
def too_large(request: HttpRequest, visit: Visit | None) -> HttpResponse:
    """Where a proxy leads whoever sends more than it lets through."""
    return _shown(request, visit, {"found": "too_large"})


def _shown(request: HttpRequest, visit: Visit | None, told: dict[str, Any], status: int = 200) -> HttpResponse:
    facts = {**NOTHING, "trusted": seals.anybody_trusted(), **told}
    if status == 200 and facts["found"] in ("busy", "failed"):
        status = 503
    response = (
        visit.page(_TEMPLATE, status=status, **facts) if visit else render(request, _TEMPLATE, status=status, **facts)
    )
    if facts["found"] == "busy":
        response["Retry-After"] = str(AGAIN_IN_S)
    return response


def _answered(request: HttpRequest) -> dict[str, Any]:
    """Of the file, or of the code alone. With both, also whether the file is the one of that code."""
    now, code, given = datetime.now(UTC), request.POST.get("codi", ""), request.FILES.get("fitxer")
    pdf = given.read() if given else b""
    try:
        known = certificates.by_code(code) if code else None
    except DatabaseAway:
        return {"found": "failed"}
    if not pdf:
        return {"found": "nothing"} if request.POST.get("amb") == "fitxer" else _of_code(code, known, now)
    return {**_of_file(pdf, now), "same": known and sha256(pdf).digest() == known.digest}


def _of_code(code: str, known: Known | None, now: datetime) -> dict[str, Any]:
    """Never whose paper it is. A wrong code and one that is forgotten are answered alike."""
    if known is None:
        return {"found": "code_unknown" if code.strip() else "code_empty"}
    return {
        "found": stands(known, now).value,
        "code": code,
        "paper": {
            "name": paper_name(known.name, get_language() or "ca"),
            "about": gettext(ABOUT[known.kind]) if known.kind else None,
            "by": gettext(BY[known.name]),
            "made": day_full(day_of(known.made_at)),
            "until": day_full(day_of(known.valid_until)),
            "digest": known.digest.hex(),
        },
    }


def _of_file(pdf: bytes, now: datetime) -> dict[str, Any]:
    """`found` is what a report says, or what none says: others are being checked, the check failed."""
    try:
        report = seals.check(pdf, now)
    except seals.Busy:
        return {"found": "busy"}
    except seals.NotChecked as wrong:
        log.error("a paper could not be checked", why=str(wrong))
        return {"found": "failed"}
    by = report.by if isinstance(report, Good | Doubted) else None
    return {
        "found": FOUND[type(report)],
        "looked_at": True,
        "by": by,
        "good": _times(report) if isinstance(report, Good) else None,
    }


def _times(good: Good) -> dict[str, str | None]:
    """In words, the hour of Catalonia: the year is said, since a paper lasts for years."""
    return {
        "day": day_full(day_of(good.sealed_at)),
        "hour": at_hour(good.sealed_at),
        "until": day_full(day_of(good.until)) if good.until else None,
    }
