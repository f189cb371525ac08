"""The registry of representations and the mailbox of what leaves, as whoever pulls their strings sees them."""

from __future__ import annotations

import html
import json
import re
import ssl
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import expect

from myspace.launch.stack import Stack
from tests.journeys.walking import Walk, sql


class Registry:
    """At any counter of the invented country a mandate may change, and nobody tells the folder."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        # Of the checkout's own authority, on this machine alone: what is proved here is not its TLS.
        self._tls = ssl._create_unverified_context()

    def wish(self, **wishes: Any) -> None:
        request = urllib.request.Request(
            self._stack.pci_url + "/_control/REPRESENTA",
            json.dumps(wishes).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10, context=self._tls) as answer:
            answer.read()

    def reset(self) -> None:
        self.wish(reset=True)

    def becomes(self, mandate: str, state: str) -> None:
        self.wish(state={mandate: state})

    def a_while_passes(self, seconds: int) -> None:
        """Since the folder last asked about any mandate, and was told."""
        for table, column in (("mandates_mandate", "checked_at"), ("mandates_asked", "asked_at")):
            sql(self._stack, f"UPDATE {table} SET {column} = {column} - make_interval(secs => %s)", [seconds])


def at_any_hour(stack: Stack) -> None:
    """Whoever has an address by now hears at once, however late it is when the journey is made."""
    sql(
        stack,
        "INSERT INTO outbox_rhythm SELECT person_id, 'at_once', false, NULL, NULL, 9, 0, now() FROM outbox_way"
        " ON CONFLICT DO NOTHING",
    )


@dataclass(frozen=True, slots=True)
class Mail:
    to: str
    subject: str
    text: str
    head: str

    @property
    def code(self) -> str:
        found = re.search(r"\b[0-9]{6}\b", self.text)
        assert found, self.text
        return found[0]

    def link(self, stack: Stack) -> str:
        return self._path(stack, r"/a/[\w-]{16}", self.text)

    def lower(self, stack: Stack) -> str:
        """What the mail program's own button "stop these mails" opens (RFC 8058)."""
        return self._path(stack, r"/baixa/[^>\s]+", self.head)

    @staticmethod
    def _path(stack: Stack, form: str, said: str) -> str:
        found = re.search(f"{re.escape(stack.origin)}({form})", said)
        assert found, said
        return found[1]


def mails(stack: Stack, to: str) -> list[Mail]:
    """What arrived for this address, newest first, as the simulated mailbox shows it."""
    with urllib.request.urlopen(stack.place.delivery_url + "/", timeout=10) as answer:
        page = html.unescape(answer.read().decode())
    form = r"<h2>Correu per a (.*?)</h2>.*?<strong>(.*?)</strong>.*?<pre>(.*?)</pre>\s*<details>(.*?)</details>"
    found = re.findall(form, page, re.S)
    return [Mail(a, subject, re.sub(r"<[^>]+>", "", text), head) for a, subject, text, head in found if a == to]


def arrives(stack: Stack, to: str, wanted: Callable[[Mail], bool] = lambda _: True, *, within: float = 30) -> Mail:
    end = time.monotonic() + within
    while True:
        there = mails(stack, to)
        if found := next((each for each in there if wanted(each)), None):
            return found
        assert time.monotonic() < end, f"nothing for {to} in {within:.0f} s but {[each.subject for each in there]}"
        time.sleep(0.2)


def step_into(here: Walk, name: str) -> None:
    """From the page of profiles into the folder of somebody whom the registry says one represents."""
    button = here.page.get_by_role("button", name=f"Entra-hi {name}")
    here.until("/perfils", lambda: button.count() == 1)
    button.click()
    expect(here.page.locator(".acting__who")).to_contain_text(name)
