"""Structured logs, the same in every process: one JSON line an event on standard error. No identifier, no path, no query.

Our own code says what it knows without identifiers. What libraries say may carry anything (an address, a cookie, the
text of an exception): of theirs only the unfilled sentence and the type of the error are written.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

# The pool's own words name a host and a role, and without them nobody knows why PostgreSQL does not answer.
_SAID_WHOLE = ("myspace", "psycopg.pool")
_ALWAYS_THERE = frozenset(vars(logging.makeLogRecord({})))


def configure_logging() -> None:
    """One JSON line an event on standard error, also for what is said through the standard library's logging."""
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
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if type(handler) in (logging.StreamHandler, AsJson):  # a server's plain one, or ours of an earlier call
            root.removeHandler(handler)
    root.addHandler(AsJson())
    logging.getLogger("myspace").setLevel(logging.INFO)
    # granian writes what an application raises, with its text, through a handler of its own.
    server = logging.getLogger("_granian")
    server.handlers, server.propagate = [], True
    # django.request writes the path of each 4xx and 5xx: ours writes the route's name instead.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)


class AsJson(logging.Handler):
    """Hands what the standard library's loggers say to structlog."""

    def emit(self, record: logging.LogRecord) -> None:
        ours = record.name.split(".", 1)[0] == "myspace"
        facts: dict[str, Any] = {"logger": record.name}
        if ours:
            facts |= {name: value for name, value in vars(record).items() if name not in _ALWAYS_THERE}
        if record.exc_info and record.exc_info[0]:
            facts["error"] = record.exc_info[0].__name__
        said = record.getMessage() if record.name.startswith(_SAID_WHOLE) else str(record.msg)
        level = "error" if record.levelno >= logging.ERROR else record.levelname.lower()
        getattr(structlog.get_logger(), level, structlog.get_logger().info)(said, **facts)
