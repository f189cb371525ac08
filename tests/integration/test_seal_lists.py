"""Lists of withdrawn certificates: fetched only from named addresses, kept until the next, and what they decide of a paper."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from myspace.domain.gathering import rounds
from myspace.domain.kernel import db
from myspace.domain.seals import lists
from myspace.domain.seals import service as seals
from myspace.protocols.pades import reports, sealing
from tests.integration.conftest import AsRole
from tests.unit.protocols.pades import papers
from tests.unit.protocols.pades.authority import DAY, NOW, Authority

WEB, WORKER = "myspace_web", "myspace_worker"
THEN = Authority(at=NOW - 365 * DAY)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def shown() -> Iterator[dict[str, object]]:
    """Who publishes a list: what is put under `octets`; how often it was asked under `asked`; `at`, its address."""
    state: dict[str, object] = {"octets": THEN.list_of_withdrawn(NOW), "asked": []}

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state["asked"].append(self.path)
            octets = state["octets"]
            assert isinstance(octets, bytes)
            self.send_response(200 if octets else 404)
            self.send_header("Content-Length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        def log_message(self, *_given: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state["at"] = f"http://127.0.0.1:{server.server_address[1]}/arrel.crl"
    yield state
    server.shutdown()
    server.server_close()


@pytest.fixture
def named(tmp_path: Path, shown: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "root.pem").write_bytes(THEN.root().public_bytes(Encoding.PEM))
    file = tmp_path / "issuers.toml"
    file.write_text(
        f'[[issuer]]\nname = "Prova"\ncertificates = "{tmp_path}/root.pem"\nanswers_for = ["seals", "stamps"]\n'
        f'lists = ["{shown["at"]}"]\n'
    )
    monkeypatch.setenv("MYSPACE_ISSUERS_OF_SEALS", str(file))
    return file


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A paper of a year ago: the lists that it carries say nothing of today."""
    with monkeypatch.context() as then:  # our own check ran then, and cannot now
        then.setattr(sealing, "check", lambda *_: reports.Good(reports.Sealer("", "", ""), NOW, None))
        return papers.sealed_by(THEN)


def fetch(as_role: AsRole, now=NOW) -> None:
    with as_role(WORKER):
        done = lists.look(now)
        if done is not None:
            done.result(30)


def checked(as_role: AsRole, pdf: bytes, now=NOW) -> type[reports.Report]:
    with as_role(WEB):
        return type(seals.check(pdf, now))


def test_an_old_paper_is_not_known_until_a_list_came_and_good_afterwards(
    as_role: AsRole, clean: object, named: Path, old: bytes
) -> None:
    assert checked(as_role, old) is reports.Unproven
    fetch(as_role)
    assert checked(as_role, old) is reports.Good


def test_a_list_that_withdraws_the_seal_is_believed(as_role: AsRole, clean, named: Path, old: bytes, shown) -> None:
    shown["octets"] = Authority(at=THEN.at, withdrawn={2: THEN.at - DAY}).list_of_withdrawn(NOW)
    fetch(as_role)
    assert checked(as_role, old) is reports.Revoked


def test_after_its_days_a_list_says_nothing_and_it_is_not_known_again(
    as_role: AsRole, clean, named: Path, old: bytes, shown
) -> None:
    fetch(as_role)
    shown["octets"] = b""
    later = NOW + 8 * DAY
    fetch(as_role, later)
    assert checked(as_role, old, later) is reports.Unproven


def test_an_older_list_that_somebody_plays_again_does_not_take_the_place_of_a_newer_one(
    as_role: AsRole, clean, named: Path, old: bytes, shown
) -> None:
    shown["octets"] = Authority(at=THEN.at, withdrawn={2: THEN.at - DAY}).list_of_withdrawn(NOW)
    fetch(as_role)
    shown["octets"] = THEN.list_of_withdrawn(NOW - DAY)
    fetch(as_role, NOW + 61 * MINUTE)
    assert checked(as_role, old) is reports.Revoked
    with as_role(WEB), db.bare() as tx:
        assert tx.one("SELECT problem FROM seals_list") == ("it answered an older list than the one that is kept",)


def test_who_publishes_a_list_is_asked_once_an_hour_and_sooner_when_it_lacks(
    as_role: AsRole, clean, named: Path, shown
) -> None:
    for minutes in (0, 1, 30, 59):
        fetch(as_role, NOW + minutes * MINUTE)
    assert len(shown["asked"]) == 1
    shown["octets"] = b""
    fetch(as_role, NOW + 60 * MINUTE)
    fetch(as_role, NOW + 61 * MINUTE)
    assert len(shown["asked"]) == 2, "what is kept is still in force"
    for minutes in (0, 4, 5, 9, 10):
        fetch(as_role, NOW + 30 * DAY + minutes * MINUTE)
    assert len(shown["asked"]) == 5


def test_an_address_that_is_named_no_more_counts_no_more(
    as_role: AsRole, clean, named: Path, old: bytes, shown
) -> None:
    fetch(as_role)
    named.write_text(named.read_text().replace("arrel.crl", "altra.crl"))
    assert checked(as_role, old) is reports.Unproven


def test_nobody_is_asked_where_nobody_is_named(as_role: AsRole, clean, shown, named: Path, monkeypatch) -> None:
    monkeypatch.delenv("MYSPACE_ISSUERS_OF_SEALS")
    with as_role(WORKER):
        assert lists.look(NOW) is None
    named.write_text("[[issuer]]\nname = 3\n")
    monkeypatch.setenv("MYSPACE_ISSUERS_OF_SEALS", str(named))
    with as_role(WORKER):
        assert lists.look(NOW) is None
    assert shown["asked"] == []


def test_web_reads_lists_and_writes_none_and_the_worker_has_a_round_for_them(as_role: AsRole, clean) -> None:
    for verb in (
        "DELETE FROM seals_list",
        "UPDATE seals_list SET until = now()",
        "INSERT INTO seals_list VALUES ('a', now(), '')",
    ):
        with as_role(WEB), pytest.raises(psycopg.errors.InsufficientPrivilege), db.bare() as tx:
            tx.run(verb)
    assert "seal lists" in {one.name for one in rounds.registered()}
