"""The pages around an act with legal effect, with made-up facts: in each cell of the law's table and for each level."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path

from myspace.domain.mandates.service import Openers
from myspace.domain.notices.acts import ActState
from myspace.domain.notices.grouping import Standing, group
from myspace.domain.notices.level import access
from myspace.domain.notices.rules import Facts, threshold
from myspace.domain.notices.service import (
    Evidenced,
    Group,
    LastAct,
    Line,
    Mailbox,
    Readable,
    Reading,
    Receipt,
)
from myspace.domain.notices.states import acts_on
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.answers import Outcome
from myspace.vocabulary.notices import Contents, Document, Notice, NoticeAct, NoticeKind, NoticeStatus, Sender, Ternary
from myspace.vocabulary.people import AssuranceLevel, LoginMethod
from myspace.web.pages.notices.lines import headings, read, state_words
from myspace.web.pages.notices.papers import Pair
from myspace.web.session.providers import VALID_REACHES
from myspace.web.templating import drawn

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EXPIRES = {
    "hora": Moment(date(2026, 11, 26), datetime(2026, 11, 26, 22, 59, tzinfo=UTC)),
    "dia": Moment(date(2026, 11, 26)),
    "avui": Moment(date(2026, 11, 23), datetime(2026, 11, 23, 22, 59, tzinfo=UTC)),
    "lluny": Moment(date(2027, 2, 10), datetime(2027, 2, 10, 22, 59, tzinfo=UTC)),
    "passat": Moment(date(2026, 11, 20)),
}
AVAILABLE = Moment(date(2026, 11, 20), datetime(2026, 11, 20, 8, 0, tzinfo=UTC))


def notice(kind: NoticeKind = NoticeKind.NOTIFICATION, until: str = "hora", sent: bool = True) -> Notice:
    return Notice(
        "1", kind, NoticeStatus.AVAILABLE, Sender("0811360009", "Ajuntament de Manresa", "Urbanisme"),
        "Resolució de la llicència d'obres menors de la façana", reference="OB-2026-311", level=AssuranceLevel.SUBSTANTIAL,
        available=AVAILABLE if sent else None, expires=EXPIRES.get(until),
    )  # fmt: skip


def facts_of(request: HttpRequest) -> dict[str, object]:
    """`tipus`, `fins`, `obligat`, `triat`, `tinc` and `cal` choose the cell."""
    asked = request.GET
    told = notice(
        NoticeKind(asked.get("tipus", "notification")), asked.get("fins", "hora"), sent=asked.get("fins") != "res"
    )
    term = threshold(
        Facts(told.kind, Ternary(asked.get("obligat", "unknown")), Ternary(asked.get("triat", "unknown")),
              told.available, told.expires), NOW,
    )  # fmt: skip
    needs = AssuranceLevel(int(asked["cal"])) if asked.get("cal") else None
    held, method = AssuranceLevel(int(asked.get("tinc", "2"))), LoginMethod(asked.get("amb", "idcatmobil"))
    ways = access(needs, held, method, VALID_REACHES)
    return {
        "notice": told, "term": term, "access": ways, "level": int(needs or 3), "acts": acts_on(told.status, told.kind),
        "readable": asked.get("puc", "now"), "for_whom": "Marta Soler Puig", "own": True, "folder_of": None, "phone": "938782300",
        "here_path": "/notificacions/00000000-0000-0000-0000-000000000001", "confirmation": "x",
        "after_login": "/notificacions/00000000-0000-0000-0000-000000000001",
        "openers": Openers(("Jordi Puig Serra", "Gestoria del Bages"), NOW - timedelta(hours=3)),
    }  # fmt: skip


def before(request: HttpRequest, page: str = "threshold", part: str = "above") -> HttpResponse:
    from tests.journeys.specimens import _folder

    facts = facts_of(request)
    above = drawn(f"pages/notices/{part}.html", notice=facts["notice"], term=facts["term"], today=NOW.date())
    again = "un-altre-cop" in request.GET
    return _folder(request, f"pages/notices/{page}.html", section="notices", above=above, again=again, **facts)


def before_refusing(request: HttpRequest) -> HttpResponse:
    return before(request, "refuse", "above_refusing")


READ_AT = NOW - timedelta(minutes=2)


def _line(number: int, status: NoticeStatus, what: str, **facts: Any) -> Line:
    kind = facts.pop("kind", NoticeKind.NOTIFICATION)
    told = Facts(kind, Ternary.UNKNOWN, Ternary.UNKNOWN, facts.pop("available", AVAILABLE), facts.pop("expires", None))
    stands = Standing(status, facts.get("ended_at"), facts.get("contested", frozenset()))
    term = threshold(told, NOW)
    shared: dict[str, Any] = {
        "id": UUID(int=number), "item_id": None, "service": "enotum", "kind": kind, "group": group(kind, stands, term, NOW),
        "status": status, "contested": frozenset(), "sender": Sender("0811360009", "Ajuntament de Manresa"), "subject": what,
        "available": told.available, "ended_at": None, "threshold": term, "read": None, "last_act": None,
        "first_seen_at": READ_AT, "listed_at": READ_AT,
    }  # fmt: skip
    return Line(**shared | facts)


def lines() -> list[Line]:
    """One of each group, and one whose act is under way."""
    act = LastAct(UUID(int=99), NoticeAct.OPEN, ActState.UNCONFIRMED, NOW, None, True)
    ended = NOW - timedelta(days=9)
    status = NoticeStatus
    return [
        _line(1, status.AVAILABLE, "Resolució de la llicència d'obres menors de la façana", expires=EXPIRES["hora"]),
        _line(2, status.AVAILABLE, "Proposta de quota del gual", last_act=act, expires=EXPIRES["dia"]),
        _line(3, status.AVAILABLE, "Aprovació del padró de residus", expires=EXPIRES["lluny"], available=Moment(NOW.date())),
        _line(4, status.AVAILABLE, "Acord de la junta", available=None),
        _line(5, status.AVAILABLE, "Tràmit d'audiència", expires=EXPIRES["passat"]),
        _line(6, status.OPENED, "Liquidació de l'impost de vehicles", ended_at=ended),
        _line(7, status.REFUSED, "Denúncia d'estacionament", ended_at=ended),
        _line(8, status.EXPIRED_UNOPENED, "Inici d'expedient", ended_at=ended),
        _line(9, status.REFUSED_OR_EXPIRED, "Resolució de la beca menjador", id=None, item_id=UUID(int=9), available=None),
        _line(10, status.EXPIRED_UNOPENED, "Ajut de lloguer",
              contested=frozenset({status.OPENED, status.EXPIRED_UNOPENED})),
        _line(11, status.ANNULLED, "Citació per a inspecció", ended_at=ended),
        _line(12, status.AVAILABLE, "Tall d'aigua al carrer Nou", kind=NoticeKind.COMMUNICATION),
        _line(13, status.OPENED, "Canvi d'horari de l'oficina", kind=NoticeKind.COMMUNICATION, ended_at=ended),
    ]  # fmt: skip


def _box(state: str) -> Mailbox:
    """`state`: full, partial, none, old, never, reading, failed, over, other, nowhere, copy."""
    now = datetime.now(UTC)
    known = {"old": now - timedelta(hours=3), "never": None, "nowhere": None}.get(state, now - timedelta(minutes=2))
    failed, full = state == "failed", state in ("full", "partial", "over", "failed", "reading")
    reading = Reading(
        "enotum", known, known.date() if known else None, state != "partial", state == "reading", failed,
        Outcome.DOWN if failed else Outcome.FRESH, None, known,
    )  # fmt: skip
    by: dict[Group, list[Line]] = {}
    for each in lines() if full else ():
        by.setdefault(each.group, []).append(each)
    communications = tuple(by.pop(Group.COMMUNICATION, ()))
    readable = {"over": Readable.LOGIN_OVER, "other": Readable.OTHER_PROVIDER, "nowhere": Readable.NO_PLATFORM,
                "copy": Readable.COPY}.get(state, Readable.NOW)  # fmt: skip
    return Mailbox(
        readings=() if state == "nowhere" else (reading,), readable=readable, groups={g: tuple(by[g]) for g in Group if g in by},
        communications=communications, more=state == "partial",
    )  # fmt: skip


def mailbox(request: HttpRequest, state: str) -> HttpResponse:
    from tests.journeys.specimens import _folder

    box = _box(state)
    return _folder(
        request, "pages/notices/page.html", section="notices", box=box, headings=headings(box, NOW.date()),
        read=read(box, datetime.now(UTC)), now=datetime.now(UTC), after_login="/notificacions",
        only=[directory().generalitat()] if "nomes" in request.GET else None,
    )  # fmt: skip


def standing(request: HttpRequest, number: int) -> HttpResponse:
    """The page of a notice that has ended, or of one whose act is under way."""
    from tests.journeys.specimens import _folder

    line = lines()[number - 1]
    told = notice(line.kind)
    state, tone = state_words(line.status, line.kind)
    contents = Contents((Document("d1", "Resolucio.pdf", True, 120_000, "application/pdf"),
                         Document("d2", "Planols.pdf", False)), head="Us notifiquem la resolució.",
                        compulsory=Ternary(request.GET.get("obligat", "unknown")))  # fmt: skip
    return _folder(
        request, "pages/notices/confirming.html" if line.under_way else "pages/notices/opened.html", section="notices",
        line=line, notice=told, state=state, tone=tone, term=line.threshold, contents=contents, phone="938782300",
        for_whom="Marta Soler Puig", here_path="/notificacions/1", after_login="/notificacions/1",
        readable=request.GET.get("puc", "now"), evidence=(), looked="mirat" in request.GET, asked=False,
        scanner=False,
    )  # fmt: skip


def answered(request: HttpRequest, why: str) -> HttpResponse:
    from tests.journeys.specimens import _folder

    return _folder(request, "pages/notices/answered.html", section="notices", why=why, **facts_of(request))


def not_handed_over(request: HttpRequest, why: str) -> HttpResponse:
    from tests.journeys.specimens import _folder

    facts = facts_of(request) | {"why": why, "document": "resolució.pdf"}
    return _folder(request, "pages/notices/not_handed_over.html", section="notices", **facts)


def receipt(request: HttpRequest) -> HttpResponse:
    """With the platform's evidence; `sense`: it gave none yet."""
    from tests.journeys.specimens import _folder

    told = Receipt(
        UUID(int=7), NoticeAct.OPEN, notice(), "Marta Soler Puig", "Marta Soler Puig", True, "own", None, NOW, NOW, NOW, NOW, True,
        bytes(32), bytes(32),
    )  # fmt: skip
    pairs = (
        Pair("Què es va fer", "Es va obrir"),
        Pair("Per a qui", "Marta Soler Puig"),
        Pair("Número de registre", None),
    )
    marks = (Pair("Empremta del paper", "0f" * 32),)
    papers = () if "sense" in request.GET else (Evidenced(UUID(int=8), "evidencia.pdf", bytes(range(32)), NOW),)
    return _folder(
        request, "pages/notices/receipt.html", section="notices", receipt=told, evidence=papers, pairs=pairs, marks=marks,
        asked=False, **facts_of(request),
    )  # fmt: skip


urlpatterns = [
    path("casa/document/<str:why>", not_handed_over),
    path("casa/justificant", receipt),
    path("casa/bustia/<str:state>", mailbox),
    path("casa/notificacio/<int:number>", standing),
    path("casa/resposta/<str:why>", answered),
    path("casa/abans", before),
    path("casa/abans-de-rebutjar", before_refusing),
]
