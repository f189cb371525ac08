"""Which feeds may tell this folder of logins at other services: the file of tellers.py.

MYSPACE_LOGIN_FEEDS names it (docs/howto/receive-logins.md). Without it there is no such door:

    [[feed]]
    name = "identity"                       # ours, for the log: 2 to 30 small letters, digits and _
    says = "https://identity.example.org"   # its `iss` and `source`, to the letter
    keys = "identity.jwks.json"             # its public keys, beside this file; two while it changes them
    a_minute = 600                          # messages that are taken from it in a minute

Who identified people may tell of every service at which it did: there is no list of bodies. Refuses to know what a feed says.
"""

from __future__ import annotations

import msgspec

from myspace.api.inbound.tellers import Reader, TellersUnusable, Told


class LoginFeedsUnusable(TellersUnusable):
    event = "login_feeds_unusable"


class _Feed(Told, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    feed: tuple[_Feed, ...] = ()


_READER = Reader("feed", "MYSPACE_LOGIN_FEEDS", _File, lambda _: (), lambda _: None, LoginFeedsUnusable)
configured, read = _READER.configured, _READER.read
