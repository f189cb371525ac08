"""The list of bodies of a supplier that hosts many: a CSV with ine10, dir3, url, hosts, name.

Knows commas, semicolons and the byte mark that spreadsheets write. Refuses to know what is asked of each body.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from myspace.vocabulary.people import IdentifierKind, MalformedIdentifier, identifier

from .asking import Person, Target

COLUMNS = ("ine10", "dir3", "url", "hosts", "name")


class BadInput(ValueError):
    """Something the person typed cannot be used. The text, in Catalan, says what to type instead."""


def target(url: str, ine10: str = "", dir3: str = "", hosts: str = "", name: str = "") -> Target:
    """One body from what a person wrote; `hosts` separated by commas, semicolons, bars or spaces."""
    url = url.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise BadInput("L'adreça no es pot llegir. Escriu, per exemple, https://serveis.example.cat/hub") from None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or "@" in parts.netloc:
        raise BadInput("L'adreça ha de ser com https://serveis.example.cat/hub, sense paràmetres ni usuari.")
    if ine10 and not re.fullmatch(r"[0-9]{10}", ine10):
        raise BadInput("El codi INE10 té deu xifres. Si en té nou, hi falta el zero del davant.")
    if dir3 and not re.fullmatch(r"(?=.{9}$)[A-Z]{1,2}[0-9]{7,8}", dir3):
        raise BadInput("El codi DIR3 té nou caràcters, per exemple L01080193.")
    known = frozenset(h.lower() for h in re.split(r"[\s,;|]+", hosts) if h)
    return Target(url, ine10, dir3, known, name.strip())


def person(text: str) -> Person:
    """A fictitious person of the body's own test data. The message never repeats the number."""
    try:
        found = identifier(text)
    except MalformedIdentifier:
        raise BadInput("--person vol un NIF o NIE fictici ben format.") from None
    return Person(found.value, "NIE" if found.kind is IdentifierKind.NIE else "NIF")


def read_bodies(path: Path) -> list[Target]:
    """Every body of the file. Bodies that share an endpoint are marked, so that each question names its body."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"No es pot llegir {path.name}. Desa'l com a CSV en UTF-8.") from None
    first = text.partition("\n")[0]
    rows = csv.DictReader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",")
    missing = [c for c in ("ine10", "url") if c not in (rows.fieldnames or ())]
    if missing:
        raise BadInput(f"A {path.name} hi falta la columna {', '.join(missing)}. Columnes: {','.join(COLUMNS)}.")
    found: list[Target] = []
    for row in rows:
        cell = {c: (row.get(c) or "").strip() for c in COLUMNS}
        if not any(cell.values()):
            continue
        try:
            found.append(target(cell["url"], cell["ine10"], cell["dir3"], cell["hosts"], cell["name"]))
        except BadInput as wrong:
            raise BadInput(f"{path.name}, línia {rows.line_num}: {wrong}") from wrong
        if not cell["ine10"]:
            raise BadInput(f"{path.name}, línia {rows.line_num}: hi falta el codi INE10.")
    return _sharing(path, found)


def _sharing(path: Path, found: list[Target]) -> list[Target]:
    if not found:
        raise BadInput(f"{path.name} no té cap ens.")
    twice = [code for code, n in Counter(t.ine10 for t in found).items() if n > 1]
    if twice:
        raise BadInput(f"{path.name}: el codi INE10 {twice[0]} surt dues vegades.")
    served = Counter(t.url for t in found)
    return [replace(t, shared=served[t.url] > 1) for t in found]
