"""The parsers of single values of e-NOTUM, and of the addresses and names of its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from myspace.connector_kit.values import Unreadable
from myspace.connectors.enotum import papers, values
from myspace.vocabulary.notices import NoticeStatus
from proofs import _mutants
from proofs._parser import Parser

ENOTUM = "myspace.connectors.enotum"
_READS: dict[str, Callable[[Any], Any]] = {
    "text": values.text,
    "name_of": values.name_of,
    "exact": values.exact,
    "source_id": values.source_id,
    "uuid": values.uuid,
    "whole": values.whole,
    "yes_or_no": values.yes_or_no,
    "status": values.status,
    "kind": values.kind,
    "level": values.level,
    "language": values.language,
    "moment": values.moment,
}
_WORDS = (
    "2026-11-23T09:01:12+01:00", "2026-11-23", "2026-03-29T02:30:00", "ANUL·LADA", "1023", "47", "ALT", "COMUNICACIO", "true",
    "41000101", "0f1e2d3c-0000-4000-8000-000000000001", "oc", " ",
)  # fmt: skip
_PLACES = (
    "https://documents.exemple.test/a?b=c",
    "http://127.0.0.1:9/x",
    "https://documents.exemple.test:443/",
    "a b.pdf",
)
_ORIGINS = frozenset({"https://documents.exemple.test:443"})
_OPENED = ("ACCEPTADA", "47")


def parsers() -> Iterator[Parser]:
    yield Parser(
        "enotum values",
        tuple(f"{ENOTUM}.values:{name}" for name in _READS),
        lambda chance, number: _mutants.text(chance, _WORDS, number),
        lambda raw: {name: _or_none(how, raw) for name, how in _READS.items()},
        (),
        _judge_value,
    )
    yield Parser(
        "enotum papers",
        tuple(f"{ENOTUM}.papers:{name}" for name in ("origin", "may_fetch", "whole", "mime_of", "file_name")),
        lambda chance, number: _mutants.text(chance, _PLACES, number),
        lambda raw: (papers.may_fetch(raw, _ORIGINS), papers.file_name(raw), _octets(raw), _origin(raw)),
        (),
        _judge_paper,
    )


def _or_none(how: Callable[[Any], Any], raw: Any) -> Any:
    try:
        return how(raw)
    except Unreadable:
        return None


def _judge_value(raw: str, found: dict[str, Any]) -> str | None:
    number, at = found["source_id"], found["moment"]
    if number is not None and not (number.isascii() and number.isdigit() and len(number) < 20):
        return "a number that may not go into a request"
    if found["uuid"] is not None and not found["uuid"].replace("-", "").isalnum():
        return "an id that may not go into an address"
    if at is not None and not 1899 < at.day.year < 2202:
        return "a day of no calendar was believed"
    opened = found["status"] is NoticeStatus.OPENED
    return "a state out of noise" if opened and not any(word in raw.replace("\0", "") for word in _OPENED) else None


def _octets(raw: str) -> tuple[bool, str]:
    octets = raw.encode("utf-8", "replace")
    return papers.whole(octets, size=len(octets)), papers.mime_of(octets)


def _origin(raw: str) -> str | None:
    try:
        return papers.origin(raw)
    except papers.NotAnOrigin:
        return None


def _judge_paper(_raw: str, found: Any) -> str | None:
    address, name = found[:2]
    if address is not None and not address.lower().startswith("https://documents.exemple.test"):
        return "an address of another place"
    return "a name that leaves its folder" if not name or len(name) > 100 or set(name) & set("/\\\r\n\0") else None
