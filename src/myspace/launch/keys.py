"""Makes the development keys once: the keyring, that of push messages, that of the record. Refuses to know their use."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from myspace.launch.postgres import write_private
from myspace.protocols.merkle.notes import Signer, vkey
from myspace.protocols.merkle.verify import WITNESS
from myspace.protocols.webpush.vapid import Sender

RECORD_NAME = "espai.exemple.invalid/registre"


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


@dataclass(frozen=True, slots=True)
class RecordKey:
    """The key with which heads of the record are signed: the maker's file, and the half that everybody is shown."""

    path: Path
    name: str
    public: str


def development_record_key(folder: Path) -> RecordKey:
    """Kept from one start to the next: a record is not carried on under another key."""
    path = folder / "record.pem"
    if not path.exists():
        key = Ed25519PrivateKey.generate()
        write_private(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())
    return RecordKey(path, RECORD_NAME, Signer.read(RECORD_NAME, path.read_bytes()).vkey)


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """The key of a development witness, where it keeps the head that it confirmed last, and its public half."""

    path: Path
    state: Path
    name: str
    public: str


def development_witness(folder: Path, number: int) -> WitnessKey:
    """Kept beside the record's own: a witness that forgets confirms anything."""
    path, name = folder / f"witness_{number}.pem", f"testimoni-{number}.exemple.invalid"
    if not path.exists():
        key = Ed25519PrivateKey.generate()
        write_private(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())
    public = load_pem_private_key(path.read_bytes(), None).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return WitnessKey(path, folder / f"witness_{number}.json", name, vkey(name, WITNESS, public))


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
