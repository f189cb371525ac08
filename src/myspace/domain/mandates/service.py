"""Who may act for whom: the only door of the package. Hides the registry, its rows, and how a folder is opened by mandate."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from myspace.connector_kit.mandates import MandateAct, Side
from myspace.connector_kit.mandates import Wanted as NewMandate
from myspace.domain.kernel.db import as_actor
from myspace.domain.mandates.acting import (
    Begun,
    Closed,
    SessionOver,
    ask_again,
    begin,
    may,
    may_now,
    number_of_grantor,
    standing,
)
from myspace.domain.mandates.checking import SCOPE, STANDING, wish_for
from myspace.domain.mandates.giving import (
    Done,
    Mandates,
    NotDone,
    Openers,
    Outcome,
    Unsure,
    bodies,
    give,
    held_by,
    mine,
    number_of,
    one,
    openers,
    take,
)
from myspace.domain.mandates.holding import Held
from myspace.domain.mandates.reach import Standing
from myspace.domain.mandates.registry import Registry, connect, connected
from myspace.domain.mandates.rules import Power, Reach, Reason, Verdict, Wish, acts, ends, power, stands
from myspace.domain.people import service as people
from myspace.vocabulary.people import Actor


def who_looked(actor: Actor, viewers: Collection[UUID]) -> dict[UUID, str]:
    """The names of those who are in one's own log, as they came in with: a log that says "somebody" tells nobody anything.

    No audit event: it is drawn with the log itself, which leaves its own.
    """
    if not viewers:
        return {}
    with as_actor(actor) as tx:
        rows = tx.run("SELECT viewer_id, name_sealed FROM who_looked(%s)", (list(viewers),))
    return {viewer: people.opened_name(sealed) for viewer, sealed in rows if sealed}


__all__ = [
    "SCOPE",
    "STANDING",
    "Begun",
    "Closed",
    "Done",
    "Held",
    "MandateAct",
    "Mandates",
    "NewMandate",
    "NotDone",
    "Openers",
    "Outcome",
    "Power",
    "Reach",
    "Reason",
    "Registry",
    "SessionOver",
    "Side",
    "Standing",
    "Unsure",
    "Verdict",
    "Wish",
    "acts",
    "ask_again",
    "begin",
    "bodies",
    "connect",
    "connected",
    "ends",
    "give",
    "held_by",
    "may",
    "may_now",
    "mine",
    "number_of",
    "number_of_grantor",
    "one",
    "openers",
    "power",
    "standing",
    "stands",
    "take",
    "who_looked",
    "wish_for",
]  # fmt: skip
