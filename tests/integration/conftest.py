"""Ways to stand as one of the processes in a test of this process: `as_role("myspace_web")`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.conftest import Database

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
