"""From a form to a present person: only one that this folder drew, sent by a person, in a session that is still open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from myspace.vocabulary.notices import NoticeAct
from tests.integration.conftest import AsRole
from tests.integration.notices_given import GivenDesk, confirmed, told
from tests.integration.test_closed_list import WEB, WORKER, enter

SAME = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def form(as_role: AsRole, desk: GivenDesk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """`form(headers, **changes)` sends the form of the page before the act to a view as the product's own will be."""
    from django.conf import settings
    from django.http import HttpResponse
    from django.urls import path
    from django.views.decorators.http import require_POST

    from myspace.domain.notices import service
    from myspace.web import urls
    from myspace.web.session import drawn_for
    from myspace.web.session.door import citizen_act
    from myspace.web.session.present import FIELD, present

    @require_POST
    @citizen_act
    def opens(visit: Any, notice_id: UUID) -> HttpResponse:
        person = present(visit, notice_id, NoticeAct.OPEN)
        if person is None:
            return HttpResponse("nobody", status=400)
        outcome = service.open(person, notice_id)
        return HttpResponse(outcome.not_begun or outcome.state)

    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["localhost"])
    table = ModuleType("addresses")
    vars(table)["urlpatterns"] = [path("prova/<uuid:notice_id>", opens), *urls.urlpatterns]
    monkeypatch.setattr(settings, "ROOT_URLCONF", table)
    with as_role(WEB):
        entered = enter()
    with as_role(WORKER):
        told(entered.actor.subject, list(desk.notices.values()))
    with as_role(WEB):
        from tests.integration.notices_given import the_id

        id_ = the_id(entered.actor)

        def send(headers: dict[str, str] | None = None, method: str = "post", **changes: str) -> Any:
            client = Client()
            client.cookies["__Host-session"] = changes.pop("token", entered.token)
            fields = {
                FIELD: str(confirmed(entered.actor, id_).confirmation),
                drawn_for.FIELD: drawn_for.mark(entered.actor.subject),
                **changes,
            }
            call = getattr(client, method)
            return call(f"/prova/{id_}", fields, secure=True, headers={"host": "localhost", **(headers or SAME)})

        yield send


def test_the_form_of_a_person_opens_once(form: Any, desk: GivenDesk) -> None:
    answer = form()
    assert (answer.status_code, answer.content) == (200, b"confirmed")
    assert len(desk.effects) == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 400),
        ({**SAME, "Sec-Purpose": "prefetch"}, 503),
        ({**SAME, "Purpose": "prefetch"}, 503),
    ],
)
def test_a_form_from_elsewhere_or_fetched_ahead_is_of_nobody(
    form: Any, desk: GivenDesk, headers: dict[str, str], status: int
) -> None:
    assert form(headers).status_code == status
    assert desk.calls == []


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"confirma": ""}, 400), ({"confirma": "no"}, 400), ({"drawn_for": "0" * 32}, 409), ({"token": "another"}, 401),
        ({"token": ""}, 302),
    ],
)  # fmt: skip
def test_a_form_without_its_mark_its_confirmation_or_its_session_does_nothing(
    form: Any, desk: GivenDesk, changes: dict[str, str], status: int
) -> None:
    assert form(**changes).status_code == status
    assert desk.calls == []


def test_a_confirmation_that_nobody_made_is_over(form: Any, desk: GivenDesk) -> None:
    assert form(confirma=str(uuid4())).content == b"confirmation_over"
    assert desk.calls == []


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete", "patch"])
def test_no_other_method_does_anything(form: Any, desk: GivenDesk, method: str) -> None:
    assert form(method=method).status_code in (200, 405)
    assert desk.calls == []


def test_the_database_away_is_a_page_that_says_to_come_back(form: Any) -> None:
    from myspace.domain.kernel import db

    def away(*_: object, **__: object) -> None:
        raise db.DatabaseAway

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("myspace.web.session.door.people.opened", away)
        assert form().status_code == 503


def test_what_waits_for_somebody_else_is_not_begun_a_second_time_when_the_database_is_lost(django_ready: None) -> None:
    """A page that only reads is drawn once more; of this nobody knows how far it came."""
    from django.http import HttpResponse
    from django.test import RequestFactory

    from myspace.domain.kernel import db
    from myspace.web.session import door

    begun = []

    @contextmanager
    def opened(*_: object, **__: object) -> Iterator[None]:
        begun.append(1)
        raise db.DatabaseAway(undone=True)
        yield

    for kind, times in ((door.citizen_page, 2), (door.citizen_act, 1)):
        begun.clear()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(door.people, "opened", opened)
            patched.setattr(door.administrations, "connections", dict)
            patched.setattr(door.restored, "copy", lambda: None)
            request = RequestFactory().get("/x")
            request.COOKIES["__Host-session"] = "a token"
            assert kind(lambda _visit: HttpResponse())(request).status_code == 503
        assert len(begun) == times
