"""Push messages are written as the standards' own examples are."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from myspace.protocols.webpush.encrypting import (
    MOST_BYTES,
    NotASubscription,
    Recipient,
    encrypt,
    rebase64,
    unbase64,
)
from myspace.protocols.webpush.vapid import Sender

# RFC 8291, section 5 and appendix A.
THEIRS = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
OURS = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT, AUTH = "DGv6ra1nlYgDCS1FRnbzlw", "BTBZMqHH6r4Tts7J_aSIgg"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl"
    "95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_is_written_byte_by_byte() -> None:
    key = ec.derive_private_key(int.from_bytes(unbase64(OURS), "big"), ec.SECP256R1())
    to = Recipient(unbase64(THEIRS), unbase64(AUTH))
    body = encrypt(b"When I grow up, I want to be a watermelon", to, key=key, salt=unbase64(SALT))
    assert rebase64(body) == BODY


def test_two_messages_of_the_same_words_look_different_and_none_is_longer_than_a_record() -> None:
    to = Recipient(unbase64(THEIRS), unbase64(AUTH))
    assert encrypt(b"x", to) != encrypt(b"x", to)
    assert len(encrypt(b"x" * MOST_BYTES, to)) <= 4096
    with pytest.raises(ValueError, match="one record"):
        encrypt(b"x" * (MOST_BYTES + 1), to)


@pytest.mark.parametrize(
    ("point", "auth"),
    [(b"", b"1" * 16), (b"\x04" + b"\x01" * 64, b"1" * 16), (unbase64(THEIRS), b"short"), (b"\x00", b"1" * 16)],
)
def test_what_is_no_point_of_the_curve_or_no_secret_is_refused(point: bytes, auth: bytes) -> None:
    with pytest.raises(NotASubscription):
        encrypt(b"x", Recipient(point, auth))


def test_who_sends_is_said_for_the_endpoints_origin_and_for_half_a_day() -> None:
    now = datetime(2026, 11, 30, tzinfo=UTC)
    sender = Sender(ec.generate_private_key(ec.SECP256R1()), "mailto:avisos@exemple.invalid")
    header = sender.authorization("https://push.exemple.invalid", now)
    said, public = header.removeprefix("vapid t=").split(", k=")
    head, claims, mark = said.split(".")
    assert json.loads(unbase64(head)) == {"typ": "JWT", "alg": "ES256"}
    assert json.loads(unbase64(claims)) == {
        "aud": "https://push.exemple.invalid", "exp": int((now + timedelta(hours=12)).timestamp()),
        "sub": "mailto:avisos@exemple.invalid",
    }  # fmt: skip
    assert public == sender.public
    raw = unbase64(mark)
    signature = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unbase64(public))
    point.verify(signature, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        point.verify(signature, f"{head}.{claims}x".encode(), ec.ECDSA(hashes.SHA256()))
