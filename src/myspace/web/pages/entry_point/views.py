"""The door of a body's electronic headquarters: its name and colours outside, the same folder inside. Knows nobody.

    /seu/<INE10>/                 the door; /seu/<INE10> leads there, also when the code lost its front zero (Q-HCC-2)
    /seu/<INE10>/colors.<…>.css   the body's two colours, by a name that carries their hash
    /seu/<INE10>/baner            the text to copy into the body's website
    a code that is no connected body's ... 404 with words of its own, and the ordinary door as its button

Why a 404 and not simply the ordinary door: whoever put the wrong link sees that it is wrong, and a body that is not
connected is said not to be here instead of seeming to be. Nothing is kept for who only looks: no cookie says from where.
"""

from __future__ import annotations

import hashlib
import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import translation
from django.views.decorators.http import require_safe

from myspace.domain.administrations import service as administrations
from myspace.domain.administrations.service import EntryPoint
from myspace.domain.kernel.db import DatabaseAway
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.entry_points import Colours
from myspace.web import language
from myspace.web.pages.errors import views as errors
from myspace.web.pages.shared.naming import begun
from myspace.web.templating import environment, render

OURS = Colours("#0a5260", "#ffffff")  # --brand and --on-brand of tokens.css, for a banner far from our style sheet


@require_safe
def without_slash(request: HttpRequest, ine10: str) -> HttpResponse:
    if not re.fullmatch(r"[0-9]{9,10}", ine10):
        return _unknown(request, ine10)
    return HttpResponsePermanentRedirect(f"/seu/{ine10.zfill(10)}/")


@require_safe
def entry_point(request: HttpRequest, ine10: str) -> HttpResponse:
    if re.fullmatch(r"[0-9]{9}", ine10):
        return without_slash(request, ine10)
    try:
        entry = administrations.entry_point(ine10)
    except DatabaseAway:
        return errors.unavailable(request)
    if entry is None:
        return _unknown(request, ine10)
    name, sheet = entry.administration.name, None
    if entry.colours:
        sheet = f"/seu/{ine10}/colors.{_mark(entry.colours)}.css"
    return render(
        request, "pages/entry_point/page.html", name=name, begun=begun(name), ine10=ine10, sheet=sheet,
        website=entry.website,
    )  # fmt: skip


@require_safe
def style_sheet(request: HttpRequest, ine10: str, mark: str) -> HttpResponse:
    """Two colours by names that the page's own style reads. Any other mark is not found: no old page gets new colours."""
    try:
        entry = administrations.entry_point(ine10)
    except DatabaseAway:
        return errors.unavailable(request)
    if entry is None or entry.colours is None or mark != _mark(entry.colours):
        raise Http404
    response = HttpResponse(_sheet(entry.colours), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def banner(request: HttpRequest, ine10: str) -> HttpResponse:
    """Text to copy, in the language of who asks: HTML and CSS that fetch nothing and tell us nothing of who reads."""
    try:
        entry = administrations.entry_point(ine10)
    except DatabaseAway:
        return errors.unavailable(request)
    if entry is None:
        return _unknown(request, ine10)
    return HttpResponse(_banner(entry), content_type="text/plain; charset=utf-8")


def _unknown(request: HttpRequest, ine10: str) -> HttpResponse:
    """No such door here. A body of the directory is named: that it is missing is what its neighbours must know."""
    known = directory().by_ine10(ine10)
    missing = begun(known.name) if known else None
    return render(request, "pages/entry_point/unknown.html", status=404, missing=missing)


def _sheet(colours: Colours) -> str:
    return f":root{{--seu:{colours.ground};--on-seu:{colours.text}}}"


def _mark(colours: Colours) -> str:
    return hashlib.sha256(_sheet(colours).encode()).hexdigest()[:12]


def _banner(entry: EntryPoint) -> str:
    address = f"{settings.ORIGIN}/seu/{entry.administration.ine10}/"
    return (
        environment()
        .get_template("pages/entry_point/banner.txt")
        .render(
            name=entry.administration.name, address=address, colours=entry.colours or OURS,
            lang=language.tag(translation.get_language() or language.SOURCE),
        )
    )  # fmt: skip
