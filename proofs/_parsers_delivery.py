"""The parsers of what leaves: the address that a browser gives for push messages, and what providers say of a message."""

from __future__ import annotations

import base64
from random import Random
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from myspace.connectors.delivery import wire
from myspace.protocols.webpush.encrypting import NotASubscription, rebase64, unbase64
from myspace.vocabulary.messages import Outcome
from proofs import _mutants
from proofs._parser import Parser

WIRE, PUSH = "myspace.connectors.delivery.wire", "myspace.protocols.webpush.encrypting"
_CODES = (
    0,
    99,
    100,
    199,
    200,
    201,
    202,
    250,
    299,
    301,
    354,
    400,
    404,
    410,
    413,
    421,
    429,
    450,
    499,
    500,
    550,
    599,
    600,
    999,
)
_ELSEWHERE = (
    "http://fcm.googleapis.com/x", "https://fcm.googleapis.com.exemple.test/x", "https://127.0.0.1/x",
    "https://u@fcm.googleapis.com/x", "https://fcm.googleapis.com:8443/x", "javascript:x", "", "https://push.apple.com@exemple.test/",
)  # fmt: skip


def parsers() -> list[Parser]:
    return [_subscriptions(), _keys(), _of_mail(), _of_push()]


def _subscriptions() -> Parser:
    point = (
        ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    )
    keys = {"p256dh": rebase64(point), "auth": rebase64(b"0123456789abcdef")}
    valid = [{"endpoint": f"https://{host}/x/1", "expirationTime": None, "keys": keys} for host in wire.PUSH_HOSTS]
    valid += [{"endpoint": each, "keys": keys} for each in _ELSEWHERE]

    def judge(_given: str, found: Any) -> str | None:
        parts = urlsplit(found.endpoint)
        known = any(parts.hostname == h or str(parts.hostname).endswith("." + h) for h in wire.PUSH_HOSTS)
        if parts.scheme != "https" or not known or parts.port not in (None, 443):
            return "an address that nobody may be made to call"
        return None if len(found.to.p256dh) in (33, 65) and len(found.to.auth) == 16 else "keys of another length"

    return Parser(
        "push subscriptions",
        (f"{WIRE}:subscription",),
        lambda c, n: _mutants.json_bytes(c, valid, n).decode("utf-8", "replace"),
        wire.subscription,
        (NotASubscription,),
        judge,
    )


def _keys() -> Parser:
    valid = tuple(rebase64(bytes(range(size))) for size in (0, 1, 2, 3, 16, 65))

    def judge(given: str, found: bytes) -> str | None:
        theirs = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
        return None if found == theirs else "read otherwise than by another reader"

    return Parser(
        "push keys",
        (f"{PUSH}:unbase64",),
        lambda c, n: _mutants.text(c, valid, n),
        unbase64,
        (NotASubscription,),
        judge,
    )


def _of_mail() -> Parser:
    def judge(given: tuple[int, bool], found: Outcome) -> str | None:
        return "taken for accepted" if found is Outcome.ACCEPTED and not 200 <= given[0] < 300 else None

    return Parser(
        "answers of a mail server",
        (f"{WIRE}:smtp_outcome",),
        lambda c, _n: (_code(c), c.random() < 0.5),
        lambda given: wire.smtp_outcome(given[0], of_recipient=given[1]),
        (),
        judge,
    )


def _of_push() -> Parser:
    def judge(given: tuple[int, tuple[int, ...]], found: Outcome) -> str | None:
        if found is Outcome.ACCEPTED:
            return None if 200 <= given[0] < 300 else "taken for accepted"
        return (
            "nobody there, and no provider said so"
            if found is Outcome.NOBODY_THERE and given[0] not in given[1]
            else None
        )

    return Parser(
        "answers of a push service",
        (f"{WIRE}:http_outcome",),
        lambda c, _n: (_code(c), c.choice(((404, 410), (), (404,)))),
        lambda given: wire.http_outcome(*given),
        (),
        judge,
    )


def _code(chance: Random) -> int:
    return chance.choice(_CODES) if chance.random() < 0.5 else chance.randrange(-10, 1200)
