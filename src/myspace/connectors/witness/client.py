"""Asks one witness to confirm one head, under one deadline. Asking again is safe: it confirms the same head again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from myspace.connector_kit.one_call import CallFailed, FarSide, exchange
from myspace.connectors.witness import wire
from myspace.connectors.witness.wire import Answer, Declined, Why

DEADLINE_MS = 5_000
_MOST = 8 * 1024


@dataclass(frozen=True, slots=True)
class Witness:
    """`name` and `key` as its owner publishes them (a vkey); `far`: where it listens."""

    name: str
    key: str
    far: FarSide

    @classmethod
    def at(cls, name: str, key: str, url: str) -> Witness:
        """ValueError, which repeats nothing of the address, unless it is https, or http of this machine."""
        return cls(name, key, FarSide.at(url))

    def add(self, old: int, proof: Sequence[bytes], checkpoint: str) -> Answer:
        body = wire.request(old, proof, checkpoint)
        try:
            reply = exchange(
                self.far, "POST", "/add-checkpoint", deadline_ms=DEADLINE_MS, body=body, content_type="text/plain",
                max_bytes=_MOST,
            )  # fmt: skip
        except CallFailed:
            return Declined(Why.AWAY)
        return wire.answer(reply.status, reply.headers.get("content-type", ""), reply.body)
