"""The pages of the workshop: all pieces, and one piece with its examples. Elsewhere than in the make-believe: not there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from myspace.web.gallery.describing import AFTER_MAIN, BEFORE_MAIN, FRAME, TYPES, Component, components, html_of, shown
from myspace.web.templating import render, simulated


def index(request: HttpRequest) -> HttpResponse:
    return _index(request)


def piece(request: HttpRequest, component: str, number: int = 1) -> HttpResponse:
    """One component. A piece of the frame is drawn alone, as a page's own, one example at a time: `number` says which."""
    _only_in_the_make_believe()
    found = components().get(component)
    if found is None or not 1 <= number <= len(found.examples):
        return _index(request, unknown=True)
    if found.name in FRAME:
        return _alone(request, found, number)
    return render(request, "gallery/piece.html", piece=found, types=TYPES, html_of=html_of, number=None)


def _alone(request: HttpRequest, found: Component, number: int) -> HttpResponse:
    example = found.examples[number - 1]
    drawn = shown(example)
    return render(
        request, "gallery/alone.html", piece=found, types=TYPES, number=number, example=example,
        before=drawn if found.name in BEFORE_MAIN else "", after=drawn if found.name in AFTER_MAIN else "",
        somebody=found.name == "nav" or bool(example.facts.get("signed_in") or example.facts.get("inside")),
    )  # fmt: skip


def _index(request: HttpRequest, *, unknown: bool = False) -> HttpResponse:
    """All pieces; also what is said to who asks for one that is not there, for here is what they may have meant."""
    _only_in_the_make_believe()
    groups = {
        "Pieces of pages": [each for each in components().values() if each.name not in FRAME],
        "The frame of every page": [components()[name] for name in BEFORE_MAIN + AFTER_MAIN],
    }
    status = 404 if unknown else 200
    return render(
        request, "gallery/index.html", status=status, groups=groups, unknown=unknown, frame=FRAME, html_of=html_of
    )


def _only_in_the_make_believe() -> None:
    if not simulated():
        raise Http404
