"""A far side on a real socket that speaks the invented protocol, well or badly. Its reading of the wire is its own.

Each mood is an address: `<url>/well`, `<url>/refusing` and so on. `python -m` this package runs it by hand.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from myspace.simulation.cast import find

MOODS = ("well", "capitals", "someone_else", "refusing", "broken", "hanging", "html", "cut", "endless", "moved")
KNOWN = "00000000T"
PLACE = "https://seu.vilanova-exemple.cat"


@dataclass
class Running:
    """`asked` counts the questions by mood; it never keeps who was asked about."""

    url: str = ""
    asked: list[str] = field(default_factory=list)


@asynccontextmanager
async def start(port: int = 0) -> AsyncIterator[Running]:
    """Listen on this machine until the block ends; port 0 takes a free one."""
    running = Running()

    async def answer(request: web.Request) -> web.StreamResponse:
        mood = request.match_info["mood"]
        running.asked.append(mood)
        return await _answer(mood, request)

    app = web.Application()
    app.router.add_get("/{mood}/cases", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        running.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield running
    finally:
        await runner.cleanup()


async def _answer(mood: str, request: web.Request) -> web.StreamResponse:
    document, kind = request.query.get("document", ""), request.query.get("kind", "")
    if not document or not kind:
        return web.json_response({"error": "document and kind are needed"}, status=400)
    match mood:
        case "refusing":
            return web.json_response({"error": "not allowed"}, status=403)
        case "broken":
            return web.Response(status=500, text="oh")
        case "hanging":
            await asyncio.sleep(60)
        case "html":
            return web.Response(text="<h1>Benvinguda</h1>", content_type="text/html")
        case "cut":
            return web.Response(text='{"version": 1, "cases": [{"id": "2026', content_type="application/json")
        case "endless":
            return await _endless(request)
        case "moved":
            raise web.HTTPFound(f"/well/cases?document={document}")
        case "well" | "capitals" | "someone_else":
            return web.json_response({"version": 1, "cases": _cases(mood, document)})
        case _:
            pass
    return web.Response(status=404)


def _cases(mood: str, document: str) -> list[dict[str, str]]:
    """What this body has: two cases of AOC's test person, one of everybody else in the cast, none of strangers."""
    cases = []
    if document == KNOWN or find(document):
        cases.append(_case("2026/17", "Permís de guals", "2026-03-02", "open"))
    if document == KNOWN:
        cases.append(_case("2025/4", "Ajut de menjador", "2025-09-12", "done"))
    if mood == "capitals":
        return [case | {"state": case["state"].upper()} for case in cases]
    if mood == "someone_else":
        return [case | {"about": "11111111H"} for case in cases]
    return cases


def _case(number: str, title: str, opened: str, state: str) -> dict[str, str]:
    tail = number.rpartition("/")[2]
    return {"id": number, "title": title, "opened": opened, "state": state, "link": f"{PLACE}/{tail}"}


async def _endless(request: web.Request) -> web.StreamResponse:
    stream = web.StreamResponse(headers={"Content-Type": "application/json"})
    await stream.prepare(request)
    while True:
        await stream.write(b" " * 65_536)
