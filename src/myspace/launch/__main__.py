"""`python -m myspace.launch COMMAND …`: what `./myspace` becomes once its virtual environment is there."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence

from myspace.domain.kernel.erasures import LedgerError
from myspace.domain.kernel.keyring import KeyringError
from myspace.launch.binaries import NoPostgres
from myspace.launch.folders import FolderRefused
from myspace.launch.manifest import BackupRefused
from myspace.launch.ports import NoPort
from myspace.launch.postgres import PostgresFailed
from myspace.launch.prove import ProofBroken
from myspace.launch.stack import DatabaseNotPrepared
from myspace.launch.supervisor import StartFailed

# Failures whose message already tells the reader what to do: no traceback is shown for them.
SAID = (
    NoPostgres, FolderRefused, NoPort, PostgresFailed, ProofBroken, DatabaseNotPrepared, StartFailed, BackupRefused,
    LedgerError, KeyringError,
)  # fmt: skip


# Command → "module:function"; imported late, so that each start pays only for what it uses.
COMMANDS = {
    "up": "myspace.launch.up:up",
    "test": "myspace.launch.testing:test",
    "check": "myspace.launch.check:check",
    "bench": "myspace.launch.others:bench",
    "prove": "myspace.launch.prove:prove",
    "conformance": "myspace.launch.others:conformance",
    "quality": "myspace.launch.quality:quality",
    "new-connector": "myspace.launch.new_connector.command:new_connector",
    "manage": "myspace.launch.others:manage",
    "backup": "myspace.launch.backup:backup",
    "restore": "myspace.launch.restore:restore",
    "sbom": "myspace.launch.sbom:sbom",
    "audit": "myspace.launch.audit:audit",
    "verify": "myspace.launch.verify:verify",
    "reset": "myspace.launch.reset:reset",
}


def command(name: str) -> Callable[[Sequence[str]], int]:
    """The function behind a command."""
    if name not in COMMANDS:
        sys.exit(f"No command {name!r}: ./myspace help lists them.")
    module, _, function = COMMANDS[name].partition(":")
    found: Callable[[Sequence[str]], int] = getattr(importlib.import_module(module), function)
    return found


def main() -> int:
    name, *words = sys.argv[1:] or [""]
    try:
        return command(name)(words)
    except SAID as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
