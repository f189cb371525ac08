"""What the product runs with: its own requirements and theirs, as installed; and what it carries inside. Asks no network."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import myspace

PRODUCT = "my-space"
STATIC = Path(myspace.__file__).parent / "web/static"


class NotInstalled(Exception):
    """A requirement of the product is not there: the list would be of something else."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An installed distribution; `needs` are the names of those that it asks for here, on this platform."""

    name: str
    version: str
    licence: str | None
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A file of somebody else's, kept in the repository unchanged."""

    name: str
    version: str
    licence: str
    file: str
    sha256: str


def pieces(product: str = PRODUCT) -> tuple[Piece, ...]:
    """The product first, then everything it runs with, by name. Tools for tests are not among them."""
    extras: dict[str, set[str]] = {canonicalize_name(product): set()}
    waiting = [canonicalize_name(product)]
    found: dict[str, Piece] = {}
    while waiting:
        name = waiting.pop()
        needs = []
        for wanted in _requirements(name, extras[name]):
            other = canonicalize_name(wanted.name)
            needs.append(other)
            before = extras.get(other)
            if before is None or not wanted.extras <= before:
                extras[other] = (before or set()) | wanted.extras
                waiting.append(other)
        found[name] = _piece(name, needs)
    root = found.pop(canonicalize_name(product))
    return root, *(found[name] for name in sorted(found))


def installed(folder: Path) -> dict[str, str]:
    """Name → version of everything in a folder of packages, needed or not."""
    return {canonicalize_name(d.name): d.version for d in metadata.distributions(path=[str(folder)])}


def carried() -> tuple[Carried, ...]:
    """Each minified script of the pages; its licence's first line says what it is."""
    return tuple(_carried(path) for path in sorted(STATIC.glob("*.min.js")))


def _carried(path: Path) -> Carried:
    notice = path.with_name(path.name.partition(".")[0] + ".LICENCE.txt").read_text("utf-8")
    said = re.match(
        r"(?P<name>[\w.]+) (?P<version>[\d.]+) .*\((?P<licence>[\w.-]+)\).*the npm package (?P<npm>[\w.-]+),", notice
    )
    if said is None:
        raise NotInstalled(f"{path.name}: its LICENCE.txt does not begin with name, version, licence and package.")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Carried(said["npm"], said["version"], said["licence"], path.name, digest)


def _requirements(name: str, extras: Iterable[str]) -> Iterator[Requirement]:
    for text in _found(name).requires or ():
        wanted = Requirement(text)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield wanted


def _piece(name: str, needs: Iterable[str]) -> Piece:
    found = _found(name)
    return Piece(canonicalize_name(found.name), found.version, _licence(found.metadata), tuple(sorted(set(needs))))


def _found(name: str) -> metadata.Distribution:
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        raise NotInstalled(
            f"{name} is required and not installed: run ./myspace check once, which installs it."
        ) from None


def _licence(said: metadata.PackageMetadata) -> str | None:
    """As the package says it: the SPDX expression, else the classifier, else its own words when they are a name."""
    if expression := said["License-Expression"]:
        return str(expression)
    classifiers = [str(c) for c in said.get_all("Classifier") or () if c.startswith("License :: ")]
    if classifiers:
        return classifiers[0].rpartition(" :: ")[2]
    words = str(said["License"] or "")
    return words if words and "\n" not in words and len(words) < 80 else None
