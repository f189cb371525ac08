"""docs/reference/bench.md: each bench's figures as last measured. A run replaces its own rows and leaves the others'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure
from myspace.launch.prove import commit

ROOT = Path(__file__).parent.parent
RECORD = ROOT / "docs" / "reference" / "bench.md"
_HEADING = """# The figures, as last measured

Written by `./myspace bench`: a run replaces the rows of the benches it ran, with its own day and commit. Each ratio has both
its sides in one run, round by round; the first round is dropped. `+` after a commit: the tree had changes it does not hold.

| Bench | Figure | Value | Limit | | Load | Date | Commit | Sides |
|---|---|---|---|---|---|---|---|---|
"""


def write_down(figures: Sequence[Figure], record: Path = RECORD) -> None:
    """The rows of these figures' benches become exactly these; every other row stays, in its place."""
    text = record.read_text("utf-8") if record.exists() else ""
    date, measured = f"{datetime.now(UTC):%Y-%m-%d}", commit()
    rows: dict[str, list[str]] = {}
    for line in text.splitlines():
        if (found := re.match(r"\| ([\w-]+) \|", line)) and found[1] != "Bench":
            rows.setdefault(found[1], []).append(line)
    for bench in dict.fromkeys(figure.bench for figure in figures):
        rows[bench] = [figure.row(date, measured) for figure in figures if figure.bench == bench]
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(_HEADING + "\n".join(line for each in rows.values() for line in each) + "\n", encoding="utf-8")
