"""A record for tests: a key made on the spot, heads in a folder of the test, and hands behind the curtain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from myspace.domain.record.sealing import Sealer
from myspace.domain.record.watching import watch
from myspace.protocols.merkle.notes import Signer
from tests.conftest import Database
from tests.integration.conftest import AsRole

MAKER = "myspace_maker"
NAME = "espai.exemple.invalid/registre"


def key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def sealer(folder: Path) -> Sealer:
    return Sealer(Signer.read(NAME, key()), folder / "heads.txt")


def seal(as_role: AsRole, one: Sealer) -> int:
    """All that waits."""
    with as_role(MAKER):
        total = 0
        while number := one.seal():
            total += number
        return total


def found(as_role: AsRole, one: Sealer) -> set[str]:
    """What the watcher says does not hold."""
    with as_role(MAKER):
        return {finding.what for finding in watch(one)[1]}


@contextmanager
def by_a_dba(clean: Database) -> Iterator[Callable[..., Any]]:
    """Statements of somebody whom no trigger stops."""
    with psycopg.connect(clean.bootstrap) as curtain:
        curtain.execute("SET session_replication_role = replica")
        yield curtain.execute
        curtain.commit()
