"""Lists what somebody has in e-NOTUM by REST, with the deployment's certificate. It cannot open, refuse or read a detail.

Whose certificate it is, `/usuari` says, and it is asked first: nobody is asked about but its holder and those it lists. So
the asker must say whom for, and their token is not used nor sent: this interface does not take it.

That needs nobody's login, so it may be read of whoever is away; but only of those whom the deployment's row names for it
(`while_away`), and then only if `/usuari` names them too.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from cryptography import x509

from myspace.connector_kit.contract import Connection, Probe
from myspace.connector_kit.notices import Asker
from myspace.connector_kit.services import Service
from myspace.connector_kit.transport import HttpTransport, Reply, Unreached
from myspace.connectors.enotum import mapping, rest
from myspace.connectors.enotum.codes import NO_NOTICES, Failed
from myspace.connectors.enotum.own import own
from myspace.connectors.enotum.values import NotAskable, typed
from myspace.vocabulary.answers import Answer, Down, Fault, Late, Nothing, Quarantined, Refused
from myspace.vocabulary.notices import Notice
from myspace.vocabulary.people import Identifier

MAX_BYTES: Final = 4_000_000


def _now() -> datetime:
    return datetime.now(UTC)


class EnotumRestList:
    """`connector_kit.notices.NoticeList` by REST. Raises nothing for what the platform does."""

    def __init__(self, service: Service, *, now: Callable[[], datetime] = _now) -> None:
        """Raises ServicesUnusable for a row that cannot be used."""
        told = own(service)
        self._service, self._now = service, now
        self._away, self.per_second = frozenset(told.while_away), told.per_second
        self._connection = Connection(
            id=uuid.UUID(int=0),
            connector="enotum",
            ine10="",
            name=service.name,
            base_url=service.url,
            hosts=frozenset(),
            deadline_ms=service.deadline_ms,
            max_bytes=MAX_BYTES,
            client_certificate=service.certificate,
        )

    async def listed(self, asker: Asker, since: date, until: date) -> Answer[Notice]:
        if asker.interested is None:
            return Refused(Fault.NOT_ASKABLE)
        if not in_time(self._service.certificate, self._now()):
            return Down(Fault.CERTIFICATE)
        async with self._open() as http:
            line = _Line(http, self._connection)
            header = await line.header(asker.interested)
            if isinstance(header, Failed):
                return header.answer
            return await _pages(line, header, since, until)

    def stands_for(self, who: Identifier) -> bool:
        """Whether the row says that this person's list may be read while they are away. `/usuari` has its own word on it."""
        try:
            return "-".join(typed(who)) in self._away
        except NotAskable:
            return False

    async def probe(self) -> Probe:
        """Asks for the version: a question about nobody."""
        began = self._now()
        async with self._open() as http:
            line = _Line(http, self._connection)
            said = await line.ask(rest.INFO, {}, {})
        took = round((self._now() - began).total_seconds() * 1000)
        told = said if isinstance(said, Failed) else rest.version(said)
        if isinstance(told, Failed):
            return Probe(line.answered, False, took, f"{told.answer.fault.value} {told.code}".strip())
        return Probe(True, True, took, told.version)

    def _open(self) -> HttpTransport:
        return HttpTransport(allow_plain_loopback=True, ca_file=self._service.trust)


def in_time(certificate: Path | None, now: datetime) -> bool:
    """Whether there is a certificate of ours to show, and its time is not over. With none at all nothing is said of it."""
    if certificate is None:
        return True
    try:
        mine = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
    except (OSError, ValueError):
        return False
    return mine.not_valid_before_utc <= now <= mine.not_valid_after_utc


class _Line:
    """The calls of one question, all within one deadline that begins now."""

    def __init__(self, http: HttpTransport, connection: Connection) -> None:
        self._http, self._connection = http, connection
        self._began = datetime.now(UTC)
        self.answered = False

    async def header(self, who: Identifier) -> dict[str, str] | Failed:
        """What must be sent to ask for this person; a failure when the certificate may not."""
        said = await self.ask(rest.USER, {}, {})
        user = said if isinstance(said, Failed) else rest.user(said)
        if isinstance(user, Failed):
            return user
        try:
            found = user.header(who)
        except NotAskable:
            return Failed(None, Refused(Fault.NOT_ASKABLE))
        return Failed(None, Refused(Fault.NOT_AUTHORISED)) if found is None else found

    async def ask(self, path: str, query: dict[str, str], headers: dict[str, str]) -> rest.Heard | Failed:
        spent = (datetime.now(UTC) - self._began).total_seconds() * 1000
        left_ms = round(self._connection.deadline_ms - spent)
        if left_ms <= 0:
            return Failed(None, Late())
        reply: Reply | Unreached = await self._http.get(self._connection, path, query, left_ms, headers)
        if isinstance(reply, Unreached):
            return Failed(None, reply.answer)
        self.answered = True
        return rest.read(reply.status, reply.body)


async def _pages(line: _Line, header: dict[str, str], since: date, until: date) -> Answer[Notice]:
    lines: list[Notice | Quarantined] = []
    total, number = None, 0
    while True:
        number += 1
        said = await line.ask(rest.LIST, rest.search_query(since, until, number), header)
        page = said if isinstance(said, Failed) else rest.page(said)
        if isinstance(page, Failed):
            if page.code == str(NO_NOTICES) and number == 1:
                return Nothing()
            return mapping.Gathered(tuple(lines), page.answer).answer()
        lines += [mapping.notice(rest.row(raw)) for raw in page.rows]
        moved = page.number != number or total not in (None, page.total)
        total = page.total
        if moved or number >= min(page.pages, mapping.MOST_PAGES):
            return mapping.Gathered(
                tuple(lines), moved=moved or page.pages > mapping.MOST_PAGES or len(lines) < total
            ).answer()
