"""What has been done in my space and by whom, newest first, page by page by key."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from myspace.domain.audit import service as audit
from myspace.web.session.door import Visit, citizen_page

_PAGE = 50


@require_safe
@citizen_page
def log(visit: Visit) -> HttpResponse:
    lines = audit.log(visit.actor, before=_place(visit.request.GET.get("abans")), most=_PAGE + 1)
    older = f"/el-meu-registre?abans={lines[_PAGE - 1].id}" if len(lines) > _PAGE else None
    return visit.page("pages/log/page.html", lines=lines[:_PAGE], older=older)


def _place(text: str | None) -> UUID | None:
    """A place that does not read is the beginning."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
