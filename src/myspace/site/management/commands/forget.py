"""`manage forget`: erase everything kept of one person, who asked for it. Reads their number from the keyboard, shows none.

The number is never a word of the command: those stay in histories and in lists of processes. Needs DATABASE_KEEPER_URL to
find the person; what is erased is erased as the worker, under row security, so that it can be nobody else's.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

import psycopg
from django.core.management.base import BaseCommand, CommandError

from myspace.domain.kernel import rotation
from myspace.domain.kernel.erasures import LedgerError
from myspace.domain.kernel.keyring import keyring
from myspace.domain.people.erasing import erase
from myspace.domain.people.finding import value_of
from myspace.vocabulary.people import IdentifierKind, identifier


class Command(BaseCommand):
    help = "Erase everything kept of one person (docs/runbooks/forget-a-person.md)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        document = parser.add_mutually_exclusive_group()
        document.add_argument("--passport", metavar="COUNTRY", help="the number is a passport's, of this country (FR)")
        document.add_argument("--other", metavar="COUNTRY", help="it is of another document, of this country (FR)")

    def handle(self, *_args: Any, passport: str | None, other: str | None, **_options: Any) -> None:
        url = os.environ.get("DATABASE_KEEPER_URL")
        if not url:
            raise CommandError("set DATABASE_KEEPER_URL: only the keeper can find a person")
        if sys.stdin.isatty():
            self.stderr.write("The person's number:")
        try:
            kind = IdentifierKind.PASSPORT if passport else IdentifierKind.OTHER if other else None
            known = identifier(sys.stdin.readline(), kind)
        except ValueError:
            raise CommandError("this is not an identity number: nothing was erased") from None
        person = _find(url, value_of(known, passport or other), known.kind.value)
        if person is None:
            raise CommandError("nobody with this number is known: nothing was erased")
        try:
            erase(person)
        except LedgerError as wrong:
            raise CommandError(f"nothing was erased: {wrong}") from wrong
        self.stdout.write("erased; the record of who looked stays, without a name")


def _find(url: str, value: str, kind: str) -> UUID | None:
    with psycopg.connect(url) as connection:
        for hashed in rotation.hashed_columns():
            if not hashed.also:  # what is hashed there has no kind: it is a paper's code, and nobody's number
                continue
            hashes = keyring().every_hash(hashed.text(value, kind))
            row = connection.execute(
                f"SELECT person_id FROM {hashed.table} WHERE ({hashed.key_column}, {hashed.hash_column}) IN"  # noqa: S608  # names of ours
                " (SELECT * FROM unnest(%s::text[], %s::bytea[]))",
                (list(hashes), list(hashes.values())),
            ).fetchone()
            if row:
                return UUID(str(row[0]))
    return None
