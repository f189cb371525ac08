"""Opens, refuses and reads in e-NOTUM by REST, with the deployment's certificate, for a person who is present.

Like desk.py, with what this interface lacks: it cannot search by number, so how a notice stands is found by walking the list
from the newest; and it takes no token, so it asks only for the certificate's holder and for those that `/usuari` lists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from myspace.connector_kit import one_call
from myspace.connector_kit.notices import Asker
from myspace.connector_kit.services import Service
from myspace.connector_kit.values import MADRID
from myspace.connectors.enotum import mapping, papers, rest, rest_acting, wire
from myspace.connectors.enotum.codes import Failed
from myspace.connectors.enotum.fetching import fetch, lost
from myspace.connectors.enotum.own import origins, own
from myspace.connectors.enotum.rest_acting import Elsewhere, Here
from myspace.connectors.enotum.standing import before_act, before_contents, done, refused, unread
from myspace.connectors.enotum.values import NotAskable
from myspace.vocabulary.answers import Down, Fault, Garbled, Quarantined, Refused, Unknown
from myspace.vocabulary.notices import (
    ActAnswer,
    ActRefusal,
    ActRefused,
    ActUnconfirmed,
    ActUnsent,
    Contents,
    Notice,
    NoticeAct,
    NoticeKind,
    Paper,
)
from myspace.vocabulary.people import Identifier

MAX_BYTES: Final = 4_000_000


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Lost:
    """No whole answer. `sent`: a byte may have left."""

    answer: Unknown
    sent: bool


@dataclass(frozen=True, slots=True)
class _Told:
    status: int
    location: str | None = field(repr=False)
    body: bytes = field(repr=False)


class EnotumRestDesk:
    """`connector_kit.notices.NoticeDesk` by REST. Raises nothing for what the platform does."""

    def __init__(self, service: Service, *, now: Callable[[], datetime] = _now) -> None:
        """Raises ServicesUnusable for a row that cannot be used."""
        told = own(service)
        self._service, self._now, self._refused = service, now, told.refused
        self._origins = origins(service, told)

    def standing(self, asker: Asker, source_id: str) -> Notice | ActRefused | Unknown:
        header = self._header(asker)
        return self._standing(header, source_id) if isinstance(header, dict) else header

    def practise(self, asker: Asker, source_id: str, act: NoticeAct) -> ActAnswer:
        header = self._header(asker)
        standing = self._standing(header, source_id) if isinstance(header, dict) else header
        before = before_act(standing, act)
        if not isinstance(before, Notice) or not isinstance(header, dict):
            return before if not isinstance(before, Notice) else ActUnsent(Fault.NOT_ASKABLE)
        target = rest_acting.notice_target(source_id)
        if before.kind is NoticeKind.COMMUNICATION:  # asking for it is the act (Q-EN-9)
            said = self._call("GET", target, header)
        else:
            said = self._call("PATCH", target, header, rest_acting.practise_body(act, self._refused))
        if isinstance(said, _Lost):
            return ActUnconfirmed(said.answer.fault) if said.sent else ActUnsent(said.answer.fault)
        if before.kind is NoticeKind.COMMUNICATION:
            told = rest_acting.detail(said.status, said.body, source_id)
            return done(told if isinstance(told, Failed) else None)
        return done(rest_acting.practised(said.status, said.body))

    def contents(self, asker: Asker, source_id: str) -> Contents | ActRefused | Unknown:
        header = self._opened(asker, source_id)
        if not isinstance(header, dict):
            return header
        said = self._call("GET", rest_acting.notice_target(source_id), header)
        if isinstance(said, _Lost):
            return said.answer
        told = rest_acting.detail(said.status, said.body, source_id)
        found = told if isinstance(told, Failed) else rest_acting.contents(told)
        return refused(found) if isinstance(found, Failed) else found

    def document(self, asker: Asker, source_id: str, document_id: str) -> Paper | ActRefused | Unknown:
        """Its name stands in the detail, which is asked for once more: nothing is remembered between two calls."""
        found = self.contents(asker, source_id)
        if not isinstance(found, Contents):
            return found
        header = self._header(asker)
        wanted = next((one for one in found.documents if one.source_id == document_id), None)
        if wanted is None:
            return ActRefused(ActRefusal.NOT_FOUND)
        if not isinstance(header, dict):
            return header
        octets = self._octets(rest_acting.document_target(source_id, document_id), header)
        if isinstance(octets, Failed):
            return refused(octets)
        if not isinstance(octets, bytes):
            return octets
        if not papers.whole(octets, size=wanted.bytes):
            return Garbled(Fault.TRUNCATED)
        return Paper(papers.file_name(wanted.name), papers.mime_of(octets), octets)

    def evidence(self, asker: Asker, source_id: str) -> Paper | ActRefused | Unknown:
        header = self._header(asker)
        if not isinstance(header, dict):
            return header
        standing = self._standing(header, source_id)
        if not isinstance(standing, Notice):
            return standing
        octets = self._octets(rest_acting.evidence_target(source_id), header)
        if isinstance(octets, Failed):
            return refused(rest_acting.evidence_missing(octets))
        if not isinstance(octets, bytes):
            return octets
        if not papers.whole(octets) or not octets.startswith(papers.PDF):
            return Garbled(Fault.NOT_THE_CONTRACT)
        return Paper(f"e-NOTUM-{wire.checked(source_id)}.pdf", papers.mime_of(octets), octets)

    def _opened(self, asker: Asker, source_id: str) -> dict[str, str] | ActRefused | Unknown:
        """The header to ask with, when the list says that it was opened."""
        header = self._header(asker)
        if not isinstance(header, dict):
            return header
        before = before_contents(self._standing(header, source_id))
        return header if isinstance(before, Notice) else before

    def _header(self, asker: Asker) -> dict[str, str] | ActRefused | Unknown:
        if asker.interested is None:
            return Refused(Fault.NOT_ASKABLE)
        said = self._call("GET", f"/{rest.USER}", {})
        if isinstance(said, _Lost):
            return said.answer
        heard = rest.read(said.status, said.body)
        user = heard if isinstance(heard, Failed) else rest.user(heard)
        return user.answer if isinstance(user, Failed) else _for(user, asker.interested)

    def _standing(self, header: dict[str, str], source_id: str) -> Notice | ActRefused | Unknown:
        until = self._now().astimezone(MADRID).date() + timedelta(days=1)
        aside = False
        for number in range(1, mapping.MOST_PAGES + 1):
            query = urlencode(rest.search_query(wire.SINCE_EVER, until, number))
            said = self._call("GET", f"/{rest.LIST}?{query}", header)
            if isinstance(said, _Lost):
                return said.answer
            heard = rest.read(said.status, said.body)
            page = heard if isinstance(heard, Failed) else rest.page(heard)
            if isinstance(page, Failed):
                return refused(page)
            found = [mapping.notice(rest.row(raw)) for raw in page.rows]
            mine = [one for one in found if isinstance(one, Notice) and one.source_id == source_id.lstrip("0")]
            if mine:
                return unread(mine, source_id)
            aside = aside or any(isinstance(one, Quarantined) for one in found)
            if number >= page.pages and not aside:
                return ActRefused(ActRefusal.NOT_FOUND)
            if number >= page.pages:
                break
        return Garbled(Fault.NOT_THE_CONTRACT)  # it may be among what could not be read, or beyond the last page

    def _octets(self, target: str, header: dict[str, str]) -> bytes | Failed | Unknown:
        said = self._call("GET", target, header, accept="*/*", max_bytes=papers.MOST_BYTES)
        if isinstance(said, _Lost):
            return said.answer
        match rest_acting.content(said.status, said.location, said.body):
            case Here(octets):
                return octets
            case Elsewhere(address):
                ms = self._service.deadline_ms
                return fetch(address, self._origins, trust=self._service.trust, deadline_ms=ms)
            case failed:
                return failed

    def _call(
        self,
        method: str,
        target: str,
        header: dict[str, str],
        body: bytes | None = None,
        *,
        accept: str = "application/json",
        max_bytes: int = MAX_BYTES,
    ) -> _Told | _Lost:
        service = self._service
        try:
            far = one_call.FarSide.at(service.url, ca_file=service.trust, certificate=service.certificate)
            reply = one_call.exchange(
                far,
                method,
                target,
                deadline_ms=service.deadline_ms,
                body=body,
                content_type="application/json",
                headers={"Accept": accept, **header},
                max_bytes=max_bytes,
            )
        except one_call.CallFailed as failed:
            return _Lost(lost(failed), failed.sent)
        except (OSError, ValueError):  # our own certificate is missing or broken: nothing was sent
            return _Lost(Down(Fault.TLS), sent=False)
        return _Told(reply.status, reply.headers.get("location"), reply.body)


def _for(user: rest.User, who: Identifier) -> dict[str, str] | ActRefused | Unknown:
    try:
        header = user.header(who)
    except NotAskable:
        return Refused(Fault.NOT_ASKABLE)
    return ActRefused(ActRefusal.NOT_AUTHORISED) if header is None else header
