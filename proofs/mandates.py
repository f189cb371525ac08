"""Nobody reaches further than their mandate: every verdict against a second reading of forty lines.

    edges      ten states × seven instants (a second before it begins, then, midway, across a change of the clock, a second
               before its end, its end, five years) × what it is for: run whole each time, reason and all
    drawn      mandates and wishes drawn so that they nearly fit: most cases differ from an allowed one in one thing
    session    revoked, or the registry silent, in the middle of a session: reading ends within a minute, acts at once

One try is one drawn case; two thousand of them bring one story of a session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from myspace.domain.mandates.rules import Checked, Reason, Wanted, Wish, decide
from myspace.launch.prove import Database
from myspace.vocabulary.mandates import Mandate, MandateCapacity, MandateState, MandateType
from proofs import _mandates_in_session
from proofs._count import Count

TRIES = 100_000
NOTE = ""

MOTHER, DAUGHTER, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
BODIES, PROCEDURES = ("9990130008", "9990280001"), ("one", "two")
BEGINS = datetime(2025, 10, 20, 22, tzinfo=UTC)  # midnight in Catalonia
SECOND = timedelta(seconds=1)
_OFTEN = (Wish.OPEN_FOLDER, Wish.READ_ITEM, Wish.LIST_NOTICES, Wish.OPEN_NOTICE, Wish.REFUSE_NOTICE, Wish.FILE)


def allowed(m: Mandate, w: Wanted, c: Checked, now: datetime) -> bool:
    """The oracle. It was written from the law and the registry's manual, and shares nothing with the rules but the facts."""
    mine = m.grantor == w.subject and m.representative == w.viewer
    if not mine or m.state.value != "valid" or w.hidden or w.shows_protected_address:
        return False
    need = {
        "open_folder": "consult", "read_item": "consult", "list_notices": "notify", "open_notice": "notify",
        "refuse_notice": "notify", "file": "process",
    }.get(w.wish.value)  # fmt: skip
    held = {one.value for one in m.capacities}
    if need is None or not held & {need, "general"}:
        return False
    if m.begins is None or now < m.begins:
        return False
    try:
        limit = m.begins.replace(year=m.begins.year + 5)
    except ValueError:
        limit = m.begins.replace(year=m.begins.year + 5, day=28)
    if any(end is not None and now >= end for end in (m.ends, m.ends_at_most, limit)):
        return False
    letter = {"general": "A", "body": "B", "procedure": "C", None: "?"}[m.declared and m.declared.value]
    if letter == "?" or (letter in "BC" and not m.bodies) or (letter == "C" and not m.procedures):
        return False
    if w.wish.value == "open_folder":
        if letter != "A" or m.bodies or m.procedures:
            return False
    elif (m.bodies and w.body not in m.bodies) or (m.procedures and w.procedure not in m.procedures):
        return False
    if c.at is None or c.at > now or (now - c.at).total_seconds() > 60:
        return False
    return w.wish.value not in ("open_notice", "refuse_notice", "file") or (c.for_this_act and c.answers)


def run(tries: int, seed: int, database: Database | None) -> tuple[int, int]:
    global NOTE
    count, chance, reasons = Count(), Random(seed), Counter[str]()
    _edges(count)
    whole = count.of
    for _ in range(tries):
        case = _drawn(chance)
        verdict = decide(*case)
        reasons[verdict.reason.value] += 1
        good = verdict.allowed == allowed(*case)
        count.check(good, f"drawn: {verdict.reason} for {case}")
    drawn = count.of
    stories = max(4, tries // 2_000) if database else 0
    session = _mandates_in_session.run(stories, seed, database) if database else Count()
    share = reasons["allowed"] / max(1, tries)
    NOTE = f"{whole} at the edges, whole; {share:.0%} of the drawn allowed, {len(reasons)} reasons seen;"
    NOTE += f" {stories} sessions, {session.of} looks"
    print(f"  {NOTE}", flush=True)
    for line in (*count.told, *session.told):
        print(f"    {line}", flush=True)
    return count.held + session.held, drawn + session.of


STATES = {
    MandateState.PENDING_VALIDATION: Reason.BEING_VALIDATED,
    MandateState.IN_VALIDATION: Reason.BEING_VALIDATED,
    MandateState.PENDING_ACCEPTANCE: Reason.NOT_ACCEPTED_YET,
    MandateState.PENDING_SIGNATURE: Reason.NOT_SIGNED_YET,
    MandateState.VALID: Reason.ALLOWED,
    MandateState.DENIED: Reason.DENIED,
    MandateState.EXPIRED: Reason.EXPIRED,
    MandateState.RENOUNCED: Reason.RENOUNCED,
    MandateState.REVOKED: Reason.REVOKED,
    MandateState.ANNULLED: Reason.ANNULLED,
}


def edges() -> tuple[tuple[datetime | None, datetime, Reason], ...]:
    """(end told by the registry, now, what a valid mandate then gives)."""
    end = BEGINS + timedelta(days=30)
    return (
        (end, BEGINS - SECOND, Reason.NOT_BEGUN),
        (end, BEGINS, Reason.ALLOWED),
        (end, BEGINS + timedelta(days=15), Reason.ALLOWED),
        (end, datetime(2025, 10, 26, 1, 30, tzinfo=UTC), Reason.ALLOWED),  # the hour that comes twice
        (end, end - SECOND, Reason.ALLOWED),
        (end, end, Reason.ENDED),
        (None, datetime(2030, 10, 20, 22, tzinfo=UTC), Reason.ENDED),  # five years, though no end was told
    )


def _edges(count: Count) -> None:
    for state, in_state in STATES.items():
        for end, now, in_time in edges():
            for wish in (Wish.OPEN_FOLDER, Wish.READ_ITEM, Wish.OPEN_NOTICE, Wish.FILE, Wish.SEE_LOGINS):
                m = Mandate(
                    MOTHER,
                    DAUGHTER,
                    state,
                    MandateType.GENERAL,
                    frozenset({MandateCapacity.GENERAL}),
                    begins=BEGINS,
                    ends=end,
                )
                case = (m, Wanted(wish, DAUGHTER, MOTHER), Checked(now, for_this_act=True), now)
                given = in_state if in_state is not Reason.ALLOWED else in_time
                expected = Reason.NEVER_BY_MANDATE if wish is Wish.SEE_LOGINS else given
                verdict = decide(*case)
                good = verdict.reason is expected and verdict.allowed == allowed(*case)
                count.check(good, f"edges: {state} at {now.isoformat()} to {wish}: {verdict.reason}, not {expected}")


def _drawn(chance: Random) -> tuple[Mandate, Wanted, Checked, datetime]:
    def mostly(usual: object, *others: object, often: float = 0.85) -> object:
        return usual if chance.random() < often else chance.choice(others)

    def some(names: Iterable[str]) -> frozenset[str]:
        return frozenset(name for name in names if chance.random() < 0.6)

    declared = chance.choice(
        (MandateType.GENERAL, MandateType.BODY, MandateType.PROCEDURE, mostly(MandateType.BODY, None))
    )
    end = BEGINS + timedelta(days=chance.randrange(30, 2500))
    mandate = Mandate(
        grantor=mostly(MOTHER, OTHER, often=0.97),
        representative=mostly(DAUGHTER, OTHER, often=0.97),
        state=mostly(MandateState.VALID, *MandateState),
        declared=declared,
        capacities=mostly(frozenset({MandateCapacity.GENERAL}), some(MandateCapacity), often=0.5),
        bodies=frozenset()
        if declared is MandateType.GENERAL and chance.random() < 0.7
        else some(BODIES) or some(BODIES),
        procedures=frozenset() if declared is not MandateType.PROCEDURE and chance.random() < 0.7 else some(PROCEDURES),
        begins=mostly(BEGINS, None, datetime(2024, 2, 29, 11, tzinfo=UTC), often=0.95),
        ends=mostly(end, None, often=0.7),
        ends_at_most=mostly(None, end - timedelta(days=chance.randrange(200)), often=0.8),
    )
    now = chance.choice((
        BEGINS + timedelta(days=chance.randrange(0, 60)), BEGINS + timedelta(days=chance.randrange(-5, 2000)),
        end + timedelta(seconds=chance.randrange(-2, 3)), BEGINS + SECOND * chance.randrange(-2, 3),
        datetime(2029, 2, 28, 11, tzinfo=UTC) + SECOND * chance.randrange(-2, 3),
    ))  # fmt: skip
    wanted = Wanted(
        mostly(chance.choice(_OFTEN), *Wish, often=0.8),
        viewer=DAUGHTER,
        subject=MOTHER,
        body=mostly(BODIES[0], *BODIES, None, often=0.6),
        procedure=mostly(PROCEDURES[0], *PROCEDURES, None, often=0.6),
        hidden=chance.random() < 0.03,
        shows_protected_address=chance.random() < 0.03,
    )
    age = chance.choice((0, 1, 59, 60, chance.randrange(61, 90), -1)) if chance.random() < 0.3 else chance.randrange(60)
    at = mostly(now - SECOND * age, None, often=0.98)
    return mandate, wanted, Checked(at, chance.random() < 0.8, chance.random() < 0.9), now
