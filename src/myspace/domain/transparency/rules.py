"""In which class a look-up is, and what may be done about it: pure decisions. Facts in, verdict out.

    the person asked for it themself ........................................ OWN          one folded line
    its case is one that the person can see here ............................ LINKED       quiet
    the person said that they know what it is ............................... RECOGNISED   quiet
    a letter about it was made .............................................. ASKED        quiet, with how that stands
    its body is not connected here, or has not answered since it looked ..... UNLINKABLE   grey, quiet, said so
    its body is connected and answered, and no case of it is this one ....... RAISED       perhaps ask why; never an accusation

That a body's cases are not here says nothing of the look-up: only what could have been linked, and was not, is raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from myspace.vocabulary.transparency import LegalGround


class Standing(StrEnum):
    OWN = "own"
    LINKED = "linked"
    RECOGNISED = "recognised"
    ASKED = "asked"
    NOT_CONNECTED = "not_connected"  # UNLINKABLE: nobody asks that body for cases
    NOT_ANSWERED = "not_answered"  # UNLINKABLE: it did not answer, or not since it looked
    RAISED = "raised"

    @property
    def unlinkable(self) -> bool:
        return self in (Standing.NOT_CONNECTED, Standing.NOT_ANSWERED)


@dataclass(frozen=True, slots=True)
class Facts:
    """`answered_at`: since when all that its body said of the person's cases is known; None: it never did, or not whole."""

    own: bool
    linked: bool
    recognised: bool
    asked: bool
    connected: bool
    answered_at: datetime | None
    last_at: datetime


def standing(facts: Facts) -> Standing:
    if facts.own:
        return Standing.OWN
    if facts.linked:
        return Standing.LINKED
    if facts.recognised:
        return Standing.RECOGNISED
    if facts.asked:
        return Standing.ASKED
    if not facts.connected:
        return Standing.NOT_CONNECTED
    if facts.answered_at is None or facts.answered_at <= facts.last_at:
        return Standing.NOT_ANSWERED
    return Standing.RAISED


class Objection(StrEnum):
    """Whether one may object (GDPR art. 21; Law 39/2015, art. 28.2), for a screen to word."""

    MAY = "may"
    WITHDRAW = "withdraw"  # it rests on consent: that is taken back, which needs no reason (GDPR art. 7.3)
    BY_LAW = "by_law"  # a law orders or allows it: to object changes nothing, and to ask why may
    GROUND_UNTOLD = "ground_untold"  # ask why first: what it rests on is what decides


def objection(ground: LegalGround | None) -> Objection:
    match ground:
        case LegalGround.NO_OBJECTION:
            return Objection.MAY
        case LegalGround.CONSENT:
            return Objection.WITHDRAW
        case LegalGround.LAW:
            return Objection.BY_LAW
    return Objection.GROUND_UNTOLD
