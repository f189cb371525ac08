"""`python -m bench [NAME …]`: runs the benches and prints each figure beside its limit. All of them write them down."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.figures import Figure

NAMES = ("statements", "page", "hung", "refresh")
RECORD = Path(__file__).parent.parent / "docs" / "reference" / "bench.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="./myspace bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="few and short rounds: whether it runs, not what it costs")
    given = parser.parse_args()
    if unknown := set(given.names) - set(NAMES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for name in given.names or NAMES:
        print(f"{name} (load {os.getloadavg()[0]:.1f})", flush=True)
        made = import_module(f"bench.{name}").run(quick=given.quick)
        for figure in made:
            print(f"  {figure}", flush=True)
        figures += made
    if not given.names and not given.quick:
        write_down(figures)
    return 0 if all(f.good for f in figures) else 1


def write_down(figures: list[Figure]) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"],
        cwd=RECORD.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    lines = [
        "# The figures, as last measured",
        "",
        f"Written by `./myspace bench` on {datetime.now(UTC):%Y-%m-%d} at commit {commit or 'unknown'}. "
        "Each ratio has both its sides in one run, round by round; the first round is dropped.",
        "",
        "| Bench | Figure | Value | Limit | | Load | Sides |",
        "|---|---|---|---|---|---|---|",
        *(f.row for f in figures),
    ]
    RECORD.parent.mkdir(parents=True, exist_ok=True)
    RECORD.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
