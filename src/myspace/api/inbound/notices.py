"""The door by which an issuer tells that a notice waits, or that it ended (docs/protocols/NOTICE-IN-1.md).

    415 │ 413 │ 401 who says it │ 400 what is said │ 403 of whom │ 429 too many │ 503 later │ 202 taken

202 says that the message was good. Whether the person has a folder here, nobody is told. No cookie is read, and no session.
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from myspace.api.inbound.answering import received, refusal, too_many
from myspace.api.inbound.issuers import configured
from myspace.api.inbound.tellers import Tellers
from myspace.connector_kit import signed
from myspace.connector_kit.told_failures import Refused
from myspace.connectors.issuer import wire
from myspace.domain.alerts import told

_TYPES = "urn:myspace:notice-in:1:"
log = structlog.get_logger("inbound")


@csrf_exempt
def take(request: HttpRequest) -> HttpResponse:
    """A browser's mark against forgery would protect nothing here: only what is signed is believed, and no cookie is read."""
    return received(
        request,
        _TYPES,
        signed.LONGEST,
        lambda message: _taken(message, configured(settings.ISSUERS), datetime.now(UTC)),
    )


def _taken(message: bytes, issuers: Tellers, now: datetime) -> HttpResponse:
    name = "nobody"
    try:
        issuer, known = issuers.by_kid.get(signed.kid_of(message), (None, None))
        name = issuer.name if issuer else name
        hint = wire.read(message, known, settings.ORIGIN, now)
    except Refused as refused:
        log.info("refused", issuer=name, why=refused.why.value, where=refused.where)
        return refusal(_TYPES, refused)
    assert issuer is not None, "who has no key is refused above"
    if not told.tell(issuer.name, hint, a_minute=issuer.a_minute):
        return too_many(_TYPES)
    return HttpResponse(status=HTTPStatus.ACCEPTED, content_type="text/plain")
