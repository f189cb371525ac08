"""An issuer tells of a notice over a socket, and the person is reminded; whoever it is not for, and who asks, learns nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from structlog.testing import capture_logs

from myspace.connectors.issuer.simulator import Heard, Platform, send
from myspace.connectors.issuer.simulator.__main__ import main as command
from myspace.domain.alerts import jobs
from myspace.domain.alerts import service as alerts
from myspace.domain.alerts.service import AlertKind, RestsOn
from myspace.vocabulary.activity import NoticeState, Topic
from myspace.vocabulary.answers import Fresh
from myspace.vocabulary.notices import NoticeStatus, Sender
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import NOTICE, Country
from tests.integration.inbound_door import FILE, OTHER_TOWN, TOWN, open_door
from tests.integration.notices_given import moment, notice, told
from tests.integration.test_closed_list import WEB, WORKER, enter

ME, NOBODY = "00000000T", "00000001R"


@pytest.fixture
def platform() -> Platform:
    return Platform.made()


@pytest.fixture
def issuers(tmp_path: Path, platform: Platform) -> Path:
    (tmp_path / "plataforma.jwks.json").write_text(json.dumps(platform.public()))
    path = tmp_path / "issuers.toml"
    path.write_text(FILE)
    return path


@pytest.fixture
def me(as_role: AsRole) -> Actor:
    with as_role(WEB):
        return enter(ME).actor


@pytest.fixture
def door(as_role: AsRole, me: Actor, issuers: Path) -> Door:
    return Door(as_role, issuers)


class Door:
    """The folder as the platform sees it. Each telling stands as web, and only then."""

    def __init__(self, as_role: AsRole, issuers: Path | None) -> None:
        self._as_role, self._issuers = as_role, issuers

    def tell(self, platform: Platform, *events: Any) -> list[Heard]:
        """Each is a function of the folder's address that gives an event, or bytes."""
        with self._as_role(WEB), open_door(self._issuers) as url:
            return [send(url, each if isinstance(each, bytes) else platform.signed(each(url))) for each in events]


def waits(platform: Platform, who: str = ME, **more: Any) -> Any:
    event: dict[str, Any] = {}

    def made(url: str) -> dict[str, Any]:
        """The same event each time: told again, it is the same telling."""
        again = (
            platform.waits(url, who, more.pop("sender", TOWN), more.pop("reference", "N-2026-1"), **more)
            if not event
            else {}
        )
        event.update(again)
        return {**event, "aud": url}

    return made


def ended(platform: Platform, who: str = ME, how: str = "opened", **more: Any) -> Any:
    return lambda url: platform.ended(url, who, TOWN, more.pop("reference", "N-2026-1"), how, **more)


def look(as_role: AsRole, me: Actor, days: float = 0) -> int:
    with as_role(WORKER):
        return jobs.look(me.subject, datetime.now(UTC) + timedelta(days=days))


def shown(as_role: AsRole, me: Actor) -> list[tuple[AlertKind, RestsOn, int | None]]:
    with as_role(WEB):
        return [(a.kind, a.rests_on, a.used.step) for a in alerts.alerts(me).shown]


def kept(clean: Database) -> list[tuple[Any, ...]]:
    with clean.as_superuser() as curtain:
        return curtain.execute(
            "SELECT person_id, reference, ended FROM alerts_told_by_issuer ORDER BY reference"
        ).fetchall()


def test_who_is_told_of_is_reminded_four_times_and_the_words_say_on_whose_word(
    as_role: AsRole, clean: Database, me: Actor, platform: Platform, door: Door
) -> None:
    (heard,) = door.tell(platform, waits(platform))
    assert (heard.status, heard.body) == (202, b"")
    # Its term is eleven days from last midnight: reminders are due 1.1, 5.5, 8.8 and 9.9 days after it, whatever hour it is.
    raised = [look(as_role, me, days) for days in (1.5, 1.6, 5.6, 8.85, 9.95)]
    assert raised == [1, 0, 1, 1, 1]
    assert shown(as_role, me) == [(AlertKind.NOTICE, RestsOn.ISSUER, 9)]
    with clean.as_superuser() as curtain:
        outside = set(
            curtain.execute("SELECT kind, ground, sender FROM outbox_message WHERE kind = 'notice'").fetchall()
        )
    assert outside == {("notice", "said_by_issuer", TOWN)}
    look(as_role, me, 12)
    assert shown(as_role, me) == []


def test_the_page_says_who_told_and_that_there_may_be_more(
    as_role: AsRole, clean: Database, platform: Platform, issuers: Path
) -> None:
    from django.test import Client

    with as_role(WEB):
        mine = enter(ME)
    Door(as_role, issuers).tell(platform, waits(platform))
    look(as_role, mine.actor, 1.5)
    with as_role(WEB):
        client = Client()
        client.cookies["__Host-session"] = mine.token
        page = client.get("/avisos", headers={"host": "localhost"}, secure=True).content.decode()
    assert "T&#39;espera una notificació" in page or "T'espera una notificació" in page
    assert "Avisem del que qui ho envia ens va dir" in page
    assert "Pot ser que n&#39;hi hagi de noves que no hem vist." in page or "Pot ser que n'hi hagi de noves" in page
    assert "Manresa" in page
    assert 'href="/notificacions"' in page


def test_a_message_rings_so_that_the_worker_looks_by_itself(
    as_role: AsRole, clean: Database, me: Actor, platform: Platform, door: Door
) -> None:
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE alerts_watch SET look_at = now() + interval '1 day'")
    door.tell(platform, waits(platform))
    with as_role(WORKER):
        assert jobs.look_at_who_is_due(datetime.now(UTC) + timedelta(seconds=4)) == 1


def test_told_twice_is_told_once_and_answered_the_same(
    as_role: AsRole, clean: Database, me: Actor, platform: Platform, door: Door
) -> None:
    same = waits(platform)
    heard = door.tell(platform, same, same, same)
    assert len({(one.status, one.body, frozenset(one.head) - {"date"}) for one in heard}) == 1
    assert len(kept(clean)) == 1
    assert [look(as_role, me, 1.5), look(as_role, me, 1.6)] == [1, 0]


def test_what_ended_is_reminded_of_no_more_in_whatever_order_the_two_words_come(
    as_role: AsRole, clean: Database, me: Actor, platform: Platform, door: Door
) -> None:
    first = waits(platform)
    door.tell(platform, first)
    assert look(as_role, me, 1.5) == 1
    door.tell(platform, ended(platform))
    look(as_role, me, 1.6)
    assert shown(as_role, me) == []
    early = waits(platform, reference="N-2")
    with as_role(WEB), open_door(door._issuers) as url:
        before = early(url)
        send(url, platform.signed(platform.ended(url, ME, TOWN, "N-2", "expired")))
        assert send(url, platform.signed(before)).status == 202
        assert send(url, platform.signed(first(url))).status == 202
    assert [(row[1], row[2]) for row in kept(clean)] == [("N-2", "expired_unopened"), ("N-2026-1", "opened")]
    assert look(as_role, me, 1.7) == 0
    assert shown(as_role, me) == []


def test_who_has_no_folder_here_cannot_be_told_from_who_has(
    as_role: AsRole, clean: Database, me: Actor, platform: Platform, door: Door
) -> None:
    mine, theirs, mine_ended, theirs_ended = door.tell(
        platform, waits(platform), waits(platform, NOBODY), ended(platform), ended(platform, NOBODY)
    )
    for one, other in ((mine, theirs), (mine_ended, theirs_ended)):
        assert (one.status, one.body) == (other.status, other.body)
        assert {**one.head, "date": ""} == {**other.head, "date": ""}
    assert {row[0] for row in kept(clean)} == {me.subject}
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT count(*) FROM people_person").fetchone() == (1,)
        assert curtain.execute("SELECT taken FROM alerts_issuer_rate").fetchone() == (4,)


def test_an_issuer_may_not_tell_for_a_body_that_is_not_its(
    as_role: AsRole, clean: Database, me: Actor, platform: Platform, door: Door
) -> None:
    (heard,) = door.tell(platform, waits(platform, sender=OTHER_TOWN))
    assert (heard.status, heard.head["content-type"]) == (403, "application/problem+json")
    assert json.loads(heard.body) == {
        "type": "urn:myspace:notice-in:1:other-sender", "title": "Forbidden", "status": 403, "field": "data.sender",
    }  # fmt: skip
    assert kept(clean) == []


def test_who_is_not_believed_is_told_so_and_nothing_is_kept(
    clean: Database, me: Actor, platform: Platform, door: Door
) -> None:
    stranger = Platform.made()  # its key has the same name
    unnamed = Platform.made(kid="un-altre")
    for one, kind in ((stranger, "bad-signature"), (unnamed, "unknown-key")):
        (heard,) = door.tell(one, waits(one))
        assert (heard.status, json.loads(heard.body)["type"]) == (401, f"urn:myspace:notice-in:1:{kind}")
        assert heard.head["www-authenticate"] == "JWS"
    (none,) = door.tell(platform, b"aaaa.bbbb.cccc")
    assert none.status == 401
    assert kept(clean) == []


def test_the_door_takes_one_kind_of_message_of_one_size_by_one_method(
    as_role: AsRole, platform: Platform, issuers: Path, me: Actor
) -> None:
    with as_role(WEB), open_door(issuers) as url:
        good = platform.signed(platform.waits(url, ME, TOWN, "N-1"))
        assert send(url, good, kind="application/cloudevents+json").status == 415
        assert send(url, good, kind="application/x-www-form-urlencoded").status == 415
        assert send(url, b"x" * 8193).status == 413
        read = send(url, b"", method="GET")
        assert (read.status, read.head["allow"], json.loads(read.body)["type"]) == (
            405,
            "POST",
            "urn:myspace:notice-in:1:method",
        )
        taken = send(url, good)
        assert taken.status == 202
    assert "set-cookie" not in taken.head


def test_who_sends_too_much_is_asked_to_wait_and_only_they(
    as_role: AsRole, clean: Database, platform: Platform, issuers: Path, me: Actor
) -> None:
    issuers.write_text(FILE + "a_minute = 2\n")
    door = Door(as_role, issuers)
    heard = door.tell(platform, *(waits(platform, NOBODY, reference=f"N-{n}") for n in range(3)))
    assert [one.status for one in heard] == [202, 202, 429]
    assert heard[2].head["retry-after"] == "60"
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE alerts_issuer_rate SET began_at = now() - interval '61 seconds'")
    assert [one.status for one in door.tell(platform, waits(platform))] == [202]


def test_without_a_file_there_is_no_such_door(as_role: AsRole, platform: Platform, me: Actor) -> None:
    (heard,) = Door(as_role, None).tell(platform, waits(platform))
    assert heard.status == 404


def test_a_key_that_is_changed_counts_from_the_next_message(
    as_role: AsRole, platform: Platform, issuers: Path, me: Actor
) -> None:
    after = Platform.made(kid="plataforma-2")
    with as_role(WEB), open_door(issuers) as url:
        assert send(url, after.signed(after.waits(url, ME, TOWN, "N-1"))).status == 401
        (issuers.parent / "plataforma.jwks.json").write_text(json.dumps(after.public()))
        assert send(url, after.signed(after.waits(url, ME, TOWN, "N-1"))).status == 202
        assert send(url, platform.signed(platform.waits(url, ME, TOWN, "N-2"))).status == 401


def test_a_copy_that_nobody_adopted_takes_nothing(
    as_role: AsRole, clean: Database, platform: Platform, door: Door
) -> None:
    with clean.as_superuser() as curtain:
        curtain.execute("INSERT INTO kernel_restored (restored_at, copy_of) VALUES (now(), now())")
    (heard,) = door.tell(platform, waits(platform))
    assert heard.status == 503
    assert kept(clean) == []


def test_a_notice_that_the_list_tells_too_is_one_alert_with_the_words_of_the_list(
    as_role: AsRole, clean: Database, me: Actor, platform: Platform, door: Door
) -> None:
    door.tell(platform, waits(platform, registry="S2026-1"))
    assert look(as_role, me, 1.5) == 1
    listed = notice(sender=Sender(TOWN, "Ajuntament de Manresa"), available=moment(0), expires=moment(10))
    with as_role(WORKER):
        told(me.subject, [listed])
    assert look(as_role, me, 1.6) == 0  # that step was reminded of
    assert shown(as_role, me) == [(AlertKind.NOTICE, RestsOn.SEEN_INSIDE, 1)]
    with as_role(WORKER):
        told(me.subject, [msgspec.structs.replace(listed, status=NoticeStatus.OPENED, expires=None, ended=moment(0))])
    look(as_role, me, 1.7)
    assert shown(as_role, me) == []  # opened here: the issuer's older word counts no longer


def test_a_notice_that_a_body_tells_too_is_one_alert_until_the_body_says_that_it_ended(
    as_role: AsRole, clean: Database, me: Actor, platform: Platform, door: Door
) -> None:
    country = Country(as_role, clean)
    country.connect()
    entry = msgspec.structs.replace(NOTICE, registry_number="S2026-1")
    country.tell(TOWN, {Topic.ENTRIES: Fresh((entry,))})
    door.tell(platform, waits(platform, registry="S2026-1"))
    look(as_role, me, 1.5)
    assert shown(as_role, me) == [(AlertKind.NOTICE, RestsOn.ISSUER, 1)]
    ended_there = msgspec.structs.replace(entry, notice_state=NoticeState.ACCEPTED)
    country.tell(TOWN, {Topic.ENTRIES: Fresh((ended_there,))})
    look(as_role, me, 1.6)
    assert shown(as_role, me) == []


def test_nothing_of_anybody_is_logged_whatever_is_told(
    as_role: AsRole, platform: Platform, me: Actor, issuers: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def bent(url: str) -> dict[str, Any]:
        event = platform.waits(url, ME, TOWN, "N-2026-1")
        return {**event, "data": {**event["data"], "to": {"kind": "nif", "number": "00000000A"}}}

    def curious(url: str) -> dict[str, Any]:
        event = platform.waits(url, ME, TOWN, "N-2026-1")
        return {**event, "data": {**event["data"], ME: ME}}

    with capture_logs() as lines:
        heard = Door(as_role, issuers).tell(
            platform, waits(platform), waits(platform, NOBODY), bent, curious, waits(platform, sender=OTHER_TOWN)
        )
    assert [one.status for one in heard] == [202, 202, 400, 400, 403]
    said = repr(lines) + caplog.text + repr([(one.body, one.head) for one in heard])
    assert not any(word in said for word in (ME, NOBODY, "00000000A", "N-2026-1"))
    assert [line["why"] for line in lines if line["event"] == "refused"] == [
        "not-a-number",
        "unknown-field",
        "other-sender",
    ]


def test_what_was_told_leaves_ninety_days_after_it_is_of_use(
    as_role: AsRole, clean: Database, me: Actor, platform: Platform, door: Door
) -> None:
    door.tell(platform, waits(platform))
    look(as_role, me, 95)
    assert len(kept(clean)) == 1
    look(as_role, me, 102)
    assert kept(clean) == []


def test_the_command_makes_a_key_and_a_file_and_tells(
    as_role: AsRole, clean: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with as_role(WEB):
        marta = enter("12345678Z").actor
    assert command(["keys", "--folder", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["keys"][0]["kid"] == "plataforma-1"
    with as_role(WEB), open_door(tmp_path / "issuers.toml") as url:
        assert command(["waits", "--folder", str(tmp_path), "--to", url]) == 0
        assert command(["ended", "--folder", str(tmp_path), "--to", url]) == 0
        assert command(["waits", "--folder", str(tmp_path), "--to", url, "--sender", OTHER_TOWN]) == 1
    assert "403" in capsys.readouterr().out
    assert [(row[0], row[2]) for row in kept(clean)] == [(marta.subject, "opened")]
