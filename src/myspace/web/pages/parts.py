"""Parts of pages that late answers draw again, each by its name on the page. What they hold is their pages' business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from myspace.domain.mandates.service import Wish
from myspace.domain.notices.service import NotReached
from myspace.web.pages.alerts import views as alerts
from myspace.web.pages.appointments import views as appointments
from myspace.web.pages.home import views as home
from myspace.web.pages.notices import views as notices
from myspace.web.pages.taxes import views as taxes
from myspace.web.pages.your_turn import views as your_turn
from myspace.web.session import ground
from myspace.web.session.door import Visit, citizen_fragment
from myspace.web.session.ground import needs

PARTS: dict[str, tuple[str, Callable[[Visit], dict[str, Any]]]] = {
    "inici-et-toca": ("home/turn", home.facts),
    "inici-canvis": ("home/news", home.facts),
    "inici-assumptes": ("home/matters", home.facts),
    "inici-fonts": ("home/asked", home.facts),
    "que-em-toca": ("your_turn/list", your_turn.facts),
    "impostos": ("taxes/list", taxes.facts),
    "avisos": ("alerts/list", alerts.facts),
    "cites": ("appointments/list", appointments.facts),
    "notificacions": ("notices/list", notices.facts),
}


# What a representative must be allowed for a part that is not of the whole folder: as its page asks (session/ground.py).
WISHES = {"avisos": Wish.ARRANGE, "notificacions": Wish.LIST_NOTICES}


@require_safe
@citizen_fragment
@needs(None)
def part(visit: Visit, name: str) -> HttpResponse:
    """Asked here and not at the door: each part is for what its page is for."""
    if name not in PARTS:
        raise Http404
    why = ground.on(visit, WISHES.get(name, Wish.OPEN_FOLDER))
    if not why.allowed:
        return ground.refused(visit, why, fragment=True)
    template, facts = PARTS[name]
    try:
        found = facts(visit)
    except NotReached as gone:  # since a moment ago
        raise Http404 from gone
    return visit.page(f"pages/{template}.html", **found)
