"""The supervisor with tiny processes: order, restarts, stopping, and what happens when it is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from myspace.launch import readiness
from myspace.launch.ports import Ports, free, listen
from myspace.launch.spawning import base_environment, spawn, started_at
from myspace.launch.supervisor import Interrupted, Service, StartFailed, Supervisor, Task, end_leftovers

SLEEPS = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
NOTES_ITS_END = """
import pathlib, signal, sys, time
def ended(*_):
    with open({ends!r}, 'a') as file: file.write({name!r} + ' ')
    sys.exit(0)
signal.signal(signal.SIGTERM, ended)
pathlib.Path({sign!r}).touch()
time.sleep(60)
"""
FATHER = (
    "import subprocess, sys, time; print(subprocess.Popen([sys.executable, '-c', {child!r}]).pid, flush=True); "
    + ("time.sleep(60)")
)


def program(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def service(name: str, code: str, ready: Callable[[], bool] = readiness.at_once, **more: object) -> Service:
    return Service(name, program(code), base_environment(), ready, **more)


def until(fact: Callable[[], object], within: float = 10.0) -> None:
    deadline = time.monotonic() + within
    while not fact():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path, said.append)
    yield made
    made.stop()


def test_a_service_is_started_only_after_the_one_before_is_ready(supervisor: Supervisor, tmp_path: Path) -> None:
    sign = tmp_path / "sign"
    late = f"import time, pathlib; time.sleep(0.4); pathlib.Path({str(sign)!r}).touch(); time.sleep(60)"
    supervisor.start(service("first", late, readiness.exists(sign)))
    assert sign.exists()


def test_a_service_that_ends_at_once_fails_the_start_with_the_end_of_its_log(supervisor: Supervisor) -> None:
    with pytest.raises(StartFailed, match=r"broken ended \(code 3\)(.|\n)*the reason"):
        supervisor.start(service("broken", "import sys; print('the reason'); sys.exit(3)", lambda: False))


def test_a_service_that_never_gets_ready_fails_in_its_time(supervisor: Supervisor) -> None:
    with pytest.raises(StartFailed, match="was not ready in"):
        supervisor.start(service("slow", SLEEPS, lambda: False, ready_within=0.5))


def test_a_program_that_does_not_exist_is_a_failure_and_not_a_wait(supervisor: Supervisor) -> None:
    with pytest.raises(StartFailed, match="no-such-program"):
        supervisor.start(Service("none", ("no-such-program",), base_environment(), lambda: False))


def test_a_task_that_fails_stops_the_start(supervisor: Supervisor) -> None:
    supervisor.run(Task("good", program("pass"), base_environment()))
    with pytest.raises(StartFailed, match=r"bad ended(.|\n)*ZeroDivisionError"):
        supervisor.run(Task("bad", program("1/0"), base_environment()))


def test_all_stop_in_reverse_order(supervisor: Supervisor, tmp_path: Path) -> None:
    ends = str(tmp_path / "ends")
    for name in ("a", "b", "c"):
        sign = tmp_path / name
        code = NOTES_ITS_END.format(ends=ends, name=name, sign=str(sign))
        supervisor.start(service(name, code, readiness.exists(sign)))
    supervisor.stop()
    assert Path(ends).read_text() == "c b a "


def test_a_process_that_ignores_the_request_is_killed_and_named(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start(service("deaf", DEAF, lambda: "up" in supervisor.log("deaf").read_text(), stop_within=0.3))
    pid = supervisor.pid("deaf")
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 3
    assert started_at(pid) is None
    assert [line for line in said if line.startswith("deaf: did not stop")]


def test_grandchildren_do_not_outlive_the_stop(supervisor: Supervisor) -> None:
    supervisor.start(
        service("father", FATHER.format(child=DEAF), lambda: len(supervisor.log("father").read_text().split("\n")) > 2)
    )
    grandchild = int(supervisor.log("father").read_text().splitlines()[1])
    assert started_at(grandchild)
    supervisor.stop()
    until(lambda: started_at(grandchild) is None)


def test_a_killed_service_is_started_again_and_its_workers_are_swept(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start(
        service("web", FATHER.format(child=DEAF), lambda: len(supervisor.log("web").read_text().split("\n")) > 2)
    )
    supervisor.watch()
    before, orphan = supervisor.pid("web"), int(supervisor.log("web").read_text().splitlines()[1])
    os.kill(before, signal.SIGKILL)
    until(lambda: supervisor.restarts("web") == 1)
    assert supervisor.pid("web") != before
    assert started_at(supervisor.pid("web"))
    until(lambda: started_at(orphan) is None)
    assert said == ["web: ended (signal SIGKILL); starting it again in 0.5 s"]


def test_a_service_that_keeps_dying_is_started_ever_more_slowly(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start(service("sick", "import time; time.sleep(0.3)"))
    supervisor.watch()
    until(lambda: len(said) >= 3, within=15)
    assert [line.rpartition(" in ")[2] for line in said[:3]] == ["0.5 s", "1 s", "2 s"]


def test_a_service_that_cannot_be_started_again_is_tried_later(
    supervisor: Supervisor, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine has no memory, or no descriptors, for a moment: nobody but the watch would ever try again."""
    from myspace.launch import supervisor as module

    supervisor.start(service("web", SLEEPS))
    supervisor.watch()
    refusals = iter([OSError(12, "Cannot allocate memory")])
    spawn_for_real = module.spawn

    def spawn_or_refuse(*words: object, **more: object) -> object:
        for refusal in refusals:
            raise refusal
        return spawn_for_real(*words, **more)

    monkeypatch.setattr(module, "spawn", spawn_or_refuse)
    os.kill(supervisor.pid("web"), signal.SIGKILL)
    until(lambda: supervisor.restarts("web") == 1)
    assert started_at(supervisor.pid("web"))
    assert said[1:] == ["web: could not be started (Cannot allocate memory); starting it again in 1 s"]


def test_a_request_to_stop_during_the_start_is_heard(supervisor: Supervisor) -> None:
    import threading

    threading.Timer(0.3, supervisor.stopping.set).start()
    with pytest.raises(Interrupted):
        supervisor.start(service("slow", SLEEPS, lambda: False))
    pid = supervisor.pid("slow")
    supervisor.stop()
    assert started_at(pid) is None


SUPERVISES = """
import pathlib, sys, time
from myspace.launch.readiness import at_once
from myspace.launch.spawning import base_environment
from myspace.launch.supervisor import Service, Supervisor
made = Supervisor(pathlib.Path(sys.argv[1]))
made.start(Service('one', (sys.executable, '-c', sys.argv[2]), base_environment(), at_once))
print(made.pid('one'), flush=True)
time.sleep(60)
"""


def supervise_elsewhere(folder: Path, code: str) -> tuple[subprocess.Popen[str], int]:
    other = subprocess.Popen(
        [sys.executable, "-c", SUPERVISES, str(folder), code], stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    assert other.stdout is not None
    return other, int(other.stdout.readline())


def test_when_the_supervisor_is_killed_its_processes_end(tmp_path: Path) -> None:
    other, pid = supervise_elsewhere(tmp_path, "print('up', flush=True); " + SLEEPS)
    until(lambda: "up" in (tmp_path / "logs" / "one.log").read_text())
    other.kill()
    other.wait()
    until(lambda: started_at(pid) is None)


def test_a_process_whose_supervisor_dies_while_it_starts_does_not_start(tmp_path: Path) -> None:
    other, pid = supervise_elsewhere(tmp_path, SLEEPS)
    other.kill()
    other.wait()
    until(lambda: started_at(pid) is None)


def test_what_a_killed_supervisor_could_not_end_is_ended_by_the_next_start(tmp_path: Path, said: list[str]) -> None:
    other, pid = supervise_elsewhere(tmp_path, DEAF)
    until(lambda: "up" in (tmp_path / "logs" / "one.log").read_text())
    other.kill()
    other.wait()
    assert started_at(pid), "a deaf process survives the kernel's request"
    # SIGTERM is ignored by it: SIGKILL follows after a while; shorten that while.
    noted = json.loads((tmp_path / "processes.json").read_text())
    noted["one"][2] = signal.SIGKILL
    (tmp_path / "processes.json").write_text(json.dumps(noted))
    end_leftovers(tmp_path, said.append)
    assert started_at(pid) is None
    assert [line for line in said if line.startswith("one: left over")]


def test_a_process_that_got_the_number_of_a_dead_one_is_left_alone(tmp_path: Path, said: list[str]) -> None:
    stranger = spawn(program(SLEEPS), env=base_environment(), log=tmp_path / "log", cwd=Path("/"))
    (tmp_path / "processes.json").write_text(json.dumps({"one": [stranger.pid, "1", signal.SIGKILL]}))
    end_leftovers(tmp_path, said.append)
    try:
        assert stranger.poll() is None
        assert said == []
    finally:
        stranger.kill()
        stranger.wait()


def test_a_long_log_is_put_aside_at_the_next_start(supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("myspace.launch.spawning.LOG_LIMIT", 100)
    supervisor.log("chatty").write_text("x" * 200)
    supervisor.start(service("chatty", SLEEPS))
    assert supervisor.log("chatty").stat().st_size < 200
    assert supervisor.log("chatty").with_suffix(".log.1").stat().st_size == 200


def test_a_port_that_somebody_answers_on_is_not_taken() -> None:
    with closing(Ports()) as ports, listen("127.0.0.1", 0) as somebody:
        taken = somebody.getsockname()[1]
        assert not free(taken)
        assert ports.reserve(taken) != taken


def test_a_port_bound_with_reuse_and_not_yet_answering_is_not_taken() -> None:
    """granian binds so: a second bind with reuse would succeed, and visitors would be shared."""
    import socket

    with socket.socket() as granian:
        granian.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        granian.bind(("127.0.0.1", 0))
        assert not free(granian.getsockname()[1])


def test_two_launchers_starting_together_get_different_ports() -> None:
    with closing(Ports()) as first, closing(Ports()) as second:
        wanted = first.reserve(23450)
        assert second.reserve(wanted) != wanted
        first.close()
        with closing(Ports()) as third:
            assert third.reserve(wanted) == wanted
