"""How alerts come to be: a bell when something changed, a clock for what the day brings, and one look that works it all out.

    an answer, a login, something hidden ─▶ look_at = in a moment ─┐
    the last look said when the clock next matters ────────────────┴─▶ look: rows ─▶ facts ─▶ rules ─▶ rows

The bell is a note in a row. What it is about is not noted: each look reads the person's rows anew, so that a bell lost or
rung a thousand times changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import SystemRandom
from uuid import UUID

import msgspec

from myspace.domain.activity import concealing
from myspace.domain.alerts import by_issuer, for_others, leaving, ports, reading
from myspace.domain.alerts.bell import look_again
from myspace.domain.alerts.rules import GATHERS_EVERY, Standing, judge, next_gathering, still_gathers
from myspace.domain.gathering import background, rounds, sinks
from myspace.domain.gathering.visits import ring
from myspace.domain.invoices import telling as invoices_told
from myspace.domain.invoices.wishing import wish_if_known as wish_for_invoices
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.notices import away
from myspace.domain.notices import telling as notices_told
from myspace.domain.outbox.for_another import unconfirm
from myspace.domain.people import arrivals, sessions
from myspace.domain.personal_data import telling as data_told
from myspace.domain.transparency import telling as exchanges_told
from myspace.vocabulary.people import Actor

LOOKED_AT_ONCE = 50
LEASE = timedelta(minutes=2)
SPREAD = timedelta(hours=5)  # within which the people of a day that begins are looked at: nobody is told before dawn
GATHERED_AT_ONCE = 20  # at each round; their wishes are last in line, and each source has its budget
FORGOTTEN_AFTER = timedelta(days=90)  # of what is over only the key stays: it may not be raised again
_chance = SystemRandom()


def _on_answers(tx: Tx, _heard: Sequence[sinks.Heard], _now: datetime) -> None:
    """Whatever the answers were: also that a body is heard again may end an alert."""
    look_again(tx)


def _on_arrival(tx: Tx, _actor: Actor) -> None:
    """Whoever comes in again is asked for again while away, if they wished it and it had stopped because they did not."""
    look_again(tx)
    if ports.wishes()(tx) is not None:
        tx.run(
            "UPDATE alerts_watch SET gathers_next = coalesce(gathers_next, now() + %s) WHERE person_id = myspace_subject()",
            (GATHERS_EVERY,),
        )


def _on_concealing(tx: Tx, ref_ids: list[UUID], concealed: bool) -> None:
    tx.run(
        "UPDATE alerts_alert SET concealed = %s WHERE person_id = myspace_subject() AND ref_id = ANY(%s)",
        (concealed, ref_ids),
    )
    if concealed:
        unconfirm(tx)  # what somebody else was to be told of it is judged again, and dropped
    look_again(tx)


def look_at_who_is_due(now: datetime) -> int:
    """A round of the worker; how many people were looked at."""
    with db.bare() as tx:
        due = tx.run("SELECT person_id FROM alerts_due('look', %s, %s, %s)", (now, now + LEASE, LOOKED_AT_ONCE))
    for (person,) in due:
        look(person, now)
    return len(due)


def look(person: UUID, now: datetime) -> int:
    """Work out this person's alerts from the rows of this moment; how many were raised. Once or twice: the same."""
    with db.as_person(person) as tx:
        # Whoever rings meanwhile waits for this to end, and is heard afterwards.
        watch = tx.one("SELECT reminds_since FROM alerts_watch WHERE person_id = myspace_subject() FOR UPDATE")
        by_issuer.drop_old(tx, now)
        facts = reading.facts(tx, now, reminds_since=watch[0] if watch else None)
        verdict = judge(facts, now, jitter=SPREAD * ((person.int % 997) / 997))
        raised = _settle(tx, person, {one.key: one for one in verdict.standing}, now)
        tx.run(
            "UPDATE alerts_watch SET look_at = %s, looked_at = %s WHERE person_id = myspace_subject()",
            (verdict.next_at, now),
        )
    return raised


def _settle(tx: Tx, person: UUID, standing: dict[str, Standing], now: datetime) -> int:
    known = {row[0]: row for row in tx.run(_KNOWN)}
    # Under whatever name it was told: a source that joined, or that fell silent, makes no second fact of it.
    found = {
        one.key: next((known[key] for key in (one.key, *one.also) if key in known), None) for one in standing.values()
    }
    raised = [(uuid7(), one) for key, one in standing.items() if found[key] is None and one.fresh]
    again = [(row[1], one) for key, one in standing.items() if (row := found[key]) is not None]
    stands = {id_ for id_, _ in again}
    over = [row[1] for row in known.values() if row[1] not in stands and not row[2]]
    for id_, one in raised:
        tx.run(_INSERT, (id_, one.key, one.kind.value, one.due, now, *_content(one)))
        leaving.tell(tx, person, id_, one, now)
    for_others.owe(tx, [(id_, one.kind) for id_, one in raised], now)
    for id_, one in again:
        tx.run(_REFRESH, (*_content(one), id_))
    tx.run("UPDATE alerts_alert SET over_at = %s WHERE person_id = myspace_subject() AND id = ANY(%s)", (now, over))
    leaving.take_back(tx, [*over, *(row[1] for row in known.values() if row[3])])
    tx.run(f"{EMPTY} AND over_at < %s AND {WORDED}", (now - FORGOTTEN_AFTER,))
    if raised or over or any(row[2] for row in found.values() if row is not None):
        ring(tx, person, "alerts")
    return len(raised)


# Whether it is over, and whether the person has put it away: of such, what has not left the folder need not leave it.
_KNOWN = (
    "SELECT key, id, over_at IS NOT NULL, concealed OR dismissed_at IS NOT NULL OR wrong_at IS NOT NULL"
    " OR coalesce(snoozed_until > now(), false) FROM alerts_alert WHERE person_id = myspace_subject()"
)
_CONTENT = ("ref_id", "ine10", "title", "path", "rests_on", "told_at", "due_on", "used")
_INSERT = (
    f"INSERT INTO alerts_alert (person_id, concealed, id, key, kind, due_at, raised_at, {', '.join(_CONTENT)})"
    f" VALUES (myspace_subject(), false, %s, %s, %s, %s, %s{', %s' * len(_CONTENT)})"
)
# What stands again is the same alert, with what its source says now; whoever put it away has put it away.
_REFRESH = (
    f"UPDATE alerts_alert SET {', '.join(f'{c} = %s' for c in _CONTENT)}, over_at = NULL, concealed = false"
    " WHERE person_id = myspace_subject() AND id = %s"
)
# The words leave and the key stays.
EMPTY = (
    "UPDATE alerts_alert SET title = '', path = NULL, ref_id = NULL, ine10 = NULL, due_on = NULL, told_at = NULL,"
    " used = '{}', over_at = coalesce(over_at, now()) WHERE person_id = myspace_subject()"
)
# Whether there are any: of a notice that only its issuer told of there is no title, but there is its sender.
WORDED = "(title <> '' OR (kind IN ('notice', 'look_up') AND ine10 IS NOT NULL))"


def _content(one: Standing) -> tuple[object, ...]:
    about = one.about
    return (
        about.ref_id if about else None, one.ine10, about.title if about else "", about.path if about else None,
        one.rests_on.value, about.told_at if about else None, one.due_on, msgspec.json.encode(one.used).decode(),
    )  # fmt: skip


def gather_for_who_asked(now: datetime) -> int:
    """A round of the worker: a wish for each of a few people who want to be asked for while away. How many wishes."""
    with db.bare() as tx:
        due = tx.run("SELECT person_id FROM alerts_due('gather', %s, %s, %s)", (now, now + LEASE, GATHERED_AT_ONCE))
    wished = 0
    for (person,) in due:
        with db.as_person(person) as tx:
            if still_gathers(ports.wishes()(tx), sessions.last_entered(tx), now):
                tx.run(*background.wish())
                wish_for_invoices(tx)
                if away.reads(tx):
                    tx.run(*background.wish(away.SCOPE))
                wished += 1
                following: datetime | None = next_gathering(now, _chance.random())
            else:
                following = None  # coming in again, or asking again, begins it anew
            tx.run("UPDATE alerts_watch SET gathers_next = %s WHERE person_id = myspace_subject()", (following,))
    return wished


def _still_wished(tx: Tx) -> bool:
    """A wish that was out when the person took theirs back is met by asking nobody."""
    return ports.wishes()(tx) is not None


away.ask_consent_of(_still_wished)
sinks.hear(_on_answers)
notices_told.hear(look_again)
invoices_told.hear(look_again)
exchanges_told.hear(look_again)
data_told.hear(look_again)
arrivals.hear(_on_arrival)
concealing.hear(_on_concealing)
rounds.register(rounds.Round("alerts", timedelta(seconds=5), look_at_who_is_due))
rounds.register(rounds.Round("told_to_others", timedelta(seconds=5), for_others.tell_who_acts))
rounds.register(rounds.Round("judged_again", timedelta(seconds=5), for_others.judge_what_is_due))
rounds.register(rounds.Round("background", timedelta(seconds=30), gather_for_who_asked))
