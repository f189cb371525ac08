"""`manage settle_restored`: the last step of `./myspace restore`, which runs it. Ends what was alive, erases again.

As keeper for what concerns everybody; each erasure as the worker, under row security, so that it can be nobody else's.
May be run again.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from myspace.domain.kernel import erasures, restored
from myspace.domain.people.erasing import erase_again


class Command(BaseCommand):
    help = "Settle a restored copy: ./myspace restore does it (docs/runbooks/backup-and-restore.md)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-ledger", action="store_true", help="nobody is erased again: the ledger is lost")

    def handle(self, *_args: Any, without_ledger: bool, **_options: Any) -> None:
        url = os.environ.get("DATABASE_KEEPER_URL")
        if not url:
            raise CommandError("set DATABASE_KEEPER_URL: only the keeper sees every row")
        with psycopg.connect(url) as connection:
            if connection.execute(restored.READ).fetchone() is None:
                raise CommandError("this database is no restored copy: nothing was changed")
            for what, count in restored.leave_behind(connection):
                self.stdout.write(f"{what}: {count}")
        if without_ledger:
            self.stdout.write("erased again: nobody, because the ledger of erasures is lost")
        else:
            try:
                again = [erase_again(person) for person in erasures.read(erasures.place())]
            except erasures.LedgerError as wrong:
                raise CommandError(str(wrong)) from wrong
            self.stdout.write(f"erased again: {sum(again)} of the {len(again)} in the ledger")
        with psycopg.connect(url) as connection:
            connection.execute(restored.SETTLED)
