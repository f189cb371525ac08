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

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db, personal, rotation
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.vocabulary.people import Actor, AssuranceLevel, Basis, IdentifierKind, identifier


class Command(BaseCommand):
    help = "Erase everything kept of one person (docs/runbooks/forget-a-person.md)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--passport", metavar="COUNTRY", help="the number is a passport's, of this country (FR)")

    def handle(self, *_args: Any, passport: str | None, **_options: Any) -> None:
        url = os.environ.get("DATABASE_KEEPER_URL")
        if not url:
            raise CommandError("set DATABASE_KEEPER_URL: only the keeper can find a person")
        if sys.stdin.isatty():
            self.stderr.write("The person's number:")
        try:
            known = identifier(sys.stdin.readline(), IdentifierKind.PASSPORT if passport else None)
        except ValueError:
            raise CommandError("this is not an identity number: nothing was erased") from None
        value = f"{passport.upper()}/{known.value}" if passport else known.value
        person = _find(url, value, known.kind.value)
        if person is None:
            raise CommandError("nobody with this number is known: nothing was erased")
        _forget(person)
        self.stdout.write("erased; the record of who looked stays, without a name")


def _find(url: str, value: str, kind: str) -> UUID | None:
    with psycopg.connect(url) as connection:
        for hashed in rotation.hashed_columns():
            hashes = keyring().every_hash(hashed.text(value, kind))
            row = connection.execute(
                f"SELECT person_id FROM {hashed.table} WHERE ({hashed.key_column}, {hashed.hash_column}) IN"  # noqa: S608  # names of ours
                " (SELECT * FROM unnest(%s::text[], %s::bytea[]))",
                (list(hashes), list(hashes.values())),
            ).fetchone()
            if row:
                return UUID(str(row[0]))
    return None


def _forget(person: UUID) -> None:
    """One transaction: all of it goes, or nothing does."""
    actor = Actor(person, person, Basis.OWN, AssuranceLevel.LOW, uuid7())
    with db.as_person(person) as tx:
        for keeper in personal.keepers():
            keeper.forget(tx, actor)
        audit.record(tx, actor, Event.DATA_FORGOTTEN)
