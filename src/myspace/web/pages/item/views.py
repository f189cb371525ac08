"""One thing whole: a case, a paper, an appointment or a tax. Money is asked again before anybody pays."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from myspace.domain.activity import service as activity
from myspace.domain.activity.service import Detail, links_of
from myspace.domain.administrations import service as administrations
from myspace.domain.gathering import service as gathering
from myspace.domain.gathering.service import SourceState
from myspace.domain.mandates.service import Wish
from myspace.domain.notices import service as notices
from myspace.vocabulary.activity import Appointment, Entry
from myspace.web.pages.item.calendar import calendar
from myspace.web.pages.shared.facts import ages, help_of, see
from myspace.web.session.door import FRESH, Visit, citizen_fragment, citizen_page
from myspace.web.session.ground import needs

_WAITED_ENOUGH = 20.0  # seconds: twice the slowest deadline and the way there and back
_DIGITS = 12
_ASKING = (SourceState.ASKING, SourceState.NOT_ASKED)


@require_safe
@citizen_page
def item(visit: Visit, item_id: UUID) -> HttpResponse:
    found = found_or_404(visit, item_id)
    body = administrations.administration(found.row.ine10)
    asked = visit.request.GET.get("comprova", "")
    return visit.page(
        "pages/item/page.html",
        section="activity",
        live=True,
        whom_to_call=help_of(body),
        **_facts(visit, found, int(asked) if asked.isdecimal() and len(asked) < _DIGITS else 0),
    )


@require_safe
@citizen_fragment
def money(visit: Visit, item_id: UUID, asked: int) -> HttpResponse:
    """The part with amounts and ways to pay, drawn again when the body has answered."""
    found = found_or_404(visit, item_id)
    if not found.row.money:
        raise Http404
    return visit.page("pages/item/money.html", **_facts(visit, found, asked))


@require_POST
@citizen_page
def check_before_paying(visit: Visit, item_id: UUID) -> HttpResponse:
    found = found_or_404(visit, item_id)
    gathering.ask_again(visit.actor, found.row.connection_id)
    return see(f"/activitat/{item_id}?comprova={int(visit.now.timestamp())}#diners")


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
@needs(Wish.SEE_HIDDEN)
def hide(visit: Visit, item_id: UUID) -> HttpResponse:
    """Hide it, or say that it is not mine: either way it counts nowhere, and the next page offers to undo it."""
    if visit.request.method != "POST":
        return _after_hiding(visit, item_id)
    not_mine = visit.request.POST.get("no_es_meu") == "1"
    if not activity.hide(visit.actor, item_id, not_mine=not_mine) and _just_hidden(visit, item_id) is None:
        raise Http404
    return see(f"/activitat/{item_id}/amaga")


def _after_hiding(visit: Visit, item_id: UUID) -> HttpResponse:
    """Undone with one tap while that was a moment ago; later the same words whether hidden, another's or nobody's.

    This address stays in the history of a telephone that may be shared.
    """
    not_mine = _just_hidden(visit, item_id)
    if not_mine is not None:
        return visit.page("pages/item/hidden.html", section="activity", item_id=item_id, not_mine=not_mine)
    if activity.detail(visit.actor, item_id):
        return see(f"/activitat/{item_id}")
    return visit.page("pages/item/no_longer_here.html", status=404, section="activity", here="/activitat")


def _just_hidden(visit: Visit, item_id: UUID) -> bool | None:
    return activity.just_hidden(visit.actor, item_id, FRESH)


@require_POST
@citizen_page
@needs(Wish.SEE_HIDDEN)
def show(visit: Visit, item_id: UUID) -> HttpResponse:
    if not activity.show(visit.actor, item_id):
        found_or_404(visit, item_id)  # shown already: the button was pressed twice
    return see(f"/activitat/{item_id}")


@require_safe
@citizen_page
def calendar_file(visit: Visit, item_id: UUID) -> HttpResponse:
    found = found_or_404(visit, item_id)
    if not isinstance(found.item, Appointment):
        raise Http404
    response = HttpResponse(calendar(found.item.at, item_id, visit.now), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cita.ics"'
    return response


def found_or_404(visit: Visit, item_id: UUID) -> Detail:
    """The same answer for nobody's, another's and hidden."""
    found = activity.detail(visit.actor, item_id, besides=notices.OVERTAKEN)
    if found is None:
        raise Http404
    return found


def _facts(visit: Visit, found: Detail, asked_at: int) -> dict[str, Any]:
    waited = visit.now.timestamp() - asked_at if asked_at else 0.0
    source = found.coverage.source(found.row.connection_id)
    state = source.state if source else SourceState.NOT_ASKED
    return {
        "found": found, "row": found.row, "thing": found.item, "who": administrations.administration(found.row.ine10),
        "ages": ages(found.coverage), "numbers": {link.url: n for n, link in enumerate(links_of(found.item))},
        "asked_at": asked_at, "asked_to_check": 0 <= waited < _WAITED_ENOUGH and bool(asked_at), "being_asked": state in _ASKING,
        "unconfirmed": found.money_is_old and _unconfirmed(state, waited, asked=bool(asked_at)),
        "entries": [r for r in found.related if r.kind == "entry"],
        "cases": [r for r in found.related if r.kind == "case"],
        "overtaken": notices.overtaken_from(found.besides), "notice_id": _in_the_mailbox(visit, found),
    }  # fmt: skip


def _in_the_mailbox(visit: Visit, found: Detail) -> UUID | None:
    """Where an entry that is a notification has its own page, when a platform listed it too."""
    told = isinstance(found.item, Entry) and found.item.notice_state is not None
    return notices.notice_of(visit.actor, found.row.id) if told else None


def _unconfirmed(state: SourceState, waited: float, *, asked: bool) -> bool:
    """It must be said that nobody confirms the amount: the source failed, or nobody answered for so long.

    A source that answered in part may have failed at something else: that says nothing until it has been asked.
    """
    if state is SourceState.PARTLY and not asked:
        return False
    return waited >= _WAITED_ENOUGH or state not in (*_ASKING, SourceState.ANSWERED)
