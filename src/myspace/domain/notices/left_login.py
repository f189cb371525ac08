"""The login that a person leaves so that their list can be read while they are away: consented, sealed, taken back at any time.

    consent ─▶ the next login is asked to leave one ─▶ left, sealed ──┬─▶ renewed by the worker, to read the list
                                                                      ├─▶ taken back by the person: given up at VALId, erased
                                                                      └─▶ refused, or its time is over: erased, and said

Whether e-NOTUM takes such a token is not published: nothing of this is offered until MYSPACE_OFFLINE_LOGIN says so
(docs/adr/0017). It is of one's own folder alone, and is in no copy that is restored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from django.conf import settings

from myspace.connector_kit.login import Token
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.vocabulary.people import Actor

SEAL = "notices_left_login.token"
GOOD_FOR = timedelta(days=180)  # ours: how long a refresh token lives is not published, and a consent is not for ever


class Ended(StrEnum):
    PROVIDER = "provider"  # VALId takes it no more
    PLATFORM = "platform"  # e-NOTUM does not take it
    OVER = "over"  # its time is over


class Provider(Protocol):
    """What is asked of who gave it. Both raise a LoginFailure; TokenRefused is a no, any other is not known."""

    def renew(self, refresh_token: str) -> Token: ...

    def give_up(self, refresh_token: str) -> bool: ...


_providers: list[Callable[[], Provider]] = []


def connect(provider: Callable[[], Provider]) -> None:
    """Whom a left login is renewed with and given up at. Without one none is offered."""
    _providers[:] = [provider]


def provider() -> Provider:
    return _providers[0]()


def offered() -> bool:
    """Off until a deployment says that the platform takes it."""
    return bool(settings.OFFLINE_LOGIN and _providers)


@dataclass(frozen=True, slots=True)
class Left:
    """`left_at` None: consented, and no login was left yet, or `ended` says why it is over."""

    consented_at: datetime
    left_at: datetime | None
    until: datetime | None
    ended: Ended | None


def left(tx: Tx) -> Left | None:
    row = tx.one(
        "SELECT consented_at, left_at, until, ended_how FROM notices_left_login WHERE person_id = myspace_subject()"
    )
    return Left(row[0], row[1], row[2], Ended(row[3]) if row[3] else None) if row else None


def consent(actor: Actor) -> bool:
    """The person wants to leave one at their next login. False where it is not offered, or it is not their own folder."""
    if not offered() or not actor.looks_at_own:
        return False
    with as_actor(actor) as tx:
        tx.run(
            "INSERT INTO notices_left_login (id, person_id, consented_at) VALUES (%s, myspace_subject(), now())"
            " ON CONFLICT (person_id) DO UPDATE SET consented_at = now(), ended_how = NULL"
            " WHERE notices_left_login.token_sealed IS NULL",
            (uuid7(),),
        )
        audit.record(tx, actor, Event.LOGIN_LEFT)
    return True


def leave(actor: Actor, refresh_token: str) -> bool:
    """What a login left, kept sealed. False: nobody asked this login for it, so whoever holds it has to give it up."""
    if not offered() or not actor.looks_at_own:
        return False
    with as_actor(actor) as tx:
        return bool(
            tx.run(
                "UPDATE notices_left_login SET token_sealed = %s, left_at = now(), until = %s, ended_how = NULL"
                " WHERE person_id = myspace_subject() AND token_sealed IS NULL RETURNING id",
                (keyring().seal(refresh_token, SEAL), datetime.now(UTC) + GOOD_FOR),
            )
        )


def take_back(actor: Actor) -> str | None:
    """The consent and the token are erased. The token, for whoever asks VALId to end it; None: there was none."""
    with as_actor(actor) as tx:
        row = tx.one("DELETE FROM notices_left_login WHERE person_id = myspace_subject() RETURNING token_sealed")
        if row is not None:
            audit.record(tx, actor, Event.LOGIN_TAKEN_BACK)
    return keyring().unseal(row[0], SEAL) if row and row[0] else None


def token(tx: Tx, now: datetime) -> str | None:
    """What the worker renews; None: there is none, or it may not be used any more and is erased here."""
    row = tx.one(
        "SELECT token_sealed, until FROM notices_left_login WHERE person_id = myspace_subject() AND token_sealed IS NOT NULL"
    )
    if row is None or not offered():
        return None
    if row[1] <= now:
        end(tx, Ended.OVER)
        return None
    return keyring().unseal(row[0], SEAL)


def end(tx: Tx, how: Ended) -> None:
    """Erased, and the person is told why when they look."""
    tx.run(
        "UPDATE notices_left_login SET token_sealed = NULL, left_at = NULL, until = NULL, ended_how = %s"
        " WHERE person_id = myspace_subject()",
        (how.value,),
    )


def changed(tx: Tx, refresh_token: str) -> None:
    """The provider gave another in place of the one that was used."""
    tx.run(
        "UPDATE notices_left_login SET token_sealed = %s WHERE person_id = myspace_subject() AND token_sealed IS NOT NULL",
        (keyring().seal(refresh_token, SEAL),),
    )
