"""Findings: what was looked at, what was wrong, where.

Knows how to write a finding down once however often it happens. Refuses to keep a value that a body sent:
a report may travel by e-mail, so it only ever holds shapes, names of the contract and the AOC's test numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from dataclasses import field as made
from enum import StrEnum

MAX_PLACES = 5
MAX_FINDINGS = 50  # of one rule: a body that invents a name for each field must not fill our memory
_MORE = "i en més llocs"
# Three digits in a row at most (codiINE10, codiDIR3): what has more may be somebody's number, written as a name.
_PRINTABLE_NAME = re.compile(r"(?!.*[0-9]{4})[A-Za-z][A-Za-z0-9_]{0,40}")
_PRINTABLE_HOST = re.compile(r"(?=.{1,100}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)


class Severity(StrEnum):
    FAIL = "fail"  # must not be connected
    WARN = "warn"  # better to mend
    INFO = "info"  # good to know


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. `what` is the rule, `why` what the neighbour or the folder loses, `mend` what to do."""

    id: str
    severity: Severity
    what: str
    why: str
    mend: str

    @property
    def family(self) -> str:
        return self.id[6]


@dataclass(frozen=True, slots=True)
class Where:
    """Place of a finding: `expedients[2].deutes[0]` of an operation, asked in a certain way."""

    operation: str = ""
    asked: str = ""
    item: str = ""
    field: str = ""

    def at(self, field_name: str) -> Where:
        return replace(self, field=field_name)

    def inside(self, item: str) -> Where:
        return replace(self, item=item, field="")


@dataclass(slots=True)
class Finding:
    check: Check
    operation: str
    field: str
    detail: str
    count: int = 0
    places: list[Where] = made(default_factory=list)


@dataclass(slots=True)
class Notebook:
    """What one rehearsal saw. A check that never ran is neither good nor bad: it is not in `ran`."""

    catalogue: dict[str, Check]
    ran: set[str] = made(default_factory=set)
    _findings: dict[tuple[str, str, str, str], Finding] = made(default_factory=dict)

    def judge(self, check_id: str, ok: bool, where: Where | None = None, detail: str = "") -> bool:
        """Write down that a rule was looked at, and the finding when it does not hold. Returns `ok`."""
        self.ran.add(check_id)
        if not ok:
            self._write(self.catalogue[check_id], where or Where(), detail)
        return ok

    def _write(self, check: Check, where: Where, detail: str) -> None:
        key = (check.id, where.operation, where.field, detail)
        if key not in self._findings and self._of(check) >= MAX_FINDINGS:
            where, detail, key = Where(), _MORE, (check.id, "", "", _MORE)
        found = self._findings.setdefault(key, Finding(check, where.operation, where.field, detail))
        found.count += 1
        if len(found.places) < MAX_PLACES:
            found.places.append(where)

    def _of(self, check: Check) -> int:
        return sum(1 for found in self._findings.values() if found.check is check)

    def take(self, found: Finding) -> None:
        """A finding of an earlier run, as it was written down."""
        self._findings[(found.check.id, found.operation, found.field, found.detail)] = found

    def findings(self, severity: Severity | None = None) -> list[Finding]:
        chosen = [f for f in self._findings.values() if severity is None or f.check.severity is severity]
        return sorted(chosen, key=lambda f: (f.check.id, f.operation, f.field))

    def ids(self, severities: Iterable[Severity] = Severity) -> set[str]:
        wanted = set(severities)
        return {f.check.id for f in self._findings.values() if f.check.severity in wanted}

    def held(self) -> list[str]:
        return sorted(self.ran - {f.check.id for f in self._findings.values()})


def printable_name(name: str) -> str:
    """A field's name as the body wrote it, when it cannot be anything but a name."""
    return name if _PRINTABLE_NAME.fullmatch(name) else f"(nom de {len(name)} caràcters)"


def printable_host(host: str) -> str:
    return host.lower() if _PRINTABLE_HOST.fullmatch(host) else "(amfitrió il·legible)"


def shape(value: object) -> str:
    """What a value looks like, without the value."""
    match value:
        case None:
            return "null"
        case bool():
            return "un booleà"
        case int() | float():
            return "un nombre sense cometes"
        case str():
            return "un text buit" if not value else f"un text de {len(value)} caràcters"
        case list():
            return f"una llista de {len(value)}"
        case dict():
            return "un objecte"
        case _:
            return "un valor desconegut"
