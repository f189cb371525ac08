"""Parts of pages that late answers draw again, each by its name on the page. What they hold is their pages' business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from myspace.web.pages.appointments import views as appointments
from myspace.web.pages.home import views as home
from myspace.web.pages.taxes import views as taxes
from myspace.web.pages.your_turn import views as your_turn
from myspace.web.session.door import Visit, citizen_fragment

PARTS: dict[str, tuple[str, Callable[[Visit], dict[str, Any]]]] = {
    "inici-et-toca": ("home/turn", home.facts),
    "inici-canvis": ("home/news", home.facts),
    "inici-assumptes": ("home/matters", home.facts),
    "inici-fonts": ("home/asked", home.facts),
    "que-em-toca": ("your_turn/list", your_turn.facts),
    "impostos": ("taxes/list", taxes.facts),
    "cites": ("appointments/list", appointments.facts),
}


@require_safe
@citizen_fragment
def part(visit: Visit, name: str) -> HttpResponse:
    if name not in PARTS:
        raise Http404
    template, facts = PARTS[name]
    return visit.page(f"pages/{template}.html", **facts(visit))
