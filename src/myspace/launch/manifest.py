"""What a backup says of itself, and what makes it fit to be restored. Pure: facts in, refusals out; reads no database.

The manifest lies beside the dump. A code under the keyring closes it: whoever has no keys can alter neither.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from myspace.domain.kernel.erasures import Seal
from myspace.domain.kernel.keyring import Keyring

FORMAT = 1
_CODE = "backup manifest|"
_FINGERPRINT = b"fingerprint of a key, for backups"


class BackupRefused(Exception):
    """A backup cannot be made or restored; the message says why and what to do. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`keys` is id → fingerprint of each key that the rows need; `tables` is name → rows, as of one moment."""

    version: str
    made_at: datetime
    postgresql: int
    migrations: tuple[str, ...]
    tables: Mapping[str, int]
    hash_keys: Mapping[str, str]
    seal_keys: Mapping[str, str]
    erasures: Seal
    dump_bytes: int
    dump_sha256: str


def fingerprints(keys: Mapping[str, bytes], needed: set[str], use: str) -> dict[str, str]:
    """Tells a key from another of the same name, and nothing of it: every place begins with an `h1`."""
    if lacking := needed - keys.keys():
        raise BackupRefused(f"The keyring has no {use} key {', '.join(sorted(lacking))}, and rows need it.")
    return {i: hmac.new(keys[i], _FINGERPRINT, hashlib.sha256).hexdigest()[:32] for i in sorted(needed)}


def written(manifest: Manifest, ring: Keyring) -> str:
    facts = {"format": FORMAT, **asdict(manifest), "made_at": manifest.made_at.isoformat()}
    text = json.dumps(facts, sort_keys=True)
    return json.dumps({**facts, "code": [ring.hash_current, ring.hash(_CODE + text).hex()]}, sort_keys=True, indent=1)


def read(path: Path, ring: Keyring) -> Manifest:
    """The manifest, believed only if this keyring closed it."""
    try:
        facts: dict[str, Any] = json.loads(path.read_text("utf-8"))
        key_id, code = facts.pop("code")
        made_with = facts.pop("format")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise BackupRefused(f"{path} is no manifest of a backup ({type(wrong).__name__}).") from None
    if made_with != FORMAT:
        raise BackupRefused(f"{path} is of form {made_with}; this version reads form {FORMAT}.")
    if key_id not in ring.hash_keys:
        raise BackupRefused(f"The keyring has no hash key {key_id}: take the keyring of the time of the backup.")
    text = json.dumps({"format": FORMAT, **facts}, sort_keys=True)
    if not hmac.compare_digest(ring.hash(_CODE + text, key_id).hex(), str(code)):
        raise BackupRefused(f"{path} was altered, or another keyring closed it.")
    facts["made_at"] = datetime.fromisoformat(facts["made_at"])
    facts["migrations"] = tuple(facts["migrations"])
    facts["erasures"] = Seal(**facts["erasures"])
    return Manifest(**facts)


def refuse_unless_restorable(manifest: Manifest, *, dump: Path, ring: Keyring, migrations: tuple[str, ...]) -> None:
    """The dump is the one that was made, this code has its schema, and this keyring opens its rows."""
    if dump.stat().st_size != manifest.dump_bytes or digest(dump) != manifest.dump_sha256:
        raise BackupRefused(f"{dump} is not the file that was made: it was altered, or not copied whole.")
    if manifest.migrations != migrations:
        raise BackupRefused(
            f"The backup is of version {manifest.version} with other tables than this one.\n"
            f"Restore it with that version, then upgrade."
        )
    for use, keys, ours in (
        ("hash", manifest.hash_keys, ring.hash_keys),
        ("encrypt", manifest.seal_keys, ring.seal_keys),
    ):
        if fingerprints(ours, set(keys), use) != dict(keys):
            raise BackupRefused(f"The keyring's {use} keys have the right names but are others: rows would not open.")


def digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def known_migrations(domain: Path) -> tuple[str, ...]:
    """`package.name` of every migration of the code, in order."""
    found = domain.glob("*/migrations/[0-9]*.py")
    return tuple(sorted(f"{path.parts[-3]}.{path.stem}" for path in found))
