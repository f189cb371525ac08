"""Asks one time-stamping authority for one stamp, under one deadline (RFC 3161 §3.4). Asking again is safe."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from myspace.connector_kit.one_call import CallFailed, FarSide, exchange
from myspace.connectors.timestamp import wire
from myspace.connectors.timestamp.wire import Answer, Declined, Why

DEADLINE_MS = 10_000


class NoAnswer(Exception):
    """The authority did not answer, or with something else than a 200. Asking again is safe."""


_MOST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Authority:
    """`roots`: a PEM file of whom it must be under; read each time."""

    far: FarSide
    roots: Path

    @classmethod
    def at(cls, url: str, roots: Path) -> Authority:
        """ValueError, which repeats nothing of the address, unless it is https, or http of this machine."""
        return cls(FarSide.at(url), roots)

    def stamp(self, text: bytes) -> Answer:
        """OSError and ValueError for roots that cannot be used."""
        roots = self.roots.read_bytes()
        try:
            reply = exchange(
                self.far, "POST", "/", deadline_ms=DEADLINE_MS, body=wire.request(text), content_type=wire.QUERY,
                max_bytes=_MOST,
            )  # fmt: skip
        except CallFailed:
            return Declined(Why.AWAY)
        return wire.answer(reply.status, reply.body, text, roots)

    def reply(self, request: bytes) -> bytes:
        """A TimeStampResp as it came, for whoever made the request and judges the answer. Raises NoAnswer."""
        try:
            reply = exchange(
                self.far, "POST", "/", deadline_ms=DEADLINE_MS, body=request, content_type=wire.QUERY, max_bytes=_MOST
            )
        except CallFailed as away:
            raise NoAnswer from away
        if reply.status != 200:
            raise NoAnswer
        return reply.body
