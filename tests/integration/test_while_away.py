"""Somebody who has not come in for days, and a deployment that holds a certificate for them: what the simulated e-NOTUM deposits
meanwhile is read over its REST door, without effect, and reminded of with its term. What cannot be read is told as that.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from myspace.domain.alerts import jobs
from myspace.domain.alerts import service as alerts
from myspace.domain.alerts.service import AlertKind, RestsOn
from myspace.domain.gathering import background, errands, visits
from myspace.domain.kernel import db, personal
from myspace.domain.notices import away, lists, outages, platforms, rows
from myspace.domain.notices import service as notices
from myspace.domain.notices.store import store
from myspace.simulation.cast import company, person
from myspace.vocabulary.notices import ReadBy
from tests.conftest import Database
from tests.connectors.enotum_far import Far, enotum, signing_certificate
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import WEB, WORKER, enter
from tests.integration.test_pages_preferences import SITE

MARTA = person("marta").identifier.value
FIRM = company("atzavara").identifier.value
NEW = {"who": "marta", "body": "0811360009", "title": "Plaça a la guarderia", "days": 10, "registry": "S2026-900"}
DAYS_AWAY = 5


class Away:
    """Marta, who asked to be warned while away and has not come in for days; and a deployment before the far side."""

    def __init__(self, as_role: AsRole, clean: Database, folder: Path) -> None:
        self.as_role, self.clean, self.folder = as_role, clean, folder
        self.file = folder / "services.toml"
        self.far: Far | None = None
        with as_role(WEB):
            entered = enter(MARTA)
            self.me, self.token = entered.actor, entered.token

    def sql(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        with self.clean.as_superuser() as curtain:
            cursor = curtain.execute(text, values)
            return cursor.fetchall() if cursor.description else []

    def asks(self, *, wanted: bool = True) -> None:
        with self.as_role(WEB):
            alerts.gather_while_away(self.me, wanted)

    def leaves(self) -> None:
        """Their last session is over, days ago."""
        self.sql(
            "UPDATE people_session SET created_at = created_at - %s, idle_until = now() - %s, ends_at = now() - %s,"
            " ended_at = now() - %s, provider_token_sealed = NULL",
            *[timedelta(days=DAYS_AWAY)] * 4,
        )

    def comes_back(self, who: str = MARTA) -> None:
        with self.as_role(WEB):
            entered = enter(who)
            self.me, self.token = entered.actor, entered.token

    def says(self, url: str, *, of: str = f'"NIF-{MARTA}"', certificate: Path, trust: Path, more: str = "") -> None:
        self.file.write_text(
            f'[[service]]\nname = "enotum"\nconnector = "enotum"\nurl = "{url}"\ncertificate = "{certificate}"\n'
            f'trust = "{trust}"\n{more}[service.own]\ninterface = "rest"\nwhile_away = [{of}]\nper_second = 100\n'
        )

    def rounds(self, now: datetime | None = None) -> list[str]:
        """The round that leaves wishes, and what the worker does of those that are no question to administrations."""
        now = now or datetime.now(UTC) + timedelta(days=1)
        with self.as_role(WORKER):
            jobs.gather_for_who_asked(now)
            return self.met()

    def met(self) -> list[str]:
        async def thread(call: Any, *args: Any) -> Any:
            return await asyncio.to_thread(call, *args)

        async def every() -> list[str]:
            done = []
            for _ in range(5):
                for wish in await thread(visits.take_wishes, 9, 45):
                    if (errand := errands.of(wish.scope)) is not None:
                        await errand(wish.person, thread)
                    done.append(wish.scope)
                    await thread(visits.done_with, wish)
            return sorted(done)

        return asyncio.run(every())

    def look(self, days: float = 0) -> int:
        with self.as_role(WORKER):
            return jobs.look(self.me.subject, datetime.now(UTC) + timedelta(days=days))

    def alerts(self) -> list[tuple[AlertKind, RestsOn, int | None]]:
        with self.as_role(WEB):
            return [(a.kind, a.rests_on, a.used.step) for a in alerts.alerts(self.me).shown]

    def resting(self) -> notices.Resting:
        with self.as_role(WEB):
            return notices.resting(self.me)

    def page(self, path: str) -> str:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.token
        with self.as_role(WEB), override_settings(**SITE):
            text = client.get(path, headers={"host": "localhost"}, secure=True).content.decode()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.replace("&#39;", "'"))).replace("\xa0", " ")


@pytest.fixture
def marta(as_role: AsRole, clean: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Away]:
    platforms.clear()
    lists.clear()
    monkeypatch.setattr(away, "_budget", background.Budget())
    one = Away(as_role, clean, tmp_path)
    with override_settings(SERVICES=str(one.file)):
        one.file.write_text("")
        yield one


@pytest.fixture
def there(marta: Away, tmp_path: Path) -> Iterator[Away]:
    """The far side runs in a thread of its own: this one is free to be the worker and the pages."""
    with running(tmp_path) as far:
        marta.far = far
        marta.says(far.url, certificate=far.certificate, trust=far.trust)
        yield marta


def running(folder: Path, number: str = MARTA, **given: str) -> Any:
    import threading
    from contextlib import contextmanager

    @contextmanager
    def one() -> Iterator[Far]:
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()

        def done(what: Any) -> Any:
            return asyncio.run_coroutine_threadsafe(what, loop).result(10)

        stage = enotum(folder, number=number, day=datetime.now(UTC).date(), **given)
        try:
            yield done(stage.__aenter__())
        finally:
            done(stage.__aexit__(None, None, None))
            loop.call_soon_threadsafe(loop.stop)
            thread.join(5)

    return one()


def test_what_comes_while_somebody_is_away_is_reminded_of_with_its_term_and_nothing_is_opened(there: Away) -> None:
    there.asks()
    there.leaves()
    assert there.far is not None
    there.far.wish(deposit=NEW)
    assert there.rounds() == ["background", "notices_away"]
    assert there.look(1.2) >= 1
    new = [
        row
        for row in there.sql("SELECT kind, rests_on, due_on, title, used FROM alerts_alert")
        if "guarderia" in row[3]
    ]
    ((kind, rests_on, due_on, _, _),) = new
    assert (kind, rests_on) == ("notice", "certificate_list")
    assert due_on is not None, "the sender's own last day"
    grounds = {row[0] for row in there.sql("SELECT ground FROM outbox_message WHERE kind = 'notice'")}
    assert grounds == {"list_read"}
    assert there.far.effects() == 0
    assert set(there.far.product.calls) == {"GET:user", "GET:list"}
    assert {head.partition(" ")[0] for head in there.far.heads} == {"GET"}


def test_who_did_not_ask_for_it_or_took_it_back_is_not_read_for(there: Away) -> None:
    assert there.far is not None
    there.leaves()
    assert there.rounds() == []
    there.comes_back()
    there.asks()
    with there.as_role(WORKER):
        jobs.gather_for_who_asked(datetime.now(UTC) + timedelta(days=1))
    there.asks(wanted=False)
    with there.as_role(WORKER):
        assert "notices_away" in there.met(), "the wish was out, and is met by asking nobody"
    assert there.far.heads == []
    assert there.sql("SELECT count(*) FROM notices_away") == [(0,)]


@pytest.mark.parametrize("of", ["", f'"CIF-{FIRM}"', '"NIF-00000001R"'])
def test_whom_the_deployment_does_not_name_is_not_even_asked_about(there: Away, of: str) -> None:
    assert there.far is not None
    there.says(there.far.url, of=of, certificate=there.far.certificate, trust=there.far.trust)
    there.asks()
    assert there.rounds() == ["background"]
    assert there.far.heads == []
    assert there.resting().away == ()


def test_whom_the_deployment_names_and_the_certificate_does_not_is_refused_and_told_so(
    marta: Away, tmp_path: Path
) -> None:
    with running(tmp_path, FIRM) as far:
        marta.says(far.url, certificate=far.certificate, trust=far.trust)
        marta.asks()
        marta.rounds()
        assert far.heads == ["GET /ciutadania/usuari"]
    (way,) = marta.resting().away
    assert (way.known_at, way.failure) == (None, notices.Failure.REFUSED)
    page = marta.page("/preferencies")
    assert "Ara no podem: l'e-NOTUM no accepta el certificat per a tu." in page
    assert "Pot ser que n'hi hagi de noves que no hem vist." in page


def expired(there: Away) -> None:
    assert there.far is not None
    signing_certificate(there.folder, MARTA, over=True)


def gone(there: Away) -> None:
    """Between the look at the file and the question: the row is read once and the certificate at each exchange."""
    assert there.far is not None
    lists.away()
    there.far.certificate.unlink()


def silent(there: Away) -> None:
    assert there.far is not None
    there.says("https://localhost:9", certificate=there.far.certificate, trust=there.far.trust)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (expired, "Ara no podem: el certificat no hi és o ha caducat."),
        (gone, "Ara no podem: el certificat no hi és o ha caducat."),
        (silent, "Ara no podem: l'e-NOTUM no ha contestat bé."),
    ],
)
def test_what_could_not_be_read_is_told_in_its_own_words_and_is_never_nothing(
    there: Away, broken: Callable[[Away], None], words: str
) -> None:
    there.asks()
    there.rounds()
    known = there.sql("SELECT known_at, known_by FROM notices_reading")
    lines = there.sql("SELECT count(*) FROM notices_notice")
    broken(there)
    with there.as_role(WORKER):
        there.sql("UPDATE alerts_watch SET gathers_next = now()")
    there.rounds()
    assert there.sql("SELECT known_at, known_by FROM notices_reading") == known
    assert there.sql("SELECT count(*) FROM notices_notice") == lines
    assert there.sql("SELECT outcome, known_at IS NOT NULL FROM notices_away") == [("down", True)]
    for path in ("/avisos", "/preferencies"):
        page = there.page(path)
        assert words in page
        assert "Pot ser que n'hi hagi de noves que no hem vist." in page
        assert "cap de nova" not in page.lower()
        assert "no n'hi ha" not in page.lower()
    ours = "certificat" in words
    found = outages.between(datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC) + timedelta(hours=1))
    assert bool(found) is not ours, "a certificate of ours is no outage of theirs"


def test_an_empty_list_that_was_read_so_lets_no_page_say_that_nothing_waits(marta: Away, tmp_path: Path) -> None:
    nobody = person("nuria").identifier.value
    marta.comes_back(nobody)
    with running(tmp_path, nobody) as far:
        marta.says(far.url, of=f'"NIF-{nobody}"', certificate=far.certificate, trust=far.trust)
        marta.asks()
        marta.rounds()
        assert marta.sql("SELECT outcome, known_by, complete FROM notices_reading") == [
            ("nothing", "certificate", True)
        ]
        with marta.as_role(WEB):
            box = notices.mailbox(marta.me)
        assert box.empty
        assert not box.all_known
        page = marta.page("/notificacions")
        assert "no n'hi ha cap" not in page
        assert "Vam llegir la llista amb un certificat" in page


def test_the_pages_say_which_way_a_reminder_rests_on_and_since_when(there: Away) -> None:
    assert "Aquest espai té un certificat per llegir la llista" in there.page("/avisos")
    assert "Només ho farà si ho demanes." in there.page("/preferencies")
    there.asks()
    assert "Encara no l'hem pogut llegir així." in there.page("/preferencies")
    there.rounds()
    there.look(1.2)
    assert RestsOn.CERTIFICATE_LIST in {rests_on for _, rests_on, _ in there.alerts()}
    page = there.page("/avisos")
    assert "quan la vam llegir per tu amb un certificat." in page
    assert "L'última vegada que la vam llegir així va ser" in page
    assert "Sense tu no podem mirar" not in page
    assert "avisem del que deia la llista" in there.page("/preferencies")
    assert there.resting().seen_by is ReadBy.CERTIFICATE


def test_what_both_ways_tell_is_one_reminder_and_rests_on_the_last_that_told(there: Away) -> None:
    assert there.far is not None
    there.far.wish(deposit=NEW)
    there.asks()
    there.rounds()
    there.look(1.2)
    before = there.alerts()
    assert {rests_on for kind, rests_on, _ in before if kind is AlertKind.NOTICE} == {RestsOn.CERTIFICATE_LIST}
    with there.as_role(WORKER), db.as_person(there.me.subject) as tx:
        lines = [rows.decode(row[0]) for row in tx.run("SELECT payload FROM notices_notice")]
        store(tx, "enotum", lines, datetime.now(UTC))
    assert there.look(1.3) == 0
    assert there.alerts() == [
        (kind, RestsOn.SEEN_INSIDE if kind is AlertKind.NOTICE else rests_on, step) for kind, rests_on, step in before
    ]


def test_a_row_may_stand_in_for_another_and_is_then_no_mailbox_of_its_own(there: Away) -> None:
    assert there.far is not None
    there.says(
        there.far.url, certificate=there.far.certificate, trust=there.far.trust, more='stands_in_for = "e_notum_pci"\n'
    )
    text = there.file.read_text().replace('name = "enotum"', 'name = "by_certificate"', 1)
    there.file.write_text(
        text
        + f'[[service]]\nname = "e_notum_pci"\nconnector = "enotum"\nurl = "{there.far.url}"\n'
        + f'certificate = "{there.far.certificate}"\n[service.asks_as]\nine10 = "9821920002"\nname = "AOC"\n'
        + 'finality = "PROVES"\nissuer = { nif = "Q0000000J", name = "CAOC" }\n'
    )
    assert platforms.names() == ("e_notum_pci",)
    there.asks()
    there.rounds()
    assert there.sql("SELECT service, known_by FROM notices_reading") == [("e_notum_pci", "certificate")]
    assert {row[0] for row in there.sql("SELECT service FROM notices_notice")} == {"e_notum_pci"}


def test_what_the_budget_leaves_out_is_no_failure_and_is_asked_the_next_time(
    there: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert there.far is not None
    monkeypatch.setattr(away, "_affordable", lambda _row, _per_second: False)
    there.asks()
    there.rounds()
    assert there.far.heads == []
    assert there.sql("SELECT count(*) FROM notices_away") == [(0,)]
    monkeypatch.undo()


def test_who_leaves_takes_along_what_became_of_it(there: Away) -> None:
    there.asks()
    there.rounds()
    with there.as_role(WEB), db.as_actor(there.me) as tx:
        told_of = [keeper.hand_over(tx, there.me) for keeper in personal.keepers() if keeper.package == "notices"]
    assert "certificate" in repr(told_of)
    with there.as_role(WORKER), db.as_person(there.me.subject) as tx:
        for keeper in personal.keepers():
            if keeper.package == "notices":
                keeper.forget(tx, there.me)
    assert there.sql("SELECT count(*) FROM notices_away") == [(0,)]
