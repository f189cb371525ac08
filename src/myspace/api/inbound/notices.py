"""The door by which an issuer tells that a notice waits, or that it ended (docs/protocols/NOTICE-IN-1.md).

    415 │ 413 │ 401 who says it │ 400 what is said │ 403 of whom │ 429 too many │ 503 later │ 202 taken

202 says that the message was good. Whether the person has a folder here, nobody is told. No cookie is read, and no session.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from myspace.api.inbound.issuers import Issuers, IssuersUnusable, configured
from myspace.connectors.issuer import signed, wire
from myspace.connectors.issuer.failures import Refused, Why
from myspace.domain.alerts import told
from myspace.domain.kernel import restored
from myspace.domain.kernel.db import DatabaseAway

CONTENT_TYPE = "application/jwt"
_TYPES = "urn:myspace:notice-in:1:"
log = structlog.get_logger("inbound")


@csrf_exempt
def take(request: HttpRequest) -> HttpResponse:
    """A browser's mark against forgery would protect nothing here: only what is signed is believed, and no cookie is read."""
    if request.method != "POST":
        answer = _problem(HTTPStatus.METHOD_NOT_ALLOWED, "method")
        answer["Allow"] = "POST"
        return answer
    if request.content_type != CONTENT_TYPE or request.headers.get("Content-Encoding"):
        return _problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media-type")
    message = _message(request)
    if message is None:
        return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large")
    try:
        if restored.copy() is not None:  # nothing new comes into a copy that nobody has adopted yet
            return _later()
        return _taken(message, configured(settings.ISSUERS), datetime.now(UTC))
    except IssuersUnusable:
        log.error("issuers_unusable")  # `manage check` says what is wrong with the file
    except DatabaseAway:
        pass
    return _later()


def _later() -> HttpResponse:
    answer = _problem(HTTPStatus.SERVICE_UNAVAILABLE, "later")
    answer["Retry-After"] = "60"
    return answer


def _message(request: HttpRequest) -> bytes | None:
    """None: too long. The length that is announced is judged before a byte is read."""
    try:
        announced = int(request.headers.get("Content-Length") or 0)
        body = request.read(signed.LONGEST + 1) if announced <= signed.LONGEST else None
    except (ValueError, UnreadablePostError, RawPostDataException):
        return b""
    return None if body is None or len(body) > signed.LONGEST else body


def _taken(message: bytes, issuers: Issuers, now: datetime) -> HttpResponse:
    name = "nobody"
    try:
        issuer, known = issuers.by_kid.get(signed.kid_of(message), (None, None))
        name = issuer.name if issuer else name
        hint = wire.read(message, known, settings.ORIGIN, now)
    except Refused as refused:
        log.info("refused", issuer=name, why=refused.why.value, where=refused.where)
        return _refusal(refused)
    assert issuer is not None, "who has no key is refused above"
    if not told.tell(issuer.name, hint, a_minute=issuer.a_minute):
        answer = _problem(HTTPStatus.TOO_MANY_REQUESTS, "too-many")
        answer["Retry-After"] = "60"
        return answer
    return HttpResponse(status=HTTPStatus.ACCEPTED, content_type="text/plain")


def _refusal(refused: Refused) -> HttpResponse:
    if refused.why.of_who_says_it:
        answer = _problem(HTTPStatus.UNAUTHORIZED, refused.why.value, refused.where)
        answer["WWW-Authenticate"] = "JWS"  # RFC 9110 §11.6.1 asks for a word; the contract says which keys
        return answer
    status = HTTPStatus.FORBIDDEN if refused.why is Why.OTHER_SENDER else HTTPStatus.BAD_REQUEST
    return _problem(status, refused.why.value, refused.where)


def _problem(status: HTTPStatus, kind: str, where: str = "") -> HttpResponse:
    """RFC 9457. `field` is a name of the contract's own; nothing that came is repeated."""
    told_back = {"type": _TYPES + kind, "title": status.phrase, "status": status.value}
    if where:
        told_back["field"] = where
    return HttpResponse(json.dumps(told_back), status=status, content_type="application/problem+json")
