"""The public bodies of Catalonia by name and code. Knows the codes' arithmetic; refuses to know who is connected.

Codes (see `directory/README.md` for how each was checked):

    INE code      PPMMM + control digit        Barcelona  08019 3
    INE10         INE code + 000 + control     0801930008           (the zero in front gets lost: Q-HCC-2)
    DIR3          L01 + INE code               L01080193            (town halls only)
    comarca       810CC + control + 000 + control, CC = number of the comarca

A code that cannot be checked is not here: `dir3`, `website` and `phone` are None when unsure; a screen then shows 012.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files


class AdministrationKind(StrEnum):
    MUNICIPALITY = "municipality"
    COMARCA = "comarca"
    PROVINCE = "province"  # diputació
    GENERALITAT = "generalitat"
    CONSORTIUM = "consortium"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Administration:
    """A public body. `town` is the municipality's own name (None for others); `comarca` where it lies, if known."""

    ine10: str
    name: str
    kind: AdministrationKind
    dir3: str | None = None
    town: str | None = None
    comarca: str | None = None
    website: str | None = None
    phone: str | None = None


# INE's control digit adds one of three permutations per position, from the right: units, tens, hundreds, and again.
_WEIGHTS = ("0382741596", "0246813579", "0123456789")


def control_digit(digits: str) -> str:
    """INE's control digit of a code, by its table of three permutations (five digits for a municipality)."""
    total = sum(int(_WEIGHTS[place % 3][int(digit)]) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def ine10_of(code: str) -> str:
    """INE10 of the body with this five-digit code: the second control digit covers the four digits before it."""
    checked = code + control_digit(code)
    return f"{checked}000{control_digit(checked[-1] + '000')}"


def town_hall_dir3(code: str) -> str:
    return f"L01{code}{control_digit(code)}"


def _comarca_body_code(number: str) -> str:
    return f"810{number}"


def town_hall_name(town: str) -> str:
    """`Ajuntament` with the Catalan preposition the town asks for: de Manresa, d'Artés, del Bruc, de l'Escala."""
    article, _, rest = town.partition(" ")
    if town.startswith("L'"):
        return f"Ajuntament de l'{town[2:]}"
    if rest and article in ("El", "Els"):
        return f"Ajuntament d{article.lower()} {rest}"
    if rest and article in ("La", "Les", "Es"):
        return f"Ajuntament de {article.lower()} {rest}" if article != "Es" else f"Ajuntament d'{town}"
    return f"Ajuntament d'{town}" if _plain(town)[0] in "aeiouh" else f"Ajuntament de {town}"


def named(bodies: Iterable[Administration], text: str, limit: int = 10) -> tuple[Administration, ...]:
    """Bodies of any kind in whose name every word of `text` begins a word: `comarcal bages`, `girona`."""
    wanted = _plain(text).split()
    if not wanted:
        return ()
    found = [b for b in bodies if all(f" {word}" in f" {_plain(b.name)}" for word in wanted)]
    return tuple(sorted(found, key=lambda b: (len(b.name), b.name))[:limit])


def _plain(text: str) -> str:
    """Lower case, without accents, apostrophes or hyphens: how people type a town's name."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


class Directory:
    """Bodies by code and by name. Read once from the package (`directory()`); never changes while running."""

    def __init__(self, bodies: Iterable[Administration]) -> None:
        self._by_ine10 = {body.ine10: body for body in bodies}
        self._comarques = {b.comarca: b for b in self if b.kind is AdministrationKind.COMARCA}
        self._searchable = [(_plain(b.town or ""), b) for b in self.municipalities()]

    def __iter__(self) -> Iterator[Administration]:
        return iter(self._by_ine10.values())

    def __len__(self) -> int:
        return len(self._by_ine10)

    def with_bodies(self, more: Iterable[Administration]) -> Directory:
        """This directory and some more bodies (the invented towns of the make-believe country)."""
        return Directory((*self, *more))

    def by_ine10(self, ine10: str) -> Administration | None:
        return self._by_ine10.get(ine10)

    def municipalities(self) -> tuple[Administration, ...]:
        """All the town halls, by town name in dictionary order (accents apart)."""
        halls = (b for b in self if b.kind is AdministrationKind.MUNICIPALITY)
        return tuple(sorted(halls, key=lambda b: _plain(b.town or "")))

    def comarca_of(self, ine10: str) -> Administration | None:
        """The comarca's council of a town hall; None when the comarca has no council or we do not know it."""
        body = self.by_ine10(ine10)
        if body is None or body.kind is not AdministrationKind.MUNICIPALITY or body.comarca is None:
            return None
        return self._comarques.get(body.comarca)

    def generalitat(self) -> Administration:
        return next(b for b in self if b.kind is AdministrationKind.GENERALITAT)

    def search(self, text: str, limit: int = 10) -> tuple[Administration, ...]:
        """Town halls whose town matches, ignoring accents, case, hyphens and apostrophes.

        Exact names come first, then names that begin so, then names with a word that begins so.
        """
        wanted = _plain(text)
        if not wanted:
            return ()
        ranked = [(_rank(name, wanted), name, body) for name, body in self._searchable]
        found = sorted((r for r in ranked if r[0] is not None), key=lambda r: (r[0], r[1]))
        return tuple(body for _, _, body in found[:limit])


def _rank(name: str, wanted: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in f" {name}" else None


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files(__package__).joinpath("directory", name).read_text("utf-8")
    return iter(csv.DictReader(text.splitlines()))


def _load() -> Iterator[Administration]:
    comarques = {row["number"]: row for row in _rows("comarques.csv")}
    for row in _rows("others.csv"):
        yield Administration(
            ine10=row["ine10"],
            name=row["name"],
            kind=AdministrationKind(row["kind"]),
            dir3=row["dir3"] or None,
            website=row["website"] or None,
            phone=row["phone"] or None,
        )
    for number, row in comarques.items():
        if row["body"]:
            code = _comarca_body_code(number)
            yield Administration(ine10_of(code), row["body"], AdministrationKind.COMARCA, comarca=row["comarca"])
    for row in _rows("municipalities.csv"):
        comarca = comarques.get(row["comarca"].zfill(2)) if row["comarca"] else None
        yield Administration(
            ine10=ine10_of(row["code"]),
            name=town_hall_name(row["town"]),
            kind=AdministrationKind.MUNICIPALITY,
            dir3=town_hall_dir3(row["code"]),
            town=row["town"],
            comarca=comarca["comarca"] if comarca else None,
            website=row["website"] or None,
            phone=row["phone"] or None,
        )


@lru_cache(maxsize=1)
def directory() -> Directory:
    """The directory shipped with the package."""
    return Directory(_load())
