"""A witness as another would run it: it keeps the last head of one record, and confirms the next only if it continues that.

    python -m myspace.connectors.witness.simulator --name testimoni.example/t1 --key key.pem --log VKEY --state FILE --port N

It reads the wire and checks signatures and proofs by itself. What it confirmed is on the disk before it says so. A record that
shrinks, forks or is signed by another gets no line of it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

LOOPBACK = "127.0.0.1"
_COSIGNATURE = 4
_MOST = 64 * 1024


class Said(Exception):
    """How a request ends: a status, and what is said."""

    def __init__(self, status: int, text: str = "", kind: str = "text/plain") -> None:
        self.status, self.text, self.kind = status, text, kind
        super().__init__(status)


class Keeping:
    """What one witness knows: one record's key, and its last head on the disk."""

    def __init__(self, name: str, key: Ed25519PrivateKey, log: str, state: Path) -> None:
        self.name, self._key, self._state, self._lock = name, key, state, threading.Lock()
        self._origin, number, coded = _split_key(log)
        self._log_id, self._log = bytes.fromhex(number), Ed25519PublicKey.from_public_bytes(base64.b64decode(coded)[1:])
        public = bytes([_COSIGNATURE]) + key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self._id = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
        self.vkey = f"{name}+{self._id.hex()}+{base64.b64encode(public).decode()}"

    def add(self, body: bytes, now: int) -> str:
        """The line with which it confirms. Raises Said."""
        old, proof, note = _request(body)
        text, _, signatures = note.partition("\n\n")
        text += "\n"
        origin, size, root = _head(text)
        if origin != self._origin:
            raise Said(404)
        if not any(self._signed(line, text) for line in signatures.splitlines()):
            raise Said(403)
        if old > size:
            raise Said(400)
        with self._lock:
            self._advance(old, proof, size, root)
            signed = self._key.sign(f"cosignature/v1\ntime {now}\n{text}".encode())
        return f"— {self.name} {base64.b64encode(self._id + now.to_bytes(8, 'big') + signed).decode()}\n"

    def _advance(self, old: int, proof: list[bytes], size: int, root: bytes) -> None:
        known, known_root = self.last()
        if old != known or (size == known and root != known_root):
            raise Said(409, f"{known}\n", "text/x.tlog.size")
        if known in (0, size) and proof:
            raise Said(422)
        if 0 < known < size and not _continues(known, known_root, size, root, proof):
            raise Said(422)
        if size > known:
            self._keep(size, root)

    def last(self) -> tuple[int, bytes]:
        if not self._state.exists():
            return 0, b""
        kept = json.loads(self._state.read_text())
        return kept["size"], base64.b64decode(kept["root"])

    def _keep(self, size: int, root: bytes) -> None:
        beside = self._state.with_suffix(".new")
        with open(beside, "w") as file:
            json.dump({"size": size, "root": base64.b64encode(root).decode()}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, self._state)

    def _signed(self, line: str, text: str) -> bool:
        mark, _, rest = line.partition(" ")
        name, _, coded = rest.partition(" ")
        octets = _octets(coded)
        if mark != "—" or name != self._origin or octets[:4] != self._log_id:
            return False
        try:
            self._log.verify(octets[4:], text.encode())
        except InvalidSignature:
            return False
        return True


def _split_key(vkey: str) -> tuple[str, str, str]:
    name, number, coded = vkey.split("+", 2)
    return name, number, coded


def _octets(coded: str) -> bytes:
    try:
        return base64.b64decode(coded, validate=True)
    except ValueError:
        raise Said(400) from None


def _request(body: bytes) -> tuple[int, list[bytes], str]:
    try:
        head, _, note = body.decode("utf-8").partition("\n\n")
        first, *hashes = head.split("\n")
        word, number = first.split(" ")
    except ValueError:
        raise Said(400) from None
    proof = [_octets(each) for each in hashes]
    if word != "old" or not number.isascii() or not number.isdigit() or any(len(each) != 32 for each in proof):
        raise Said(400)
    return int(number), proof, note


def _head(text: str) -> tuple[str, int, bytes]:
    lines = text.split("\n")
    if len(lines) < 4 or not (lines[1].isascii() and lines[1].isdigit()):
        raise Said(400)
    return lines[0], int(lines[1]), _octets(lines[2])


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _continues(old: int, old_root: bytes, size: int, root: bytes, proof: list[bytes]) -> bool:
    """Both roots are made again from the proof, as RFC 9162 §2.1.4.1 takes it apart."""
    given = iter(proof)

    def both(old: int, size: int, whole: bool) -> tuple[bytes, bytes]:
        if old == size:
            one = old_root if whole else next(given)
            return one, one
        half = 1 << (size - 1).bit_length() - 1
        if old <= half:
            before, after = both(old, half, whole)
            return before, _node(after, next(given))
        before, after = both(old - half, size - half, False)
        left = next(given)
        return _node(left, before), _node(left, after)

    try:
        made = both(old, size, True)
    except (StopIteration, RuntimeError):
        return False
    return made == (old_root, root) and not _left_over(given)


def _left_over(given: Iterator[bytes]) -> bool:
    return next(given, None) is not None


def serving(keeping: Keeping, port: int = 0) -> ThreadingHTTPServer:
    """Listens on this machine alone."""

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            try:
                size = int(self.headers.get("Content-Length", "0"))
                if self.path != "/add-checkpoint" or not 0 < size <= _MOST:
                    raise Said(404 if self.path != "/add-checkpoint" else 400)
                self._say(200, keeping.add(self.rfile.read(size), int(time.time())), "text/plain; charset=utf-8")
            except Said as said:
                self._say(said.status, said.text, said.kind)

        def do_GET(self) -> None:
            self._say(200 if self.path == "/healthz" else 404, keeping.vkey + "\n", "text/plain; charset=utf-8")

        def _say(self, status: int, text: str, kind: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing of a request is written anywhere."""

    return ThreadingHTTPServer((LOOPBACK, port), Door)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="witness", description="Confirms heads of one record that continue each other."
    )
    for word in ("--name", "--key", "--log", "--state"):
        parser.add_argument(word, required=True)
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    key = load_pem_private_key(Path(given.key).read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise SystemExit("the key of a witness is one of Ed25519")
    server = serving(Keeping(given.name, key, given.log, Path(given.state)), given.port)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    sys.stdout.write(f"ready http://{LOOPBACK}:{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.2)
