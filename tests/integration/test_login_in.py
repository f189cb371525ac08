"""A feed of logins tells over a socket, and the person sees; whoever it is not for, and who asks, learns nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from myspace.connectors.logins.simulator import PATH, Heard, Voice, logins_of, send
from myspace.domain.logins import service
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.inbound_door import open_door
from tests.integration.test_closed_list import WEB, enter

ME, NOBODY = "00000000T", "00000001R"
FILE = """[[feed]]
name = "identitat"
says = "https://identitat.exemple.invalid"
keys = "identitat.jwks.json"
a_minute = {a_minute}
"""


class Door:
    """The folder as the feed sees it. Each telling stands as web, and only then."""

    def __init__(self, as_role: AsRole, folder: Path) -> None:
        self._as_role, self.folder, self.voice = as_role, folder, Voice.made()
        (folder / "identitat.jwks.json").write_text(json.dumps(self.voice.public()))
        self.register()

    def register(self, a_minute: int = 100) -> None:
        (self.folder / "logins.toml").write_text(FILE.format(a_minute=a_minute))

    @contextmanager
    def open(self) -> Iterator[str]:
        with self._as_role(WEB), open_door(None, LOGIN_FEEDS=str(self.folder / "logins.toml")) as url:
            yield url

    def tell(self, *logins: dict[str, Any]) -> Heard:
        with self.open() as url:
            return send(url, self.voice.signed(self.voice.told(url, *logins)))


@pytest.fixture
def door(as_role: AsRole, clean: Database, tmp_path: Path) -> Door:
    return Door(as_role, tmp_path)


@pytest.fixture
def me(as_role: AsRole) -> Actor:
    with as_role(WEB):
        return enter(ME).actor


def one(number: str = ME, reference: str = "VAL-1", **more: Any) -> dict[str, Any]:
    return {
        "of": {"kind": "nif", "number": number}, "reference": reference, "at": "2026-11-20T09:00:00+01:00",
        "service": "Biblioteca", **more,
    }  # fmt: skip


def lines_of(as_role: AsRole, me: Actor) -> tuple[service.Line, ...]:
    with as_role(WEB):
        return service.record(me).lines


def test_what_a_feed_tells_is_on_the_list_of_whom_it_is_about(as_role: AsRole, door: Door, me: Actor) -> None:
    heard = door.tell(*logins_of("teresa", ME, datetime.now(UTC).date()))
    assert (heard.status, heard.body) == (202, b"")
    lines = lines_of(as_role, me)
    assert len(lines) > 10
    assert [each.login.at for each in lines] == sorted((each.login.at for each in lines), reverse=True)


def test_told_twice_is_kept_once_and_answered_the_same(as_role: AsRole, door: Door, me: Actor) -> None:
    first, again = door.tell(one()), door.tell(one())
    assert (first.status, first.body) == (again.status, again.body) == (202, b"")
    assert len(lines_of(as_role, me)) == 1


def test_of_somebody_who_never_came_in_the_answer_is_the_same_with_the_same_heads(door: Door, me: Actor) -> None:
    known, unknown = door.tell(one()), door.tell(one(NOBODY))
    apart = {"date", "server"}
    assert (known.status, known.body) == (unknown.status, unknown.body)
    assert {k: v for k, v in known.head.items() if k not in apart} == {
        k: v for k, v in unknown.head.items() if k not in apart
    }  # fmt: skip


def test_of_a_message_with_one_thing_wrong_nothing_is_kept(as_role: AsRole, door: Door, me: Actor) -> None:
    heard = door.tell(one(), one(reference="VAL-2", level="altíssim"))
    assert json.loads(heard.body) == {
        "type": "urn:myspace:login-in:1:malformed", "title": "Bad Request", "status": 400, "field": "data.logins[1].level",
    }  # fmt: skip
    assert lines_of(as_role, me) == ()


def test_the_door_takes_one_kind_of_message_of_one_size_by_one_method(door: Door) -> None:
    with door.open() as url:
        good = door.voice.signed(door.voice.told(url, one()))
        assert send(url, good, kind="application/json").status == 415
        assert send(url, b"x" * (1024 * 1024 + 1)).status == 413
        assert send(url, good, method="PUT").status == 405
        assert send(url, good + b"x").status == 401
        assert send(url, Voice.made().signed(door.voice.told(url, one()))).status == 401
        assert send(url, door.voice.signed(door.voice.told("https://altre.exemple.test", one()))).status == 401


def test_how_many_a_minute_the_file_says(as_role: AsRole, door: Door, me: Actor) -> None:
    door.register(a_minute=1)
    assert [door.tell(one(reference=f"VAL-{n}")).status for n in range(2)] == [202, 429]


def test_without_a_file_there_is_no_door_and_a_broken_one_asks_to_come_later(as_role: AsRole, door: Door) -> None:
    with as_role(WEB), open_door(None) as url:
        assert send(url, b"x").status == 404
    with door.open() as url:
        (door.folder / "logins.toml").write_text("[[feed]]\nname = 3")
        heard = send(url, door.voice.signed(door.voice.told(url, one())))
    assert (heard.status, heard.head["retry-after"]) == (503, "60")


def test_a_heartbeat_says_until_when_the_list_goes(clean: Database, door: Door) -> None:
    with door.open() as url:
        assert send(url, door.voice.signed(door.voice.heartbeat(url, ago=timedelta(hours=2)))).status == 202
    with clean.as_superuser() as curtain:
        (until,) = curtain.execute("SELECT recorded_until FROM logins_feed WHERE name = 'identitat'").fetchone()
    assert timedelta(hours=1) < datetime.now(UTC) - until < timedelta(hours=3)


def test_nothing_of_anybody_is_logged_whatever_is_told(
    door: Door, me: Actor, capfd: pytest.CaptureFixture[str]
) -> None:
    with capture_logs() as logs:
        door.tell(one())
        door.tell(one(service="paraula secreta", level="dolent"))
        door.tell(one(NOBODY, reference=f"R-{NOBODY}"))
    out = capfd.readouterr()
    said = f"{logs} {out.out} {out.err}"
    assert not any(word in said for word in (ME, NOBODY, "paraula secreta", "VAL-1"))
    assert [line["why"] for line in logs if line["event"] == "refused"] == ["malformed", "malformed"]
    assert PATH == "/entrada/accessos"
