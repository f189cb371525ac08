"""What the made-up administrations tell: deterministic items, as the rows into which the product's own rules turn them.

Knows the sink's columns (`activity/store.py`) and asks the product's rules for every value. Knows no person and no table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from myspace.domain.activity import rules
from myspace.domain.activity.synonyms import normalise
from myspace.domain.agenda.service import Need
from myspace.vocabulary import activity as a

MADRID = ZoneInfo("Europe/Madrid")
NEWEST = 30  # a first page: the same for every reader, so that pages differ by their history alone
_SPAN = 1_800  # days
_LINK = a.Link("https://seu.exemple.test/x", "seu.exemple.test", a.LinkVerdict.OPEN)
_MATTERS = (
    "Llicència d'obres menors", "Targeta d'aparcament", "Bonificació de residus", "Activitats esportives",
    "Ajut per a llibres", "Cens d'animals de companyia", "Padró d'habitants", "Beca de menjador",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A connection as far as things are concerned."""

    id: UUID
    ine10: str
    name: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One item with what the sink would store of it. `head`, and the day of a case with papers, as the sink leaves them."""

    facts: rules.Facts
    item: a.Item
    head: bool
    sort_at: datetime
    sort_day: date | None
    words: tuple[str, ...]

    def needs(self, id_: UUID, today: date) -> list[Need]:
        return rules.needs(self.item, id_, today)


def told(source: Source, items: list[a.Item]) -> list[Thing]:
    """Everything that one source tells one person, as the sink stores it: papers inside their cases."""
    facts = [rules.facts(item) for item in items]
    cases = {f.key.source_id for f in facts if f.key.kind == "case"}
    lifted: dict[str, datetime] = {}
    for f in facts:
        if f.key.kind == "entry" and f.case_ids and f.case_ids[0] in cases:
            lifted[f.case_ids[0]] = max(lifted.get(f.case_ids[0], f.sort_at), f.sort_at)
    return [_thing(source, f, item, cases, lifted) for f, item in zip(facts, items, strict=True)]


def _thing(source: Source, f: rules.Facts, item: a.Item, cases: set[str], lifted: dict[str, datetime]) -> Thing:
    inside = f.key.kind == "entry" and bool(f.case_ids) and f.case_ids[0] in cases
    at, day = f.sort_at, f.sort_day
    if f.key.kind == "case" and (latest := lifted.get(f.key.source_id)) and at < latest:
        at, day = latest, latest.astimezone(MADRID).date()
    words = tuple(dict.fromkeys(normalise(f"{f.search} {source.name}")))
    return Thing(f, item, not inside, at, day, words)


def history(source: Source, place: int, sources: int, matters: int, today: date) -> list[a.Item]:
    """A reader's things of their source number `place` of `sources`, who has so many matters in all.

    The newest NEWEST matters are the same whatever the history; the older ones fill the five years before.
    """
    found: list[a.Item] = []
    for number in range(place, matters, sources):
        old = max(0, number - NEWEST)
        days = min(number, NEWEST) + old * _SPAN // max(1, matters - NEWEST)
        found += _matter(source.ine10, f"l{number}", number, today - timedelta(days=days), today)
    return found


def bundle(source: Source, variant: int, things: int, today: date) -> tuple[Thing, ...]:
    """What a source tells an ordinary person: exactly so many things. Many people share a variant's words."""
    items: list[a.Item] = []
    number = variant
    while len(items) < things:
        days = 1 + (number * 29 + variant * 37) % 1_500
        items += _matter(source.ine10, f"v{variant}-{number}", number, today - timedelta(days=days), today)
        number += 1
    return tuple(told(source, items[:things]))


def _matter(ine10: str, key: str, number: int, day: date, today: date) -> list[a.Item]:
    """One matter, by turns of eight: a case (open, waiting, closed with a paper), a paper, an appointment, a tax."""
    about, when = _MATTERS[number // 8 % len(_MATTERS)], a.Moment(day)
    kind = number % 8
    if kind in (0, 3, 5):
        return _case(ine10, key, about, day, kind)
    if kind in (1, 6):
        collected = a.NoticeState.DEPOSITED if number % 64 == 6 else a.NoticeState.ACCEPTED
        state, way = (collected, a.Direction.SENT) if kind == 6 else (None, a.Direction.FILED)
        return [
            a.Entry(f"e-{key}", ine10, a.Capacity.OWN, way, when, f"{about}: resolució", _LINK, procedure=about,
                    registry_number=f"E-{key}", notice_state=state)
        ]  # fmt: skip
    if kind == 2:
        at = today + timedelta(days=3 + number % 20) if number < NEWEST else day
        moment = a.Moment(at, datetime.combine(at, time(9, 30), MADRID).astimezone(UTC))
        booked = a.Moment(min(day, at) - timedelta(days=9))
        return [
            a.Appointment(
                f"a-{key}", ine10, f"Cita: {about}", booked, moment, _LINK, place="Oficina d'atenció ciutadana"
            )
        ]
    return [_tax(ine10, key, number, day, pending=kind == 4 and number % 5 == 0)]


def _case(ine10: str, key: str, about: str, day: date, kind: int) -> list[a.Item]:
    own, when = a.Capacity.OWN, a.Moment(day)
    closed = kind == 3
    turn = a.YourTurn.YES if kind == 5 and day.day % 5 == 0 else a.YourTurn.NO
    case = a.Case(
        f"c-{key}", ine10, own, about, f"{about}: expedient", when, a.CaseState.CLOSED if closed else a.CaseState.OPEN,
        _LINK, closed=a.Moment(day) if closed else None, your_turn=turn, phase=a.Phase(text="En tràmit"),
        entry_ids=(f"p-{key}",) if closed else (),
    )  # fmt: skip
    if not closed:
        return [case]
    paper = a.Entry(
        f"p-{key}", ine10, own, a.Direction.SENT, when, f"{about}: notificació de la resolució", _LINK,
        case_ids=(f"c-{key}",), registry_number=f"S-{key}",
    )  # fmt: skip
    return [case, paper]


def _tax(ine10: str, key: str, number: int, day: date, *, pending: bool) -> a.Tax:
    amount = Decimal(2_000 + number % 70_000) / 100
    debt = a.Debt(
        f"d-{key}", "Rebut anual", amount, a.Moment(day), a.Moment(day + timedelta(days=60)),
        a.DebtState.PENDING if pending else a.DebtState.PAID,
    )  # fmt: skip
    return a.Tax(
        f"t-{key}", ine10, "Impost sobre béns immobles", str(day.year), a.Moment(day),
        object_description="Habitatge", total=amount, debts=(debt,),
    )  # fmt: skip
