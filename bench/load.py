"""Sends requests and says what they cost: with wrk where it is, else with a small client of our own.

Cost is the CPU (user + system) of whole process trees, children that are gone included, divided by requests answered.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Round:
    """One side of one round. Any answer but 200 makes it worthless."""

    requests: int
    seconds: float
    cpu_seconds: float
    bad: int

    @property
    def cpu_ms(self) -> float:
        return self.cpu_seconds * 1000 / max(1, self.requests)

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def measured(url: str, headers: dict[str, str], trees: Iterable[int], *, seconds: float, connections: int = 8) -> Round:
    trees = list(trees)
    before, began = sum(map(cpu_of_tree, trees)), time.monotonic()
    requests, bad = (_wrk if shutil.which("wrk") else _own)(url, headers, seconds, connections)
    took = time.monotonic() - began
    return Round(requests, took, sum(map(cpu_of_tree, trees)) - before, bad)


def cpu_of_tree(pid: int) -> float:
    """Seconds of CPU that this process, its living descendants and the children it has buried took so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task").glob("*/children")
        below = [int(child) for path in children for child in path.read_text().split()]
    except OSError:
        return 0.0
    return sum(int(fields[i]) for i in (11, 12, 13, 14)) / _TICK + sum(map(cpu_of_tree, below))


def _wrk(url: str, headers: dict[str, str], seconds: float, connections: int) -> tuple[int, int]:
    words = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s"]
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    said = subprocess.run([*words, url], capture_output=True, text=True, check=True).stdout
    done = re.search(r"(\d+) requests in", said)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    failed = int(bad[1]) if bad else 0
    return int(done[1]) if done else 0, failed + (sum(map(int, broken.groups())) if broken else 0)


def _own(url: str, headers: dict[str, str], seconds: float, connections: int) -> tuple[int, int]:
    return asyncio.run(_many(url, headers, seconds, connections))


async def _many(url: str, headers: dict[str, str], seconds: float, connections: int) -> tuple[int, int]:
    parts, ends = urlsplit(url), time.monotonic() + seconds
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode()

    async def one() -> tuple[int, int]:
        done = bad = 0
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while time.monotonic() < ends:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
            await reader.readexactly(int(length[1]) if length else 0)
            done, bad = done + 1, bad + (b" 200 " not in head[:15])
        writer.close()
        return done, bad

    counts = await asyncio.gather(*(one() for _ in range(connections)))
    return sum(c[0] for c in counts), sum(c[1] for c in counts)
