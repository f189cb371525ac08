"""The simulated e-NOTUM behind both its doors on one TLS socket of this machine, and the rows of a deployment that reach it."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from myspace.connector_kit.notices import Asker
from myspace.connector_kit.services import AsksAs, Person, Service
from myspace.connector_kit.simulated.pci.plugin import Asked, Product, Setting, SoapFault, client_certificate
from myspace.connectors.enotum.desk import EnotumDesk
from myspace.connectors.enotum.listing import EnotumList
from myspace.connectors.enotum.simulator import EFFECTS, product
from myspace.protocols.pci import messages as m
from myspace.protocols.pci.hearing import read_body
from myspace.protocols.pci.writing import write_message
from myspace.protocols.soap.envelope import wrap, write
from myspace.simulation.cast import company, person
from myspace.vocabulary.answers import Fresh
from myspace.vocabulary.notices import ActAnswer, Notice, NoticeAct
from tests.connectors.far_side import write_certificate

TODAY = date(2026, 11, 30)
MARTA, JORDI, LLUIS, TANIA, BERTA = (Asker(f"1/{who}") for who in ("marta", "jordi", "lluis", "tania", "berta"))
TERESA = Asker("1/teresa", company("atzavara").identifier)
FOR_HER_MOTHER = Asker("1/marta", person("carme").identifier)
LOGINS = {
    "1/marta": {"person": "marta", "level": "substantial"},
    "1/jordi": {"person": "jordi", "level": "low"},
    "1/lluis": {"person": "lluis", "level": "high"},
    "1/tania": {"person": "tania", "level": "high"},
    "1/berta": {"person": "berta", "level": "substantial"},
    "1/teresa": {"person": "teresa", "level": "substantial", "company": "atzavara"},
}
EXPIRING, GRANT, COMMUNICATION, NO_LIMIT, REFUSED, OPENED = (f"4100010{n}" for n in range(1, 7))
Spoil = Callable[[web.Request, bytes], web.StreamResponse | None]


@dataclass
class Far:
    """`spoil` may answer instead of the platform, after the product did what it does."""

    product: Product
    url: str
    trust: Path
    certificate: Path
    spoil: Spoil | None = None
    heads: list[str] = field(default_factory=list)
    carried: list[dict[str, bool]] = field(default_factory=list)  # what each call brought that could be secret

    def service(self, **changed: Any) -> Service:
        fields: dict[str, Any] = {
            "name": "enotum",
            "connector": "enotum",
            "url": self.url,
            "deadline_ms": 3000,
            "certificate": self.certificate,
            "trust": self.trust,
            "answers_signed": False,
            "asks_as": AsksAs("9821920002", "Consorci AOC", finality="PROVES", issuer=Person("Q0000000J", "CAOC")),
            "own": {"documents": [self.url]},
        }
        return Service(**(fields | changed))

    def rest(self, **changed: Any) -> Service:
        own = {"interface": "rest", "documents": [self.url]}
        return self.service(**({"own": own} | changed))

    def wish(self, **wishes: Any) -> None:
        self.product.wish(wishes)

    def effects(self) -> int:
        return sum(self.product.calls[one] for one in EFFECTS)


def signing_certificate(folder: Path, number: str, *, over: bool = False) -> Path:
    """A company's seal, self-signed, with its key: RSA, because PCI's messages are signed with it. `over`: it has expired."""
    path = folder / f"seal-{number}.pem"
    path.write_bytes(_seal(number, over=over))
    return path


@cache
def _seal(number: str, *, over: bool = False) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "seal"),
            x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, f"VATES-{number}"),
        ]
    )
    now = datetime.now(UTC) - (timedelta(days=7) if over else timedelta())
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return pem + made.public_bytes(serialization.Encoding.PEM)


@asynccontextmanager
async def enotum(folder: Path, *, number: str = "Q0000000J", day: date = TODAY, **given: str) -> AsyncIterator[Far]:
    """`number`: of the company whose seal the deployment holds. The socket is there before the product, which is told it."""
    server, seal = write_certificate(folder), signing_certificate(folder, number)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(server)
    tls.load_verify_locations(seal)
    tls.verify_mode = ssl.CERT_OPTIONAL
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"https://localhost:{listening.getsockname()[1]}"
    far = Far(product(Setting(day=day, given={"documents": url} | given)), url, server, seal)

    async def procesa(request: web.Request) -> web.StreamResponse:
        body = await _procesa(far.product, request)
        spoiled = far.spoil(request, body) if far.spoil else None
        return spoiled or web.Response(body=body, content_type="text/xml", charset="UTF-8")

    @web.middleware
    async def heads(request: web.Request, handler: Any) -> web.StreamResponse:
        far.heads.append(f"{request.method} {request.path}")
        brought = {name: name in request.headers for name in ("authorization", "x-enotum-representat")}
        far.carried.append(
            {
                "certificate": client_certificate(request) is not None,
                "authorization": brought["authorization"],
                "representat": brought["x-enotum-representat"],
            }
        )
        return await handler(request)

    app = web.Application(middlewares=[heads])
    app.add_routes([web.post("/siri-proxy/services/Sincron", procesa), *far.product.routes])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    try:
        await web.SockSite(runner, listening, ssl_context=tls).start()
        yield far
    finally:
        await runner.cleanup()


async def _procesa(made: Product, request: web.Request) -> bytes:
    """The platform between: it takes off the envelope, asks the product, and puts one on again."""
    asked = read_body(200, request.headers["Content-Type"], await request.read())
    assert isinstance(asked, m.Request)
    (item,) = asked.items
    assert (asked.attributes.product, item.transmission.modality) == ("ENOTUM", "ENOTUM")
    question = Asked(
        product=asked.attributes.product,
        modality=item.transmission.modality,
        request_id=asked.attributes.id,
        item_id=item.transmission.request_id,
        specific=etree.fromstring(item.specific[0]),
        certificate=client_certificate(request),
    )
    try:
        said = await made.answer(question)
    except SoapFault as fault:
        return (
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault>"
            f"<faultcode>s:{fault.code}</faultcode><faultstring>{fault.words}</faultstring></s:Fault></s:Body></s:Envelope>"
        ).encode()
    answered = replace(item, specific=tuple(etree.tostring(one) for one in said.specific))
    state = m.State(m.StateCode.FINISHED, "0003")
    return write(wrap(write_message(m.Response(replace(asked.attributes, state=state), (answered,)))))


async def listed(far: Far, asker: Asker = MARTA, since: date = TODAY, **changed: Any) -> Any:
    return await EnotumList(far.service(**changed)).listed(asker, since, TODAY)


async def lines(far: Far, asker: Asker = MARTA) -> dict[str, Notice]:
    told = await listed(far, asker)
    assert isinstance(told, Fresh), told
    return {one.source_id: one for one in told.items}


async def act(far: Far, asker: Asker, number: str, what: NoticeAct = NoticeAct.OPEN, **changed: Any) -> ActAnswer:
    return await asyncio.to_thread(EnotumDesk(far.service(**changed)).practise, asker, number, what)


async def read(far: Far, name: str, asker: Asker, *args: str) -> Any:
    return await asyncio.to_thread(getattr(EnotumDesk(far.service()), name), asker, *args)
