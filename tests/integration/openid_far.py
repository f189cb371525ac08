"""A far side that speaks OpenID as badly as it is told to: one small server, whose every answer a test may replace."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl

from tests.unit.connectors.openid import signing

Answer = tuple[int, bytes]


@dataclass
class Far:
    """What it says. `token` are claims that differ from good ones; `answers` replaces the whole answer of a path."""

    issuer: str = ""
    describes: dict[str, Any] = field(default_factory=dict)
    token: dict[str, Any] = field(default_factory=dict)
    keys: list[Any] = field(default_factory=lambda: [signing.rsa()])
    signs_with: Any = field(default_factory=signing.rsa)
    id_token: Callable[[str], str] = lambda good: good
    about: dict[str, Any] = field(default_factory=lambda: {"sub": "s-1"})
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    forms: list[dict[str, str]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    nonce: str = ""

    def say(self, path: str, form: dict[str, str]) -> Answer:
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return _json(self._description())
        if path == "/keys":
            return _json({"keys": list(signing.published(*self.keys))})
        if path == "/token":
            return _json({"access_token": signing.ACCESS, "token_type": "Bearer", "id_token": self._token()})
        if path == "/about":
            return _json(self.about)
        return (200, b"") if path == "/revoke" else (404, b"")

    def _description(self) -> dict[str, Any]:
        at = self.issuer
        told = {
            "issuer": at, "authorization_endpoint": at + "/auth", "token_endpoint": at + "/token", "jwks_uri": at + "/keys",
            "userinfo_endpoint": at + "/about", "revocation_endpoint": at + "/revoke", "end_session_endpoint": at + "/out",
            "authorization_response_iss_parameter_supported": True,
        }  # fmt: skip
        return {name: value for name, value in {**told, **self.describes}.items() if value is not None}

    def _token(self) -> str:
        at = int(time.time())
        when = {"iss": self.issuer, "nonce": self.nonce, "iat": at, "exp": at + 300, "auth_time": at}
        return self.id_token(signing.signed(self.signs_with, **{**when, **self.token}))


def _json(value: Any) -> Answer:
    return 200, json.dumps(value).encode()


@contextmanager
def far_side() -> Iterator[Far]:
    far = Far()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            form = dict(parse_qsl(self.rfile.read(length).decode()))
            path, _, query = self.path.partition("?")
            far.asked[path] += 1
            far.forms.append(form)
            far.heads.append(dict(self.headers.items()))
            if path == "/auth":  # whoever is sent here has identified: the code comes straight back
                sent = {name: values[0] for name, values in parse_qs(query).items()}
                far.nonce = sent["nonce"]
                self.send_response(302)
                back = f"{sent['redirect_uri']}?state={sent['state']}&code=c-1&iss={far.issuer}"
                self.send_header("Location", back)
                self.end_headers()
                return
            status, body = far.say(path, form)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    far.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True, args=(0.05,)).start()
    try:
        yield far
    finally:
        server.shutdown()
        server.server_close()
