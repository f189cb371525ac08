"""Asks a feed who consulted somebody's data: CONSULT-IN-1 where it is asked. The only module here that sends.

    usage ── a kind of number that the contract lacks ── Refused(NOT_ASKABLE), nothing is sent
          └─ since when ─▶ until when ─▶ pages of consultations, at most PAGES ── signed? of this person? ── UsageTold

Whom it is about travels in a body, never in an address. An answer is believed by its signature, as what is told unasked is:
what cannot be believed, or is about somebody else, is Garbled and removes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import monotonic
from typing import Final
from urllib.parse import urlencode

import msgspec

from myspace.connector_kit.contract import Manifest, Probe
from myspace.connector_kit.one_call import Away, CallFailed, FarSide, NoTls, TooLate, TooLong, exchange
from myspace.connector_kit.services import Service, ServicesUnusable
from myspace.connector_kit.signed import Known, kid_of
from myspace.connector_kit.told_failures import Refused as NotBelieved
from myspace.connectors.consultations import wire
from myspace.connectors.consultations.wire import Heartbeat, Period, Told
from myspace.vocabulary.answers import Answer, Down, Fault, Fresh, Garbled, Late, Nothing, Refused, Unknown
from myspace.vocabulary.people import Identifier
from myspace.vocabulary.transparency import Exchange

PAGES: Final = 40
_MAX_BYTES: Final = 1024 * 1024
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class UsageTold:
    """`since`: from which day the feed has records; `recorded_until`: the moment up to which it has all. None: not told.

    `more`: there are older ones than could be fetched.
    """

    answer: Answer[Exchange]
    since: date | None = None
    recorded_until: datetime | None = None
    more: bool = False


class Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the row of the deployment's services says to this connector alone: by which name its feed is registered."""

    feed: str


class Consultations:
    """One feed that can be asked. `keys` are those of its registration, by kid; `audience` the folder's own origin.

    Raises ServicesUnusable when the row says too little. Nothing that it offers raises for what the far side does.
    """

    def __init__(self, service: Service, manifest: Manifest, keys: Mapping[str, Known], audience: str) -> None:
        self.manifest, self._keys, self._audience = manifest, keys, audience
        self._deadline_ms = service.deadline_ms
        try:
            self._far = FarSide.at(service.url, ca_file=service.trust, certificate=service.certificate)
        except (ValueError, OSError) as wrong:
            raise ServicesUnusable(f"service {service.name}: {wrong}") from None

    async def usage(self, whose: Identifier, since: date, until: date) -> UsageTold:
        """Every consultation about this person within these days, as far as it can be fetched."""
        if whose.kind not in self.manifest.identifiers or whose.of_a_country:
            return UsageTold(Refused(Fault.NOT_ASKABLE))
        return await asyncio.to_thread(self._usage, whose, since, until)

    async def probe(self) -> Probe:
        """Asks whether it works: a question about nobody."""
        began = monotonic()
        said = await asyncio.to_thread(self._ask, "/batec", {}, monotonic() + self._deadline_ms / 1000)
        took = round((monotonic() - began) * 1000)
        if isinstance(said, Heartbeat):
            return Probe(True, True, took, f"recorded until {said.recorded_until.astimezone(UTC):%Y-%m-%dT%H:%M}Z")
        fault = said.fault.value if isinstance(said, Refused | Late | Down | Garbled) else "not_the_contract"
        return Probe(not isinstance(said, Late | Down), False, took, fault)

    def _usage(self, whose: Identifier, since: date, until: date) -> UsageTold:
        ends = monotonic() + self._deadline_ms / 1000
        period = self._ask("/periode", {}, ends)
        if not isinstance(period, Period):
            return UsageTold(_worth(period))
        beat = self._ask("/batec", {}, ends)
        recorded = beat.recorded_until if isinstance(beat, Heartbeat) else None
        found: list[Exchange] = []
        after = ""
        for _ in range(PAGES):
            asked = {
                "tipus": whose.kind.value, "numero": whose.value, "des": max(since, period.since).isoformat(),
                "fins": until.isoformat(), **({"despres": after} if after else {}),
            }  # fmt: skip
            page = self._ask("/consultes/cerca", asked, ends)
            if not isinstance(page, Told):
                return UsageTold(_worth(page), period.since, recorded)
            if any(one.whose != whose for one in page.of):
                return UsageTold(Garbled(Fault.NOT_THE_CONTRACT), period.since, recorded)
            found += [one.exchange for one in page.of]
            after = page.next or ""
            if not after:
                break
        answer: Answer[Exchange] = Fresh(tuple(found)) if found else Nothing()
        return UsageTold(answer, period.since, recorded, more=bool(after))

    def _ask(self, path: str, said: Mapping[str, str], ends: float) -> Told | Heartbeat | Period | Unknown:
        left_ms = round((ends - monotonic()) * 1000)
        if left_ms <= 0:
            return Late()
        try:
            reply = exchange(
                self._far, "POST", path, deadline_ms=left_ms, body=urlencode(said).encode(), content_type=_FORM,
                headers={"Accept": "application/jwt"}, max_bytes=_MAX_BYTES,
            )  # fmt: skip
        except CallFailed as failed:
            return _failed(failed)
        if reply.status != 200:
            return _status(reply.status)
        try:
            known = self._keys.get(kid_of(reply.body, longest=wire.LONGEST))
            return wire.read(reply.body, known, self._audience, datetime.now(UTC))
        except NotBelieved:
            return Garbled(Fault.NOT_THE_CONTRACT)


def _worth(said: Told | Heartbeat | Period | Unknown) -> Unknown:
    """What is well signed and answers another question is no answer to this one."""
    return Garbled(Fault.NOT_THE_CONTRACT) if isinstance(said, Told | Heartbeat | Period) else said


def _failed(failed: CallFailed) -> Unknown:
    match failed:
        case TooLate():
            return Late()
        case NoTls():
            return Down(Fault.TLS)
        case Away():
            return Down(Fault.UNREACHABLE)
        case TooLong():
            return Garbled(Fault.TOO_LARGE)
    return Garbled(Fault.TRUNCATED)


def _status(status: int) -> Unknown:
    if status in (401, 403):
        return Refused(Fault.NOT_AUTHORISED)
    if status == 400:
        return Refused(Fault.BAD_REQUEST)
    if status == 404:
        return Down(Fault.HTTP_NOT_FOUND)
    if 300 <= status < 400:
        return Down(Fault.REDIRECTED)
    return Down(Fault.SERVER_ERROR) if status >= 500 else Garbled(Fault.NOT_THE_CONTRACT)
