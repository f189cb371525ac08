"""Checkpoints as signed notes (C2SP signed-note, tlog-checkpoint): written and signed by the log, read by everybody.

    espai.example/registre
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — espai.example/registre Az3grlgtzPIC…

Knows texts and Ed25519. Refuses to know the time and where keys are kept. Reading is in `verify`, which stands alone.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from myspace.protocols.merkle.verify import LOG


class KeyUnusable(ValueError):
    """It is no Ed25519 key in PEM, or its name cannot be one. The message says which, never the key."""


def vkey(name: str, kind: int, public: bytes) -> str:
    """`name+id+base64(kind and key)`: how a verifier is told of a key."""
    octets = bytes([kind]) + public
    return f"{name}+{_id(name, octets).hex()}+{base64.b64encode(octets).decode()}"


def body(origin: str, size: int, root: bytes) -> str:
    """The text of a checkpoint, which is what is signed."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def digest(note: str) -> bytes:
    """What a time stamp is asked of: SHA-256 of the checkpoint's text without its signatures."""
    return hashlib.sha256((note.rpartition("\n\n")[0] + "\n").encode()).digest()


@dataclass(frozen=True, slots=True)
class Signer:
    """The log's own key. Its name is the origin of its checkpoints."""

    name: str
    _key: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def read(cls, name: str, pem: bytes) -> Signer:
        if not name or any(c.isspace() or c == "+" for c in name):
            raise KeyUnusable("the name of a log has neither spaces nor plus signs")
        try:
            key = load_pem_private_key(pem, None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as wrong:
            raise KeyUnusable("it is no private key in PEM, without a password") from wrong
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyUnusable("it is not a key of Ed25519")
        return cls(name, key)

    @property
    def vkey(self) -> str:
        return vkey(self.name, LOG, self._public)

    def checkpoint(self, size: int, root: bytes) -> str:
        """A signed note over a tree of this size."""
        text = body(self.name, size, root)
        octets = _id(self.name, bytes([LOG]) + self._public) + self._key.sign(text.encode())
        return f"{text}\n— {self.name} {base64.b64encode(octets).decode()}\n"

    @property
    def _public(self) -> bytes:
        return self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _id(name: str, octets: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + octets).digest()[:4]
