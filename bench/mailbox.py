"""The mailbox's CPU over the floor's, as bench/page.py measures the activity page: 30 notices beside 3,000 things of bodies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bench import folder
from bench.figures import Figure
from bench.folder import Full
from bench.page import over_the_floor
from myspace.launch.prove import Database
from proofs._stage import stand_as, superuser

NOTICES = 30
SERVICE = "enotum"  # as launch/services.toml calls it


def run(*, quick: bool = False) -> list[Figure]:
    return over_the_floor("mailbox", "mailbox over the floor, CPU", "/notificacions", fill, _selects, quick=quick)


def fill(database: Database) -> Full:
    """The folder of the activity's bench, with notices of every state, listed a moment ago with a token that lives."""
    from myspace.domain.kernel import db
    from myspace.domain.notices.store import store

    full = folder.fill(database)
    now = datetime.now(UTC)
    stand_as("myspace_worker", database)
    with db.as_person(full.person) as tx:
        store(tx, SERVICE, [_notice(number, now) for number in range(NOTICES)], now)
    with superuser(database) as curtain:
        curtain.execute(
            "INSERT INTO notices_reading (id, person_id, service, outcome, answered_at, known_at, known_since, complete)"
            " VALUES (gen_random_uuid(), %s, %s, 'fresh', now(), now(), current_date - 180, true)",
            (full.person, SERVICE),
        )
        curtain.execute(
            "UPDATE people_session SET provider_token_sealed = 'live', provider_token_until = now() + interval '1 hour'"
        )
        curtain.execute("ANALYZE")
    stand_as("myspace_web", database)
    return full


def _notice(number: int, now: datetime) -> Any:
    from myspace.vocabulary.activity import Moment
    from myspace.vocabulary.notices import Notice, NoticeKind, NoticeStatus, Sender

    def moment(days: int) -> Moment:
        at = now + timedelta(days=days)
        return Moment(at.date(), at)

    waits = number % 6 == 0
    status = NoticeStatus.AVAILABLE if waits else (NoticeStatus.OPENED, NoticeStatus.EXPIRED_UNOPENED)[number % 2]
    return Notice(
        source_id=str(number), kind=NoticeKind.COMMUNICATION if number % 10 == 9 else NoticeKind.NOTIFICATION, status=status,
        sender=Sender("0801930008", "Ajuntament de Barcelona"), subject=f"Resolució de la llicència d'obres {number}",
        available=moment(-number), expires=moment(9) if waits else None, ended=None if waits else moment(1 - number),
        registry_number=f"S/{number:06d}-2026",
    )  # fmt: skip


def _selects() -> list[str]:
    """The mailbox's own two SELECTs, asking for the person by number; the session's token is nobody's there."""
    from myspace.domain.notices.known import MINE
    from myspace.domain.notices.service import LISTED

    session = "'00000000-0000-4000-8000-000000000000'::uuid"
    own = (sql.replace("myspace_subject()", "$1::text::uuid").replace("%s", session) for sql in (LISTED, MINE))
    return [sql.replace("myspace_viewer()", "$1::text::uuid") for sql in own]
