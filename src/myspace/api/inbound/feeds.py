"""Which feeds may tell this folder of consultations, and whose answers are believed: one TOML file, read whole or refused.

MYSPACE_FEEDS names it (docs/howto/receive-consultations.md). Without it there is no such door, and nobody is asked:

    [[feed]]
    name = "platform"                         # ours, for the log: 2 to 30 small letters, digits and _
    says = "https://consultations.example.org"  # its `iss` and `source`, to the letter
    keys = "platform.jwks.json"               # its public keys, beside this file; two while it changes them
    carries = ["*"]                           # whose questions it may tell of: bodies (INE10), or whoever asks
    a_minute = 600                            # messages that are taken from it in a minute

Knows the form of that file. Refuses to know what a feed says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from myspace.api.inbound.issuers import keys_in
from myspace.connector_kit.signed import Known, UnusableKey
from myspace.connectors.consultations.wire import EVERYBODY

_NAME = re.compile(r"[a-z][a-z0-9_]{1,29}")
_INE10 = re.compile(r"[0-9]{10}")
_OURS = "own"  # the source of what the person asked for themself


class FeedsUnusable(Exception):
    """The file cannot be used. The message names the place in it and says how to mend it."""


@dataclass(frozen=True, slots=True)
class Feed:
    name: str
    a_minute: int


@dataclass(frozen=True, slots=True)
class Feeds:
    """Each key by its kid, with whose it is. `files` are those that were read: the file itself and the keys beside it."""

    by_kid: Mapping[str, tuple[Feed, Known]] = field(default_factory=dict)
    files: tuple[Path, ...] = ()

    def keys_of(self, name: str) -> dict[str, Known]:
        return {kid: known for kid, (feed, known) in self.by_kid.items() if feed.name == name}


class _Feed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    says: str
    keys: str
    carries: tuple[str, ...]
    a_minute: int = 600


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    feed: tuple[_Feed, ...] = ()


_last: tuple[str, tuple[int, ...], Feeds] | None = None


def configured(path: str) -> Feeds:
    """What the file at `path` says; nothing for an empty path. Read again when it or its keys change. Raises FeedsUnusable."""
    global _last
    if not path:
        return Feeds()
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


def read_file(path: Path) -> Feeds:
    """Raises FeedsUnusable."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise FeedsUnusable(f"{path}: cannot be read; check MYSPACE_FEEDS") from None
    try:
        return read(text, path)
    except FeedsUnusable as wrong:
        raise FeedsUnusable(f"{path}: {wrong}") from None


def read(text: str, path: Path) -> Feeds:
    """Files of keys are looked for beside `path`. Raises FeedsUnusable."""
    try:
        told = msgspec.convert(tomllib.loads(text), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise FeedsUnusable(str(wrong)) from None
    if not told.feed:
        raise FeedsUnusable("[[feed]]: there is none; unset MYSPACE_FEEDS to close the door")
    by_kid: dict[str, tuple[Feed, Known]] = {}
    files = [path]
    for number, each in enumerate(told.feed, 1):
        _check(number, each, told.feed)
        files.append(path.absolute().parent / each.keys)
        try:
            found = keys_in(files[-1], each.says, frozenset(each.carries))
        except UnusableKey as wrong:
            raise FeedsUnusable(f"feed {each.name}: keys: {wrong}") from None
        for kid, known in found:
            if kid in by_kid:
                raise FeedsUnusable(f"feed {each.name}: keys: the kid {kid} stands twice; each key needs its own")
            by_kid[kid] = (Feed(each.name, each.a_minute), known)
    return Feeds(by_kid, tuple(files))


def _check(number: int, told: _Feed, every: tuple[_Feed, ...]) -> None:
    if not _NAME.fullmatch(told.name) or told.name == _OURS:
        raise FeedsUnusable(f"feed {number}: name: small letters, digits and _, from 2 to 30, and not {_OURS}")
    where = f"feed {told.name}"
    if sum(told.name == one.name or told.says == one.says for one in every) != 1:
        raise FeedsUnusable(f"{where}: name, says: each feed has its own")
    if urlsplit(told.says).scheme != "https" or not urlsplit(told.says).hostname:
        raise FeedsUnusable(f"{where}: says: write it as the feed does: https://host or https://host/path")
    if not told.carries or not all(one == EVERYBODY or _INE10.fullmatch(one) for one in told.carries):
        raise FeedsUnusable(f'{where}: carries: bodies by their INE10, ten digits in quotes; or ["*"] for whoever asks')
    if not 1 <= told.a_minute <= 100_000:
        raise FeedsUnusable(f"{where}: a_minute: between 1 and 100000 messages")
