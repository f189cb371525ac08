"""The parsers of what browsers send. Needs Django's settings ready."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from proofs import _mutants
from proofs._mutants import NUMBERS, SECRET
from proofs._parser import Parser

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def parsers() -> Iterator[Parser]:
    from django.http import QueryDict

    from myspace.domain.activity import listing
    from myspace.web import language
    from myspace.web.live import app as live
    from myspace.web.pages.activity.views import filters_of
    from myspace.web.session import came_from, choice, cookies, device, door, drawn_for, way_out

    subject = UUID(int=7)
    kept = cookies.LoginUnderWay("estat", "/inici")
    for name, read, names in (
        (cookies.LOGIN, cookies.login_of, ("cookies:login_of",)),
        (cookies.HELLO, cookies.hello_of, ("cookies:hello_of",)),
        (
            cookies.CHOICE,
            lambda request: (choice.read(request), choice.left(request)),
            ("choice:read", "choice:left", "choice:_facts"),
        ),
        (cookies.OUT, way_out.trip, ("way_out:trip",)),
        (cookies.CAME_FROM, came_from.way_back, ("came_from:way_back", "came_from:ine10")),
    ):
        yield Parser(
            f"cookie {name}",
            tuple(f"myspace.web.session.{one}" for one in names),
            lambda chance, number, name=name: _mutants.text(chance, (_cookie_of(name, kept),), number),
            lambda text, name=name, read=read: read(SimpleNamespace(COOKIES={name: text, cookies.SESSION: "x"})),
            (),
            lambda text, found, name=name: (
                None if found in (None, (None, None)) or _cookie_of(name, kept).startswith(text[:20]) else "believed"
            ),
        )
    yield Parser(
        "codes of a door",
        ("myspace.web.session.came_from:code",),
        lambda chance, number: _mutants.text(chance, ("0811360009",), number),
        came_from.code,
        (),
        lambda _text, found: None if re.fullmatch("([0-9]{10})?", found) else "no ten digits",
    )
    wishes = ("ca,es;q=0.8,en;q=0.5", "oc-aranes, *;q=0.1", "es-ES")
    yield Parser(
        "accept-language",
        ("myspace.web.language:choose",),
        lambda chance, number: _mutants.text(chance, wishes, number),
        lambda text: language.choose(
            SimpleNamespace(COOKIES={language.COOKIE: text[:9]}, headers={"Accept-Language": text})
        ),
        (),
        lambda _text, found: None if found in language.offered() else "a language that is not offered",
    )
    address = {
        "vista": "dates",
        "f": "toca",
        "q": "beca menjador",
        "qui": "0811360009",
        "des": "2026-01-01",
        "fins": "2026-12-31",
        "preferits": "1",
        "abans": f"2026-11-23T10:00:00+00:00~{'0' * 32}",
    }

    def narrowed(query: bytes) -> Any:
        filters = filters_of(QueryDict(query))
        return filters, listing.listing(filters)

    yield Parser(
        "filters and places",
        (
            "myspace.web.pages.activity.views:filters_of",
            "myspace.domain.activity.listing:place_of",
            "myspace.domain.activity.listing:listing",
        ),
        lambda chance, number: _mutants.encoded(_mutants.parameters(chance, address, number)),
        narrowed,
        (listing.BadCursor,),
        lambda _query, found: "a value that no database takes" if _untakeable(found[1][1].values()) else None,
    )
    ways = (
        "/activitat",
        "/activitat/00000000-0000-0000-0000-000000000000",
        "//evil.test",
        "/\\evil.test",
        "https://evil.test/",
    )
    yield Parser(
        "ways back",
        ("myspace.web.session.door:safe_path",),
        lambda chance, number: _mutants.text(chance, ways, number),
        door.safe_path,
        (),
        lambda _text, found: None if re.match(r"/(?![/\\])", found) else "a way out of the folder",
    )
    agents = ("Mozilla/5.0 (X11; Linux x86_64) Chrome/120 Safari/537", "Mozilla/5.0 (iPhone) FxiOS/1")
    yield Parser(
        "user agents",
        ("myspace.web.session.device:words",),
        lambda chance, number: _mutants.text(chance, agents, number),
        device.words,
        (),
        lambda _text, found: None if len(found) < 40 else "more than two words are kept",
    )
    mark = drawn_for.mark(subject)
    yield Parser(
        "streams",
        ("myspace.web.live.app:_cookie", "myspace.web.live.app:_drawn_for", "myspace.web.session.drawn_for:fits"),
        lambda chance, number: (
            _mutants.encoded(_mutants.parameters(chance, {"drawn_for": mark}, number))
            if chance.random() < 0.5
            else _mutants.text(chance, (f"a=b; __Host-session={SECRET}; c",), number).encode("latin-1", "replace")
        ),
        lambda data: (live._cookie(data.decode("latin-1")), live._drawn_for(subject, data)),
        (),
        lambda data, found: "a stream for another folder" if found[1] and mark.encode() not in data else None,
    )


@cache
def _cookie_of(name: str, kept: Any) -> str:
    """A good one, as the door writes it."""
    from dataclasses import asdict

    from django.core import signing

    from myspace.domain.kernel.keyring import keyring
    from myspace.web.session import choice, cookies

    if name == cookies.OUT:
        return signing.dumps({"state": "estat", "name": "nord", "screen": "", "public": False}, salt=name)
    if name == cookies.CHOICE:
        who = {"kind": "nif", "value": NUMBERS[0], "country": None, "given": "Marta", "surnames": SECRET}
        facts = {
            "until": time.time() + 3600,
            "login": asdict(kept),
            "who": who,
            "company": who | {"kind": "company", "value": NUMBERS[3]},
            "level": 3,
            "method": "certificat",
            "token": SECRET,
            "token_until": NOW.isoformat(),
        }
        return str(keyring().seal(json.dumps(facts), choice._CONTEXT))
    told: dict[str, Any] = {
        cookies.LOGIN: asdict(kept),
        cookies.HELLO: NOW.isoformat(),
        cookies.CAME_FROM: "0811360009",
    }
    # That of a door is signed for another session: for this one it must mean nothing.
    return signing.dumps(told[name], salt="another" if name == cookies.CAME_FROM else name)


def _untakeable(values: Any) -> bool:
    texts = [v for one in values for v in (one if isinstance(one, list) else [one]) if isinstance(v, str)]
    return any("\0" in text or any("\ud800" <= c <= "\udfff" for c in text) for text in texts)
