"""What a page asks of PostgreSQL is counted exactly; what depends on the clock is only tried for running."""

from __future__ import annotations

import pytest

from bench import hung, page, refresh, statements


def test_the_pages_keep_to_their_statements_and_round_trips() -> None:
    over = [str(figure) for figure in statements.run(quick=True) if not figure.good]
    assert over == []


@pytest.mark.parametrize("bench", [page, hung, refresh], ids=lambda b: b.__name__)
def test_each_timed_bench_runs_and_gives_a_figure(bench: object) -> None:
    (figure,) = bench.run(quick=True)
    assert figure.value > 0
    assert figure.verdict in ("OK", "OVER")
    assert figure.row.count("|") == 8
