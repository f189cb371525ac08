"""A whole rehearsal of one body, from the first plain question to the test data.

Knows the order and when there is nothing to talk to. Refuses to know how a question is put (asking.py).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import aiohttp

from . import acceptance, behaviour, coherence, transport_rules
from .asking import ACCEPTANCE_PERSON, Baseline, Rehearsal, Target
from .contract_tables import OPERATIONS
from .notebook import Notebook, Severity, Where
from .reading import Item
from .usefulness import Usefulness, weigh

MAX_HOSTS = 200  # kept of those that a body's links point to


@dataclass(slots=True)
class Outcome:
    """Everything known about one body after the rehearsal."""

    target: Target
    notes: Notebook
    usefulness: Usefulness
    reached: bool
    questions: int
    slowest_ms: int
    items: dict[str, int] = field(default_factory=dict)
    hosts_seen: frozenset[str] = frozenset()

    @property
    def exit_status(self) -> int:
        if not self.reached:
            return 2
        return 1 if self.notes.findings(Severity.FAIL) else 0


async def rehearse(session: aiohttp.ClientSession, target: Target, timeout_s: float, today: date) -> Outcome:
    """Put one body through everything. Stops early, and says so, when there is nothing to talk to."""
    rehearsal = Rehearsal(session, target, timeout_s, today)
    notes = rehearsal.notes
    first: Baseline = {}
    if transport_rules.judge_address(notes, target.url):
        first = await _first_round(rehearsal)
        if first:
            await behaviour.run(rehearsal, first)
            await acceptance.run(rehearsal, first)
    notes.judge("HCC-C-255", bool(target.hosts) or not rehearsal.reader.hosts_seen)
    notes.judge("HCC-C-315", bool(target.ine10))
    answers = {name: reply.items for name, reply in first.items()}
    if not target.ine10:
        _one_body_only(notes, answers)
    return Outcome(
        target=target,
        notes=notes,
        usefulness=weigh(answers),
        reached="HCC-C-001" not in notes.ids() or bool(first),
        questions=rehearsal.questions,
        slowest_ms=rehearsal.slowest_ms,
        items={name: len(items) for name, items in answers.items()},
        hosts_seen=frozenset(sorted(rehearsal.reader.hosts_seen)[:MAX_HOSTS]),
    )


async def _first_round(rehearsal: Rehearsal) -> Baseline:
    """The four plain questions, one after another: what everything else is compared with.

    When the first shows a body that does not answer, the other three go together, so that it is told soon.
    """
    replies = [await rehearsal.ask(OPERATIONS[0], ACCEPTANCE_PERSON)]
    unanswered = rehearsal.notes.ids() & {"HCC-C-001", "HCC-C-003", "HCC-C-005"}
    if unanswered & {"HCC-C-001", "HCC-C-003"}:
        return {}
    if unanswered:
        replies += await asyncio.gather(*(rehearsal.ask(o, ACCEPTANCE_PERSON) for o in OPERATIONS[1:]))
    else:
        replies += [await rehearsal.ask(o, ACCEPTANCE_PERSON) for o in OPERATIONS[1:]]
    pairs = zip(OPERATIONS, replies, strict=True)
    return {o.name: reply for o, reply in pairs if reply is not None and reply.code is not None}


def _one_body_only(notes: Notebook, answers: Mapping[str, tuple[Item, ...]]) -> None:
    """Nobody said which body this is: at least all its items must be of the same one."""
    codes: Counter[str] = Counter()
    for items in answers.values():
        codes.update(c for i in items if (c := coherence.text(i, "codiINE10")) and len(c) == 10)
    if codes:
        notes.judge("HCC-C-301", len(codes) == 1, Where(), f"surten {len(codes)} codis diferents")
