"""A deferred exchange over the socket: handed over now, collected later. The table of stages decides; this does.

    hand_over ── Held(WAITING)        confirmed: collect at `collect_at`
              ├─ Held(UNCONFIRMED)    nothing came back: it is collected all the same, by its id
              └─ Held(REFUSED …)      over
    collect   ── Held, and the answer when there is one

Refuses to keep anything: whoever asks keeps `Held` beside what they asked, from one collection to the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from myspace.connector_kit.pci import ask
from myspace.connector_kit.services import Service
from myspace.protocols.pci.exchange import GIVE_UP, OVER, Heard, Stage, collect_after, step
from myspace.protocols.pci.failures import ExchangeFailed, NotSent
from myspace.protocols.pci.hearing import heard, heard_in
from myspace.protocols.pci.messages import Attributes, Collection, Request, Response


@dataclass(frozen=True, slots=True)
class Held:
    """Where a deferred exchange stands. `collect_at` is None when it is over."""

    stage: Stage
    since: datetime
    times: int = 0
    collect_at: datetime | None = None
    failure: ExchangeFailed | None = None


async def hand_over(service: Service, request: Request, now: datetime | None = None) -> Held:
    """Raises NotSent: then nothing was handed over, and nothing is held."""
    now = now or datetime.now(UTC)  # for the table alone: what is signed is signed now
    hours: int | None = None
    failure: ExchangeFailed | None = None
    try:
        confirmed = await ask(service, request, deferred=True)
        said, hours = heard(confirmed), confirmed.attributes.state.hours
    except NotSent:
        raise
    except ExchangeFailed as failed:
        said, failure = heard_in(failed) or Heard.SILENCE, failed
    return _moved(Held(Stage.HANDED_OVER, now), said, hours, now, failure)


async def collect(
    service: Service, held: Held, asked: Attributes, now: datetime | None = None
) -> tuple[Held, Response | None]:
    """`asked` are the attributes of the request, whose id finds it again. Only reads, so it may be done any number of times."""
    now = now or datetime.now(UTC)
    if held.stage in OVER:
        return held, None
    answer: Response | None = None
    hours: int | None = None
    failure: ExchangeFailed | None = None
    try:
        told = await ask(service, Collection(asked))
        said, hours = heard(told), told.attributes.state.hours
        answer = told if isinstance(told, Response) and said is Heard.ANSWER else None
    except ExchangeFailed as failed:
        said, failure = heard_in(failed) or Heard.SILENCE, failed
    if said is not Heard.ANSWER and now - held.since > GIVE_UP:
        said = Heard.TOO_LATE
    return _moved(replace(held, times=held.times + 1), said, hours, now, failure), answer


def _moved(held: Held, said: Heard, hours: int | None, now: datetime, failure: ExchangeFailed | None) -> Held:
    stage = step(held.stage, said).stage
    later = None if stage in OVER else now + collect_after(hours, held.times)
    return replace(held, stage=stage, collect_at=later, failure=failure)
