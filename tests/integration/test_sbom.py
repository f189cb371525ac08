"""The bill of materials is what is installed, to the version; and an audit that could not ask says so."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from myspace.launch import audit, runtime, sbom

ROOT = Path(__file__).parents[2]
UV = next(
    (str(p) for p in (ROOT / ".venv-uv/bin/uv", ROOT / ".venv-uv/lib-uv/bin/uv") if p.exists()), shutil.which("uv")
)


@pytest.fixture(scope="module")
def bill() -> dict[str, object]:
    return dict(json.loads(sbom.written()))


def named(bill: dict[str, object], kind: str) -> dict[str, str]:
    components = bill["components"]
    assert isinstance(components, list)
    return {c["name"]: c["version"] for c in components if c["purl"].startswith(f"pkg:{kind}/")}


@pytest.fixture(scope="module")
def as_deployed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the image installs, made by the same words as its Dockerfile, from what was fetched already."""
    if UV is None:
        pytest.skip("uv is not here: ./myspace makes it when it installs anything")
    venv = tmp_path_factory.mktemp("runtime") / "venv"
    told = subprocess.run(
        [UV, "sync", "--frozen", "--no-default-groups", "--offline", "--quiet", "--python", sys.executable],
        cwd=ROOT, env={**os.environ, "UV_PROJECT_ENVIRONMENT": str(venv)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if told.returncode and "offline" in told.stderr.lower():
        pytest.skip("a package is not in uv's cache, and this test fetches nothing")
    assert told.returncode == 0, told.stderr
    (packages,) = venv.glob("lib/python*/site-packages")
    return runtime.installed(packages)


def test_its_components_are_exactly_what_a_deployment_installs(
    bill: dict[str, object], as_deployed: dict[str, str]
) -> None:
    deployed = dict(as_deployed)
    assert deployed.pop("my-space") == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert named(bill, "pypi") == deployed


def test_every_component_is_in_the_lock_at_that_version(bill: dict[str, object]) -> None:
    locked = {(p["name"], p["version"]) for p in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    assert set(named(bill, "pypi").items()) <= locked
    assert "pytest" not in named(bill, "pypi")


def test_the_script_that_the_pages_carry_is_in_it_with_licence_and_hash(bill: dict[str, object]) -> None:
    components = bill["components"]
    assert isinstance(components, list)
    (htmx,) = [c for c in components if c["purl"].startswith("pkg:npm/")]
    script = runtime.STATIC / "htmx.min.js"
    assert f'version:"{htmx["version"]}"' in script.read_text("utf-8")
    assert htmx["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(script.read_bytes()).hexdigest()}]
    assert htmx["licenses"] == [{"license": {"id": "0BSD"}}]


def test_every_component_has_a_licence_and_its_place_in_the_tree(bill: dict[str, object]) -> None:
    components, tree = bill["components"], bill["dependencies"]
    assert isinstance(components, list)
    assert isinstance(tree, list)
    assert [c["name"] for c in components if not c.get("licenses")] == []
    needed = {one for each in tree for one in each.get("dependsOn", ())}
    assert needed == {c["bom-ref"] for c in components}


def test_written_twice_it_is_the_same(bill: dict[str, object]) -> None:
    assert json.loads(sbom.written()) == bill
    assert "timestamp" not in str(bill["metadata"])


class Index(BaseHTTPRequestHandler):
    """A service of vulnerabilities: it knows one, of jinja2; `away` makes it fail for one package."""

    away = ""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = asked["package"]["name"]
        known = [{"id": "TEST-2026-1", "affected": [], "summary": "made up"}] if name == "jinja2" else []
        self.send_response(500 if name == self.away else 200)
        self.end_headers()
        self.wfile.write(json.dumps({"vulns": known}).encode())

    def log_message(self, *_words: object) -> None:
        return


@pytest.fixture
def index() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()


def asked_of(address: str, *names: str) -> audit.Verdict:
    versions = {piece.name: piece.version for piece in runtime.pieces()}
    return audit.ask({name: versions[name] for name in names}, "osv", address)


def test_a_service_that_knows_a_vulnerability_is_heard(index: str) -> None:
    found = asked_of(index, "jinja2", "markupsafe")
    assert (found.code, found.answered) == (audit.VULNERABLE, {"jinja2": ("TEST-2026-1",), "markupsafe": ()})


def test_only_when_everything_was_answered_it_is_clean(index: str) -> None:
    assert asked_of(index, "markupsafe").code == audit.CLEAN


def test_a_service_that_fails_or_is_not_there_is_never_clean(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Index, "away", "markupsafe")
    assert asked_of(index, "markupsafe").code == audit.NOT_ASKED
    assert asked_of("http://127.0.0.1:9/v1/query", "markupsafe").code == audit.NOT_ASKED
