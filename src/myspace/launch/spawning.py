"""Knows how to start one program so that it can always be stopped, whole. Refuses to know which programs exist."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from myspace.launch.folders import Identity

# What a process of ours may learn from the launcher's environment; never a password of another role.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "MYSPACE_CHROMIUM")
LOG_LIMIT = 10_000_000
_WRAPPER = Path(__file__).with_name("child.py")


def base_environment(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """A small, known environment: the allowed names of the launcher's own, and unbuffered output."""
    environ = os.environ if environ is None else environ
    kept = {name: environ[name] for name in INHERITED if name in environ}
    return {"PATH": os.defpath, **kept, "PYTHONUNBUFFERED": "1"}


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    log: Path,
    cwd: Path,
    identity: Identity | None = None,
    death_signal: int = signal.SIGTERM,
    pass_fds: Sequence[int] = (),
    seen_as: int | None = None,
) -> subprocess.Popen[bytes]:
    """Starts `command` in a session of its own, output to `log`, to be told `death_signal` if we disappear.

    `identity` is whom it runs as; `seen_as` the uid it believes to be (child.py says how and why).
    """
    uid, gid = (identity.uid, identity.gid) if identity else (-1, -1)
    seen = -1 if seen_as is None else seen_as
    numbers = (os.getpid(), int(death_signal), uid, gid, seen)
    wrapped = [sys.executable, "-I", "-S", str(_WRAPPER), *(str(number) for number in numbers)]
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"── started {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode())
        return subprocess.Popen(
            [*wrapped, *command],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            start_new_session=True,
            pass_fds=tuple(pass_fds),
        )
    finally:
        os.close(descriptor)


def end(process: subprocess.Popen[bytes], *, by: int = signal.SIGTERM, within: float = 5.0) -> bool:
    """Asks the program to stop, waits, then kills whatever is left of its group. False if it had to be killed."""
    willing = True
    if process.poll() is None:
        process.send_signal(by)
        try:
            process.wait(within)
        except subprocess.TimeoutExpired:
            willing = False
    sweep(process.pid)
    process.wait()
    return willing


def sweep(group: int) -> None:
    """Kills what remains of a process group: workers whose leader has died."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def tail(log: Path, lines: int = 20) -> str:
    """The last lines of a log, for an error message."""
    try:
        with log.open("rb") as stream:
            stream.seek(max(0, log.stat().st_size - 16_000))
            text = stream.read().decode(errors="replace")
    except OSError:
        return "(no log)"
    return "\n".join(text.splitlines()[-lines:])


def started_at(pid: int) -> str | None:
    """The kernel's start time of a process: tells it from a later one with the same number. None if not running."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields[19]


def end_stranger(pid: int, *, by: int = signal.SIGTERM, within: float = 10.0) -> None:
    """Stops a process left over by an earlier run, which is not our child."""
    born = started_at(pid)
    for number in (by, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if started_at(pid) != born:
                return
            time.sleep(0.05)
