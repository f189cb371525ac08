"""The public page of what the folder holds. Renders a `Coverage`; who knows the directory registers where to get it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from myspace.web.templating import render


@dataclass(frozen=True, slots=True)
class CoveredBody:
    """An administration by its public name. `website` is https or None; `phone` as people write it."""

    name: str
    website: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which administrations answer here and which do not yet. None instead of it: we could not find out."""

    connected: tuple[CoveredBody, ...]
    not_connected: tuple[CoveredBody, ...]


def _unknown() -> Coverage | None:
    return None


_coverage: Callable[[], Coverage | None] = _unknown


def register_coverage(source: Callable[[], Coverage | None]) -> None:
    """Called once when the application starts, by whoever may read the directory."""
    global _coverage
    _coverage = source


def what_you_will_find(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/what_you_will_find/page.html", coverage=_coverage())
