"""`manage sweep [--dry-run]`: what no longer may be kept leaves now, as it does every hour; how much, never whose."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand

from myspace.domain.gathering import sweeping


class Command(BaseCommand):
    help = "Erase what no longer may be kept, or count it (docs/runbooks/retention.md)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:
        counts = sweeping.sweep(datetime.now(UTC), dry=dry_run)
        for what, count in counts.items():
            self.stdout.write(f"{what}: {count}")
        self.stdout.write("nothing was erased: this was a dry run" if dry_run else "erased")
