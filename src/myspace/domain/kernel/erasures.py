"""The ledger of erasures: who was erased and when, kept apart from the database so that no restore rolls it back.

    01a22a00-5935-7175-a548-c1142ceb4f80 2026-11-30T10:00:00+00:00

A line holds the opaque id that the record keeps anyway and a moment: in a database without the person it leads to
nobody; in one restored from before, it finds what has to be erased again (GDPR arts. 5.2 and 17). Append only; it
refuses to know why.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

HEADING = "# Erased for ever: opaque id, when. Append only. Kept apart from the database and its copies.\n"


class LedgerError(RuntimeError):
    """The ledger is not there, cannot be read or written, or is older than it should be; the message says which."""


@dataclass(frozen=True, slots=True)
class Seal:
    """How far a ledger had come: a later one must begin with the same bytes."""

    size: int
    sha256: str


def place() -> Path:
    """`MYSPACE_ERASURES`, else beside the keyring: it must outlive the database, as the keys do."""
    if given := os.environ.get("MYSPACE_ERASURES"):
        return Path(given)
    if keys := os.environ.get("MYSPACE_KEYS"):
        return Path(keys).with_name("erasures.txt")
    raise LedgerError("neither MYSPACE_ERASURES nor MYSPACE_KEYS says where the ledger of erasures is")


def begin(path: Path) -> None:
    """Makes an empty ledger where there is none: from then on its absence means that it was lost."""
    if not path.exists():
        _append(path, HEADING)


def note(path: Path, person: UUID, at: datetime) -> None:
    """On the disk when this returns. Called before the erasure commits: a line too many erases nobody by mistake."""
    begin(path)
    _append(path, f"{person} {at.astimezone(UTC).isoformat(timespec='seconds')}\n")


def read(path: Path) -> tuple[UUID, ...]:
    """Everybody erased, oldest first. A line that does not read stops: whoever it meant would come back."""
    try:
        lines = path.read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError) as wrong:
        raise LedgerError(f"the ledger of erasures {path} cannot be read: {type(wrong).__name__}") from wrong
    erased = []
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            continue
        try:
            who, when = line.split()
            erased.append(UUID(who))
            datetime.fromisoformat(when)
        except ValueError:
            raise LedgerError(f"the ledger of erasures {path} has a line that does not read: {number}") from None
    return tuple(erased)


def seal(path: Path) -> Seal:
    content = path.read_bytes()
    return Seal(len(content), hashlib.sha256(content).hexdigest())


def continues(path: Path, before: Seal) -> bool:
    """True when this ledger is the sealed one, or the same with more lines: an older copy of it would lack some."""
    head = path.read_bytes()[: before.size]
    return len(head) == before.size and hashlib.sha256(head).hexdigest() == before.sha256


def _append(path: Path, text: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, text.encode("ascii"))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as wrong:
        raise LedgerError(f"the ledger of erasures {path} cannot be written: {type(wrong).__name__}") from wrong
