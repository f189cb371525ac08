"""Each large proof at a fiftieth, by the code of full scale; and what they count shown to fail when it is broken.

Isolation is broken in the database itself, inputs in the site, kills and sources in the folder that they look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest

from myspace.launch import prove
from myspace.launch.prove import Database

SEED = 20261123


@pytest.fixture(scope="module")
def proved() -> Iterator[Database]:
    with prove.fresh_database() as database:
        yield database


@pytest.mark.parametrize("name", prove.names())
def test_everything_held(name: str) -> None:
    held, of = prove.run(name, tries=prove.in_tests(name), seed=SEED)
    assert of > 0
    assert held == of


# SQL that breaks isolation and SQL that mends it. Row security must be broken for real: the proof has no mercy to show.
# A function's text is changed where the pair says so, and put back as it was.
IN_FUNCTIONS = {
    "expired permissions still good": ("myspace_own", " AND a.until > now()", ""),
    "the viewer's filter removed": ("myspace_may_look", "SELECT myspace_own()", "SELECT true"),
    "a mandate nobody asked about for days": ("myspace_may_look", "interval '60 seconds'", "interval '9 days'"),
    "a mandate to consult alone opens notices": ("myspace_all_notices", "m.opens_notices", "m.opens_folder"),
    "a mandate of one body opens every notice": ("myspace_all_notices", " AND m.opens_notices", ""),
    "a revoked mandate still good": ("myspace_reach", " AND m.state = 'valid'", ""),
}
SABOTAGE = {
    **dict.fromkeys(IN_FUNCTIONS, ("", "")),
    "row security off": (
        "ALTER TABLE activity_mark DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE activity_mark ENABLE ROW LEVEL SECURITY",
    ),
    "a policy dropped": (
        "DROP POLICY web_select ON activity_word",
        "CREATE POLICY web_select ON activity_word FOR SELECT TO myspace_web"
        " USING (person_id = myspace_subject() AND myspace_may_look())",
    ),
    "a policy open to all": (
        "CREATE POLICY oops ON agenda_entry FOR SELECT TO myspace_web USING (true)",
        "DROP POLICY oops ON agenda_entry",
    ),
    "a view of its owner": (
        "CREATE VIEW oops AS SELECT * FROM activity_item; GRANT SELECT ON oops TO myspace_web",
        "DROP VIEW oops",
    ),
    "a table nobody classified": ("CREATE TABLE oops (id uuid, person_id uuid)", "DROP TABLE oops"),
}


def _in_function(curtain: psycopg.Connection, name: str, good: str, bad: str) -> tuple[str, str]:
    row = curtain.execute("SELECT pg_get_functiondef(%s::regproc)", (name,)).fetchone()
    assert row is not None
    assert good in row[0], "the function no longer says what is to be spoilt"
    return row[0].replace(good, bad), row[0]


@pytest.mark.parametrize("what", SABOTAGE)
def test_isolation_fails_when_the_tables_are_sabotaged(what: str, proved: Database) -> None:
    from proofs import _stage, _triples

    breaks, mends = SABOTAGE[what]
    with _stage.product(proved), _stage.superuser(proved) as curtain:
        if what in IN_FUNCTIONS:
            breaks, mends = _in_function(curtain, *IN_FUNCTIONS[what])
        curtain.execute(breaks)
        try:
            first = SEED + list(SABOTAGE).index(what)
            counts = (_triples.attack(2_000, first + 100 * turn, proved) for turn in range(30))
            noticed = any(count.held < count.of for count in counts)  # a rare way in may need more than one turn
        finally:
            curtain.execute(mends)
    assert noticed, "the proof did not notice"


def test_isolation_holds_again_when_every_sabotage_is_mended(proved: Database) -> None:
    from proofs import _stage, _triples

    with _stage.product(proved):
        count = _triples.attack(400, SEED + len(SABOTAGE), proved)
    assert count.held == count.of, count.told


def test_a_setting_made_session_wide_bleeds_through_the_pool(proved: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from myspace.domain.kernel.db import Tx
    from proofs import _pool, _stage

    def for_the_session(self: Tx, subject: UUID, viewer: UUID, **_lasting: bool) -> None:
        self.run(
            "SELECT set_config('myspace.subject', %s, false), set_config('myspace.viewer', %s, false)",
            (str(subject), str(viewer)),
        )

    monkeypatch.setattr(Tx, "see_as", for_the_session)
    with _stage.product(proved):
        count = _pool.bleed(300, SEED + 101, proved)
    assert count.by_kind["pool nobody"] > 0


@contextmanager
def _privacy_answers(monkeypatch: pytest.MonkeyPatch, view: Any) -> Iterator[None]:
    """The privacy page replaced by a view that does what none should."""
    with monkeypatch.context() as patched:
        from django.urls import clear_url_caches, get_resolver

        pattern = next(r for r in _patterns(get_resolver()) if r.name == "privacy")
        patched.setattr(pattern, "callback", view)
        clear_url_caches()
        yield


def _patterns(resolver: Any) -> Iterator[Any]:
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from _patterns(one)
        else:
            yield one


def test_a_page_with_anothers_words_is_noticed(proved: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.http import HttpResponse

    from proofs import _routes, _stage

    def leaks(_request: Any) -> HttpResponse:
        return HttpResponse("<p>Beca Canariowner</p>")

    with _stage.product(proved), _privacy_answers(monkeypatch, leaks):
        count = _routes.attack(SEED, proved)
    assert any("privacy" in line and "another folder's words" in line for line in count.told), count.told


def test_an_unclassified_address_is_noticed(proved: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from proofs import _routes, _stage

    monkeypatch.delitem(_routes.KINDS, "taxes")
    with _stage.product(proved):
        assert [r.name for r in _routes.routes() if r.kind is None] == ["taxes"]


@pytest.mark.parametrize("how", ["raises", "answers with the framework's page", "answers late"])
def test_a_page_that_cannot_bear_its_input_is_noticed(
    how: str, proved: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    from django.http import HttpResponse
    from django.views.defaults import ERROR_PAGE_TEMPLATE

    from myspace.web.pages.errors.views import not_found
    from proofs import _routes, _stage, inputs

    def bad(request: Any) -> HttpResponse:
        if how == "raises":
            raise ValueError("a form that was not foreseen")
        if how == "answers late":
            time.sleep(1)
            return not_found(request)
        return HttpResponse(ERROR_PAGE_TEMPLATE % {"title": "Not Found", "details": ""}, status=404)

    monkeypatch.setattr(inputs, "LIMIT_SECONDS", 1.0)
    # The address as it is: what is tried here is the judgement, not the choice of addresses.
    monkeypatch.setattr(inputs, "routes", lambda: [r for r in _routes.routes() if r.name == "privacy"])
    monkeypatch.setattr(inputs, "_path", lambda route, *_: route.path)
    assert inputs.run(3, SEED, proved) == (3, 3), "unbroken, it bears everything"
    with _stage.product(proved), _privacy_answers(monkeypatch, bad):
        assert inputs.run(3, SEED, proved) == (0, 3)


def test_a_thing_lost_in_a_kill_is_noticed(proved: Database) -> None:
    from proofs import _stage, kills
    from proofs._count import Count

    count = Count()
    with _stage.superuser(proved) as curtain:
        curtain.execute("DELETE FROM activity_item")
        curtain.execute("DELETE FROM gathering_ask")
        kills._nothing_lost_nor_doubled(curtain, {_stage.new_person(): 1}, "a kill", count)
    assert (count.held, count.of) == (0, 3)


def test_a_body_that_is_down_and_is_said_to_have_answered_nothing_is_noticed(proved: Database) -> None:
    """The lie that the proof of sources is there to catch: unknown, shown as nothing."""
    from proofs import _cells, _judging, _stage

    with _stage.product(proved):
        cell = _a_visit_that_found_nothing(proved, _cells.Temperament.DOWN)
        told = _judging.judge(cell, proved).told
        cell.temperament = _cells.Temperament.MODERN
        if_it_had_answered = _judging.judge(cell, proved).told
    assert any("state: said to be answered" in line for line in told)
    assert if_it_had_answered == []


def _a_visit_that_found_nothing(proved: Database, temperament: Any) -> Any:
    """Somebody of Manresa, whose town and the Generalitat have just said that they have nothing."""
    from datetime import UTC, datetime
    from random import Random

    from myspace.domain.administrations import service as administrations
    from myspace.domain.people import service as people
    from myspace.vocabulary.activity import Topic
    from proofs import _cells, _folders, _stage

    _folders.connect(proved, "http://127.0.0.1:1")
    _stage.stand_as("myspace_web", proved)
    entered = _stage.enter(_stage.neighbour(91))
    people.say_residence(entered.actor, _folders.MANRESA, "Manresa")
    connections = {c.connection.ine10: c.connection.id for c in administrations.connections().values()}
    with _stage.superuser(proved) as curtain:
        columns = _stage.personal_tables(curtain)["gathering_ask"]
        for connection in connections.values():
            for topic in Topic:
                said = {
                    "person_id": entered.actor.subject, "connection_id": connection, "topic": topic.value, "items": 0,
                    "outcome": "nothing", "known_outcome": "nothing", "known_at": datetime.now(UTC), "complete": True,
                    "asking_until": None, "kept_aside": 0, "knows_me_since": None,
                }  # fmt: skip
                row = _stage.made_up(columns, Random(f"{connection} {topic}"), **said)
                _stage.insert(curtain, "gathering_ask", row)
    cell = _cells.Cell(
        temperament, "before", _folders.MANRESA, None, _stage.neighbour(91), entered=entered, connections=connections
    )
    cell.statuses.append(200)
    return cell
