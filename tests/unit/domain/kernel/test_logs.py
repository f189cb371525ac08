"""Logs: one JSON line an event, whoever says it, and nothing of anybody in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from myspace.domain.kernel.logs import AsJson, configure_logging


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the process writes from now on; afterwards every logger is as before."""
    kept, root = structlog.get_config(), logging.getLogger()
    handlers = root.handlers[:]
    out = io.StringIO()
    monkeypatch.setattr("sys.stderr", out)
    root.addHandler(logging.StreamHandler(out))  # as a server leaves it
    server = logging.getLogger("_granian")
    server.addHandler(logging.StreamHandler(out))
    server.propagate = False
    configure_logging()
    structlog.configure(cache_logger_on_first_use=False)
    yield out
    root.handlers[:] = handlers
    structlog.configure(**kept)


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_our_own_words_are_one_line_with_their_facts(written: io.StringIO) -> None:
    structlog.get_logger("worker").warning("postgresql does not answer")
    logging.getLogger("myspace.web.session").info("login failed", extra={"code": "SESSION_CANCEL"})
    first, second = lines(written)
    assert (first["event"], first["level"]) == ("postgresql does not answer", "warning")
    assert (second["event"], second["code"], second["level"]) == ("login failed", "SESSION_CANCEL", "info")


def test_what_a_library_says_of_somebody_is_not_written(written: io.StringIO) -> None:
    try:
        raise ValueError("the secret of 00000000T")
    except ValueError:
        logging.getLogger("asyncio").exception("Task of %s failed", "00000000T", extra={"path": "/00000000T"})
    (line,) = lines(written)
    assert (line["event"], line["error"], line["logger"]) == ("Task of %s failed", "ValueError", "asyncio")
    assert "00000000T" not in written.getvalue()


def test_what_the_server_says_of_a_failed_application_is_not_written_either(written: io.StringIO) -> None:
    logging.getLogger("_granian").error("Application callable raised an exception: %s", "ValueError: 00000000T")
    (line,) = lines(written)
    assert line["event"] == "Application callable raised an exception: %s"


def test_why_postgresql_does_not_answer_is_written(written: io.StringIO) -> None:
    logging.getLogger("psycopg.pool").warning("error connecting in %r: %s", "myspace", "no such host")
    assert lines(written)[0]["event"] == "error connecting in 'myspace': no such host"


def test_paths_of_failed_requests_are_not_written(written: io.StringIO) -> None:
    logging.getLogger("django.request").error("Internal Server Error: %s", "/assumpte/1")
    assert written.getvalue() == ""


def test_configuring_twice_writes_once(written: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", written)
    configure_logging()
    structlog.configure(cache_logger_on_first_use=False)
    logging.getLogger("asyncio").warning("slow")
    assert len(lines(written)) == 1
    assert sum(isinstance(handler, AsJson) for handler in logging.getLogger().handlers) == 1
