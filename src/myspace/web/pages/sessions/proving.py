"""The identity provider's own evidence of this very login, handed over as it came: for who has to prove that it was them.

Only of the session one is in, and only while its token lives: of others the folder holds none.

    asked ─┬─ traces ──────────────▶ a file, as many as there are, unread
           ├─ no token any more ───▶ "identify again"
           ├─ it gives none ───────▶ said so
           └─ it does not answer ──▶ said so, and tried again
"""

from __future__ import annotations

import io
import zipfile

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from myspace.connector_kit.login import LoginFailure, Screen
from myspace.domain.mandates.service import Wish
from myspace.domain.people import sessions as its
from myspace.vocabulary.notices import Paper
from myspace.web.papers import as_attachment
from myspace.web.session import provider
from myspace.web.session.door import Visit, citizen_act
from myspace.web.session.ground import needs
from myspace.web.session.providers import VALID


@require_POST
@citizen_act
@needs(Wish.SEE_LOGINS)
def evidence(visit: Visit) -> HttpResponse:
    held = its.held(visit.actor)
    if held is None or held.provider != VALID:
        return _none(visit, "none")
    if held.token is None:
        return _none(visit, "over")
    try:
        traces = provider.evidence(held)
    except LoginFailure as failure:
        return _none(visit, "over" if failure.screen is Screen.EXPIRED else "down", status=503)
    if not traces:
        return _none(visit, "none")
    its.evidence_taken(visit.actor)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for number, trace in enumerate(traces, 1):
            file.writestr(gettext("justificant-%(n)s.bin") % {"n": number}, trace)
    return as_attachment(Paper(gettext("justificant-entrada.zip"), "application/zip", packed.getvalue()))


def _none(visit: Visit, why: str, *, status: int = 200) -> HttpResponse:
    return visit.page("pages/sessions/no_evidence.html", status=status, why=why, here="/les-meves-sessions")
