"""Which feeds may tell this folder of consultations, and whose answers are believed: the file of tellers.py.

MYSPACE_FEEDS names it (docs/howto/receive-consultations.md). Without it there is no such door, and nobody is asked:

    [[feed]]
    name = "platform"                         # ours, for the log: 2 to 30 small letters, digits and _
    says = "https://consultations.example.org"  # its `iss` and `source`, to the letter
    keys = "platform.jwks.json"               # its public keys, beside this file; two while it changes them
    carries = ["*"]                           # whose questions it may tell of: bodies (INE10), or whoever asks
    a_minute = 600                            # messages that are taken from it in a minute

Knows the form of that file. Refuses to know what a feed says.
"""

from __future__ import annotations

import msgspec

from myspace.api.inbound.tellers import INE10, Reader, TellersUnusable, Told
from myspace.connectors.consultations.wire import EVERYBODY

_OURS = "own"  # the source of what the person asked for themself


class FeedsUnusable(TellersUnusable):
    event = "feeds_unusable"


class _Feed(Told, frozen=True, forbid_unknown_fields=True, kw_only=True):
    carries: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    feed: tuple[_Feed, ...] = ()


def _wrong(bodies: tuple[str, ...]) -> str | None:
    if bodies and all(one == EVERYBODY or INE10.fullmatch(one) for one in bodies):
        return None
    return 'carries: bodies by their INE10, ten digits in quotes; or ["*"] for whoever asks'


_READER = Reader("feed", "MYSPACE_FEEDS", _File, lambda one: one.carries, _wrong, FeedsUnusable, _OURS)
configured, read = _READER.configured, _READER.read
