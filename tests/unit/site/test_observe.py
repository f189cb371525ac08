"""What operators see of a request: a count by route, and of a failure its type and place, without its text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from myspace.site import observe


def breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError(f"the secret of {request.GET['who']}")


def is_not_there(_request: HttpRequest) -> HttpResponse:
    raise Http404


def is_not_allowed(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def is_well(_request: HttpRequest, who: str) -> HttpResponse:
    return HttpResponse("well")


def broken_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if "break" in request.GET:
            raise RuntimeError("the secret of 00000000T")
        return get_response(request)

    return middleware


urlpatterns = [
    path("breaks", breaks, name="breaks"),
    path("nowhere", is_not_there),
    path("forbidden", is_not_allowed),
    path("well/<str:who>", is_well, name="well"),
    path("metrics", observe.metrics),
]
MIDDLEWARE = ["myspace.site.observe.Observe", f"{__name__}.broken_middleware"]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []

    class Log:
        def error(self, event: str, **facts: Any) -> None:
            lines.append({"event": event, **facts})

    monkeypatch.setattr(observe, "log", Log())
    return lines


@pytest.fixture
def client(django_ready: None) -> Any:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=MIDDLEWARE, ALLOWED_HOSTS=["testserver"]):
        yield Client(raise_request_exception=False)


def test_what_a_view_raises_is_logged_by_type_and_place_without_its_text(
    client: Client, written: list[dict[str, Any]]
) -> None:
    assert client.get("/breaks?who=00000000T").status_code == 500
    (line,) = written
    assert (line["event"], line["route"], line["error"]) == ("unforeseen", "breaks", "ValueError")
    assert line["where"].startswith("test_observe.py:")
    assert "00000000T" not in repr(line)


def test_what_a_middleware_raises_is_logged_too(client: Client, written: list[dict[str, Any]]) -> None:
    assert client.get("/well/me?break=1").status_code == 500
    (line,) = written
    assert (line["error"], line["route"]) == ("RuntimeError", "none")
    assert "00000000T" not in repr(line)


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/forbidden", 403), ("/absent", 404)])
def test_what_was_foreseen_is_counted_and_not_logged(
    client: Client, written: list[dict[str, Any]], path: str, status: int
) -> None:
    assert client.get(path).status_code == status
    assert written == []


def test_requests_are_counted_by_route_and_never_by_address(client: Client) -> None:
    client.get("/well/00000000T?who=00000000T")
    client.generic("BREW", "/well/00000000T")
    text = client.get("/metrics").content.decode()
    assert 'myspace_requests_total{method="GET",route="well",status="200"}' in text
    assert 'myspace_requests_total{method="other",route="well",status="200"}' in text
    assert "00000000T" not in text
