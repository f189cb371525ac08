"""The whole product on a temporary cluster: what each process holds, and that killing any of them mends itself."""

from __future__ import annotations

import os
import re
import signal
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from myspace.domain.kernel import roles
from myspace.launch.spawning import started_at
from myspace.launch.stack import Stack


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with Stack(temporary=True) as made:
        yield made


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def until(fact: Callable[[], object], within: float = 60.0) -> None:
    deadline = time.monotonic() + within
    while not fact():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def holds(pid: int) -> str:
    """What a process was given: its environment and its command."""
    return (Path(f"/proc/{pid}/environ").read_bytes() + Path(f"/proc/{pid}/cmdline").read_bytes()).decode()


def test_everything_runs_and_the_page_is_served_from_one_origin(stack: Stack) -> None:
    assert stack.supervisor.names() == [
        "postgresql", "valid", "hub", "openid", "pci", "delivery", "logins", "timestamp", "witness_1", "witness_2", "front", "web",
        "live", "worker", "maker",
    ]  # fmt: skip
    assert status(stack.origin + "/") == 200
    assert status(stack.origin + "/readyz") == 200
    assert status(stack.web_url + "/healthz") == 200


def test_a_running_process_can_reach_only_its_own_role(stack: Stack) -> None:
    assert stack.cluster is not None
    passwords = stack.cluster.passwords()
    for name in stack.supervisor.names():
        given = holds(stack.supervisor.pid(name))
        found = {role for role, password in passwords.items() if password in given}
        expected = {f"myspace_{name}"} if name in ("web", "live", "worker", "maker") else set()
        assert found == expected, name


def test_no_password_is_in_a_command_line_that_other_users_can_list(stack: Stack) -> None:
    assert stack.cluster is not None
    passwords = list(stack.cluster.passwords().values())
    commands = [Path(f"/proc/{stack.supervisor.pid(n)}/cmdline").read_text() for n in stack.supervisor.names()]
    assert not [password for password in passwords if any(password in command for command in commands)]


@pytest.mark.parametrize("name", ["web", "live", "worker", "front", "hub", "valid", "openid"])
def test_a_killed_process_comes_back(stack: Stack, name: str) -> None:
    before, restarts = stack.supervisor.pid(name), stack.supervisor.restarts(name)
    os.kill(before, signal.SIGKILL)
    until(lambda: stack.supervisor.restarts(name) > restarts)
    assert started_at(before) is None
    until(lambda: stack.supervisor.ready(name))  # itself, not only those before it
    until(lambda: status(stack.origin + "/readyz") == 200)
    assert stack.supervisor.restarts(name) == restarts + 1, "it came back and stayed"


def test_a_killed_database_comes_back_and_the_product_with_it(stack: Stack) -> None:
    assert stack.cluster is not None
    restarts = stack.supervisor.restarts("postgresql")
    os.kill(stack.supervisor.pid("postgresql"), signal.SIGKILL)
    until(lambda: stack.supervisor.restarts("postgresql") > restarts)
    until(stack.cluster.answers)
    until(lambda: status(stack.origin + "/readyz") == 200)


def test_logs_name_each_process_and_hold_no_password(stack: Stack) -> None:
    assert stack.cluster is not None
    logs = list((stack.run_dir / "logs").glob("*.log"))
    assert {"web", "live", "worker", "postgresql"} <= {log.stem for log in logs}
    text = "".join(log.read_text(errors="replace") for log in logs)
    assert not [role for role, password in stack.cluster.passwords().items() if password in text]
    assert not re.search(r"\b\d{8}[A-Z]\b", text), "an identifier in a log"


def test_for_a_phone_in_the_network_it_is_https_with_its_own_certificate_and_nothing_is_left_when_it_ends() -> None:
    with Stack(temporary=True, lan=True) as other:
        assert other.origin.startswith("https://")
        assert other.place.certificate
        trusts = ssl.create_default_context(cafile=str(other.place.certificate[0]))
        with urllib.request.urlopen(other.origin + "/entra", timeout=10, context=trusts) as page:
            assert page.status == 200
            set_cookies = page.headers.get_all("Set-Cookie")
        assert set_cookies
        assert all(cookie.startswith("__Host-") and "; Secure" in cookie for cookie in set_cookies)
        running = [other.supervisor.pid(name) for name in other.supervisor.names()]
        home = other.cluster.home if other.cluster else None
        assert set(other.database_urls) == set(roles.ROLES)
    assert [pid for pid in running if started_at(pid)] == []
    assert home is not None
    assert not home.server.exists()
    assert not home.launcher.exists()
