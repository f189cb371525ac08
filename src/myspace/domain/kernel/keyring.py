"""Keys with ids: keyed hashes to find an identifier, authenticated encryption to keep it.

Every stored hash and ciphertext names its key, so that a key can rotate while old rows stay readable.
Refuses to know what it hashes or seals.

The keyring file (`MYSPACE_KEYS`, mode 0600):
    {"secret_key": "…",
     "hash":    {"current": "h1", "keys": {"h1": "<base64, 32 bytes>"}},
     "encrypt": {"current": "e1", "keys": {"e1": "<base64, 32 bytes>"}}}
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class KeyringError(RuntimeError):
    """The keyring is missing, malformed, or lacks the key that a row was made with."""


@dataclass(frozen=True, slots=True)
class Keyring:
    hash_current: str
    hash_keys: dict[str, bytes]
    seal_current: str
    seal_keys: dict[str, bytes]

    def __repr__(self) -> str:
        return f"Keyring(hash={sorted(self.hash_keys)}, encrypt={sorted(self.seal_keys)})"

    def hash(self, text: str, key_id: str | None = None) -> bytes:
        """HMAC-SHA256 under the current hash key (or the named one): 32 bytes."""
        key_id = key_id or self.hash_current
        if key_id not in self.hash_keys:
            raise KeyringError(f"the keyring has no hash key {key_id!r}: add it back before starting")
        return hmac.new(self.hash_keys[key_id], text.encode(), hashlib.sha256).digest()

    def every_hash(self, text: str) -> dict[str, bytes]:
        """The hash under each key in force, current first: while a rotation runs, a row may be under either."""
        order = sorted(self.hash_keys, key=lambda k: k != self.hash_current)
        return {key_id: self.hash(text, key_id) for key_id in order}

    def seal(self, text: str, context: str) -> str:
        """`key id:base64(nonce + AES-256-GCM)`. `context` is bound: a sealed text moved to another column won't open."""
        nonce = os.urandom(12)
        sealed = AESGCM(self.seal_keys[self.seal_current]).encrypt(nonce, text.encode(), context.encode())
        return f"{self.seal_current}:{base64.b64encode(nonce + sealed).decode()}"

    def unseal(self, sealed: str, context: str) -> str:
        key_id, _, body = sealed.partition(":")
        if key_id not in self.seal_keys:
            raise KeyringError(f"the keyring has no encryption key {key_id!r}: add it back before starting")
        try:
            raw = base64.b64decode(body, validate=True)
            return AESGCM(self.seal_keys[key_id]).decrypt(raw[:12], raw[12:], context.encode()).decode()
        except (InvalidTag, ValueError) as wrong:
            raise KeyringError("a sealed value does not open: wrong key, wrong place, or altered") from wrong


def read_keyring(path: Path) -> Keyring:
    """Read the file; raises KeyringError that says what to mend, never what the keys are."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        rings = {
            name: (raw[name]["current"], {k: base64.b64decode(v) for k, v in raw[name]["keys"].items()})
            for name in ("hash", "encrypt")
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise KeyringError(f"the keyring {path} cannot be read: {type(wrong).__name__}") from None
    for name, (current, keys) in rings.items():
        if current not in keys:
            raise KeyringError(f"the keyring's {name}.current names a key that is not in {name}.keys")
        if any(len(k) != 32 for k in keys.values()):
            raise KeyringError(f"every key in the keyring's {name}.keys must be 32 bytes in base64")
    return Keyring(rings["hash"][0], rings["hash"][1], rings["encrypt"][0], rings["encrypt"][1])


@lru_cache(maxsize=1)
def keyring() -> Keyring:
    """This process's keyring, from `MYSPACE_KEYS`."""
    path = os.environ.get("MYSPACE_KEYS")
    if not path:
        raise KeyringError("MYSPACE_KEYS is not set: name the keyring file (`./myspace up` makes one)")
    return read_keyring(Path(path))


def secret_key() -> str:
    """Django's signing key, from the same file. Without a keyring (a check, a migration plan) one that lasts this run."""
    path = os.environ.get("MYSPACE_KEYS")
    if not path:
        return base64.b64encode(os.urandom(32)).decode()
    try:
        return str(json.loads(Path(path).read_text("utf-8"))["secret_key"])
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise KeyringError(f"the keyring {path} has no secret_key: {type(wrong).__name__}") from None
