"""What operators see: structured logs, metrics, health. Knows routes by name; never a path, a query or an identifier."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from myspace.domain.kernel import db

REQUESTS = Counter("myspace_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram("myspace_request_seconds", "Time to answer", ["route"])
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})

log = structlog.get_logger("web")


def configure_logging() -> None:
    """One JSON line an event on standard error. Django's own loggers are kept at warnings, without request objects."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # django.request writes the path of each 4xx and 5xx: ours writes the route's name instead.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)


class Observe:
    """The outermost middleware: counts, times, and turns an unforeseen exception into a logged type, never its text."""

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

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        match = request.resolver_match
        trace = exception.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        log.error(
            "unforeseen",
            route=match.view_name if match else "none",
            error=type(exception).__name__,
            where=f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "",
        )


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
    """Prometheus text. The proxy does not publish this path (docs/howto/run.md)."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
