"""Knows which TCP ports are free, and keeps two launchers from choosing the same. Refuses to know who listens.

granian binds with port reuse: a second server on a used port starts without an error and they share the visitors.
So a port is ours only when nobody answers on it, a bind without reuse succeeds, and we hold its lock file.
"""

from __future__ import annotations

import fcntl
import os
import socket

from myspace.launch.folders import private_temporary

LOOPBACK = "127.0.0.1"
SEARCHED = 200


class NoPort(Exception):
    """No free port near the wanted one."""


class Ports:
    """Ports reserved for as long as this object is open."""

    def __init__(self) -> None:
        self._locks: dict[int, int] = {}

    def reserve(self, wanted: int, host: str = LOOPBACK) -> int:
        """`wanted` if it is free, else the next free one."""
        for port in range(wanted, min(wanted + SEARCHED, 65536)):
            if port not in self._locks and self._lock(port):
                if free(port, host):
                    return port
                os.close(self._locks.pop(port))
        raise NoPort(f"No free port between {wanted} and {wanted + SEARCHED}. Give another one with --port.")

    def close(self) -> None:
        for descriptor in self._locks.values():
            os.close(descriptor)
        self._locks.clear()

    def _lock(self, port: int) -> bool:
        descriptor = os.open(private_temporary() / f"port-{port}", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._locks[port] = descriptor
        return True


def free(port: int, host: str = LOOPBACK) -> bool:
    """Nobody answers on the loopback, and nobody holds the port without answering."""
    for address, family in ((LOOPBACK, socket.AF_INET), ("::1", socket.AF_INET6)):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.settimeout(0.5)
                if probe.connect_ex((address, port)) == 0:
                    return False
        except OSError:
            continue  # no IPv6 here
    try:
        listen(host, port).close()
    except OSError:
        return False
    return True


def listen(host: str, port: int) -> socket.socket:
    """A listening socket without port reuse: the kernel refuses a second one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError:
        listener.close()
        raise
    return listener


def lan_addresses() -> list[str]:
    """The addresses of this machine in its network. Nothing is sent: a datagram socket only picks a route."""
    found = []
    for family, target in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((target, 9))
                found.append(probe.getsockname()[0])
        except OSError:
            continue
    return [address for address in found if address not in (LOOPBACK, "::1")]
