"""The pages of what went wrong: whole without a database, and words even without a template."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from myspace.web import templating
from myspace.web.pages.errors import views


def not_allowed(request: HttpRequest) -> HttpResponse:
    return views.not_allowed(request, "POST", "/assumpte")


Failing = Callable[[HttpRequest], HttpResponse]
ALL: list[tuple[Failing, int]] = [
    (views.bad_request, 400),
    (views.csrf_failure, 403),
    (views.permission_denied, 403),
    (views.not_found, 404),
    (not_allowed, 405),
    (views.conflict, 409),
    (views.server_error, 500),
    (views.unavailable, 503),
]


@pytest.mark.parametrize(("view", "status"), ALL)
def test_it_says_what_to_do_and_whom_to_call(view: Failing, status: int) -> None:
    answer = view(RequestFactory().get("/assumpte/1"))
    text = answer.content.decode()
    assert answer.status_code == status
    assert text.count("<h1") == 1
    assert 'href="/"' in text
    assert "tel:012" in text
    assert str(status) not in text.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(("view", "status"), ALL)
def test_it_shows_nobody_and_has_no_form(view: Failing, status: int) -> None:
    request = RequestFactory().get("/")
    request.chrome = object()  # whatever a session left: it must not be read
    answer = view(request)
    assert "<form" not in answer.content.decode()
    assert "CSRF_COOKIE" not in request.META
    assert answer.status_code == status


def test_words_remain_when_even_the_template_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> object:
        raise RuntimeError("no templates")

    monkeypatch.setattr(templating, "environment", broken)
    answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "No has fet res malament" in answer.content.decode()
    assert "RuntimeError" not in answer.content.decode()


def test_who_is_told_to_come_back_is_told_when() -> None:
    assert views.unavailable(RequestFactory().get("/"))["Retry-After"] == "30"
