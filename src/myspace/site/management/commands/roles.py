"""`manage roles --sql`: what a database administrator must run before the first migration."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from myspace.domain.kernel.roles import roles_sql


class Command(BaseCommand):
    help = "Print the SQL that makes the roles."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sql", action="store_true", required=True)
        parser.add_argument("--database", default="myspace")

    def handle(self, *_args: Any, database: str, **_options: Any) -> None:
        self.stdout.write(roles_sql(database))
