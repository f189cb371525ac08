"""A body that speaks the contract well, on a real socket, with one place to spoil it.

Knows invented data about the AOC's test people. Refuses to know the kit: it is written from the contract alone.
"""

from __future__ import annotations

import asyncio
import copy
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

INE10 = "0899990008"  # Vilanova de l'Exemple, which is nowhere
DIR3 = "L01089999"
HOST = "seu.vilanova-exemple.example"
Json = dict[str, Any]
Asked = tuple[str, dict[str, str]]

_OPERATIONS = {
    "consultaActuacions": ("actuacions", "dataActuacio"),
    "consultaExpedients": ("expedients", "dataIniciExpedient"),
    "consultaCitesPrevies": ("citesprevies", "dataCita"),
    "consultaTributs": ("tributs", "dataTribut"),
}


def _entry(number: int, role: str, kind: str, day: str, **more: Any) -> Json:
    return {
        "idActuacio": f"A-{role[0]}{number}", "tipusPersona": role, "codiINE10": INE10, "codiDIR3Organisme": DIR3,
        "tipusActuacio": kind, "dataActuacio": f"{day}T09:15:00", "numeroRegistre": f"{kind[0]}-2026-{number}",
        "assumpteActuacio": "Sol·licitud d'ajut per al menjador", "urlActuacio": f"https://{HOST}/a/{number}",
        "viaPresentacio": "Electrònica", "idExpedient": f"X-{role[0]}1", "fue": number % 2 == 0, **more,
    }  # fmt: skip


def _case(number: int, role: str, state: str, day: str, **more: Any) -> Json:
    return {
        "idExpedient": f"X-{role[0]}{number}", "tipusPersona": role, "codiINE10": INE10, "codiDIR3Organisme": DIR3,
        "procediment": "Ajuts de menjador", "dataIniciExpedient": f"{day}T10:00:00", "estatExpedient": state,
        "assumpteExpedient": "Ajut de menjador", "urlExpedient": f"https://{HOST}/e/{number}",
        "dataPrevistaResolucio": "2027-01-15", "descripcioFase": "En estudi", "actuacioCiutada": "NO",
        "fue": number % 2 == 0, **more,
    }  # fmt: skip


def _debt(name: str, state: str, owed: str) -> Json:
    return {
        "idDeute": name, "situacio": state, "dataIniciPagament": "2026-03-01", "dataFiPagament": "2026-05-05",
        "importDeute": "250.00", "importPendent": owed, "descripcio": "Primer termini", "periode": "VOLUNTARIA",
        "modalitatPagamentDeute": "CARTA_DE_PAGAMENT", "domiciliat": False,
        "accions": [{"url": f"https://{HOST}/paga/{name}", "descripcio": "Pagar", "tipus": "DEUTE"}],
        "adjunts": [{"idAdjunt": f"D-{name}", "url": f"https://{HOST}/d/{name}", "nom": "Carta de pagament",
                     "tipus": "application/pdf", "mida": "120", "csv": "CSV0001", "urlCsv": f"https://{HOST}/csv",
                     "uuidDesal": "11111111-2222-3333-4444-555555555555", "dataCreacio": "2026-02-01T08:00:00"}],
    }  # fmt: skip


def _tax(number: int, debts: list[Json]) -> Json:
    return {
        "idTribut": f"T-{number}", "exercici": "2026", "dataTribut": f"2026-0{number}-01", "codiINE10": INE10,
        "codiDIR3Organisme": DIR3, "descripcioTribut": "Impost sobre béns immobles", "fue": False, "multa": False,
        "descripcioObjecteTributari": "Carrer de l'Exemple, 1", "importTotal": "500.00",
        "estatDomiciliacio": "NO_DOMICILIAT", "idGrupTribut": "0000000AA0000A0000AA",
        "tipusGrupTribut": "REFERENCIA_CADASTRAL", "deutes": debts,
    }  # fmt: skip


def data() -> dict[str, list[Json]]:
    """Everything the body knows of 00000000T, by operation."""
    closed = {"dataFinalitzacioExpedient": "2026-06-30"}
    appointment = {
        "idCita": "C-1", "assumpteCita": "Renovar el carnet de la biblioteca", "codiINE10": INE10,
        "dataActuacio": "2026-01-10", "dataCita": "2026-02-10T10:30:00", "urlCita": f"https://{HOST}/c/1",
        "urlEdicio": f"https://{HOST}/c/1/canvia", "urlCancellacio": f"https://{HOST}/c/1/anulla",
        "puntAtencio": "Oficina d'atenció", "adrecaAtencio": "Plaça de l'Exemple, 1", "telefonAtencio": "930000000",
        "coordenadesGPS": "41.7250,1.8266", "viaPresentacio": "Telèfon", "actuacioCiutada": "SI",
    }  # fmt: skip
    roles = ("INTERESSAT", "REPRESENTANT")
    return {
        "consultaActuacions": [
            entry for role in roles for entry in (
                _entry(1, role, "ENTRADA", "2026-01-05"),
                _entry(2, role, "ENTRADA", "2026-02-05"),
                _entry(3, role, "SORTIDA", "2026-03-05", estatNotificacio="DIPOSITADA",
                       canalPreferentNotificacio="COMPAREIXENCA_ELECTRONICA",
                       adjunts=[{"idAdjunt": "D-1", "nom": "Requeriment", "tipus": "application/pdf"}]),
            )
        ],
        "consultaExpedients": [
            case for role in roles for case in (
                _case(1, role, "OBERT", "2026-01-06", idActuacions=[f"A-{role[0]}{n}" for n in (1, 2, 3)]),
                _case(2, role, "TANCAT", "2026-02-06", **closed),
            )
        ],
        "consultaCitesPrevies": [appointment],
        "consultaTributs": [
            _tax(1, [_debt("1A", "PENDENT", "250.00"), _debt("1B", "PAGAT", "0.00")]),
            _tax(2, [_debt("2A", "BAIXA", "0.00")]),
        ],
    }  # fmt: skip


_KNOWN = {("00000000T", "NIF"): ("INTERESSAT", "REPRESENTANT"), ("Q0000000J", "NIF"): ("INTERESSAT",)}


def _matches(item: Json, query: dict[str, str], day_field: str) -> bool:
    day = str(item.get(day_field, "5"))[:10]  # an item without its day is in no window, and in every plain answer
    return (
        query.get("tipusPersona") in (None, item.get("tipusPersona"))
        and query.get("codiINE10", INE10) == INE10
        and query.get("tipusActuacio") in (None, item.get("tipusActuacio"))
        and query.get("estat") in (None, item.get("estatExpedient"))
        and query.get("fue") in (None, str(bool(item.get("fue"))).lower())
        and query.get("dataInici", "0") <= day <= query.get("dataFi", "9")
    )  # fmt: skip


Spoil = Callable[[str, dict[str, str], Json], Json | None]
Serve = Callable[[web.Request, Json], Any]


@dataclass
class Body:
    """`spoil` changes an envelope before it is sent; `serve` writes the whole response itself when it returns one."""

    items: dict[str, list[Json]] = field(default_factory=data)
    spoil: Spoil | None = None
    serve: Serve | None = None
    asked: list[Asked] = field(default_factory=list)

    def answer(self, operation: str, query: dict[str, str]) -> Json:
        array, day_field = _OPERATIONS[operation]
        who = (query.get("documentIdentificatiu", ""), query.get("tipusDocumentIdentificatiu", ""))
        if not all(who) or who[1] not in ("NIF", "NIE", "PASSAPORT"):
            return {"codiResultat": "500", "descripcioResultat": "Falta un paràmetre obligatori"}
        roles = _KNOWN.get(who, ())
        found = [
            copy.deepcopy(i) for i in self.items[operation]
            if i.get("tipusPersona", "INTERESSAT") in roles and _matches(i, query, day_field)
        ]  # fmt: skip
        if not found:
            return {"codiResultat": "404", "descripcioResultat": "No s'ha trobat res"}
        return {"codiResultat": "200", "descripcioResultat": "OK", array: found}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        operation, query = request.path.rsplit("/", 1)[1], dict(request.query)
        self.asked.append((operation, query))
        if operation not in _OPERATIONS:
            raise web.HTTPNotFound
        envelope = self.answer(operation, query)
        if self.spoil:
            envelope = self.spoil(operation, query, envelope) or envelope
        if self.serve:
            written = self.serve(request, envelope)
            written = await written if asyncio.iscoroutine(written) else written
            if written is not None:
                return written
        response = web.json_response(envelope, headers={"Cache-Control": "no-store"})
        response.enable_compression()
        return response


@contextmanager
def serving(body: Body, ssl_context: Any = None) -> Iterator[str]:
    """The body on a free port, in a thread of its own: the command under test has its own event loop."""
    ready: list[str] = []
    up, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/hub/{operation}", body.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=ssl_context)
        await site.start()
        port = runner.addresses[0][1]
        ready.append(f"{'https' if ssl_context else 'http'}://localhost:{port}/hub")
        up.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    assert up.wait(5)
    try:
        yield ready[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)
        if not loop.is_running():
            loop.close()
