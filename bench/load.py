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


def latencies(url: str, headers: dict[str, str], *, seconds: float, connections: int) -> tuple[float, float, int]:
    """Milliseconds under which half of the answers came, and 99 in a hundred; and how many answers were not 200."""
    if shutil.which("wrk"):
        said, bad = _say_wrk(url, headers, seconds, connections, "--latency"), 0
        half, most = (re.search(rf"{part}%\s+([\d.]+)(us|ms|s)", said) for part in (50, 99))
        if not half or not most:
            raise RuntimeError("wrk told no latencies: nothing was measured")
        return _milliseconds(half), _milliseconds(most), bad + _refused(said)
    took: list[float] = []
    _, bad = asyncio.run(_many(url, headers, seconds, connections, took))
    took.sort()
    return took[len(took) // 2] * 1000, took[int(len(took) * 0.99)] * 1000, bad


def _milliseconds(found: re.Match[str]) -> float:
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]


def memory_of_tree(pid: int) -> int:
    """Bytes that this process and its descendants take, what they share counted once among all who share it (PSS)."""
    return _memory(pid) + sum(map(memory_of_tree, _children(pid)))


def _memory(pid: int) -> int:
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(kb) for kb in re.findall(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)) * 1024


def processes_of_tree(pid: int) -> int:
    return 1 + sum(map(processes_of_tree, _children(pid)))


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for p in Path(f"/proc/{pid}/task").glob("*/children") for child in p.read_text().split()]
    except OSError:
        return []


def cpu_of_tree(pid: int) -> float:
    """Seconds of CPU that this process, its living descendants and the children it has buried took so far."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(fields[i]) for i in (11, 12, 13, 14)) / _TICK + sum(map(cpu_of_tree, _children(pid)))


def _say_wrk(url: str, headers: dict[str, str], seconds: float, connections: int, *more: str) -> str:
    words = ["wrk", "-t1", "--timeout", "30s", f"-c{connections}", f"-d{max(1, round(seconds))}s", *more]
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    return subprocess.run([*words, url], capture_output=True, text=True, check=True).stdout


def _wrk(url: str, headers: dict[str, str], seconds: float, connections: int) -> tuple[int, int]:
    said = _say_wrk(url, headers, seconds, connections)
    done = re.search(r"(\d+) requests in", said)
    return int(done[1]) if done else 0, _refused(said)


def _refused(said: str) -> int:
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    failed = int(bad[1]) if bad else 0
    return failed + (sum(map(int, broken.groups())) if broken else 0)


def _own(url: str, headers: dict[str, str], seconds: float, connections: int) -> tuple[int, int]:
    return asyncio.run(_many(url, headers, seconds, connections))


async def _rest(reader: asyncio.StreamReader, head: bytes) -> None:
    """The body of one answer, of a told length or in chunks, as the server sends what Django gives it."""
    if length := re.search(rb"content-length: (\d+)", head, re.IGNORECASE):
        await reader.readexactly(int(length[1]))
    elif b"chunked" in head.lower():
        while size := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)


async def _many(
    url: str, headers: dict[str, str], seconds: float, connections: int, took: list[float] | None = None
) -> tuple[int, int]:
    parts, ends = urlsplit(url), time.monotonic() + seconds
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = f"GET {target} HTTP/1.1\r\n{lines}\r\n".encode()

    async def one() -> tuple[int, int]:
        done = bad = 0
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        while (began := time.monotonic()) < ends:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await _rest(reader, head)
            done, bad = done + 1, bad + (b" 200 " not in head[:15])
            if took is not None:
                took.append(time.monotonic() - began)
        writer.close()
        return done, bad

    counts = await asyncio.gather(*(one() for _ in range(connections)))
    return sum(c[0] for c in counts), sum(c[1] for c in counts)
