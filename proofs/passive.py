"""Nothing but a confirmed form opens a notice: not looking, not fetching ahead, not a preview, not a crawl, not the worker.

    addresses   every one that a crawl of every link finds from the folder's own pages, and every one of the site's table
                with the ids of notices in it, those of acts too
    by          GET, HEAD and OPTIONS; a browser, one that fetches ahead (Sec-Purpose, Purpose), going back and forward, five
                programs that draw previews of links, each with and without the person's cookie
    between     the worker reads the lists

The platform stands behind a real socket (proofs/_platform.py) and counts what happened for good. The product has no
service worker (ADR 13). One try is one of these; at the end one confirmed form shows that the counter counts.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from random import Random
from typing import Any

from myspace.launch.prove import Database
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.notices import NoticeAct, NoticeKind, NoticeStatus
from proofs._count import Count
from proofs._folders import GENERALITAT, connect
from proofs._platform import Platform, PlatformDesk, PlatformList, running
from proofs._stage import neighbour, product, stand_as, superuser

TRIES = 100_000
NOTE = ""
NAME = "platform"
TOKEN = "token-of-a-live-session"
PREVIEWS = (
    "WhatsApp/2.24.1", "TelegramBot (like TwitterBot)", "facebookexternalhit/1.1", "Slackbot-LinkExpanding 1.0",
    "Mozilla/5.0 (compatible; Microsoft Office SafeLinks)",
)  # fmt: skip
GUISES: dict[str, dict[str, str]] = {
    "browser": {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    "from elsewhere": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
    "prefetch": {"Sec-Purpose": "prefetch", "Sec-Fetch-Site": "none"},
    "prerender": {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"},
    "back": {"Cache-Control": "max-age=0", "Sec-Fetch-Site": "none"},
    "part of a page": {"HX-Request": "true", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"},
    **{program: {"User-Agent": program} for program in PREVIEWS},
}
AHEAD = ("prefetch", "prerender")
METHODS = ("get", "get", "get", "head", "options")
_EVERY = 200  # tries between two readings of the lists
_LINK = re.compile(r"""(?:href|src|action|hx-get)="(/[^"#]*)""")
_MOST_PAGES = 400


def run(tries: int, seed: int, database: Database | None) -> tuple[int, int]:
    global NOTE
    assert database is not None
    count, chance, seen = Count(), Random(seed), Counter[str]()
    with product(database), running() as platform:
        from myspace.domain.notices import desks, lists, platforms

        lists.give(NAME, PlatformList(platform))
        desks.give(NAME, PlatformDesk(platform))
        try:
            visitor = _Visitor(database, platform)
            addresses = visitor.addresses()
            for number in range(tries):
                if number % _EVERY == 0:
                    visitor.lists_are_read()
                address, guise = chance.choice(addresses), chance.choice(list(GUISES))
                method, known = chance.choice(METHODS), chance.random() < 0.8
                status = visitor.fetch(method, address, guise, known=known)
                seen[f"{status // 100}xx"] += 1
                effects = len(platform.effects) + platform.calls["practise"]
                count.check(effects == 0, f"passive: {effects} by {method} {_shape(address)} as {guise}, or before")
                # What is fetched ahead of a private page gets nothing, and 503 says so to the browser.
                fine = status < 500 or (status == 503 and guise in AHEAD)
                count.check(fine, f"broken: {method} {_shape(address)} as {guise}: {status}")
            count.check(visitor.acts(), "positive control: a confirmed form did not reach the platform once")
        finally:
            platforms.clear()
            lists.clear()
            desks.clear()
    NOTE = (
        f"{tries:,} fetches of {len(addresses)} addresses ({', '.join(f'{n:,} {w}' for w, n in sorted(seen.items()))}) and"
        f" {platform.calls['listed']:,} readings of lists: 0 effects; then one confirmed form: 1"
    )
    print(NOTE)
    return count.held, count.of


def _shape(address: str) -> str:
    return re.sub(r"[0-9a-f-]{36}", "‹id›", address)


class _Visitor:
    """Somebody whose session is live, with notices of every kind and state, and a folder at a body."""

    def __init__(self, database: Database, platform: Platform) -> None:
        self.database, self.platform = database, platform
        connect(database, "http://127.0.0.1:9")
        self._enter()
        day = Moment(platform.deposit(TOKEN, "waits").available.day)
        platform.deposit(TOKEN, "to read", kind=NoticeKind.COMMUNICATION, expires=None)
        for status in NoticeStatus:
            platform.deposit(TOKEN, f"is {status}", status=status, ended=day)
        self.lists_are_read()

    def _enter(self) -> None:
        from myspace.domain.people import service as people
        from myspace.vocabulary.people import AssuranceLevel, LoginMethod, identifier

        stand_as("myspace_web", self.database)
        presented = people.Presented(identifier(neighbour(7)), people.Name("Veïna", "de Prova"), None)
        self.entered = people.enter(
            presented, company=None, level=AssuranceLevel.HIGH, method=LoginMethod.CERTIFICATE, device="Firefox",
            provider_token=TOKEN, provider_token_until=None,
        )  # fmt: skip
        people.say_residence(self.entered.actor, GENERALITAT, "Prova")
        with superuser(self.database) as curtain:
            curtain.execute(
                "UPDATE people_session SET provider_token_until = now() + interval '1 day',"
                " idle_until = now() + interval '8 hours'"
            )

    def lists_are_read(self) -> None:
        """As the worker does it, under its own role."""
        from myspace.domain.notices import listing, service

        if service.read_again(self.entered.actor) is not service.Readable.NOW:
            self._enter()  # a door was walked through: its session is another
            service.read_again(self.entered.actor)

        async def thread(call: Any, *args: Any) -> Any:
            return call(*args)

        stand_as("myspace_worker", self.database)
        asyncio.run(listing.read_lists(self.entered.actor.subject, thread))
        stand_as("myspace_web", self.database)

    def fetch(self, method: str, address: str, guise: str, *, known: bool) -> int:
        return int(self._answer(method, address, guise, known=known).status_code)

    def _answer(self, method: str, address: str, guise: str, *, known: bool) -> Any:
        from django.test import Client

        client = Client(raise_request_exception=False)
        if known:
            client.cookies["__Host-session"] = self.entered.token
        return getattr(client, method)(address, secure=True, headers={"host": "localhost", **GUISES[guise]})

    def addresses(self) -> list[str]:
        """What a crawl of every link finds, and the whole table of addresses with the ids of notices."""
        found, out = {"/inici", "/activitat", "/notificacions"} | set(self._table()), list[str]()
        todo = sorted(found)
        while todo and len(out) < _MOST_PAGES:
            address = todo.pop(0)
            out.append(address)
            answer = self._answer("get", address, "browser", known=True)
            if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
                continue
            links = {link.replace("&amp;", "&") for link in _LINK.findall(answer.content.decode())} - found
            found |= links
            todo += sorted(link for link in links if not link.startswith("/actius/"))
        return out

    def _table(self) -> list[str]:
        from proofs._routes import routes

        with superuser(self.database) as curtain:
            ids = [str(row[0]) for row in curtain.execute("SELECT id FROM notices_notice").fetchall()]
        out = []
        for route in routes():
            given = ids if any(name.endswith("_id") for name in route.parameters) else ids[:1]
            out += [
                re.sub(r"{(\w+)}", lambda m, i=one: i if m[1].endswith("_id") else "0", route.path) for one in given
            ]
        return out

    def acts(self) -> bool:
        """One notice is opened by a confirmed form: the platform counts one."""
        from myspace.domain.notices import service
        from myspace.domain.notices.minting import MINT

        with superuser(self.database) as curtain:
            ((id_,),) = curtain.execute("SELECT id FROM notices_notice WHERE source_id = 'waits'").fetchall()
        actor = self.entered.actor
        confirmation = service.confirmation(actor, id_, NoticeAct.OPEN, b"shown")
        assert confirmation is not None
        service.open(service.PresentPerson(actor, id_, NoticeAct.OPEN, confirmation, MINT), id_)
        return [e[2] for e in self.platform.effects] == ["open"]
