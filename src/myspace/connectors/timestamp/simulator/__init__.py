"""A time-stamping authority for development: its own root, its own key, RFC 3161 over HTTP. It vouches for nothing.

It issues the organisation's seal too, and publishes which of its certificates were withdrawn, at the address that they say.

    python -m myspace.connectors.timestamp.simulator --folder FOLDER --port N

Made once in its folder: `roots.pem`, which who verifies is given, `seal.pem` with its key, and the other keys (issuing.py). Its
clock is this machine's.
"""

from __future__ import annotations

import argparse
import hashlib
import secrets
import signal
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from myspace.connectors.timestamp.simulator import der, issuing

LOOPBACK = "127.0.0.1"
_SHA256 = der.seq(der.oid("2.16.840.1.101.3.4.2.1"), der.one(0x05, b""))
_RSA = der.seq(der.oid("1.2.840.113549.1.1.1"), der.one(0x05, b""))
_SIGNED_DATA, _TST_INFO = "1.2.840.113549.1.7.2", "1.2.840.113549.1.9.16.1.4"
_CONTENT_TYPE, _DIGEST, _CERTIFICATE = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.47"
_POLICY = "1.3.6.1.4.1.32473.1"  # of the arc for examples (RFC 5612)
MOODS = ("", "rejects", "garbled", "other_message", "down")


class Authority:
    """Its key and certificate. `mood`: how it misbehaves, for tests."""

    def __init__(self, folder: Path) -> None:
        self._lock, self.mood, self.roots = threading.Lock(), "", folder / "roots.pem"
        self.folder = folder
        if not self.roots.exists():
            issuing.begin(folder)
        self.withdrawn: dict[str, datetime] = {}  # "seal" or "tsa", and when: as its list says from then on
        self._read()

    def publish_at(self, address: str) -> None:
        """Its certificates say from now on that their list is there. Nothing changes where it has no key of the root."""
        if issuing.reissue(self.folder, address):
            self._read()

    def list_of_withdrawn(self, now: datetime) -> bytes:
        return issuing.list_of_withdrawn(self.folder, self.withdrawn, now)

    def _read(self) -> None:
        folder = self.folder
        key = load_pem_private_key((folder / "tsa-key.pem").read_bytes(), None)
        assert isinstance(key, rsa.RSAPrivateKey)
        self._key, self._certificate = key, x509.load_pem_x509_certificate((folder / "tsa.pem").read_bytes())

    def answer(self, request: bytes, now: datetime) -> bytes:
        """A whole TimeStampResp. ValueError for what is no request of SHA-256."""
        _, body, _ = der.read(request)
        given = der.parts(body)
        imprint = given[1][1]
        nonce = next((inner for tag, inner in given[2:] if tag == 0x02), None)
        if self.mood == "rejects":
            return der.seq(der.seq(der.integer(2)))
        digest = der.parts(imprint)[1][1]
        if self.mood == "other_message":
            digest = hashlib.sha256(digest).digest()
        info = der.seq(
            der.integer(1), der.oid(_POLICY), der.seq(_SHA256, der.octets(digest)),
            der.integer(secrets.randbits(63)), der.one(0x18, now.strftime("%Y%m%d%H%M%SZ").encode()),
            *([der.one(0x02, nonce)] if nonce is not None else []),
        )  # fmt: skip
        return der.seq(der.seq(der.integer(0)), self._signed(info))

    def _signed(self, info: bytes) -> bytes:
        raw = self._certificate.public_bytes(Encoding.DER)
        named = der.seq(der.seq(der.seq(der.octets(hashlib.sha256(raw).digest()))))
        attributes = [
            der.seq(der.oid(_CONTENT_TYPE), der.set_of([der.oid(_TST_INFO)])),
            der.seq(der.oid(_DIGEST), der.set_of([der.octets(hashlib.sha256(info).digest())])),
            der.seq(der.oid(_CERTIFICATE), der.set_of([named])),
        ]
        signature = self._key.sign(der.set_of(attributes), padding.PKCS1v15(), hashes.SHA256())
        who = der.seq(self._certificate.issuer.public_bytes(), der.integer(self._certificate.serial_number))
        signer = der.seq(
            der.integer(1), who, _SHA256, der.set_of(attributes, tag=0xA0), _RSA, der.octets(signature)
        )  # fmt: skip
        content = der.seq(der.oid(_TST_INFO), der.one(0xA0, der.octets(info)))
        data = der.seq(der.integer(3), der.set_of([_SHA256]), content, der.one(0xA0, raw), der.set_of([signer]))
        return der.seq(der.oid(_SIGNED_DATA), der.one(0xA0, data))


def serving(authority: Authority, port: int = 0) -> ThreadingHTTPServer:
    """Listens on this machine alone."""

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            try:
                asked = self.rfile.read(min(size, 4096))
                body = b"<p>no</p>" if authority.mood == "garbled" else authority.answer(asked, datetime.now(UTC))
                self._say(503 if authority.mood == "down" else 200, body, "application/timestamp-reply")
            except (ValueError, IndexError):
                self._say(400, b"", "text/plain")

        def do_GET(self) -> None:
            if self.path == issuing.LIST and authority.mood != "down":
                self._say(200, authority.list_of_withdrawn(datetime.now(UTC)), "application/pkix-crl")
            else:
                self._say(200 if self.path == "/healthz" else 404, b"", "text/plain")

        def _say(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing of a request is written anywhere."""

    server = ThreadingHTTPServer((LOOPBACK, port), Door)
    authority.publish_at(f"http://{LOOPBACK}:{server.server_address[1]}{issuing.LIST}")
    return server


def main() -> None:
    parser = argparse.ArgumentParser(prog="timestamp", description="Stamps times for development; vouches for nothing.")
    parser.add_argument("--folder", required=True, type=Path)
    parser.add_argument("--port", type=int, default=0)
    given = parser.parse_args()
    server = serving(Authority(given.folder), given.port)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    sys.stdout.write(f"ready http://{LOOPBACK}:{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.2)
