"""What people are told arrives, once, in time, and says nothing of what it is.

    kills    events are told while makers work; each round one maker is killed -9, every second time in the very moment in
             which the mail server has the text and has not said so. At the end: nothing lost. Doubles are counted: of SMS
             none; of mail at most one a kill; of push messages those that fall together on the device
    month    a month of reminders with the clock moved from one to the next: nights, digests, moments after which a message
             is useless, providers that are away. 999 of 1,000 are taken within ten minutes of being due; nothing is doubled
    words    every text that the far side took, in four languages, has no word that tells more

One try is one event of the kills; a hundredth of them are kills, a fifth are reminders of the month.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from myspace.connectors.delivery.simulator import Running
from myspace.connectors.delivery.simulator.caught import Taken
from myspace.launch.keys import development_vapid
from myspace.launch.prove import Database
from myspace.launch.spawning import base_environment, end, spawn
from myspace.launch.translations import compile_stale
from proofs._count import Count
from proofs._post import ORIGIN, Clock, browser, delivery, far_side
from proofs._stage import enter, neighbour, product, stand_as, superuser, until
from proofs._telling import found

TRIES = 10_000
NOTE = ""
PEOPLE, MAKERS, LEASE_SECONDS = 40, 3, 8
LANGUAGES = ("ca", "es", "oc", "en")
IN_TIME, MOST_LATE = timedelta(minutes=10), 0.001


@dataclass
class Told:
    """What the far side took, and every text of it that differs."""

    texts: set[str] = field(default_factory=set)

    def hear(self, one: Taken) -> None:
        self.texts.add(f"{one.subject}\n{one.text}")


def run(tries: int, seed: int, database: Database) -> tuple[int, int]:
    global NOTE
    compile_stale()  # without the catalogues every language would be Catalan, and three of four were not tried
    chance, count = Random(seed), Count()
    with product(database), far_side() as far:
        heard = Told()
        far.caught.on_taken = heard.hear
        people = _people(database, far, chance)
        kills = _kills(database, far, people, max(20, tries), chance, count, heard)
        month = _month(database, far, people, max(40, tries // 5), chance, count)
        telling = [words for text in heard.texts if (words := found(text))]
        count.check(not telling, f"words: {telling[:3]}")
        count.check(len(heard.texts) > 4 * len(LANGUAGES), "words: too few texts were seen to prove anything")
        count.check(not far.caught.wrong, f"wire: {dict(far.caught.wrong)}")
    NOTE = f"{kills}; {month}; 0 words that tell more in {len(heard.texts):,} different texts"
    print(f"  {NOTE}", flush=True)
    for line in count.told:
        print(f"    {line}", flush=True)
    return count.held, count.of


def _people(database: Database, far: Running, chance: Random) -> dict[UUID, str]:
    """Neighbours of four languages: some with mail, some with a device too, some with a telephone behind it."""
    from myspace.domain.outbox import reaching
    from myspace.vocabulary.messages import Channel

    people: dict[UUID, str] = {}
    host = far.url.removeprefix("http://")
    stand_as("myspace_web", database)
    for number in range(1, PEOPLE + 1):
        actor = enter(neighbour(number)).actor
        has = chance.choice(("mail", "mail and device", "mail and telephone", "telephone"))
        if "mail" in has:
            reaching.give(actor, Channel.EMAIL, f"veina{number}@exemple.invalid")
        if "device" in has:
            reaching.give_device(actor, browser(far, f"aparell{number}"), "Firefox", more_hosts=(host,))
        if "telephone" in has:
            reaching.give(actor, Channel.SMS, f"6000000{number:02d}")
        people[actor.subject] = has
    with superuser(database) as curtain:
        for place, person in enumerate(people):
            curtain.execute(
                "UPDATE people_person SET language = %s WHERE person_id = %s", (LANGUAGES[place % 4], person)
            )
        curtain.execute("UPDATE outbox_way SET confirmed_at = now(), in_force_from = '2026-01-01'")
        curtain.execute("DELETE FROM outbox_message")
    return people


def _tell(person: UUID, key: str, now: datetime, **given: Any) -> None:
    from myspace.domain.kernel import db
    from myspace.domain.outbox import service as outbox

    with db.as_person(person) as tx:
        outbox.tell(tx, person, given.pop("kind"), key, now=now, **given)


# -- kills ------------------------------------------------------------------------------------------------------------


class _Makers:
    """The product's own makers, as processes with their own role."""

    def __init__(self, database: Database, far: Running) -> None:
        self._database = database
        self._shot: set[int] = set()
        vapid = development_vapid(database.keys.parent)
        self._env = {
            **base_environment(), "DATABASE_URL": database.urls["myspace_maker"], "MYSPACE_KEYS": str(database.keys),
            "DJANGO_SETTINGS_MODULE": "myspace.site.settings", "MYSPACE_PROCESS": "maker", "MYSPACE_ORIGIN": ORIGIN,
            "MYSPACE_SIMULATED": "1", "MYSPACE_SMTP_URL": far.mail_url, "MYSPACE_MAIL_FROM": "avisos@exemple.invalid",
            "MYSPACE_SMS_URL": f"{far.url}/sms", "MYSPACE_VAPID_KEY": str(vapid.path),
            "MYSPACE_VAPID_CONTACT": "mailto:avisos@exemple.invalid",
            "MYSPACE_PUSH_SIMULATED": far.url.removeprefix("http://"),
        }  # fmt: skip
        self.running = [self._start() for _ in range(MAKERS)]

    def _start(self) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "myspace.domain.outbox.maker", "--lease-seconds", str(LEASE_SECONDS)]
        return spawn(words, env=self._env, log=self._database.keys.parent / "makers.log", cwd=Path("/"))

    def kill(self, which: int) -> None:
        self._sigkill(self.running[which])
        self.running[which].wait()
        self.running[which] = self._start()

    def kill_all_at_once(self) -> int:
        """Within the far side's own thread: whoever sent this mail is dead before it hears that it was taken."""
        for process in self.running:
            self._sigkill(process)
            self._shot.add(process.pid)
        return len(self.running)

    def start_again(self) -> None:
        for which, process in enumerate(self.running):
            if process.pid in self._shot or process.poll() is not None:
                process.wait()  # a signal takes a moment, the longer the busier the machine
                self.running[which] = self._start()

    @staticmethod
    def _sigkill(process: subprocess.Popen[bytes]) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own

    def end(self) -> None:
        for process in self.running:
            end(process)


@contextmanager
def _makers(database: Database, far: Running) -> Iterator[_Makers]:
    makers = _Makers(database, far)
    try:
        yield makers
    finally:
        makers.end()


def _kills(
    database: Database, far: Running, people: dict[UUID, str], events: int, chance: Random, count: Count, heard: Told
) -> str:
    from myspace.vocabulary.messages import CHOSEN

    kills = max(2, events // 100)
    everybody = list(people)
    killed = 0
    with _makers(database, far) as makers, superuser(database) as curtain:
        stand_as("myspace_worker", database)
        for round_ in range(kills):
            for number in range(round_ * events // kills, (round_ + 1) * events // kills):
                kind = chance.choice(CHOSEN)
                now = datetime(2026, 11, 3, 11 + number % 5).astimezone()  # by day, and long due by now
                _tell(everybody[number % len(everybody)], f"event {number}", now, kind=kind, urgent=True)
            if round_ % 2:
                killed += _kill_between_yes_and_commit(far, makers, heard)
            else:
                _some_progress(curtain, chance)
                makers.kill(chance.randrange(MAKERS))
                killed += 1
            if round_ % 20 == 19:
                print(f"  {round_ + 1} rounds of {kills}, {killed} kills", flush=True)
        makers.start_again()
        quiet = until(lambda: _left(curtain) == 0, 120 + events / 20)
        count.check(quiet, f"kills: {_left(curtain)} messages have no end")
        rows = curtain.execute("SELECT id, key, state FROM outbox_message WHERE key LIKE 'event %'").fetchall()
    return _judge(far, events, killed, rows, count)


def _kill_between_yes_and_commit(far: Running, makers: _Makers, heard: Told) -> int:
    """The mail server has the text; before it says so every maker is dead. Each is one kill."""
    done = threading.Event()
    killed: list[int] = []

    def at_that_moment(one: Taken) -> None:
        heard.hear(one)
        if one.channel == "email" and not killed:
            killed.append(makers.kill_all_at_once())
            done.set()

    far.caught.on_taken = at_that_moment
    done.wait(20)
    far.caught.on_taken = heard.hear
    makers.start_again()
    return sum(killed)


def _some_progress(curtain: Any, chance: Random) -> None:
    """Until some of them are on their way, or a moment has passed."""
    until(lambda: _left(curtain) < 60, 2.0)
    time.sleep(chance.random() * 0.2)


def _left(curtain: Any) -> int:
    row = curtain.execute("SELECT count(*) FROM outbox_message WHERE ended_at IS NULL").fetchone()
    return int(row[0])


def _judge(far: Running, events: int, killed: int, rows: list[Any], count: Count) -> str:
    arrived = {reference.strip("<>").partition("@")[0] for _, _, reference in far.caught.times}
    count.check(len(rows) == events, f"kills: {events} were told and {len(rows)} are there")
    for id_, key, state in rows:
        count.check(state == "accepted" and id_.hex in arrived, f"lost: {key} is {state}")
    doubles = _doubles(far)
    count.check(doubles["sms"] == 0, f"doubled: {doubles['sms']} SMS, whose gateway takes our reference")
    count.check(doubles["email"] <= killed, f"doubled: {doubles['email']} mails for {killed} kills")
    return (
        f"{events:,} events over {killed} kills, 0 lost; doubles: {doubles['email']} mails (at most one a kill),"
        f" {doubles['push']} push messages (one on the device), {doubles['sms']} SMS"
    )


def _doubles(far: Running) -> Counter[str]:
    doubles = Counter[str]()
    for (channel, _, _), times in far.caught.times.items():
        doubles[channel] += times - 1
    return doubles


# -- a month ----------------------------------------------------------------------------------------------------------


def _month(
    database: Database, far: Running, people: dict[UUID, str], reminders: int, chance: Random, count: Count
) -> str:
    from myspace.domain.outbox.maker import Maker

    far.caught.times.clear()
    clock = Clock()
    first = clock.now
    _rhythms(database, list(people), chance)
    plan = sorted(
        (first + timedelta(minutes=chance.randrange(30 * 24 * 60)), n, chance.choice(list(people)))
        for n in range(reminders)
    )
    # Mail is away for four minutes twenty times; a push service and the SMS gateway for two hours twice.
    away = [
        (first + timedelta(minutes=chance.randrange(30 * 24 * 60)), timedelta(minutes=4), "email") for _ in range(20)
    ]
    away += [
        (first + timedelta(days=chance.randrange(1, 29)), timedelta(hours=2), channel)
        for channel in ("push", "sms") * 2
    ]
    stand_as("myspace_worker", database)
    working = Maker(delivery(far, clock), threads=1)
    with superuser(database) as curtain:
        curtain.execute("DELETE FROM outbox_sending")
        curtain.execute("DELETE FROM outbox_message")
        while True:
            due = curtain.execute(
                "SELECT min(CASE WHEN state = 'taken' THEN taken_until ELSE due_at END) FROM outbox_message"
                " WHERE ended_at IS NULL"
            ).fetchone()[0]
            if plan and (due is None or plan[0][0] <= due):
                at, number, person = plan.pop(0)
                clock.now = max(clock.now, at)
                stand_as("myspace_worker", database)
                _remind(person, number, clock.now, chance)
                continue
            if due is None:
                break
            clock.now = max(clock.now, due) + timedelta(seconds=chance.random())  # a maker looks once a second
            for channel in ("email", "push", "sms"):
                gone = any(at <= clock.now < at + lasts and channel == which for at, lasts, which in away)
                far.caught.moods[channel] = "away" if gone else "well"
            stand_as("myspace_maker", database)
            while working.look():
                working.wait()
        late, all_ = _in_time(curtain)
    working.close()
    count.check(all_ >= reminders * 0.9, f"month: only {all_} of {reminders} had a way")
    count.check(late <= all_ * MOST_LATE, f"month: {late} of {all_} later than ten minutes after they were due")
    doubles = _doubles(far)
    count.check(not any(doubles.values()), f"month: doubled without a kill: {dict(doubles)}")
    return f"a month: {all_ - late:,} of {all_:,} reminders within ten minutes of being due, 0 doubled"


def _rhythms(database: Database, people: list[UUID], chance: Random) -> None:
    with superuser(database) as curtain:
        for person in people:
            pace = chance.choice(("at_once", "at_once", "daily", "weekly"))
            quiet = chance.choice(((22, 8), (0, 6), (None, None), (13, 16)))
            curtain.execute(
                "INSERT INTO outbox_rhythm VALUES (%s, %s, false, %s, %s, %s, %s, now())",
                (person, pace, *quiet, chance.randrange(7, 22), chance.randrange(7)),
            )


def _remind(person: UUID, number: int, now: datetime, chance: Random) -> None:
    from myspace.vocabulary.messages import CHOSEN, Ground

    # People who have only a telephone get what is urgent there, and nothing else by itself.
    use_by = now + timedelta(hours=chance.choice((3, 30, 200))) if chance.random() < 0.5 else None
    _tell(
        person, f"reminder {number}", now, kind=chance.choice(CHOSEN), urgent=use_by is None or chance.random() < 0.5,
        use_by=use_by, ground=chance.choice(list(Ground)), seen_on=now.date(),
    )  # fmt: skip


def _in_time(curtain: Any) -> tuple[int, int]:
    """(late, all) of what had a way: from the moment that the rules gave, by the first provider that took it.

    What a digest carries is due when the digest is. `due_at` moves with every new attempt: the first is computed anew.
    """
    from myspace.domain.outbox import rules
    from myspace.domain.outbox.rules import Pace, Rhythm
    from myspace.vocabulary.messages import MessageKind

    rows = curtain.execute(
        "SELECT m.kind, m.urgent, m.told_at, m.use_by, m.state, min(s.at), r.pace, r.only_terms, r.quiet_from, r.quiet_to,"
        " r.digest_hour, r.digest_weekday FROM outbox_message m JOIN outbox_rhythm r USING (person_id)"
        " LEFT JOIN outbox_sending s ON s.person_id = m.person_id AND s.outcome = 'accepted'"
        " AND s.message_id = coalesce(m.within_id, m.id)"
        " WHERE m.kind <> 'digest' AND m.state <> 'silent' GROUP BY m.id, r.person_id"
    ).fetchall()
    late = 0
    for kind, urgent, told_at, use_by, state, at, pace, *rest in rows:
        when = rules.when(told_at, Rhythm(Pace(pace), *rest), kind=MessageKind(kind), urgent=urgent, use_by=use_by)
        late += state != "accepted" or at is None or at - when.due_at > IN_TIME
    return late, len(rows)
