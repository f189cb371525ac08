"""The same rehearsal for machines (JSON, shape 1) and as one page to hand to a colleague (HTML).

Knows two stable forms; docs/howto/connect-a-body.md describes the first. Refuses to hold anything a person's.
"""

from __future__ import annotations

import html
import json
from typing import Any

from .asking import Target
from .catalogue import CHECKS
from .notebook import Finding, Notebook, Severity, Where
from .rehearsal import Outcome
from .report import reasons, verdict, worst_first
from .usefulness import Loss, Usefulness

SHAPE = 1  # raised when a name changes or goes; new names may come at any time

_VERDICT = {0: "may_connect", 1: "must_not_connect", 2: "not_reached"}


def as_json(outcomes: list[Outcome], exit_status: int) -> str:
    whole = {
        "shape": SHAPE,
        "contract": "HCC-1",
        "exit_status": exit_status,
        "bodies": [body_form(o) for o in outcomes],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def body_form(outcome: Outcome) -> dict[str, Any]:
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


class UnreadableResult(ValueError):
    """A kept result of another kit, or that is none."""


def read_form(form: dict[str, Any], target: Target) -> Outcome:
    """The outcome that `body_form` wrote. Words are not read back: they are today's catalogue's."""
    told = {found["check"] for found in form["findings"]}
    if not told | set(form["held"]) <= set(CHECKS) or form["verdict"] not in _VERDICT.values():
        raise UnreadableResult
    notes = Notebook(CHECKS, ran=told | set(form["held"]))
    for found in form["findings"]:
        operation, field, detail = (found[name] or "" for name in ("operation", "field", "detail"))
        places = [Where(operation, p["asked"] or "", p["item"] or "", field) for p in found["places"]]
        notes.take(Finding(CHECKS[found["check"]], operation, field, detail, found["count"], places))
    useful = form["usefulness"]
    return Outcome(
        target=target,
        notes=notes,
        usefulness=Usefulness(useful["score"], tuple(Loss(**loss) for loss in useful["losses"])),
        reached=form["verdict"] != _VERDICT[2],
        questions=form["questions"],
        slowest_ms=form["slowest_ms"],
        items=form["items"],
        hosts_seen=frozenset(form["hosts_seen"]),
    )


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
    "code,td{overflow-wrap:anywhere}p,ul{margin:.2rem 0}"
    "table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .5rem .3rem 0;"
    "border-top:1px solid #999}section{margin-top:3rem;border-top:4px solid}"
)
_GROUPS = (
    (Severity.FAIL, "Impedeix connectar"),
    (Severity.WARN, "Convé millorar"),
    (Severity.INFO, "Per saber"),
)


def as_html(outcomes: list[Outcome], asked: int = 1) -> str:
    """One body: its page. Many: what fails most, the bodies worst first, and each whole further down.

    The score is only on a body's own page: on one that holds many it would set one against another.
    """
    parts = [f"<!doctype html><html lang=ca><meta charset=utf-8><meta name=viewport content='width=device-width'>"
             f"<title>Conformitat amb el Hub de Carpetes</title><style>{_STYLE}</style>"]  # fmt: skip
    if asked == 1:
        parts += _page(outcomes[0], 1)
    else:
        worst = worst_first(outcomes)
        parts += _summary(worst, asked)
        for outcome in worst:
            parts += [f"<section id=b{html.escape(outcome.target.ine10)}>", *_page(outcome, 2), "</section>"]
    return "\n".join(parts) + "\n"


def _summary(outcomes: list[Outcome], asked: int) -> list[str]:
    say = html.escape
    parts = [f"<h1>Conformitat amb el Hub de Carpetes: {len(outcomes)} ens</h1>"]
    if len(outcomes) < asked:
        parts.append(
            f"<p><strong>S'ha aturat abans: {asked - len(outcomes)} ens no s'han acabat de provar.</strong></p>"
        )
    common = reasons(outcomes)
    if common:
        rows = [f"<tr><td>{n}<td>{check}<td>{say(CHECKS[check].what)}" for check, n in common]
        parts += ["<h2>El que més es repeteix</h2><table><tr><th>Ens<th>Regla<th>Què diu", *rows, "</table>"]
    parts.append(
        "<h2>Ens per ens, primer els que estan pitjor</h2><table><tr><th>Ens<th>Resultat<th>Regles que no compleix"
    )
    for outcome in outcomes:
        label = say(f"{outcome.target.ine10} {outcome.target.name}".strip())
        fails = len(outcome.notes.ids([Severity.FAIL]))
        parts.append(
            f"<tr><td><a href='#b{say(outcome.target.ine10)}'>{label}</a><td>{say(verdict(outcome))}<td>{fails}"
        )
    return [*parts, "</table>"]


def _page(outcome: Outcome, level: int) -> list[str]:
    say = html.escape
    first, second, third = (f"h{level + n}" for n in range(3))
    target = outcome.target
    name = say(target.name or target.url) if level == 1 else say(f"{target.ine10} {target.name}".strip())
    parts = [f"<{first}>{name}</{first}><p><strong>{say(verdict(outcome))}</strong></p>"]
    for severity, title in _GROUPS:
        findings = outcome.notes.findings(severity)
        if findings:
            parts.append(f"<{second}>{title}</{second}>")
        for check in dict.fromkeys(f.check for f in findings):
            parts.append(f"<{third}>{check.id} · {say(check.what)}</{third}><p>{say(check.why)}</p>")
            parts.append(f"<p><strong>Com s'arregla:</strong> {say(check.mend)}</p><ul>")
            parts += [f"<li>{_line(f)}</li>" for f in findings if f.check is check]
            parts.append("</ul>")
    parts.append(f"<{second}>Bé</{second}><p>{len(outcome.notes.held())} comprovacions.</p>")
    useful = outcome.usefulness
    if useful.score is not None:
        score = f": {useful.score} de 100" if level == 1 else ""
        parts.append(
            f"<{second}>Dades que ajuden el veí{score}</{second}><p>Només ho veu l'ens. No impedeix connectar.</p><ul>"
        )
        parts += [f"<li><code>{say(x.field)}</code>: {say(x.loss)} ({x.without} de {x.of})</li>" for x in useful.losses]
        parts.append("</ul>")
    return parts


def _line(found: Finding) -> str:
    first = found.places[0]
    said = (found.field, found.detail, found.operation, first.item, first.asked)
    times = f" ({found.count} vegades)" if found.count > 1 else ""
    return " · ".join(f"<code>{html.escape(p)}</code>" for p in said if p) + times
