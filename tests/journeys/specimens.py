"""Pages with a signed-in frame and made-up facts, for trying the frame alone: no session, no database."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import path
from jinja2 import ChoiceLoader, DictLoader

from myspace.web.layout.chrome import Chrome, Help, SignedIn
from myspace.web.pages.errors import views as errors
from myspace.web.templating import environment, render
from myspace.web.urls_public import urlpatterns as public

SPECIMEN = """
{% extends "layout/base.html" %}{% set section = "home" %}
{% from "components/card/card.html" import card %}{% from "components/row/row.html" import row %}
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
<ul class="rows">{% for n in range(12) %}
<li>{{ row("Assumpte " ~ n, "/x", "Ajuntament de Manresa", "fa 2 minuts") }}</li>
{% endfor %}</ul>
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
    return render(request, "specimen.html", chrome=_chrome(int(request.GET.get("seconds", "900"))))


def piece(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(f"{name}: new")


urlpatterns = [
    path("casa", home),
    path("tros/<str:name>", piece),
    path("error/400", errors.bad_request),
    path("error/403", errors.permission_denied),
    path("error/404", errors.not_found),
    path("error/405", lambda request: errors.not_allowed(request, "POST", "/fonts")),
    path("error/409", errors.conflict),
    path("error/500", errors.server_error),
    path("error/503", errors.unavailable),
    *public,
]
