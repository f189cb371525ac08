"""The simulator's HTTP server: routes, the control endpoint, and starting it from a program or a test.

    GET  /<ine10>/hub/<operation>   a body's endpoint
    POST /_control/<ine10>          {"temperament": "down", "delay_ms": 0, "down": false, "quirks": {"Q-HCC-3": true}}
    POST /_control                  {"reset": true}: every body as at the start, counts forgotten
    GET  /_control/calls            {"0811360009": {"consultaTributs": 3}}

The access log is off: the contract puts the person's number in the query string.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from myspace.connector_kit.simulated.threaded import in_a_thread
from myspace.connectors.hub_carpetes.simulator import asked as questions
from myspace.connectors.hub_carpetes.simulator.country import Country, Endpoint, UnknownWish
from myspace.connectors.hub_carpetes.simulator.moods import perform
from myspace.connectors.hub_carpetes.simulator.speech import Json

_COUNTRY = web.AppKey("country", Country)


@dataclass(frozen=True, slots=True)
class Running:
    """A simulator that listens. `url` is its origin; `country` may be changed by the same process."""

    url: str
    country: Country


async def _ask(request: web.Request) -> web.StreamResponse:
    country = request.app[_COUNTRY]
    ine10, operation = request.match_info["ine10"], request.match_info["operation"]
    if ine10 not in country.endpoints or operation not in questions.OPERATIONS:
        return web.Response(status=404, text="No hi ha cap servei en aquesta adreça", content_type="text/plain")
    endpoint = country[ine10]
    endpoint.calls[operation] += 1
    endpoint = endpoint.at(operation)
    return await perform(request, endpoint, _answer(country, endpoint, operation, request))


def _answer(country: Country, endpoint: Endpoint, operation: str, request: web.Request) -> Json:
    voice = endpoint.voice()
    try:
        asked = questions.read(operation, request.query, early=voice.has(15), deaf=voice.has(16))
    except questions.BadQuestion as wrong:
        return {"codiResultat": "400", "descripcioResultat": str(wrong)}
    items = country.items(endpoint, asked)
    array = "actuacions" if voice.has(9) and operation == "consultaCitesPrevies" else asked.operation.array
    if items:
        return {"codiResultat": "200", "descripcioResultat": "OK", array: items}
    nothing: Json = {"codiResultat": "404", "descripcioResultat": "No s'ha trobat cap informació"}
    return nothing if voice.has(11) else nothing | {array: []}


async def _control(request: web.Request) -> web.Response:
    country = request.app[_COUNTRY]
    try:
        wishes = await request.json()
        if not isinstance(wishes, dict):
            raise UnknownWish("the body must be a JSON object")
        if "ine10" not in request.match_info:
            if wishes != {"reset": True}:
                raise UnknownWish('without a body only {"reset": true} is understood')
            country.reset()
            return web.json_response({"reset": True})
        now = country.wish(request.match_info["ine10"], wishes)
    except (UnknownWish, ValueError) as wrong:
        return web.json_response({"error": str(wrong)}, status=400)
    state = {"temperament": now.temperament, "delay_ms": now.delay_ms, "down": now.down, "quirks": sorted(now.quirks)}
    return web.json_response(state)


async def _calls(request: web.Request) -> web.Response:
    return web.json_response(request.app[_COUNTRY].calls())


def application(country: Country) -> web.Application:
    app = web.Application()
    app[_COUNTRY] = country
    app.router.add_get("/_control/calls", _calls)
    app.router.add_post("/_control", _control)
    app.router.add_post("/_control/{ine10}", _control)
    app.router.add_get("/{ine10}/hub/{operation}", _ask)
    return app


@asynccontextmanager
async def start(
    *, port: int = 0, host: str = "127.0.0.1", today: date | None = None, generated: int = 0
) -> AsyncIterator[Running]:
    """Listen until the block ends; port 0 takes a free one."""
    country = Country(today, generated)
    runner = web.AppRunner(application(country), access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        bound = runner.addresses[0][1]
        yield Running(f"http://{host}:{bound}", country)
    finally:
        await runner.cleanup()


@contextmanager
def start_in_thread(*, port: int = 0, today: date | None = None, generated: int = 0) -> Iterator[Running]:
    """The same, from a test that is not asynchronous: the server runs in a thread of its own until the block ends."""
    with in_a_thread(start(port=port, today=today, generated=generated), "hcc-simulator") as running:
        yield running
