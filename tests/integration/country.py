"""Three connected bodies and what they answered, written as the worker writes it: for pages in every state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from myspace.vocabulary.activity import (
    Action,
    Appointment,
    Capacity,
    Case,
    CaseState,
    Debt,
    DebtState,
    Direction,
    Entry,
    Item,
    Link,
    LinkVerdict,
    Moment,
    NoticeState,
    Tax,
    Topic,
    YourTurn,
)
from myspace.vocabulary.answers import Answer, Fresh, Nothing
from tests.conftest import Database
from tests.integration.conftest import AsRole

MANRESA, BAGES, GENERALITAT = "0811360009", "8100750006", "0000000001"
HOST = "seu.manresa.exemple.test"


SOON = datetime.now(UTC).replace(hour=9, minute=20, second=0, microsecond=0) + timedelta(days=7)


def link(path: str, verdict: LinkVerdict = LinkVerdict.OPEN, host: str = HOST) -> Link:
    return Link(url=f"https://{host}/{path}", host=host, verdict=verdict)


def day(days: int) -> Moment:
    return Moment(day=date.today() + timedelta(days=days))


CASE = Case(
    "c1", MANRESA, Capacity.OWN, "Ajuts", "Beca menjador", day(-20), CaseState.OPEN, link("c1"), your_turn=YourTurn.YES
)
CLOSED = Case(
    "c2",
    MANRESA,
    Capacity.REPRESENTATIVE,
    "Obres",
    "Permís d'obres",
    day(-90),
    CaseState.CLOSED,
    link("c2"),
    closed=day(-9),
)
NOTICE = Entry(
    "e1", MANRESA, Capacity.OWN, Direction.SENT, day(-2), "Notificació de la beca",
    link("e1", LinkVerdict.UNREGISTERED_HOST, "dolent.example"),
    case_ids=("c1",), notice_state=NoticeState.DEPOSITED,
)  # fmt: skip
APPOINTMENT = Appointment(
    "a1", MANRESA, "Tràmits de padró", day(-3),
    Moment(day=date.today() + timedelta(days=7), at=SOON),
    link("a1"), place="Oficina", address="Plaça Major, 1",
)  # fmt: skip
TAX = Tax(
    "t1", MANRESA, "IBI", "2026", object_description="Pis de l'Exemple",
    debts=(
        Debt(
            "d1", "IBI, primer rebut", Decimal("120.50"), pay_until=day(2), state=DebtState.PENDING,
            actions=(Action("Paga-ho", link("paga")),),
        ),
        Debt("d2", "IBI, segon rebut", Decimal("120.50")),
    ),
)  # fmt: skip
EVERYTHING: dict[Topic, tuple[Item, ...]] = {
    Topic.CASES: (CASE, CLOSED), Topic.ENTRIES: (NOTICE,), Topic.APPOINTMENTS: (APPOINTMENT,), Topic.TAXES: (TAX,),
}  # fmt: skip


@dataclass
class Country:
    """`tell` writes one body's answers for the last person who came in."""

    as_role: AsRole
    clean: Database

    def connect(self) -> None:
        from myspace.domain.administrations.service import NewConnection, connect

        rows = [
            NewConnection(
                "hub_carpetes", MANRESA, "Ajuntament de Manresa", "http://127.0.0.1:9/m", (HOST,), simulated=True
            ),
            NewConnection(
                "hub_carpetes", BAGES, "Consell Comarcal del Bages", "http://127.0.0.1:9/b", (), simulated=True
            ),
            NewConnection(
                "hub_carpetes", GENERALITAT, "Generalitat de Catalunya", "http://127.0.0.1:9/g", (), simulated=True
            ),
        ]
        with self.as_role("myspace_worker"):
            connect(rows)

    def tell(
        self, ine10: str, answers: dict[Topic, Answer[Item]] | None = None, every: Answer[Item] | None = None
    ) -> None:
        from myspace.domain.administrations import service as administrations
        from myspace.domain.gathering import recording, visits
        from myspace.domain.kernel import db

        with self.as_role("myspace_worker"):
            administrations.forget_remembered()
            connected = administrations.by_ine10(ine10)
            assert connected is not None
            with db.as_person(self.person()) as tx:
                visits._mark_asking(tx, ((connected, tuple(Topic)),), datetime.now(UTC))
            for topic in Topic:
                answer = (answers or {}).get(topic, every or Nothing())
                recording.write(self.person(), [recording.Told(connected, topic, answer, None)])

    def tell_everything(self) -> None:
        self.tell(MANRESA, {topic: Fresh(items) for topic, items in EVERYTHING.items()})
        self.tell(BAGES)
        self.tell(GENERALITAT)

    def person(self) -> UUID:
        with self.clean.as_superuser() as connection:
            row = connection.execute("SELECT person_id FROM people_session ORDER BY created_at DESC LIMIT 1").fetchone()
        assert row is not None
        return UUID(str(row[0]))

    def sql(self, text: str) -> list[tuple[object, ...]]:
        with self.clean.as_superuser() as connection:
            cursor = connection.execute(text)
            return cursor.fetchall() if cursor.description else []

    def item(self, source_id: str) -> str:
        return str(self.sql(f"SELECT id FROM activity_item WHERE source_id = '{source_id}'")[0][0])
