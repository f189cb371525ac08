"""The parsers of what Representa sends. Each judge reads the bytes for itself, with the standard library's expat."""

from __future__ import annotations

import xml.etree.ElementTree as Expat
from collections.abc import Iterator
from datetime import UTC, datetime
from string import ascii_letters, digits
from typing import Any

from myspace.connector_kit.mandates import Side
from myspace.connectors.representa import mapping, values, wire
from myspace.connectors.representa.questions import NAMESPACES, Operation, Question, Speaker
from myspace.connectors.representa.wire import Heard, Node, Page
from myspace.vocabulary.mandates import MandateCapacity, Representation
from myspace.vocabulary.people import identifier
from proofs import _mutants
from proofs._mutants import NUMBERS, SECRET
from proofs._parser import Parser
from proofs._parsers_protocols import xml_bytes

REPRESENTA = "myspace.connectors.representa"
MINE, THEIRS = identifier(NUMBERS[0]), identifier(NUMBERS[1])
_DAY = datetime(2026, 11, 30, tzinfo=UTC).date()
_SPEAKER = Speaker(NAMESPACES["v2"], "9821920002")


def _party(tag: str, number: str) -> str:
    return (
        f"<{tag}><tipusDocumentIdentificatiu>NIF</tipusDocumentIdentificatiu><valorDocumentIdentificatiu>{number}"
        f"</valorDocumentIdentificatiu><nomRaoSocial>{SECRET}</nomRaoSocial><cognom1>Soler</cognom1></{tag}>"
    )


def _mandate(number: int, scope: str) -> str:
    return (
        f"<representacio><identificadorLegal>20260000000{number}</identificadorLegal><tipusRepresentacio>TIPUS_A"
        f"</tipusRepresentacio><estat>VALIDA</estat>{_party('poderdant', THEIRS.value)}{_party('representant', MINE.value)}"
        f"<ambitRepresentacio>{scope}<capacitats><capacitat><codi>NOTIFICAR</codi></capacitat></capacitats>"
        "</ambitRepresentacio><dataIniciVigencia>2026-05-14T00:00:00</dataIniciVigencia></representacio>"
    )


_BODY = "<administracio><codi>801550006</codi><nom>Badalona</nom></administracio>"
_SCOPES = ("", _BODY, f"{_BODY}<tramit><uuid>51016</uuid><codi>1110</codi></tramit>")
_MANDATES = "".join(_mandate(n, scope) for n, scope in enumerate(_SCOPES))


def _said(operation: Operation, inside: str, code: str = "0") -> bytes:
    return (
        f'<{operation.value}Response xmlns="{NAMESPACES["v2"]}"><resultat><resposta><codi>{code}</codi>'
        f"<descripcio>{NUMBERS[2]}</descripcio></resposta>{inside}</resultat></{operation.value}Response>"
    ).encode()


def parsers() -> Iterator[Parser]:
    of = Operation.OF_REPRESENTATIVE
    total = "<numRepresentacionsTotal>3</numRepresentacionsTotal>"
    lists = [
        _said(of, f"{total}<representacions>{_MANDATES}</representacions>"),
        _said(of, "", "001"),
        _said(of, "", "004"),
    ]
    yield _parser("mandates", _SPEAKER.of(of, MINE, MINE), lists, _mandates, _judge_mandates,
                  ("wire:read", "wire:page", "mapping:of_person", "mapping:representation"))  # fmt: skip
    yes = _SPEAKER.validate(MINE, THEIRS, MINE, MandateCapacity.NOTIFY, None, None, _DAY)
    validations = [
        _said(Operation.VALIDATE, _mandate(0, "")),
        _said(Operation.VALIDATE, ""),
        _said(Operation.VALIDATE, "", "001"),
    ]
    yield _parser("validation", yes, validations, lambda heard: mapping.bears_out(heard.result, THEIRS, MINE), _judge_yes,
                  ("wire:read", "mapping:bears_out"))  # fmt: skip
    family = "<familia><tramits><tramit><uuid>51016</uuid><nom>Obres</nom></tramit></tramits></familia>"
    families = [_said(Operation.FAMILIES, f"<families>{family}{family}</families>")]
    yield _parser("procedures", _SPEAKER.families(MINE, "X"), families,
                  lambda heard: mapping.procedures(_within(heard, "families", "familia")), _unnamed,
                  ("mapping:procedures", "mapping:named"))  # fmt: skip
    bodies = [_said(Operation.BODIES, f"<administracions>{_BODY}{_BODY}</administracions>")]
    yield _parser("bodies", _SPEAKER.bodies(MINE), bodies,
                  lambda heard: mapping.bodies(_within(heard, "administracions", "administracio")), _unnamed,
                  ("mapping:bodies",))  # fmt: skip
    catalogue = [_said(Operation.CATALOGUE, "<cataleg><codi>CATALEG_EXEMPLE</codi></cataleg>")]
    yield _parser("catalogue", _SPEAKER.catalogue(MINE, "X"), catalogue,
                  lambda heard: [mapping.code_of(one) for one in heard.result.all("cataleg")],
                  lambda _raw, found: "an empty code" if "" in found else None, ("mapping:code_of",))  # fmt: skip
    written = (
        "VALIDA",
        "TIPUS_A",
        "TRAMITAR",
        "801550006",
        "2026-05-14T00:00:00+02:00",
        "202600000001",
        NUMBERS[0],
        " ",
    )
    yield Parser(
        "representa values",
        tuple(f"{REPRESENTA}.values:{one}" for one in (*_SMALL, "person")),
        lambda chance, number: _mutants.text(chance, written, number),
        lambda raw: (
            {name: _or_none(read, raw) for name, read in _SMALL.items()}
            | {"person": _or_none(lambda one: values.person("NIF", one), raw)}
        ),
        (),
        _judge_small,
    )


_OF_AN_ID = frozenset(f"{ascii_letters}{digits}-")
_SMALL = {
    "text": values.text,
    "source_id": values.source_id,
    "state": values.state,
    "type_of": values.type_of,
    "capacity": values.capacity,
    "body_code": values.body_code,
    "instant": values.instant,
}


def _parser(name: str, question: Question, valid: list[bytes], then: Any, judge: Any, reads: tuple[str, ...]) -> Parser:
    def read(given: bytes) -> Any:
        heard = wire.read(question, (given,))
        return then(heard) if isinstance(heard, Heard) else None

    def judged(given: bytes, found: Any) -> str | None:
        if found is None:
            return None
        try:
            raw = Expat.fromstring(given)
        except (Expat.ParseError, ValueError, LookupError):
            return None if given.startswith((b"\xef\xbb\xbf", b"<?xml")) else "an answer was heard in what is no XML"
        return str(judge(raw, found) or "") or None

    return Parser(
        f"representa {name}",
        tuple(f"{REPRESENTA}.{one}" for one in reads),
        lambda chance, number: xml_bytes(chance, valid, number),
        read,
        (),
        judged,
    )


def _mandates(heard: Heard) -> Any:
    page = wire.page(heard.result, "representacions", "representacio", "numRepresentacionsTotal")
    return (page, mapping.of_person(page.elements, MINE, Side.REPRESENTATIVE)) if isinstance(page, Page) else None


def _judge_mandates(raw: Expat.Element, found: Any) -> str | None:
    page, (mine, aside) = found
    if page.elements and not mine and not aside:
        return "mandates became nothing"
    limited = {
        one.findtext("{*}identificadorLegal", "").strip(): one
        for one in raw.iter()
        if one.tag.rpartition("}")[2] == "representacio"
    }
    for one in mine:
        if one.representative.identifier != MINE:
            return "somebody else's mandate was believed"
        if wider(one, limited.get(one.source_id)):
            return "a limit was lost"
    return None


def wider(found: Representation, raw: Expat.Element | None) -> bool:
    """Whether what was read reaches further than what is written."""
    scope = None if raw is None else raw.find("{*}ambitRepresentacio")
    names = {each.tag.rpartition("}")[2] for each in scope} if scope is not None else set()
    return ("administracio" in names and not found.bodies) or ("tramit" in names and not found.procedures)


def _judge_yes(raw: Expat.Element, found: bool) -> str | None:
    shown = [one for one in raw.iter() if one.tag.rpartition("}")[2] == "representacio"]
    states = {one.findtext("{*}estat", "").strip() for one in shown if len(one)}
    return "a yes of what is not valid was believed" if found and states - {"VALIDA", "VÀLIDA"} else None


def _within(heard: Heard, many: str, one: str) -> list[Node]:
    return [each for held in heard.result.all(many) for each in held.all(one)]


def _unnamed(_raw: Expat.Element, found: Any) -> str | None:
    return "something without an id can be chosen" if any(not one.id for one in found) else None


def _or_none(read: Any, raw: str) -> Any:
    try:
        return read(raw)
    except values.Unreadable:
        return None


def _judge_small(_raw: str, found: dict[str, Any]) -> str | None:
    at = found["instant"]
    if at is not None and (at.tzinfo is None or not 1899 < at.year < 2202):
        return "a moment of no calendar was believed"
    told = found["source_id"]
    return "an id with something else in it" if told and not set(told) <= _OF_AN_ID else None
