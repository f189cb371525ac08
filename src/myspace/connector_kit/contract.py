"""What every connector answers to: a question about one person and one topic, put to one connection.

Knows the shape of a connector and of its manifest. Refuses to know any supplier's words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from myspace.vocabulary.activity import Capacity, Item, Topic
from myspace.vocabulary.answers import Answer
from myspace.vocabulary.people import Identifier, IdentifierKind


@dataclass(frozen=True, slots=True)
class Connection:
    """One administration reachable through one connector: a row, as the connector sees it.

    `base_url` has no trailing slash. `hosts` are the lower-case host names to which links of this body may point.
    `shared`: other bodies answer at the same address, so a question has to say which one is asked.
    """

    id: UUID
    connector: str
    ine10: str
    name: str
    base_url: str
    hosts: frozenset[str]
    dir3: str | None = None
    deadline_ms: int = 2500
    max_bytes: int = 5_000_000
    shared: bool = False
    client_certificate: Path | None = None  # PEM with key, for mTLS where the body asks for it


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, about whom. A question without `since` and `until` asks everything.

    `holder_names` are the names the folder knows for this person, used only to notice an answer about someone else.
    """

    topic: Topic
    identifier: Identifier
    holder_names: tuple[str, ...] = ()
    capacities: tuple[Capacity, ...] = (Capacity.OWN, Capacity.REPRESENTATIVE)
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """Whether a connection is set up: reached, speaks the contract, in how many milliseconds."""

    reached: bool
    speaks: bool
    took_ms: int
    detail: str


class Transport(Protocol):
    """The only thing that touches a socket: one safe GET with every limit applied.

    Raises nothing: what went wrong on the way is an `Unreached` (see transport.py).
    """

    async def get(
        self,
        connection: Connection,
        path: str,
        query: dict[str, str],
        deadline_ms: int,
        headers: Mapping[str, str] | None = None,
    ) -> Any: ...


class Connector(Protocol):
    """A folder under `connectors/`. `ask` never raises for what a source does: it returns one of the six answers."""

    manifest: Manifest

    async def ask(self, connection: Connection, question: Question, transport: Transport) -> Answer[Item]: ...

    async def probe(self, connection: Connection, transport: Transport) -> Probe: ...


@dataclass(frozen=True, slots=True)
class Manifest:
    """manifest.toml of a connector. `quality` maps a rule to `done`, `todo` or `exempt: reason`; `evidence` a rule to
    the tests and sections that prove it; `level` is what follows. A test asks quality.py whether all this is true."""

    name: str
    title: dict[str, str]
    spec: str
    topics: tuple[Topic, ...]
    identifiers: tuple[IdentifierKind, ...]
    auth: str
    deadline_ms: int
    keeps_categories: tuple[str, ...]
    fresh_for_minutes: int
    kept_for_days: int
    quality: dict[str, str] = field(default_factory=dict)
    level: str = "none"
    evidence: dict[str, tuple[str, ...]] = field(default_factory=dict)


class ManifestError(ValueError):
    """A manifest that cannot be used; the message names the file, the key and what is expected."""


_KINDS = {
    "NIF": IdentifierKind.NIF,
    "NIE": IdentifierKind.NIE,
    "PASSPORT": IdentifierKind.PASSPORT,
    "COMPANY": IdentifierKind.COMPANY,
    "OTHER": IdentifierKind.OTHER,
}


def read_manifest(path: Path) -> Manifest:
    """Read and check a manifest; the folder's name must be the connector's name."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        keeps = raw["keeps"]
        manifest = Manifest(
            name=raw["name"],
            title=dict(raw["title"]),
            spec=raw["spec"],
            topics=tuple(Topic(t) for t in raw["topics"]),
            identifiers=tuple(_KINDS[k] for k in raw["identifiers"]),
            auth=raw["auth"],
            deadline_ms=int(raw["deadline_ms"]),
            keeps_categories=tuple(keeps["categories"]),
            fresh_for_minutes=int(keeps["fresh_for_minutes"]),
            kept_for_days=int(keeps["kept_for_days"]),
            quality=dict(raw.get("quality", {})),
            level=raw.get("level", "none"),
            evidence={rule: tuple(named) for rule, named in raw.get("evidence", {}).items()},
        )
    except KeyError as missing:
        raise ManifestError(f"{path}: the key {missing} is missing or has an unknown value") from missing
    except (tomllib.TOMLDecodeError, ValueError) as wrong:
        raise ManifestError(f"{path}: {wrong}") from wrong
    except (TypeError, AttributeError, OverflowError, RecursionError) as wrong:
        raise ManifestError(f"{path}: a value is of the wrong kind ({wrong})") from wrong
    if manifest.name != path.parent.name:
        raise ManifestError(f"{path}: name is {manifest.name!r} but the folder is {path.parent.name!r}")
    for language in ("ca", "es", "en"):
        if language not in manifest.title:
            raise ManifestError(f"{path}: title lacks {language!r}")
    for rule, state in manifest.quality.items():
        if state not in ("done", "todo") and not str(state).startswith("exempt: "):
            raise ManifestError(f"{path}: quality.{rule} must be 'done', 'todo' or 'exempt: reason'")
    return manifest
