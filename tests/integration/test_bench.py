"""What a page asks of PostgreSQL is counted exactly; what depends on the clock is only tried for running."""

from __future__ import annotations

import pytest

from bench import hung, mailbox, page, refresh, sealing, signing, statements
from bench.__main__ import COUNTRY, in_country


def test_the_pages_keep_to_their_statements_and_round_trips() -> None:
    over = [str(figure) for figure in statements.run(quick=True) if not figure.good]
    assert over == []


@pytest.mark.parametrize("bench", [page, mailbox, hung, refresh, signing, sealing], ids=lambda b: b.__name__)
def test_each_timed_bench_runs_and_gives_a_figure(bench: object) -> None:
    (figure,) = bench.run(quick=True)
    assert figure.value > 0
    assert figure.verdict in ("OK", "OVER")
    assert figure.row("2026-11-30", "unknown").count("|") == 10


def test_each_bench_of_the_country_runs_in_a_small_one_and_loses_nobody() -> None:
    figures = in_country(tuple(COUNTRY), 60, 1_800, quick=True, fresh=False)
    assert {figure.bench for figure in figures} == set(COUNTRY)
    assert all(figure.value >= 0 and figure.verdict in ("OK", "OVER") for figure in figures)
    # What is counted, and not timed, holds at any size.
    counted = [f for f in figures if f.limit == 0 or "most" in f.name or "bytes" in f.name]
    assert [str(f) for f in counted if not f.good] == []
    assert len(counted) == 8
