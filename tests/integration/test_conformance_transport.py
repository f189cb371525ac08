"""The kit against endpoints that break on the way: bytes, time, size, redirects, certificates."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from myspace.connectors.hub_carpetes.conformance import main
from tests.unit.connectors.hub_carpetes_conformance.defects import CASES

from .conformance_body import Body, Json
from .conformance_run import found, rehearse

# --- transport and broken endpoints --------------------------------------------------------------------------------


def served(**how: Any) -> Callable[[web.Request, Json], Any]:
    return lambda _, __: web.Response(**how)


def as_bytes(envelope: Json) -> bytes:
    return json.dumps(envelope, ensure_ascii=False).encode()


JSON_TYPE = {"Content-Type": "application/json; charset=utf-8"}


def raw(change: Callable[[bytes], bytes], **headers: str) -> Callable[[web.Request, Json], Any]:
    return lambda _, e: web.Response(body=change(as_bytes(e)), headers=JSON_TYPE | headers)


BROKEN: list[tuple[str, Any, str]] = [
    ("HTML with 200", served(text="<html>Manteniment</html>", content_type="text/html"), "013"),
    ("HTML that says it is JSON", served(text="<html>", content_type="application/json"), "103"),
    ("an HTTP 500", served(status=500, text="error"), "016"),
    ("a redirect", served(status=302, headers={"Location": "https://altra.example/"}), "008"),
    ("an empty body", raw(lambda b: b""), "103"),
    ("half a JSON", raw(lambda b: b[: len(b) // 2]), "103"),
    ("a stray comma (Q-HCC-8)", raw(lambda b: b[:-1] + b",}"), "103"),
    ("a missing comma (Q-HCC-8)", raw(lambda b: b.replace(b'", "', b'" "', 1)), "103"),
    ("NaN", raw(lambda b: b[:-1] + b', "x": NaN}'), "103"),
    ("a well without bottom", raw(lambda b: b"[" * 200_000), "103"),
    ("a field twice", raw(lambda b: b[:-1] + b', "codiResultat": "200"}'), "104"),
    ("a bare list", raw(lambda b: b"[" + b + b"]"), "105"),
    ("a byte mark", raw(lambda b: b"\xef\xbb\xbf" + b), "102"),
    ("Latin 1 bytes", raw(lambda b: b.decode().replace("·", "é").encode("latin-1", "replace") + b"\xe9"), "101"),
    ("another declared charset", lambda _, e: web.Response(
        body=as_bytes(e), headers={"Content-Type": "application/json; charset=ISO-8859-1"}), "015"),
    ("text/plain", lambda _, e: web.Response(body=as_bytes(e), content_type="text/plain"), "013"),
    ("an unknown compression", raw(lambda b: b, **{"Content-Encoding": "br"}), "012"),
    ("gzip that is none", raw(lambda b: b, **{"Content-Encoding": "gzip"}), "012"),
    ("a compressed bomb", raw(lambda b: gzip.compress(b" " * 60_000_000), **{"Content-Encoding": "gzip"}), "010"),
    ("a body without end", raw(lambda b: b" " * 6_000_000), "010"),
]  # fmt: skip


@pytest.mark.parametrize(("_name", "serve", "check"), BROKEN, ids=[b[0] for b in BROKEN])
def test_a_broken_endpoint_ends_with_clear_words(
    capsys: pytest.CaptureFixture[str], _name: str, serve: Any, check: str
) -> None:
    status, report = rehearse(Body(serve=serve), capsys)
    assert check in found(report)
    assert (status, report["verdict"]) == (1, "must_not_connect")


def test_a_body_that_hangs_is_told_so_and_soon(capsys: pytest.CaptureFixture[str]) -> None:
    async def serve(_: web.Request, __: Json) -> Any:
        await asyncio.sleep(30)

    body = Body(serve=serve)
    status, report = rehearse(body, capsys, "--timeout", "0.3")
    assert "005" in found(report)
    assert status == 1
    assert len(body.asked) <= 5


def test_a_cut_answer_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    async def serve(request: web.Request, envelope: Json) -> Any:
        response = web.StreamResponse(headers=JSON_TYPE | {"Content-Length": "5000"})
        await response.prepare(request)
        await response.write(as_bytes(envelope)[:50])
        assert request.transport is not None
        request.transport.close()
        return response

    status, report = rehearse(Body(serve=serve), capsys)
    assert "009" in found(report)
    assert status == 1


def test_an_answer_past_the_deadline_is_refused_though_it_comes(capsys: pytest.CaptureFixture[str]) -> None:
    first = {"yet": True}

    async def serve(_: web.Request, __: Json) -> Any:
        if first.pop("yet", False):
            await asyncio.sleep(2.6)

    status, report = rehearse(Body(serve=serve), capsys)
    assert (status, found(report)) == (1, {"006"})


def test_large_answers_should_be_compressed(capsys: pytest.CaptureFixture[str]) -> None:
    def serve(_: web.Request, envelope: Json) -> Any:
        for case in envelope.get("expedients", ()):
            case["observacionsExpedient"] = "Paraula " * 200 + "."
            case["familia"] = "Família " * 200 + "."
        return web.json_response(envelope)

    body = Body(serve=serve)
    body.items[CASES] += [c | {"idExpedient": f"X-more-{n}"} for n in range(8) for c in body.items[CASES][1:2]]
    status, report = rehearse(body, capsys)
    assert (status, found(report)) == (0, {"011"})


def test_nobody_listening_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    status = main([f"http://127.0.0.1:{port}/hub"])
    assert status == 2
    assert "NO S'HI HA POGUT ARRIBAR" in capsys.readouterr().out


def test_plain_http_elsewhere_is_refused_without_asking_anything(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["http://hub.vilanova-exemple.example/hub", "--json"])
    report = json.loads(capsys.readouterr().out)["bodies"][0]
    assert (status, report["questions"]) == (1, 0)
    assert "002" in found(report)


# --- TLS -----------------------------------------------------------------------------------------------------------


def certificate(folder: Path, days: int, name: str = "localhost") -> tuple[ssl.SSLContext, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    public, whole = folder / "public.pem", folder / "whole.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    whole.write_bytes(public.read_bytes() + secret)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(whole)
    return context, public


def test_a_good_body_behind_tls_passes_and_its_certificate_is_looked_at(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    context, ca = certificate(tmp_path, days=90)
    status, report = rehearse(Body(), capsys, "--ca", str(ca), ssl_context=context)
    assert (status, found(report)) == (0, set())
    assert {"HCC-C-003", "HCC-C-004"} <= set(report["held"])


def test_a_certificate_about_to_expire_is_a_warning(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    context, ca = certificate(tmp_path, days=10)
    status, report = rehearse(Body(), capsys, "--ca", str(ca), ssl_context=context)
    assert (status, found(report)) == (0, {"004"})


@pytest.mark.parametrize(
    ("days", "name", "trusted", "said"),
    [(90, "localhost", False, "autosignat"), (-5, "localhost", True, "caducat"), (90, "altra.example", True, "nom")],
)
def test_a_certificate_that_proves_nothing_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, days: int, name: str, trusted: bool, said: str
) -> None:
    context, ca = certificate(tmp_path, days, name)
    more = ["--ca", str(ca)] if trusted else []
    status, report = rehearse(Body(), capsys, *more, ssl_context=context)
    assert (status, found(report)) == (1, {"003"})
    assert any(said in (f["detail"] or "") for f in report["findings"])
