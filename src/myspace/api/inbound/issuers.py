"""Which issuers may tell this folder of notices: one TOML file, read whole or refused. Without a file there is no such door.

MYSPACE_ISSUERS names it (docs/howto/receive-notices-from-an-issuer.md):

    [[issuer]]
    name = "platform"                     # ours, for the log: 2 to 30 small letters, digits and _
    says = "https://notices.example.org"  # its `iss` and `source`, to the letter
    keys = "platform.jwks.json"           # its public keys, beside this file; two while it changes them
    speaks_for = ["0801930008"]           # bodies (INE10) of whose notices it may tell
    a_minute = 600                        # messages that are taken from it in a minute

Knows the form of that file. Refuses to know what an issuer says.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from myspace.connector_kit.signed import Known, UnusableKey, key_of

_NAME = re.compile(r"[a-z][a-z0-9_]{1,29}")
_INE10 = re.compile(r"[0-9]{10}")
_LONGEST_KEYS = 64 * 1024


class IssuersUnusable(Exception):
    """The file cannot be used. The message names the place in it and says how to mend it."""


@dataclass(frozen=True, slots=True)
class Issuer:
    name: str
    a_minute: int


@dataclass(frozen=True, slots=True)
class Issuers:
    """Each key by its kid, with whose it is. `files` are those that were read: the file itself and the keys beside it."""

    by_kid: Mapping[str, tuple[Issuer, Known]] = field(default_factory=dict)
    files: tuple[Path, ...] = ()


class _Issuer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    says: str
    keys: str
    speaks_for: tuple[str, ...]
    a_minute: int = 600


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    issuer: tuple[_Issuer, ...] = ()


_last: tuple[str, tuple[int, ...], Issuers] | None = None


def configured(path: str) -> Issuers:
    """What the file at `path` says. Read again when it or a file of keys changes. Raises IssuersUnusable."""
    global _last
    known = _last
    if known is None or known[0] != path or known[1] != _stamps(known[2].files):
        found = read_file(Path(path))
        _last = known = (path, _stamps(found.files), found)
    return known[2]


def _stamps(files: tuple[Path, ...]) -> tuple[int, ...]:
    try:
        return tuple(file.stat().st_mtime_ns for file in files)
    except OSError:
        return ()  # reading it says what is wrong


def read_file(path: Path) -> Issuers:
    """Raises IssuersUnusable."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise IssuersUnusable(f"{path}: cannot be read; check MYSPACE_ISSUERS") from None
    try:
        return read(text, path)
    except IssuersUnusable as wrong:
        raise IssuersUnusable(f"{path}: {wrong}") from None


def read(text: str, path: Path) -> Issuers:
    """Files of keys are looked for beside `path`. Raises IssuersUnusable."""
    try:
        told = msgspec.convert(tomllib.loads(text), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise IssuersUnusable(str(wrong)) from None
    if not told.issuer:
        raise IssuersUnusable("[[issuer]]: there is none; unset MYSPACE_ISSUERS to close the door")
    by_kid: dict[str, tuple[Issuer, Known]] = {}
    files = [path]
    for number, each in enumerate(told.issuer, 1):
        _check(number, each, told.issuer)
        files.append(path.absolute().parent / each.keys)
        for kid, known in _keys(each, files[-1]):
            if kid in by_kid:
                raise IssuersUnusable(f"issuer {each.name}: keys: the kid {kid} stands twice; each key needs its own")
            by_kid[kid] = (Issuer(each.name, each.a_minute), known)
    return Issuers(by_kid, tuple(files))


def _check(number: int, told: _Issuer, every: tuple[_Issuer, ...]) -> None:
    if not _NAME.fullmatch(told.name):
        raise IssuersUnusable(f"issuer {number}: name: small letters, digits and _, from 2 to 30")
    where = f"issuer {told.name}"
    if sum(told.name == one.name or told.says == one.says for one in every) != 1:
        raise IssuersUnusable(f"{where}: name, says: each issuer has its own")
    if urlsplit(told.says).scheme != "https" or not urlsplit(told.says).hostname:
        raise IssuersUnusable(f"{where}: says: write it as the issuer does: https://host or https://host/path")
    if not told.speaks_for or not all(_INE10.fullmatch(one) for one in told.speaks_for):
        raise IssuersUnusable(f"{where}: speaks_for: name at least one body by its INE10, ten digits in quotes")
    if not 1 <= told.a_minute <= 100_000:
        raise IssuersUnusable(f"{where}: a_minute: between 1 and 100000 messages")


def _keys(told: _Issuer, path: Path) -> list[tuple[str, Known]]:
    try:
        return keys_in(path, told.says, frozenset(told.speaks_for))
    except UnusableKey as wrong:
        raise IssuersUnusable(f"issuer {told.name}: keys: {wrong}") from None


def keys_in(path: Path, says: str, bodies: frozenset[str]) -> list[tuple[str, Known]]:
    """The public keys of one file, each with its kid, as those of who `says` so, for these bodies. Raises UnusableKey."""
    try:
        octets = path.read_bytes()
        keys = json.loads(octets)["keys"] if len(octets) <= _LONGEST_KEYS else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        keys = None
    if not isinstance(keys, list) or not keys or not all(isinstance(one, dict) for one in keys):
        raise UnusableKey(f"{path.name} is no JWKS with a key in it; it stands beside this file")
    found = []
    for one in keys:
        kid, algorithm, key = key_of(one)
        found.append((kid, Known(says, algorithm, key, bodies)))
    return found
