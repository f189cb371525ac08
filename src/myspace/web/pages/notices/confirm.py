"""The one place where an act with legal effect begins: a form that a person confirmed. Everything else only looks.

    POST …/obre | …/rebutja ──┬── done, or being confirmed ──► the notice's page, by GET: reloading does nothing twice
                              ├── too late, or changed ──────► the page before the act again, as it is now (409)
                              └── not done ──────────────────► why, in words of its own: it was neither opened nor refused
    POST …/confirma ──────────── reads back how it stands; sends nothing

No transaction is open here: an act waits for somebody else's server (domain/notices/acting.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from myspace.domain.mandates import service as mandates
from myspace.domain.mandates.service import Verdict, Wish
from myspace.domain.notices import service as notices
from myspace.domain.notices.service import ActState, NotBegun, Outcome
from myspace.vocabulary.notices import ActRefusal, NoticeAct
from myspace.web.pages.notices.views import before, draw, found_or_404
from myspace.web.pages.shared.facts import see
from myspace.web.session import ground
from myspace.web.session.door import Visit, citizen_act
from myspace.web.session.ground import needs
from myspace.web.session.present import present

# Whose words (answered.html) and with which status. In none of these did anything happen.
_NOT_BEGUN: Mapping[NotBegun, tuple[str, int]] = {
    NotBegun.UNDER_WAY: ("under_way", 409),
    NotBegun.ENDED: ("already_ended", 409),
    NotBegun.LEVEL_TOO_LOW: ("level_too_low", 403),
    NotBegun.LOGIN_OVER: ("login_over", 403),
    NotBegun.NOT_ALLOWED: ("not_authorised", 403),
    NotBegun.CANNOT_CHECK: ("being_checked", 503),
    NotBegun.NO_PLATFORM: ("unsent", 503),
}
_REFUSED: Mapping[ActRefusal, int] = {
    ActRefusal.ALREADY_ENDED: 409,
    ActRefusal.EXPIRED: 409,
    ActRefusal.ANNULLED: 409,
    ActRefusal.NOT_YET_AVAILABLE: 409,
    ActRefusal.NOT_FOUND: 404,
    ActRefusal.NOT_THE_ADDRESSEE: 403,
    ActRefusal.NOT_AUTHORISED: 403,
    ActRefusal.LEVEL_TOO_LOW: 403,
    ActRefusal.LOGIN_OVER: 403,
    ActRefusal.PROVIDER_AWAY: 503,
    ActRefusal.REJECTED: 502,
}


@require_POST
@citizen_act
@needs(Wish.LIST_NOTICES)
def open_it(visit: Visit, notice_id: UUID) -> HttpResponse:
    person = present(visit, notice_id, NoticeAct.OPEN)
    if person is None:
        return _again(visit, notice_id, NoticeAct.OPEN)
    return _told(visit, notice_id, NoticeAct.OPEN, notices.open(person, notice_id))


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_act
@needs(Wish.LIST_NOTICES)
def refuse_it(visit: Visit, notice_id: UUID) -> HttpResponse:
    """A page of its own before, and its own confirmation."""
    if visit.request.method != "POST":
        peek = found_or_404(visit, notice_id)
        if NoticeAct.REFUSE not in peek.acts:
            return see(f"/notificacions/{notice_id}")
        return before(visit, peek, NoticeAct.REFUSE)
    person = present(visit, notice_id, NoticeAct.REFUSE)
    if person is None:
        return _again(visit, notice_id, NoticeAct.REFUSE)
    return _told(visit, notice_id, NoticeAct.REFUSE, notices.refuse(person, notice_id))


@require_POST
@citizen_act
@needs(Wish.LIST_NOTICES)
def look_back(visit: Visit, notice_id: UUID) -> HttpResponse:
    """How an act that may have happened or not ended: it is read, and never sent again."""
    found_or_404(visit, notice_id)
    outcome = notices.confirm_outcome(visit.actor, notice_id)
    if outcome is not None and outcome.done:
        notices.fetch(visit.actor, notice_id)
    if outcome is not None and outcome.state is ActState.NOT_DONE:
        return _why(visit, notice_id, "unsent", 200)  # an answer to what was asked: it did not arrive
    return see(f"/notificacions/{notice_id}?mirat=1")


def _told(visit: Visit, notice_id: UUID, act: NoticeAct, outcome: Outcome) -> HttpResponse:
    over = _over(visit)
    if over is not None:
        return ground.refused(visit, over, became=_became(act, outcome))
    if outcome.not_begun in (NotBegun.CONFIRMATION_OVER, NotBegun.CHANGED):
        return _again(visit, notice_id, act)
    if outcome.not_begun is NotBegun.NOT_FOUND:
        raise Http404
    if outcome.not_begun is not None:
        return _why(visit, notice_id, *_NOT_BEGUN[outcome.not_begun])
    if outcome.done or outcome.state.under_way:
        return see(f"/notificacions/{notice_id}")
    if outcome.refusal is ActRefusal.NOT_AUTHORISED:
        # The platform looks at powers for itself, and may know of a change before we do.
        if visit.actor.by_mandate:
            mandates.ask_again(visit.actor)
        return _why(visit, notice_id, "platform_refuses", _REFUSED[outcome.refusal])
    if outcome.refusal is not None:
        return _why(visit, notice_id, outcome.refusal.value, _REFUSED[outcome.refusal])
    return _why(visit, notice_id, "unsent", 503)


def _again(visit: Visit, notice_id: UUID, act: NoticeAct) -> HttpResponse:
    """Nothing was done. What it says now, for who still wants to; or how it ended meanwhile."""
    peek = found_or_404(visit, notice_id)
    if act in peek.acts:
        return before(visit, peek, act, again=True)
    return draw(visit, peek, "answered", status=409, why="under_way" if peek.line.under_way else "already_ended")


def _why(visit: Visit, notice_id: UUID, why: str, status: int) -> HttpResponse:
    over = _over(visit)
    if over is not None:
        return ground.refused(visit, over)
    return draw(visit, found_or_404(visit, notice_id), "answered", status=status, why=why)


def _over(visit: Visit) -> Verdict | None:
    """Why the ground is gone, if it is: the registry may have said within this very act that the mandate is over."""
    if not visit.actor.by_mandate:
        return None
    stands = mandates.standing(visit.actor).may_some(Wish.LIST_NOTICES, datetime.now(UTC))
    return None if stands.allowed else stands


def _became(act: NoticeAct, outcome: Outcome) -> str:
    """For who can see the notice no more. A ground that ended takes back nothing that was done."""
    if outcome.done:
        return "opened" if act is NoticeAct.OPEN else "refused"
    return "unknown" if outcome.state.under_way and outcome.not_begun is None else "not_done"
