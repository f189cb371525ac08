"""Ways to know that a process is ready to work. Knows sockets; refuses to know products."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

from myspace.launch.ports import LOOPBACK


def accepts(port: int) -> Callable[[], bool]:
    """Somebody takes a connection on the port."""

    def ready() -> bool:
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            return False
        return True

    return ready


def answers(
    port: int, path: str, *, good: Callable[[int], bool] = lambda status: status < 500, tls: bool = False
) -> Callable[[], bool]:
    """An HTTP answer with a good status: by default anything but a server error."""

    def ready() -> bool:
        connection: http.client.HTTPConnection
        if tls:
            # The certificate is our own and the question stays on this machine: only "does it answer" is asked.
            context = ssl._create_unverified_context()  # noqa: S323
            connection = http.client.HTTPSConnection(LOOPBACK, port, timeout=2, context=context)
        else:
            connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
        try:
            connection.request("GET", path, headers={"Host": "localhost"})
            return good(connection.getresponse().status)
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ready


def exists(path: Path) -> Callable[[], bool]:
    """The process has written its sign of life. The caller removes an old one first."""
    return path.exists


def at_once() -> bool:
    """Nothing to wait for."""
    return True
