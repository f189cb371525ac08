"""The lists of withdrawn certificates: fetched by the worker from where the operator named, kept until the next ones come.

    every minute ─▶ which addresses are due (rules) ─▶ a thread of its own fetches each ─▶ a newer list takes the older one's place
                                                                                      └─▶ else why not, in the row and the log

What web asks is only what is in force now. No actor and no event: nobody's data, and the same for everybody.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Final

import structlog
from prometheus_client import Counter, Gauge

from myspace.connectors.revocation import client
from myspace.connectors.revocation.wire import NoList
from myspace.domain.gathering import rounds
from myspace.domain.kernel import db
from myspace.domain.seals import issuers, rules
from myspace.domain.seals.rules import Standing

log = structlog.get_logger("worker")

EVERY: Final = timedelta(minutes=1)
FETCHED = Counter("myspace_seal_lists", "What became of fetching a list", ["said"])
LACKING = Gauge("myspace_seal_lists_lacking", "Addresses without a list in force", multiprocess_mode="max")
_thread = ThreadPoolExecutor(1, thread_name_prefix="lists")
_running: list[Future[None]] = []


def look(now: datetime) -> Future[None] | None:
    """A round of the worker: it leaves the fetching to a thread of its own, since a far side may take its time."""
    if _running and not _running[0].done():
        return None
    addresses = _named()
    if not addresses:
        return None
    _running[:] = [_thread.submit(fetch_what_is_due, addresses, now)]
    return _running[0]


def fetch_what_is_due(addresses: tuple[str, ...], now: datetime) -> None:
    standing = _standings(addresses)
    for address in addresses:
        if rules.due(standing[address], now):
            standing[address] = _fetched(address, standing[address], now)
    LACKING.set(sum(not rules.in_force(each, now) for each in standing.values()))


def kept(now: datetime) -> tuple[bytes, ...]:
    """Those in force, of the addresses that the operator names today. None when PostgreSQL is away: then it is not known."""
    addresses = issuers.addresses()
    if not addresses:
        return ()
    try:
        with db.bare() as tx:
            rows = tx.run("SELECT der FROM seals_list WHERE address = ANY(%s) AND until > %s", (list(addresses), now))
    except db.DatabaseAway:
        return ()
    return tuple(bytes(der) for (der,) in rows)


def _named() -> tuple[str, ...]:
    try:
        return issuers.addresses()
    except issuers.IssuersUnusable as wrong:
        log.error("no list is fetched", why=str(wrong), read="docs/runbooks/tsa-and-lists.md")
        return ()


def _standings(addresses: tuple[str, ...]) -> dict[str, Standing]:
    with db.bare() as tx:
        rows = tx.run(
            "SELECT address, tried_at, made_at, until FROM seals_list WHERE address = ANY(%s)", (list(addresses),)
        )
    return {address: Standing() for address in addresses} | {row[0]: Standing(*row[1:]) for row in rows}


def _fetched(address: str, before: Standing, now: datetime) -> Standing:
    """What is known of it afterwards. The transaction begins when the far side has answered."""
    der, made_at, until, problem = None, before.made_at, before.until, ""
    try:
        found = client.fetch(address)
        if rules.newer(before, found.made_at):
            der, made_at, until = found.der, found.made_at, found.until
        else:
            problem = "it answered an older list than the one that is kept"
    except NoList as wrong:
        problem = str(wrong)
    FETCHED.labels("kept" if der else "none").inc()
    if problem:
        log.warning("a list could not be had", why=problem, read="docs/runbooks/tsa-and-lists.md")
    with db.bare() as tx:
        tx.run(
            "INSERT INTO seals_list (address, tried_at, problem, der, made_at, until) VALUES (%s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (address) DO UPDATE SET tried_at = excluded.tried_at, problem = excluded.problem,"
            " der = coalesce(excluded.der, seals_list.der), made_at = excluded.made_at, until = excluded.until",
            (address, now, problem, der, made_at, until),
        )
    return Standing(now, made_at, until)


rounds.register(rounds.Round("seal lists", EVERY, look))
