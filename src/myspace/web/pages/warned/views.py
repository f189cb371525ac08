"""To be warned of the folder of somebody for whom one acts: asked for in that folder, seen and refused by its person.

Knows words and buttons. Refuses to know what may be told: that is judged when it is told (domain/mandates/warned.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.mandates import service as mandates
from myspace.domain.mandates import warned
from myspace.domain.mandates.service import Wish
from myspace.domain.mandates.warned import Warned
from myspace.domain.outbox import preferences
from myspace.domain.people import links
from myspace.web.pages.profiles import views as profiles
from myspace.web.pages.shared.facts import see
from myspace.web.session import ground
from myspace.web.session.door import Visit, citizen_page
from myspace.web.session.ground import needs

HERE = "/avisos-per-altri"


@dataclass(frozen=True, slots=True)
class Line:
    """One folder, or one person who is warned of this one. `mark` names it in a form; `name` empty: not known here.

    `state`: "asked", "refused", "lapsed" or "not_asked". `action` leads into the folder.
    """

    name: str
    state: str
    mark: str = ""
    since: datetime | None = None
    until: datetime | None = None
    action: str = ""
    me: bool = False


@require_safe
@citizen_page
@needs(None)
def page(visit: Visit) -> HttpResponse:
    """In one's own folder, of whose one is warned; in another's, to ask for it there."""
    if visit.actor.looks_at_own:
        mandates.ask_again(visit.actor, mandates.SCOPE)
        return visit.page("pages/warned/mine.html", **_mine(visit))
    stands = visit.standing.ground(visit.now)
    if not stands.allowed:
        return ground.refused(visit, stands)
    wish = next((each for each in warned.by_me(visit.actor) if each.person == visit.actor.subject), None)
    return visit.page(
        "pages/warned/page.html",
        who=visit.whose,
        wish=_wish(visit, wish, "") if wish else None,
        reachable=preferences.reachable(visit.actor, now=visit.now),
        notices=visit.standing.may_some(Wish.LIST_NOTICES, visit.now).allowed,
        things=visit.standing.may_some(Wish.READ_ITEM, visit.now).allowed,
        others=[] if visit.actor.by_mandate else who_is_warned(visit),
    )


@require_POST
@citizen_page
@needs(None)
def ask(visit: Visit) -> HttpResponse:
    stands = visit.standing.ground(visit.now)
    if visit.actor.looks_at_own:
        raise Http404
    if not stands.allowed:
        return ground.refused(visit, stands)
    warned.ask(visit.actor, visit.now)
    return see(HERE)


@require_POST
@citizen_page
@needs(None)
def stop(visit: Visit) -> HttpResponse:
    """Whatever became of the ground: nobody is warned against their will."""
    mark = visit.request.POST.get("de", "")
    for each in warned.by_me(visit.actor):
        if links.is_mark_of(mark, each.person):
            warned.stop(visit.actor, each.person)
    return see(HERE)


@require_POST
@citizen_page
@needs(Wish.GRANT_MANDATE)
def refuse(visit: Visit) -> HttpResponse:
    """This one is not to be warned of my folder; or again they may."""
    mark, no = visit.request.POST.get("qui", ""), visit.request.POST.get("no") == "1"
    for each in warned.of_mine(visit.actor):
        if links.is_mark_of(mark, each.viewer):
            warned.refuse(visit.actor, each.viewer, no)
    return see("/poders#avisats" if visit.actor.looks_at_own else HERE)


def who_is_warned(visit: Visit) -> list[Line]:
    """Of the folder that is looked at, for its own person. In a company's nobody's name is known to the others."""
    found = warned.of_mine(visit.actor)
    names = mandates.who_looked(visit.actor, [each.viewer for each in found])
    return [_who(visit, each, names.get(each.viewer, "")) for each in found]


def _state(each: Warned, now: datetime) -> str:
    return "refused" if each.refused_at else "lapsed" if each.lapsed(now) else "asked"


def _who(visit: Visit, each: Warned, name: str) -> Line:
    me = each.viewer == visit.actor.viewer
    return Line(name, _state(each, visit.now), links.mark_of(each.viewer), each.asked_at, each.certificate_until, me=me)


def _wish(visit: Visit, each: Warned, name: str, action: str = "") -> Line:
    mark = links.mark_of(each.person)
    return Line(name, _state(each, visit.now), mark, each.asked_at, each.certificate_until, action)


def _mine(visit: Visit) -> dict[str, Any]:
    known = profiles.facts(visit)
    wishes = {each.person: each for each in warned.by_me(visit.actor)}
    lines = []
    for profile in (*known["companies"], *known["people"]):
        wish = wishes.pop(profile.folder, None) if profile.folder else None
        may_go = profile.action if profile.state == "allowed" else ""
        lines.append(
            _wish(visit, wish, profile.name, may_go) if wish else Line(profile.name, "not_asked", action=may_go)
        )
    # A company whose certificate this login did not show: its name is behind it.
    lines += [_wish(visit, wish, "") for wish in wishes.values()]
    return {
        "lines": lines, "reachable": preferences.reachable(visit.actor, now=visit.now),
        "registry": known["registry"], "all_told": known["all_told"], "asked": known["asked"],
    }  # fmt: skip
