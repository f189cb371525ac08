"""A session that was ended from elsewhere ends at its identity provider too: an errand of the worker, with that session's token.

    end(there) ─▶ wanted ─▶ the errand ─┬▶ left       the provider says that it ended its own
                                        └▶ not_left   it did not say so, three times; or it takes it from the browser alone

Only of the person's own logins: who looks here for a mandate or a company ends theirs themself. The token is erased whatever
comes of it. Of a login that is over at its provider nothing is asked: the token would not be known there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final
from uuid import UUID

from myspace.domain.gathering import errands
from myspace.domain.gathering import service as gathering
from myspace.domain.gathering.errands import Thread
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.kernel.keyring import keyring
from myspace.domain.people import sessions
from myspace.domain.people.sessions import LeftThere
from myspace.vocabulary.people import Actor

SCOPE: Final = "left_there"
PAUSES: Final = (0.0, 2.0, 6.0)  # seconds before each try
_SEAL: Final = "people_session.provider_token"
# The provider's name and its token: whether it says that it ended its own session. Raises nothing.
Leaves = Callable[[str, str], bool]
_leaves: Leaves | None = None


def connect(leaves: Leaves | None) -> None:
    """The site fills it when the application starts. None: as before, for tests."""
    global _leaves
    _leaves = leaves


def wish(tx: Tx) -> None:
    """After sessions were ended in this transaction. One whose provider need not be asked is not looked for."""
    tx.run(*gathering.wish(SCOPE))


def end_session(actor: Actor, session: UUID) -> bool:
    """End another open session of one's own, here and at its provider. False when there is none such."""
    with as_actor(actor) as tx:
        ended = sessions.end_another(tx, actor, session)
        if ended:
            wish(tx)
    return ended


async def leave(person: UUID, thread: Thread) -> None:
    async def one(session: UUID, provider: str, sealed: str) -> None:
        said = await _said(thread, provider, keyring().unseal(sealed, _SEAL))
        await thread(_write, person, session, said)

    await asyncio.gather(*(one(*row) for row in await thread(_wanted, person)))


def _wanted(person: UUID) -> list[tuple[UUID, str, str]]:
    with db.as_person(person) as tx:
        rows = tx.run(
            "SELECT id, provider, provider_token_sealed FROM people_session WHERE person_id = myspace_subject()"
            " AND left_there = 'wanted' AND provider_token_sealed IS NOT NULL ORDER BY id"
        )
    return [(row[0], row[1], row[2]) for row in rows]


async def _said(thread: Thread, provider: str, token: str) -> LeftThere:
    for pause in PAUSES:
        await asyncio.sleep(pause)
        if _leaves is not None and await thread(_leaves, provider, token):
            return LeftThere.LEFT
    return LeftThere.NOT_LEFT


def _write(person: UUID, session: UUID, said: LeftThere) -> None:
    with db.as_person(person) as tx:
        tx.run(
            "UPDATE people_session SET left_there = %s, provider_token_sealed = NULL"
            " WHERE person_id = myspace_subject() AND id = %s",
            (said.value, session),
        )


errands.register(SCOPE, leave)
