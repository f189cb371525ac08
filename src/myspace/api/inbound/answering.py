"""How every inbound port answers: problems by name (RFC 9457), and the body of a request within its limit. Knows no contract.

415 │ 413 │ 503 a copy that nobody has adopted, an unusable file, no database │ what `taken` answers
"""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError

from myspace.api.inbound.tellers import TellersUnusable
from myspace.connector_kit.told_failures import Refused, Why
from myspace.domain.kernel import restored
from myspace.domain.kernel.db import DatabaseAway

CONTENT_TYPE = "application/jwt"
log = structlog.get_logger("inbound")


def received(request: HttpRequest, types: str, longest: int, taken: Callable[[bytes], HttpResponse]) -> HttpResponse:
    """The answer to a request at a door: `taken` is given its message. What goes wrong here says nothing of the message."""
    if request.method != "POST":
        answer = problem(types, HTTPStatus.METHOD_NOT_ALLOWED, "method")
        answer["Allow"] = "POST"
        return answer
    if request.content_type != CONTENT_TYPE or request.headers.get("Content-Encoding"):
        return problem(types, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "media-type")
    message = message_of(request, longest)
    if message is None:
        return problem(types, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large")
    try:
        if restored.copy() is not None:  # nothing new comes into a copy that nobody has adopted yet
            return later(types)
        return taken(message)
    except TellersUnusable as wrong:
        log.error(wrong.event)  # `manage check` says what is wrong with the file
    except DatabaseAway:
        pass
    return later(types)


def too_many(types: str) -> HttpResponse:
    answer = problem(types, HTTPStatus.TOO_MANY_REQUESTS, "too-many")
    answer["Retry-After"] = "60"
    return answer


def message_of(request: HttpRequest, longest: int) -> bytes | None:
    """None: too long. The length that is announced is judged before a byte is read."""
    try:
        announced = int(request.headers.get("Content-Length") or 0)
        body = request.read(longest + 1) if announced <= longest else None
    except (ValueError, UnreadablePostError, RawPostDataException):
        return b""
    return None if body is None or len(body) > longest else body


def later(types: str) -> HttpResponse:
    answer = problem(types, HTTPStatus.SERVICE_UNAVAILABLE, "later")
    answer["Retry-After"] = "60"
    return answer


def refusal(types: str, refused: Refused) -> HttpResponse:
    if refused.why.of_who_says_it:
        answer = problem(types, HTTPStatus.UNAUTHORIZED, refused.why.value, refused.where)
        answer["WWW-Authenticate"] = "JWS"  # RFC 9110 §11.6.1 asks for a word; the contract says which keys
        return answer
    status = HTTPStatus.FORBIDDEN if refused.why is Why.OTHER_SENDER else HTTPStatus.BAD_REQUEST
    return problem(types, status, refused.why.value, refused.where)


def problem(types: str, status: HTTPStatus, kind: str, where: str = "") -> HttpResponse:
    """`types` is the prefix of the contract's own; `field` a name of its fields. Nothing that came is repeated."""
    told_back = {"type": types + kind, "title": status.phrase, "status": status.value}
    if where:
        told_back["field"] = where
    return HttpResponse(json.dumps(told_back), status=status, content_type="application/problem+json")
