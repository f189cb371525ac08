"""e-NOTUM's codes of error, one by one: what each means for who asked. Pure data; never their texts.

    judged(codes) ── Failed(reason, answer, code)
                     reason   an ActRefusal: nothing was done, and why; None where nobody can tell whether something was
                     answer   what it is worth to who only reads

Both interfaces share the table: messaging publishes it, REST says only that it has a `codi`. What concerns issuers alone
(recipients, documents, registry) would be our fault if it came to us: REJECTED. A code that is not here, and the three
that say that something broke while it was done, leave an act in doubt. `inferred` marks where the published text admits
another reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from myspace.vocabulary.answers import Down, Fault, Garbled, Refused, Unknown
from myspace.vocabulary.notices import ActRefusal

_R = ActRefusal
NO_NOTICES: Final = 1033  # "the citizen has no notifications": an answer to a search, not an error
BROKEN: Final = frozenset({103, 1022, 3011})  # it broke while doing it: done or not, it does not say

_OURS: Final = (  # the request is wrong, or is of somebody else's trade
    101, 102, 104, 501, 502, 504, 505,
    613, 614, 615, 616, 617, 618, 619, 620, 621, 627, 629, 630,
    701, 702, 703, 705, 706, 707, 708, 713, 716, 717, 718, 720, 721, 723, 725, 726, 727, 728, 729, 730,
    911, 913, 914, 918, 920, 921, 922, 923, 924, 925, 926,
    1003, 1005, 1006, 1007, 1008, 1011, 1012, 1016, 1018, 1019, 1020, 1023, 1024, 1025, 1026, 1027, 1028, 1030, 1031,
    1034, 1035, 1036, 1037, 1038, 1039, 1041, 1042, 1043, 1044, 1046, 1048,
    1100, 1200, 1201, 1202, 1401,
    3001, 3002, 3006, 3007, 3008, 3009, 3014, 3015, 3016, 3021, 3036,
    3101, 3102, 3103, 3105, 3106, 3107, 3108, 3200, 3201,
)  # fmt: skip

REASONS: Final[dict[int, ActRefusal]] = {
    **dict.fromkeys(_OURS, _R.REJECTED),
    503: _R.LEVEL_TOO_LOW,  # inferred: this way of access is not enough for what is asked
    719: _R.NOT_THE_ADDRESSEE,
    912: _R.NOT_FOUND,
    1010: _R.NOT_FOUND,
    1015: _R.NOT_FOUND,
    1032: _R.LEVEL_TOO_LOW,
    NO_NOTICES: _R.NOT_FOUND,
    1040: _R.LEVEL_TOO_LOW,  # none that the lowest way of access may see: it does not say that there are none
    1045: _R.LEVEL_TOO_LOW,
    1047: _R.NOT_AUTHORISED,
    1049: _R.LEVEL_TOO_LOW,
    1050: _R.LOGIN_OVER,
    1051: _R.PROVIDER_AWAY,
    1060: _R.LEVEL_TOO_LOW,  # inferred: a certificate of this type does not open it; another way in may
    1403: _R.LEVEL_TOO_LOW,
    3003: _R.ALREADY_ENDED,
    3004: _R.NOT_YET_AVAILABLE,  # in error: neither a citizen nor the system may end it until it is relaunched
    3005: _R.NOT_YET_AVAILABLE,
    3010: _R.NOT_THE_ADDRESSEE,
    3020: _R.NOT_YET_AVAILABLE,
    3035: _R.NOT_YET_AVAILABLE,
    3037: _R.EXPIRED,
    3038: _R.ANNULLED,
    3104: _R.NOT_YET_AVAILABLE,
}

# What a refusal is worth where nobody acts: REJECTED and what cannot come to a reader are a bad question.
_READS: Final[dict[ActRefusal, Unknown]] = {
    _R.NOT_FOUND: Refused(Fault.NOT_AUTHORISED),
    _R.NOT_THE_ADDRESSEE: Refused(Fault.NOT_AUTHORISED),
    _R.NOT_AUTHORISED: Refused(Fault.NOT_AUTHORISED),
    _R.LEVEL_TOO_LOW: Refused(Fault.NOT_AUTHORISED),
    _R.LOGIN_OVER: Refused(Fault.NOT_AUTHORISED),
    _R.PROVIDER_AWAY: Down(Fault.SERVER_ERROR),
}


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no answer. `reason` None: it is not known whether anything was done."""

    reason: ActRefusal | None
    answer: Unknown
    code: str = ""


def judged(codes: Iterable[int]) -> Failed:
    """What an answer with these codes is worth. A doubt among them is a doubt; else the first that says more than "wrong"."""
    each = list(codes)
    if not each:
        return Failed(None, Garbled(Fault.NOT_THE_CONTRACT))
    for code in each:
        if code in BROKEN:
            return Failed(None, Down(Fault.SERVER_ERROR), str(code))
        if code not in REASONS:
            return Failed(None, Garbled(Fault.UNKNOWN_RESULT), _plain(code))
    first = next((code for code in each if REASONS[code] is not _R.REJECTED), each[0])
    reason = REASONS[first]
    return Failed(reason, _READS.get(reason, Refused(Fault.BAD_REQUEST)), str(first))


def _plain(code: int) -> str:
    """A code that may be printed: four digits at most, so that no person's number passes for one."""
    return str(code) if 0 <= code <= 9999 else "other"
