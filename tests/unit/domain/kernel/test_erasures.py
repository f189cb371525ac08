"""The ledger of erasures: append only, private, read whole or not at all, and known from an older copy of itself."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from myspace.domain.kernel import erasures
from myspace.domain.kernel.erasures import LedgerError

ONE, TWO = UUID(int=1), UUID(int=2)
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def test_what_is_noted_is_read_in_order_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    ledger = tmp_path / "erasures.txt"
    erasures.note(ledger, ONE, AT)
    erasures.note(ledger, TWO, AT)
    assert erasures.read(ledger) == (ONE, TWO)
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600


def test_a_ledger_without_lines_is_not_a_lost_one(tmp_path: Path) -> None:
    ledger = tmp_path / "erasures.txt"
    with pytest.raises(LedgerError, match="cannot be read"):
        erasures.read(ledger)
    erasures.begin(ledger)
    assert erasures.read(ledger) == ()


@pytest.mark.parametrize("line", ["x", f"{ONE}", f"{ONE} yesterday", f"{ONE} 2026-11-23 10:00", "ñ"])
def test_a_line_that_does_not_read_stops_everything(tmp_path: Path, line: str) -> None:
    ledger = tmp_path / "erasures.txt"
    erasures.note(ledger, ONE, AT)
    with ledger.open("a") as stream:
        stream.write(line + "\n")
    with pytest.raises(LedgerError):
        erasures.read(ledger)


def test_a_later_ledger_continues_an_earlier_one_and_not_the_reverse(tmp_path: Path) -> None:
    ledger = tmp_path / "erasures.txt"
    erasures.note(ledger, ONE, AT)
    early = erasures.seal(ledger)
    assert erasures.continues(ledger, early)
    erasures.note(ledger, TWO, AT)
    late = erasures.seal(ledger)
    assert erasures.continues(ledger, early)
    (tmp_path / "older.txt").write_bytes(ledger.read_bytes()[: early.size])
    assert not erasures.continues(tmp_path / "older.txt", late)
    (tmp_path / "another.txt").write_bytes(ledger.read_bytes().replace(str(ONE).encode(), str(TWO).encode()))
    assert not erasures.continues(tmp_path / "another.txt", early)


def test_its_place_is_said_or_beside_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MYSPACE_KEYS", "keys/keys.json")
    monkeypatch.delenv("MYSPACE_ERASURES", raising=False)
    assert erasures.place() == Path("keys/erasures.txt")
    monkeypatch.setenv("MYSPACE_ERASURES", "apart/ledger")
    assert erasures.place() == Path("apart/ledger")
    monkeypatch.delenv("MYSPACE_ERASURES")
    monkeypatch.delenv("MYSPACE_KEYS")
    with pytest.raises(LedgerError, match="neither"):
        erasures.place()
