"""The command `conformance`: reads what was typed, rehearses one body or hundreds, writes the report.

Knows arguments and exit statuses (0 may be connected, 1 must not, 2 misused or not reached). Refuses to know rules.
"""

from __future__ import annotations

import argparse
import asyncio
import ssl
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from . import exchange
from .asking import Target
from .bodies import BadInput, person, read_bodies, target
from .rehearsal import Outcome, rehearse
from .report import many_bodies, one_body
from .report_forms import as_html, as_json

BODIES_AT_ONCE = 8
DEFAULT_TIMEOUT_S = 5.0  # twice what the folder waits: enough to tell "late" from "never"


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="myspace conformance",
        description="Comprova si un ens es pot connectar al Hub de Carpetes. Surt amb 0 si es pot, 1 si no, "
        "i 2 si no s'hi ha pogut arribar o l'ordre està mal escrita.",
    )
    parser.add_argument("url", nargs="?", help="adreça base de l'ens, per exemple https://serveis.example.cat/hub")
    parser.add_argument("--ine10", default="", help="codi INE10 de l'ens (deu xifres)")
    parser.add_argument("--dir3", default="", help="codi DIR3 de l'ens (nou caràcters)")
    parser.add_argument("--hosts", default="", help="amfitrions on poden anar els enllaços, separats per comes")
    parser.add_argument("--bodies", type=Path, metavar="FITXER.csv", help="molts ens: ine10,dir3,url,hosts,name")
    parser.add_argument("--person", action="append", default=[], metavar="NIF", help="una altra persona fictícia")
    parser.add_argument("--json", action="store_true", help="informe per a màquines")
    parser.add_argument("--html", type=Path, metavar="FITXER", help="desa també l'informe com a pàgina")
    parser.add_argument("--timeout", type=float, default=DEFAULT_TIMEOUT_S, help="segons d'espera per pregunta")
    parser.add_argument("--ca", type=Path, metavar="FITXER", help="autoritat certificadora de proves (PEM)")
    parser.add_argument("--client-cert", type=Path, metavar="FITXER", help="certificat de client amb clau (PEM)")
    return parser


def _targets(typed: argparse.Namespace) -> list[Target]:
    if bool(typed.url) == bool(typed.bodies):
        raise BadInput("Escriu una adreça, o bé --bodies FITXER.csv.")
    if not 0.1 <= typed.timeout <= 120:
        raise BadInput("--timeout va de 0.1 a 120 segons.")
    people = tuple(person(text) for text in typed.person)
    bodies = read_bodies(typed.bodies) if typed.bodies else [target(typed.url, typed.ine10, typed.dir3, typed.hosts)]
    return [replace(body, people=people) for body in bodies]


async def _rehearse_all(targets: list[Target], typed: argparse.Namespace, context: ssl.SSLContext) -> list[Outcome]:
    turns = asyncio.Semaphore(BODIES_AT_ONCE)
    today = date.today()  # noqa: DTZ011 -- the calendar of whoever runs it; the rules give one day of grace
    done = 0

    async def one(body: Target) -> Outcome:
        nonlocal done
        # A session of its own: one body's broken connection never serves another's question.
        async with turns, exchange.open_session(context) as session:
            outcome = await rehearse(session, body, typed.timeout, today)
        done += 1
        if len(targets) > 1 and sys.stderr.isatty():
            sys.stderr.write(f"\r{done} de {len(targets)} ens")
        return outcome

    return list(await asyncio.gather(*(one(t) for t in targets)))


def _exit_status(outcomes: list[Outcome]) -> int:
    """1 wins over 2: a body that must not be connected is the graver news."""
    seen = {o.exit_status for o in outcomes}
    return next((status for status in (1, 2) if status in seen), 0)


def main(argv: Sequence[str] | None = None) -> int:
    try:
        typed = _arguments().parse_args(argv)
    except SystemExit as left:  # argparse leaves by itself: 0 after --help, 2 when misused
        return int(left.code or 0)
    try:
        targets = _targets(typed)
        context = exchange.tls(typed.ca, typed.client_cert)
    except BadInput as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    except (OSError, ssl.SSLError):
        sys.stderr.write("No es pot llegir el certificat de --ca o de --client-cert. Ha de ser PEM.\n")
        return 2
    outcomes = asyncio.run(_rehearse_all(targets, typed, context))
    status = _exit_status(outcomes)
    if typed.html:
        try:
            typed.html.write_text(as_html(outcomes), "utf-8")
        except OSError:
            sys.stderr.write("No es pot escriure la pàgina de --html. Tria una altra carpeta.\n")
            return 2
    if typed.json:
        sys.stdout.write(as_json(outcomes, status))
    else:
        sys.stdout.write(many_bodies(outcomes) if typed.bodies else one_body(outcomes[0]))
    return status
