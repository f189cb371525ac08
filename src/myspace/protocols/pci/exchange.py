"""How an exchange goes on: a table of stages and what is heard. Pure: no clock, no socket; who asks keeps the stage.

    synchronous   SENT ─ answer ─► ANSWERED
                       ├ refused ─► REFUSED
                       └ silence ─► DOUBTFUL          it may have been done: only a product that reads may be asked again

    deferred      HANDED_OVER ─ confirmed ─► WAITING ─ answer ─► ANSWERED
                       │ silence                │ not yet, silence: ask again later
                       └────────► UNCONFIRMED ──┘ collected with the same id: that only reads

Whether a repeated IdPeticion is refused is not written anywhere, so an id is used once. How long an answer waits to be
collected is not written either: `GIVE_UP` is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Stage(StrEnum):
    SENT = "sent"
    HANDED_OVER = "handed_over"
    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"
    DOUBTFUL = "doubtful"
    BROKEN = "broken"


class Heard(StrEnum):
    ANSWER = "answer"  # Respuesta 0003
    NOT_YET = "not_yet"  # Respuesta 0001 or 0002 without items
    CONFIRMED = "confirmed"  # ConfirmacionPeticion 0001 or 0002
    REFUSED = "refused"  # 0502 in either
    FAULT = "fault"
    SILENCE = "silence"  # no answer, or none that can be read
    TOO_LATE = "too_late"  # nothing for as long as we wait


class Do(StrEnum):
    READ = "read"  # the answer is the product's to judge
    TELL = "tell"  # whoever asked learns the failure
    COLLECT_LATER = "collect_later"
    CHECK = "check"  # never send again by itself: it may have been done
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Step:
    stage: Stage
    do: Do


_ANSWERED, _REFUSED = Step(Stage.ANSWERED, Do.READ), Step(Stage.REFUSED, Do.TELL)
_WAITING, _BROKEN = Step(Stage.WAITING, Do.COLLECT_LATER), Step(Stage.BROKEN, Do.TELL)
_DOUBTFUL, _UNCONFIRMED = Step(Stage.DOUBTFUL, Do.CHECK), Step(Stage.UNCONFIRMED, Do.COLLECT_LATER)
OVER = frozenset({Stage.ANSWERED, Stage.REFUSED, Stage.DOUBTFUL, Stage.BROKEN})

# Every pair is here; tests/unit/protocols/pci/test_exchange.py counts them.
TABLE: dict[tuple[Stage, Heard], Step] = {
    (Stage.SENT, Heard.ANSWER): _ANSWERED,
    (Stage.SENT, Heard.NOT_YET): _BROKEN,  # the synchronous service has nothing to collect
    (Stage.SENT, Heard.CONFIRMED): _BROKEN,
    (Stage.SENT, Heard.REFUSED): _REFUSED,
    (Stage.SENT, Heard.FAULT): _REFUSED,
    (Stage.SENT, Heard.SILENCE): _DOUBTFUL,
    (Stage.SENT, Heard.TOO_LATE): _DOUBTFUL,
    (Stage.HANDED_OVER, Heard.ANSWER): _BROKEN,  # it answers requests with a confirmation, by its WSDL
    (Stage.HANDED_OVER, Heard.NOT_YET): _BROKEN,
    (Stage.HANDED_OVER, Heard.CONFIRMED): _WAITING,
    (Stage.HANDED_OVER, Heard.REFUSED): _REFUSED,
    (Stage.HANDED_OVER, Heard.FAULT): _REFUSED,
    (Stage.HANDED_OVER, Heard.SILENCE): _UNCONFIRMED,
    (Stage.HANDED_OVER, Heard.TOO_LATE): _UNCONFIRMED,
    (Stage.UNCONFIRMED, Heard.ANSWER): _ANSWERED,
    (Stage.UNCONFIRMED, Heard.NOT_YET): _WAITING,  # so it had arrived
    (Stage.UNCONFIRMED, Heard.CONFIRMED): _BROKEN,
    (Stage.UNCONFIRMED, Heard.REFUSED): _DOUBTFUL,  # unknown id and refused request look the same: no text is published
    (Stage.UNCONFIRMED, Heard.FAULT): _UNCONFIRMED,
    (Stage.UNCONFIRMED, Heard.SILENCE): _UNCONFIRMED,
    (Stage.UNCONFIRMED, Heard.TOO_LATE): _DOUBTFUL,
    (Stage.WAITING, Heard.ANSWER): _ANSWERED,
    (Stage.WAITING, Heard.NOT_YET): _WAITING,
    (Stage.WAITING, Heard.CONFIRMED): _BROKEN,
    (Stage.WAITING, Heard.REFUSED): _REFUSED,
    (Stage.WAITING, Heard.FAULT): _WAITING,  # a fault is about this collection, not about what was asked
    (Stage.WAITING, Heard.SILENCE): _WAITING,
    (Stage.WAITING, Heard.TOO_LATE): Step(Stage.DOUBTFUL, Do.TELL),
    **{(stage, heard): Step(stage, Do.NOTHING) for stage in OVER for heard in Heard},
}
SOONEST, LATEST, GIVE_UP = timedelta(minutes=1), timedelta(hours=24), timedelta(days=15)


def step(stage: Stage, heard: Heard) -> Step:
    return TABLE[stage, heard]


def collect_after(hours: int | None, times: int) -> timedelta:
    """How long to wait before collecting: what the far side estimates, in hours, the first time; then longer and longer.

    0 hours and no estimate mean that it may be any moment.
    """
    estimated = min(timedelta(hours=min(hours or 0, 9_999)), LATEST) if times == 0 else SOONEST * 2 ** min(times, 11)
    return min(max(estimated, SOONEST), LATEST)
