"""Where a person who is present is made: from a confirmed form of this folder, for the one view that receives it.

Nobody else may import this module (.importlinter). It makes; what it names is consumed by the act (domain/notices/acting.py).
"""

from __future__ import annotations

from uuid import UUID

from myspace.domain.notices.minting import MINT
from myspace.domain.notices.present import PresentPerson
from myspace.vocabulary.notices import NoticeAct
from myspace.web.session.door import Visit

FIELD = "confirma"


def present(visit: Visit, notice_id: UUID, act: NoticeAct) -> PresentPerson | None:
    """None: not a form that a person sent from a page of ours. The door has looked at its mark and at where it comes from.

    A browser that fetches ahead says so, and a form that another site framed says where it was; neither is a person.
    """
    request = visit.request
    ahead = request.headers.get("Sec-Purpose") or request.headers.get("Purpose")
    if request.method != "POST" or ahead or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return None
    try:
        confirmation = UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
    return PresentPerson(visit.actor, notice_id, act, confirmation, MINT)
