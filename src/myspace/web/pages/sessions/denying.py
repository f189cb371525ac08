"""It was not me: the page that says before the click what will happen, the one click that does it, and what was done.

    a card ─▶ what will happen now │ what needs me │ what nobody can do yet ─▶ POST ─▶ what was done, part by part, and the way back

To close a way in, a login of the last minutes: who found an open session could else lock its owner out. To end sessions and to
close the folder to representatives, none: neither costs its owner anything that they cannot undo at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from myspace.domain.kernel.db import as_actor
from myspace.domain.logins import closing, denying
from myspace.domain.logins.denying import Suspect, Wanted
from myspace.domain.logins.rules import COOLS_FOR, LASTS, Unclosable, Unopenable
from myspace.domain.mandates.service import Wish
from myspace.domain.people import service as people
from myspace.domain.people.guarding import Way
from myspace.vocabulary.contacts import contacts_of
from myspace.vocabulary.people import LoginMethod
from myspace.web.pages.sessions import letters
from myspace.web.pages.shared.delivery import words_of
from myspace.web.pages.shared.facts import see
from myspace.web.session import came_from, provider
from myspace.web.session.called import way_called
from myspace.web.session.door import FRESH, Visit, citizen_page
from myspace.web.session.ground import needs
from myspace.web.session.providers import VALID, VALID_REACHES

HERE = "/les-meves-sessions"


def mine(visit: Visit) -> Way:
    """The way by which this login came in."""
    return Way(visit.session.provider, visit.session.method)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
@needs(Wish.SEE_LOGINS)
def not_me(visit: Visit, login_id: UUID) -> HttpResponse:
    """Of one login: its way is what may be closed."""
    found = denying.suspect(visit.actor, login_id)
    if found is None:
        raise Http404
    if found.reserved and not _fresh(visit):
        return _identify(visit)
    ways = (found.way,) if found.way else ()
    if visit.request.method == "POST":
        return _deny(visit, found, ways)
    return _plan(visit, found, ways)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
@needs(Wish.SEE_LOGINS)
def everything(visit: Visit) -> HttpResponse:
    """Of all logins: every other way that this door offers."""
    ways = _offered(visit)
    return _deny(visit, None, ways) if visit.request.method == "POST" else _plan(visit, None, ways)


@require_safe
@citizen_page
@needs(Wish.SEE_LOGINS)
def done(visit: Visit, denial_id: UUID) -> HttpResponse:
    found = denying.denial(visit.actor, denial_id)
    if found is None:
        raise Http404
    if any(each.sensitive for each in found.letters) and not _fresh(visit):
        return _identify(visit)
    closed = [(way_called(Way(each.provider, each.method)), each.why_not) for each in found.done.ways]
    return visit.page(
        "pages/sessions/done.html", denial=found, closed=closed,
        letters=[(each, words_of(each.delivery(contacts_of(each.ine10).application), visit.today)) for each in found.letters],
        still=closed_lines(visit), here=HERE, here_path=visit.request.path,
    )  # fmt: skip


@require_POST
@citizen_page
@needs(Wish.SEE_LOGINS)
def reopen(visit: Visit, closed_id: UUID) -> HttpResponse:
    """A page drawn too soon, or by another login, is answered by the list, which says why not yet."""
    try:
        closing.reopen(visit.actor, closed_id, mine(visit))
    except LookupError:
        raise Http404 from None
    return see(HERE)


def closed_lines(visit: Visit) -> list[dict[str, Any]]:
    """Ways that are closed, in words, with why this login may not open them; None: it may."""
    rows = closing.ways_closed(visit.actor, mine(visit))
    return [
        {
            "id": row.id, "called": way_called(row.closed.way), "closed_at": row.closed.closed_at, "until": row.closed.until,
            "why_not": row.unopenable.value if row.unopenable else None,
            "from_when": row.closed.closed_at + COOLS_FOR if row.unopenable is Unopenable.TOO_SOON else None,
        }
        for row in rows
    ]  # fmt: skip


def _plan(visit: Visit, found: Suspect | None, ways: Sequence[Way]) -> HttpResponse:
    plan, fresh = denying.plan(visit.actor, ways, mine(visit)), _fresh(visit)
    closable = [each for each in plan.ways if each.unclosable is None]
    return visit.page(
        "pages/sessions/not_me.html", suspect=_suspect(found), everything=found is None, plan=plan, fresh=fresh,
        closable=[(_mark(each.way), way_called(each.way)) for each in closable],
        unclosable=[(way_called(each.way), each.unclosable.value) for each in plan.ways if each.unclosable],
        same_way=any(each.unclosable is Unclosable.IN_USE for each in plan.ways), until=visit.now + LASTS,
        written=[each.addressee for each in _letters(visit, found)], in_as=way_called(mine(visit)), path=visit.request.path,
        way_untold=found is not None and found.way is None, here=HERE,
    )  # fmt: skip


def _deny(visit: Visit, found: Suspect | None, ways: Sequence[Way]) -> HttpResponse:
    given = visit.request.POST
    chosen = tuple(each for each in ways if _mark(each) in given.getlist("manera"))
    if chosen and not _fresh(visit):
        return _identify(visit)
    wanted = Wanted(chosen, given.get("poders") == "1")
    id_ = denying.deny(visit.actor, found.id if found else None, wanted, _letters(visit, found), mine(visit))
    return see(f"{HERE}/fet/{id_}")


def _identify(visit: Visit) -> HttpResponse:
    return HttpResponseRedirect(f"/entra/mes-segur?cap-a={visit.request.path}")


def _fresh(visit: Visit) -> bool:
    return visit.now - visit.entered_at <= FRESH


def _offered(visit: Visit) -> tuple[Way, ...]:
    found = []
    for each in provider.configured().offered(came_from.ine10(visit.request)):
        methods = VALID_REACHES if each.name == VALID else (LoginMethod.OPENID,)
        found += [Way(each.name, method) for method in methods]
    return tuple(each for each in found if each != mine(visit))


def _letters(visit: Visit, found: Suspect | None) -> tuple[denying.ToWrite, ...]:
    with as_actor(visit.actor) as tx:
        whom = people.whom_to_ask_about(tx)
    who = (visit.whose, whom.identifier.value if whom else "")
    by = (found.way.provider if found and found.way else None) or visit.session.provider
    identity = provider.called(by) or gettext("Qui t'identifica")
    return letters.to_write(found, who, identity, visit.today)


def _suspect(found: Suspect | None) -> dict[str, Any] | None:
    if found is None:
        return None
    told = found.elsewhere
    return {
        "at": found.at, "device": found.device or None, "current": found.current, "open": found.open,
        "method": way_called(found.way) if found.way else None, "service": told.service if told else None,
        "place": told.place if told else None, "elsewhere": told is not None,
    }  # fmt: skip


def _mark(way: Way) -> str:
    return f"{way.provider}/{way.method.value}"
