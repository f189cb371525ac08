"""The REST interface of e-NOTUM, the half that acts and opens: addresses and bodies out, bytes in. Pure.

Nothing that lists may import this module. The detail is here because asking for it makes a communication read (Q-EN-9).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from myspace.connector_kit.json_text import doubled_key
from myspace.connector_kit.values import Unreadable
from myspace.connectors.enotum import rest, values
from myspace.connectors.enotum.acting import MOST_ANNEXES
from myspace.connectors.enotum.codes import Failed
from myspace.connectors.enotum.rest import Heard
from myspace.connectors.enotum.values import NotAskable
from myspace.connectors.enotum.wire import checked
from myspace.vocabulary.answers import Fault, Garbled
from myspace.vocabulary.notices import ActRefusal, Contents, Document, NoticeAct

REFUSED: Final = "REBUTJADA"
_GARBLED: Final = Failed(None, Garbled(Fault.NOT_THE_CONTRACT))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The bytes are behind this address: of a 307, or told in a 200 (Q-EN-2)."""

    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Here:
    """The bytes came at once, with a 200 and no redirect (Q-EN-2)."""

    octets: bytes = field(repr=False)


# --- out


def notice_target(number: str) -> str:
    return f"/{rest.LIST}/{checked(number)}"


def document_target(number: str, document: str) -> str:
    return f"{notice_target(number)}/documents/{_uuid(document)}/contingut"


def evidence_target(number: str) -> str:
    return f"{notice_target(number)}/evidencia/contingut"


def practise_body(act: NoticeAct, refused: str = REFUSED) -> bytes:
    """`refused`: how this deployment's e-NOTUM spells it. One document prints REBUTJDADA (Q-EN-1); nothing is sent twice."""
    return json.dumps({"estat": "ACCEPTADA" if act is NoticeAct.OPEN else refused}).encode()


def _uuid(document: str) -> str:
    found = None
    try:
        found = values.uuid(document)
    except Unreadable:
        found = None
    if found is None:
        raise NotAskable("no id of a document")
    return found


# --- in


def practised(status: int, body: bytes) -> Failed | None:
    """None: 200, with which the contract says that it was done. Its body is empty, and whatever it holds is not read."""
    return None if status == 200 else rest.unsaid(status, body)


def detail(status: int, body: bytes, number: str) -> dict[str, Any] | Failed:
    """The one notice that was asked for, with its documents."""
    said = rest.read(status, body)
    if isinstance(said, Failed):
        return said
    told = said.message
    try:
        same = values.source_id(told.get("id")) == checked(number)
    except Unreadable:
        same = False
    return told if same and doubled_key(told) is None else _GARBLED


def contents(told: dict[str, Any]) -> Contents | Failed:
    words = told.get("dadesOfici")
    papers = told.get("documents")
    if not isinstance(words, dict | None) or not isinstance(papers, dict | None):
        return _GARBLED
    try:
        head, foot = (values.text((words or {}).get(one)) for one in ("cos", "peu"))
        found = _documents(papers or {})
    except Unreadable:
        return _GARBLED
    return Contents(found, head, foot)


def _documents(papers: dict[str, Any]) -> tuple[Document, ...]:
    main, others = papers.get("resolucio"), papers.get("annexos")
    if not isinstance(others, list | None) or len(others or ()) > MOST_ANNEXES:
        raise Unreadable
    each = [(main, True)] if main is not None else []
    each += [(one, False) for one in others or ()]
    found = tuple(_document(raw, is_main) for raw, is_main in each)
    if len({one.source_id for one in found}) != len(found):
        raise Unreadable
    return found


def _document(raw: Any, is_main: bool) -> Document:
    """`nom`, `uuid`, `mida`; where it is the other schema of the same thing, `mimeType` too (Q-EN-11)."""
    if not isinstance(raw, dict):
        raise Unreadable
    number, name = values.uuid(raw.get("uuid")), values.text(raw.get("nom"))
    if number is None or name is None:
        raise Unreadable
    return Document(number, name, is_main, values.whole(raw.get("mida")), values.text(raw.get("mimeType")))


def content(status: int, location: str | None, body: bytes) -> Elsewhere | Here | Failed:
    """Where a document is. One document says a 307 with a Location; the other 200, without saying of what (Q-EN-2)."""
    if status == 307:
        return Elsewhere(location) if location else _GARBLED
    if status != 200:
        return rest.unsaid(status, body)
    if body.lstrip()[:1] == b"{":
        said = rest.read(status, body)
        address = said.message.get("urlDescarrega") if isinstance(said, Heard) else None
        return Elsewhere(address) if isinstance(address, str) and address else _GARBLED
    return Here(body) if body else Failed(None, Garbled(Fault.TRUNCATED))


def evidence_missing(failed: Failed) -> Failed:
    """A receipt that is not there is not there yet: 404 of a notice that we have just seen is about its receipt."""
    if failed.reason is ActRefusal.NOT_FOUND:
        return Failed(ActRefusal.NOT_YET_AVAILABLE, failed.answer, failed.code)
    return failed
