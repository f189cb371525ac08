"""One measured figure beside its limit."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` must not be over `limit`; `sides` says what was measured, in its own unit."""

    bench: str
    name: str
    value: float
    limit: float
    sides: str
    unit: str = "×"
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    @property
    def good(self) -> bool:
        return self.value <= self.limit

    @property
    def verdict(self) -> str:
        return "OK" if self.good else "OVER"

    def _shown(self, number: float) -> str:
        return f"{number:.2f}{self.unit}" if self.unit == "×" else f"{number:g}"

    def __str__(self) -> str:
        return (
            f"{self.name}: {self._shown(self.value)} (limit {self._shown(self.limit)}) {self.verdict}"
            f" · {self.sides} · load {self.load:.1f}"
        )

    def row(self, date: str, commit: str) -> str:
        """A line of docs/reference/bench.md: a figure keeps the day and the commit of its own run."""
        cells = (self.bench, self.name, self._shown(self.value), self._shown(self.limit), self.verdict)
        return f"| {' | '.join(cells)} | {self.load:.1f} | {date} | {commit} | {self.sides} |"
