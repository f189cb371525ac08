"""Counts what held and keeps the first failures as sentences. Knows nothing of what is proved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

_TOLD = 20  # the first failures are told; thousands of the same would hide the others


@dataclass
class Count:
    held: int = 0
    of: int = 0
    told: list[str] = field(default_factory=list)
    by_kind: Counter[str] = field(default_factory=Counter)

    def check(self, good: bool, what: str) -> bool:
        """One assertion; `what` names the case, and never carries anybody's data."""
        self.of += 1
        if good:
            self.held += 1
        else:
            self.by_kind[what.partition(":")[0]] += 1
            if len(self.told) < _TOLD:
                self.told.append("FAILED " + what)
        return good
