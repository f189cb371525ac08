"""The simulated platform's HTTP server: the three clusters, the control, and starting it from a program or a test.

    POST /<iop|app|nt>/siri-proxy/services/<Sincron|Asincron|AsincronResposta>
    POST /_control/<PRODUCT>   {"mood": "lost", "times": 1, "delay_ms": 0, "signs": "sha1", "quirks": {"Q-PC-2": true},
                                "not_yet": 2, "hours": 1, "reset": true}; what is not among these is the product's own
    POST /_control             {"reset": true}: every product as at the start, counts forgotten
    GET  /_control/calls       {"ENOTUM": {"platform": {"Sincron": 3}, "product": {"Cerca": 3}}}

and whatever doors the products have of their own, and those of other far sides that share the socket. With TLS a certificate
of the caller is asked for and may be left out: then only a signature says who it is. The access log is off.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from cryptography import x509
from lxml import etree

from myspace.connector_kit.simulated.pci.moods import AFTER, BEFORE, TOLD
from myspace.connector_kit.simulated.pci.platform import SERVICES, Platform, Stand
from myspace.connector_kit.simulated.pci.plugin import (
    Cluster,
    Doors,
    PlugIn,
    Refused,
    Setting,
    SoapFault,
    UnknownWish,
    client_certificate,
)
from myspace.connector_kit.simulated.pci.reading import Letter, Message, open_letter, read
from myspace.connector_kit.simulated.pci.security import Guard, Identity, Seal, stranger
from myspace.connector_kit.simulated.pci.speaking import State, Voice, envelope, fault, misspoken, package, refused
from myspace.connector_kit.simulated.threaded import in_a_thread

_XML = "text/xml; charset=utf-8"
_MOST_BYTES = 24 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Security:
    """Files in PEM. `certificate` with its key makes it TLS and signs; `clients` may come, and sign."""

    certificate: Path | None = None
    clients: Path | None = None

    def tls(self) -> ssl.SSLContext | None:
        if self.certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.certificate)
        if self.clients is not None:
            context.load_verify_locations(self.clients)
            context.verify_mode = ssl.CERT_OPTIONAL
        return context

    def guard(self) -> Guard:
        return (
            Guard()
            if self.clients is None
            else Guard(tuple(x509.load_pem_x509_certificates(self.clients.read_bytes())))
        )

    def seal(self) -> Seal:
        if self.certificate is None:
            return Seal(stranger("PCI simulat"))
        return Seal(Identity.read(self.certificate.read_bytes()))


@dataclass(frozen=True, slots=True)
class Running:
    """A simulator that listens. `url` is its origin; `url + "/{cluster}"` is what a service's row says."""

    url: str
    platform: Platform
    seal: Seal = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Desk:
    platform: Platform
    guard: Guard
    seal: Seal

    async def served(self, request: web.Request) -> web.StreamResponse:
        cluster, service = request.match_info["cluster"], request.match_info["service"]
        if cluster not in set(Cluster) or service not in SERVICES:
            return web.Response(status=404, text="No service", content_type="text/plain")
        try:
            letter = open_letter(request.headers.get("Content-Type", ""), await request.read())
            who = self.guard.who(letter, client_certificate(request))
            asked = read(letter)
            return await self._answered(request, cluster, service, letter, asked, who)
        except SoapFault as wrong:
            return web.Response(status=500, body=fault(wrong), headers={"Content-Type": _XML})

    async def _answered(
        self, request: web.Request, cluster: str, service: str, letter: Letter, asked: Message, who: x509.Certificate
    ) -> web.StreamResponse:
        beside: dict[str, bytes] = {}
        now = datetime.now(UTC)
        try:
            stand = self.platform.stand(cluster, asked.said("CodigoProducto"))
        except Refused as wrong:
            content = Voice((), now).response(asked, refused(wrong), ())
            return web.Response(body=self.seal.sign(envelope(content)), headers={"Content-Type": _XML})
        manner, mood = stand.manner, stand.take_mood()
        voice = Voice(manner.quirks, now, beside if letter.parts else None)
        if manner.delay_ms:
            await asyncio.sleep(manner.delay_ms / 1000)
        if mood in BEFORE:
            return await BEFORE[mood](request)
        if mood == "refusing":
            content = voice.response(asked, State("0502", "El servei de 12345678Z no respon", "0231"), ())
        else:
            content = await self.platform.answered(stand, service, asked, voice, who)
        if mood in TOLD and mood != "refusing":
            content = misspoken(content, mood)
        kind, body = self._written(stand, content, letter, beside)
        return (
            await AFTER[mood](request, kind, body)
            if mood in AFTER
            else web.Response(body=body, headers={"Content-Type": kind})
        )

    def _written(
        self, stand: Stand, content: etree._Element, letter: Letter, beside: dict[str, bytes]
    ) -> tuple[str, bytes]:
        """With attachments nothing is signed, as the contract says; an answer without files needs no package."""
        whole = envelope(content)
        if letter.parts:
            octets = self.seal.sign(whole, "nothing")
            return package(octets, beside) if beside else (_XML, octets)
        return _XML, self.seal.sign(whole, stand.manner.signs)

    async def controlled(self, request: web.Request) -> web.Response:
        try:
            wishes = await request.json()
            if not isinstance(wishes, dict):
                raise UnknownWish("the body must be a JSON object")
            if "product" not in request.match_info:
                if wishes != {"reset": True}:
                    raise UnknownWish('without a product only {"reset": true} is understood')
                self.platform.reset()
                return web.json_response({"reset": True})
            manner = self.platform.wish(request.match_info["product"], wishes)
        except (UnknownWish, ValueError) as wrong:
            return web.json_response({"error": str(wrong)}, status=400)
        return web.json_response({"mood": manner.mood, "signs": manner.signs, "quirks": sorted(manner.quirks)})

    async def counted(self, _: web.Request) -> web.Response:
        return web.json_response(self.platform.calls())


def application(platform: Platform, guard: Guard, seal: Seal) -> web.Application:
    desk = _Desk(platform, guard, seal)
    app = web.Application(client_max_size=_MOST_BYTES)
    app.router.add_post("/{cluster}/siri-proxy/services/{service}", desk.served)
    app.router.add_get("/_control/calls", desk.counted)
    app.router.add_post("/_control", desk.controlled)
    app.router.add_post("/_control/{product}", desk.controlled)
    for stand in platform.stands.values():
        app.router.add_routes(stand.product.routes)
    return app


@asynccontextmanager
async def start(
    plug_ins: Sequence[PlugIn],
    *,
    port: int = 0,
    host: str = "127.0.0.1",
    setting: Setting | None = None,
    security: Security | None = None,
    doors: Sequence[Doors] = (),
) -> AsyncIterator[Running]:
    """Listen until the block ends; port 0 takes a free one. `doors`: far sides that speak no PCI."""
    setting, security = setting or Setting(), security or Security()
    platform = Platform(setting, [plug_in(setting) for plug_in in plug_ins])
    seal, tls = security.seal(), security.tls()
    app = application(platform, security.guard(), seal)
    for other in doors:
        app.router.add_routes(other(setting))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, ssl_context=tls).start()
        name = "localhost" if tls and host == "127.0.0.1" else host
        yield Running(f"{'https' if tls else 'http'}://{name}:{runner.addresses[0][1]}", platform, seal)
    finally:
        await runner.cleanup()


@contextmanager
def start_in_thread(
    plug_ins: Sequence[PlugIn],
    *,
    port: int = 0,
    setting: Setting | None = None,
    security: Security | None = None,
    doors: Sequence[Doors] = (),
) -> Iterator[Running]:
    """The same, from a test that is not asynchronous: the server runs in a thread of its own until the block ends."""
    far = start(plug_ins, port=port, setting=setting, security=security, doors=doors)
    with in_a_thread(far, "pci-simulator") as running:
        yield running
