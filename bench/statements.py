"""What a page asks of PostgreSQL, counted at the socket; connections opened and calls to anybody else while it is drawn."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from bench.figures import Figure
from bench.folder import Full, fill
from bench.socket_count import Listener, proxy
from myspace.launch.prove import Database, fresh_database
from proofs._folders import connect
from proofs._stage import product, superuser

PAGES = ("/activitat", "/activitat?vista=dates", "/activitat?q=beca", "/inici", "/notificacions")
MOST_STATEMENTS, MOST_TRIPS = 5, 2


def run(*, quick: bool = False) -> list[Figure]:
    with fresh_database() as database, product(database):
        connect(database, "http://127.0.0.1:9")
        full = fill(database, sources=2, items=60 if quick else 600)
        return count(database, full)


def count(database: Database, full: Full) -> list[Figure]:
    """Each page twice: the first visit warms the pool and leaves the read's own audit row, as a day's first page does."""
    from myspace.domain.kernel import db

    db.close_pool()
    figures = []
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="pg") as folder, _through(database, Path(folder)) as listener:
        for page in PAGES:
            _get(page, full)
            for _ in range(3):
                with listener.listen() as heard, _calls() as calls:
                    _get(page, full)
            # Home has two statements more by design: its cards and its news are lists of their own.
            most = MOST_STATEMENTS + (2 if page == "/inici" else 0)
            sides = "; ".join(s.split()[0] + " " + _table(s) for s in heard.counted)
            figures += [
                Figure("statements", f"{page} statements", len(heard.counted), most, sides, unit=""),
                Figure(
                    "statements", f"{page} round trips", heard.round_trips, MOST_TRIPS, "waits for the server", unit=""
                ),
                Figure("statements", f"{page} connections opened", heard.connections, 0, "seen by the proxy", unit=""),
                Figure("statements", f"{page} calls to others", len(calls), 0, "sockets connected", unit=""),
            ]
        db.close_pool()
    return [*figures, *_stale(database, full)]


def _stale(database: Database, full: Full) -> list[Figure]:
    """A stale page leaves one wish, which goes with COMMIT: the same limits."""
    from myspace.domain.kernel import db

    with superuser(database) as curtain:
        curtain.execute("UPDATE gathering_ask SET fresh_until = now() - interval '1 hour'")
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="pg") as folder, _through(database, Path(folder)) as listener:
        for _ in range(4):
            with listener.listen() as heard:
                _get("/activitat", full)
        db.close_pool()
    sides = "with one wish"
    return [
        Figure("statements", "a stale page's statements", len(heard.counted), MOST_STATEMENTS, sides, unit=""),
        Figure("statements", "a stale page's round trips", heard.round_trips, MOST_TRIPS, sides, unit=""),
    ]


def _get(page: str, full: Full) -> None:
    from django.test import Client

    client = Client(raise_request_exception=True)
    client.cookies["__Host-session"] = full.token
    answer = client.get(page, headers={"host": "localhost"}, secure=True)
    if answer.status_code != 200:
        raise RuntimeError(f"{page} answered {answer.status_code}: nothing was counted")


def _table(sql: str) -> str:
    words = sql.replace("(", " ").split()
    return next((words[i + 1] for i, w in enumerate(words) if w.upper() in ("FROM", "INTO") and i + 1 < len(words)), "")


@contextmanager
def _through(database: Database, folder: Path) -> Iterator[Listener]:
    """This process as web, its one connection through the proxy."""
    url = database.urls["myspace_web"]
    query = parse_qs(urlsplit(url).query)
    with proxy(Path(query["host"][0]), folder, int(query["port"][0])) as listener:
        before = {name: os.environ.get(name) for name in ("DATABASE_URL", "MYSPACE_POOL")}
        os.environ["DATABASE_URL"] = url.replace(quote(query["host"][0], safe=""), quote(str(folder), safe=""))
        os.environ["MYSPACE_POOL"] = "1"
        try:
            yield listener
        finally:
            for name, value in before.items():
                if value is not None:
                    os.environ[name] = value


@contextmanager
def _calls() -> Iterator[list[object]]:
    """Every address this process connects a socket to, whoever does it."""
    made: list[object] = []
    before = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        made.append(address)
        before(self, address)  # type: ignore[arg-type]

    socket.socket.connect = connect  # type: ignore[method-assign, assignment]
    try:
        yield made
    finally:
        socket.socket.connect = before  # type: ignore[method-assign]
