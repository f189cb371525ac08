"""How far a long work is: a bar that redraws itself on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_WIDTH, _LINE_SECONDS, _BAR_SECONDS = 30, 15.0, 0.2


class Progress:
    """`done(n)` as the work goes on, `end()` once; how many seconds it took."""

    def __init__(self, what: str, of: int, *, out: TextIO | None = None) -> None:
        self._what, self._of, self._out = what, max(1, of), out or sys.stdout
        self._began = self._told = time.monotonic()
        self._bar = self._out.isatty()

    def done(self, so_far: int) -> None:
        now = time.monotonic()
        if now - self._told < (_BAR_SECONDS if self._bar else _LINE_SECONDS):
            return
        self._told = now
        part = min(1.0, so_far / self._of)
        left = (now - self._began) / part * (1 - part) if part else 0
        told = f"{self._what}: {so_far:,} of {self._of:,} ({part:.0%}), {left:.0f} s left"
        if self._bar:
            full = round(part * _WIDTH)
            self._out.write(f"\r  [{'█' * full}{'·' * (_WIDTH - full)}] {told}\x1b[K")
        else:
            self._out.write(f"  {told}\n")
        self._out.flush()

    def end(self, note: str = "") -> float:
        took = time.monotonic() - self._began
        start = "\r" if self._bar else ""
        self._out.write(
            f"{start}  {self._what}: {self._of:,} in {took:.1f} s{note}{chr(27) + '[K' if self._bar else ''}\n"
        )
        self._out.flush()
        return took
