"""What was taken, and how the three machines behave. In memory: when the process ends nothing is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

Channel = Literal["email", "push", "sms"]
CHANNELS: tuple[Channel, ...] = ("email", "push", "sms")
# well: as it should │ away: hangs up │ hangs: says nothing │ later: busy │ nobody: no such address or device
# refuses: does not want it │ takes_and_cuts: keeps it and hangs up without saying so
MOODS = ("well", "away", "hangs", "later", "nobody", "refuses", "takes_and_cuts")
MOST = 500  # the page shows the last; the counts are of all


@dataclass(frozen=True, slots=True)
class Taken:
    channel: Channel
    to: str
    subject: str
    text: str
    reference: str  # Message-ID, topic or reference: what tells doubles apart
    at: datetime
    head: tuple[tuple[str, str], ...] = ()


@dataclass
class Caught:
    base: str = ""
    taken: list[Taken] = field(default_factory=list)
    times: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # (channel, to, reference) → how often taken
    moods: dict[str, str] = field(default_factory=lambda: dict.fromkeys(CHANNELS, "well"))
    wrong: Counter[str] = field(default_factory=Counter)  # what a caller did against the standard
    on_taken: Callable[[Taken], None] | None = None  # a proof watches the very moment

    def take(self, channel: Channel, to: str, subject: str, text: str, reference: str, head: dict[str, str]) -> None:
        one = Taken(channel, to, subject, text, reference, datetime.now(UTC), tuple(head.items()))
        self.times[channel, to, reference] += 1
        self.taken.append(one)
        del self.taken[: max(0, len(self.taken) - MOST)]
        if self.on_taken:
            self.on_taken(one)
