"""Who may tell this folder of something: one TOML file with their public keys beside it, read whole or refused.

Each door has a file of its own (issuers.py, feeds.py), alike but for the word of its tables and for whom one may speak. Without a
file there is no such door. Knows the form of those files. Refuses to know what is told.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from myspace.connector_kit.signed import Known, UnusableKey, key_of, kid_of

INE10 = re.compile(r"[0-9]{10}")
_NAME = re.compile(r"[a-z][a-z0-9_]{1,29}")
_LONGEST_KEYS = 64 * 1024


class TellersUnusable(Exception):
    """The file cannot be used. The message names the place in it and says how to mend it. `event` is its name in the log."""

    event = "tellers_unusable"


@dataclass(frozen=True, slots=True)
class Teller:
    """`name` is ours, for the log; so many messages are taken from it in a minute."""

    name: str
    a_minute: int


@dataclass(frozen=True, slots=True)
class Tellers:
    """Each key by its kid, with whose it is. `files` are those that were read: the file itself and the keys beside it."""

    by_kid: Mapping[str, tuple[Teller, Known]] = field(default_factory=dict)
    files: tuple[Path, ...] = ()

    def whose(self, message: bytes, longest: int) -> tuple[Teller | None, Known | None]:
        """Who says to have signed it, and with which key; nobody for an unknown one. Raises Refused."""
        return self.by_kid.get(kid_of(message, longest=longest), (None, None))

    def keys_of(self, name: str) -> dict[str, Known]:
        return {kid: known for kid, (teller, known) in self.by_kid.items() if teller.name == name}


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One table of the file; each door adds for whom it may speak."""

    name: str
    says: str
    keys: str
    a_minute: int = 600


@dataclass(slots=True)
class Reader:
    """The file of one door. `form` has one field, `word`, with its tables.

    `wrong_bodies` says what is wrong with those that a table names, if anything. Each of its methods raises `unusable`.
    """

    word: str
    setting: str
    form: type[msgspec.Struct]
    bodies: Callable[[Any], tuple[str, ...]]
    wrong_bodies: Callable[[tuple[str, ...]], str | None]
    unusable: type[TellersUnusable]
    reserved: str | None = None  # a name that is somebody else's in the log
    _last: tuple[str, tuple[int, ...], Tellers] | None = None

    def configured(self, path: str) -> Tellers:
        """What the file at `path` says; nothing for an empty path. Read again when it or a file of keys changes."""
        if not path:
            return Tellers()
        known = self._last
        if known is None or known[0] != path or known[1] != _stamps(known[2].files):
            found = self.read_file(Path(path))
            self._last = known = (path, _stamps(found.files), found)
        return known[2]

    def read_file(self, path: Path) -> Tellers:
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise self.unusable(f"{path}: cannot be read; check {self.setting}") from None
        try:
            return self.read(text, path)
        except self.unusable as wrong:
            raise self.unusable(f"{path}: {wrong}") from None

    def read(self, text: str, path: Path) -> Tellers:
        """Files of keys are looked for beside `path`."""
        try:
            every: tuple[Told, ...] = getattr(msgspec.convert(tomllib.loads(text), self.form), self.word)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
            raise self.unusable(str(wrong)) from None
        if not every:
            raise self.unusable(f"[[{self.word}]]: there is none; unset {self.setting} to close the door")
        by_kid: dict[str, tuple[Teller, Known]] = {}
        files = [path]
        for number, each in enumerate(every, 1):
            if wrong_there := self._wrong(number, each, every):
                raise self.unusable(wrong_there)
            files.append(path.absolute().parent / each.keys)
            try:
                found = _keys_in(files[-1], each.says, frozenset(self.bodies(each)))
            except UnusableKey as wrong:
                raise self.unusable(f"{self.word} {each.name}: keys: {wrong}") from None
            for kid, known in found:
                if kid in by_kid:
                    raise self.unusable(
                        f"{self.word} {each.name}: keys: the kid {kid} stands twice; each key needs its own"
                    )
                by_kid[kid] = (Teller(each.name, each.a_minute), known)
        return Tellers(by_kid, tuple(files))

    def _wrong(self, number: int, told: Told, every: tuple[Told, ...]) -> str | None:
        if not _NAME.fullmatch(told.name) or told.name == self.reserved:
            but = f", and not {self.reserved}" if self.reserved else ""
            return f"{self.word} {number}: name: small letters, digits and _, from 2 to 30{but}"
        where = f"{self.word} {told.name}"
        if sum(told.name == one.name or told.says == one.says for one in every) != 1:
            return f"{where}: name, says: each {self.word} has its own"
        if urlsplit(told.says).scheme != "https" or not urlsplit(told.says).hostname:
            return f"{where}: says: write it as the {self.word} does: https://host or https://host/path"
        if wrong_bodies := self.wrong_bodies(self.bodies(told)):
            return f"{where}: {wrong_bodies}"
        return None if 1 <= told.a_minute <= 100_000 else f"{where}: a_minute: between 1 and 100000 messages"


def _stamps(files: tuple[Path, ...]) -> tuple[int, ...]:
    try:
        return tuple(file.stat().st_mtime_ns for file in files)
    except OSError:
        return ()  # reading it says what is wrong


def _keys_in(path: Path, says: str, bodies: frozenset[str]) -> list[tuple[str, Known]]:
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
