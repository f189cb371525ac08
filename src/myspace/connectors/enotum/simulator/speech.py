"""How the simulated e-NOTUM reads and writes messaging 4.0, by the published schemas and for itself."""

from __future__ import annotations

import base64
import hashlib
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Asked, Said, SoapFault
from myspace.connectors.enotum.simulator.desk import Caller, Desk, No
from myspace.connectors.enotum.simulator.paper import evidence_of, pdf
from myspace.connectors.enotum.simulator.platform import Held, Platform, odd
from myspace.connectors.enotum.simulator.tokens import BadToken, ValidAway
from myspace.simulation.bodies import Temperament
from myspace.simulation.stories.notices import PaperTold, names

NS: Final = "http://www.aocat.net/NT/v4.0"
_MADRID = ZoneInfo("Europe/Madrid")
_OPERATIONS: Final = ("Cerca", "Resum", "Consulta", "Practicar", "Evidencia")
_ORDERS: Final = frozenset(
    {"CodiNotificacio", "NumeroRegistre", "DataCreacio", "DataRegistre", "DataPublicacio", "DataVisualitzacio",
     "DataAcceptarRebutjar", "DataReintent", "Estat", "Titol"}
)  # fmt: skip
_OLD: Final = {"DIPOSITADA": "7", "ACCEPTADA": "47", "REBUTJADA": "31", "EXPIRADA": "23", "ANUL·LADA": "512"}
_NIL = {"{http://www.w3.org/2001/XMLSchema-instance}nil": "true"}
_WORDS: Final = "Text d'error de 00000099R que ningú no ha de repetir"


async def answer(desk: Desk, own: str, asked: Asked) -> Said:
    """One request of messaging: `own` is this simulator's address, for what is fetched."""
    root = asked.specific
    if root is None:
        raise SoapFault("DatosEspecificos buit", "Client")
    name = etree.QName(root).localname.removeprefix("Peticio")
    platform = desk.platform
    if etree.QName(root).namespace != NS or name not in _OPERATIONS:
        return _error(name if name in _OPERATIONS else "Cerca", 101 if name in _OPERATIONS else 501)
    platform.calls[name] += 1
    try:
        caller = await _caller(desk, root)
        match name:
            case "Cerca":
                said = _search(desk, caller, root)
            case "Resum":
                said = _summary(desk, caller, root)
            case "Consulta":
                said = _consult(desk, caller, root, own)
            case "Evidencia":
                said = _evidence(desk, caller, root, own)
            case _:
                said = await _practise(desk, caller, root)
    except No as no:
        return _error(name, no.code)
    except BadToken:
        return _error(name, 1050)
    except ValidAway:
        return _error(name, 1051)
    return Said((said,))


async def _caller(desk: Desk, root: etree._Element) -> Caller:
    user = root.find(f"{{{NS}}}Usuari")
    role = None if user is None or len(user) != 1 else user[0]
    if role is None:
        raise No(101)
    match etree.QName(role).localname:
        case "Ciutada":
            login = await desk.logins.of(_say(role, "VALIdAccessToken"))
            return desk.caller(login, login.number)
        case "Representant":
            login = await desk.logins.of(_say(role, "VALIdAccessToken"))
            person = role.find(f"{{{NS}}}Interessat")
            if person is None or len(person) != 1 or len(person[0]) != 1:
                raise No(101)
            if etree.QName(person[0][0]).localname not in ("NIF", "CIF", "Passaport", "IDC", "VAT"):
                raise No(101)
            return desk.caller(login, (person[0][0].text or "").strip())
        case _:
            raise No(502)


def _search(desk: Desk, caller: Caller, root: etree._Element) -> etree._Element:
    criteria = root.find(f"{{{NS}}}DadesCerca")
    paging = None if criteria is None else criteria.find(f"{{{NS}}}Paginacio")
    if criteria is None or paging is None:
        raise No(3009)
    if criteria.find(f"{{{NS}}}CriterisDestinatari/{{{NS}}}PersonaFisica") is not None:
        raise No(3014)
    page, size = (_whole(_say(paging, one)) for one in ("NumeroPagina", "ResultatsPerPagina"))
    if page < 1 or not 1 <= size <= 50:
        raise No(101)
    order = _say(paging, "CampOrdenacio")
    if order and order not in _ORDERS:
        raise No(3016)
    found = [one for one in desk.visible(caller) if _meets(one, criteria)]
    found.sort(key=lambda one: one.told.number, reverse=_say(paging, "SentitOrdenacio") == "Descendent")
    if not found and desk.platform.voice == "bare":
        raise No(1033)
    top = _top("RespostaCerca")
    results = _add(top, "Resultats")
    for held in found[(page - 1) * size : page * size]:
        _line(results, desk.platform.shown(held), desk.platform)
    numbers = _add(top, "DadesPaginacio")
    pages = -(-len(found) // size)
    for name, value in (
        ("NumeroPagina", page),
        ("ResultatsPerPagina", size),
        ("TotalResultats", len(found)),
        ("TotalPagines", pages),
    ):
        _add(numbers, name, str(value))
    return top


def _meets(held: Held, criteria: etree._Element) -> bool:
    interval = criteria.find(f"{{{NS}}}CriterisNotificacio/{{{NS}}}IdNotificacio")
    if interval is not None:
        low, high = (_whole(_say(interval, one)) for one in ("ValorInferior", "ValorSuperior"))
        if not low <= held.told.number <= high:
            return False
    for name in ("DataPublicacio", "DataCreacio"):
        period = criteria.find(f"{{{NS}}}CriterisData/{{{NS}}}{name}")
        if period is not None and not _within(held.told.deposited, period):
            return False
    return True


def _within(moment: datetime, period: etree._Element) -> bool:
    try:
        first, last = (datetime.fromisoformat(_say(period, one)) for one in ("DataInferior", "DataSuperior"))
    except ValueError:
        raise No(101) from None
    return first <= moment.replace(tzinfo=_MADRID) <= last


def _line(results: etree._Element, held: Held, platform: Platform) -> None:
    told = held.told
    old = platform.voice == "old" or odd(held, Temperament.SLOPPY)
    line = _add(results, "Notificacio")
    _add(line, "IdNotificacio", str(told.number))
    _sender(line, held)
    _add(line, "Titol", told.title[:100])
    _add(line, "Referencia", told.reference or f"REF-{told.number}")
    _add(line, "TipusObjecte", told.kind)
    _add(line, "DataCreacio", _moment(told.deposited, old))
    if told.registry:
        register = _add(line, "DadesRegistre")
        _add(register, "NumeroRegistre", told.registry)
        _add(register, "DataRegistre", _moment(told.deposited, old))
    _add(line, "DataPublicacio", _moment(told.deposited, old))
    ended = held.ended if held.state in ("ACCEPTADA", "REBUTJADA", "EXPIRADA") else None
    _maybe(line, "DataAcceptacioRebuig", None if ended is None else _moment(ended, old))
    state = _OLD.get(held.state, held.state) if old else held.state
    _add(line, "Estat", "EN_LLUNA_PLENA" if odd(held, Temperament.MIXED_UP) else state)
    if told.limit is not None and told.kind == "NOTIFICACIO":
        left = (told.limit.date() - platform.now.date()).days
        if held.state == "DIPOSITADA" and left > 0:
            _add(line, "DiesExpiracio", str(left))
        _add(line, "DataLimit", _moment(told.limit, old))
    _add(line, "TipusAcces", told.level)
    _add(line, "Idioma", told.language)
    _add(line, "Consultada", "true" if held.read else "false")
    _add(line, "Canal", "DIGITAL")
    if told.file:
        _add(line, "Expedient", told.file)
    if told.procedure:
        _add(line, "Tramit", told.procedure)


def _sender(parent: etree._Element, held: Held) -> None:
    told = held.told
    name = names().get(told.body, told.body)
    sender = _add(parent, "Emissor")
    for field, value in (
        ("CodiOrganisme", told.body),
        ("NomOrganisme", name),
        ("CodiDepartament", told.body),
        ("NomDepartament", told.department or name),
    ):
        _add(sender, field, value)


def _summary(desk: Desk, caller: Caller, root: etree._Element) -> etree._Element:
    """Thirty days unless others are said."""
    period = root.find(f"{{{NS}}}DataPublicacio")
    since = datetime.combine(date.fromordinal(desk.platform.now.toordinal() - 30), time())
    mine = [
        one
        for one in desk.visible(caller)
        if (_within(one.told.deposited, period) if period is not None else one.told.deposited >= since)
    ]
    top = _top("RespostaResum")
    for body in sorted({one.told.body for one in mine}):
        of_body = [one for one in mine if one.told.body == body]
        block = _add(top, "NotificacionsEntitat")
        name = names().get(body, body)
        for field, value in (
            ("NomOrganisme", name),
            ("CodiOrganisme", body),
            ("NomDepartament", name),
            ("CodiDepartament", body),
        ):
            _add(block, field, value)
        _add(block, "Notificacions", str(len(of_body)))
        _add(block, "NotificacionsPendents", str(_waiting(of_body)))
    _add(top, "TotalNotificacions", str(len(mine)))
    _add(top, "TotalNotificacionsPendents", str(_waiting(mine)))
    return top


def _waiting(some: list[Held]) -> int:
    return sum(one.state == "DIPOSITADA" for one in some)


async def _practise(desk: Desk, caller: Caller, root: etree._Element) -> etree._Element:
    number, decision = _say(root, "IdNotificacio"), _say(root, "Decisio")
    if decision not in ("ACCEPTAR", "REBUTJAR"):
        raise No(101)
    await desk.practise(caller, number, "ACCEPTADA" if decision == "ACCEPTAR" else "REBUTJADA")
    _lose(desk.platform)
    top = _top("RespostaPracticar")
    _add(top, "IdNotificacio", number)
    _add(top, "Decisio", decision)
    return top


def _consult(desk: Desk, caller: Caller, root: etree._Element, own: str) -> etree._Element:
    number = _say(root, "IdNotificacio")
    was = desk.one(caller, number).state
    held = desk.read(caller, number)
    if held.told.kind == "COMUNICACIO" and was == "DIPOSITADA":
        desk.platform.calls["Consulta:communication"] += 1
        _lose(desk.platform)
    told = held.told
    top = _top("RespostaConsulta")
    _add(top, "IdNotificacio", str(told.number))
    _sender(top, held)
    state = _add(top, "DadesEstat")
    _add(state, "Estat", held.state)
    _add(state, "DataPublicacio", _moment(told.deposited))
    _maybe(state, "DataAcceptacioRebuig", None if held.ended is None else _moment(held.ended))
    if _say(root, "IncloureDadesOfici") == "true":
        words = _add(top, "DadesOfici")
        _add(words, "CosNotificacio", told.head)
        _add(words, "PeuRecurs", told.foot)
    if _say(root, "IncloureDocuments") == "true" and told.papers:
        block = _add(top, "Documents")
        for n, paper in enumerate(told.papers):
            _document(_add(block, "Resolucio" if n == 0 else "Annex"), held, n, paper, desk.platform, own)
    return top


def _document(into: etree._Element, held: Held, n: int, paper: PaperTold, platform: Platform, own: str) -> None:
    octets = pdf(paper.words)
    key = held.paper_id(n)
    _add(into, "Nom", paper.name)
    digest = _add(into, "Hash", base64.b64encode(hashlib.sha256(octets).digest()).decode())
    digest.set("Algoritme", "SHA-256")
    _add(into, "Mida", str(len(octets)))
    _add(into, "UUID", key)
    if odd(held, Temperament.NOT_FOUND):  # as the prose says: in DESA'L, and nowhere else
        _add(into, "UUIDDocument", key)
    elif odd(held, Temperament.REDIRECTING):
        _add(into, "URLDescarrega", "https://documents.desconegut.exemple.test/paper")
    elif odd(held, Temperament.TRUNCATED):
        _add(into, "Dades", base64.b64encode(octets[: len(octets) // 2]).decode())
    elif own:
        _add(into, "URLDescarrega", f"{own}/enotum/documents/{platform.ticket(paper, octets)}")
    else:
        _add(into, "Dades", base64.b64encode(octets).decode())


def _evidence(desk: Desk, caller: Caller, root: etree._Element, own: str) -> etree._Element:
    number = _say(root, "IdNotificacio")
    held = desk.evidence(caller, number)
    if _say(root, "TipusEvidencia") not in ("XML", "PDF"):
        raise No(101)
    if _say(root, "TipusEvidencia") == "PDF" and not own:
        raise No(3104)
    top = _top("RespostaEvidencia")
    _add(top, "IdNotificacio", str(held.told.number))
    _add(top, "TipusEvidencia", _say(root, "TipusEvidencia"))
    if _say(root, "TipusEvidencia") == "XML":
        _add(top, "Diposit", f"diposit {held.told.number}")
        _add(top, "AcceptacioRebuig", f"{held.state} {held.told.number}")
        return top
    paper = PaperTold(f"evidencia-{held.told.number}.pdf", evidence_of(held))
    block = _add(top, "EvidenciaPDF")
    _add(block, "UUID", held.paper_id(255))
    _add(block, "URLDescarrega", f"{own}/enotum/documents/{desk.platform.ticket(paper, pdf(paper.words))}")
    return top


def _lose(platform: Platform) -> None:
    """The reply to what was done is lost: whoever asked hears of a breakdown, and not of what became of it."""
    if platform.lost():
        raise SoapFault("S'ha tallat", "Server")


# --- XML


def _top(name: str) -> etree._Element:
    return etree.Element(f"{{{NS}}}{name}", nsmap={"n": NS, "xsi": "http://www.w3.org/2001/XMLSchema-instance"})


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NS}}}{name}")
    child.text = text
    return child


def _maybe(parent: etree._Element, name: str, text: str | None) -> None:
    if text is None:
        etree.SubElement(parent, f"{{{NS}}}{name}", _NIL)
    else:
        _add(parent, name, text)


def _error(name: str, code: int) -> Said:
    top = _top(f"Resposta{name}")
    error = _add(_add(top, "Errors"), "Error")
    _add(error, "CodiError", str(code))
    _add(error, "MissatgeError", _WORDS)
    return Said((top,))


def _say(element: etree._Element, name: str) -> str:
    return (element.findtext(f"{{{NS}}}{name}") or "").strip()


def _whole(said: str) -> int:
    if not (said.isascii() and said.isdigit()):
        raise No(101)
    return int(said)


def _moment(value: datetime, bare: bool = False) -> str:
    return value.isoformat() if bare else value.replace(tzinfo=_MADRID).isoformat()
