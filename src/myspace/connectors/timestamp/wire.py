"""A request for a time stamp, and what an answer is worth: whole, over this text, by an authority under these roots (RFC 3161).

Parsing and verifying are rfc3161-client's; here is which of its words means what. Nothing is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

QUERY = "application/timestamp-query"
_GRANTED = (0, 1)


class Why(StrEnum):
    """Why there is no stamp."""

    REJECTED = "rejected"  # the authority says no
    NOT_VERIFIED = "not_verified"  # it is of something else, or not of an authority under these roots
    GARBLED = "garbled"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Stamp:
    """`token`: the whole TimeStampResp, as it came. `at`: by the authority's clock."""

    token: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Declined:
    why: Why


Answer = Stamp | Declined


def request(text: bytes) -> bytes:
    """For SHA-256 of the text, with a nonce, and asking for the authority's certificate."""
    return TimestampRequestBuilder().data(text).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def answer(status: int, body: bytes, text: bytes, roots: bytes) -> Answer:
    """ValueError for roots that are none; of what came nothing is raised."""
    trusted = x509.load_pem_x509_certificates(roots)
    if status != 200:
        return Declined(Why.AWAY)
    try:
        told = decode_timestamp_response(body)
        if told.status not in _GRANTED:
            return Declined(Why.REJECTED)
        building = VerifierBuilder()
        for root in trusted:
            building = building.add_root_certificate(root)
        building.build().verify_message(told, text)
        return Stamp(body, told.tst_info.gen_time)
    except VerificationError:
        return Declined(Why.NOT_VERIFIED)
    except ValueError:
        return Declined(Why.GARBLED)
