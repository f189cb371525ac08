"""Which administrations there are, and which are connected. Hides the table of connections and the directory's file."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from myspace.connector_kit.contract import Connection
from myspace.connector_kit.links import judge_link
from myspace.domain.administrations import rules
from myspace.domain.kernel import db
from myspace.domain.kernel.ids import uuid7
from myspace.vocabulary.activity import Link, LinkVerdict
from myspace.vocabulary.administrations import Administration, AdministrationKind, Directory, directory
from myspace.vocabulary.administrations import named as words_in_names
from myspace.vocabulary.entry_points import Colours, wish_of

_REMEMBERED_SECONDS = 20.0  # a switched-off source is noticed by every process within this time


@dataclass(frozen=True, slots=True)
class Connected:
    """One connection with what the folder decides about it. `switched_off_why` is the operator's reason, in words."""

    connection: Connection
    administration: Administration
    rate_per_second: float
    simulated: bool
    switched_off_why: str | None
    # The connection's id as text, to look it up by: a page does so some hundred times, and a UUID is slow to hash.
    key: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", str(self.connection.id))

    @property
    def on(self) -> bool:
        return self.switched_off_why is None


_SELECT = (
    "SELECT id, connector, ine10, dir3, name, base_url, hosts, deadline_ms, rate_per_second, simulated, town, client_certificate,"
    " CASE WHEN switched_off_at IS NOT NULL THEN coalesce(switched_off_why, '') END,"
    " count(*) OVER (PARTITION BY connector, base_url) > 1"
    " FROM administrations_connection ORDER BY name, id"
)

_remembered: tuple[float, dict[UUID, Connected]] | None = None


def _from_row(row: tuple[Any, ...]) -> Connected:
    id_, connector, ine10, dir3, name, base_url, hosts, deadline_ms, rate, simulated, town, certificate, off, shared = (
        row
    )
    connection = Connection(
        id=id_, connector=connector, ine10=ine10, name=name, base_url=base_url, hosts=frozenset(hosts), dir3=dir3,
        deadline_ms=deadline_ms, shared=shared,
        client_certificate=Path(certificate) if certificate else None,
    )  # fmt: skip
    known = directory().by_ine10(ine10)
    administration = known or Administration(
        ine10=ine10,
        name=name,
        dir3=dir3,
        town=town,
        kind=AdministrationKind.MUNICIPALITY if town else AdministrationKind.OTHER,
    )
    return Connected(connection, administration, rate, simulated, off)


def connections() -> dict[UUID, Connected]:
    """Every connection by id, remembered for some seconds: nobody's data, the same for all."""
    global _remembered
    if _remembered is None or time.monotonic() - _remembered[0] > _REMEMBERED_SECONDS:
        with db.bare() as tx:
            rows = tx.run(_SELECT)
        _remembered = (time.monotonic(), {c.connection.id: c for c in map(_from_row, rows)})
    return _remembered[1]


def forget_remembered() -> None:
    """After a change in this process."""
    global _remembered
    _remembered = None


def by_ine10(ine10: str) -> Connected | None:
    return next((c for c in connections().values() if c.connection.ine10 == ine10), None)


def judged_today(connection_id: UUID, link: Link) -> Link:
    """A link as it may be followed now, against the hosts registered now; of a connection that is gone, none may.

    A source that is switched off keeps its links: it is no longer asked, and where a term runs the person must get
    there. Who wants them closed takes the hosts out of the connection.
    """
    if link.verdict is not LinkVerdict.OPEN:
        return link
    connected = connections().get(connection_id)
    return judge_link(link.url, connected.connection.hosts if connected else frozenset())


_everywhere: tuple[tuple[UUID, ...], Directory] | None = None


def everywhere() -> Directory:
    """The directory, and the connected bodies that are not in it: where a person may say that they live."""
    global _everywhere
    connected = connections()
    if _everywhere is None or _everywhere[0] != tuple(connected):
        missing = [c.administration for c in connected.values() if directory().by_ine10(c.connection.ine10) is None]
        _everywhere = (tuple(connected), directory().with_bodies(missing))
    return _everywhere[1]


def named(text: str) -> tuple[Connected, ...]:
    """Connected bodies, of any kind, by the words of their names."""
    by_code = {c.connection.ine10: c for c in connections().values()}
    return tuple(by_code[a.ine10] for a in words_in_names((c.administration for c in by_code.values()), text))


def administration(ine10: str) -> Administration:
    """The administration of this code; its code as its name when nobody told us more."""
    known = directory().by_ine10(ine10)
    if known:
        return known
    connected = by_ine10(ine10)
    return (
        connected.administration
        if connected
        else Administration(ine10=ine10, name=ine10, dir3=None, kind=AdministrationKind.OTHER)
    )


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """The door of one body's electronic headquarters. Colours None: ours. Website None: there is no way back to offer."""

    administration: Administration
    colours: Colours | None
    website: Link | None


def entry_point(ine10: str) -> EntryPoint | None:
    """The door of a connected body; None for any other code. A source that is switched off keeps its door."""
    connected = by_ine10(ine10)
    if connected is None:
        return None
    body, wish = connected.administration, wish_of(ine10)
    website = rules.way_back(wish.website, body.website, connected.connection.hosts)
    return EntryPoint(body, rules.readable(wish.colours), website)


@dataclass(frozen=True, slots=True)
class NewConnection:
    """A row to be. `hosts` are the host names to which links of this body may point."""

    connector: str
    ine10: str
    name: str
    base_url: str
    hosts: tuple[str, ...]
    dir3: str | None = None
    deadline_ms: int = 2500
    rate_per_second: float = 5.0
    simulated: bool = False
    town: str | None = None  # of a town hall that the directory lacks, so that its neighbours can say they live there
    client_certificate: str | None = None  # path of a PEM file with key, for a body that asks for one (mTLS)


def connect(rows: Iterable[NewConnection]) -> int:
    """Add or renew connections (operator's act; the operator's own log records it, no person's). Returns how many."""
    count = 0
    with db.bare() as tx:
        for row in rows:
            tx.run(
                "INSERT INTO administrations_connection (id, connector, ine10, dir3, name, base_url, hosts, deadline_ms,"
                " rate_per_second, simulated, town, client_certificate, connected_at)"
                " VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s, now())"
                " ON CONFLICT (connector, ine10) DO UPDATE SET base_url = excluded.base_url, hosts = excluded.hosts,"
                " name = excluded.name, dir3 = excluded.dir3, deadline_ms = excluded.deadline_ms,"
                " rate_per_second = excluded.rate_per_second, simulated = excluded.simulated, town = excluded.town,"
                " client_certificate = excluded.client_certificate",
                (
                    uuid7(), row.connector, row.ine10, row.dir3, row.name, row.base_url.rstrip("/"),
                    json.dumps(sorted(row.hosts)), row.deadline_ms, row.rate_per_second, row.simulated, row.town,
                    row.client_certificate,
                ),
            )  # fmt: skip
            count += 1
    forget_remembered()
    return count


def switch(ine10: str, *, off: bool, why: str = "") -> bool:
    """Turn a source off (with a reason people may read) or on. False when there is no such connection."""
    with db.bare() as tx:
        rows = tx.run(
            "UPDATE administrations_connection SET switched_off_at = CASE WHEN %s THEN now() END,"
            " switched_off_why = CASE WHEN %s THEN %s END WHERE ine10 = %s RETURNING id",
            (off, off, why, ine10),
        )
    forget_remembered()
    return bool(rows)
