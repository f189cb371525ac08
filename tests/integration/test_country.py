"""The country that is measured: its rows are those that the product itself would have left, and its record loses nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.country import loading, plan
from bench.country.things import MADRID, Source, history
from bench.figures import Figure
from bench.record import write_down
from myspace.domain.activity.rows import TOPICS
from myspace.vocabulary import activity as a
from tests.conftest import Database
from tests.integration.conftest import AsRole

# What differs between two folders with the same things: ids, whose they are, and moments of storing.
APART = {"id", "person_id", "item_id", "ref_id", "first_seen_at", "seen_at", "news_at", "answered_at", "fresh_until",
         "known_at", "knows_me_since", "created_at"}  # fmt: skip
PLAN = plan.Plan(12, 700, (plan.Reader("short", 30, 6),))
SHORT = PLAN.place("short")


@pytest.fixture
def sources(as_role: AsRole, keys: Path) -> list[Source]:
    from myspace.domain.administrations import service as administrations
    from myspace.domain.administrations.service import NewConnection
    from myspace.simulation.bodies import real_bodies

    with as_role("myspace_worker"):
        administrations.connect(
            NewConnection("hub_carpetes", b.ine10, b.name, f"https://{b.ine10}.test", ("seu.exemple.test",))
            for b in real_bodies()
        )
        found = administrations.connections().values()
        return [Source(c.connection.id, c.connection.ine10, c.connection.name) for c in found]


@pytest.fixture
def loaded(clean: Database, sources: list[Source], keys: Path) -> loading.Loaded:
    from myspace.domain.kernel.keyring import keyring

    return loading.load(clean.urls, sources, PLAN, keyring(), lambda _: None)


def columns(
    curtain: Any, table: str, person: object, *, without: set[str] = APART
) -> list[tuple[tuple[str, Any], ...]]:
    """A person's rows of a table, without what may differ; the items of words and needs by their source's key."""
    cursor = curtain.execute(
        f"SELECT t.* FROM {table} t WHERE t.person_id = %s"
        if table not in ("activity_word", "agenda_entry")
        else f"SELECT t.*, i.source_id, i.connection_id FROM {table} t JOIN activity_item i"
        f" ON i.id = t.{'item_id' if table == 'activity_word' else 'ref_id'} WHERE t.person_id = %s",
        (person,),
    )
    names = [c.name for c in cursor.description]
    return sorted(
        (tuple((n, v) for n, v in zip(names, row, strict=True) if n not in without) for row in cursor.fetchall()),
        key=repr,
    )


def filled(curtain: Any, table: str, person: object) -> set[str]:
    cursor = curtain.execute(f"SELECT * FROM {table} WHERE person_id = %s", (person,))
    names = [c.name for c in cursor.description]
    return {n for row in cursor.fetchall() for n, v in zip(names, row, strict=True) if v is not None}


def test_a_loaded_folder_is_what_the_products_own_sink_would_have_left(
    as_role: AsRole, clean: Database, sources: list[Source], loaded: loading.Loaded
) -> None:
    """The same things, told to somebody who really entered: the same items, words, needs, asks; the same columns filled."""
    stored = _stored_by_the_product(as_role, clean, sources)
    mine = plan.person_id(SHORT)
    with clean.as_superuser() as curtain:
        for table in ("activity_item", "activity_word", "agenda_entry", "gathering_ask"):
            theirs, ours = columns(curtain, table, stored), columns(curtain, table, mine)
            assert theirs == ours, table
            assert len(ours) > 5, table
        for table in loading.TABLES:
            assert filled(curtain, table, stored) == filled(curtain, table, mine), table
        for moment in ("news_at = least(sort_at, first_seen_at)", "first_seen_at = seen_at"):
            of = "person_id IN (%s, %s) AND kind <> 'case'"
            told = curtain.execute(
                f"SELECT bool_and({moment}) FROM activity_item WHERE {of}", (stored, mine)
            ).fetchone()
            assert told == (True,), moment


def _stored_by_the_product(as_role: AsRole, clean: Database, sources: list[Source]) -> Any:
    from myspace.domain.administrations import service as administrations
    from myspace.domain.gathering import recording, visits
    from myspace.domain.gathering.recording import Told
    from myspace.domain.people import service as people
    from myspace.vocabulary.answers import Fresh, Nothing
    from tests.integration.test_closed_list import enter

    today = datetime.now(UTC).astimezone(MADRID).date()
    loader = loading._Loader("", sources, PLAN, None)
    asked = loader.sources_of(SHORT, 6)
    with as_role("myspace_web"):
        entered = enter()
        people.say_residence(entered.actor, asked[0].ine10, asked[0].name)
    person = entered.actor.subject
    with as_role("myspace_worker"):
        every = administrations.connections()
        for number, source in enumerate(asked):
            told = as_told(history(source, number, len(asked), 30, today))
            connected = every[source.id]
            with _as(person) as tx:
                visits._mark_asking(tx, ((connected, tuple(told)),), datetime.now(UTC))
            answers = [
                Told(connected, topic, Fresh(tuple(items)) if items else Nothing(), None)
                for topic, items in told.items()
            ]
            recording.write(person, answers)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_session SET provider_token_sealed = NULL")  # no provider gave one to the loaded
    return person


def as_told(items: list[a.Item]) -> dict[a.Topic, list[Any]]:
    """The items as the answers of one source, by topic."""
    return {topic: [item for item in items if TOPICS[a.kind_of(item)] is topic] for topic in a.Topic}


def _as(person: Any) -> Any:
    from myspace.domain.kernel import db

    return db.as_person(person)


def test_as_many_are_loaded_as_were_asked_for_and_the_same_every_time(clean: Database, loaded: loading.Loaded) -> None:
    with clean.as_superuser() as curtain:
        counts = {t: curtain.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in loading.TABLES}
    assert (
        (counts["people_person"], counts["activity_item"]) == (PLAN.people, PLAN.items) == (loaded.people, loaded.items)
    )
    assert counts["activity_word"] == loaded.words
    assert counts["people_session"] == counts["people_identity"] == PLAN.people
    assert counts["audit_event"] == 2 * PLAN.people
    assert plan.person_id(3) == plan.person_id(3) != plan.person_id(4)


def test_nobody_of_the_country_has_a_number_that_somebody_could_have(loaded: loading.Loaded, clean: Database) -> None:
    from myspace.domain.kernel.keyring import keyring

    with clean.as_superuser() as curtain:
        sealed = [row[0] for row in curtain.execute("SELECT value_sealed FROM people_identity").fetchall()]
    assert {keyring().unseal(each, "people_identity.value")[:6] for each in sealed} == {"000000"}


def test_a_country_opens_as_a_folder_with_everything_told_and_nothing_to_ask(
    as_role: AsRole, loaded: loading.Loaded
) -> None:
    from myspace.domain.activity import service as activity
    from myspace.domain.people import service as people

    with as_role("myspace_web"), people.opened(plan.token(SHORT)) as session:
        assert session is not None
        found = activity.timeline(session.actor, filters=activity.Filters())
        assert (len(found.rows), found.coverage.all_known, found.coverage.stale) == (30, True, False)
        assert len(found.coverage.sources) == 6


def test_a_search_finds_the_same_whether_the_words_lead_or_the_list_is_read(
    as_role: AsRole, loaded: loading.Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.activity import listing
    from myspace.domain.activity import service as activity
    from myspace.domain.people import service as people

    def found(query: str, few: int) -> list[Any]:
        monkeypatch.setattr(listing, "FEW", few)
        with people.opened(plan.token(SHORT)) as session:
            assert session is not None
            return [row.id for row in activity.timeline(session.actor, filters=activity.Filters(query=query)).rows]

    with as_role("myspace_web"):
        for query in (
            "ajuntament",
            "expedient",
            "beca",
            "expedient llicencia",
            "beca expedient",
            "impost",
            "cap cosa aixi",
        ):
            led, read, mixed = (found(query, few) for few in (10_000, 0, 6))
            assert led == read == mixed, query
        assert [bool(found(query, 6)) for query in ("ajuntament", "expedient llicencia", "cap cosa aixi")] == [
            True,
            True,
            False,
        ]


def test_a_history_begins_with_the_same_thirty_matters_however_long_it_is() -> None:
    source, today = Source(plan.person_id(1), "0000000001", "Generalitat de Catalunya"), date(2026, 11, 30)
    newest = [history(source, 0, 1, matters, today)[:34] for matters in (30, 400)]
    assert newest[0] == newest[1][: len(newest[0])]


def test_a_run_replaces_its_own_figures_and_leaves_the_others(tmp_path: Path) -> None:
    record = tmp_path / "bench.md"
    write_down([Figure("growth", "page", 1.0, 1.2, "old"), Figure("tail", "p99", 2.0, 5.0, "kept")], record)
    write_down([Figure("growth", "page", 1.1, 1.2, "new")], record)
    text = record.read_text()
    assert [word in text for word in ("| new |", "| kept |", "| old |")] == [True, True, False]
    write_down([Figure("crowd", "best", 1.0, 1.1, "added")], record)
    assert record.read_text().count("\n| ") == 4  # the heading and three figures
