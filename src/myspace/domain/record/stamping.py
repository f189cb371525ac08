"""Has a head of the record stamped by a third party, at least once an hour. A maker's work.

Of the last heads the one that most witnesses confirmed, so that one receipt can carry both. A stamp is verified before it is kept:
whole, of this very head, under the roots that the operator gave. Without an authority there is none, and the page says so.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

from myspace.connectors.timestamp.client import Authority
from myspace.connectors.timestamp.wire import Answer, Declined
from myspace.domain.kernel import db
from myspace.domain.record.service import LAST_HEAD

EVERY: Final = timedelta(minutes=50)  # so that one that failed can be tried again within the hour


class StampingUnusable(RuntimeError):
    """What the operator said of the authority cannot be used; the message says what."""


class Asked(Protocol):
    def stamp(self, text: bytes) -> Answer: ...


def authority() -> Authority | None:
    """None: the operator named none. Raises StampingUnusable."""
    url, roots = os.environ.get("MYSPACE_TSA_URL", ""), os.environ.get("MYSPACE_TSA_ROOTS", "")
    if not url:
        return None
    try:
        return Authority.at(url, Path(roots))
    except ValueError as wrong:
        raise StampingUnusable(f"MYSPACE_TSA_URL {wrong}") from wrong


def stamp(authority: Asked) -> str:
    """What became of it: `nothing` to stamp yet, `stamped`, or why not. Raises DatabaseAway, StampingUnusable."""
    with db.bare() as tx:
        lately = tx.one("SELECT 1 FROM record_stamp WHERE at > now() - %s", (EVERY,))
        head = None if lately else tx.one(LAST_HEAD, {"leaf": -1})
        if head is None or tx.one("SELECT 1 FROM record_stamp WHERE size = %s", (head[0],)):
            return "nothing"
    size, note = head
    try:
        said = authority.stamp((note.partition("\n\n")[0] + "\n").encode())
    except (OSError, ValueError) as wrong:
        raise StampingUnusable(f"MYSPACE_TSA_ROOTS cannot be used: {type(wrong).__name__}") from wrong
    if isinstance(said, Declined):
        return said.why.value
    with db.bare() as tx:
        tx.run(
            "INSERT INTO record_stamp (size, token, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (size, said.token, said.at),
        )
    return "stamped"
