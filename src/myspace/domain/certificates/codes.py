"""The code by which whoever has one of our papers asks about it: how it is made, written and read back. Pure but for chance.

25 letters of 32: 125 bits, which nobody guesses however often they try. Without I, L, O and U, which are read wrong or spell
something; what is typed in their place is taken for what was meant. Only a keyed hash is looked for.
"""

from __future__ import annotations

import secrets
from typing import Final

from myspace.domain.kernel.keyring import Keyring

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32
LENGTH: Final = 25
_GROUP: Final = 5
_MEANT: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_LONGEST: Final = 100  # of what somebody types: beyond it nothing is looked at


def made() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """As it is shown: five groups of five."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read(typed: str) -> str | None:
    """What was typed as a code; None when it can be none."""
    if len(typed) > _LONGEST:
        return None
    plain = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MEANT)
    return plain if len(plain) == LENGTH and set(plain) <= set(LETTERS) else None


def text(code: str) -> str:
    """What is hashed of it: the word in front keeps this hash from being any other's."""
    return f"paper:{code}"


def hashes(code: str, ring: Keyring) -> list[bytes]:
    """Under each key in force: while a rotation runs, a row may be under either."""
    return list(ring.every_hash(text(code)).values())
