"""The door by which a feed tells who entered as whom at which service, or that it works (docs/protocols/LOGIN-IN-1.md).

    415 │ 413 │ 401 who says it │ 400 what is said │ 429 too many │ 503 later │ 202 taken

202 says that the message was good. Of whom anything was kept, nobody is told. No cookie is read, and no session.
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from myspace.api.inbound.answering import received, refusal, too_many
from myspace.api.inbound.login_feeds import configured
from myspace.api.inbound.tellers import Tellers
from myspace.connector_kit.told_failures import Refused
from myspace.connectors.logins import wire
from myspace.connectors.logins.wire import Heartbeat
from myspace.domain.logins import store

_TYPES = "urn:myspace:login-in:1:"
log = structlog.get_logger("inbound")


@csrf_exempt
def take(request: HttpRequest) -> HttpResponse:
    """A browser's mark against forgery would protect nothing here: only what is signed is believed, and no cookie is read."""
    return received(
        request,
        _TYPES,
        wire.LONGEST,
        lambda message: _taken(message, configured(settings.LOGIN_FEEDS), datetime.now(UTC)),
    )


def _taken(message: bytes, feeds: Tellers, now: datetime) -> HttpResponse:
    name = "nobody"
    try:
        feed, known = feeds.whose(message, wire.LONGEST)
        name = feed.name if feed else name
        said = wire.read(message, known, settings.ORIGIN, now)
    except Refused as refused:
        log.info("refused", feed=name, why=refused.why.value, where=refused.where)
        return refusal(_TYPES, refused)
    assert feed is not None, "who has no key is refused above"
    if isinstance(said, Heartbeat):
        store.hear(feed.name, said.since, said.recorded_until)
    elif not store.take(feed.name, said.of, a_minute=feed.a_minute):
        return too_many(_TYPES)
    return HttpResponse(status=HTTPStatus.ACCEPTED, content_type="text/plain")
