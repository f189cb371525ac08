"""`manage outages [--since DAY] [--until DAY]`: when a platform of notices did not answer, for the record that the law asks for."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.management.base import BaseCommand

from myspace.domain.notices import outages
from myspace.vocabulary.legal_calendar import MADRID


class Command(BaseCommand):
    help = "When a platform of notices did not answer, in official time (Law 39/2015, art. 32.4). Nobody's data."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=date.fromisoformat, help="the first day, such as 2026-11-30; 30 days ago")
        parser.add_argument("--until", type=date.fromisoformat, help="the last day, whole; today")

    def handle(self, *_args: Any, since: date | None, until: date | None, **_options: Any) -> None:
        today = datetime.now(MADRID).date()
        first, last = since or today - timedelta(days=30), until or today
        found = outages.between(_midnight(first), _midnight(last + timedelta(days=1)))
        for each in found:
            end = f"{each.ended_at.astimezone(MADRID):%Y-%m-%d %H:%M:%S}" if each.ended_at else "not over"
            lasted = (each.ended_at or datetime.now(UTC)) - each.began_at
            self.stdout.write(
                f"{each.service}: {each.began_at.astimezone(MADRID):%Y-%m-%d %H:%M:%S} to {end}"
                f" ({int(lasted.total_seconds() // 60)} min), {each.failed} questions without an answer"
            )
        self.stdout.write(f"{len(found)} from {first} to {last}. While nobody asks, nothing is noticed.")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), MADRID)
