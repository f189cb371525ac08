"""Bytes of the invented protocol ↔ its messages, and what an HTTP answer is worth. Reaches no socket, knows no meaning.

HTTP       body                     worth
200        {"version": 1, "cases"}  Heard, of as many items as there are
200        anything else            garbled
401, 403   not read                 refused
404        not read                 down: the address is wrong, which says nothing about the person
other 4xx  not read                 refused, but 408 and 429 are down
the rest   not read                 down
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from myspace.connector_kit.json_text import Doubled, Unreadable, read_json
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.answers import Down, Fault, Garbled, Refused, Unknown

OPERATIONS: Final = {Topic.CASES: "cases"}
VERSION: Final = "1"


@dataclass(frozen=True, slots=True)
class Query:
    """One question in the supplier's words. The document is not in the repr."""

    document: str = field(repr=False)
    kind: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A readable answer: the items as they came, each still to be judged."""

    items: tuple[Any, ...] = field(repr=False)


def parameters(query: Query) -> dict[str, str]:
    return {"document": query.document, "kind": query.kind}


def read(status: int, body: bytes) -> Heard | Unknown:
    """What the far side said. Never raises for what is in `body`."""
    if status != 200:
        return _worth(status)
    try:
        said = read_json(body)
    except Unreadable as wrong:
        return Garbled(wrong.fault)
    if not isinstance(said, dict) or isinstance(said, Doubled) or said.get("version") != VERSION:
        return Garbled(Fault.NOT_THE_CONTRACT)
    if not isinstance(said.get("cases"), list):
        return Garbled(Fault.NOT_THE_CONTRACT)
    return Heard(tuple(said["cases"]))


def _worth(status: int) -> Unknown:
    if status in (401, 403):
        return Refused(Fault.NOT_AUTHORISED)
    if status == 404:
        return Down(Fault.HTTP_NOT_FOUND)
    if 400 <= status < 500 and status not in (408, 429):
        return Refused(Fault.BAD_REQUEST)
    return Down(Fault.SERVER_ERROR)
