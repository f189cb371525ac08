"""Heads of the record kept outside the database, so that whoever rewrites the database cannot rewrite them too.

    espai.example/registre 20852163 CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I= 2026-12-01T10:00:00+00:00

A file beside the keyring, one line a head, append only. It has no person in it. Refuses to know what is done when it does not fit.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

HEADING = "# Heads of the record: name, size, root, when. Append only. Kept apart from the database and its copies.\n"


class HeadsUnusable(RuntimeError):
    """The file of heads cannot be read or written; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Head:
    size: int
    root: bytes
    at: datetime


def place() -> Path | None:
    """`MYSPACE_RECORD_HEADS`, else beside the keyring; None when neither is said."""
    if given := os.environ.get("MYSPACE_RECORD_HEADS"):
        return Path(given)
    keys = os.environ.get("MYSPACE_KEYS")
    return Path(keys).with_name("heads.txt") if keys else None


def read(path: Path, origin: str) -> tuple[Head, ...]:
    """Those of this name, oldest first; none when there is no file yet. A line that was cut as it was written does not count."""
    try:
        text = path.read_text("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as wrong:
        raise HeadsUnusable(f"the heads {path} cannot be read: {type(wrong).__name__}") from wrong
    found = []
    for line in text.splitlines(keepends=True):
        words = line.split()
        if line.startswith("#") or not line.endswith("\n") or len(words) != 4 or words[0] != origin:
            continue
        try:
            found.append(
                Head(int(words[1]), base64.b64decode(words[2], validate=True), datetime.fromisoformat(words[3]))
            )
        except ValueError:
            raise HeadsUnusable(f"the heads {path} have a line that does not read") from None
    return tuple(found)


def note(path: Path, origin: str, head: Head) -> None:
    """On the disk when this returns."""
    begins = "" if path.exists() else HEADING
    coded = base64.b64encode(head.root).decode()
    line = f"{begins}{origin} {head.size} {coded} {head.at.astimezone(UTC).isoformat(timespec='seconds')}\n"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as wrong:
        raise HeadsUnusable(f"the heads {path} cannot be written: {type(wrong).__name__}") from wrong
