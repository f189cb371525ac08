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
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape
from markupsafe import _escape_inner as _escape_text  # type: ignore[attr-defined]  # the half in C: text in, text out

from myspace.web import language, wording
from myspace.web.assets import asset
from myspace.web.components import monogram_colour, monogram_letters
from myspace.web.layout.chrome import Chrome
from myspace.web.security import NEUTRAL_PAGE
from myspace.web.sentences import InOneLanguage

HERE = Path(__file__).parent
# What the extractor of messages needs to know is said once, in babel.cfg: this extension and these policies.
_FILTERS = (
    wording.day_long,
    wording.day_short,
    wording.days_left,
    wording.holds_until,
    wording.prudent_day,
    wording.term_left,
    wording.term_over,
    wording.moment_words,
    wording.on_day,
    wording.opening,
    wording.at_hour,
    wording.ago,
    wording.euro,
    wording.file_words,
    wording.phone,
    monogram_colour,
    monogram_letters,
)


def _escaped(value: Any) -> str:
    """As `escape`, but the text itself: a wrapper says "already safe" to whoever asks, and here nobody does.

    What is markup already is not wrapped again: two hundred times a page, which was a thirtieth of its cost.
    """
    kind = type(value)
    if kind is str:
        return _escape_text(value)
    if kind is int:  # digits and a sign: the colour of thirty monograms
        return str(value)
    return value if kind is Markup else escape(value)


class _Template(Template):
    """Escapes without wrapping what is joined at once, and imports its pieces once.

    Jinja compares the globals of both sides at each `import`: ours are all the environment's, so there is nothing to
    compare (17 imports a page; jinja2 3.1, Template._get_default_module).
    """

    @classmethod
    def from_code(cls, *args: Any, **kwargs: Any) -> Template:
        """What the compiled code calls at each of a page's seven hundred values: text is mostly plain text."""
        made = super().from_code(*args, **kwargs)
        made.root_render_func.__globals__["escape"] = _escaped
        return made

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002  # Jinja's signature
        if self._module is None:
            self._module = self.make_module()
        return self._module


def environment() -> Environment:
    """The Jinja environment of the request's language; templates are named from `web/` ("pages/landing/page.html")."""
    return _environment(translation.get_language() or language.SOURCE)


@lru_cache
def _environment(spoken: str) -> Environment:
    env = InOneLanguage(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=bool(settings.DEBUG),
        cache_size=-1,
    )
    env.language = spoken
    env.template_class = _Template
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
    # Late, because pages import this module: the words of lines are a page's, and every list's.
    from myspace.web.pages.notices.lines import DEHU, ENOTUM
    from myspace.web.pages.shared import facts, lines, naming

    env.globals |= {"dehu_address": DEHU, "enotum_address": ENOTUM}
    env.globals |= {"lines_of": lines.lines_of, "overtaken_words": lines.overtaken_words, "not_yet": facts.not_yet}
    env.filters |= {
        "state_words": lines.state_words,
        "tone_of": lines.tone_of,
        "language_tag": language.tag,
        "within": naming.within,
        "towards": naming.towards,
        "coming_from": naming.coming_from,
    }
    env.filters.update({each.__name__: each for each in _FILTERS})
    return env


def render(request: HttpRequest, template: str, *, status: int = 200, **facts: Any) -> HttpResponse:
    """A page or a fragment of one. Without a frame of its own it gets that of who is not known.

    `here` is where the same page is found again (a change of language). What a form's answer shows has no such place,
    nor has what the provider's answer shows, whose address is good once: their views give the page they came from.
    """
    facts.setdefault("here", request.get_full_path() if request.method in ("GET", "HEAD") else "/")
    facts.setdefault("chrome", Chrome(simulated=simulated(), inside=holds_session(request)))
    html = (
        environment()
        .get_template(template)
        .render(
            facts,
            request=request,
            lang=translation.get_language() or language.SOURCE,
            rtl=translation.get_language_bidi(),
            languages=list(language.offered().items()),
            form_guard=form_guard(request, facts["chrome"]),
        )
    )
    return HttpResponse(html, status=status)


def drawn(template: str, **facts: Any) -> Markup:
    """A part of a page by itself, for who needs its very text before the page is drawn."""
    drawn_by_us = environment().get_template(template).render(facts)
    return Markup(drawn_by_us)  # noqa: S704  # a template of ours, which has escaped what it was filled with


def holds_session(request: HttpRequest) -> bool:
    """Whether the browser brings a session's cookie, good or not: no database is asked."""
    return bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))


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
