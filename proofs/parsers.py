"""Whatever bytes come from outside, each parser gives an answer or a failure of its own. One try is one input for each.

Inputs are valid ones bent in their structure, cut at any byte, doubled, deep, huge, otherwise encoded, or noise. Held: no
other exception, no more than 2 s of CPU, no person's number or word in what was raised, never "nothing" for what held
items, and nothing believed of an item that lacks what it must have or is somebody else's. What a parser may take of
memory is bounded for all of its inputs together. tests/contracts/test_parsers.py finds a parser that is not in the list.
"""

from __future__ import annotations

import resource
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from myspace.launch.keys import development_keyring
from myspace.launch.prove import Database
from proofs import _parser
from proofs._count import Count
from proofs._parser import Parser

TRIES = 10_000
DATABASE = False
GROWS_MEGABYTES = 150
NOTE = ""


def run(tries: int, seed: int, database: Database | None) -> tuple[int, int]:
    global NOTE
    del database
    from proofs._stage import product

    count = Count()
    with tempfile.TemporaryDirectory() as folder:
        keys = development_keyring(Path(folder))
        with product(Database({}, None, keys)):
            every = parsers()
            for parser in every:
                attack(parser, tries, seed, count)
    NOTE = f"{len(every)} parsers, {tries:,} inputs for each"
    print(f"  {NOTE}", flush=True)
    for line in count.told:
        print(f"    {line}", flush=True)
    return count.held, count.of


def parsers() -> list[Parser]:
    """Every parser of outside bytes. Whoever writes one adds it to one of these lists; a contract test insists."""
    from proofs import (
        _parsers_browsers,
        _parsers_consultations,
        _parsers_delivery,
        _parsers_given,
        _parsers_invoices,
        _parsers_issuers,
        _parsers_login,
        _parsers_logins,
        _parsers_notice_values,
        _parsers_notices,
        _parsers_pades,
        _parsers_protocols,
        _parsers_record,
        _parsers_representa,
        _parsers_sources,
        _parsers_via_oberta,
    )

    lists = (
        _parsers_sources, _parsers_invoices, _parsers_login, _parsers_given, _parsers_browsers, _parsers_protocols,
        _parsers_notices, _parsers_notice_values, _parsers_representa, _parsers_delivery, _parsers_issuers,
        _parsers_via_oberta, _parsers_consultations, _parsers_logins, _parsers_record,
        _parsers_pades,
    )  # fmt: skip
    return [parser for one in lists for parser in one.parsers()]


def attack(parser: Parser, tries: int, seed: int, count: Count) -> None:
    chance, before = Random(f"{seed} {parser.name}"), _megabytes()
    wrong: Counter[str] = Counter()
    for number in range(tries):
        if what := _parser.tried(parser, chance, number):
            wrong[what] += 1
        count.of, count.held = count.of + 1, count.held + (what is None)
    count.check(_megabytes() - before < GROWS_MEGABYTES, f"{parser.name}: memory grew by {_megabytes() - before} MB")
    count.told += [f"FAILED {parser.name}: {what}, {times} times" for what, times in wrong.most_common(5)]


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
