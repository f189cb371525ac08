"""The REST door of the simulated e-NOTUM, for whoever comes with a certificate; and the place from which papers are fetched."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web
from cryptography import x509
from cryptography.x509.oid import NameOID

from myspace.connector_kit.simulated.pci.plugin import client_certificate
from myspace.connectors.enotum.simulator.desk import Caller, Desk, No
from myspace.connectors.enotum.simulator.paper import evidence_of, pdf
from myspace.connectors.enotum.simulator.platform import Held, odd
from myspace.connectors.enotum.simulator.tokens import Login
from myspace.simulation.bodies import Temperament
from myspace.simulation.cast import Company, Person, find
from myspace.simulation.stories.notices import PaperTold, names

PAGE: Final = 20
Handler = Callable[[web.Request, Login], Awaitable[web.StreamResponse]]
Json = dict[str, Any]


def routes(desk: Desk, holder: str) -> tuple[web.RouteDef, ...]:
    door = _Door(desk, holder)
    base = "/ciutadania/notificacions"
    return (
        web.get("/ciutadania/info", door.info),
        web.get("/ciutadania/usuari", door.inside(door.user)),
        web.get("/ciutadania/resum", door.inside(door.summary)),
        web.get(base, door.inside(door.listed)),
        web.get(base + "/{id}", door.inside(door.detail)),
        web.patch(base + "/{id}", door.inside(door.practise)),
        web.get(base + "/{id}/documents/{uuid}/contingut", door.inside(door.document)),
        web.get(base + "/{id}/evidencia/contingut", door.inside(door.evidence)),
        web.get("/enotum/documents/{ticket}", door.fetch),
    )


class _Door:
    def __init__(self, desk: Desk, holder: str) -> None:
        self._desk, self._holder = desk, holder

    def inside(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            login = self._login(request)
            if login is None:
                return web.Response(status=403)
            try:
                return await handler(request, login)
            except No as no:
                # Which codes REST uses is not published: messaging's, under 400.
                return web.json_response({"codi": str(no.code), "missatge": "Text d'error de 00000099R"}, status=400)

        return handle

    def _login(self, request: web.Request) -> Login | None:
        """By the certificate's own number, as ETSI EN 319 412-1 writes it (VATES-…, IDCES-…)."""
        certificate = client_certificate(request)
        number = "" if certificate is None else _number(certificate)
        if not number and certificate is not None:
            number = self._holder.partition("-")[2]
        return Login(number, 2) if find(number) else None

    async def info(self, _request: web.Request) -> web.Response:
        names_of = ("name", "version") if self._desk.platform.voice == "old" else ("nom", "versio")
        return web.json_response(dict(zip(names_of, ("enotum-simulat", "1.0"), strict=True)))

    async def user(self, _request: web.Request, login: Login) -> web.Response:
        self._desk.platform.calls["GET:user"] += 1
        me = find(login.number)
        others = [find(one) for one in self._desk.represented(login.number, login.company)]
        told = {
            **_person(me),
            "nivellSeguretat": "SUBSTANCIAL",
            "funcionariHabilitat": False,
            "representats": [_person(one) for one in others if one is not None],
        }
        return web.json_response(told)

    async def listed(self, request: web.Request, login: Login) -> web.Response:
        self._desk.platform.calls["GET:list"] += 1
        found = self._window(self._desk.visible(self._caller(request, login)), request)
        page = _number_of(request.query.get("pagina", "1"))
        found.sort(key=lambda one: one.told.deposited, reverse=request.query.get("ordre") == "DESC")
        told = {
            "notificacions": [
                self._line(self._desk.platform.shown(one)) for one in found[(page - 1) * PAGE : page * PAGE]
            ],
            "pagina": page,
            "totalPagines": -(-len(found) // PAGE),
            "totalResultats": len(found),
        }
        return web.json_response(told)

    async def summary(self, request: web.Request, login: Login) -> web.Response:
        self._desk.platform.calls["GET:summary"] += 1
        found = self._window(self._desk.visible(self._caller(request, login)), request)
        waiting = sum(one.state == "DIPOSITADA" for one in found)
        return web.json_response(
            {"entitats": [], "totalNotificacions": len(found), "totalNotificacionsPendents": waiting}
        )

    async def detail(self, request: web.Request, login: Login) -> web.StreamResponse:
        caller, number = self._caller(request, login), request.match_info["id"]
        held = self._desk.one(caller, number)
        effect = held.told.kind == "COMUNICACIO" and held.state == "DIPOSITADA"
        self._desk.platform.calls["GET:communication" if effect else "GET:detail"] += 1
        self._desk.read(caller, number)
        if effect and self._desk.platform.lost():
            return await _cut(request)
        told = self._line(held)
        told["dadesOfici"] = {"cos": held.told.head, "peu": held.told.foot}
        papers = [_document(held, n, one) for n, one in enumerate(held.told.papers)]
        told["documents"] = {"resolucio": papers[0], "annexos": papers[1:]} if papers else {"annexos": []}
        return web.json_response(told)

    async def practise(self, request: web.Request, login: Login) -> web.StreamResponse:
        self._desk.platform.calls["PATCH"] += 1
        try:
            state = json.loads(await request.text()).get("estat")
        except (ValueError, AttributeError):
            state = None
        if state == "REBUTJDADA":  # as the document prints it
            state = "REBUTJADA"
        if state not in ("ACCEPTADA", "REBUTJADA"):
            return web.json_response(
                {"codi": "400", "parametresInvalids": [{"nom": "estat", "motiu": "?"}]}, status=400
            )
        await self._desk.practise(self._caller(request, login), request.match_info["id"], state)
        return await _cut(request) if self._desk.platform.lost() else web.Response()

    async def document(self, request: web.Request, login: Login) -> web.StreamResponse:
        held = self._desk.read(self._caller(request, login), request.match_info["id"])
        wanted = request.match_info["uuid"]
        found = next((one for n, one in enumerate(held.told.papers) if held.paper_id(n) == wanted), None)
        if found is None:
            raise No(912)
        if odd(held, Temperament.REDIRECTING):
            raise _redirect("https://documents.desconegut.exemple.test/paper")
        octets = pdf(found.words)
        if odd(held, Temperament.TRUNCATED):
            octets = octets[: len(octets) // 2]
        if self._desk.platform.voice == "old":  # 200, as the other document says
            return web.Response(body=octets, content_type="application/pdf")
        raise _redirect(f"{request.url.origin()}/enotum/documents/{self._desk.platform.ticket(found, octets)}")

    async def evidence(self, request: web.Request, login: Login) -> web.StreamResponse:
        held = self._desk.evidence(self._caller(request, login), request.match_info["id"])
        paper = PaperTold(f"evidencia-{held.told.number}.pdf", evidence_of(held))
        raise _redirect(
            f"{request.url.origin()}/enotum/documents/{self._desk.platform.ticket(paper, pdf(paper.words))}"
        )

    async def fetch(self, request: web.Request) -> web.Response:
        """Whoever has the short-lived address, without a certificate."""
        found = self._desk.platform.redeem(request.match_info["ticket"])
        if found is None:
            return web.Response(status=410)
        name = quote(found.paper.name)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return web.Response(body=found.octets, content_type="application/pdf", headers=headers)

    def _caller(self, request: web.Request, login: Login) -> Caller:
        said = request.headers.get("x-enotum-representat", "")
        if not said:
            return self._desk.caller(login, login.number)
        kind, _, number = said.partition("-")
        if kind not in ("NIF", "PASSAPORT", "IDC", "CIF", "VAT"):
            raise No(101)
        return self._desk.caller(login, number)

    def _window(self, found: list[Held], request: web.Request) -> list[Held]:
        """By the day of deposit; thirty days unless others are said. This door has no word for what was taken back."""
        found = [one for one in found if one.state != "ANUL·LADA"]
        today = self._desk.platform.now.date()
        try:
            first = datetime.fromisoformat(request.query.get("dataInicial", str(today - timedelta(days=30)))).date()
            last = datetime.fromisoformat(request.query.get("dataFinal", str(today))).date()
        except ValueError:
            raise No(101) from None
        return [one for one in found if first <= one.told.deposited.date() <= last]

    def _line(self, held: Held) -> Json:
        told = held.told
        name = names().get(told.body, told.body)
        old = self._desk.platform.voice == "old"
        state = "REBUTJDADA" if old and held.state == "REBUTJADA" else held.state
        line: Json = {
            "id": told.number,
            "tipus": told.kind,
            "emissor": {"codiOrganisme": told.body, "nomOrganisme": name, "codiDepartament": told.body,
                        "nomDepartament": told.department or name},
            "titol": told.title[:100],
            "referencia": told.reference or f"REF-{told.number}",
            "nivellAcces": told.level,
            "dataPublicacio": told.deposited.isoformat(),
            "estat": "EN_LLUNA_PLENA" if odd(held, Temperament.MIXED_UP) else state,
            "consultada": held.read,
            "canal": "DIGITAL",
            "idioma": told.language,
            "expedient": told.file,
            "tramit": told.procedure,
            "etiquetes": [],
            "unCampNou": {"que": ["no", "hi", "era"]},
        }  # fmt: skip
        if told.registry:
            line["dadesRegistre"] = {"numero": told.registry, "data": told.deposited.isoformat()}
        if told.limit is not None and told.kind == "NOTIFICACIO" and held.state == "DIPOSITADA":
            line["dataExpiracioPrevista"] = told.limit.isoformat()
            line["diesExpiracio"] = told.days
        if held.ended is not None:
            line["dataPracticada"] = held.ended.isoformat()
        return {key: value for key, value in line.items() if value is not None}


def _number(certificate: x509.Certificate) -> str:
    for kind in (NameOID.ORGANIZATION_IDENTIFIER, NameOID.SERIAL_NUMBER):
        for one in certificate.subject.get_attributes_for_oid(kind):
            written = str(one.value)
            if written.startswith(("VATES-", "IDCES-")):
                return written.partition("-")[2]
    return ""


def _person(who: Person | Company | None) -> Json:
    if who is None:
        return {}
    name = who.full_name if isinstance(who, Person) else who.name
    return {"nom": name, "tipusDocument": "NIF" if isinstance(who, Person) else "CIF", "document": who.identifier.value}


def _document(held: Held, n: int, paper: PaperTold) -> Json:
    return {"nom": paper.name, "uuid": held.paper_id(n), "mida": len(pdf(paper.words))}


def _number_of(said: str) -> int:
    if not (said.isascii() and said.isdigit() and int(said) > 0):
        raise No(101)
    return int(said)


def _redirect(address: str) -> web.HTTPException:
    return web.HTTPTemporaryRedirect(address)


async def _cut(request: web.Request) -> web.StreamResponse:
    """Hangs up without a word, after it was done."""
    if request.transport is not None:
        request.transport.abort()
    await asyncio.sleep(0)
    return web.Response()
