"""The proof of the record fails where the record is not watched, and where a page forgets its line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from myspace.domain.audit import service as audit
from myspace.domain.kernel.db import Statement, Tx
from myspace.launch import prove
from proofs import log


def test_a_watcher_that_sees_nothing_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "watch", lambda _sealer: (0, ()))
    held, of = prove.run("log", tries=20, seed=1)
    assert of - held == 20


def test_a_page_that_does_not_wait_for_its_line_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = Tx.batch

    def without(tx: Tx, statements: Sequence[Statement]) -> Any:
        mine = ("SELECT", ()) if any(sql == audit._INSERT for sql, _ in statements) else None
        if mine is None:
            return batch(tx, statements)
        return batch(tx, [mine if sql == audit._INSERT else (sql, given) for sql, given in statements])

    monkeypatch.setattr(Tx, "batch", without)
    held, of = prove.run("log", tries=20, seed=1)
    assert held < of
