"""The REST interface of e-NOTUM for citizens, the half that lists: addresses out, bytes in. Pure; no word for an act.

What an answer is worth, by HTTP status; a `codi` in the body that messaging documents says more than the status:

    200               Heard, when the body is the message that was asked for; else garbled
    400               refused  bad_request, or what its `codi` means
    401 403           refused  not_authorised: what these bodies say is not published
    404               down     http_not_found: the address is wrong, which says nothing of notices
    408 429 5xx       down     server_error
    3xx               down     redirected: nothing that lists is behind a redirect
    other             refused  bad_request; below 200, garbled

`missatge` and `parametresInvalids` are never read: they are texts of theirs, and may repeat a person's number. Fields that
are not named here are passed over (the contract adds some at any time); a key written twice spoils what holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from myspace.connector_kit import json_text
from myspace.connector_kit.json_text import Doubled, doubled_key, spell
from myspace.connector_kit.values import Unreadable
from myspace.connectors.enotum import values
from myspace.connectors.enotum.codes import REASONS, Failed, judged
from myspace.connectors.enotum.values import typed
from myspace.connectors.enotum.wire import Row, window
from myspace.vocabulary.answers import Down, Fault, Garbled, Refused
from myspace.vocabulary.notices import ActRefusal
from myspace.vocabulary.people import AssuranceLevel, Identifier

LIST: Final = "ciutadania/notificacions"
SUMMARY: Final = "ciutadania/resum"
USER: Final = "ciutadania/usuari"
INFO: Final = "ciutadania/info"
FOR: Final = "x-enotum-representat"
# Ours → theirs, in a Notificacio of the list.
NAMES: Final = {
    "source_id": "id",
    "kind": "tipus",
    "status": "estat",
    "sender_code": "emissor/codiOrganisme",
    "sender_name": "emissor/nomOrganisme",
    "department": "emissor/nomDepartament",
    "subject": "titol",
    "reference": "referencia",
    "level": "nivellAcces",
    "available": "dataPublicacio",
    "expires": "dataExpiracioPrevista",
    "ended": "dataPracticada",
    "registry_number": "dadesRegistre/numero",
    "registered": "dadesRegistre/data",
    "file": "expedient",
    "procedure": "tramit",
    "case_number": "numeroCas",
    "language": "idioma",
    "read": "consultada",
}
_GARBLED: Final = Failed(None, Garbled(Fault.NOT_THE_CONTRACT))


@dataclass(frozen=True, slots=True)
class Heard:
    """A readable answer: the object as it came, still to be judged."""

    message: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[Any, ...] = field(repr=False)
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class User:
    """Whose certificate it is, and for whom else it may ask: pairs of type and number, as /usuari writes them."""

    document: tuple[str, str] = field(repr=False)
    represented: frozenset[tuple[str, str]] = field(repr=False)
    level: AssuranceLevel | None = None

    def header(self, who: Identifier) -> dict[str, str] | None:
        """What must be sent to ask for this person: nothing of the certificate's own holder; None when it may not.

        A representative's certificate counts as the natural person: the entity is asked for by the header (Q-EN-8).
        """
        named = typed(who)
        if named == self.document:
            return {}
        return {FOR: "-".join(named)} if named in self.represented else None


@dataclass(frozen=True, slots=True)
class Version:
    name: str
    version: str


# --- out


def search_query(since: date, until: date, page: int) -> dict[str, str]:
    """The window is always sent: without it the interface answers for thirty days."""
    first, last = window(since, until)
    return {
        "dataInicial": first.isoformat(),
        "dataFinal": last.isoformat(),
        "ordre": "DESC",
        "pagina": str(page),
    }


# --- in


def read(status: int, body: bytes) -> Heard | Failed:
    """Never raises for what is in `body`."""
    if status != 200:
        return unsaid(status, body)
    try:
        said = json_text.read_json(body)
    except json_text.Unreadable as wrong:
        return Failed(None, Garbled(wrong.fault))
    if not isinstance(said, dict) or isinstance(said, Doubled) or "codi" in said:
        return _GARBLED
    return Heard(said)


def unsaid(status: int, body: bytes) -> Failed:
    code = _code(body) if status in (400, 401, 403, 404, 409, 500) else None
    if code is not None and code in REASONS and status != 500:
        return judged([code])
    if code is not None and status == 500:
        return Failed(None, Down(Fault.SERVER_ERROR), str(code))
    return _by_status(status)


def _code(body: bytes) -> int | None:
    try:
        said = json_text.read_json(body)
    except json_text.Unreadable:
        return None
    code = said.get("codi") if isinstance(said, dict) and not isinstance(said, Doubled) else None
    return int(code) if isinstance(code, str) and 0 < len(code) < 5 and code.isascii() and code.isdigit() else None


def _by_status(status: int) -> Failed:
    if status in (401, 403):
        return Failed(ActRefusal.NOT_AUTHORISED, Refused(Fault.NOT_AUTHORISED))
    if status == 404:
        return Failed(ActRefusal.NOT_FOUND, Down(Fault.HTTP_NOT_FOUND))
    if status == 400:
        return Failed(ActRefusal.REJECTED, Refused(Fault.BAD_REQUEST))
    if status in (408, 429) or 500 <= status < 600:
        return Failed(None, Down(Fault.SERVER_ERROR))
    if 300 <= status < 400:
        return Failed(None, Down(Fault.REDIRECTED))
    if 400 <= status < 500:  # 409 among them: what practising twice answers is not published (Q-EN-10)
        return Failed(None, Refused(Fault.BAD_REQUEST))
    return Failed(None, Garbled(Fault.NOT_THE_CONTRACT))


def page(answer: Heard) -> Page | Failed:
    """The lines of the list. How many a page has is not published; how many pages there are it must say itself."""
    rows = answer.message.get("notificacions")
    numbers = [_count(answer.message, name) for name in ("pagina", "totalPagines", "totalResultats")]
    if not isinstance(rows, list) or any(one is None for one in numbers):
        return _GARBLED
    number, pages, total = (one or 0 for one in numbers)
    if not rows and total and number <= pages:  # it says that there are some and tells none
        return _GARBLED
    return Page(tuple(rows), number, pages, total)


def row(raw: Any) -> Row:
    """One line. What is no object is told as an empty one, and lacks what it must have."""
    names, told = NAMES, raw if isinstance(raw, dict) else {}
    return Row({ours: _at(told, path) for ours, path in names.items()}, names, spell(raw), doubled_key(raw))


def _at(told: dict[str, Any], path: str) -> Any:
    value: Any = told
    for step in path.split("/"):
        if value is None:
            return None
        if not isinstance(value, dict):
            return value  # of another shape: whoever reads it as a text says so
        value = value.get(step)
    return value


def user(answer: Heard) -> User | Failed:
    """Whose certificate ours is. Without its document nobody knows for whom it answers."""
    try:
        mine = _document(answer.message)
        others = answer.message.get("representats")
        level = values.level(answer.message.get("nivellSeguretat"))
    except Unreadable:
        return _GARBLED
    if not isinstance(others, list | None):
        return _GARBLED
    represented = set()
    for one in others or ():
        try:
            represented.add(_document(one if isinstance(one, dict) else {}))
        except Unreadable:
            continue  # whoever cannot be read is not represented
    return User(mine, frozenset(represented), level)


def _document(told: dict[str, Any]) -> tuple[str, str]:
    """TipusDocument has IDC in one document and not in the other (Q-EN-4): any word is a type, and only ours match.

    Who somebody may act for is decided by it: a number with noise inside is nobody's, not that of whom it resembles.
    """
    kind, number = values.exact(told.get("tipusDocument")), values.exact(told.get("document"))
    if kind is None or number is None:
        raise Unreadable
    return kind, number.upper()


def version(answer: Heard) -> Version | Failed:
    """`nom` and `versio`, or `name` and `version` (Q-EN-3)."""
    try:
        name, number = (
            values.text(answer.message.get(catalan)) or values.text(answer.message.get(english))
            for catalan, english in (("nom", "name"), ("versio", "version"))
        )
    except Unreadable:
        return _GARBLED
    return Version(name, number) if name and number else _GARBLED


def _count(told: dict[str, Any], name: str) -> int | None:
    try:
        return values.whole(told.get(name))
    except Unreadable:
        return None
