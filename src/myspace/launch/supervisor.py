"""Keeps a list of processes running and stops them all. Knows processes; refuses to know what they are for.

    start ──► waiting until ready ──► running ──► died ──► waits (0.5 s, 1, 2 … 15) ──► started again
                    │ died or too late                                                    │
                    ▼                                                                     ▼
               StartFailed (all is stopped)                         stop: reverse order, then the whole group is killed

Each process has its own session, log file and environment. If the supervisor itself is killed, the kernel tells
every process to end (child.py).
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from myspace.launch.folders import Identity
from myspace.launch.spawning import end, end_stranger, spawn, started_at, sweep, tail

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0
HEALTHY_AFTER = 60.0
POLL = 0.1


class StartFailed(Exception):
    """A process did not get ready; the message carries the end of its log."""


class Interrupted(Exception):
    """Somebody asked to stop while things were still starting."""


@dataclass(frozen=True, slots=True)
class Service:
    """A process that is to run until the end. `ready` is asked until it is true."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    ready: Callable[[], bool]
    ready_within: float = 60.0
    stop_by: int = signal.SIGTERM
    stop_within: float = 5.0
    restart: bool = True
    identity: Identity | None = None
    pass_fds: tuple[int, ...] = ()
    cwd: Path = Path("/")


@dataclass(frozen=True, slots=True)
class Task:
    """A process that must end well before the next one starts."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str]
    within: float = 300.0
    cwd: Path = Path("/")


@dataclass(slots=True)
class _Running:
    service: Service
    process: subprocess.Popen[bytes]
    started: float
    pause: float = FIRST_PAUSE
    again_at: float | None = None
    restarts: int = 0


@dataclass(slots=True)
class Supervisor:
    """Starts in order, restarts what dies, stops in reverse."""

    run_dir: Path
    say: Callable[[str], None] = print
    stopping: threading.Event = field(default_factory=threading.Event)
    _running: dict[str, _Running] = field(default_factory=dict)
    _guard: threading.RLock = field(default_factory=threading.RLock)
    _watcher: threading.Thread | None = None

    def run(self, task: Task) -> None:
        """Runs a task to its end; StartFailed if it fails."""
        process = spawn(task.command, env=task.env, log=self.log(task.name), cwd=task.cwd)
        deadline = time.monotonic() + task.within
        while process.poll() is None:
            if self.stopping.wait(POLL / 2) or time.monotonic() > deadline:
                end(process, within=2)
                break
        sweep(process.pid)
        if self.stopping.is_set():
            raise Interrupted
        if process.returncode:
            raise StartFailed(self._failure(task.name, f"ended with {process.returncode}"))

    def start(self, service: Service) -> None:
        """Starts a service and waits until it is ready."""
        self.await_ready([self.begin(service)])

    def begin(self, service: Service) -> Service:
        """Starts a service without waiting: several may get ready at the same time."""
        if self.stopping.is_set():
            raise Interrupted
        with self._guard:
            self._running[service.name] = _Running(service, self._spawn(service), time.monotonic())
            self._note()
        return service

    def await_ready(self, services: Sequence[Service]) -> None:
        """Waits for all of them at once; StartFailed when one ends or is late, Interrupted when we are asked to stop."""
        left = list(services)
        while left := [service for service in left if not self._is_ready(service)]:
            if self.stopping.wait(POLL / 2):
                raise Interrupted

    def _is_ready(self, service: Service) -> bool:
        running = self._running[service.name]
        if (code := running.process.poll()) is not None:
            raise StartFailed(self._failure(service.name, f"ended ({_words(code)})"))
        ready = service.ready()
        if not ready and time.monotonic() > running.started + service.ready_within:
            raise StartFailed(self._failure(service.name, f"was not ready in {service.ready_within:.0f} s"))
        return ready

    def watch(self) -> None:
        """From now on, restarts what dies, in a thread of its own."""
        self._watcher = threading.Thread(target=self._watch, name="supervisor", daemon=True)
        self._watcher.start()

    def stop(self) -> None:
        """Stops everything in reverse order. Safe to call twice."""
        self.stopping.set()
        if self._watcher and self._watcher is not threading.current_thread():
            self._watcher.join()
        with self._guard:
            for running in reversed(self._running.values()):
                service = running.service
                if not end(running.process, by=service.stop_by, within=service.stop_within):
                    self.say(f"{service.name}: did not stop in {service.stop_within:.0f} s and was killed")
            if self._running:  # one that started nothing must not remove the note of one that did
                self._note_path.unlink(missing_ok=True)
            self._running.clear()

    def pid(self, name: str) -> int:
        """The process number of a running service (tests kill it on purpose)."""
        with self._guard:
            return self._running[name].process.pid

    def restarts(self, name: str) -> int:
        """How many times a service has been started again."""
        with self._guard:
            return self._running[name].restarts

    def ready(self, name: str) -> bool:
        """What the running service itself answers to "are you ready?"."""
        with self._guard:
            return self._running[name].service.ready()

    def names(self) -> list[str]:
        with self._guard:
            return list(self._running)

    def log(self, name: str) -> Path:
        folder = self.run_dir / "logs"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / f"{name}.log"

    # -- within -----------------------------------------------------------------------------------------------

    @property
    def _note_path(self) -> Path:
        return self.run_dir / "processes.json"

    def _note(self) -> None:
        """Writes who runs, so that a next start finds what this one may leave behind."""
        facts = {n: [r.process.pid, started_at(r.process.pid), r.service.stop_by] for n, r in self._running.items()}
        self._note_path.write_text(json.dumps(facts))

    def _spawn(self, service: Service) -> subprocess.Popen[bytes]:
        return spawn(
            service.command,
            env=service.env,
            log=self.log(service.name),
            cwd=service.cwd,
            identity=service.identity,
            death_signal=service.stop_by,
            pass_fds=service.pass_fds,
        )

    def _watch(self) -> None:
        while not self.stopping.wait(POLL):
            with self._guard:
                for running in self._running.values():
                    self._look_at(running, time.monotonic())

    def _look_at(self, running: _Running, now: float) -> None:
        service = running.service
        if running.again_at is not None:
            if now >= running.again_at:
                self._again(running, now)
            return
        code = running.process.poll()
        if code is None or not service.restart:
            return
        sweep(running.process.pid)
        if now - running.started > HEALTHY_AFTER:
            running.pause = FIRST_PAUSE
        self._later(running, now, f"ended ({_words(code)})")

    def _again(self, running: _Running, now: float) -> None:
        try:
            running.process = self._spawn(running.service)
        except OSError as trouble:  # no memory, no descriptors, a full disk: the watch must outlive it
            self._later(running, now, f"could not be started ({trouble.strerror})")
            return
        running.started, running.again_at = now, None
        running.restarts += 1
        self._note()

    def _later(self, running: _Running, now: float, why: str) -> None:
        self.say(f"{running.service.name}: {why}; starting it again in {running.pause:g} s")
        running.again_at = now + running.pause
        running.pause = min(running.pause * 2, LONGEST_PAUSE)

    def _failure(self, name: str, what: str) -> str:
        log = self.log(name)
        lines = "\n".join(f"  {name} | {line}" for line in tail(log).splitlines())
        return f"{name} {what}. The end of {log}:\n{lines}"


def end_leftovers(run_dir: Path, say: Callable[[str], None] = print) -> None:
    """Ends the processes that an earlier supervisor noted and did not stop; a reused number is left alone."""
    path = run_dir / "processes.json"
    try:
        facts = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return
    for name, (pid, born, stop_by) in reversed(facts.items()):
        if born is not None and started_at(pid) == born:
            say(f"{name}: left over from an earlier start (process {pid}); stopping it")
            end_stranger(pid, by=stop_by)
        if born is not None:
            sweep_stranger(pid, born)
    path.unlink()


def sweep_stranger(group: int, born: str) -> None:
    """Kills what is left of a group whose leader is gone, unless its number now leads other processes."""
    leader = started_at(group)
    if leader is None or leader == born:
        sweep(group)


def _words(code: int) -> str:
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"code {code}"


def python_module(*words: str) -> tuple[str, ...]:
    """The command that runs a module of ours with this interpreter."""
    return (sys.executable, "-m", *words)
