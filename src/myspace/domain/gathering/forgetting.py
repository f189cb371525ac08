"""The person wants to be forgotten: their wish, and the errand that erases everything kept of them.

    they confirm ─▶ it is in their record, with a wish ─▶ the worker erases all of it in one transaction, the ledger first

Only in one's own folder: neither a mandate nor a certificate forgets somebody. The worker does it because it alone may take
away every package's rows, and only of who asked for it themself a moment ago: a wish alone erases nobody.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import errands
from myspace.domain.gathering.errands import Thread
from myspace.domain.gathering.service import wish
from myspace.domain.kernel import db
from myspace.domain.kernel.db import as_actor
from myspace.domain.kernel.erasures import LedgerError
from myspace.domain.people.erasing import erase
from myspace.vocabulary.people import Actor

log = structlog.get_logger("gathering")

SCOPE: Final = "forget"
_WITHIN: Final = timedelta(hours=1)


def ask(actor: Actor) -> bool:
    """False: it is not the person's own folder."""
    if not actor.looks_at_own:
        return False
    with as_actor(actor) as tx:
        audit.record(tx, actor, Event.FORGET_ASKED)
        tx.at_the_end(wish(SCOPE))
    return True


def asked_at(actor: Actor) -> datetime | None:
    """When they last asked for it: as long as they can read this, it was not done. Part of its page's event."""
    with as_actor(actor) as tx:
        row = tx.one(
            "SELECT max(at) FROM audit_event WHERE person_id = myspace_subject() AND event = %s",
            (Event.FORGET_ASKED.value,),
        )
    return row[0] if row else None


async def forget(person: UUID, thread: Thread) -> None:
    await thread(_forget, person)


def _forget(person: UUID) -> None:
    with db.as_person(person) as tx:
        asked = tx.one(
            "SELECT 1 FROM audit_event WHERE person_id = myspace_subject() AND viewer_id = myspace_subject() AND event = %s"
            " AND at > now() - %s LIMIT 1",
            (Event.FORGET_ASKED.value, _WITHIN),
        )
    if asked is None:
        log.error("a wish to be forgotten that its person did not make: nobody was erased")
        return
    try:
        erase(person)
    except LedgerError:
        log.error("nobody was erased: the ledger of erasures cannot be written")


errands.register(SCOPE, forget)
