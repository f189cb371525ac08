"""Turns a page's template and its facts into HTML, in the language of the request.

Everything is escaped and nothing undefined passes in silence. Knows no database: what a page shows is handed to it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import translation
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from myspace.web import language, wording
from myspace.web.assets import asset
from myspace.web.components import monogram_colour, monogram_letters
from myspace.web.layout.chrome import Chrome
from myspace.web.security import NEUTRAL_PAGE

HERE = Path(__file__).parent
# What the extractor of messages needs to know is said once, in babel.cfg: this extension and these policies.
_FILTERS = (
    wording.day_words,
    wording.day_long,
    wording.day_short,
    wording.day_near,
    wording.days_left,
    wording.moment_words,
    wording.month_heading,
    wording.on_day,
    wording.hour,
    wording.at_hour,
    wording.ago,
    wording.euro,
    wording.phone,
    monogram_colour,
    monogram_letters,
)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The one Jinja environment; templates are named from `web/` ("pages/landing/page.html")."""
    env = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=bool(settings.DEBUG),
        cache_size=-1,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals["asset"] = asset
    env.globals["quick_exit_to"] = NEUTRAL_PAGE
    env.filters.update({each.__name__: each for each in _FILTERS})
    return env


def render(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    """A page or a fragment of one. The frame comes from `request.chrome` (see layout/chrome.py) unless given."""
    facts.setdefault("chrome", getattr(request, "chrome", None) or Chrome(simulated=simulated()))
    html = (
        environment()
        .get_template(template)
        .render(
            facts,
            request=request,
            lang=translation.get_language() or language.SOURCE,
            languages=list(language.offered().items()),
            here=request.get_full_path(),
            form_guard=form_guard(request, facts["chrome"]),
        )
    )
    return HttpResponse(html, status=status)


def form_guard(request: HttpRequest, chrome: Chrome) -> Markup:
    """Two hidden fields for every form: the token against forgery and the subject the page was drawn for."""
    if chrome.bare:
        return Markup()
    guard = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(get_token(request))
    if chrome.signed_in is None:
        return guard
    return guard + Markup('<input type="hidden" name="drawn_for" value="{}">').format(chrome.signed_in.drawn_for)


def simulated() -> bool:
    return bool(getattr(settings, "SIMULATED", False))
