"""An invented platform that carried a year of consultations: CONSULT-IN-1 from the far side, by its own reading.

    told     one message of many consultations, or that it works: signed, to a folder's door
    asked    /batec, /periode, /consultes/cerca on a socket, well or in one of the bad moods of `MOODS`
    many     as many consultations as one wishes, of as many people: for load

`__main__.py` is its command. It keeps its key in a folder of whoever runs it and remembers nothing else. What it is asked
about travels in a form and is never logged.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from myspace.connector_kit.simulated import told
from myspace.connector_kit.simulated.pci.plugin import Setting
from myspace.connector_kit.simulated.told import KIND, Heard
from myspace.connectors.consultations.simulator.speech import SAYS, Voice, events_about, origin
from myspace.simulation.cast import find

PATH = "/entrada/consultes"
PAGE = 200
GOOD = ("well",)
BAD = (
    "refusing", "away", "lost", "hanging", "html", "cut", "endless", "moved", "unsigned", "other_key", "someone_else", "stale",
)  # fmt: skip
MOODS = (*GOOD, *BAD)


@dataclass
class Running:
    """`asked` holds mood and path of every call; it never keeps who was asked about."""

    url: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)


@asynccontextmanager
async def start(voice: Voice, folder: str, port: int = 0, today: date | None = None) -> AsyncIterator[Running]:
    """Listen on this machine until the block ends, for the folder of this origin; port 0 takes a free one."""
    running = Running()
    app = web.Application()
    app.router.add_routes([_door("", voice, lambda: folder, lambda: today or datetime.now(UTC).date(), running)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        running.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield running
    finally:
        await runner.cleanup()


def doors(setting: Setting) -> tuple[web.RouteDef, ...]:
    """The same beside the simulated PCI, at `<url>/consultes/<mood>`. `given`: `consultations_keys`, the folder of its key,
    and `folder`, the origin of the folder that asks.
    """
    where, folder = setting.given.get("consultations_keys"), setting.given.get("folder", "")
    voice = Voice.made(Path(where) if where else None)
    return (_door("/consultes", voice, lambda: origin(folder) if folder else "", lambda: setting.today, Running()),)


def _door(under: str, voice: Voice, folder: Any, today: Any, running: Running) -> web.RouteDef:
    async def answer(request: web.Request) -> web.StreamResponse:
        mood, path = request.match_info["mood"], "/" + request.match_info["path"]
        running.asked.append((mood, path))
        form = await request.post()
        said = {name: str(value) for name, value in form.items()}
        return await _answer(voice, mood, request, path, said, folder(), today())

    return web.route("*", under + "/{mood}/{path:.+}", answer)


async def _answer(
    voice: Voice, mood: str, request: web.Request, path: str, said: dict[str, str], folder: str, today: date
) -> web.StreamResponse:
    if mood not in MOODS or request.method != "POST":
        return web.Response(status=404)
    if mood in BAD and (bad := await _badly(mood, request)) is not None:
        return bad
    match path:
        case "/batec":
            event = voice.heartbeat(folder)
        case "/periode":
            event = voice.period(folder, today)
        case "/consultes/cerca":
            found = _page(voice, mood, said, folder, today)
            if found is None:
                return web.Response(status=400)
            event = found
        case _:
            return web.Response(status=404)
    if mood == "stale":
        event |= {"iat": event["iat"] - 4000, "exp": event["exp"] - 4000}
    if mood == "unsigned":
        return web.json_response(event)
    speaker = Voice.made(None) if mood == "other_key" else voice
    return web.Response(body=speaker.signed(event), content_type=KIND)


def _page(voice: Voice, mood: str, said: dict[str, str], folder: str, today: date) -> dict[str, Any] | None:
    """By number and days; `despres` is how many were told before."""
    try:
        since, until = date.fromisoformat(said["des"]), date.fromisoformat(said["fins"])
        after, number = int(said.get("despres", "0")), said["numero"]
    except (KeyError, ValueError):
        return None
    who = find(number)
    every = [
        one
        for one in (events_about(who.id, number, today) if who else ())
        if since.isoformat() <= one["at"][:10] <= until.isoformat()
    ]
    page = every[after : after + PAGE]
    if mood == "someone_else":
        page = [{**one, "of": {"kind": "nif", "number": "00000002W"}} for one in page]
    more = {"next": str(after + PAGE)} if len(every) > after + PAGE else {}
    return voice.event(folder, "consultations", {"consultations": page, **more})


async def _badly(mood: str, request: web.Request) -> web.StreamResponse | None:
    match mood:
        case "refusing":
            return web.Response(status=403)
        case "away":
            return web.Response(status=503)
        case "lost":
            return web.Response(status=404)
        case "hanging":
            await asyncio.sleep(60)
        case "html":
            return web.Response(text="<h1>Benvinguda</h1>", content_type="text/html")
        case "moved":
            raise web.HTTPFound("/well/batec")
        case "cut" | "endless":
            response = web.StreamResponse(
                headers={"Content-Type": KIND, **({"Content-Length": "5000"} if mood == "cut" else {})}
            )
            await response.prepare(request)
            await response.write(b"eyJhbGciOiJFUzI1NiJ9.")
            while mood == "endless":
                await response.write(b"a" * 65_536)
            assert request.transport is not None
            request.transport.close()
            return response
    return None


def send(folder: str, message: bytes, *, kind: str = KIND, method: str = "POST", path: str = PATH) -> Heard:
    """One message to the folder's door."""
    return told.send(folder, path, message, kind=kind, method=method)


def many(numbers: list[str], each: int, *, askers: tuple[str, ...], today: date) -> Iterator[dict[str, Any]]:
    """`each` consultations about each of these numbers, over the year before `today`, all different: a backfill."""
    products = ("PADRO", "AEAT_DADES", "DGT", "CADASTRE", "TFN")
    purposes = ("GRANT", "TAX_RELIEF", "LICENCE", "PARKING", "JOB", "SCHOOL")
    run = os.urandom(4).hex()
    for who, number in enumerate(numbers):
        for n in range(each):
            minute = (n * 37 + who) % (365 * 24 * 60)
            at = datetime.fromtimestamp(
                datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp() - 60 * minute, UTC
            )
            yield {
                "of": {"kind": "nie" if number[0] in "XYZ" else "nif", "number": number}, "reference": f"M-{run}-{who}-{n}",
                "at": at.isoformat(), "asker": askers[n % len(askers)], "purpose": purposes[n % len(purposes)],
                "product": products[n % len(products)], "holder": "Registre de prova", "ground": "law", "outcome": "answered",
                "by": "automated",
            }  # fmt: skip


__all__ = [
    "BAD",
    "GOOD",
    "MOODS",
    "SAYS",
    "Heard",
    "Running",
    "Voice",
    "doors",
    "events_about",
    "many",
    "send",
    "start",
]
