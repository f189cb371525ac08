"""`./myspace quality [NAME…]`: how good each connector is, rule by rule. Ends with 1 when a manifest claims otherwise."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from myspace.connector_kit.contract import Manifest
from myspace.connector_kit.quality import LEVELS, assess, false_claims, level_of
from myspace.connectors import discover
from myspace.launch import folders


def quality(words: Sequence[str]) -> int:
    if any(word in ("-h", "--help") for word in words):
        print("./myspace quality [NAME…]   the level of each connector (bronze, silver, gold), rule by rule")
        return 0
    known = {manifest.name: manifest for manifest in discover()}
    strange = [word for word in words if word not in known]
    if strange:
        print(f"No connector {', '.join(strange)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    root = folders.checkout()
    lies = []
    for name in words or known:
        print(page(known[name], root))
        lies += [f"{name}: {lie}" for lie in false_claims(known[name], root)]
    for lie in lies:
        print(f"manifest.toml of {lie}", file=sys.stderr)
    return 1 if lies else 0


def page(manifest: Manifest, root: Path) -> str:
    """What is found for one connector, in lines of plain text."""
    verdicts = assess(manifest, root)
    lines = [f"{manifest.name}: {level_of(verdicts)} · {manifest.title['en']}"]
    for level in LEVELS:
        lines.append(f"  {level}")
        for one in (verdict for verdict in verdicts if verdict.rule.level == level):
            mark, _, reason = one.state.partition(": ")
            lines.append(f"    {mark:6}  {one.rule.id:21} {one.rule.sentence}")
            lines += [f"            {why}" for why in (*one.missing, reason) if why]
    return "\n".join(lines) + "\n"
