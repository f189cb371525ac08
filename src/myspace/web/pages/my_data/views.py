"""My data: the themes, one theme with its sheets, what a register wants to hear first. Nothing here asks anybody: a wish does.

By mandate what leads to a door is not there, and nothing can be asked for.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from myspace.domain.mandates.service import Wish
from myspace.domain.people import service as people
from myspace.domain.personal_data import service as personal_data
from myspace.domain.personal_data.service import Told, Verdict
from myspace.vocabulary.personal_data import SheetKind, Theme
from myspace.web.pages.my_data import lines, words
from myspace.web.pages.shared.facts import see
from myspace.web.session.door import Visit, citizen_fragment, citizen_page
from myspace.web.session.ground import needs

HERE = "/les-meves-dades"
TOLD = f"{HERE}/el-que-has-dit"
_BY_SLUG = {slug: theme for theme, slug in words.SLUGS.items()}
_LONGEST = 60


@require_safe
@citizen_page
def index(visit: Visit) -> HttpResponse:
    found = [
        {"name": gettext(words.THEMES[one.theme]), "href": f"{HERE}/{words.SLUGS[one.theme]}", "theme": one}
        for one in personal_data.themes(visit.actor)
    ]
    return visit.page("pages/my_data/page.html", themes=found)


@require_safe
@citizen_page
def theme(visit: Visit, slug: str) -> HttpResponse:
    return visit.page("pages/my_data/theme.html", live=True, **_facts(visit, slug))


@require_safe
@citizen_fragment
def sheets(visit: Visit, slug: str) -> HttpResponse:
    return visit.page("pages/my_data/sheets.html", **_facts(visit, slug))


def _facts(visit: Visit, slug: str) -> dict[str, Any]:
    wanted = _theme(slug)
    found = personal_data.theme(visit.actor, wanted)
    town = None if visit.actor.by_mandate else people.profile(visit.actor).residence_ine10
    not_here = words.NOT_HERE.get(wanted)
    return {
        "sheets": [lines.shown(one, town) for one in found.sheets], "awaited": found.awaited, "slug": slug,
        "title": gettext(words.THEMES[wanted]), "here_path": f"{HERE}/{slug}", "told_path": f"{TOLD}?cap-a={HERE}/{slug}",
        "not_here": gettext(not_here[0]) if not_here else None, "not_here_site": not_here[1] if not_here else None,
        "step_up": f"/entra/mes-segur?cap-a={quote(f'{HERE}/{slug}')}",
    }  # fmt: skip


def _theme(slug: str) -> Theme:
    if slug not in _BY_SLUG:
        raise Http404
    return _BY_SLUG[slug]


def _kind(visit: Visit, wanted: Theme) -> SheetKind:
    return _of(wanted, visit.request.POST.get("quina", ""))


def kind_in(slug: str, word: str) -> SheetKind:
    return _of(_theme(slug), word)


def _of(wanted: Theme, word: str) -> SheetKind:
    """Only what is of this theme."""
    kind = {each.value: each for each in personal_data.SHEETS[wanted]}.get(word)
    if kind is None:
        raise Http404
    return kind


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def ask(visit: Visit, slug: str) -> HttpResponse:
    """`si`: the button said that it gives leave."""
    kind, here = _kind(visit, _theme(slug)), f"{HERE}/{slug}"
    verdict = personal_data.ask(visit.actor, kind, yes=visit.request.POST.get("si") == "1")
    if verdict is Verdict.NEEDS_LEVEL:
        return HttpResponseRedirect(f"/entra/mes-segur?nivell={_level(visit, kind)}&cap-a={quote(here)}")
    if verdict is Verdict.NEEDS_TOLD:
        return see(f"{TOLD}?cap-a={here}")
    return see(f"{here}#{kind.value}")


def _level(visit: Visit, kind: SheetKind) -> int:
    found = personal_data.theme(visit.actor, kind.theme).sheets
    return next((int(one.needs_level) for one in found if one.kind is kind), 0)


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def take_back(visit: Visit, slug: str) -> HttpResponse:
    """The leave, and with it what was told by it."""
    personal_data.take_back(visit.actor, _kind(visit, _theme(slug)))
    return see(f"{HERE}/{slug}")


@require_safe
@citizen_page
@needs(Wish.ARRANGE)
def ending(visit: Visit, sheet_id: UUID) -> HttpResponse:
    """From what says that a title ends to its sheet. Of which theme it is, whoever may not see it is not told."""
    found = personal_data.place(visit.actor, sheet_id)
    if found is None:
        raise Http404
    kind, needs_level = found
    if visit.actor.level < needs_level:
        return HttpResponseRedirect(f"/entra/mes-segur?nivell={int(needs_level)}&cap-a={quote(visit.request.path)}")
    return see(f"{HERE}/{words.SLUGS[kind.theme]}#{kind.value}")


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
@needs(Wish.ARRANGE)
def told(visit: Visit) -> HttpResponse:
    """What the person tells so that a register can be asked: shown as it is known, changed here, erased when emptied."""
    given = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    back = _back(given.get("cap-a", ""))
    said, about = personal_data.told(visit.actor)
    surname1, surname2, born = (about.surname1, about.surname2, about.born) if about else ("", "", None)
    facts: dict[str, Any] = {
        "back": back, "wrong_born": False, "surname1": said.surname1 or surname1, "surname2": said.surname2 or surname2,
        "born": said.born or born or "", "card": said.health_card,
    }  # fmt: skip
    if visit.request.method != "POST":
        return visit.page("pages/my_data/told.html", **facts)
    text = given.get("naixement", "")[:20]
    day = _day(text)
    if (text and day is None) or personal_data.unfit_birth(day, visit.today):
        facts |= {"wrong_born": True, "born": text, "card": _word(given, "targeta")}
        facts |= {"surname1": _word(given, "cognom1"), "surname2": _word(given, "cognom2")}
        return visit.page("pages/my_data/told.html", status=400, **facts)
    card = "".join(_word(given, "targeta").split()).upper()
    personal_data.tell(visit.actor, Told(_word(given, "cognom1"), _word(given, "cognom2"), day, card))
    return see(back)


def _word(given: Any, name: str) -> str:
    return " ".join(given.get(name, "").replace("\0", "").split())[:_LONGEST]


def _back(path: str) -> str:
    return path if path.removeprefix(f"{HERE}/") in _BY_SLUG else HERE


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
