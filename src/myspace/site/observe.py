"""What operators see: structured logs, metrics, health. Knows routes by name; never a path, a query or an identifier."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from myspace.domain.kernel import db

REQUESTS = Counter("myspace_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram("myspace_request_seconds", "Time to answer", ["route"])
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})

log = structlog.get_logger("web")


class Observe:
    """The outermost middleware: counts and times."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self._get_response(request)
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "none"
        method = request.method if request.method in _METHODS else "other"
        REQUESTS.labels(route, method, str(response.status_code)).inc()
        SECONDS.labels(route).observe(time.perf_counter() - started)
        return response


def _unforeseen(request: HttpRequest | None = None, **_signal: Any) -> None:
    """Whatever a view or a middleware raised and no page was designed for: its type and place, never its text."""
    exception = sys.exc_info()[1]
    trace = exception.__traceback__ if exception else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    match = request.resolver_match if request else None
    log.error(
        "unforeseen",
        route=match.view_name if match else "none",
        error=type(exception).__name__,
        where=f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "",
    )


# Not a middleware's `process_exception`: that never hears of what a middleware raises, and the 500 would go unexplained.
got_request_exception.connect(_unforeseen)


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(_request: HttpRequest) -> HttpResponse:
    """The process answers and PostgreSQL does too."""
    try:
        with db.bare() as tx:
            tx.run("SELECT 1")
    except db.DatabaseAway:
        return HttpResponse("postgresql does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


def metrics(_request: HttpRequest) -> HttpResponse:
    """Prometheus text of every process of the product on this machine. The proxy does not publish this path."""
    registry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library types only its newer half
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
