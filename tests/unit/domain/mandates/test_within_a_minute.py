"""The minute that is promised to who revokes a power is the sum of what several files say, and of none of them alone."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from pathlib import Path

from myspace.domain.mandates.checking import AGAIN_AFTER, EVERY
from myspace.domain.mandates.rules import FRESH

SOURCE = Path(__file__).parents[4] / "src/myspace"


def the_registrys_deadline() -> timedelta:
    manifest = tomllib.loads((SOURCE / "connectors/representa/manifest.toml").read_text("utf-8"))
    return timedelta(milliseconds=manifest["deadline_ms"])


def the_strip_asks_every() -> timedelta:
    strip = (SOURCE / "web/components/header/header.html").read_text("utf-8")
    (seconds,) = re.findall(r'/fragment/en-nom-de.*hx-trigger="live, every (\d+)s"', strip)
    return timedelta(seconds=int(seconds))


def test_a_power_revoked_at_a_counter_is_off_every_screen_that_asks_within_the_minute() -> None:
    until_the_worker_knows = AGAIN_AFTER + EVERY + the_registrys_deadline()
    assert until_the_worker_knows <= timedelta(seconds=34), "as docs/explanation/acting-for-others.md says"
    assert until_the_worker_knows + the_strip_asks_every() <= FRESH


def test_the_word_of_a_registry_that_answers_never_grows_old_while_somebody_reads_by_it() -> None:
    assert AGAIN_AFTER + EVERY + the_registrys_deadline() < FRESH
