"""Structured logs, the same in every process: one JSON line an event on standard error. No identifier, no path, no query."""

from __future__ import annotations

import logging
import sys

import structlog


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
