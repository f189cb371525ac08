"""The record's part of a maker: one thread seals every few seconds, one asks the witnesses, one looks again at what is sealed.

Nothing here stops the process: what goes wrong is a measure, a line of the log and a runbook (docs/runbooks/record-not-sealed.md).
A restored copy seals nothing until it is adopted.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

import structlog
from prometheus_client import Counter, Gauge

from myspace.domain.kernel import db, restored
from myspace.domain.record import stamping, watching, witnessing
from myspace.domain.record.heads import HeadsUnusable
from myspace.domain.record.sealing import RecordBroken, Sealer
from myspace.domain.record.stamping import StampingUnusable
from myspace.domain.record.witnesses import WitnessesUnusable

log = structlog.get_logger("record")

SEAL_EVERY: Final = 5.0
WATCH_EVERY: Final = 20.0
CONFIRM_EVERY: Final = 15.0
STAMP_EVERY: Final = 30.0  # looks whether one is due
SEALED = Gauge("myspace_record_sealed_at", "When a maker last sealed, or saw nothing to seal", multiprocess_mode="max")
WATCHED = Gauge("myspace_record_watched_at", "When a whole round of the watcher last ended", multiprocess_mode="max")
CONFIRMED = Counter("myspace_record_confirmations", "What became of asking a witness", ["witness", "said"])
STAMPED = Counter("myspace_record_stamps", "What became of asking for a time stamp", ["said"])
FINDINGS = Gauge("myspace_record_findings", "What the last round found that does not hold", multiprocess_mode="max")
ROUND = Gauge("myspace_record_round_seconds", "How long the last round took", multiprocess_mode="max")


class Recorder:
    """Begun with the maker, ended with it."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._every, args=(SEAL_EVERY, self.seal), name="seals", daemon=True),
            threading.Thread(target=self._every, args=(CONFIRM_EVERY, self.confirm), name="confirms", daemon=True),
            threading.Thread(target=self._every, args=(STAMP_EVERY, self.stamp), name="stamps", daemon=True),
            threading.Thread(target=self._every, args=(WATCH_EVERY, self.watch), name="watches", daemon=True),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join(30)

    def seal(self) -> None:
        while not self._stopping.is_set() and self._sealer.seal():
            pass
        SEALED.set(time.time())

    def confirm(self) -> None:
        for witness in witnessing.named():
            said = witnessing.confirm(witness)
            CONFIRMED.labels(witness.name, said).inc()
            if said not in ("nothing", "confirmed"):
                log.warning("a witness did not confirm", witness=witness.name, why=said)

    def stamp(self) -> None:
        authority = stamping.authority()
        if authority is None:
            return
        said = stamping.stamp(authority)
        STAMPED.labels(said).inc()
        if said not in ("nothing", "stamped"):
            log.warning("no time stamp", why=said, read="docs/runbooks/record-not-sealed.md")

    def watch(self) -> None:
        size, found = watching.watch(self._sealer)
        WATCHED.set(time.time())
        FINDINGS.set(len(found))
        ROUND.set(watching.LAST_SECONDS[0])
        for what in sorted({one.what for one in found}):
            of = [one.leaf for one in found if one.what == what]
            log.error("the record does not hold", what=watching.WHAT[what], first=of[0], how_many=len(of), size=size)

    def _every(self, seconds: float, work: Callable[[], None]) -> None:
        while not self._stopping.wait(seconds):
            try:
                if restored.copy() is None:
                    work()
            except db.DatabaseAway:
                log.warning("postgresql does not answer")
            except (WitnessesUnusable, StampingUnusable) as wrong:
                log.error("nobody else is asked", why=str(wrong))
            except (RecordBroken, HeadsUnusable) as wrong:
                log.error("nothing is sealed", why=str(wrong), read="docs/runbooks/record-not-sealed.md")
            except Exception as wrong:  # a thread that ends in silence would leave the record open
                log.error("the record's work failed", error=type(wrong).__name__)
