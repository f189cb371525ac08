"""What has been done in my space and by whom, newest first, page by page by key."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from myspace.domain.audit import service as audit
from myspace.domain.mandates import service as mandates
from myspace.domain.mandates.service import Wish
from myspace.vocabulary.people import Basis
from myspace.web.session.door import Visit, citizen_page
from myspace.web.session.ground import needs

_PAGE = 50


@require_safe
@citizen_page
@needs(Wish.SEE_LOGINS)
def log(visit: Visit) -> HttpResponse:
    lines = audit.log(visit.actor, before=_place(visit.request.GET.get("abans")), most=_PAGE + 1)
    older = f"/el-meu-registre?abans={lines[_PAGE - 1].id}" if len(lines) > _PAGE else None
    names = mandates.who_looked(visit.actor, {line.viewer for line in lines if not line.by_me})
    mine = visit.actor.basis is not Basis.MANDATE  # who represents somebody takes no receipt of theirs
    return visit.page("pages/log/page.html", lines=lines[:_PAGE], older=older, names=names, mine=mine)


def _place(text: str | None) -> UUID | None:
    """A place that does not read is the beginning."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
