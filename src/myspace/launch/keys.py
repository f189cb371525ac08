"""Makes the development keyring once. Knows its shape; refuses to know what is hashed or encrypted with it."""

from __future__ import annotations

import base64
import json
import secrets
from pathlib import Path

from myspace.launch.postgres import write_private


def development_keyring(folder: Path) -> Path:
    """The path of the keyring file (0600) in `folder`; kept from one start to the next, as the data need it."""
    path = folder / "keys.json"
    if not path.exists():
        keyring = {
            "secret_key": secrets.token_urlsafe(50),
            "hash": {"current": "h1", "keys": {"h1": _key()}},
            "encrypt": {"current": "e1", "keys": {"e1": _key()}},
        }
        write_private(path, json.dumps(keyring, indent=1))
    return path


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
