"""A far side on this machine that answers raw bytes over a real socket, well or badly. Knows no contract."""

from __future__ import annotations

import asyncio
import ssl
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from myspace.connector_kit.contract import Connection

Script = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


class FarSide:
    """Each connection is given to `script(request head, writer)`; `heads` is everything that was asked."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.heads: list[bytes] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.heads.append(head)
            await self.script(head, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def connection(self, **more: Any) -> Connection:
        fields: dict[str, Any] = {
            "id": uuid.UUID(int=1),
            "connector": "hub_carpetes",
            "ine10": "0899900003",
            "name": "Vilanova de l'Exemple",
            "base_url": f"http://127.0.0.1:{self.port}/hub",
            "hosts": frozenset({"seu.vilanova-exemple.cat"}),
            "dir3": "L01089990",
        }
        return Connection(**(fields | more))


@asynccontextmanager
async def far_side(script: Script, tls: ssl.SSLContext | None = None) -> AsyncIterator[FarSide]:
    far = FarSide(script)
    server = await asyncio.start_server(far.serve, "127.0.0.1", 0, ssl=tls, limit=1 << 20)
    far.port = server.sockets[0].getsockname()[1]
    try:
        yield far
    finally:
        server.close()


def answer(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """An HTTP answer with its true length, unless a header says otherwise (`content_length`)."""
    lines = {"content-type": "application/json", "content-length": str(len(body)), "connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def sends(raw: bytes) -> Script:
    async def script(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()

    return script


def write_certificate(folder: Path, name: str = "localhost") -> Path:
    """A self-signed certificate with its key, in one PEM file."""
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
