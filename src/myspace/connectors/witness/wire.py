"""What is said to a witness and what each of its answers means (C2SP tlog-witness): pure.

old 8                                      how large the head was that this witness confirmed last
base64                                     the consistency proof from there, a hash a line
                                           an empty line
espai.example/registre …                   the checkpoint, a signed note
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_HASHES = 63
SIZE_TYPE = "text/x.tlog.size"


class Why(StrEnum):
    """Why a witness confirmed nothing."""

    UNKNOWN_RECORD = "unknown_record"  # 404: it does not know this name
    NOT_SIGNED = "not_signed"  # 403: not by the key that it knows
    NOT_A_CONTINUATION = "not_a_continuation"  # 422: this head does not continue the one that it confirmed
    GARBLED = "garbled"  # what it answered is none of this
    AWAY = "away"  # no whole answer came


@dataclass(frozen=True, slots=True)
class Cosigned:
    """Lines of a signed note, each with its end. Whose they are is still to be looked at."""

    lines: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The last head that it confirmed has another size than was said; or the same, and another root."""

    size: int


@dataclass(frozen=True, slots=True)
class Declined:
    why: Why


Answer = Cosigned | Elsewhere | Declined


def request(old: int, proof: Sequence[bytes], checkpoint: str) -> bytes:
    """ValueError for more hashes than a proof can have."""
    if len(proof) > MOST_HASHES:
        raise ValueError("a proof has at most 63 hashes")
    lines = [f"old {old}", *(base64.b64encode(each).decode() for each in proof), "", checkpoint]
    return "\n".join(lines).encode()


def answer(status: int, content_type: str, body: bytes) -> Answer:
    """What it said. Nothing is raised: what is not of the contract is garbled."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return Declined(Why.GARBLED)
    if status == 200:
        lines = text.splitlines(keepends=True)
        good = lines and all(line.startswith("— ") and line.endswith("\n") for line in lines)
        return Cosigned(text) if good else Declined(Why.GARBLED)
    if status == 409 and content_type.partition(";")[0].strip() == SIZE_TYPE:
        number = text.removesuffix("\n")
        return (
            Elsewhere(int(number))
            if number.isascii() and number.isdigit() and len(number) < 19
            else Declined(Why.GARBLED)
        )
    return Declined(_WHY.get(status, Why.GARBLED))


_WHY = {403: Why.NOT_SIGNED, 404: Why.UNKNOWN_RECORD, 422: Why.NOT_A_CONTINUATION, 503: Why.AWAY}
