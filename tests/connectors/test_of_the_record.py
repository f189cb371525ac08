"""A witness and a time-stamping authority that keep no limit, over sockets: no call lasts, nothing is read without end, and asking
again does no harm.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from myspace.connectors.timestamp import client as timestamp
from myspace.connectors.timestamp import simulator as authority
from myspace.connectors.timestamp.wire import Stamp
from myspace.connectors.timestamp.wire import Why as NoStamp
from myspace.connectors.witness import client as witness
from myspace.connectors.witness.wire import Why as NotConfirmed

HEAD = "espai.example/registre\n9\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— espai.example/registre c2VjcmV0\n"
Ask = Callable[[str, pytest.MonkeyPatch], object]


@contextmanager
def far_side(answers: Callable[[socket.socket], None]) -> Iterator[str]:
    """Its address, while it answers each connection so."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                try:
                    answers(connection)
                except OSError:
                    continue

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()


def _drips(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4000\r\n\r\n")
    for _ in range(40):
        connection.sendall(b"x")
        time.sleep(0.1)


def _never_ends(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    for _ in range(400):
        connection.sendall(b"x" * 65536)


def _hangs_up(connection: socket.socket) -> None:
    connection.recv(65536)


def _of_a_witness(url: str, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(witness, "DEADLINE_MS", 700)
    answer = witness.Witness.at("testimoni.example/t1", "vkey", url).add(8, [b"\1" * 32], HEAD)
    return getattr(answer, "why", answer)


def _of_an_authority(url: str, monkeypatch: pytest.MonkeyPatch, roots: Path) -> object:
    monkeypatch.setattr(timestamp, "DEADLINE_MS", 700)
    answer = timestamp.Authority.at(url, roots).stamp(HEAD.encode())
    return getattr(answer, "why", answer)


@pytest.fixture
def roots(tmp_path: Path) -> Path:
    return authority.Authority(tmp_path / "segells").roots


@pytest.mark.parametrize("answers", [_drips, _never_ends, _hangs_up])
def test_a_witness_that_keeps_no_limit_is_stopped_within_the_deadline(
    answers: Callable[[socket.socket], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with far_side(answers) as url:
        began = time.monotonic()
        assert _of_a_witness(url, monkeypatch) is NotConfirmed.AWAY
        assert time.monotonic() - began < 2.0


@pytest.mark.parametrize("answers", [_drips, _never_ends, _hangs_up])
def test_an_authority_that_keeps_no_limit_is_stopped_within_the_deadline(
    answers: Callable[[socket.socket], None], monkeypatch: pytest.MonkeyPatch, roots: Path
) -> None:
    with far_side(answers) as url:
        began = time.monotonic()
        assert _of_an_authority(url, monkeypatch, roots) is NoStamp.AWAY
        assert time.monotonic() - began < 2.0


@pytest.mark.parametrize("answers", [_drips, _hangs_up])
def test_a_call_that_fails_is_not_sent_again_by_itself(
    answers: Callable[[socket.socket], None], monkeypatch: pytest.MonkeyPatch, roots: Path
) -> None:
    asked: list[int] = []

    def counted(connection: socket.socket) -> None:
        asked.append(1)
        answers(connection)

    with far_side(counted) as url:
        _of_a_witness(url, monkeypatch)
        assert len(asked) == 1
        _of_an_authority(url, monkeypatch, roots)
        assert len(asked) == 2


def test_asking_for_a_stamp_again_gives_another_stamp_of_the_same_text(tmp_path: Path) -> None:
    one = authority.Authority(tmp_path / "segells")
    server = authority.serving(one)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        asked = timestamp.Authority.at(f"http://127.0.0.1:{server.server_address[1]}", one.roots)
        first, second = asked.stamp(b"text"), asked.stamp(b"text")
    finally:
        server.shutdown()
        server.server_close()
    assert isinstance(first, Stamp)
    assert isinstance(second, Stamp)


@pytest.mark.parametrize("answers", [_drips, _never_ends, _hangs_up])
def test_neither_the_head_nor_an_address_is_logged_whatever_happens(
    answers: Callable[[socket.socket], None],
    monkeypatch: pytest.MonkeyPatch,
    roots: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with far_side(answers) as url:
        _of_a_witness(url, monkeypatch)
        _of_an_authority(url, monkeypatch, roots)
        said = caplog.text + "".join(capfd.readouterr())
        for told in ("espai.example", "CsUYapGG", "c2VjcmV0", url):
            assert told not in said
