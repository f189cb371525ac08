"""`manage adopt_restored --the-original-is-off`: this restored copy is the folder from now on, and asks again."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from myspace.domain.kernel import restored


class Command(BaseCommand):
    help = "Make a restored copy the folder (docs/runbooks/backup-and-restore.md)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--the-original-is-off", action="store_true", help="two folders would ask and write twice")

    def handle(self, *_args: Any, the_original_is_off: bool, **_options: Any) -> None:
        url = os.environ.get("DATABASE_KEEPER_URL")
        if not url:
            raise CommandError("set DATABASE_KEEPER_URL: only the keeper may say so")
        if not the_original_is_off:
            raise CommandError("is the database that this is a copy of off? Then say --the-original-is-off")
        with psycopg.connect(url) as connection:
            if connection.execute(restored.ADOPT).fetchone() is None:
                raise CommandError("this database is no restored copy, or it is not settled: run the restore again")
        self.stdout.write("adopted: within seconds the worker asks again and the notice leaves the pages")
