"""Writes docs/reference from the code: `python -m myspace.launch.reference [check]`. Knows where facts are, states none.

events.md      the catalogue of audit events, with the person's sentence in each language
connectors.md  the manifests
settings.md    the environment variables that the code reads

`check` writes nothing and fails when a page is stale; a test does the same.
"""

from __future__ import annotations

import ast
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from myspace.launch import folders
from myspace.launch.messages import SOURCE, offered
from myspace.launch.spawning import INHERITED
from myspace.launch.translations import compile_stale

PLACE = Path("docs/reference")
WRITTEN_BY = "<!-- Written by `python -m myspace.launch.reference`: do not edit. -->\n"
LANGUAGES = (SOURCE, *offered())

# What each variable is for. One that the code reads and this table lacks, or the reverse, stops the generator.
MEANING = {
    "DATABASE_DIRECT_URL": "the same role's address without PgBouncer: for LISTEN and the asker's lock; else `DATABASE_URL`",
    "DATABASE_KEEPER_URL": "the keeper's address: key rotation, data migrations, dump and restore",
    "DATABASE_LIVE_URL": "the address of the role of live, when `DATABASE_URL` is set for `up`",
    "DATABASE_OWNER_URL": "the owner's address: migrations only",
    "DATABASE_URL": "the address of the process's own role; unset for the launcher: it makes a cluster of its own",
    "DATABASE_WEB_URL": "the address of the role of web, when `DATABASE_URL` is set for `up`",
    "DATABASE_MAKER_URL": "the address of the role of maker, when `DATABASE_URL` is set for `up`",
    "DATABASE_WORKER_URL": "the address of the role of worker, when `DATABASE_URL` is set for `up`",
    "MYSPACE_CHROMIUM": "the browser for the tests; else one is found or installed",
    "MYSPACE_ERASURES": "the ledger of erasures; beside the keyring if unset",
    "MYSPACE_HOSTS": "more host names to answer to, with commas; that of `MYSPACE_ORIGIN` is always one",
    "MYSPACE_FEEDS": "a TOML file: which feeds may tell of consultations, and whose answers are believed; without it none",
    "MYSPACE_ISSUERS": "a TOML file: which issuers may tell of notices; without it that door is not there",
    "MYSPACE_LOGIN_FEEDS": "a TOML file: which feeds may tell of logins at other services; without it that door is not there",
    "MYSPACE_KEYS": "the keyring file, mode 0600",
    "MYSPACE_LOGIN_PROVIDERS": "a TOML file: which identity providers each door offers; VALId alone if unset",
    "MYSPACE_MAIL_FROM": "the address that writes the mails of the folder",
    "MYSPACE_PUSH_SIMULATED": "host:port of a simulated push service, with `MYSPACE_SIMULATED` only",
    "MYSPACE_RECORD_BEFORE": "keys (vkeys) of the record's earlier names, with spaces: their last head may be carried on",
    "MYSPACE_RECORD_HEADS": "the file of the record's heads; `heads.txt` beside the keyring if unset",
    "MYSPACE_RECORD_KEY": "a PEM file, the maker's: the key (Ed25519) that signs heads of the record; nothing is sealed if unset",
    "MYSPACE_RECORD_NAME": "the name of the record and of its key, as its heads say it",
    "MYSPACE_RECORD_PUBLIC": "the public half of that key (a vkey), for web: in receipts and on the page of the record",
    "MYSPACE_OWNERS_LISTS": "addresses, between spaces, of lists of withdrawn certificates of those who sign papers of theirs",
    "MYSPACE_OWNERS_ROOTS": "a PEM file: under which roots a body's signature of its paper is believed; without it none is",
    "MYSPACE_SEAL": "the organisation's seal, for the maker: a PEM certificate, or a PKCS#12 file; no papers of ours without it",
    "MYSPACE_SEAL_KEY": "the key of a PEM seal, for the maker",
    "MYSPACE_SEAL_LISTS": "addresses, between spaces, of the lists of withdrawn certificates of who issues the seal and the stamp",
    "MYSPACE_SEAL_PASSWORD": "of the key of the seal, or of its PKCS#12 file",
    "MYSPACE_SEAL_ROOTS": "a PEM file: who issues the seal",
    "MYSPACE_TSA_ROOTS": "a PEM file: under which roots the time-stamping authority must be",
    "MYSPACE_TSA_URL": "a time-stamping authority (RFC 3161 over HTTP), for the maker; no stamps without it",
    "MYSPACE_ISSUERS_OF_SEALS": "a TOML file: whose seals and stamps are believed, and where their lists are; nobody's without it",
    "MYSPACE_WITNESSES": "a TOML file: who confirms heads of the record, for maker and web; nobody without it",
    "MYSPACE_SMS_TOKEN": "what the SMS gateway knows us by",
    "MYSPACE_SMS_URL": "an SMS gateway that speaks as DELIVERY-1; no SMS if unset",
    "MYSPACE_SMTP_PASSWORD": "the password at the mail server",
    "MYSPACE_SMTP_URL": "the mail server: `smtps://user@host` or `smtp://user@host:587` with STARTTLS; no mail if unset",
    "MYSPACE_VAPID_CONTACT": "`mailto:` or `https:` of whoever runs the folder, for push services",
    "MYSPACE_VAPID_KEY": "a PEM file with the private key of push messages (P-256), for the maker; no push if unset",
    "MYSPACE_VAPID_PUBLIC": "its public half in base64url, for web",
    "MYSPACE_OFFLINE_LOGIN": "`1`: people may leave a login by which their list is read while away, where e-NOTUM takes it",
    "MYSPACE_ORIGIN": "the address in the browser, without a slash at the end; `http://localhost:8000` if unset",
    "MYSPACE_PG": "forces which PostgreSQL programs: `debian`, `path`, `wheel` or a folder",
    "MYSPACE_PGBOUNCER": "`1`: `DATABASE_URL` leads through PgBouncer by transaction, so statements are not prepared",
    "MYSPACE_POOL": "connections that a process keeps open to PostgreSQL; 4 if unset, 7 in the worker, 9 in the maker",
    "MYSPACE_PROCESS": "which process this is: `web`, `live`, `worker`, `maker` or `manage`",
    "MYSPACE_PYTHON": "set by `./myspace` itself, so that it looks for a newer Python only once",
    "MYSPACE_SERVICES": "a TOML file: what is one address for the deployment (e-NOTUM, Representa, e-FACT); none if unset",
    "MYSPACE_SIMULATED": "`1`: the ribbon is shown and plain http is allowed to this machine's simulators",
    "MYSPACE_SIMULATED_TODAY": "the day on which the simulated country believes to be, such as `2026-03-01`",
    "MYSPACE_VALID_CLIENT_ID": "the client id that the identity provider gave us",
    "MYSPACE_VALID_CLIENT_SECRET": "the client secret that the identity provider gave us",
    "MYSPACE_WAYS": "to what the preferences offer to send, with commas: `email`, `sms`; `email` if unset",
    "MYSPACE_VALID_URL": "the identity provider's address",
    "PATH": "where PostgreSQL and Chromium are looked for",
    "PROMETHEUS_MULTIPROC_DIR": "a folder where all processes of one machine count together; set by `up`",
    "PG_BIN": "a folder of PostgreSQL programs to use first",
}


class Undescribed(Exception):
    """The table of meanings and the code disagree; the message names the variables."""


def pages() -> dict[str, str]:
    """File name → text."""
    return {"events.md": events(), "connectors.md": connectors(), "settings.md": settings()}


def stale(root: Path | None = None) -> list[str]:
    """The pages whose text is not what the code says today."""
    place = (root or folders.checkout()) / PLACE
    return [name for name, text in pages().items() if not (place / name).exists() or (place / name).read_text() != text]


def events() -> str:
    """Every event that can be recorded, with what the person reads in their own log."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
    compile_stale()
    import django
    from django.utils import translation

    django.setup()  # translations need the applications

    from myspace.domain.audit.events import SENTENCES, Event

    def said(event: Event, language: str) -> str:
        with translation.override(language):
            return str(SENTENCES[event])

    rows = [(f"`{event.value}`", *(said(event, language) for language in LANGUAGES)) for event in sorted(Event)]
    return _page(
        "Events of the record",
        "What is not here cannot be recorded (`src/myspace/domain/audit/events.py`). A person reads these sentences in\n"
        "their own log. `{…}` is a fact kept with the event, never an identifier.",
        ("Event", *LANGUAGES),
        rows,
    )


def connectors() -> str:
    """Every connector by its manifest."""
    from myspace.connectors import discover

    rows = []
    for one in discover():
        open_rules = [rule for rule, state in one.quality.items() if state == "todo"]
        rows.append(
            (
                f"`{one.name}`",
                one.title["en"],
                f"[{Path(one.spec).name}](../../{one.spec})",
                ", ".join(topic.value for topic in one.topics) or "none: it is no source",
                ", ".join(kind.name for kind in one.identifiers),
                one.auth,
                f"{one.deadline_ms} ms",
                "; ".join(one.keeps_categories),
                f"{one.fresh_for_minutes} min",
                f"{one.kept_for_days} days",
                one.level,
                ", ".join(open_rules) or "none",
            )
        )
    heads = ("Name", "Title", "Contract", "Topics", "Identifiers", "Authentication", "Deadline", "Keeps")
    return _page(
        "Connectors",
        "One folder each under `src/myspace/connectors`; each states these facts in its `manifest.toml`. What each quality\n"
        "rule asks for: `./myspace quality`.",
        (*heads, "Asked again after", "Kept for", "Quality", "Quality rules still to do"),
        rows,
    )


def settings() -> str:
    """Every environment variable that the code reads, and where."""
    read = variables_read(folders.checkout())
    undescribed, unread = sorted(read.keys() - MEANING.keys()), sorted(MEANING.keys() - read.keys())
    if undescribed or unread:
        raise Undescribed(f"launch/reference.py: describe {undescribed or 'nothing'}, drop {unread or 'nothing'}")
    rows = [
        (f"`{name}`", MEANING[name], ", ".join(f"`{path}`" for path in sorted(read[name]))) for name in sorted(read)
    ]
    inherited = ", ".join(f"`{name}`" for name in INHERITED)
    return _page(
        "Environment variables",
        "What the code reads. `./myspace up` gives each process its own; [run.md](../howto/run.md) says which.\n"
        f"Of the launcher's own environment a process receives only {inherited}.",
        ("Variable", "For", "Read in"),
        rows,
    )


def variables_read(root: Path) -> dict[str, set[str]]:
    """Variable → packages: every `environ["X"]`, `environ.get("X")` and `"X" in environ` of the code, by its syntax."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in [root / "myspace", *sorted((root / "src/myspace").rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = _variable(node)
            if name:
                found[name].add(_package(path.relative_to(root)))
    return dict(found)


def _variable(node: ast.AST) -> str | None:
    match node:
        case ast.Subscript(value=whence, slice=ast.Constant(value=str(name)), ctx=ast.Load()):
            pass
        case ast.Call(func=ast.Attribute(value=whence, attr="get"), args=[ast.Constant(value=str(name)), *_]):
            pass
        case ast.Compare(left=ast.Constant(value=str(name)), ops=[ast.In() | ast.NotIn()], comparators=[whence]):
            pass
        case _:
            return None
    return name if ast.unparse(whence).endswith("environ") else None


def _package(path: Path) -> str:
    return ".".join(path.parts[1:3]) if path.parts[0] == "src" else f"./{path}"


def _page(title: str, words: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [f"# {title}", "", WRITTEN_BY, words, "", _line(heads), _line(("---",) * len(heads))]
    return "\n".join([*lines, *(_line(row) for row in rows)]) + "\n"


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def main() -> int:
    if sys.argv[1:] == ["check"]:
        old = stale()
        for name in old:
            print(f"{PLACE / name} is stale: run python -m myspace.launch.reference", file=sys.stderr)
        return 1 if old else 0
    place = folders.checkout() / PLACE
    place.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (place / name).write_text(text)
        print(PLACE / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
