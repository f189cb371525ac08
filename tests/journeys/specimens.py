"""Pages with a signed-in frame and made-up facts, for trying the frame alone: no session, no database."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from jinja2 import ChoiceLoader, DictLoader

from myspace.domain.activity.listing import Filters, View
from myspace.domain.activity.rules import Change, State
from myspace.domain.activity.service import Home, Row, Timeline
from myspace.domain.agenda.service import Card, DueKind, Verb
from myspace.domain.gathering.service import Coverage, Source, SourceState
from myspace.domain.invoices.service import Glance
from myspace.domain.notices.service import Lists, Readable
from myspace.vocabulary.activity import Capacity, Case, CaseState, Link, LinkVerdict, Moment, YourTurn
from myspace.vocabulary.administrations import directory
from myspace.web.components.lines import Line
from myspace.web.layout.chrome import Chrome, Help, SignedIn
from myspace.web.pages.activity.views import _KEPT, address
from myspace.web.pages.errors import views as errors
from myspace.web.pages.shared.naming import begun
from myspace.web.templating import environment, render
from myspace.web.urls_public import urlpatterns as public
from tests.journeys.specimens_notices import urlpatterns as notices

SPECIMEN = """
{% extends "layout/base.html" %}{% set section = "home" %}
{% from "components/card/card.html" import card %}{% from "components/row/row.html" import rows %}
{% from "components/path/path.html" import path %}{% from "components/panel/panel.html" import panel %}
{% block title %}Inici{% endblock %}{% block content %}
<h1>Inici</h1><h2>Et toca a tu</h2>
<div id="now" data-live-topic="sources" data-live-now hx-get="/tros/now" hx-trigger="live" hx-swap="innerHTML">now: old</div>
<div id="top" data-live-topic="cases" hx-get="/tros/top" hx-trigger="live" hx-swap="innerHTML">top: old</div>
{{ card("Aporta el certificat de convivència", "Ajuntament de Manresa", "Aporta el document", "/a", level=3, urgent=True,
  date="Et queden 3 dies, fins dijous 26 de novembre", why="L'Ajuntament diu que espera un paper teu.") }}
<h2>Com van les meves coses</h2>
{{ path([{"text": "Ho vas demanar", "state": "done"}, {"text": "L'estan revisant", "state": "now"}], thin=True) }}
{{ panel("No et podem dir que no tinguis res", "2 administracions no han contestat.", tone="warn") }}
<p class="reach"><a href="tel:012">Truca al <bdi lang="">012</bdi></a></p>
{{ rows(lines) }}
<div id="bottom" data-live-topic="cases papers" hx-get="/tros/bottom" hx-trigger="live" hx-swap="innerHTML">bottom: old</div>
{% endblock %}
"""


def _chrome(seconds: int) -> Chrome:
    return Chrome(
        signed_in=SignedIn("Montserrat Puig Soler", "stamp", datetime(2026, 11, 23, 9, 15, tzinfo=UTC), seconds),
        help=Help("Ajuntament de Manresa", "938 00 00 00", "de dilluns a divendres, de 9 a 14 h"),
        simulated=True,
        live=True,
    )


def home(request: HttpRequest) -> HttpResponse:
    env = environment()
    if not isinstance(env.loader, ChoiceLoader):
        assert env.loader is not None
        env.loader = ChoiceLoader([env.loader, DictLoader({"specimen.html": SPECIMEN})])
    lines = [
        Line(f"i{n}", "/x", f"Assumpte {n}", "Ajuntament de Manresa", "fa 2 minuts", "", "plain") for n in range(12)
    ]
    return render(request, "specimen.html", chrome=_chrome(int(request.GET.get("seconds", "900"))), lines=lines)


NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
MANRESA, BAGES = "0811360009", "8100750006"


def _folder(request: HttpRequest, template: str, **facts: object) -> HttpResponse:
    """A private page as the door draws it, of somebody whose bodies answered five minutes ago, one of them badly."""
    shared: Mapping[str, object] = {
        "today": TODAY, "now": NOW, "body": directory().by_ine10, "begun": begun, "mark": "stamp", "chrome": _chrome(900),
        "own": True, "folder_of": None,
    }  # fmt: skip
    return render(request, template, **{**shared, **facts})


def _coverage() -> Coverage:
    def source(number: int, ine10: str, state: SourceState) -> Source:
        known = directory().by_ine10(ine10)
        assert known is not None
        return Source(UUID(int=number), known, state, NOW - timedelta(minutes=5), True, 0, False, None, {})

    sources = (
        source(1, MANRESA, SourceState.ANSWERED),
        source(2, BAGES, SourceState.DID_NOT_ANSWER),
    )
    return Coverage(sources, sources[0].administration, True, True, None, 2)


def _row(number: int, title: str) -> Row:
    return Row(
        UUID(int=number), "case", title, State.CASE_OPEN, True, False, False, NOW, TODAY, None, None, None, MANRESA,
        UUID(int=1), False, False, True, False, NOW - timedelta(days=number), Change.NEW,
    )  # fmt: skip


def my_home(request: HttpRequest) -> HttpResponse:
    """Home of somebody who has much: five cards and more, three news, four matters."""
    titles = ("Beca de menjador", "Permís d'obres menors a la façana", "Targeta d'aparcament", "Ajut per al lloguer")
    cards = [
        Card(
            UUID(int=n),
            "taxes",
            Verb.PAY,
            what,
            MANRESA,
            TODAY + timedelta(days=n),
            None,
            DueKind.PAYMENT_WINDOW,
            Decimal(n),
        )
        for n, what in enumerate(("Impost sobre béns immobles, segon termini", "Gual", "Taxa de residus"), start=2)
    ]
    cards += [Card(UUID(int=n), "cases", Verb.ACT, titles[n], MANRESA, None, None, None, None) for n in range(2)]
    link = Link("https://seu.exemple.test/x", "seu.exemple.test", LinkVerdict.OPEN)
    case = Case(
        "c",
        MANRESA,
        Capacity.OWN,
        "Ajuts",
        "x",
        Moment(date(2026, 10, 1)),
        CaseState.OPEN,
        link,
        your_turn=YourTurn.YES,
    )
    home = Home(
        tuple(cards), 4, False, tuple(_row(n, what) for n, what in enumerate(titles[:3])), NOW - timedelta(days=9), False,
        tuple((_row(n, what), case) for n, what in enumerate(titles)), _coverage(),
    )  # fmt: skip
    facts = {
        "home": home,
        "lists": Lists((), Readable.NO_PLATFORM),
        "notices_seen": "all",
        "money_told": {},
        "soon_days": 3,
        "company": False,
        "glance": Glance(3, 1, False),
        "hello": NOW - timedelta(days=9),
    }
    return _folder(request, "pages/home/page.html", section="home", **facts)


def my_activity(request: HttpRequest) -> HttpResponse:
    """The head of the list, in either order; its rows have tests of their own."""
    view = View.TIMELINE if request.GET.get("vista") else View.MATTERS
    return _folder(
        request, "pages/activity/page.html", section="activity", list=Timeline((), None, _coverage(), 0, 0), overtaken={},
        filters=Filters(view=view), lost=False, ages={}, fresh=False, months=[], older=None, bodies=[],
        chosen={name: request.GET.get(name, "") for name in _KEPT}, to=lambda **change: address(request.GET, **change),
    )  # fmt: skip


def piece(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(f"{name}: new")


urlpatterns = [
    path("casa", home),
    path("casa/inici", my_home),
    path("casa/activitat", my_activity),
    path("tros/<str:name>", piece),
    path("error/400", errors.bad_request),
    path("error/403", errors.permission_denied),
    path("error/404", errors.not_found),
    path("error/405", lambda request: errors.not_allowed(request, "POST", "/fonts")),
    path("error/409", errors.conflict),
    path("error/500", errors.server_error),
    path("error/503", errors.unavailable),
    *notices,
    *public,
]
