"""deploy/ says what the code says: the same commands, variables that are read, roles that exist, rights kept apart."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from myspace.domain.kernel import roles
from myspace.launch import table
from myspace.launch.front import UNPUBLISHED
from myspace.launch.table import Databases, Place
from myspace.web.live.app import BEAT_SECONDS

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
PROCESSES = ("web", "live", "worker", "maker")
# Read by Python, Django or uv, and by the image of PostgreSQL; not by our code.
OTHERS_READ = re.compile(r"DJANGO_SETTINGS_MODULE|PYTHONUNBUFFERED|UV_\w+|POSTGRES_\w+|PASSWORD_\w+|PATH")


def by_the_table() -> dict[str, list[str]]:
    """Process → the words of its command, without the interpreter and where it listens: those differ by place."""
    nowhere = Path("nowhere")
    place = Place("http://localhost", 1, 2, 3, 4, (), nowhere, nowhere, "", "")
    services = table.product(place, Databases(dict.fromkeys(roles.ROLES, "")))
    return {service.name: anywhere(list(service.command)) for service in services}


def anywhere(command: list[str]) -> list[str]:
    words = command[1:]
    for option in ("--host", "--port"):
        if option in words:
            del words[words.index(option) : words.index(option) + 2]
    return words


def in_unit(name: str) -> list[str]:
    unit = next(p for p in (DEPLOY / "systemd").glob("*.service") if p.stem.rstrip("@") == f"my-space-{name}")
    (line,) = re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)
    return shlex.split(line)


@pytest.mark.parametrize("name", PROCESSES)
def test_each_process_is_started_as_up_starts_it(name: str) -> None:
    wanted = by_the_table()[name]
    assert anywhere(COMPOSE["services"][name]["command"]) == wanted
    assert anywhere(in_unit(name)) == wanted


def test_the_image_is_web_by_default_and_migrations_run_as_up_runs_them() -> None:
    image = (DEPLOY / "Dockerfile").read_text()
    default = re.findall(r"^CMD (\[.*\])$", image, re.MULTILINE)[-1]
    assert anywhere(json.loads(default)) == by_the_table()["web"]
    migrate = ["-m", "django", "migrate", "--no-input", "--skip-checks"]
    assert COMPOSE["services"]["migrate"]["command"][1:] == in_unit("migrate")[1:] == migrate


def variables() -> dict[str, set[str]]:
    found = {}
    for path in sorted(
        p for p in DEPLOY.rglob("*") if p.is_file() and p.suffix not in (".md", ".sql", ".conf", ".ini")
    ):
        text = re.sub(r"^\s*#.*$", "", path.read_text(), flags=re.MULTILINE)
        names = set(re.findall(r"\b((?:MYSPACE|DATABASE|PROMETHEUS)_\w+)\b", text))
        names |= set(re.findall(r"^([A-Z]\w+)=", text, re.MULTILINE)) if path.suffix == ".example" else set()
        found[path.name] = {name for name in names if not OTHERS_READ.fullmatch(name)}
    return found


def test_every_variable_is_one_that_the_code_reads() -> None:
    known = set(re.findall(r"^\| `(\w+)`", (ROOT / "docs/reference/settings.md").read_text(), re.MULTILINE))
    assert {name: names - known for name, names in variables().items() if names - known} == {}
    assert sum(len(names) for names in variables().values()) > 15, "found none: the pattern is wrong"


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_is_given_its_own_role_and_no_other(name: str) -> None:
    given = (DEPLOY / f"environment/{name}.env.example").read_text() + (
        DEPLOY / "environment/product.env.example"
    ).read_text()
    assert set(re.findall(r"myspace_\w+", given)) == {f"myspace_{name}"}
    assert not re.search(r"OWNER|KEEPER|ERASURES", given)
    assert f"MYSPACE_PROCESS={name}\n" in given
    files = COMPOSE["services"][name]["env_file"]
    assert files == ["environment/product.env", f"environment/{name}.env"]


def test_every_file_of_variables_has_its_example_and_is_kept_out_of_the_repository() -> None:
    said = {file for service in COMPOSE["services"].values() for file in service.get("env_file", ())}
    assert {f for f in said if not (DEPLOY / f"{f}.example").exists()} == set()
    ignored = (ROOT / ".gitignore").read_text()
    assert "deploy/environment/*.env\n" in ignored
    assert "deploy/secrets/\n" in ignored
    made = [p.name for p in (DEPLOY / "environment").glob("*.example") if re.search(r"PASSWORD\w*=\w", p.read_text())]
    assert made == [], "no password has a value that somebody could leave as it is"


def test_the_roles_are_those_of_the_code_and_each_gets_a_password() -> None:
    assert (DEPLOY / "postgres/20-roles.sql").read_text().partition("\n")[2] == roles.roles_sql(roles.DATABASE)
    script = (DEPLOY / "postgres/30-passwords.sh").read_text()
    (named,) = re.findall(r"^for role in (.*); do$", script, re.MULTILINE)
    assert {f"myspace_{name}" for name in named.split()} == set(roles.ROLES)


def test_the_image_installs_the_lock_without_tools_and_is_nobody() -> None:
    image = (DEPLOY / "Dockerfile").read_text()
    syncs = re.findall(r"uv sync [^\n&\\]*", image)
    assert syncs
    assert all("--frozen --no-default-groups" in sync for sync in syncs)
    users = re.findall(r"^USER (\S+)$", image, re.MULTILINE)
    assert users[-1:] == ["10001"]
    assert image.rindex("USER ") > image.rindex("RUN ")


def test_the_proxy_publishes_nothing_for_operators_and_lets_a_stream_through() -> None:
    rule = (DEPLOY / "nginx/rule.conf").read_text()
    for path in (*UNPUBLISHED, "/readyz"):
        assert f"location = {path} {{ return 404; }}" in rule
    (stream,) = re.findall(r"location /live \{(.*?)\n\}", rule, re.DOTALL)
    assert "proxy_buffering off;" in stream
    (seconds,) = re.findall(r"proxy_read_timeout (\d+)s;", stream)
    assert int(seconds) > 3 * BEAT_SECONDS


UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here: apt install systemd")
@pytest.mark.parametrize("unit", UNITS, ids=lambda p: p.name)
def test_systemd_has_nothing_to_say_about_a_unit(unit: Path, tmp_path: Path) -> None:
    # The interpreter of a deployment is not on this machine: another program stands for it.
    for one in UNITS:
        (tmp_path / one.name).write_text(one.read_text().replace("/opt/my-space/.venv/bin/python", "/usr/bin/env"))
    name = unit.name.replace("@.", "@1.")
    told = subprocess.run(
        ["systemd-analyze", "verify", f"./{name}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    ours = [line for line in told.stderr.splitlines() if "my-space" in line]
    assert (told.returncode, ours) == (0, [])
