"""My papers: those that there are, asking for one, how it goes, and taking it. A page makes none: the worker asks, the maker makes.

Only for the person themself: by mandate there are none, and no page says whether there would be.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from myspace.domain.certificates import naming
from myspace.domain.certificates import service as certificates
from myspace.domain.certificates.service import Asked, Paper, PaperKind, PaperName, Why
from myspace.domain.mandates.service import Wish
from myspace.domain.people import service as people
from myspace.domain.personal_data.service import Need, SheetState, Shown
from myspace.vocabulary.notices import Paper as File
from myspace.vocabulary.personal_data import Absence, SheetKind
from myspace.vocabulary.personal_data import Why as Told
from myspace.web.pages.certificates import words
from myspace.web.pages.my_data import lines
from myspace.web.pages.my_data import words as of_sheets
from myspace.web.pages.my_data.views import HERE as SHEETS
from myspace.web.pages.my_data.views import TOLD
from myspace.web.pages.shared.facts import see
from myspace.web.papers import as_attachment
from myspace.web.session.door import Visit, citizen_fragment, citizen_page
from myspace.web.session.ground import needs

HERE = "/els-meus-papers"
_BY_SLUG = {slug: kind for kind, slug in words.SLUGS.items()}


@require_safe
@citizen_page
@needs(Wish.ARRANGE)
def papers(visit: Visit) -> HttpResponse:
    found = [_line(one) for one in certificates.papers(visit.actor)]
    offered = [{"about": gettext(about), "name": _name(certificates.name_of(kind)), "href": f"{HERE}/nou/{words.SLUGS[kind]}"}
               for kind, about in words.ABOUT.items()]  # fmt: skip
    return visit.page("pages/certificates/page.html", papers=found, offered=offered)


def _name(name: PaperName, language: str | None = None) -> str:
    return naming.words(name, language or get_language() or "ca")


def _line(one: Paper) -> dict[str, Any]:
    said, tone = words.STAGES[one.stage]
    name = one.name or certificates.name_of(one.kind)
    return {
        "paper": one, "href": f"{HERE}/{one.id}", "about": gettext(words.ABOUT[one.kind]), "name": _name(name),
        "said": (gettext(said), tone), "language": dict(settings.LANGUAGES)[one.language],
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
@needs(Wish.ARRANGE)
def new(visit: Visit, about: str) -> HttpResponse:
    """`si`: the button said that it gives leave to ask. `nou`: another in place of one that is still good."""
    kind = _BY_SLUG.get(about)
    if kind is None:
        raise Http404
    here = f"{HERE}/nou/{about}"
    if visit.request.method != "POST":
        return visit.page("pages/certificates/ask.html", asked=None, **_asking(visit, kind, here))
    given = visit.request.POST
    language = given.get("llengua") or get_language() or "ca"
    if language not in dict(settings.LANGUAGES):
        raise Http404
    asked, paper = certificates.ask(
        visit.actor, kind, language, yes=given.get("si") == "1", anew=given.get("nou") == "1"
    )
    if paper is not None:
        return see(f"{HERE}/{paper}")
    if asked is Asked.NEEDS_LEVEL:
        level = int(certificates.offer(visit.actor, kind).needs_level)
        return HttpResponseRedirect(f"/entra/mes-segur?nivell={level}&cap-a={quote(here)}")
    if asked is Asked.NEEDS_TOLD:
        return see(here)
    return visit.page("pages/certificates/ask.html", status=409, asked=asked, **_asking(visit, kind, here))


def _asking(visit: Visit, kind: PaperKind, here: str) -> dict[str, Any]:
    shown = certificates.offer(visit.actor, kind)
    holder, site = _owner(visit, kind)
    name = certificates.name_of(kind)
    return {
        "kind": kind, "about": gettext(words.ABOUT[kind]), "name": _name(name), "which": name.value, "holder": holder,
        "site": site, "here_path": here, "shown": shown, "languages": settings.LANGUAGES, "language": get_language() or "ca",
        "wanted": list(lines.wanted_words(shown.missing)), "only_residence": shown.missing == {Need.MUNICIPALITY},
        "needs_yes": shown.consent and shown.consented_at is None, "lacks": _lacks(shown), "told_path": TOLD,
        "step_up": f"/entra/mes-segur?nivell={int(shown.needs_level)}&cap-a={quote(here)}", "days": certificates.holds_for().days,
        "carry": f"{SHEETS}/{of_sheets.SLUGS[_sheet(kind).theme]}/on-el-portes?quina={_sheet(kind).value}",
    }  # fmt: skip


def _owner(visit: Visit, kind: PaperKind) -> tuple[str, str]:
    """Who has it, and where it can be asked of them without this folder. What a register makes itself is of the same owner."""
    holder, site, _ = lines.owner(_sheet(kind), people.profile(visit.actor).residence_ine10)
    return holder, site


def _sheet(kind: PaperKind) -> SheetKind:
    """The sheet that shows what the paper is about."""
    sheet = certificates.SHEET_OF[kind]
    return SheetKind.REGISTRATION if sheet is SheetKind.REGISTRATION_PAPER else sheet


def _lacks(shown: Shown) -> str | None:
    """What has to be so before it can be asked for."""
    if shown.state is SheetState.NOT_SURE_ENOUGH:
        return "level"
    if not shown.askable:
        return "nobody"
    return "told" if shown.missing else None


@require_safe
@citizen_page
@needs(Wish.ARRANGE)
def paper(visit: Visit, paper_id: UUID) -> HttpResponse:
    return visit.page("pages/certificates/paper.html", live=True, **_facts(visit, paper_id))


@require_safe
@citizen_fragment
@needs(Wish.ARRANGE)
def state(visit: Visit, paper_id: UUID) -> HttpResponse:
    return visit.page("pages/certificates/state.html", **_facts(visit, paper_id))


def _facts(visit: Visit, paper_id: UUID) -> dict[str, Any]:
    one = certificates.paper(visit.actor, paper_id)
    if one is None:
        raise Http404
    holder, site = _owner(visit, one.kind)
    here = f"{HERE}/{one.id}"
    return {
        **_line(one), "holder": holder, "site": site, "here_path": here,
        "waits": gettext(words.WAITS[one.stage]) if one.stage in words.WAITS else None, "meaning": _meaning(one),
        "why": gettext(words.WHYS[one.why]) if one.why else None, "again": f"{HERE}/nou/{words.SLUGS[one.kind]}",
        "awaited": one.stage.awaited, "step_up": f"/entra/mes-segur?nivell={int(one.needs_level)}&cap-a={quote(here)}",
        "told_path": TOLD, "check_path": certificates.CHECKED_AT,
    }  # fmt: skip


def _meaning(one: Paper) -> str | None:
    if one.why is Why.NOTHING and one.detail in set(Absence):
        return gettext(of_sheets.ABSENCES[Absence(one.detail)])
    if one.why is Why.DECLINED and one.detail in set(Told):
        return gettext(of_sheets.WHYS[Told(one.detail)])
    return None


@require_GET  # not HEAD: each is an event
@citizen_page
@needs(Wish.ARRANGE)
def take(visit: Visit, paper_id: UUID) -> HttpResponse:
    """An attachment, never kept by a browser: a telephone may be somebody else's in an hour."""
    found = certificates.taken(visit.actor, paper_id)
    if found is None:
        raise Http404
    one, octets = found
    name = one.name or certificates.name_of(one.kind)
    with override(one.language):
        about = gettext(words.ABOUT[one.kind])
    response = as_attachment(File(naming.file_name(name, about, one.language), "application/pdf", octets))
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def withdraw(visit: Visit, paper_id: UUID) -> HttpResponse:
    if not certificates.withdraw(visit.actor, paper_id):
        raise Http404
    return see(HERE)
