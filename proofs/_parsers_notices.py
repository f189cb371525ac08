"""The parsers of what e-NOTUM sends, by messaging and by REST. Each judge reads the bytes for itself, by expat and by json."""

from __future__ import annotations

import base64
import json
import xml.etree.ElementTree as Expat
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from myspace.connectors.enotum import acting, mapping, rest, rest_acting, wire
from myspace.connectors.enotum.codes import Failed
from myspace.vocabulary.notices import Contents, Notice, NoticeAct, NoticeStatus
from proofs import _mutants
from proofs._mutants import NUMBERS, SECRET
from proofs._parser import Parser
from proofs._parsers_protocols import xml_bytes

ENOTUM = "myspace.connectors.enotum"
ID, UUID = "41000101", "0f1e2d3c-0000-4000-8000-000000000001"
_NS = "{http://www.aocat.net/NT/v4.0}"
_AVAILABLE, _OPENED = ("DIPOSITADA", "3", "7"), ("ACCEPTADA", "47")


def _message(name: str, inside: str) -> bytes:
    return f'<{name} xmlns="http://www.aocat.net/NT/v4.0">{inside}</{name}>'.encode()


def _line(number: str, state: str, kind: str = "NOTIFICACIO") -> str:
    return (
        f"<Notificacio><IdNotificacio>{number}</IdNotificacio><Emissor><CodiOrganisme>0811360009</CodiOrganisme>"
        f"<NomOrganisme>Manresa</NomOrganisme></Emissor><Titol>{SECRET}</Titol><TipusObjecte>{kind}</TipusObjecte>"
        f"<DataPublicacio>2026-11-23T09:01:12+01:00</DataPublicacio><Estat>{state}</Estat>"
        f"<DataLimit>2026-12-03T09:01:12</DataLimit><TipusAcces>BAIX</TipusAcces><Referencia>{NUMBERS[0]}</Referencia>"
        "<Consultada>true</Consultada></Notificacio>"
    )


_PAGING = (
    "<DadesPaginacio><NumeroPagina>1</NumeroPagina><ResultatsPerPagina>50</ResultatsPerPagina>"
    "<TotalResultats>2</TotalResultats><TotalPagines>1</TotalPagines></DadesPaginacio>"
)
_ERRORS = (
    f"<Errors><Error><CodiError>3003</CodiError><MissatgeError>{SECRET} {NUMBERS[0]}</MissatgeError></Error></Errors>"
)
_SEARCHES = [
    _message("RespostaCerca", f"<Resultats>{_line(ID, 'DIPOSITADA')}{_line('2', 'ANUL·LADA')}</Resultats>{_PAGING}"),
    _message("RespostaCerca", f"<Resultats>{_line(ID, '47')}{_line('3', 'EXPIRADA')}</Resultats>{_PAGING}"),
    _message("RespostaCerca", _ERRORS),
]
_SUMMARIES = [
    _message(
        "RespostaResum",
        "<NotificacionsEntitat><NomOrganisme>Manresa</NomOrganisme><CodiOrganisme>0811360009</CodiOrganisme>"
        "<Notificacions>3</Notificacions><NotificacionsPendents>2</NotificacionsPendents></NotificacionsEntitat>"
        "<TotalNotificacions>3</TotalNotificacions>",
    )
]
_DONE = _message("RespostaPracticar", f"<IdNotificacio>{ID}</IdNotificacio><Decisio>ACCEPTAR</Decisio>")
_CONSULTED = _message(
    "RespostaConsulta",
    f"<IdNotificacio>{ID}</IdNotificacio><DadesOfici><CosNotificacio>{SECRET}</CosNotificacio></DadesOfici><Documents>"
    f"<Resolucio><Nom>a.pdf</Nom><UUID>{UUID}</UUID><Dades>JVBERi0xLjQK</Dades></Resolucio>"
    f"<Annex><Nom>b.pdf</Nom><URLDescarrega>https://documents.exemple.test/{NUMBERS[0]}</URLDescarrega></Annex></Documents>",
)
_RECEIPT = _message(
    "RespostaEvidencia",
    f"<IdNotificacio>{ID}</IdNotificacio><TipusEvidencia>PDF</TipusEvidencia><EvidenciaPDF><UUID>{UUID}</UUID>"
    "<URLDescarrega>https://documents.exemple.test/e</URLDescarrega></EvidenciaPDF>",
)
_NOTICE = {
    "id": 41000101, "tipus": "NOTIFICACIO", "estat": "DIPOSITADA", "titol": SECRET, "referencia": NUMBERS[0],
    "emissor": {"codiOrganisme": "0811360009", "nomOrganisme": "Manresa"}, "nivellAcces": "ALT", "consultada": False,
    "dataPublicacio": "2026-11-23T09:01:12", "dataExpiracioPrevista": "2026-12-03T09:01:12",
}  # fmt: skip
_LISTS = [
    {"notificacions": [_NOTICE, _NOTICE | {"id": "2", "estat": "EXPIRADA"}], "pagina": 1, "totalPagines": 1, "totalResultats": 2},
    {"codi": "1050", "missatge": SECRET, "parametresInvalids": []},
]  # fmt: skip
_DETAILS = [
    _NOTICE | {"estat": "ACCEPTADA", "dadesOfici": {"cos": SECRET}, "documents": {
        "resolucio": {"nom": "a.pdf", "uuid": UUID, "mida": 9}, "annexos": [{"nom": "b.pdf", "uuid": UUID[:-1] + "2"}]}},
    {"urlDescarrega": "https://documents.exemple.test/a"},
]  # fmt: skip
_USERS = [
    {"document": NUMBERS[0], "tipusDocument": "NIF", "nivellSeguretat": "ALT",
     "representats": [{"document": NUMBERS[3], "tipusDocument": "CIF", "nom": SECRET}]},
    {"nom": "enotum", "versio": "1.0"}, {"name": "enotum", "version": "1.0"},
]  # fmt: skip


def parsers() -> Iterator[Parser]:
    yield Parser(
        "enotum search",
        _named("wire", "read", "page", "told") + _named("mapping", "notice", "once"),
        lambda chance, number: xml_bytes(chance, _SEARCHES, number),
        _searched,
        (),
        _judge_search,
    )
    yield Parser(
        "enotum summary",
        _named("wire", "read", "counts"),
        lambda chance, number: xml_bytes(chance, _SUMMARIES, number),
        lambda piece: (
            wire.counts(said) if isinstance(said := wire.read("RespostaResum", (piece,)), wire.Heard) else None
        ),
        (),
        lambda _piece, found: "more wait than there are" if isinstance(found, tuple) and _overfull(found) else None,
    )
    yield Parser(
        "enotum act",
        _named("acting", "practised"),
        lambda chance, number: xml_bytes(chance, [_DONE], number),
        lambda piece: acting.practised((piece,), ID, NoticeAct.OPEN),
        (),
        _judge_done,
    )
    yield Parser(
        "enotum contents",
        _named("acting", "consulted", "contents", "documents", "receipt"),
        lambda chance, number: xml_bytes(chance, [_CONSULTED, _RECEIPT], number),
        _opened,
        (),
        _judge_opened,
    )
    yield from _rest()


def _named(module: str, *functions: str) -> tuple[str, ...]:
    return tuple(f"{ENOTUM}.{module}:{function}" for function in functions)


# -- by messaging -----------------------------------------------------------------------------------------------------


def _searched(piece: bytes) -> Any:
    said = wire.read("RespostaCerca", (piece,))
    page = wire.page(said) if isinstance(said, wire.Heard) else None
    if not isinstance(page, wire.Page):
        return None
    return mapping.once(mapping.notice(wire.told(row, mapping.CERCA)) for row in page.rows)


def _judge_search(piece: bytes, found: Any) -> str | None:
    root = _expat(piece)
    if found is None:
        return None
    if root is None:
        return "a list in what is no XML for another parser"
    if root.find(f".//{_NS}Errors") is not None:
        return "a list under errors"
    lines = root.findall(f"{_NS}Resultats/{_NS}Notificacio")
    if lines and not any(found):
        return "lines became nothing"
    return next(filter(None, (_bad_line(one, lines) for one in found[0])), None)


def _bad_line(one: Notice, lines: list[Expat.Element]) -> str | None:
    said = [
        (line.findtext(f"{_NS}Estat") or "").strip()
        for line in lines
        if (line.findtext(f"{_NS}IdNotificacio") or "").strip().lstrip("0") == one.source_id.lstrip("0")
    ]
    if not said:
        return "a notice that nobody told"
    return _bad_state(one, said)


def _bad_state(one: Notice, said: list[str]) -> str | None:
    if one.status is NoticeStatus.AVAILABLE and not any(_clean(word) in _AVAILABLE for word in said):
        return "available, and nobody said so"
    if one.status is NoticeStatus.OPENED and not any(_clean(word) in _OPENED for word in said):
        return "opened, and nobody said so"
    if one.expires is not None and one.status is not NoticeStatus.AVAILABLE:
        return "a limit of what no longer runs"
    return None if one.subject and one.sender.code and one.sender.name else "a notice without what it must have"


def _clean(word: str) -> str:
    return "".join(c for c in word if c >= " " and not "\x7f" <= c <= "\x9f").strip()


def _overfull(found: tuple[wire.BodyCount, ...]) -> bool:
    return any(one.waiting > one.all for one in found)


def _judge_done(piece: bytes, found: Failed | None) -> str | None:
    if found is not None:
        return None
    root = _expat(piece)
    if root is None or root.tag != f"{_NS}RespostaPracticar" or root.find(f".//{_NS}Errors") is not None:
        return "done, in what says nothing of the kind"
    told = [(root.findtext(f"{_NS}{name}") or "").strip() for name in ("IdNotificacio", "Decisio")]
    return None if told == [ID, "ACCEPTAR"] else "done, and it says another thing"


def _opened(piece: bytes) -> Any:
    said = acting.consulted((piece,), ID)
    if isinstance(said, Failed):
        return acting.receipt((piece,), ID)
    return acting.contents(said), acting.documents(said)


def _judge_opened(piece: bytes, found: Any) -> str | None:
    if isinstance(found, str):
        return (
            None
            if found.encode() in piece or "&" in piece.decode("utf-8", "replace") or _expat(piece) is not None
            else "?"
        )
    if isinstance(found, Failed) or not isinstance(found[0], Contents):
        return None
    root = _expat(piece)
    said = [] if root is None else root.findall(f"{_NS}Documents/*")
    names = {_clean(each.findtext(f"{_NS}Nom") or "") for each in said}
    if any(_clean(one.name) not in names and not one.name.endswith("…") for one in found[0].documents):
        return "a document that nobody told"
    inline = {base64.b64decode("".join((each.findtext(f"{_NS}Dades") or "").split())) for each in said}
    return None if all(one.octets in inline for one in found[1] if one.octets) else "bytes that nobody sent"


def _expat(piece: bytes) -> Expat.Element | None:
    try:
        return Expat.fromstring(piece)
    except (Expat.ParseError, ValueError, LookupError):
        return None


# -- by REST ----------------------------------------------------------------------------------------------------------


def _rest() -> Iterator[Parser]:
    yield Parser(
        "enotum rest list",
        _named("rest", "read", "unsaid", "page", "row") + _named("mapping", "notice", "once"),
        _answer(_LISTS),
        _listed,
        (),
        _judge_list,
    )
    yield Parser(
        "enotum rest detail",
        _named("rest_acting", "detail", "contents", "content", "practised"),
        _answer(_DETAILS),
        lambda given: (_contents(given), rest_acting.content(given[0], None, given[1]), rest_acting.practised(*given)),
        (),
        lambda given, found: "done under an error" if found[2] is None and given[0] != 200 else None,
    )
    yield Parser("enotum rest user", _named("rest", "user", "version"), _answer(_USERS), _user, (), _judge_user)


def _answer(valid: list[Any]) -> Callable[[Random, int], tuple[int, bytes]]:
    def make(chance: Random, number: int) -> tuple[int, bytes]:
        status = 200 if chance.random() < 0.85 else chance.choice((307, 400, 401, 403, 404, 409, 429, 500, 503))
        return status, _mutants.json_bytes(chance, valid, number)

    return make


def _listed(given: tuple[int, bytes]) -> Any:
    said = rest.read(*given)
    page = rest.page(said) if isinstance(said, rest.Heard) else None
    return mapping.once(mapping.notice(rest.row(raw)) for raw in page.rows) if isinstance(page, rest.Page) else None


def _judge_list(given: tuple[int, bytes], found: Any) -> str | None:
    if found is None:
        return None
    if given[0] != 200:
        return "a list under an error"
    raw = _json(given[1])
    if raw is None:
        return None
    told = raw.get("notificacions")
    if told and not any(found):
        return "lines became nothing"
    for one in found[0]:
        said = [str(line.get("estat")) for line in told if isinstance(line, dict)]
        if wrong := _bad_state(one, said):
            return wrong
    return None


def _contents(given: tuple[int, bytes]) -> Any:
    told = rest_acting.detail(*given, ID)
    return rest_acting.contents(told) if isinstance(told, dict) else told


def _user(given: tuple[int, bytes]) -> Any:
    said = rest.read(*given)
    return (rest.user(said), rest.version(said)) if isinstance(said, rest.Heard) else None


def _judge_user(given: tuple[int, bytes], found: Any) -> str | None:
    if found is None or not isinstance(found[0], rest.User):
        return None
    raw = _json(given[1])
    if raw is None:
        return None
    listed = {
        str(one.get("document")).strip().upper() for one in raw.get("representats") or () if isinstance(one, dict)
    }
    return None if {number for _, number in found[0].represented} <= listed else "whom nobody listed"


def _json(body: bytes) -> dict[str, Any] | None:
    """None for what the standard library cannot read: the product may, by its one other encoding."""
    try:
        found = json.loads(body.decode("utf-8-sig"), parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
