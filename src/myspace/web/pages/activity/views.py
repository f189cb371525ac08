"""El que tinc amb les administracions: by matter or by date, narrowed by chips, words and dates, page by page by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.activity import service as activity
from myspace.domain.activity.service import BadCursor, Chip, Filters, Timeline, View
from myspace.domain.mandates.service import Wish
from myspace.domain.notices import service as notices
from myspace.web.pages.shared.facts import ages, help_of, see
from myspace.web.session.door import Visit, citizen_fragment, citizen_page, safe_path
from myspace.web.session.ground import needs
from myspace.web.wording import month_heading

CHIPS = {"toca": Chip.YOUR_TURN, "marxa": Chip.OPEN, "acabats": Chip.CLOSED, "diners": Chip.MONEY}
_VIEWS = {"dates": View.TIMELINE}
_KEPT = ("vista", "f", "q", "qui", "des", "fins", "preferits")


def filters_of(query: QueryDict) -> Filters:
    """What the address says; what does not read is as if it were not there."""
    return Filters(
        view=_VIEWS.get(query.get("vista", ""), View.MATTERS),
        chip=CHIPS.get(query.get("f", "")),
        query=_plain(query.get("q", ""))[:100],
        language=translation.get_language() or "ca",
        ine10=_code(query.get("qui", "")),
        since=_day(query.get("des")),
        until=_day(query.get("fins")),
        starred=query.get("preferits") == "1",
        cursor=_plain(query.get("abans", ""))[:100] or None,
    )


def _code(text: str) -> str | None:
    return text if text.isascii() and text.isdigit() and len(text) <= 10 else None


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def address(query: QueryDict, **change: str | None) -> str:
    """The same list with something changed; the place in it is lost, since it belongs to another list."""
    return _address(_kept(query), change)


def _kept(query: QueryDict) -> dict[str, str | None]:
    return {name: value for name in _KEPT if (value := query.get(name))}


def _address(kept: Mapping[str, str | None], change: Mapping[str, str | None]) -> str:
    words = {name: value for name, value in {**kept, **change}.items() if value}
    return "/activitat" + (f"?{urlencode(words)}" if words else "")


@require_safe
@citizen_page
def activity_page(visit: Visit) -> HttpResponse:
    facts = _facts(visit)
    return visit.page(
        "pages/activity/page.html",
        section="activity",
        live=True,
        whom_to_call=help_of(facts["list"].coverage.home),
        **facts,
    )


@require_safe
@citizen_fragment
def head(visit: Visit) -> HttpResponse:
    """What stands over the list: how much, of whom, and who is missing. Rows come when the person asks for them."""
    return visit.page("pages/activity/head.html", **(_facts(visit) | {"fresh": True}))


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def star(visit: Visit, item_id: UUID) -> HttpResponse:
    if not activity.star(visit.actor, item_id, visit.request.POST.get("on") == "1"):
        raise Http404
    return see(f"{safe_path(visit.request.POST.get('torna'))}#i{item_id.hex}")


def _facts(visit: Visit) -> dict[str, Any]:
    query, lost = visit.request.GET, False
    filters, kept = filters_of(query), _kept(query)
    try:
        found = activity.timeline(visit.actor, filters=filters, besides=notices.OVERTAKEN)
    except BadCursor:
        lost = True
        filters = filters_of(_without_place(query))
        found = activity.timeline(visit.actor, filters=filters, besides=notices.OVERTAKEN)
    overtaken = notices.overtaken_from(found.besides)
    if filters.chip is Chip.YOUR_TURN:  # what was opened is nobody's turn, whatever a register still says
        found = replace(found, rows=tuple(row for row in found.rows if row.id not in overtaken))
    return {
        "overtaken": overtaken, "list": found, "filters": filters, "lost": lost, "ages": ages(found.coverage), "fresh": False,
        "months": _months(found), "chosen": {name: kept.get(name) or "" for name in _KEPT},
        "to": lambda **change: _address(kept, change), "older": _older(query, found),
        "here": visit.request.get_full_path(),
        "bodies": [(s.administration.ine10, s.administration.name) for s in found.coverage.sources],
    }  # fmt: skip


def _months(found: Timeline) -> list[tuple[str, list[activity.Row]]]:
    """The rows under the words of their month; under their year's, or under none, those whose body gives no day."""
    groups = groupby(found.rows, key=lambda row: row.sort_day.replace(day=1) if row.sort_day else row.sort_at)
    return [(_heading(month), list(rows)) for month, rows in groups]


def _heading(month: date) -> str:
    if not isinstance(month, datetime):
        return month_heading(month)
    year = activity.year_alone(month)
    return gettext("Sense data") if year is None else gettext("Any %(year)s, sense dia") % {"year": year}


def _older(query: QueryDict, found: Timeline) -> str | None:
    return address(query, abans=found.next_cursor) if found.next_cursor else None


def _without_place(query: QueryDict) -> QueryDict:
    changed = query.copy()
    changed.pop("abans", None)
    return changed
