"""Makes the development keys once: the keyring, and the key of push messages. Refuses to know what is done with them."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from myspace.launch.postgres import write_private
from myspace.protocols.webpush.vapid import Sender


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


@dataclass(frozen=True, slots=True)
class Vapid:
    """The key with which push messages are signed: the maker's file, and the half that browsers are shown."""

    path: Path
    public: str


def development_vapid(folder: Path) -> Vapid:
    """Kept from one start to the next: a browser that subscribed under another key takes nothing any more."""
    path = folder / "vapid.pem"
    if not path.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        write_private(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())
    return Vapid(path, Sender.read(path.read_bytes(), "").public)


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
