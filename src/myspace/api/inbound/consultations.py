"""The door by which a feed tells who consulted somebody's data, or that it works (docs/protocols/CONSULT-IN-1.md).

    415 │ 413 │ 401 who says it │ 400 what is said │ 403 of whom │ 429 too many │ 503 later │ 202 taken

202 says that the message was good. Of whom anything was kept, nobody is told. No cookie is read, and no session.
"""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from myspace.api.inbound.answering import later, message_of, problem, refusal
from myspace.api.inbound.feeds import Feed, Feeds, FeedsUnusable, configured
from myspace.connector_kit.signed import Known, kid_of
from myspace.connector_kit.told_failures import Refused, Why
from myspace.connectors.consultations import wire
from myspace.connectors.consultations.wire import Heartbeat, Period, Told
from myspace.domain.kernel import restored
from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.transparency import store
from myspace.vocabulary.legal_calendar import MADRID

CONTENT_TYPE = "application/jwt"
_TYPES = "urn:myspace:consult-in:1:"
log = structlog.get_logger("inbound")


@csrf_exempt
def take(request: HttpRequest) -> HttpResponse:
    """A browser's mark against forgery would protect nothing here: only what is signed is believed, and no cookie is read."""
    if request.method != "POST":
        answer = problem(_TYPES, HTTPStatus.METHOD_NOT_ALLOWED, "method")
        answer["Allow"] = "POST"
        return answer
    if request.content_type != CONTENT_TYPE or request.headers.get("Content-Encoding"):
        return problem(_TYPES, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media-type")
    message = message_of(request, wire.LONGEST)
    if message is None:
        return problem(_TYPES, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large")
    try:
        if restored.copy() is not None:  # nothing new comes into a copy that nobody has adopted yet
            return later(_TYPES)
        return _taken(message, configured(settings.FEEDS), datetime.now(UTC))
    except FeedsUnusable:
        log.error("feeds_unusable")  # `manage check` says what is wrong with the file
    except DatabaseAway:
        pass
    return later(_TYPES)


def _taken(message: bytes, feeds: Feeds, now: datetime) -> HttpResponse:
    name = "nobody"
    try:
        feed, known = _whose(message, feeds)
        name = feed.name if feed else name
        said = wire.read(message, known, settings.ORIGIN, now)
        if isinstance(said, Period) or (isinstance(said, Told) and said.next):
            raise Refused(Why.UNKNOWN_TYPE, "type")  # parts of an answer, and nobody asked
    except Refused as refused:
        log.info("refused", feed=name, why=refused.why.value, where=refused.where)
        return refusal(_TYPES, refused)
    assert feed is not None, "who has no key is refused above"
    if isinstance(said, Heartbeat):
        store.hear(feed.name, said.since, said.recorded_until)
    elif not store.take(feed.name, said.of, a_minute=feed.a_minute, today=now.astimezone(MADRID).date()):
        answer = problem(_TYPES, HTTPStatus.TOO_MANY_REQUESTS, "too-many")
        answer["Retry-After"] = "60"
        return answer
    return HttpResponse(status=HTTPStatus.ACCEPTED, content_type="text/plain")


def _whose(message: bytes, feeds: Feeds) -> tuple[Feed | None, Known | None]:
    return feeds.by_kid.get(kid_of(message, longest=wire.LONGEST), (None, None))
