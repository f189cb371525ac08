"""`manage connect FILE.csv`: connect administrations from a file, one a row; connecting again renews the row.

    ine10,name,base_url,hosts,dir3,deadline_ms,rate_per_second,client_certificate
    0811360009,Ajuntament de Manresa,https://serveis.example.cat/hub,seu.example.cat tramits.example.cat,L01081136,2500,5,

Nothing is connected unless every row reads.
"""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError

from myspace import connectors
from myspace.domain.administrations import service as administrations
from myspace.domain.administrations.service import NewConnection

REQUIRED = ("ine10", "base_url", "hosts")


class Command(BaseCommand):
    help = "Connect administrations from a CSV file (docs/howto/add-a-body.md)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--connector", default="hub_carpetes")

    def handle(self, *_args: Any, file: Path, connector: str, **_options: Any) -> None:
        connectors.load(connector)
        try:
            with file.open(encoding="utf-8-sig", newline="") as opened:
                rows = list(csv.DictReader(opened))
        except (OSError, UnicodeDecodeError, csv.Error) as wrong:
            raise CommandError(f"{file} cannot be read: {type(wrong).__name__}") from wrong
        if not rows:
            raise CommandError(f"{file} has no rows")
        faults, wanted = [], []
        for line, row in enumerate(rows, start=2):
            try:
                wanted.append(_read(row, connector))
            except ValueError as wrong:
                faults.append(f"line {line}: {wrong}")
        if faults:
            raise CommandError("nothing was connected.\n" + "\n".join(faults))
        self.stdout.write(f"{administrations.connect(wanted)} connected")


def _read(row: dict[str, str | None], connector: str) -> NewConnection:
    given = {key: (value or "").strip() for key, value in row.items() if key}
    for name in REQUIRED:
        if not given.get(name):
            raise ValueError(f"{name} is missing")
    ine10, base_url = given["ine10"], given["base_url"]
    if not (len(ine10) == 10 and ine10.isdecimal()):
        raise ValueError("ine10 must be ten digits (a spreadsheet may have eaten the zero in front)")
    parts = urlsplit(base_url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("base_url must be https, without user, query or fragment")
    known = administrations.administration(ine10)
    if known.dir3 and given.get("dir3") and known.dir3 != given["dir3"]:
        raise ValueError(f"dir3 is {given['dir3']}, but the directory says {known.dir3} for {ine10}")
    hosts = tuple(host.lower() for host in given["hosts"].replace(";", " ").split())
    if any("/" in host or ":" in host for host in hosts):
        raise ValueError("hosts are names only, separated by spaces: seu.example.cat")
    certificate = given.get("client_certificate") or None
    if certificate and not Path(certificate).is_file():
        raise ValueError("client_certificate must be the path of a PEM file with certificate and key")
    return NewConnection(
        connector=connector, ine10=ine10, name=given.get("name") or known.name, base_url=base_url, hosts=hosts,
        dir3=given.get("dir3") or known.dir3, deadline_ms=int(given.get("deadline_ms") or 2500),
        rate_per_second=float(given.get("rate_per_second") or 5), client_certificate=certificate,
    )  # fmt: skip
