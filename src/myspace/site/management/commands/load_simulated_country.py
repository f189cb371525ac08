"""Connect every body of the make-believe country to its simulator. For development; refuses a folder that is not simulated."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from myspace.domain.administrations import service as administrations
from myspace.domain.administrations.service import NewConnection
from myspace.simulation.bodies import connection_rows, invented_administrations


class Command(BaseCommand):
    help = "Connect the make-believe country's bodies to the HCC simulator at --hub."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hub", required=True, help="address of the simulator, such as http://127.0.0.1:9000")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.SIMULATED:
            raise CommandError("this is not a simulated folder (MYSPACE_SIMULATED is not 1): nothing was connected")
        rows = connection_rows(options["hub"])
        towns = {a.ine10: a.town for a in invented_administrations()}
        count = administrations.connect(
            NewConnection(
                connector=r.connector, ine10=r.ine10, name=r.name, base_url=r.base_url, hosts=tuple(r.hosts), dir3=r.dir3,
                deadline_ms=r.deadline_ms, rate_per_second=r.rate_per_second, simulated=True,
                town=towns.get(r.ine10),
            )
            for r in rows
        )  # fmt: skip
        self.stdout.write(f"{count} bodies connected")
