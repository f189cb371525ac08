"""A log of some entries, its receipts, and witnesses who sign by their own hand: for tests."""

from __future__ import annotations

import base64
import hashlib
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from myspace.protocols.merkle.notes import Signer, vkey
from myspace.protocols.merkle.tiles import Tree
from myspace.protocols.merkle.verify import WITNESS, commitment, leaf_hash

ORIGIN = "espai.exemple.test/registre"


def pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def b64(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


class Hand:
    """A witness's key, which signs whatever it is told to."""

    def __init__(self, name: str) -> None:
        self.name, self.key = name, Ed25519PrivateKey.generate()
        self.vkey = vkey(name, WITNESS, public(self.key))

    def line(self, note: str, moment: int = 1_700_000_000) -> str:
        text = note.rpartition("\n\n")[0] + "\n"
        signature = self.key.sign(f"cosignature/v1\ntime {moment}\n{text}".encode())
        octets = hashlib.sha256(self.name.encode() + b"\n\x04" + public(self.key)).digest()[:4]
        return f"— {self.name} {b64(octets + moment.to_bytes(8, 'big') + signature)}\n"


class Log:
    def __init__(self, count: int = 11) -> None:
        self.signer = Signer.read(ORIGIN, pem(Ed25519PrivateKey.generate()))
        self.hands = [Hand("primer.exemple.test/testimoni"), Hand("segon.exemple.test/testimoni")]
        self.payloads = [f'{{"v": 1, "what": "la cosa número {n}"}}' for n in range(count)]
        self.salts = [os.urandom(32) for _ in range(count)]
        self.tree = Tree(0, {})
        self.tree.append(leaf_hash(commitment(s, p.encode())) for s, p in zip(self.salts, self.payloads, strict=True))

    @property
    def keys(self) -> list[str]:
        return [self.signer.vkey, *(hand.vkey for hand in self.hands)]

    def note(self, size: int | None = None, *, witnessed: int = 2) -> str:
        size = self.tree.size if size is None else size
        note = self.signer.checkpoint(size, self.tree.root(size))
        return note + "".join(hand.line(note) for hand in self.hands[:witnessed])

    def receipt(self, index: int, **given: Any) -> dict[str, Any]:
        leaf = leaf_hash(commitment(self.salts[index], self.payloads[index].encode()))
        return {
            "format": "myspace-receipt",
            "version": 1,
            "entry": {"payload": self.payloads[index], "salt": b64(self.salts[index])},
            "leaf": {"index": index, "hash": b64(leaf)},
            "proof": {"size": self.tree.size, "hashes": [b64(h) for h in self.tree.inclusion(index)]},
            "checkpoint": self.note(),
            "keys": {"log": self.keys[0], "witnesses": self.keys[1:]},
            "stamp": None,
            **given,
        }

    def continuing(self, old: int, new: int) -> dict[str, Any]:
        return {
            "old": self.note(old),
            "new": self.note(new),
            "hashes": [b64(h) for h in self.tree.consistency(old, new)],
            "keys": {"log": self.keys[0], "witnesses": self.keys[1:]},
        }
