"""The simulated e-FACT on a socket, which speaks well or badly. Its reading of the contract is its own.

Each mood is an address: `<url>/well`, `<url>/refusing` and so on. It knows the invoices of the make-believe country. The
access log is off: the contract puts a tax number in the query string.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from aiohttp import web

from myspace.connector_kit.simulated.pci.plugin import Setting
from myspace.connectors.efact.simulator.speech import Json, Voice, receipt
from myspace.connectors.efact.simulator.tokens import ISSUER, SECRET, refusal
from myspace.simulation.cast import CAST, COMPANIES, Company, Person, find
from myspace.simulation.stories.invoices import InvoiceTold, sent_by

# The first four answer well, each by other lines of the contract; the next four are well written and wrong.
GOOD = ("well", "samples", "bare", "picky")
DOUBTFUL = ("someone_else", "unknown_code", "more", "half")
BAD = (
    "refusing", "late_clock", "strange_code", "broken", "away", "lost", "hanging", "html", "cut", "commas", "endless", "moved",
)  # fmt: skip
MOODS = (*GOOD, *DOUBTFUL, *BAD)


@dataclass
class Running:
    """`asked` holds mood, method and operation of every call; it never keeps who was asked about."""

    url: str = ""
    asked: list[tuple[str, str, str]] = field(default_factory=list)


@asynccontextmanager
async def start(port: int = 0, today: date | None = None) -> AsyncIterator[Running]:
    """Listen on this machine until the block ends; port 0 takes a free one. `today`: the day of the stories."""
    running = Running()
    app = web.Application()
    app.router.add_routes([_door("", SECRET, lambda: today or datetime.now(UTC).date(), running)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        running.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield running
    finally:
        await runner.cleanup()


def doors(setting: Setting) -> tuple[web.RouteDef, ...]:
    """The same beside the simulated PCI, in its process and on its socket, at `<url>/efact/<mood>`: see its `--door`.

    `given`: `efact_key_in`, the variable that holds the platform's key; without it the key of the tests.
    """
    name = setting.given.get("efact_key_in")
    secret = os.environ[name].encode() if name else SECRET
    return (_door("/efact", secret, lambda: setting.today, Running()),)


def _door(under: str, secret: bytes, today: Callable[[], date], running: Running) -> web.RouteDef:
    async def answer(request: web.Request) -> web.StreamResponse:
        mood, path = request.match_info["mood"], request.match_info["path"]
        running.asked.append((mood, request.method, path.partition("/")[0]))
        return await _answer(mood, path, request, today(), secret)

    return web.route("*", under + "/{mood}/{path:.+}", answer)


async def _answer(mood: str, path: str, request: web.Request, today: date, secret: bytes) -> web.StreamResponse:
    if mood in BAD and mood != "commas":
        return await _badly(mood, request)
    if mood not in MOODS:
        return web.Response(status=404)
    header = request.headers.get("Authorization", "")
    refused = refusal(header, time.time(), bearer=mood != "bare", secret=secret)
    if refused is not None:
        return _error(401, refused)
    if request.method != "GET":
        return _error(400, 3011)  # what this folder has no reason to do is not taken here
    said = _well(mood, path, request.query.get("nifProveidor"), today)
    if isinstance(said, web.Response):
        return said
    text = json.dumps(said, ensure_ascii=False)
    if mood == "commas":  # as the samples are printed (Q-EF-2)
        text = re.sub(r"([}\]])$", r",\1", text)
    return web.Response(text=text, content_type="application/json")


def _well(mood: str, path: str, number: str | None, today: date) -> Json | web.Response:
    voice = Voice(as_samples=mood == "samples")
    operation, _, rest = path.partition("/")
    if operation == "receptors" and not rest:
        return voice.recipients()
    if operation == "estats-pendents" and not rest:
        return _pending(mood, voice, number, today)
    found = _find(rest.removesuffix("/rebut"), today)
    if found is None or (mood == "half" and operation == "factura" and found[0].id.endswith("2")):
        return _error(404, 2003 if operation.startswith("historic") else 2001) if found is None else _error(500, 9001)
    told, sender = found
    if operation == "historicEstatsFactura":
        return voice.history(told)
    if operation == "factura" and rest.endswith("/rebut"):
        if len(told.states) < 2:
            return _error(500, 9002)
        return web.Response(body=receipt(told), content_type="application/pdf")
    if operation != "factura":
        return web.Response(status=404, text="<h1>404</h1>", content_type="text/html")
    said = voice.invoice(told, sender)
    if mood == "someone_else":
        said["proveidor"]["nif"] = "00000099R"
    if mood == "unknown_code":
        said["estat"]["codi"] = "EN_LLUNA_PLENA"
    return said


def _pending(mood: str, voice: Voice, number: str | None, today: date) -> Json | web.Response:
    """Whose changes wait: compared letter by letter with the spelling that this mood writes."""
    plain = (number or "").removeprefix("ES")
    if number != voice.taxpayer(plain):
        return _error(400, 3020) if mood == "picky" else voice.pending((), more=False)
    who = find(plain)
    return voice.pending(sent_by(who.id, today) if who else (), more=mood == "more")


def _find(source_id: str, today: date) -> tuple[InvoiceTold, Person | Company] | None:
    every: tuple[Person | Company, ...] = (*CAST, *COMPANIES)
    return next(((one, who) for who in every for one in sent_by(who.id, today) if one.id == source_id), None)


def _error(status: int, code: int) -> web.Response:
    said = {"codiError": code, "descripcioError": "Text que ningú no ha de repetir: 00000099R"}
    return web.json_response(said, status=status)


async def _badly(mood: str, request: web.Request) -> web.StreamResponse:
    match mood:
        case "refusing":
            return _error(401, 1003)
        case "late_clock":
            return _error(401, 1008)
        case "strange_code":
            return _error(400, 4000)
        case "broken":
            return _error(500, 9999)
        case "away":
            return web.Response(status=503, text="<h1>503</h1>", content_type="text/html")
        case "lost":
            return web.Response(status=404, text="<h1>404</h1>", content_type="text/html")
        case "hanging":
            await asyncio.sleep(60)
        case "cut":
            return web.Response(
                text='{"mesEstats": false, "estats": [{"idFactura": "70', content_type="application/json"
            )
        case "endless":
            return await _endless(request)
        case "moved":
            raise web.HTTPFound("/well/receptors")
        case _:
            pass
    return web.Response(text="<h1>Benvinguda</h1>", content_type="text/html")


async def _endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    await response.prepare(request)
    while True:
        await response.write(b" " * 65_536)


__all__ = ["BAD", "DOUBTFUL", "GOOD", "ISSUER", "MOODS", "SECRET", "Running", "doors", "start"]
