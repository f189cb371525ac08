"""Ways to stand as one of the processes in a test of this process: `as_role("myspace_web")`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import UUID

import pytest

from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.notices_given import GivenDesk, GivenList, connected, the_id, told

AsRole = Callable[[str], AbstractContextManager[None]]


@pytest.fixture
def as_role(clean: Database, django_ready: None, monkeypatch: pytest.MonkeyPatch) -> AsRole:
    """`with as_role("myspace_worker"):` the kernel's pool logs in as that role."""
    from myspace.domain.kernel import db

    @contextmanager
    def standing(role: str) -> Iterator[None]:
        before = os.environ.get("DATABASE_URL")
        db.close_pool()
        monkeypatch.setenv("DATABASE_URL", clean.urls[role])
        try:
            yield
        finally:
            db.close_pool()
            if before is not None:
                monkeypatch.setenv("DATABASE_URL", before)

    return standing


@pytest.fixture
def desk() -> Iterator[GivenDesk]:
    one = GivenDesk()
    with connected(GivenList(), one):
        yield one


@pytest.fixture
def mine(as_role: AsRole, desk: GivenDesk) -> Iterator[tuple[Actor, UUID]]:
    """Somebody who is in, with one notice that waits; this process is web."""
    from tests.integration.test_closed_list import enter

    with as_role("myspace_web"):
        actor = enter().actor
    with as_role("myspace_worker"):
        told(actor.subject, list(desk.notices.values()))
    with as_role("myspace_web"):
        yield actor, the_id(actor)
