"""`manage source off|on|status`: turn a source off with a reason people will read, on again, or see how all stand."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from myspace.domain.administrations import service as administrations


class Command(BaseCommand):
    help = "Turn a source off or on, or list them."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("off", "on", "status"))
        parser.add_argument("ine10", nargs="?", help="code of the body")
        parser.add_argument("--why", default="", help="the reason, as people will read it")

    def handle(self, *_args: Any, what: str, ine10: str | None, why: str, **_options: Any) -> None:
        if what == "status":
            for connected in administrations.connections().values():
                state = "on " if connected.on else "off"
                self.stdout.write(
                    f"{state} {connected.connection.ine10} {connected.administration.name} {connected.switched_off_why or ''}"
                )
            return
        if not ine10:
            raise CommandError("say which: manage source off 0801930008 --why '…'")
        if what == "off" and not why:
            raise CommandError("say why: people will read it (--why '…')")
        if not administrations.switch(ine10, off=what == "off", why=why):
            raise CommandError("no connection has this code: `manage source status` lists them")
        self.stdout.write(f"{ine10} is {what}")
