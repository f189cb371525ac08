"""The same rehearsal for machines (JSON, shape 1) and as one page to hand to a colleague (HTML).

Knows two stable forms; docs/howto/connect-a-body.md describes the first. Refuses to hold anything a person's.
"""

from __future__ import annotations

import html
import json
from typing import Any

from .catalogue import CHECKS
from .notebook import Finding, Severity
from .rehearsal import Outcome
from .report import verdict

SHAPE = 1  # raised when a name changes or goes; new names may come at any time

_VERDICT = {0: "may_connect", 1: "must_not_connect", 2: "not_reached"}


def as_json(outcomes: list[Outcome], exit_status: int) -> str:
    whole = {
        "shape": SHAPE,
        "contract": "HCC-1",
        "exit_status": exit_status,
        "bodies": [_body(o) for o in outcomes],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _body(outcome: Outcome) -> dict[str, Any]:
    target, notes = outcome.target, outcome.notes
    return {
        "ine10": target.ine10 or None,
        "dir3": target.dir3 or None,
        "name": target.name or None,
        "url": target.url,
        "verdict": _VERDICT[outcome.exit_status],
        "questions": outcome.questions,
        "slowest_ms": outcome.slowest_ms,
        "items": outcome.items,
        "hosts_seen": sorted(outcome.hosts_seen),
        "findings": [_finding(f) for f in notes.findings()],
        "held": notes.held(),
        "not_looked_at": sorted(set(CHECKS) - notes.ran),
        "usefulness": {
            "score": outcome.usefulness.score,
            "losses": [
                {"operation": x.operation, "field": x.field, "loss": x.loss, "without": x.without, "of": x.of}
                for x in outcome.usefulness.losses
            ],
        },
    }


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "check": found.check.id,
        "severity": found.check.severity.value,
        "what": found.check.what,
        "why": found.check.why,
        "mend": found.check.mend,
        "operation": found.operation or None,
        "field": found.field or None,
        "detail": found.detail or None,
        "count": found.count,
        "places": [{"asked": p.asked or None, "item": p.item or None} for p in found.places],
    }


_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}"
    "h1{font-size:1.4rem}h2{margin-top:2rem;border-bottom:2px solid}h3{font-size:1rem;margin-bottom:.2rem}"
    "code{overflow-wrap:anywhere}p,ul{margin:.2rem 0}"
)
_GROUPS = (
    (Severity.FAIL, "Impedeix connectar"),
    (Severity.WARN, "Convé millorar"),
    (Severity.INFO, "Per saber"),
)


def as_html(outcomes: list[Outcome]) -> str:
    parts = [f"<!doctype html><html lang=ca><meta charset=utf-8><meta name=viewport content='width=device-width'>"
             f"<title>Conformitat amb el Hub de Carpetes</title><style>{_STYLE}</style>"]  # fmt: skip
    for outcome in outcomes:
        parts += _page(outcome)
    return "\n".join(parts) + "\n"


def _page(outcome: Outcome) -> list[str]:
    say = html.escape
    parts = [
        f"<h1>{say(outcome.target.name or outcome.target.url)}</h1><p><strong>{say(verdict(outcome))}</strong></p>"
    ]
    for severity, title in _GROUPS:
        findings = outcome.notes.findings(severity)
        if findings:
            parts.append(f"<h2>{title}</h2>")
        for check in dict.fromkeys(f.check for f in findings):
            parts.append(f"<h3>{check.id} · {say(check.what)}</h3><p>{say(check.why)}</p>")
            parts.append(f"<p><strong>Com s'arregla:</strong> {say(check.mend)}</p><ul>")
            parts += [f"<li>{_line(f)}</li>" for f in findings if f.check is check]
            parts.append("</ul>")
    parts.append(f"<h2>Bé</h2><p>{len(outcome.notes.held())} comprovacions.</p>")
    useful = outcome.usefulness
    if useful.score is not None:
        parts.append(f"<h2>Dades que ajuden el veí: {useful.score} de 100</h2><p>Només ho veu l'ens.</p><ul>")
        parts += [f"<li><code>{say(x.field)}</code>: {say(x.loss)} ({x.without} de {x.of})</li>" for x in useful.losses]
        parts.append("</ul>")
    return parts


def _line(found: Finding) -> str:
    first = found.places[0]
    said = (found.field, found.detail, found.operation, first.item, first.asked)
    times = f" ({found.count} vegades)" if found.count > 1 else ""
    return " · ".join(f"<code>{html.escape(p)}</code>" for p in said if p) + times
