"""Who may answer for a seal or a time stamp, and where their lists are: a TOML file of the operator, read again when it changes.

[[issuer]]
name = "Autoritat de l'exemple"                       for logs: never shown
certificates = "/etc/my-space/issuers/exemple.pem"    PEM; these are trusted
between = "/etc/my-space/issuers/between.pem"         PEM, may be left out: these may stand between and are not trusted
answers_for = ["seals", "stamps"]                     a service of time stamps seals no papers
lists = ["http://llistes.exemple.test/arrel.crl"]     nobody else is asked for a list

Refuses to know what the lists say, and how they are fetched.
"""

from __future__ import annotations

import os
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec
from cryptography import x509

from myspace.connectors.revocation import client
from myspace.connectors.revocation.wire import NoList
from myspace.protocols.pades.trusting import Trust


class IssuersUnusable(RuntimeError):
    """The file cannot be read or says too little; the message says where."""


class Issuer(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    name: str
    certificates: str
    answers_for: tuple[Literal["seals", "stamps"], ...]
    between: str = ""
    lists: tuple[str, ...] = ()


class _File(msgspec.Struct, forbid_unknown_fields=True):
    issuer: tuple[Issuer, ...] = ()


def trust(path: str | None = None) -> Trust:
    """Without lists. Nobody named: nobody is trusted. Raises IssuersUnusable."""
    given = _named(path)
    seals, stamps = (
        tuple(one for each in given if what in each.answers_for for one in _certificates(each.certificates))
        for what in ("seals", "stamps")
    )
    return Trust(seals, stamps, tuple(one for each in given if each.between for one in _certificates(each.between)))


def addresses(path: str | None = None) -> tuple[str, ...]:
    """Where their lists are, each once. Raises IssuersUnusable."""
    return tuple(dict.fromkeys(url for each in _named(path) for url in each.lists))


def _named(path: str | None) -> tuple[Issuer, ...]:
    path = os.environ.get("MYSPACE_ISSUERS_OF_SEALS", "") if path is None else path
    if not path:
        return ()
    try:
        return _read(path, Path(path).stat().st_mtime_ns)
    except OSError as wrong:
        raise IssuersUnusable(f"{path}: {type(wrong).__name__}") from wrong


@lru_cache(maxsize=4)
def _read(path: str, _stamp: int) -> tuple[Issuer, ...]:
    try:
        found = msgspec.convert(tomllib.loads(Path(path).read_text("utf-8")), _File).issuer
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as wrong:
        raise IssuersUnusable(f"{path}: {wrong}") from None
    for each in found:
        if not each.answers_for:
            raise IssuersUnusable(f"{path}: {each.name}: it answers for nothing")
        for url in each.lists:
            try:
                client.address(url)
            except NoList as wrong:
                raise IssuersUnusable(f"{path}: {each.name}: {wrong}") from None
    return found


def _certificates(path: str) -> tuple[x509.Certificate, ...]:
    try:
        return _loaded(path, Path(path).stat().st_mtime_ns)
    except OSError as wrong:
        raise IssuersUnusable(f"{path}: {type(wrong).__name__}") from wrong


@lru_cache(maxsize=32)
def _loaded(path: str, _stamp: int) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(Path(path).read_bytes()))
    except ValueError:
        raise IssuersUnusable(f"{path}: it holds no certificates (PEM)") from None
