"""The client on sockets that misbehave below HTTP, where no simulator reaches: drips, half answers, wrong certificates."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from myspace.connectors.valid import failures
from myspace.connectors.valid.client import ValidClient
from myspace.connectors.valid.failures import LoginFailure

from .test_valid_simulator import BACK, CLIENT, SECRET, client_of, running


@contextlib.contextmanager
def _socket(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection, contextlib.suppress(OSError):
                        serve(connection)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _says(answer: bytes) -> Callable[[socket.socket], None]:
    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(answer)

    return serve


# Bodies are good in themselves: only what is around them is wrong, so nothing else can refuse them.
GOOD = b'{"access_token":"1/x","expires_in":3600}'


def _drips(connection: socket.socket) -> None:
    connection.recv(65536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(60):
        connection.sendall(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (b"", failures.ProviderDown),  # hung up without a word
        (b"SSH-2.0-OpenSSH\r\n", failures.ProviderGarbled),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n" + GOOD, failures.ProviderGarbled),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n28\r\n" + GOOD, failures.ProviderGarbled),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + GOOD, failures.ProviderGarbled),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + GOOD, failures.ProviderGarbled),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n" + GOOD, failures.ProviderGarbled),
        (b"HTTP/1.1 200 OK\r\n\r\n" + GOOD + b" " * 300_000, failures.ProviderGarbled),  # over the cap
        (b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\n\r\n" + GOOD, failures.ProviderGarbled),
        (b"HTTP/1.1 206 Partial Content\r\n\r\n" + GOOD, failures.ProviderGarbled),
        (b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n", failures.TokenRefused),
        (b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", failures.ProviderDown),
        (b"HTTP/1.1 429 No\r\nContent-Length: 0\r\n\r\n", failures.ProviderDown),
    ],
)
def test_below_the_contract_everything_has_its_failure(answer: bytes, failure: type[LoginFailure]) -> None:
    with _socket(_says(answer)) as address, pytest.raises(LoginFailure) as failed:
        client_of(address).exchange("1/x")
    assert type(failed.value) is failure


def test_the_good_body_alone_is_accepted() -> None:
    for head in (b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.0 200 OK\r\nContent-Length: 40\r\n\r\n"):
        with _socket(_says(head + GOOD)) as address:
            assert client_of(address).exchange("1/x").access_token == "1/x"


def test_the_deadline_is_of_the_whole_call_even_against_a_drip() -> None:
    with _socket(_drips) as address:
        began = time.monotonic()
        with pytest.raises(failures.ProviderLate):
            client_of(address, deadline_ms=300).exchange("1/x")
        assert time.monotonic() - began < 2.0  # the drip lasts three seconds


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n{"])
def test_a_call_that_fails_is_not_sent_again(answer: bytes) -> None:
    """A code serves once: sending it a second time would end the token that the first call got."""
    calls = []

    def serve(connection: socket.socket) -> None:
        calls.append(connection.recv(65536))
        connection.sendall(answer)

    with _socket(serve) as address, pytest.raises(LoginFailure):
        client_of(address).exchange("1/x")
    assert len(calls) == 1


def test_nobody_listening_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(failures.ProviderDown):
        client_of(f"http://127.0.0.1:{port}").exchange("1/x")


def test_the_providers_certificate_is_checked(tmp_path: Path) -> None:
    pem = _certificate(tmp_path)
    with running("--tls-certificate", str(pem)) as address:
        assert address.startswith("https://localhost:")
        with pytest.raises(failures.ProviderDown):
            client_of(address).exchange("1/x")
        with pytest.raises(failures.TokenRefused):
            ValidClient(address, CLIENT, SECRET, BACK, 2000, ca_file=pem).exchange("1/x")
        with pytest.raises(failures.ProviderDown):  # the same machine, under a name that is not in the certificate
            ValidClient(address.replace("localhost", "127.0.0.1"), CLIENT, SECRET, BACK, 2000, ca_file=pem).exchange(
                "1/x"
            )


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "VALId simulat")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "provider.pem"
    path.write_bytes(certificate.public_bytes(Encoding.PEM) + plain)
    return path


def test_a_port_that_does_not_speak_tls_is_down() -> None:
    with _socket(_says(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as address, pytest.raises(failures.ProviderDown):
        client_of(address.replace("http:", "https:")).exchange("1/x")
