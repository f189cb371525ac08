"""`manage rotate_keys`: bring every hash and sealed value under the keyring's current keys. Needs DATABASE_KEEPER_URL."""

from __future__ import annotations

import os
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.rotation import rotate


class Command(BaseCommand):
    help = "Re-hash and re-seal what older keys made (docs/runbooks/rotate-keys.md)."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        url = os.environ.get("DATABASE_KEEPER_URL")
        if not url:
            raise CommandError("set DATABASE_KEEPER_URL: only the keeper sees every row")
        totals: dict[str, int] = {}
        with psycopg.connect(url, autocommit=True) as connection:
            for what, count in rotate(connection, keyring()):
                totals[what] = totals.get(what, 0) + count
        for what, count in totals.items():
            self.stdout.write(f"{what}: {count}")
        self.stdout.write("everything is under the current keys: older ones can leave the keyring")
