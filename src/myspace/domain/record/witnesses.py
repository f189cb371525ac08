"""Which witnesses the operator named: a TOML file, read again when it changes. Refuses to know how they are asked.

[[witness]]
name = "testimoni.example/t1"
url = "https://testimoni.example/t1"
key = "testimoni.example/t1+…+…"         as its owner publishes it (a vkey)
"""

from __future__ import annotations

import os
import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec

from myspace.protocols.merkle.verify import WITNESS, read_key


class WitnessesUnusable(RuntimeError):
    """The file cannot be read or says too little; the message says where."""


class Named(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    name: str
    url: str
    key: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    witness: tuple[Named, ...] = ()


def configured(path: str | None = None) -> tuple[Named, ...]:
    """None named: nobody is asked. Raises WitnessesUnusable."""
    path = os.environ.get("MYSPACE_WITNESSES", "") if path is None else path
    if not path:
        return ()
    try:
        return _read(path, Path(path).stat().st_mtime_ns)
    except OSError as wrong:
        raise WitnessesUnusable(f"{path}: {type(wrong).__name__}") from wrong


@lru_cache(maxsize=4)
def _read(path: str, _stamp: int) -> tuple[Named, ...]:
    try:
        found = msgspec.convert(tomllib.loads(Path(path).read_text("utf-8")), _File).witness
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as wrong:
        raise WitnessesUnusable(f"{path}: {wrong}") from None
    for each in found:
        try:
            name, _, kind, _ = read_key(each.key)
        except ValueError as wrong:
            raise WitnessesUnusable(f"{path}: {each.name}: {wrong}") from None
        if name != each.name or kind != WITNESS:
            raise WitnessesUnusable(f"{path}: {each.name}: its key is another's, or none of a witness")
    if len({each.name for each in found}) != len(found):
        raise WitnessesUnusable(f"{path}: two witnesses have one name")
    return found
