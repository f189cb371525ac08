"""No input makes the site fail: every address and parameter with generated and hostile values, as a browser or worse.

Addresses are the resolver's; parameters, cookies and headers are those that the code and the templates name: what somebody
adds is tried without a word here. One try is one request: a path with odd parts, odd parameters, cookies, headers or a
body, from nobody or from somebody who is in. It must be answered by design: never a 500, within the limit, and if it is a
page, our page.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any
from urllib.parse import quote

from myspace.launch.prove import Database
from proofs import _names, _routes
from proofs._count import Count
from proofs._folders import Folder, fill
from proofs._routes import Route, routes
from proofs._stage import product

TRIES = 50_000
LIMIT_SECONDS = 5.0  # for a machine that runs other tests at the same time; a hung page takes for ever
HOSTILE = (
    "", " ", "\0", "a\0b", "'", '"', "' OR 1=1 --", "%", "%%", "%s", "{}", "{{7*7}}", "${7*7}", "<script>alert(1)</script>",
    "../../etc/passwd", "..\\..\\", "//evil.test", "/\\evil.test", "javascript:alert(1)", "\u202egnp.exe", "\ud800",
    "\U0010ffff", "ﷺ" * 50, "a" * 5_000, "0", "-1", "1e309", "NaN", "99999999999999999999", "2026-02-30", "0000-00-00",
    "9999-12-31", "00000000-0000-0000-0000-000000000000", "null", "[]", "true", "ç" * 300, "\r\nSet-Cookie: a=b",
    "2026-01-01T00:00:00~", "2026-01-01T00:00:00+00:00~" + "f" * 32, "0001-01-01T00:00:00+14:00~" + "0" * 32,
    "9999-12-31T23:59:59-14:00~" + "0" * 32, "١٢٣", "²", "\x1b[31m", "(" * 2_000,
)  # fmt: skip


def run(tries: int, seed: int, database: Database) -> tuple[int, int]:
    from django.test import Client

    chance, count = Random(seed), Count()
    with product(database):
        folders = fill(database)
        every = list(routes())
        for number in range(tries):
            route = every[number % len(every)] if number < len(every) else chance.choice(every)
            _one(Client(raise_request_exception=False), route, folders, chance, count)
            if number and number % 5_000 == 0:
                print(f"  {number} requests, {count.of - count.held} failed", flush=True)
    for line in count.told:
        print(f"    {line}", flush=True)
    return count.held, count.of


def _one(client: Any, route: Route, folders: dict[str, Folder], chance: Random, count: Count) -> None:
    who = chance.choice((None, *folders.values()))
    if who is not None:
        client.cookies["__Host-session"] = who.token
    cookies = [chance.choice(_names.cookies())] if chance.random() < 0.3 else []
    for name in cookies:
        client.cookies[name] = quote(_odd(chance)[:500], safe="", errors="replace")
    path, method = (
        _path(route, chance, folders),
        chance.choice(("get", "get", "get", "post", "post", "head", "put", "delete")),
    )
    if route.name in ("leave", "leave_quickly", "step_up", "session_end") and method not in ("get", "head"):
        client.cookies["__Host-session"] = "x"  # its visitor would be out for all the other tries
    headers = {"host": "localhost"} | {
        chance.choice(_names.headers()): _header(_odd(chance)) for _ in range(chance.randrange(3))
    }  # fmt: skip
    began = time.monotonic()
    try:
        answer = _send(client, method, path, headers, chance, who)
    except Exception as wrong:  # whatever comes out of the site here is the finding: it is counted, not hidden
        count.check(False, f"{method} {route.name}: raised {type(wrong).__name__}")
        return
    took = time.monotonic() - began
    fine = answer.status_code < 500 or (answer.status_code in (502, 503, 504) and route.kind == "door")
    designed = _designed(answer)
    case = f"{method} {route.name}"
    count.check(
        fine and designed and took < LIMIT_SECONDS,
        f"{case}: {answer.status_code}{'' if designed else ', not a page of ours'}, {took:.1f} s",
    )


def _send(client: Any, method: str, path: str, headers: dict[str, str], chance: Random, who: Folder | None) -> Any:
    query = "&".join(f"{n}={quote(v, safe='', errors='surrogatepass')}" for n, v in _fields(chance))
    if chance.random() < 0.1:
        query += chance.choice(("&&&", "=", "&%zz=%", "&a[]=1", "&" * 300))
    address = f"{path}?{query}"
    call = getattr(client, method)
    if method in ("get", "head", "delete"):
        return call(address, headers=headers, secure=True)
    kind = chance.choice((None, "application/json", "text/plain", "multipart/form-data; boundary=x", "x"))
    if kind is not None:
        body = chance.choice((b"", b"{", chance.randbytes(200), b"--x\r\nbroken", b"a=b&" * 200))
        return client.generic(method.upper(), address, body, content_type=kind, headers=headers, secure=True)
    fields = {n: v.encode("utf-8", "replace").decode() for n, v in _fields(chance)}
    if who is not None and chance.random() < 0.7:  # most come from a page of theirs, so that the act itself is tried
        from myspace.web.session import drawn_for

        fields[drawn_for.FIELD] = drawn_for.mark(who.subject)
    if method == "put":
        return call(address, str(fields), headers=headers, secure=True)
    return call(address, fields, headers=headers, secure=True)


def _fields(chance: Random) -> Iterator[tuple[str, str]]:
    for _ in range(chance.randrange(4)):
        yield chance.choice(_names.parameters()), _odd(chance)


def _odd(chance: Random) -> str:
    """Hostile, or any characters at all, or a hostile value in the middle of an honest one."""
    draw = chance.random()
    if draw < 0.6:
        return chance.choice(HOSTILE)
    if draw < 0.8:
        return "".join(chr(chance.randrange(1, 0x2FFF)) for _ in range(chance.randrange(40)))
    return f"2026-11-{chance.randrange(99):02d}{chance.choice(HOSTILE)}"


def _header(text: str) -> str:
    """What a server would let through as a header: one line of Latin-1."""
    return (
        text.encode("latin-1", "replace")
        .decode("latin-1")
        .replace("\r", " ")
        .replace("\n", " ")
        .replace("\0", " ")[:2_000]
    )


def _path(route: Route, chance: Random, folders: dict[str, Folder]) -> str:
    """The address with real ids, other people's, or nonsense in its parameters; sometimes something after it."""
    known = _routes.values(chance.choice(tuple(folders.values())))
    ids = [i for f in folders.values() for i in f.items.values()]
    filled = route.path
    for name in route.parameters:
        part = str(chance.choice(known.get(name, ids))) if chance.random() < 0.6 else _odd(chance)
        if name in ("number", "asked") and chance.random() < 0.4:
            part = str(chance.choice((1, 7, 10**9, 10**30)))
        filled = filled.replace("{" + name + "}", quote(part, safe="", errors="surrogatepass"))
    if chance.random() < 0.1:
        filled += chance.choice(("/", "//", "/..", "/.%2e", "%00", "%ff", ";a=b", "/" + "a" * 3_000))
    return filled


def _designed(answer: Any) -> bool:
    """A whole page says its language and ends its title with our name, as none of the framework's own pages does."""
    kind = answer.headers.get("Content-Type", "")
    if not kind.startswith("text/html") or not answer.content or answer.status_code in (301, 302, 303):
        return b"Traceback" not in answer.content
    text = answer.content.decode("utf-8", "replace")
    if "<html" not in text:
        return bool(answer.status_code < 400)  # a fragment, a part of a page; what went wrong is told on a whole one
    title = re.search(r"<title>([^<]*)</title>", text)
    return 'lang="' in text and title is not None and any(name in title[1] for name in _our_names())


@cache
def _our_names() -> frozenset[str]:
    """What the folder is called in each language that it speaks, and the gallery of components, which is no page of it."""
    from html import escape

    from django.conf import settings
    from django.utils import translation

    found = {"Gallery"}
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            found |= {translation.gettext("El meu espai"), escape(translation.gettext("El meu espai"))}
    return frozenset(found)
