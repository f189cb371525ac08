"""Anybody checks a sealed paper here, in or not: a file comes in the body of a POST, is looked at, answered, and gone.

It is in no address, no row and no log, and is not shown again. What is answered is of the seal: never of whom the paper is about.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import structlog
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from myspace.domain.seals import service as seals
from myspace.protocols.pades import reports
from myspace.protocols.pades.reports import Doubted, Good, Report
from myspace.web.session.door import Visit, anybodys_page
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
_TEMPLATE = "pages/paper_check/page.html"


@require_http_methods(["GET", "HEAD", "POST"])
@anybodys_page
def page(request: HttpRequest, visit: Visit | None) -> HttpResponse:
    return _shown(request, visit, _answered(request) if request.method == "POST" else {})


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
    facts = {"here": HERE, "found": None, "by": None, "good": None, "trusted": seals.anybody_trusted(), **told}
    if status == 200 and facts["found"] in ("busy", "failed"):
        status = 503
    response = (
        visit.page(_TEMPLATE, status=status, **facts) if visit else render(request, _TEMPLATE, status=status, **facts)
    )
    if facts["found"] == "busy":
        response["Retry-After"] = str(AGAIN_IN_S)
    return response


def _answered(request: HttpRequest) -> dict[str, Any]:
    """`found` is what a report says, or what none says: nothing was chosen, others are being checked, the check failed."""
    given = request.FILES.get("fitxer")
    pdf = given.read() if given else b""
    if not pdf:
        return {"found": "nothing"}
    try:
        report = seals.check(pdf, datetime.now(UTC))
    except seals.Busy:
        return {"found": "busy"}
    except seals.NotChecked as wrong:
        log.error("a paper could not be checked", why=str(wrong))
        return {"found": "failed"}
    by = report.by if isinstance(report, Good | Doubted) else None
    return {"found": FOUND[type(report)], "by": by, "good": _times(report) if isinstance(report, Good) else None}


def _times(good: Good) -> dict[str, str | None]:
    """In words, the hour of Catalonia: the year is said, since a paper lasts for years."""
    return {
        "day": day_full(day_of(good.sealed_at)),
        "hour": at_hour(good.sealed_at),
        "until": day_full(day_of(good.until)) if good.until else None,
    }
