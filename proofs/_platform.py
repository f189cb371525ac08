"""A notification platform for proofs, behind a real socket on this machine: it lists, stands, practises, and counts.

It does what every platform of this kind promises: an act happens once, and a second one is told that it has ended. Its
replies can be cut: after the act, before it, or the connection refused. Two clients fit the kit's two halves; the one that
lists has no word for an act. Knows no contract of anybody.
"""

from __future__ import annotations

import http.client
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec

from myspace.connector_kit.notices import Asker
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.answers import Answer, Down, Fault, Fresh, Unknown
from myspace.vocabulary.notices import (
    ActAnswer,
    Acted,
    ActRefusal,
    ActRefused,
    ActUnconfirmed,
    ActUnsent,
    Contents,
    Document,
    Notice,
    NoticeAct,
    NoticeKind,
    NoticeStatus,
    Paper,
    Sender,
)

_READS = ("contents", "document")  # of what nobody opened, a platform may take it for having read (Q-EN-9)
_BECOMES = {NoticeAct.OPEN.value: NoticeStatus.OPENED, NoticeAct.REFUSE.value: NoticeStatus.REFUSED}
_decode = msgspec.json.Decoder(Notice).decode


class Platform:
    """What it holds, by token: whose token it is says whose notices are told. `effects` is what happened for good."""

    def __init__(self) -> None:
        self.notices: dict[str, dict[str, Notice]] = {}
        self.calls: Counter[str] = Counter()
        self.effects: list[tuple[str, str, str]] = []
        self.cut = ""  # of the next act: "reply", "request" or nothing
        self.address = ("127.0.0.1", 0)
        self.lock = threading.Lock()

    def deposit(self, token: str, source_id: str, **changes: Any) -> Notice:
        now = datetime.now(UTC)
        given: dict[str, Any] = {
            "source_id": source_id, "kind": NoticeKind.NOTIFICATION, "status": NoticeStatus.AVAILABLE,
            "sender": Sender("9990130008", "Ajuntament de Prova"), "subject": f"Resolució {source_id}",
            "available": Moment(now.date(), now), "expires": Moment((now + timedelta(days=10)).date()),
        }  # fmt: skip
        made = Notice(**{**given, **changes})
        self.notices.setdefault(token, {})[source_id] = made
        return made

    def ended(self, token: str, source_id: str, status: NoticeStatus) -> bool:
        """Somebody else, or its term. False when it had ended before."""
        known = self.notices[token][source_id]
        if known.status is not NoticeStatus.AVAILABLE:
            return False
        now = datetime.now(UTC)
        self.notices[token][source_id] = msgspec.structs.replace(known, status=status, ended=Moment(now.date(), now))
        return True

    def answer(self, call: str, told: dict[str, str]) -> tuple[Any, bool]:
        """What it answers, and whether the line is cut instead of telling it."""
        with self.lock:
            self.calls[call] += 1
            mine = self.notices.get(told["token"], {})
            if call == "listed":
                return [json.loads(msgspec.json.encode(n)) for n in mine.values()], False
            known = mine[told["id"]]
            if call in _READS and known.status is NoticeStatus.AVAILABLE:
                self.effects.append((told["token"], told["id"], call))
            if call != "practise":
                return json.loads(msgspec.json.encode(known)), False
            cut, self.cut = self.cut, ""
            if cut == "request":
                return None, True
            if known.status is not NoticeStatus.AVAILABLE:
                return {"refused": "ended"}, bool(cut)
            self.ended(told["token"], told["id"], _BECOMES[told["act"]])
            self.effects.append((told["token"], told["id"], told["act"]))
            return json.loads(msgspec.json.encode(mine[told["id"]])), bool(cut)


@contextmanager
def running() -> Iterator[Platform]:
    platform = Platform()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer, cut = platform.answer(self.path[1:], json.loads(body))
            if cut:
                self.close_connection = True
                return
            octets = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        def log_message(self, *_: object) -> None:
            """Whose notice it is stands in no log."""

    server = ThreadingHTTPServer(platform.address, Handler)
    server.daemon_threads = True
    platform.address = server.server_address[:2]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield platform
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Line:
    """One call, one connection: what was sent for certain and what perhaps was not are told apart by where it broke."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.away = False  # nobody listens where it calls

    def call(self, name: str, asker: Asker, **told: str) -> Any:
        """Raises ConnectionRefusedError when nothing was sent; any other OSError or HTTPException when perhaps it was."""
        host, port = ("127.0.0.1", 9) if self.away else self.platform.address
        connection = http.client.HTTPConnection(host, port, timeout=5)
        try:
            connection.request("POST", f"/{name}", json.dumps({"token": asker.access_token, **told}))
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()


_BROKEN = (OSError, http.client.HTTPException, ValueError)


class PlatformList:
    """Fits NoticeList: it can say one thing."""

    def __init__(self, platform: Platform) -> None:
        self._line = _Line(platform)

    async def listed(self, asker: Asker, since: date, until: date) -> Answer[Notice]:  # noqa: ARG002  # the kit's form
        try:
            return Fresh(tuple(_decode(json.dumps(n)) for n in self._line.call("listed", asker)))
        except _BROKEN:
            return Down(Fault.UNREACHABLE)


class PlatformDesk:
    """Fits NoticeDesk."""

    def __init__(self, platform: Platform) -> None:
        self.line = _Line(platform)

    def standing(self, asker: Asker, source_id: str) -> Notice | ActRefused | Unknown:
        try:
            return _decode(json.dumps(self.line.call("standing", asker, id=source_id)))
        except _BROKEN:
            return Down(Fault.UNREACHABLE)

    def practise(self, asker: Asker, source_id: str, act: NoticeAct) -> ActAnswer:
        try:
            told = self.line.call("practise", asker, id=source_id, act=act.value)
        except ConnectionRefusedError:
            return ActUnsent(Fault.UNREACHABLE)
        except _BROKEN:
            return ActUnconfirmed(Fault.TRUNCATED)
        return ActRefused(ActRefusal.ALREADY_ENDED) if "refused" in told else Acted(_decode(json.dumps(told)).ended)

    def contents(self, asker: Asker, source_id: str) -> Contents | ActRefused | Unknown:
        return self._paper("contents", asker, source_id, Contents((Document("d", "resolucio.pdf", main=True),)))

    def document(self, asker: Asker, source_id: str, document_id: str) -> Paper | ActRefused | Unknown:  # noqa: ARG002  # likewise
        return self._paper("document", asker, source_id, Paper("resolucio.pdf", "application/pdf", b"%PDF-1.7"))

    def evidence(self, asker: Asker, source_id: str) -> Paper | ActRefused | Unknown:
        return self._paper("evidence", asker, source_id, Paper("evidencia.pdf", "application/pdf", b"%PDF-1.7 e"))

    def _paper(self, name: str, asker: Asker, source_id: str, given: Any) -> Any:
        try:
            self.line.call(name, asker, id=source_id)
        except _BROKEN:
            return Down(Fault.UNREACHABLE)
        return given
