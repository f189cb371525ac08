"""A check in a process of its own, which a hostile file can at worst make end: for files of strangers.

    file ─▶ ours: not too large? ─▶ a new process (`alone`), with nothing of ours in its environment
             │                       bounded in memory, seconds of CPU and bytes it may write, before it reads the file
             │                       then it can open nothing: no file, no socket
             ◀── one small answer, or the process was ended: Stopped

Whoever calls waits at most `Cost.wall_s`. How many may run at once is the caller's to say.
"""

from __future__ import annotations

import base64
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, fields
from datetime import datetime

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from myspace.protocols.pades import reports
from myspace.protocols.pades.reports import Doubted, Good, Report, Sealer
from myspace.protocols.pades.trusting import MIB, Limits, Trust

_ALONE = "myspace.protocols.pades.alone"
_MOST_TOLD = 16 * 1024
_ENDED_BY = (-signal.SIGXCPU, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGXFSZ)
NO_MEMORY = 5  # what `alone` ends with when it had none left
KINDS: dict[str, type[Report]] = {
    kind.__name__: kind
    for kind in (
        reports.NotAPdf, reports.TooLarge, reports.Encrypted, reports.TooMuch, reports.NotSigned, reports.SeveralSeals,
        reports.Altered, reports.AddedTo, reports.NotTrusted, reports.Revoked, reports.Expired, reports.NotStamped,
        reports.Unproven, reports.Good,
    )
}  # fmt: skip


class CheckFailed(Exception):
    """The check itself did not work, whatever the file is: nothing is known, and it is for the operator to look at."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one check may take. A good paper takes one second of CPU, nearly all of it to start, and 100 MiB."""

    wall_s: float = 15.0
    cpu_s: int = 6
    memory: int = 512 * MIB  # of addresses, not only of what is used


class Job(msgspec.Struct, frozen=True):
    """The first line of what `alone` reads; the file follows."""

    now: datetime
    sealing: tuple[str, ...]
    stamping: tuple[str, ...]
    between: tuple[str, ...]
    lists: tuple[str, ...]
    limits: Limits
    cost: Cost

    @classmethod
    def of(cls, trust: Trust, now: datetime, cost: Cost) -> Job:
        given = (_written(trust.sealing), _written(trust.stamping), _written(trust.between))
        lists = tuple(base64.b64encode(each).decode() for each in trust.lists)
        return cls(now, *given, lists, trust.limits, cost)

    def trust(self) -> Trust:
        given = (_read(self.sealing), _read(self.stamping), _read(self.between))
        return Trust(*given, tuple(base64.b64decode(each) for each in self.lists), self.limits)


def check_apart(pdf: bytes, trust: Trust, now: datetime, cost: Cost = Cost()) -> Report:  # a frozen value
    """As `checking.check`, and Stopped. Raises CheckFailed."""
    if len(pdf) > trust.limits.octets:
        return reports.TooLarge()  # not even handed over
    job = msgspec.json.encode(Job.of(trust, now, cost)) + b"\n" + pdf
    with tempfile.TemporaryFile() as told:  # a file, since the size of a file can be bounded, and a pipe's cannot
        command = [sys.executable, "-I", "-B", "-m", _ALONE, str(cost.cpu_s), str(cost.memory)]
        try:
            code = subprocess.run(  # noqa: S603  # our own module
                command, input=job, stdout=told, stderr=subprocess.DEVNULL, env={"LC_ALL": "C.UTF-8"}, cwd="/",
                timeout=cost.wall_s, check=False, start_new_session=True,
            ).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            return reports.Stopped()
        except OSError as away:
            raise CheckFailed("no process could be started") from away
        if code in _ENDED_BY or code == NO_MEMORY:
            return reports.Stopped()
        if code:
            raise CheckFailed(f"the check ended with {code}")
        told.seek(0)
        return told_by(told.read(_MOST_TOLD + 1))


def answer(report: Report) -> bytes:
    """A report as `alone` says it."""
    said = {each.name: getattr(report, each.name) for each in fields(report)}
    return msgspec.json.encode({"kind": type(report).__name__, **said, **_sealer(said)})


def _sealer(said: dict[str, object]) -> dict[str, object]:
    by = said.get("by")
    return {"by": asdict(by)} if isinstance(by, Sealer) else {}


class _Answer(msgspec.Struct, forbid_unknown_fields=True):
    kind: str
    by: Sealer | None = None
    sealed_at: datetime | None = None
    until: datetime | None = None


def told_by(octets: bytes) -> Report:
    """The report in an answer. It comes from a process that read a stranger's file: whatever else it is, CheckFailed."""
    try:
        said = msgspec.json.decode(octets, type=_Answer)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise CheckFailed("the check said nothing that is an answer") from None
    kind = KINDS.get(said.kind, Report)
    if len(octets) <= _MOST_TOLD:
        if kind is Good and said.by and said.sealed_at and said.sealed_at.tzinfo:
            return Good(said.by, said.sealed_at, said.until)
        if issubclass(kind, Doubted) and said.by:
            return kind(said.by)
        if kind not in (Report, Good) and not issubclass(kind, Doubted):
            return kind()
    raise CheckFailed("the check said what is no answer")


def _written(given: tuple[x509.Certificate, ...]) -> tuple[str, ...]:
    return tuple(base64.b64encode(each.public_bytes(Encoding.DER)).decode() for each in given)


def _read(given: tuple[str, ...]) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_der_x509_certificate(base64.b64decode(each)) for each in given)
