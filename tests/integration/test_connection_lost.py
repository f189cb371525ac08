"""PostgreSQL cuts the connection of a page that is being drawn, as a restart does: who only reads does not notice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from myspace.domain.kernel import db, roles
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.neighbour import Neighbour
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures


@contextmanager
def cut(clean: Database) -> Iterator[Any]:
    """Inside: a call that has PostgreSQL end every connection of the pages, as an administrator would."""
    with clean.as_superuser() as curtain:

        def now() -> None:
            ask = "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = %s"
            curtain.execute(ask, (roles.WEB,))

        yield now


def lost(*steps: Any) -> db.DatabaseAway:
    """What a transaction of these steps ends in."""
    with pytest.raises(db.DatabaseAway) as away:
        _do(steps)
    return away.value


def _do(steps: tuple[Any, ...]) -> None:
    with db.bare() as tx:
        for step in steps:
            step() if callable(step) else tx.run(step)


def test_a_connection_lost_before_the_end_undid_everything(as_role: AsRole, clean: Database) -> None:
    with as_role(roles.WEB), cut(clean) as cut_now:
        assert lost("SELECT 1", cut_now, "SELECT 1").undone


def test_of_one_lost_with_the_commit_nobody_knows_whether_it_was_done(as_role: AsRole, clean: Database) -> None:
    with as_role(roles.WEB), cut(clean) as cut_now:
        assert not lost("SELECT 1", cut_now).undone


def test_a_statement_that_takes_too_long_is_not_worth_a_second_one(as_role: AsRole) -> None:
    with as_role(roles.WEB):
        assert not lost("SET LOCAL statement_timeout = 20", "SELECT pg_sleep(1)").undone


@pytest.mark.parametrize(("method", "status", "times"), [("GET", 200, 2), ("POST", 503, 1)])
def test_a_page_is_drawn_once_more_and_an_act_is_not_done_once_more(
    method: str,
    status: int,
    times: int,
    neighbour: Neighbour,  # noqa: F811
    clean: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from myspace.domain.gathering import service as gathering

    neighbour.enter("marta")
    mark = neighbour.drawn_for()
    called: list[str] = []
    true = {name: getattr(gathering, name) for name in ("coverage", "ask_everyone")}

    with cut(clean) as cut_now:

        def first_cut(name: str) -> Any:
            def asked(*args: Any, **words: Any) -> Any:
                called.append(name)
                if len(called) == 1:
                    cut_now()
                return true[name](*args, **words)

            return asked

        for name in true:
            monkeypatch.setattr(gathering, name, first_cut(name))
        answer = neighbour.get("/fonts") if method == "GET" else neighbour.post("/fonts/tothom", {"drawn_for": mark})
    assert answer.status_code == status
    assert len(called) == times
