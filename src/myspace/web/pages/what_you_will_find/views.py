"""The public page of what the folder holds: who is connected, who is not, and what never will be here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from myspace.domain.administrations import service as administrations
from myspace.domain.invoices import service as invoices
from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.notices import service as notices
from myspace.vocabulary.administrations import Administration, AdministrationKind, directory
from myspace.web.templating import render


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which administrations answer here and which do not yet. `named` are those whose website or telephone we know."""

    connected: tuple[Administration, ...]
    named: tuple[Administration, ...]
    not_connected: int


def coverage() -> Coverage | None:
    """None: we could not find out. That is not an empty list, and the page says so."""
    try:
        connected = {c.connection.ine10: c.administration for c in administrations.connections().values()}
    except DatabaseAway:
        return None
    missing = [b for b in directory() if b.ine10 not in connected and b.kind is not AdministrationKind.CONSORTIUM]
    named = tuple(b for b in missing if b.website or b.phone)
    return Coverage(tuple(connected.values()), named, len(missing))


def what_you_will_find(request: HttpRequest) -> HttpResponse:
    return render(
        request, "pages/what_you_will_find/page.html", coverage=coverage(), notices_here=notices.connected(),
        invoices_here=invoices.connected(),
    )  # fmt: skip
