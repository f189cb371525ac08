"""The record that nobody can rewrite in silence: what it proves, how it stands now, and a person's receipts.

How it stands is public, and so are its last head and the program that checks a receipt. A receipt is the person's own.
"""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.mandates.service import Wish
from myspace.domain.record import service as record
from myspace.domain.record.service import Keys, Receipt, Topic
from myspace.domain.record.witnesses import Named, WitnessesUnusable, configured
from myspace.protocols.merkle import verify
from myspace.web.pages.errors import views as errors
from myspace.web.session.door import Visit, citizen_page, just_identified
from myspace.web.session.ground import needs
from myspace.web.templating import render

log = structlog.get_logger("web")

HERE = "/que-prova-el-registre"
_LATELY: Final = timedelta(hours=1)


def keys() -> Keys:
    return Keys(settings.RECORD_PUBLIC, tuple(each.key for each in _witnesses()))


def _witnesses() -> tuple[Named, ...]:
    """A file that cannot be used is an operator's affair; nobody is said to confirm until it is mended."""
    try:
        return configured(settings.WITNESSES)
    except WitnessesUnusable as wrong:
        log.error("the file of witnesses cannot be used", why=str(wrong))
        return ()


@require_safe
def proves(request: HttpRequest) -> HttpResponse:
    """Public. What it says of its state is of this moment; where nothing is sealed it says so."""
    try:
        stands = record.standing()
    except DatabaseAway:
        return errors.unavailable(request)
    return render(request, "pages/record/proves.html", stands=stands, keys=keys(), **_confirmed(stands))


def _confirmed(stands: record.Standing) -> dict[str, Any]:
    """Each witness with when it last confirmed; how many did lately. Two are wanted: that there is none is said as 0 of 2."""
    now = datetime.now(UTC)
    each = [(one.name, stands.confirmed.get(one.name)) for one in _witnesses()]
    lately = sum(1 for _, at in each if at is not None and now - at < _LATELY)
    return {
        "now": now,
        "witnesses": each,
        "lately": lately,
        "wanted": max(2, len(each)),
        "simulated": settings.SIMULATED,
    }


@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """The last signed head, as CHECKPOINT-1 writes it: for whoever keeps copies of it."""
    try:
        note = record.standing().note
    except DatabaseAway:
        return errors.unavailable(request)
    if not note:
        raise Http404
    return HttpResponse(note, content_type="text/plain; charset=utf-8")


@require_safe
def check_here(request: HttpRequest) -> HttpResponse:
    """A receipt is checked in the browser of who has it; this only gives the page, the keys and the script."""
    return render(request, "pages/record/check.html", keys=keys())


@require_safe
def program(_request: HttpRequest) -> HttpResponse:
    """The verifier: one file that runs alone."""
    response = HttpResponse(inspect.getsource(verify), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response


@require_safe
@citizen_page
@needs(Wish.SEE_LOGINS)
def of_the_log(visit: Visit, event_id: UUID) -> HttpResponse:
    return _receipt(visit, Topic.AUDIT, event_id)


@require_safe
@citizen_page
@needs(Wish.SEE_LOOK_UPS)
def of_a_look_up(visit: Visit, exchange_id: UUID) -> HttpResponse:
    return _receipt(visit, Topic.EXCHANGE, exchange_id)


@require_safe
@citizen_page
@just_identified
@needs(Wish.SEE_LOOK_UPS)
def of_a_kept_one(visit: Visit, exchange_id: UUID) -> HttpResponse:
    return _receipt(visit, Topic.EXCHANGE, exchange_id, kept=True)


def _receipt(visit: Visit, topic: Topic, ref: UUID, *, kept: bool = False) -> HttpResponse:
    found = record.receipt(visit.actor, topic, ref, keys=keys(), kept=kept)
    if found is None:
        raise Http404
    if not isinstance(found, Receipt):
        return visit.page("pages/record/waits.html", status=409, again=visit.request.path)
    response = HttpResponse(found.octets, content_type="application/json")
    name = gettext("rebut-del-registre-%(number)s.json") % {"number": found.leaf}
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
