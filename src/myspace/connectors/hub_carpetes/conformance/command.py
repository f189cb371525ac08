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

from . import exchange, many
from .asking import Target
from .bodies import BadInput, person, read_bodies, target
from .rehearsal import Outcome
from .report import many_bodies, one_body
from .report_forms import as_html, as_json

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
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FITXER",
        help="amb --bodies: desa cada resultat i, si ja hi és, no ho torna a preguntar",
    )
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
    if typed.keep and not typed.bodies:
        raise BadInput("--keep va amb --bodies.")
    people = tuple(person(text) for text in typed.person)
    bodies = read_bodies(typed.bodies) if typed.bodies else [target(typed.url, typed.ine10, typed.dir3, typed.hosts)]
    return [replace(body, people=people) for body in bodies]


def _rehearse_all(targets: list[Target], typed: argparse.Namespace, context: ssl.SSLContext) -> list[Outcome]:
    """What is known of each body at the end, in the order of the list: fewer than the list when it was stopped."""
    today = date.today()  # noqa: DTZ011 -- the calendar of whoever runs it; the rules give one day of grace
    done = many.kept(typed.keep, targets) if typed.keep else {}
    left = [body for body in targets if body.ine10 not in done]
    if done:
        sys.stderr.write(f"{len(done)} ens ja eren a {typed.keep.name}: no es tornen a preguntar.\n")

    def tell(outcome: Outcome) -> None:
        done[outcome.target.ine10] = outcome
        if typed.keep:
            many.keep(typed.keep, outcome)
        _progress(len(done), len(targets))

    asyncio.run(many.rehearse_all(left, typed.timeout, today, context, tell))
    return [done[body.ine10] for body in targets if body.ine10 in done]


def _progress(done: int, of: int) -> None:
    """On a terminal one line that changes; in a log a line now and then."""
    if of == 1:
        return
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done} de {of} ens" + ("\n" if done == of else ""))
    elif done == of or done % 50 == 0:
        sys.stderr.write(f"{done} de {of} ens\n")


def _exit_status(outcomes: list[Outcome], asked: int) -> int:
    """1 wins over 2: a body that must not be connected is the graver news. One that was not tried is not reached."""
    seen = {o.exit_status for o in outcomes} | ({2} if len(outcomes) < asked else set())
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
    try:
        outcomes = _rehearse_all(targets, typed, context)
    except OSError:
        sys.stderr.write("No es pot llegir o escriure el fitxer de --keep. Tria'n un altre.\n")
        return 2
    status = _exit_status(outcomes, len(targets))
    if not outcomes:
        sys.stderr.write("S'ha aturat abans d'acabar cap ens.\n")
        return status
    if typed.html:
        try:
            typed.html.write_text(as_html(outcomes, len(targets)), "utf-8")
        except OSError:
            sys.stderr.write("No es pot escriure la pàgina de --html. Tria una altra carpeta.\n")
            return 2
    if typed.json:
        sys.stdout.write(as_json(outcomes, status))
    else:
        sys.stdout.write(many_bodies(outcomes, len(targets)) if typed.bodies else one_body(outcomes[0]))
    return status
