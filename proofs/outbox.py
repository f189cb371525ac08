"""What people are told arrives, once, in time, and says nothing of what it is.

    kills    events are told while makers work; each round one maker is killed -9, every second time in the very moment in
             which the mail server has the text and has not said so. At the end: nothing lost. Doubles are counted: of SMS
             none; of mail at most one a kill; of push messages those that fall together on the device
    month    a month of reminders with the clock moved from one to the next: nights, digests, moments after which a message
             is useless, providers that are away. 999 of 1,000 are taken within ten minutes of being due; nothing is doubled.
             Whom nothing could reach for those ten minutes, since all that they have was away, is counted apart, and
             reached within 35 minutes of the first of it that comes back
    others   among them are messages about somebody for whom one acts. Those whose ground was judged leave as any other; of
             those that nobody has judged, or whose word is over, not one
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
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
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
from proofs._outbox_month import a_month
from proofs._post import ORIGIN, browser, doubles_of, far_side, tell
from proofs._stage import enter, neighbour, product, stand_as, superuser, until
from proofs._telling import found

TRIES = 10_000
NOTE = ""
PEOPLE, MAKERS, LEASE_SECONDS = 40, 3, 8
JUDGED = datetime(2100, 1, 1, tzinfo=UTC)  # about somebody else, and by a word that counts for the whole proof
LANGUAGES = ("ca", "es", "oc", "en")


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
        month = a_month(database, far, people, max(40, tries // 5), chance, count)
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
                whom, other = everybody[number % len(everybody)], everybody[(number + 1) % len(everybody)]
                about = {"concerns": other, "stands_until": JUDGED} if number % 5 == 0 else {}
                tell(whom, f"event {number}", now, kind=kind, urgent=True, **about)
                if number % 10 == 0:
                    over = None if number % 20 else now
                    tell(whom, f"unjudged {number}", now, kind=kind, urgent=True, concerns=other, stands_until=over)
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
        kept = curtain.execute("SELECT id, state FROM outbox_message WHERE key LIKE 'unjudged %'").fetchall()
        curtain.execute("DELETE FROM outbox_message WHERE key LIKE 'unjudged %'")
    for id_, state in kept:
        out = any(id_.hex in reference for _, _, reference in far.caught.times)
        count.check(state == "queued" and not out, f"others: one that nobody judged is {state}")
    return f"{_judge(far, events, killed, rows, count)}; {len(kept):,} about others that nobody judged stayed in"


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
    row = curtain.execute(
        "SELECT count(*) FROM outbox_message WHERE ended_at IS NULL AND key NOT LIKE 'unjudged %'"
    ).fetchone()
    return int(row[0])


def _judge(far: Running, events: int, killed: int, rows: list[Any], count: Count) -> str:
    arrived = {reference.strip("<>").partition("@")[0] for _, _, reference in far.caught.times}
    count.check(len(rows) == events, f"kills: {events} were told and {len(rows)} are there")
    for id_, key, state in rows:
        count.check(state == "accepted" and id_.hex in arrived, f"lost: {key} is {state}")
    doubles = doubles_of(far)
    count.check(doubles["sms"] == 0, f"doubled: {doubles['sms']} SMS, whose gateway takes our reference")
    count.check(doubles["email"] <= killed, f"doubled: {doubles['email']} mails for {killed} kills")
    return (
        f"{events:,} events over {killed} kills, 0 lost; doubles: {doubles['email']} mails (at most one a kill),"
        f" {doubles['push']} push messages (one on the device), {doubles['sms']} SMS"
    )
