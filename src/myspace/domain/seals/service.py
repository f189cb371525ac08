"""What may be said of a file that somebody brings: the only door of this package. Nobody is asked for anything here.

    file ─▶ room for it? ─▶ a process of its own, with whom the operator trusts and the lists that are kept ─▶ a report
             └─ Busy

Takes no actor and writes no event: whoever checks a paper need not be anybody, and no folder is opened.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final

from myspace.domain.seals import issuers, lists
from myspace.protocols.pades import apart
from myspace.protocols.pades.apart import CheckFailed
from myspace.protocols.pades.reports import Report
from myspace.protocols.pades.trusting import Limits

MOST: Final = Limits().octets  # bytes of a file that is looked at
AT_ONCE: Final = 1  # in each process of web: its other threads are for pages
WAITS_S: Final = 3.0
_room = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Others are being checked: come back in a minute."""


class NotChecked(Exception):
    """It is ours to mend, and nothing is known of the file; the message is for the log."""


def check(pdf: bytes, now: datetime) -> Report:
    """Raises Busy and NotChecked."""
    with _one_more():
        try:
            trust = issuers.trust()
            return apart.check_apart(pdf, replace(trust, lists=(*trust.lists, *lists.kept(now))), now)
        except (issuers.IssuersUnusable, CheckFailed) as wrong:
            raise NotChecked(str(wrong)) from wrong


def anybody_trusted() -> bool:
    """Whether the operator named anybody. A file that cannot be used names nobody."""
    try:
        return bool(issuers.trust().sealing)
    except issuers.IssuersUnusable:
        return False


@contextmanager
def _one_more() -> Iterator[None]:
    if not _room.acquire(timeout=WAITS_S):
        raise Busy
    try:
        yield
    finally:
        _room.release()
