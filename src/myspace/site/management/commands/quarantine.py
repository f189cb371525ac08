"""`manage quarantine list|report|release`: what was kept aside, by body and reason; never whose nor what."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from myspace.domain.administrations import service as administrations
from myspace.domain.gathering import aside

_LISTED = 200
_ALL = 2**31 - 1  # a report that counts only the newest would be wrong without saying so


class Command(BaseCommand):
    help = "List what was kept aside, release one item, or write the report for a body."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("list", "report", "release"))
        parser.add_argument("id", nargs="?", help="release: the id shown by list")
        parser.add_argument("--ine10", help="only this body")

    def handle(self, *_args: Any, what: str, id: str | None, ine10: str | None, **_options: Any) -> None:  # noqa: A002
        if what == "release":
            self._release(id)
            return
        body = administrations.by_ine10(ine10) if ine10 else None
        if ine10 and body is None:
            raise CommandError("no connection has this code")
        most = _LISTED + 1 if what == "list" else _ALL
        rows = aside.report_of_quarantine(body.connection.id if body else None, most)
        names: dict[object, str] = {i: c.administration.name for i, c in administrations.connections().items()}
        if what == "list":
            for row in rows[:_LISTED]:
                released = f" (released {row['released_at']:%Y-%m-%d})" if row["released_at"] else ""
                self.stdout.write(
                    f"{row['id']} {row['last_at']:%Y-%m-%d} {row['topic']} {row['reason']} {row['field']}"
                    f" {names.get(row['connection_id'], '')}{released}"
                )
            if len(rows) > _LISTED:
                self.stdout.write(f"the newest {_LISTED}; there are more: report counts them, --ine10 narrows")
            return
        held = [r for r in rows if not r["released_at"]]
        counts = Counter((names.get(r["connection_id"], ""), r["topic"], r["reason"], r["field"]) for r in held)
        for (name, topic, reason, field), count in counts.most_common():
            self.stdout.write(f"{count:5d}  {name}: {topic}, {reason} {field}")

    def _release(self, text: str | None) -> None:
        try:
            item = UUID(text or "")
        except ValueError as wrong:
            raise CommandError("give the id that `manage quarantine list` shows") from wrong
        if not aside.release(item):
            raise CommandError("no such item, or it was released before")
        self.stdout.write("released: its source will be asked again")
