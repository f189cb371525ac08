"""Somebody of the cast at the citizen's door: a browser without a screen, and the provider's pages filled in by hand.

The provider is the simulator on its own socket; the folder answers in this process, over the test database.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from django.http import HttpResponse
from django.test import Client

ORIGIN = "http://localhost"
CALLBACK = ORIGIN + "/entra/torna"
CLIENT_ID, CLIENT_SECRET = "my-space.tests", "only-for-tests"


@contextmanager
def provider(*options: str) -> Iterator[str]:
    """The simulated provider's address while it runs."""
    command = [
        sys.executable,
        "-m",
        "myspace.connectors.valid.simulator",
        "--host",
        "127.0.0.1",
        "--client-id",
        CLIENT_ID,
    ]
    command += ["--client-secret", CLIENT_SECRET, "--redirect-uri", CALLBACK, *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[1]
    finally:
        process.terminate()
        process.wait(10)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


@dataclass
class Neighbour:
    """One browser. `http` is its side towards the folder; the provider's cookies live beside, as in a real one."""

    http: Client = field(default_factory=lambda: Client(headers={"host": "localhost"}))
    provider_cookies: CookieJar = field(default_factory=CookieJar)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.http.get(path, headers=headers)

    def post(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> HttpResponse:
        return self.http.post(path, fields or {}, headers=headers)

    def sent_to_provider(self, path: str = "/entra", **fields: str) -> str:
        answer = self.post(path, fields)
        assert answer.status_code == 303, answer.status_code
        return answer["Location"]

    def identify(self, authorize: str, person: str, method: str = "idcatmobil", **form: str) -> str:
        """What a person does at the provider; the address it sends the browser back to, as path and query."""
        opener = build_opener(_Stay, HTTPCookieProcessor(self.provider_cookies))
        page = _open(opener, authorize)
        if isinstance(page, tuple):
            return page[0]
        attempt = re.search(r"/o/entrada/([\w-]+)/persona", page)
        assert attempt, "the provider's first page"
        base = f"{urlsplit(authorize).scheme}://{urlsplit(authorize).netloc}/o/entrada/{attempt[1]}"
        confirm = _open(opener, f"{base}?{urlencode({'method': method, 'person': person})}")
        assert isinstance(confirm, str)
        sms = re.search(r"codi és (\d+)", re.sub(r"<[^>]+>", "", confirm))
        fields = {"act": "enter", "method": method, "person": person, "sms": sms[1] if sms else ""} | form
        sent = _open(opener, Request(base, urlencode(fields).encode()))
        assert isinstance(sent, tuple), "the provider keeps us: " + re.sub(r"<[^>]+>|\s+", " ", str(sent))[:300]
        return sent[0]

    def enter(self, person: str, method: str = "idcatmobil", *, to: str = "/inici", **form: str) -> HttpResponse:
        return self.get(self.identify(self.sent_to_provider("/entra", **{"cap-a": to}), person, method, **form))

    def remembered_there(self) -> bool:
        """Whether the provider lets this browser pass without asking who it is."""
        opener = build_opener(_Stay, HTTPCookieProcessor(self.provider_cookies))
        return isinstance(_open(opener, self.sent_to_provider()), tuple)

    def somebody_else(self) -> None:
        """Another person takes the device: the provider would let the one before pass through without asking."""
        self.provider_cookies.clear()

    def drawn_for(self, path: str = "/inici") -> str:
        found = re.search(r'name="drawn_for" value="(\w+)"', self.get(path).content.decode())
        assert found, "a page with a form"
        return found[1]

    def act(self, path: str, **fields: str) -> HttpResponse:
        """Post as a form of one's own page does."""
        return self.post(path, {"drawn_for": self.drawn_for(), **fields})


def _open(opener: object, target: str | Request) -> str | tuple[str]:
    """The page; or, in a tuple, where it sends the browser back in the folder."""
    from urllib.error import HTTPError

    try:
        with opener.open(target, timeout=10) as answer:
            return str(answer.read().decode())
    except HTTPError as moved:
        if moved.code not in (302, 303):
            raise
        return (moved.headers["Location"].removeprefix(ORIGIN),)


def words(answer: HttpResponse) -> str:
    """What a person reads of a page's content."""
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.S)
    text = re.sub(r"<[^>]+>", " ", main[0] if main else answer.content.decode())
    return " ".join(text.replace("&#39;", "'").replace("&#34;", '"').split())
