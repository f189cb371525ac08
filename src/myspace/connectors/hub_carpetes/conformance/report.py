"""A rehearsal as a town hall's developer reads it: in Catalan, 80 columns, gravest first.

Knows how to lay out text. Refuses to decide anything: grave or not is in the catalogue.
"""

from __future__ import annotations

import textwrap
from collections import Counter

from .catalogue import CHECKS, FAMILIES
from .notebook import Finding, Severity
from .rehearsal import Outcome

WIDTH = 80


def verdict(outcome: Outcome) -> str:
    if not outcome.reached:
        return "NO S'HI HA POGUT ARRIBAR"
    return "ENCARA NO ES POT CONNECTAR" if outcome.exit_status else "ES POT CONNECTAR"


def one_body(outcome: Outcome) -> str:
    target, notes = outcome.target, outcome.notes
    lines = [*_wrap(f"Conformitat amb el Hub de Carpetes · {target.name or target.url}"), "=" * WIDTH, ""]
    lines += _wrap(f"Resultat: {verdict(outcome)}")
    lines += _wrap(_counts(outcome))
    lines += _group("Impedeix connectar", notes.findings(Severity.FAIL))
    lines += _group("Convé millorar", notes.findings(Severity.WARN))
    lines += _group("Per saber", notes.findings(Severity.INFO), brief=True)
    lines += _good(outcome)
    lines += _useful(outcome)
    return "\n".join(lines) + "\n"


def _counts(outcome: Outcome) -> str:
    things = ", ".join(f"{n} de {name}" for name, n in outcome.items.items() if n)
    asked = f"S'han fet {outcome.questions} preguntes. La més lenta ha trigat {outcome.slowest_ms} ms."
    return f"{asked} S'han rebut: {things}." if things else asked


def _wrap(text: str, first: str = "", rest: str | None = None) -> list[str]:
    following = first if rest is None else rest
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=following, break_on_hyphens=False)


def _group(title: str, findings: list[Finding], brief: bool = False) -> list[str]:
    """Findings of one rule stand together: what, why and mending are said once."""
    if not findings:
        return []
    rules = list(dict.fromkeys(f.check for f in findings))
    lines = ["", f"{title} ({len(rules)})", "-" * WIDTH]
    for check in rules:
        lines += _wrap(f"{check.id}  {check.what}", "", " " * 11)
        if not brief:
            lines += _wrap(f"Per què: {check.why}", "  ", "           ")
        lines += _wrap(f"Com s'arregla: {check.mend}", "  ", "                 ")
        for found in [] if brief else [f for f in findings if f.check is check]:
            lines += _place(found)
        lines.append("")
    return lines[:-1]


def _place(found: Finding) -> list[str]:
    first = found.places[0]
    said = [found.field, found.detail]
    head = ": ".join(p for p in said if p)
    there = " ".join(p for p in (found.operation, first.item) if p)
    asked = f"[{first.asked}]" if first.asked else ""
    times = f"({found.count} vegades)" if found.count > 1 else ""
    text = " ".join(p for p in (head and f"{head} ·", there, asked, times) if p)
    return _wrap(text, "  - ", "    ") if text else []


def _good(outcome: Outcome) -> list[str]:
    held = Counter(CHECKS[c].family for c in outcome.notes.held())
    ran = Counter(CHECKS[c].family for c in outcome.notes.ran)
    if not held:
        return []
    lines = ["", f"Bé ({sum(held.values())})", "-" * WIDTH]
    return lines + [f"  {name}: {held[f]} de {ran[f]} comprovacions" for f, name in FAMILIES.items() if ran[f]]


def _useful(outcome: Outcome) -> list[str]:
    useful = outcome.usefulness
    if useful.score is None:
        return []
    lines = ["", f"Dades que ajuden el veí: {useful.score} de 100", "-" * WIDTH]
    lines += _wrap("Només ho veu l'ens. No impedeix connectar.", "  ")
    for loss in useful.losses:
        lines += _wrap(f"{loss.field} ({loss.operation}): {loss.loss} Falta en {loss.without} de {loss.of}.",
                       "  - ", "    ")  # fmt: skip
    return lines


def worst_first(outcomes: list[Outcome]) -> list[Outcome]:
    """Those that must not be connected, by how many rules they break; then those not reached; then the good."""
    order = {1: 0, 2: 1, 0: 2}
    return sorted(outcomes, key=lambda o: (order[o.exit_status], -len(o.notes.ids([Severity.FAIL])), o.target.ine10))


def reasons(outcomes: list[Outcome]) -> list[tuple[str, int]]:
    """Rule → how many bodies break it, the most frequent first."""
    common = Counter(f for o in outcomes for f in o.notes.ids([Severity.FAIL]))
    return sorted(common.items(), key=lambda pair: (-pair[1], pair[0]))


def many_bodies(outcomes: list[Outcome], asked: int) -> str:
    """The rules that fail most, what a supplier mends first; then one line a body, worst first. No score: it is each body's own."""
    by = Counter(verdict(o) for o in outcomes)
    lines = [f"Conformitat amb el Hub de Carpetes · {len(outcomes)} ens", "=" * WIDTH]
    lines += [f"  {n:>4}  {words}" for words, n in sorted(by.items())]
    if len(outcomes) < asked:
        lines += [f"  {asked - len(outcomes):>4}  NO S'HAN ACABAT DE PROVAR (s'ha aturat abans)"]
    common = reasons(outcomes)
    if common:
        lines += ["", "El que més es repeteix", "-" * WIDTH]
        for check, n in common:
            lines += _wrap(f"{n:>4} ens  {check}  {CHECKS[check].what}", "", " " * 22)
    lines += ["", "Ens per ens", "-" * WIDTH]
    for outcome in worst_first(outcomes):
        fails = sorted(outcome.notes.ids([Severity.FAIL]))
        mark = {0: "sí", 1: "no", 2: "?"}[outcome.exit_status]
        why = f": {' '.join(c[6:] for c in fails)}" if fails else ""
        label = f"{outcome.target.ine10} {outcome.target.name}".strip()
        lines += _wrap(f"{mark:<3} {label}{why}", "", " " * 4)
    lines += ["", *_wrap("Els números són els de HCC-C-nnn. El detall de cada ens és a --html i a --json.")]
    return "\n".join(lines) + "\n"
