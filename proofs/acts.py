"""An act happens once or not at all, and what became of it is always found out: nothing is lost, nothing is done twice.

    cut        a tenth of the tries: the line to the platform is cut (after the act, before it, the connection refused) or
               the process dies at one of three places; then time passes and the person looks again
    steps      the others: Hypothesis draws walks through everything that may happen to some notices (people who confirm,
               use a form twice, look; lists that are behind; others who open; terms that end; crashes; lines cut), and after
               each step every act has gone on as drawn, one at most is under way, and the platform was told each act once

The platform stands behind a real socket (proofs/_platform.py); the domain is the product's own, on PostgreSQL, under the
roles of web and worker.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from unittest.mock import patch
from uuid import UUID

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from myspace.launch.prove import Database
from myspace.vocabulary.notices import NoticeAct, NoticeStatus
from myspace.vocabulary.people import Actor
from proofs._count import Count
from proofs._platform import Platform, PlatformDesk, PlatformList, running
from proofs._stage import neighbour, product, stand_as, superuser

TRIES = 110_000  # a tenth more: 10,000 lines cut, and the rest are steps
NOTE = ""
IN_TESTS = 1_100
_WALK = 50
NAME = "platform"
_ENDS = (NoticeStatus.OPENED, NoticeStatus.REFUSED, NoticeStatus.EXPIRED_UNOPENED, NoticeStatus.ANNULLED)


class Killed(BaseException):
    """The process dies here: nothing after this line runs, whatever catches exceptions."""


class Stage:
    """The product between a person and the platform, with a clock that can be moved on and places where it dies."""

    def __init__(self, database: Database, platform: Platform, count: Count) -> None:
        self.database, self.platform, self.count = database, platform, count
        self.desk = PlatformDesk(platform)
        self.later = timedelta()
        self.dies = ""
        self.seen: Counter[str] = Counter()
        self.people = 0
        self.curtain = superuser(database)

    def now(self, zone: Any = UTC) -> datetime:
        return datetime.now(zone) + self.later

    def enter(self) -> tuple[Actor, str]:
        """Somebody who is in, with a token of their own."""
        from myspace.domain.people import service as people
        from myspace.vocabulary.people import AssuranceLevel, LoginMethod, identifier

        self.people += 1
        token = f"token-{self.people}"
        entered = people.enter(
            people.Presented(identifier(neighbour(1 + self.people % 99)), people.Name("Veïna", "de Prova"), None),
            company=None,
            level=AssuranceLevel.HIGH,
            method=LoginMethod.CERTIFICATE,
            device="Firefox",
            provider_token=token,
            provider_token_until=datetime.now(UTC) + timedelta(days=9),
        )
        for table in ("told", "act", "confirmation", "paper", "reading", "notice"):
            # There are a hundred made-up neighbours: whoever comes again comes to an empty mailbox.
            self.curtain.execute(f"DELETE FROM notices_{table} WHERE person_id = %s", (entered.actor.subject,))
        return entered.actor, token

    def listed(self, actor: Actor, told: list[Any] | None = None) -> None:
        """The worker's part: read the list, or take what is given for it."""
        from myspace.domain.kernel import db
        from myspace.domain.notices import listing, service
        from myspace.domain.notices.store import store

        if told is not None:
            with worker(), db.as_person(actor.subject) as tx:
                store(tx, NAME, told, datetime.now(UTC))
            return
        service.read_again(actor)

        async def thread(call: Any, *args: Any) -> Any:
            return call(*args)

        with worker():
            asyncio.run(listing.read_lists(actor.subject, thread))

    def ids(self, actor: Actor) -> dict[str, UUID]:
        rows = self.curtain.execute(
            "SELECT source_id, id FROM notices_notice WHERE person_id = %s", (actor.subject,)
        ).fetchall()
        return {row[0]: row[1] for row in rows}

    def confirm(self, actor: Actor, notice_id: UUID, act: NoticeAct) -> Any:
        from myspace.domain.notices import service
        from myspace.domain.notices.minting import MINT

        id_ = service.confirmation(actor, notice_id, act, b"shown")
        assert id_ is not None
        return service.PresentPerson(actor, notice_id, act, id_, MINT)

    def act(self, person: Any, cut: str) -> Any:
        """None when the process died on the way."""
        from myspace.domain.notices import service

        self.platform.cut = cut if cut in ("reply", "request") else ""
        self.desk.line.away = cut == "refused"
        self.dies = cut if cut.startswith("dies") else ""
        try:
            act = service.open if person.act is NoticeAct.OPEN else service.refuse
            return act(person, person.notice_id)
        except Killed:
            return None
        finally:
            self.platform.cut, self.desk.line.away, self.dies = "", False, ""

    def may(self, *_: Any) -> Any:
        from myspace.domain.notices.allowed import May, Verdict

        if self.dies == "dies before it is sent":
            raise Killed
        return May(Verdict.YES)

    def practise(self, *given: Any) -> Any:
        if self.dies == "dies before the call":
            raise Killed
        answer = PlatformDesk.practise(self.desk, *given)
        if self.dies == "dies after the call":
            raise Killed
        return answer

    def acts(self, actor: Actor) -> list[tuple[UUID, UUID, str, str]]:
        return self.curtain.execute(
            "SELECT id, notice_id, act, state FROM notices_act WHERE person_id = %s ORDER BY id", (actor.subject,)
        ).fetchall()

    def status(self, notice_id: UUID) -> str:
        ((status,),) = self.curtain.execute("SELECT status FROM notices_notice WHERE id = %s", (notice_id,)).fetchall()
        return str(status)


CUTS = ("", "reply", "request", "refused", "dies before it is sent", "dies before the call", "dies after the call")
_pools: dict[str, Any] = {}
_role = "myspace_web"


@contextmanager
def worker() -> Iterator[None]:
    """Within, this process is the worker: each role keeps a pool of its own."""
    global _role
    _role = "myspace_worker"
    try:
        yield
    finally:
        _role = "myspace_web"


def run(tries: int, seed: int, database: Database | None) -> tuple[int, int]:
    global NOTE
    assert database is not None
    count = Count()
    with product(database), running() as platform, _standing(database):
        from myspace.domain.notices import acting, allowed, desks, lists, platforms

        stage = Stage(database, platform, count)
        lists.give(NAME, PlatformList(platform))
        desks.give(NAME, stage.desk)
        clock = type("Clock", (datetime,), {"now": staticmethod(stage.now)})
        try:
            with (
                patch.object(acting, "datetime", clock),
                patch.object(allowed, "may", stage.may),
                patch.object(stage.desk, "practise", stage.practise),
            ):
                lines = max(1, tries // 11)
                _cut(stage, lines, Random(seed))
                cut_lines = dict(stage.seen)
                steps = _walk(stage, tries - lines, seed)
        finally:
            platforms.clear()
            lists.clear()
            desks.clear()
    NOTE = (
        f"{lines:,} lines cut or processes killed ({', '.join(f'{n:,} {w}' for w, n in cut_lines.items() if w)}): each done"
        f" once or not at all, and told so; {steps:,} steps of walks; {len(platform.effects):,} acts at the platform"
    )
    print(NOTE)
    return count.held, count.of


@contextmanager
def _standing(database: Database) -> Iterator[None]:
    """Two pools of one process, one for each role; `worker()` says which is in force."""
    from myspace.domain.kernel import db

    for role in ("myspace_web", "myspace_worker"):
        stand_as(role, database, pool=1)
        _pools[role] = db.pool()
        db._pool = None
    try:
        with patch.object(db, "pool", lambda: _pools[_role]):
            yield
    finally:
        for pool in _pools.values():
            pool.close()
        _pools.clear()


def _cut(stage: Stage, lines: int, chance: Random) -> None:
    """Each: one notice, one act, one accident; then time passes, and the person looks again and, if need be, acts again."""
    from myspace.domain.notices import service
    from myspace.domain.notices.acts import SETTLES_AFTER, ActState

    actor, token = stage.enter()
    for number in range(lines):
        if number % 100 == 0:
            actor, token = stage.enter()
        act, cut = chance.choice(list(NoticeAct)), CUTS[1 + number % (len(CUTS) - 1)]
        stage.seen[cut] += 1
        told = stage.platform.deposit(token, f"c{number}")
        stage.listed(actor, [told])
        notice_id = stage.ids(actor)[told.source_id]
        stage.act(stage.confirm(actor, notice_id, act), cut)
        stage.later += SETTLES_AFTER
        service.confirm_outcome(actor, notice_id)
        done = [e for e in stage.platform.effects if e[1] == told.source_id]
        states = [a[3] for a in stage.acts(actor) if a[1] == notice_id]
        stage.count.check(
            (len(done), states) in ((1, [ActState.CONFIRMED.value]), (0, [ActState.NOT_DONE.value])),
            f"cut: {cut}: {len(done)} effects and acts {states}",
        )
        if not done:
            stage.act(stage.confirm(actor, notice_id, act), "")
            done = [e for e in stage.platform.effects if e[1] == told.source_id]
            stage.count.check(len(done) == 1, f"again: {cut}: {len(done)} effects after the second try")
        stage.later = timedelta()


def _walk(stage: Stage, steps: int, number: int) -> int:
    """Walks until enough steps were made. Nothing is made smaller when a check fails: failures are counted, not raised."""
    Walk.given, Walk.steps, turn = stage, 0, 0
    while Walk.steps < steps:
        run_state_machine_as_test(
            seed(number + turn)(Walk),
            settings=settings(
                # The first walk of a run is the simplest there is: many a run, so that most are not.
                max_examples=max(2, min(100, (steps - Walk.steps) // _WALK)), stateful_step_count=_WALK, deadline=None,
                database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
        turn += 1
    return Walk.steps


_ANY = st.integers(0, 11)  # one of the notices, whichever there are


class Walk(RuleBasedStateMachine):
    """Everything that may happen to the notices of one person."""

    steps = 0
    given: Stage

    def __init__(self) -> None:
        super().__init__()
        self.actor, self.token = self.given.enter()
        told = [self.given.platform.deposit(self.token, f"w{self.given.people}-{n}") for n in range(3)]
        self.given.listed(self.actor, told)
        self.ids = self.given.ids(self.actor)
        self.snapshots = [told]
        self.used: list[Any] = []
        self.before: dict[UUID, str] = {}
        self.practised = self.given.platform.calls["practise"]
        self.first = len(self.given.platform.effects)  # of this walk: there are tens of thousands of others'

    def _effects(self) -> list[tuple[str, str, str]]:
        return [e for e in self.given.platform.effects[self.first :] if e[0] == self.token]

    def _one(self, which: int) -> tuple[str, UUID]:
        source = list(self.ids)[-1 - which % len(self.ids)]
        return source, self.ids[source]

    @precondition(lambda self: len(self.ids) < 12)
    @rule()
    def another_arrives(self) -> None:
        told = self.given.platform.deposit(self.token, f"w{self.given.people}-{len(self.ids)}")
        self.given.listed(self.actor, [told])
        self.ids[told.source_id] = self.given.ids(self.actor)[told.source_id]

    @rule(which=_ANY, act=st.sampled_from(list(NoticeAct)), cut=st.sampled_from(CUTS))
    def confirms(self, which: int, act: NoticeAct, cut: str) -> None:
        person = self.given.confirm(self.actor, self._one(which)[1], act)
        self.given.act(person, cut)
        self.used.append(person)

    @precondition(lambda self: self.used)
    @rule(data=st.data())
    def sends_a_form_twice(self, data: st.DataObject) -> None:
        from myspace.domain.notices.service import NotBegun

        before = self.given.platform.calls["practise"]
        outcome = self.given.act(data.draw(st.sampled_from(self.used)), "")
        self._check(outcome.not_begun is NotBegun.CONFIRMATION_OVER, "twice: a used form began an act")
        self._check(self.given.platform.calls["practise"] == before, "twice: a used form reached the platform")

    @rule(which=_ANY, away=st.booleans())
    def looks_again(self, which: int, away: bool) -> None:
        from myspace.domain.notices import service

        self.given.desk.line.away = away
        service.confirm_outcome(self.actor, self._one(which)[1])
        self.given.desk.line.away = False

    @rule(minutes=st.integers(1, 4))
    def time_passes(self, minutes: int) -> None:
        self.given.later += timedelta(minutes=minutes)

    @rule(which=_ANY, status=st.sampled_from(_ENDS), often=st.integers(0, 5))
    def ends_elsewhere(self, which: int, status: NoticeStatus, often: int) -> None:
        if often == 0:
            self.given.platform.ended(self.token, self._one(which)[0], status)

    @rule()
    def is_listed(self) -> None:
        self.snapshots.append(list(self.given.platform.notices[self.token].values()))
        self.given.listed(self.actor)

    @rule(data=st.data())
    def is_listed_late(self, data: st.DataObject) -> None:
        self.given.listed(self.actor, data.draw(st.sampled_from(self.snapshots)))

    @rule(which=_ANY)
    def looks(self, which: int) -> None:
        from myspace.domain.notices import service

        before = len(self.given.platform.effects), self.given.platform.calls["practise"]
        service.mailbox(self.actor)
        service.peek(self.actor, self._one(which)[1])
        after = len(self.given.platform.effects), self.given.platform.calls["practise"]
        self._check(before == after, "looks: looking reached the platform")

    @invariant()
    def every_act_goes_on_as_drawn(self) -> None:
        from myspace.domain.notices.acts import ActState

        Walk.steps += 1
        acts = self.given.acts(self.actor)
        under_way = Counter(notice for _, notice, _, state in acts if ActState(state).under_way)
        good = all(n <= 1 for n in under_way.values())
        for id_, _, _, state in acts:
            good = good and _reaches(self.before.get(id_, "intended"), state)
            self.before[id_] = state
        sent = sum(s not in ("intended",) for *_, s in acts)
        calls = self.given.platform.calls["practise"] - self.practised
        good = good and calls <= sent  # a process that dies, or a refused connection, sends less than is on record
        mine = Counter(e[1] for e in self._effects())
        good = good and all(n <= 1 for n in mine.values())
        for _, notice, act, state in acts:
            if state == "confirmed":
                good = good and self.given.status(notice) == ("opened" if act == "open" else "refused")
        self._check(good, f"steps: acts {[(a[2], a[3]) for a in acts]}")

    def teardown(self) -> None:
        """In the end the platform answers and its time has passed: every act is done or not done, as it is there."""
        from myspace.domain.notices import service

        self.given.later += timedelta(minutes=10)
        for source, notice in self.ids.items():
            service.confirm_outcome(self.actor, notice)
            mine = [(a[2], a[3]) for a in self.given.acts(self.actor) if a[1] == notice]
            done = [e[2] for e in self._effects() if e[1] == source]
            good = not any(state in ("intended", "sent", "unconfirmed") for _, state in mine)
            good = good and all((act, "confirmed") in mine for act in done)
            self._check(good, f"end: effects {done} and acts {mine}")
        self.given.later = timedelta()

    def _check(self, good: bool, what: str) -> None:
        self.given.count.check(good, what)


def _reaches(state: str, to: str) -> bool:
    """Whether an act that was seen in one state may be seen in another: any number of drawn steps on. Its own reading."""
    ends = {"confirmed", "refused", "not_done"}
    after = {"intended": {"sent", "unconfirmed", *ends}, "sent": {"unconfirmed", *ends}, "unconfirmed": ends}
    return state == to or to in after.get(state, set())
