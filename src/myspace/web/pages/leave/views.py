"""Before leaving the folder: the real host is named, and only an https host registered today can be left for.

The verdict kept with an item is of the day its body answered; an operator may have struck the host off since.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from myspace.domain.activity import service as activity
from myspace.domain.activity.service import links_of
from myspace.domain.administrations import service as administrations
from myspace.vocabulary.activity import Link, LinkVerdict
from myspace.vocabulary.administrations import Administration
from myspace.web.pages.item.views import found_or_404
from myspace.web.pages.shared.facts import help_of
from myspace.web.session.door import Visit, citizen_page


@require_safe
@citizen_page
def notice(visit: Visit, item_id: UUID, number: int) -> HttpResponse:
    link, body = _link(visit, item_id, number)
    if link.verdict is not LinkVerdict.OPEN:
        return _closed(visit, item_id, body)
    onward = {"url": f"/surt-cap-a/{item_id}/{number}/ves", "host": link.host}
    return visit.page(
        "pages/leave/page.html", section="activity", onward=onward, to=body, back=f"/activitat/{item_id}",
        whom_to_call=help_of(body),
    )  # fmt: skip


@require_safe
@citizen_page
def go(visit: Visit, item_id: UUID, number: int) -> HttpResponse:
    """Recorded, then out. A link and not a form: the policy of our pages lets forms lead nowhere else."""
    link, body = _link(visit, item_id, number)
    if link.verdict is not LinkVerdict.OPEN:
        return _closed(visit, item_id, body)
    if activity.leave_by(visit.actor, item_id, link.url, body.name) is None:
        raise Http404
    response = HttpResponseRedirect(link.url)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _link(visit: Visit, item_id: UUID, number: int) -> tuple[Link, Administration]:
    """A link that its item's page offers, judged anew, and whose it is."""
    found = found_or_404(visit, item_id)
    links = links_of(found.item)
    if number >= len(links) or links[number].verdict is not LinkVerdict.OPEN:
        raise Http404
    link = administrations.judged_today(found.row.connection_id, links[number])
    return link, administrations.administration(found.row.ine10)


def _closed(visit: Visit, item_id: UUID, body: Administration) -> HttpResponse:
    return visit.page(
        "pages/leave/closed.html", status=403, section="activity", to=body, back=f"/activitat/{item_id}",
        whom_to_call=help_of(body),
    )  # fmt: skip
