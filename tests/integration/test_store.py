"""What becomes of an answer: nothing lost by a failure, nothing shown twice, marks outlive what was erased."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from myspace.domain.activity import service as activity
from myspace.domain.activity.rules import Change
from myspace.domain.activity.store import Changes, store
from myspace.domain.kernel import db
from myspace.domain.kernel.ids import uuid7
from myspace.vocabulary.activity import Case, CaseState, Item, Moment, NoticeState, Topic
from myspace.vocabulary.answers import (
    Answer,
    Down,
    Fault,
    Fresh,
    Garbled,
    Late,
    Nothing,
    Quarantined,
    QuarantineReason,
    Refused,
)
from myspace.vocabulary.people import Actor, AssuranceLevel, Basis
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.unit.domain.activity.test_rules import CASE, ENTRY, TAX

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BODY = UUID(int=7)
ASIDE = Quarantined(QuarantineReason.UNKNOWN_CODE, "estat", "{}")


def put(
    person: UUID, answer: Answer[Item], *, topic: Topic = Topic.CASES, first: bool = False, now: datetime = NOW
) -> Changes:
    with db.as_person(person) as tx:
        return store(tx, BODY, topic, answer, name="Ajuntament de Vilanova", first=first, now=now, today=now.date())


def titles(person: UUID, **columns: object) -> list[tuple[object, ...]]:
    with db.as_person(person) as tx:
        return tx.run("SELECT title, gone_at IS NOT NULL FROM activity_item ORDER BY source_id")


def other(source_id: str = "c2", **changes: object) -> Case:
    return msgspec.structs.replace(CASE, source_id=source_id, **changes)


@pytest.fixture
def person() -> UUID:
    return uuid7()


@pytest.fixture(autouse=True)
def worker(as_role: AsRole):
    with as_role("myspace_worker"):
        yield


def test_the_same_answer_twice_changes_nothing_the_second_time(person: UUID) -> None:
    answer = Fresh((CASE, other()))
    assert len(put(person, answer).new) == 2
    assert not put(person, answer)
    assert len(titles(person)) == 2


def test_a_complete_answer_greys_what_is_no_longer_there_and_brings_it_back(person: UUID) -> None:
    put(person, Fresh((CASE, other())))
    assert len(put(person, Fresh((CASE,))).gone) == 1
    assert [gone for _, gone in titles(person)] == [False, True]
    put(person, Fresh((CASE, other())))
    assert [gone for _, gone in titles(person)] == [False, False]


def test_nothing_in_the_body_greys_everything_of_that_source_and_topic(person: UUID) -> None:
    put(person, Fresh((CASE,)))
    put(person, Fresh((TAX,)), topic=Topic.TAXES)
    put(person, Nothing())
    assert sorted(titles(person)) == sorted([("Beca menjador", True), ("IBI", False)])


@pytest.mark.parametrize(
    "answer",
    [
        Fresh((CASE,), quarantined=(ASIDE,)),
        Fresh((CASE,), asked_everything=False),
        Fresh((), quarantined=(ASIDE,)),
        Nothing(asked_everything=False),
        Refused(Fault.NOT_AUTHORISED),
        Late(),
        Down(Fault.UNREACHABLE),
        Garbled(Fault.NOT_JSON),
    ],
    ids=lambda a: f"{a.outcome}",
)
def test_a_partial_or_failed_answer_removes_nothing(person: UUID, answer: Answer[Item]) -> None:
    put(person, Fresh((CASE, other())))
    changes = put(person, answer)
    assert not changes.gone
    assert [gone for _, gone in titles(person)] == [False, False]


def test_the_first_answer_of_a_body_makes_no_news_of_old_things(person: UUID) -> None:
    put(person, Fresh((CASE, other(opened=Moment(date(2026, 11, 20))))), first=True)
    with db.as_person(person) as tx:
        news = dict(tx.run("SELECT source_id, news_at > %s FROM activity_item", (NOW - timedelta(days=30),)))
    assert news == {"c1": False, "c2": True}


def test_what_arrives_later_is_news_and_unread(person: UUID) -> None:
    put(person, Fresh((CASE,)), first=True)
    put(person, Fresh((CASE, other())), now=NOW + timedelta(hours=2))
    with db.as_person(person) as tx:
        assert tx.run("SELECT unread, news_at FROM activity_item WHERE source_id = 'c2'") == [
            (True, NOW + timedelta(hours=2))
        ]


def test_a_re_dated_item_stays_read_and_a_resolved_one_is_unread_again(person: UUID) -> None:
    put(person, Fresh((CASE,)), first=True)
    assert put(person, Fresh((msgspec.structs.replace(CASE, opened=Moment(date(2026, 9, 9))),))).changed == {}
    with db.as_person(person) as tx:
        assert tx.run("SELECT unread FROM activity_item") == [(False,)]
    changed = put(person, Fresh((msgspec.structs.replace(CASE, state=CaseState.CLOSED),))).changed
    assert list(changed.values()) == [Change.STATE]
    with db.as_person(person) as tx:
        assert tx.run("SELECT unread, change FROM activity_item") == [(True, "state")]


def test_one_case_id_for_two_people_never_merges_them(person: UUID) -> None:
    neighbour = uuid7()
    put(person, Fresh((CASE,)))
    put(neighbour, Fresh((msgspec.structs.replace(CASE, subject="Una altra"),)))
    assert titles(person) == [("Beca menjador", False)]
    assert titles(neighbour) == [("Una altra", False)]


def test_a_paper_of_a_case_stands_inside_it_and_lifts_it_to_its_date(person: UUID) -> None:
    paper = msgspec.structs.replace(ENTRY, case_ids=("c1",), at=Moment(date(2026, 11, 22)))
    put(person, Fresh((paper,)), topic=Topic.ENTRIES)
    put(person, Fresh((CASE,)))
    with db.as_person(person) as tx:
        rows = tx.run("SELECT kind, head, sort_day FROM activity_item ORDER BY kind")
    assert rows == [("case", True, date(2026, 11, 22)), ("entry", False, date(2026, 11, 22))]


def test_a_paid_debt_leaves_the_agenda(person: UUID) -> None:
    put(person, Fresh((TAX,)), topic=Topic.TAXES)
    with db.as_person(person) as tx:
        assert tx.run("SELECT verb, due_on FROM agenda_entry") == [("pay", date(2026, 12, 5))]
    put(person, Fresh((msgspec.structs.replace(TAX, debts=()),)), topic=Topic.TAXES)
    with db.as_person(person) as tx:
        assert tx.run("SELECT verb FROM agenda_entry") == []


def test_stars_and_hidings_outlive_erased_items(person: UUID) -> None:
    from myspace.domain.gathering.sweeping import forget_what_sources_said

    actor = Actor(person, person, Basis.OWN, AssuranceLevel.HIGH, uuid7())
    put(person, Fresh((CASE, other())))
    with db.as_person(person) as tx:
        ids = dict(tx.run("SELECT source_id, id FROM activity_item"))
    activity.star(actor, ids["c1"], True)
    activity.hide(actor, ids["c2"])
    forget_what_sources_said(person)
    assert titles(person) == []
    put(person, Fresh((CASE, other())))
    with db.as_person(person) as tx:
        assert tx.run("SELECT source_id, starred, hidden FROM activity_item ORDER BY 1") == [
            ("c1", True, False), ("c2", False, True),
        ]  # fmt: skip


def test_an_item_that_is_nobodys_or_anothers_gives_the_same_answer(person: UUID) -> None:
    put(person, Fresh((CASE,)))
    with db.as_person(person) as tx:
        mine = tx.run("SELECT id FROM activity_item")[0][0]
    stranger = uuid7()
    actor = Actor(stranger, stranger, Basis.OWN, AssuranceLevel.HIGH, uuid7())
    assert activity.hide(actor, mine) is False
    assert activity.hide(actor, uuid7()) is False


def test_five_thousand_papers_are_stored_in_one_go(person: UUID) -> None:
    many = tuple(msgspec.structs.replace(ENTRY, source_id=str(n), subject=f"Paper {n}") for n in range(5000))
    assert put(person, Fresh(many), topic=Topic.ENTRIES).held == 5000
    assert not put(person, Fresh(many), topic=Topic.ENTRIES)


def test_what_a_body_stopped_showing_is_erased_after_thirty_days(person: UUID) -> None:
    put(person, Fresh((CASE, other())))
    put(person, Fresh((CASE,)))
    put(person, Fresh((CASE,)), now=NOW + timedelta(days=29))
    assert len(titles(person)) == 2
    put(person, Fresh((CASE,)), now=NOW + timedelta(days=31))
    assert titles(person) == [("Beca menjador", False)]
    with db.as_person(person) as tx:
        assert tx.run("SELECT count(DISTINCT item_id) FROM activity_word") == [(1,)]


def test_the_papers_of_an_erased_case_come_out_of_it(person: UUID) -> None:
    put(person, Fresh((msgspec.structs.replace(ENTRY, case_ids=("c1",)),)), topic=Topic.ENTRIES)
    put(person, Fresh((CASE, other())))
    put(person, Fresh((other(),)))
    put(person, Fresh((other(),)), now=NOW + timedelta(days=31))
    with db.as_person(person) as tx:
        assert tx.run("SELECT source_id, head FROM activity_item ORDER BY 1") == [("c2", True), ("e1", True)]


def test_what_is_hidden_is_not_held(person: UUID) -> None:
    actor = Actor(person, person, Basis.OWN, AssuranceLevel.HIGH, uuid7())
    put(person, Fresh((CASE, other())))
    with db.as_person(person) as tx:
        hidden = tx.run("SELECT id FROM activity_item WHERE source_id = 'c2'")[0][0]
    assert activity.hide(actor, hidden)
    assert not activity.hide(actor, hidden), "hiding twice is hiding once"
    assert put(person, Fresh((CASE, other()))).held == 1
    assert activity.show(actor, hidden)
    assert put(person, Fresh((CASE, other()))).held == 2


DEPOSITED = msgspec.structs.replace(
    ENTRY, case_ids=("c1",), at=Moment(date(2026, 11, 22)), notice_state=NoticeState.DEPOSITED, subject="Notificació"
)


def _hidden(person: UUID) -> dict[str, bool]:
    with db.as_person(person) as tx:
        return dict(tx.run("SELECT source_id, hidden FROM activity_item"))


def _cards(person: UUID) -> int:
    with db.as_person(person) as tx:
        return tx.run("SELECT count(*) FROM agenda_entry WHERE NOT concealed")[0][0]


def test_a_hidden_case_takes_its_papers_along_and_later_ones_too(person: UUID) -> None:
    actor = Actor(person, person, Basis.OWN, AssuranceLevel.HIGH, uuid7())
    put(person, Fresh((CASE,)))
    put(person, Fresh((DEPOSITED,)), topic=Topic.ENTRIES)
    assert _cards(person) == 1
    with db.as_person(person) as tx:
        case = tx.run("SELECT id FROM activity_item WHERE kind = 'case'")[0][0]
    assert activity.hide(actor, case)
    later = msgspec.structs.replace(DEPOSITED, source_id="e2")
    put(person, Fresh((DEPOSITED, later)), topic=Topic.ENTRIES)
    assert _hidden(person) == {"c1": True, "e1": True, "e2": True}
    assert _cards(person) == 0
    assert activity.show(actor, case)
    assert _hidden(person) == {"c1": False, "e1": False, "e2": False}
    assert _cards(person) == 2


def test_a_weaker_login_is_not_told_that_something_is_hidden(person: UUID) -> None:
    from myspace.domain.audit import service as audit
    from myspace.domain.kernel import personal

    strong = Actor(person, person, Basis.OWN, AssuranceLevel.HIGH, uuid7())
    weak = Actor(person, person, Basis.OWN, AssuranceLevel.LOW, uuid7())
    put(person, Fresh((CASE, other(subject="Casa d'acollida"))))
    with db.as_person(person) as tx:
        item = tx.run("SELECT id FROM activity_item WHERE source_id = 'c2'")[0][0]
    activity.hide(strong, item)

    def told(actor: Actor) -> str:
        with db.as_person(person) as tx:
            exported = [keeper.hand_over(tx, actor) for keeper in personal.keepers() if keeper.package != "people"]
        lines = [line.event.value for line in audit.log(actor)]
        return repr((exported, lines, activity.hidden(actor)))

    assert "acollida" not in told(weak)
    assert "item.hidden" not in told(weak)
    assert "acollida" in told(strong)
    assert "item.hidden" in told(strong)


def test_an_answer_that_cannot_be_stored_takes_no_other_down_with_it(person: UUID, clean: Database) -> None:
    from myspace.domain.administrations import service as administrations
    from myspace.domain.administrations.service import NewConnection
    from myspace.domain.gathering import recording

    administrations.connect([NewConnection("hub_carpetes", "9900000000", "Vilanova", "https://a.exemple.test", ("a",))])
    (connected,) = administrations.connections().values()
    refused = msgspec.structs.replace(ENTRY, subject="a\x00b")  # PostgreSQL takes no NUL in a text
    told = [(Topic.ENTRIES, Fresh((refused,))), (Topic.CASES, Fresh((CASE,)))]
    recording.write(person, [recording.Told(connected, topic, answer, None) for topic, answer in told])
    assert titles(person) == [("Beca menjador", False)]
