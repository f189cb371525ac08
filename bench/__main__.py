"""`python -m bench [NAME …]`: runs the benches and prints each figure beside its limit. All of them write them down.

Those of a country share one, as large as `--people` and `--items` say; they are written down at full scale only.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from bench.figures import Figure
from bench.record import write_down

NAMES = ("statements", "page", "mailbox", "hung", "refresh", "signing", "look_ups", "log", "sealing")
# What is measured in a country, in this order: the crowd changes data, so it comes last.
COUNTRY = {
    "growth": "bench.country.reading", "tail": "bench.country.reading", "memory": "bench.country.reading",
    "streams": "bench.country.streams", "crowd": "bench.country.crowd",
}  # fmt: skip
PEOPLE, ITEMS = 100_000, 3_000_000  # full scale
_SOME = (10_000, 300_000)  # when a bench of the country is named and no size is given


def main() -> int:
    parser = argparse.ArgumentParser(prog="./myspace bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join((*NAMES, *COUNTRY)))
    parser.add_argument("--quick", action="store_true", help="few and short rounds: whether it runs, not what it costs")
    parser.add_argument("--people", type=int, help="load a country of so many and measure in it")
    parser.add_argument("--items", type=int, help="so many things in it")
    parser.add_argument("--fresh", action="store_true", help="load the country anew, even if one like it is kept")
    given = parser.parse_args()
    if unknown := set(given.names) - {*NAMES, *COUNTRY}:
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    sized = given.people is not None or given.items is not None
    chosen = given.names or (tuple(COUNTRY) if sized else NAMES)
    people, items = given.people or _SOME[0], given.items or 30 * (given.people or _SOME[0])
    figures: list[Figure] = []
    for name in (each for each in NAMES if each in chosen):
        _begin(name)
        figures += _shown(import_module(f"bench.{name}").run(quick=given.quick))
    if of_country := [name for name in COUNTRY if name in chosen]:
        figures += in_country(of_country, people, items, quick=given.quick, fresh=given.fresh)
    if not given.quick:
        write_down([f for f in figures if f.bench in NAMES or (people, items) >= (PEOPLE, ITEMS)])
    return 0 if all(f.good for f in figures) else 1


def in_country(names: Sequence[str], people: int, items: int, *, quick: bool, fresh: bool) -> list[Figure]:
    """These benches in one country, which is kept for the next run unless this one is quick."""
    from bench.country.dataset import country

    print(f"country of {people:,} people with {items:,} things (load {os.getloadavg()[0]:.1f})", flush=True)
    figures: list[Figure] = []
    with country(people, items, fresh=fresh, kept=not quick) as made:
        for name in names:
            _begin(name)
            figures += _shown(getattr(import_module(COUNTRY[name]), name)(made, quick=quick))
    return figures


def _begin(name: str) -> None:
    print(f"{name} (load {os.getloadavg()[0]:.1f})", flush=True)


def _shown(figures: list[Figure]) -> list[Figure]:
    for figure in figures:
        print(f"  {figure}", flush=True)
    return figures


if __name__ == "__main__":
    sys.exit(main())
