"""The link of a message: to the right place of the right folder, or a word that this is another's. It shows nothing itself."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from myspace.domain.outbox import preferences
from myspace.domain.outbox.preferences import Door
from myspace.domain.people import links
from myspace.vocabulary.messages import MessageKind
from myspace.web.pages.shared.facts import see
from myspace.web.session.door import Visit, citizen_page
from myspace.web.session.ground import needs

_DOOR = re.compile(r"[A-Za-z0-9_-]{16}")
_PLACES = {
    MessageKind.CONTACT: "preferences",
    MessageKind.LOGIN: "sessions",
    MessageKind.VISIT: "home",
    MessageKind.LOOK_UP: "exchanges",
}


@require_safe
@citizen_page
@needs(None)
def door(visit: Visit, door: str) -> HttpResponse:
    """A link that was sent to somebody else is for whoever looks as if it had never been.

    It is opened from whatever folder is open: of another one than the message's, the page of its own link asks to switch.
    """
    found = preferences.door(visit.actor, door) if _DOOR.fullmatch(door) else None
    if found is None:
        return visit.page("pages/messages/not_yours.html", status=404)
    to = _place(visit, found)
    if found.concerns == visit.actor.subject:
        return see(to)
    return see(f"{reverse('link_of', args=[links.mark_of(found.concerns)])}?{urlencode({'cap-a': to})}")


def _place(visit: Visit, found: Door) -> str:
    """In one's own folder the page of what was told. In another's its mailbox, for what was told of a notice, and else its
    home: a mandate opens neither alerts nor choices, and who may be notified alone has no home there."""
    if found.concerns == visit.actor.viewer:
        return reverse(_PLACES.get(found.kind, "alerts"))
    return reverse("mailbox" if found.kind is MessageKind.NOTICE else "home")
