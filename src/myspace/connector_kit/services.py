"""Which services a deployment is connected to that are no administration of a row: one TOML file, read whole or refused.

e-NOTUM, Representa and e-FACT are one address for the whole deployment. MYSPACE_SERVICES names the file
(docs/howto/connect-services.md):

    [[service]]
    name = "enotum"                       # ours: what the code and the operator call it
    connector = "enotum"                  # the folder of connectors that speaks it
    url = "https://serveis3-pre.{cluster}.aoc.cat"     # {cluster}: where the contract has one address for each cluster
    certificate = "folder.pem"            # certificate and key, for mutual TLS and for signing; beside this file
    trust = "authorities.pem"             # whom TLS believes; the system's authorities if it is not there
    signers = "signers.pem"               # whose signature is believed; what `trust` has issued if it is not there
    answers = "signed"                    # or "tls": the far side signs nothing, and the connection is what is believed
    accepts_sha1 = false                  # a signature with SHA-1 is believed (Q-PC-13)
    deadline_ms = 8000
    stands_in_for = "…"                   # this row is another way to the system of that row, and is no system of its own
    [service.asks_as]                     # who asks, in every PCI message
    ine10 = "9821920002"
    name = "Consorci AOC"
    finality = "PROVES"                   # or procedure = "…", the SIA code
    official = { name = "…", nif = "…" }
    issuer = { nif = "…", name = "…" }
    [service.own]                         # what this connector alone understands: `Service.own_as`

Knows the form of that file. Refuses to know what any service says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

import msgspec

from myspace.connector_kit.login import is_loopback

T = TypeVar("T")
_NAME = re.compile(r"[a-z][a-z0-9_]{1,29}")
CLUSTER = "{cluster}"


class ServicesUnusable(Exception):
    """The file cannot be used. The message names the place in it and says how to mend it."""


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name and a number of the file: an official, or who issues."""

    nif: str
    name: str


class AsksAs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who asks, and for what: one of `finality` and `procedure` (Q-PC-1)."""

    ine10: str
    name: str
    finality: str = ""
    procedure: str = ""
    official: Person | None = None
    issuer: Person | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """One service as the file says it. `url` has no slash at the end, and may hold `{cluster}`; paths are absolute."""

    name: str
    connector: str
    url: str
    deadline_ms: int = 8_000
    certificate: Path | None = None
    trust: Path | None = None
    signers: Path | None = None
    answers_signed: bool = True
    accepts_sha1: bool = False
    asks_as: AsksAs | None = field(default=None, repr=False)
    own: Mapping[str, object] = field(default_factory=dict, repr=False)
    stands_in_for: str = ""

    def own_as(self, kind: type[T]) -> T:
        """The connector's own keys as its type: a msgspec.Struct, best with `forbid_unknown_fields`.

        Raises ServicesUnusable.
        """
        try:
            return msgspec.convert(self.own, kind)
        except msgspec.ValidationError as wrong:
            raise ServicesUnusable(f"service {self.name}: own: {wrong}") from None


@dataclass(frozen=True, slots=True)
class Services:
    by_name: Mapping[str, Service] = field(default_factory=dict)

    def of(self, connector: str) -> tuple[Service, ...]:
        """Every service that this connector speaks, in the file's order."""
        return tuple(each for each in self.by_name.values() if each.connector == connector)

    def first(self, connector: str) -> Service | None:
        """The one of a connector that is one address for the deployment; None where it is not connected."""
        return next(iter(self.of(connector)), None)


class _Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    connector: str
    url: str
    certificate: str = ""
    trust: str = ""
    signers: str = ""
    answers: Literal["signed", "tls"] = "signed"
    accepts_sha1: bool = False
    deadline_ms: int = 8_000
    asks_as: AsksAs | None = None
    own: dict[str, object] = {}
    stands_in_for: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    service: tuple[_Service, ...] = ()


def configured(path: str) -> Services:
    """What the file at `path` says; nothing for an empty path. Read again when the file changes. Raises ServicesUnusable."""
    if not path:
        return Services()
    try:
        stamp = Path(path).stat().st_mtime_ns
    except OSError:
        stamp = 0  # reading it says what is wrong
    return _configured(path, stamp)


@lru_cache(maxsize=8)
def _configured(path: str, _stamp: int) -> Services:
    return read_file(Path(path))


def read_file(path: Path) -> Services:
    """Raises ServicesUnusable."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise ServicesUnusable(f"{path}: cannot be read; check MYSPACE_SERVICES") from None
    try:
        return read(text, path.absolute().parent)
    except ServicesUnusable as wrong:
        raise ServicesUnusable(f"{path}: {wrong}") from None


def read(text: str, folder: Path) -> Services:
    """Paths in the file start from `folder`. Raises ServicesUnusable."""
    try:
        told = msgspec.convert(tomllib.loads(text), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise ServicesUnusable(str(wrong)) from None
    found: dict[str, Service] = {}
    for number, each in enumerate(told.service, 1):
        if not _NAME.fullmatch(each.name):
            raise ServicesUnusable(f"service {number}: name: small letters, digits and _, from 2 to 30")
        if each.name in found:
            raise ServicesUnusable(f"service {each.name}: name: stands twice; give each its own")
        found[each.name] = _service(each, folder)
    for one in found.values():
        other = found.get(one.stands_in_for)
        if one.stands_in_for and (other is None or other.connector != one.connector or other.stands_in_for):
            raise ServicesUnusable(
                f"service {one.name}: stands_in_for: must name a row of the same connector that stands in for none"
            )
    return Services(found)


def _service(told: _Service, folder: Path) -> Service:
    where = f"service {told.name}"
    if not _NAME.fullmatch(told.connector):
        raise ServicesUnusable(f"{where}: connector: must be the name of a folder of connectors")
    if not 100 <= told.deadline_ms <= 60_000:
        raise ServicesUnusable(f"{where}: deadline_ms: between 100 and 60000 milliseconds")
    if told.asks_as and bool(told.asks_as.finality) == bool(told.asks_as.procedure):
        raise ServicesUnusable(f"{where}: asks_as: give either finality or procedure")
    return Service(
        told.name,
        told.connector,
        _url(where, told.url),
        told.deadline_ms,
        _pem(f"{where}: certificate", folder, told.certificate, "CERTIFICATE", "PRIVATE KEY"),
        _pem(f"{where}: trust", folder, told.trust, "CERTIFICATE"),
        _pem(f"{where}: signers", folder, told.signers, "CERTIFICATE"),
        told.answers == "signed",
        told.accepts_sha1,
        told.asks_as,
        told.own,
        told.stands_in_for,
    )


def _url(where: str, said: str) -> str:
    try:
        parts = urlsplit(said.replace(CLUSTER, "cluster"))
        good = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
        bare = not (parts.username or parts.password or parts.query or parts.fragment)
        if (
            good
            and bare
            and parts.hostname
            and parts.port != 0
            and said.isascii()
            and not re.search(r"[\s{}]", _filled(said))
        ):
            return said.rstrip("/")
    except ValueError:
        pass  # a port that is no number
    raise ServicesUnusable(
        f"{where}: url: must be https://host[:port][/path], or http of this machine; {CLUSTER} may stand in it"
    )


def _filled(said: str) -> str:
    return said.replace(CLUSTER, "")


def _pem(where: str, folder: Path, said: str, *needs: str) -> Path | None:
    """The file, when it is there and holds these blocks. What is in them is read by who uses it."""
    if not said:
        return None
    path = folder / said
    try:
        text = path.read_text("ascii", errors="replace")
    except OSError:
        raise ServicesUnusable(f"{where}: cannot be read; paths start from the folder of this file") from None
    for block in needs:
        if not re.search(rf"-----BEGIN [A-Z ]*{block}-----", text):
            raise ServicesUnusable(
                f"{where}: has no {block} in PEM" + ("" if len(needs) == 1 else "; put both in one file")
            )
    if "ENCRYPTED" in text:
        raise ServicesUnusable(f"{where}: the key is encrypted; the process cannot ask for its password")
    return path
