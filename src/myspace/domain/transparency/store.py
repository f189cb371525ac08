"""What is told becomes rows: each once, gathered with its like, counted by body and month. One way for whoever tells.

    a feed, unasked ──▶ `take`       for whoever has a folder, through the closed list; the feed learns nothing
    a feed, asked ────▶ `keep`       for the person whom the worker sees
    our own question ─▶ `record_own` likewise; what became of one that was told later ─▶ `record_outcome`

Told again it changes nothing. What its body keeps hidden goes apart and counts nowhere until its day (release.py). Each row that
is shown gets a leaf of the record (domain/record): the database queues it, and nothing here has to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

import msgspec

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.people.sought import Sought
from myspace.domain.transparency import telling
from myspace.vocabulary.transparency import Exchange, ExchangeOutcome, Purpose, ToldOf, purpose_of

OWN: Final = "own"  # the source of what the person asked for themself
OWN_FOLDER: Final = "OWN_FOLDER"
WITHHELD_SEAL: Final = "transparency_withheld.told"
_TAKE = "SELECT take_exchanges(%s, %s, %s::integer[], %s::text[], %s::bytea[], %s::json)"
_BETWEEN = "\x1f"
_encoder = msgspec.json.Encoder()


class _Row(msgspec.Struct):
    """As store_exchanges reads it. `n`: the place of its person, from 1. `alike`: what makes two questions one line."""

    n: int
    id: UUID
    alike: str
    own: bool
    sensitive: bool
    reference: str
    at: datetime
    ine10: str
    unit: str
    product: str
    purpose: str
    procedure: str
    case_key: str
    ground: str
    modality: str
    holder: str
    law: str
    outcome: str
    asked_by: str
    missing: str
    until: date | None
    sealed: str


def take(feed: str, told: Sequence[ToldOf], *, a_minute: int, today: date) -> bool:
    """False: this feed sent more messages than `a_minute`. Raises DatabaseAway. No event: the record says who looked here."""
    sought = Sought()
    rows: dict[tuple[int, str], _Row] = {}
    for one in told:
        n = sought.place_of(one.whose, one.country)
        rows[n, one.exchange.reference] = _row(n, one.exchange, today)
    with db.bare() as tx:
        found = tx.one(_TAKE, (feed, a_minute, sought.whose, sought.keys, sought.hashes, _json(rows.values())))
    assert found is not None
    return bool(found[0])


def hear(feed: str, since: date | None, recorded_until: datetime) -> None:
    """A feed says that it works. Raises DatabaseAway."""
    with db.bare() as tx:
        tx.run("SELECT hear_feed(%s, %s, %s)", (feed, since, recorded_until))


def keep(tx: Tx, person: UUID, source: str, told: Iterable[Exchange], today: date) -> bool:
    """For the person whom the worker's transaction sees. Whether any of it was new to them."""
    rows = {one.reference: _row(1, one, today) for one in told}
    if not rows:
        return False
    found = tx.one("SELECT store_exchanges(%s, %s, %s::json)", ([person], source, _json(rows.values())))
    new = bool(found and found[0])
    if new:
        telling.tell(tx)
    return new


def record_own(tx: Tx, person: UUID, exchange: Exchange, today: date) -> bool:
    """A question that this folder made for the person, by whoever asks a register for them, in the worker's transaction.

    `exchange.reference` is the number that the question had on its way (PCI: IdPeticion), so that the platform's word about the
    same question is the same one. Whatever purpose was given, it is the person's own.
    """
    return keep(tx, person, OWN, [replace(exchange, purpose=OWN_FOLDER, withheld=None)], today)


def record_outcome(tx: Tx, person: UUID, reference: str, outcome: ExchangeOutcome) -> bool:
    """What became of a question that was noted as handed over: once. False: there is none, or its outcome was noted with it.

    The question's own row is a leaf of the record already and stays as it was sealed. The outcome is a line of the log, which
    gets a leaf of its own, and `rows.OUTCOME` reads both.
    """
    found = tx.one(
        "SELECT id FROM transparency_exchange WHERE person_id = myspace_subject() AND source = %s AND reference = %s"
        " AND outcome = ''",
        (OWN, reference),
    )
    if found is None:
        return False
    audit.note(tx, person, Event.DATA_CAME, about=found[0], once=f"outcome:{found[0]}", outcome=outcome.value)
    telling.tell(tx)
    return True


def _json(rows: Iterable[_Row]) -> str:
    return _encoder.encode(list(rows)).decode()


def _row(n: int, one: Exchange, today: date) -> _Row:
    own, sensitive = purpose_of(one.purpose) is Purpose.OWN_FOLDER, one.sensitive
    withheld = one.withheld if one.withheld is not None and one.withheld.until > today else None
    alike = (
        "own" if own else "", "sensitive" if sensitive else "", one.asker, one.unit or "", one.product or "", one.purpose or "",
        one.procedure or "", one.case or "", one.ground or "",
    )  # fmt: skip
    return _Row(
        n, uuid7(), _BETWEEN.join(alike), own, sensitive, one.reference, one.at, one.asker, one.unit or "", one.product or "",
        one.purpose or "", one.procedure or "", one.case or "", one.ground or "", one.modality or "", one.holder or "",
        one.law or "", one.outcome or "", one.asked_by or "", " ".join(one.missing),
        withheld.until if withheld else None,
        keyring().seal(as_text(one), WITHHELD_SEAL) if withheld else "",
    )  # fmt: skip


def as_text(one: Exchange) -> str:
    """An exchange as it is sealed while it is withheld; `from_text` reads it again."""
    return _encoder.encode(one).decode()


def from_text(text: str) -> Exchange:
    return msgspec.json.decode(text, type=Exchange)
