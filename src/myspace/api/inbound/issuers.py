"""Which issuers may tell this folder of notices: the file of tellers.py, without which there is no such door.

MYSPACE_ISSUERS names it (docs/howto/receive-notices-from-an-issuer.md):

    [[issuer]]
    name = "platform"                     # ours, for the log: 2 to 30 small letters, digits and _
    says = "https://notices.example.org"  # its `iss` and `source`, to the letter
    keys = "platform.jwks.json"           # its public keys, beside this file; two while it changes them
    speaks_for = ["0801930008"]           # bodies (INE10) of whose notices it may tell
    a_minute = 600                        # messages that are taken from it in a minute

Knows the form of that file. Refuses to know what an issuer says.
"""

from __future__ import annotations

import msgspec

from myspace.api.inbound.tellers import INE10, Reader, TellersUnusable, Told


class IssuersUnusable(TellersUnusable):
    event = "issuers_unusable"


class _Issuer(Told, frozen=True, forbid_unknown_fields=True, kw_only=True):
    speaks_for: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    issuer: tuple[_Issuer, ...] = ()


def _wrong(bodies: tuple[str, ...]) -> str | None:
    if bodies and all(INE10.fullmatch(one) for one in bodies):
        return None
    return "speaks_for: name at least one body by its INE10, ten digits in quotes"


_READER = Reader("issuer", "MYSPACE_ISSUERS", _File, lambda one: one.speaks_for, _wrong, IssuersUnusable)
configured, read_file = _READER.configured, _READER.read_file
