"""Why a message that somebody sends unasked is not taken. Each has a name of its own; none repeats what came.

NOTICE-IN-1 and CONSULT-IN-1 (docs/protocols) say which of them they answer.
"""

from __future__ import annotations

from enum import StrEnum


class Why(StrEnum):
    """The value is the last part of the problem's `type`."""

    # Nobody we know says it: nothing of it is believed.
    MALFORMED_SIGNATURE = "malformed-signature"  # no compact JWS of three parts with a header that can be read
    WEAK_ALGORITHM = "weak-algorithm"  # none, a shared secret, or another that this port does not take
    UNKNOWN_KEY = "unknown-key"
    BAD_SIGNATURE = "bad-signature"
    OTHER_ISSUER = "other-issuer"  # the key is of one, and the message speaks as another
    OTHER_AUDIENCE = "other-audience"  # it is for another folder
    OUT_OF_TIME = "out-of-time"
    # Somebody we know says what may not be said, or says it badly.
    NOT_JSON = "not-json"
    MISSING = "missing"
    UNKNOWN_FIELD = "unknown-field"
    MALFORMED = "malformed"
    UNKNOWN_TYPE = "unknown-type"
    NOT_A_NUMBER = "not-a-number"  # the number of whom it is about: its form or its control character
    NO_COUNTRY = "no-country"
    OTHER_SENDER = "other-sender"  # whoever says it may not speak for that body

    @property
    def of_who_says_it(self) -> bool:
        """Whether it is the signature that is not believed, and not what was said."""
        return self in _OF_WHO_SAYS_IT


_OF_WHO_SAYS_IT = frozenset({
    Why.MALFORMED_SIGNATURE, Why.WEAK_ALGORITHM, Why.UNKNOWN_KEY, Why.BAD_SIGNATURE, Why.OTHER_ISSUER, Why.OTHER_AUDIENCE,
    Why.OUT_OF_TIME,
})  # fmt: skip


class Refused(Exception):
    """`where` is the place in the message by our own names, such as `data.sender`; empty when it is the whole."""

    def __init__(self, why: Why, where: str = "") -> None:
        super().__init__(f"{why.value} {where}".strip())
        self.why, self.where = why, where
