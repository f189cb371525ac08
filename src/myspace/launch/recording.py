"""The record's part of a start: who is told which key, two witnesses and an authority of time stamps as others would run them.

Each witness has its own key and keeps its own last head. Neither is told the record's key, only its public half.
"""

from __future__ import annotations

from pathlib import Path

from myspace.launch import readiness
from myspace.launch.keys import RecordKey, WitnessKey
from myspace.launch.ports import LOOPBACK
from myspace.launch.spawning import base_environment
from myspace.launch.supervisor import Service, python_module

Stamping = tuple[Path, int]  # the authority's folder, and its port
Listening = tuple[tuple[WitnessKey, int], ...]  # each with its port


def file(run_dir: Path) -> Path:
    return run_dir / "witnesses.toml"


def issuers(run_dir: Path) -> Path:
    """Whose seals the page that checks papers believes, as an operator writes it."""
    return run_dir / "issuers-of-seals.toml"


def write(run_dir: Path, listening: Listening, stamping: Stamping | None = None) -> None:
    if stamping is not None:
        folder, port = stamping
        issuers(run_dir).write_text(
            f'[[issuer]]\nname = "the invented authority"\ncertificates = "{folder / "roots.pem"}"\n'
            f'answers_for = ["seals", "stamps"]\nlists = ["http://{LOOPBACK}:{port}/retirats.crl"]\n'
        )
    each = (
        f'[[witness]]\nname = "{key.name}"\nurl = "http://{LOOPBACK}:{port}"\nkey = "{key.public}"\n'
        for key, port in listening
    )
    file(run_dir).write_text("\n".join(each))


def environment(
    process: str, record: RecordKey | None, listening: Listening, stamping: Stamping | None, run_dir: Path
) -> dict[str, str]:
    """Whoever holds the key can sign another record: the maker alone does. Web shows its public half."""
    if record is None:
        return {}
    given = {
        "web": {"MYSPACE_RECORD_PUBLIC": record.public},
        "maker": {"MYSPACE_RECORD_KEY": str(record.path), "MYSPACE_RECORD_NAME": record.name} | _stamps(stamping),
    }
    believed = stamping is not None and process in ("web", "worker")
    named = {"MYSPACE_WITNESSES": str(file(run_dir))} if listening and process in given else {}
    return {
        **named,
        **({"MYSPACE_ISSUERS_OF_SEALS": str(issuers(run_dir))} if believed else {}),
        **given.get(process, {}),
    }


def _stamps(stamping: Stamping | None) -> dict[str, str]:
    if stamping is None:
        return {}
    folder, port = stamping
    return {
        "MYSPACE_TSA_URL": f"http://{LOOPBACK}:{port}",
        "MYSPACE_TSA_ROOTS": str(folder / "roots.pem"),
        # The same invented authority issues the organisation's seal: the maker alone learns where its key is.
        "MYSPACE_SEAL": str(folder / "seal.pem"),
        "MYSPACE_SEAL_KEY": str(folder / "seal-key.pem"),
        "MYSPACE_SEAL_ROOTS": str(folder / "roots.pem"),
        "MYSPACE_SEAL_LISTS": f"http://{LOOPBACK}:{port}/retirats.crl",
    }


def services(record: RecordKey | None, listening: Listening, stamping: Stamping | None) -> list[Service]:
    if record is None:
        return []
    found = []
    if stamping is not None:
        folder, port = stamping
        command = python_module("myspace.connectors.timestamp.simulator", "--folder", str(folder), "--port", str(port))
        found.append(Service("timestamp", command, base_environment(), readiness.answers(port, "/healthz")))
    for number, (key, port) in enumerate(listening, 1):
        words = ["--name", key.name, "--key", str(key.path), "--state", str(key.state), "--port", str(port)]
        command = python_module("myspace.connectors.witness.simulator", *words, f"--log={record.public}")
        found.append(Service(f"witness_{number}", command, base_environment(), readiness.answers(port, "/healthz")))
    return found
