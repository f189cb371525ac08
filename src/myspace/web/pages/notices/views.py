"""The mailbox and what is under it, for looking: the list, and one notice before the act, while it is confirmed or after.

Nothing here acts, and nothing here can: what opens or refuses is confirm.py's, behind a form. Documents and what is asked of
a platform are papers.py's.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.administrations import service as administrations
from myspace.domain.mandates import service as mandates
from myspace.domain.mandates.service import Reason, Verdict, Wish
from myspace.domain.notices import service as notices
from myspace.domain.notices.service import Peek
from myspace.vocabulary.notices import NoticeAct
from myspace.vocabulary.people import AssuranceLevel
from myspace.web.pages.notices import lines
from myspace.web.pages.shared.facts import help_of, see
from myspace.web.session import ground
from myspace.web.session.door import Visit, citizen_page
from myspace.web.session.ground import needs
from myspace.web.session.providers import VALID_REACHES
from myspace.web.templating import drawn


@require_safe
@citizen_page
@needs(Wish.LIST_NOTICES)
def mailbox(visit: Visit) -> HttpResponse:
    try:
        found = facts(visit)
    except notices.NotReached:
        return ground.refused(visit, Verdict(Reason.OTHER_CAPACITY))
    return visit.page("pages/notices/page.html", section="notices", live=True, **found)


def facts(visit: Visit) -> dict[str, Any]:
    only = visit.standing.only(Wish.LIST_NOTICES, visit.now)
    box = notices.mailbox(visit.actor, only)
    return {
        "only": None if only is None else [administrations.administration(each) for each in only],
        "box": box, "read": lines.read(box, visit.now), "headings": lines.headings(box, visit.today),
        "after_login": visit.after_login("/notificacions"),
    }  # fmt: skip


@require_POST
@citizen_page
@needs(Wish.LIST_NOTICES)
def read_again(visit: Visit) -> HttpResponse:
    """Why it cannot be read now, if so, is on the page."""
    try:
        notices.read_again(visit.actor)
    except notices.NotReached:
        return ground.refused(visit, Verdict(Reason.OTHER_CAPACITY))
    return see("/notificacions")


@require_safe
@citizen_page
@needs(Wish.LIST_NOTICES)
def notice(visit: Visit, notice_id: UUID) -> HttpResponse:
    """How it stands decides which page this is: before the act, while it is confirmed, or after."""
    peek = found_or_404(visit, notice_id)
    if peek.line.under_way:
        return draw(visit, peek, "confirming", looked="mirat" in visit.request.GET)
    if NoticeAct.OPEN in peek.acts:
        return before(visit, peek, NoticeAct.OPEN)
    return draw(visit, peek, "opened", asked="demanat" in visit.request.GET)


def found_or_404(visit: Visit, notice_id: UUID) -> Peek:
    """The same answer for nobody's, another's and that of a body which the mandate is not for."""
    peek = notices.peek(visit.actor, notice_id)
    if peek is None or not visit.standing.may(Wish.LIST_NOTICES, visit.now, body=peek.notice.sender.code).allowed:
        raise Http404
    return peek


_BEFORE = {NoticeAct.OPEN: ("threshold", "above"), NoticeAct.REFUSE: ("refuse", "above_refusing")}


def before(visit: Visit, peek: Peek, act: NoticeAct, *, again: bool = False) -> HttpResponse:
    """The page before an act. What it says is hashed, and its form brings back a confirmation of having been shown it.

    `again`: a form came back too late or from before a change: nothing was done, and it is shown as it is now (409).
    """
    page, part = _BEFORE[act]
    above = drawn(f"pages/notices/{part}.html", notice=peek.notice, term=peek.line.threshold, today=visit.today)
    assert peek.line.id is not None
    confirmation = notices.confirmation(visit.actor, peek.line.id, act, sha256(above.encode()).digest())
    return draw(
        visit, peek, page, status=409 if again else 200, above=above, confirmation=confirmation, again=again,
        openers=_who_else(visit, peek),
    )  # fmt: skip


def _who_else(visit: Visit, peek: Peek) -> mandates.Openers | None:
    """Of one's own folder. Where the register has not told, it is asked: the next look knows."""
    if not visit.actor.looks_at_own:
        return None
    found = mandates.openers(visit.actor, peek.notice.sender.code)
    if found.known_at is None:
        mandates.ask_again(visit.actor, mandates.SCOPE)
    return found


def draw(visit: Visit, peek: Peek, page: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """One of the pages of a notice, with what they share."""
    told, line = peek.notice, peek.line
    called = help_of(administrations.administration(told.sender.code))
    state, tone = lines.state_of(line)
    return visit.page(
        f"pages/notices/{page}.html", status=status, section="notices", whom_to_call=called, live=page == "confirming",
        notice=told, line=line, term=line.threshold, state=state, tone=tone, acts=peek.acts, readable=peek.readable.value,
        contents=peek.contents, evidence=peek.evidence, phone=called.phone, here_path=f"/notificacions/{line.id}",
        here=f"/notificacions/{line.id}", after_login=visit.after_login(f"/notificacions/{line.id}"),
        scanner=notices.scanner_here(), for_whom=visit.whose, own=visit.actor.looks_at_own,
        level=int(told.level or AssuranceLevel.HIGH),
        access=notices.access(told.level, visit.actor.level, visit.session.method, VALID_REACHES), **more,
    )  # fmt: skip
