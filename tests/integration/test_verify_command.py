"""`./myspace verify FILE`: what it says in words, what it ends with, and that it asks only whom it is told to ask."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from myspace.connectors.revocation import client
from myspace.connectors.revocation.wire import NoList
from myspace.launch import verify as command
from myspace.protocols.pades import apart, reports, sealing
from myspace.protocols.pades.reports import Report
from tests.unit.protocols.pades import papers
from tests.unit.protocols.pades.authority import DAY, NOW, Authority

SEALER = reports.Sealer("Segell de prova", "Organització de prova", "ab" * 32)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    (tmp_path / "paper.pdf").write_bytes(papers.sealed())
    return tmp_path / "paper.pdf"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root.pem").write_bytes(Authority().root().public_bytes(Encoding.PEM))
    return tmp_path / "root.pem"


@pytest.fixture
def site() -> Iterator[tuple[str, dict[str, tuple[int, bytes]]]]:
    """Somebody who publishes what is put in the dictionary."""
    shown: dict[str, tuple[int, bytes]] = {}

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, octets = shown.get(self.path, (404, b""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        def log_message(self, *_given: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", shown
    server.shutdown()
    server.server_close()


def said(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = command.verify([str(word) for word in words])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_a_good_paper_says_who_and_when_and_what_that_does_not_mean(
    paper: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, words = said(capsys, paper, "--trust", root)
    assert code == 0
    assert words.startswith("Good.")
    assert "Sealed by: Segell de prova\n" in words
    assert f"Sealed at: {NOW:%Y-%m-%d}" in words
    assert "does not mean that what it says is true" in words


def test_nobody_is_trusted_unless_said(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, words = said(capsys, paper)
    assert code == 1
    assert words == "Not trusted. Somebody sealed it, but nobody whom you trust says who.\n"


def test_it_runs_without_a_database_and_without_settings(paper: Path, root: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "myspace.launch", "verify", str(paper), "--trust", str(root)],
        env={"PATH": "/usr/bin"}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("Good.")


def test_a_list_is_fetched_from_the_address_that_is_given_and_decides(
    tmp_path: Path, root: Path, site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = reports.Good(reports.Sealer("", "", ""), NOW, None)
    with monkeypatch.context() as years_ago:  # our own check ran then, and cannot now
        years_ago.setattr(sealing, "check", lambda *_: good)
        then = Authority(at=NOW - 365 * DAY)
        old = tmp_path / "old.pdf"
        old.write_bytes(papers.sealed_by(then))
    root.write_bytes(then.root().public_bytes(Encoding.PEM))
    address, shown = site
    assert said(capsys, old, "--trust", root)[0] == 3
    shown["/list.crl?of=today"] = (200, then.list_of_withdrawn(NOW))
    assert said(capsys, old, "--trust", root, "--fetch", f"{address}/list.crl?of=today")[0] == 0
    withdrawn = Authority(at=then.at, withdrawn={2: then.at - DAY}).list_of_withdrawn(NOW)
    (tmp_path / "list.crl").write_bytes(withdrawn)
    code, words = said(capsys, old, "--trust", root, "--list", tmp_path / "list.crl")
    assert code == 1
    assert words.startswith("Withdrawn.")


def test_a_list_that_cannot_be_had_leaves_it_not_known(
    paper: Path, root: Path, site, capsys: pytest.CaptureFixture[str]
) -> None:
    address, shown = site
    shown["/other"] = (200, b"hola")
    for path, why in (("/none", "it answered 404"), ("/other", "it is no revocation list")):
        code, words = said(capsys, paper, "--trust", root, "--fetch", address + path)
        assert (code, words) == (3, f"A list could not be fetched: {why}. Nothing was checked.\n")
    for strange in ("ftp://a/b", "http://user@a/b", "list.crl", "http://a:none/b"):
        assert said(capsys, paper, "--fetch", strange)[0] == 3


def test_a_list_that_is_larger_than_what_is_read_is_none(site, monkeypatch: pytest.MonkeyPatch) -> None:
    address, shown = site
    shown["/list"] = (200, Authority().list_of_withdrawn())
    found = client.fetch(f"{address}/list")
    assert found.made_at < NOW < found.until
    monkeypatch.setattr(client, "MOST", 100)
    with pytest.raises(NoList):
        client.fetch(f"{address}/list")


def test_a_file_that_is_not_there_is_said_by_name(
    paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, tmp_path / "none.pdf") == (
        2,
        f"{tmp_path}/none.pdf cannot be read: No such file or directory.\n",
    )
    assert said(capsys, paper, "--trust", paper) == (2, f"{paper} is not what is expected there.\n")
    assert said(capsys, paper, "--list", paper)[0] == 2


def test_a_check_that_did_not_work_is_not_known(paper: Path, monkeypatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(apart, "_ALONE", "myspace.nothing")
    assert said(capsys, paper) == (3, "Not known. The check did not work: the check ended with 1.\n")


def test_each_report_has_its_own_words_and_a_code() -> None:
    assert set(command.SAID) == {*apart.KINDS.values(), reports.Stopped}
    assert len({words for _, words in command.SAID.values()}) == len(command.SAID)
    assert [kind for kind, (code, _) in command.SAID.items() if code == 0] == [reports.Good]


@pytest.mark.parametrize("kind", [reports.Revoked, reports.Expired, reports.NotStamped, reports.Unproven])
def test_whoever_is_doubted_is_named_and_never_at_a_time(kind: type[Report]) -> None:
    words = "\n".join(command.lines(kind(SEALER)))
    assert "Sealed by: Segell de prova" in words
    assert "Sealed at" not in words


def test_a_name_does_not_write_over_the_terminal() -> None:
    words = "\n".join(command.lines(reports.Revoked(reports.Sealer("a\x1b[2J\nGood.", "", "ab"))))
    assert "\x1b" not in words
    assert "\nGood." not in words
