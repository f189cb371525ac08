"""A push service with its invented browsers, an SMS gateway, and the switch that puts each in a mood."""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from aiohttp import web
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from myspace.connectors.delivery.simulator.caught import CHANNELS, MOODS, Caught

CAUGHT = web.AppKey("caught", Caught)
routes = web.RouteTableDef()


@dataclass(frozen=True)
class Browser:
    """An invented browser: it opens what is sent to it, as a real one does."""

    name: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def open(self, body: bytes) -> bytes:
        """RFC 8188 and 8291, read here anew. ValueError or InvalidTag when it was not made for this browser."""
        salt, size, theirs = body[:16], int.from_bytes(body[16:20], "big"), body[21 : 21 + body[20]]
        sealed = body[21 + body[20] :]
        if not 18 <= len(sealed) <= size:
            raise ValueError("one record was expected")
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        start = HKDF(hashes.SHA256(), 32, self.auth, b"WebPush: info\x00" + self.point + theirs).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(start)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(start)
        text = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")
        if not text.endswith(b"\x02"):
            raise ValueError("not the last record")
        return text[:-1]


_browsers: dict[str, Browser] = {}


@routes.post("/push/browsers")
async def subscribe(request: web.Request) -> web.Response:
    """What a page gets of `PushManager.subscribe`, from an invented browser of that name."""
    name = str((await request.post()).get("name", "un navegador"))[:60]
    place, browser = secrets.token_urlsafe(18), Browser(name)
    _browsers[place] = browser
    return web.json_response({
        "endpoint": f"{request.app[CAUGHT].base}/push/{place}",
        "keys": {"p256dh": _coded(browser.point), "auth": _coded(browser.auth)},
    })  # fmt: skip


@routes.post("/push/{place}")
async def push(request: web.Request) -> web.Response:
    caught = request.app[CAUGHT]
    browser = _browsers.get(request.match_info["place"])
    if refused := await _mood(request, caught.moods["push"]):
        return refused
    if browser is None:
        return web.Response(status=410)
    if wrong := _misspoken(request, caught.base):
        caught.wrong[wrong] += 1
        return web.Response(status=403 if wrong == "vapid" else 400, text=wrong)
    try:
        text = browser.open(await request.read()).decode()
        shown = json.loads(text)
    except (ValueError, InvalidTag, IndexError):
        caught.wrong["not for this browser"] += 1
        return web.Response(status=400)
    caught.take(
        "push",
        browser.name,
        str(shown.get("title", "")),
        text,
        request.headers["Topic"],
        {"Topic": request.headers["Topic"]},
    )
    return await _after(request, caught.moods["push"], 201)


def _misspoken(request: web.Request, base: str) -> str | None:
    head = request.headers
    if head.get("Content-Encoding") != "aes128gcm" or not head.get("TTL", "").isdigit():
        return "head"
    topic = head.get("Topic", "")
    if len(topic) > 32 or not topic.replace("-", "").replace("_", "").isalnum():
        return "topic"
    return None if _vouched(head.get("Authorization", ""), base) else "vapid"


def _vouched(said: str, base: str) -> bool:
    """RFC 8292: the statement is for this origin, for no more than a day, and signed by the key that comes along."""
    try:
        words = dict(part.strip().split("=", 1) for part in said.removeprefix("vapid ").split(","))
        head, claims, mark = words["t"].split(".")
        raw, claim = _plain(mark), json.loads(_plain(claims))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _plain(words["k"]))
        signature = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key.verify(signature, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
        until = datetime.fromtimestamp(claim["exp"], UTC)
    except (ValueError, KeyError, InvalidSignature, TypeError):
        return False
    now = datetime.now(UTC)
    fine = str(claim.get("sub", "")).startswith(("mailto:", "https:"))
    # A proof moves the clock: a statement of another month is not held against it.
    return fine and claim["aud"] == base and abs(until - now) < timedelta(days=400)


@routes.post("/sms/messages")
async def sms(request: web.Request) -> web.Response:
    caught = request.app[CAUGHT]
    if refused := await _mood(request, caught.moods["sms"]):
        return refused
    try:
        asked = await request.json()
        to, text, reference = str(asked["to"]), str(asked["text"]), str(asked["reference"])
    except (ValueError, KeyError, TypeError):
        caught.wrong["sms"] += 1
        return web.Response(status=400)
    if not caught.times["sms", to, reference]:  # it keeps its word: one reference is one message
        caught.take("sms", to, "", text, reference, {})
    return await _after(request, caught.moods["sms"], 202)


@routes.post("/moods")
async def moods(request: web.Request) -> web.Response:
    said = await request.post()
    channel, mood = str(said.get("channel")), str(said.get("mood"))
    if channel not in CHANNELS or mood not in MOODS:
        return web.Response(status=400)
    request.app[CAUGHT].moods[channel] = mood
    raise web.HTTPSeeOther("/")


async def _mood(request: web.Request, mood: str) -> web.Response | None:
    if mood == "hangs":
        await asyncio.sleep(3600)
    if mood == "away":
        return await _after(request, "takes_and_cuts", 0)
    status = {"later": 503, "nobody": 410, "refuses": 403}.get(mood)
    return web.Response(status=status) if status else None


async def _after(request: web.Request, mood: str, status: int) -> web.Response:
    if mood == "takes_and_cuts" and request.transport:
        request.transport.close()
    return web.Response(status=status or 500)


def _coded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
