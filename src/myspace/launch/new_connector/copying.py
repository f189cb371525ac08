"""Copies the example connector, its tests and nothing else under another name. Whole or not at all."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from myspace.launch.new_connector import texts
from myspace.launch.new_connector.facts import Facts, spec

EXAMPLE = "example"
_SOURCE = Path("src/myspace/connectors")
_UNIT, _SOCKETS = Path("tests/unit/connectors"), Path("tests/connectors")
# Written anew, each from its text: the example's own would pass for the developer's work.
_NEW = {"manifest.toml": texts.MANIFEST, "mapping.py": texts.MAPPING, "README.md": texts.README}


def copy(facts: Facts, root: Path) -> list[Path]:
    """The files that were made, under `root`. When one cannot be written, those before it are taken away again."""
    wanted = contents(facts, root)
    made: list[Path] = []
    try:
        for path, text in wanted.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            with (root / path).open("x", encoding="utf-8") as file:  # never over somebody's work
                made.append(path)
                file.write(text)
    except BaseException:
        for path in made:
            (root / path).unlink(missing_ok=True)
        for folder in (_SOURCE / facts.name, _UNIT / facts.name):
            shutil.rmtree(root / folder, ignore_errors=True)
        raise
    return made


def contents(facts: Facts, root: Path) -> dict[Path, str]:
    """Path → text of everything that a new connector consists of."""
    name = facts.name
    found: dict[Path, str] = {}
    for place in (_SOURCE, _UNIT):
        for path in sorted((root / place / EXAMPLE).rglob("*")):
            inside = path.relative_to(root / place / EXAMPLE)
            if path.is_file() and "__pycache__" not in inside.parts:
                found[place / name / inside] = _NEW.get(str(inside)) or renamed(path.read_text("utf-8"), name)
    for file, text in _NEW.items():
        found[_SOURCE / name / file] = filled(text, facts)
    sockets = root / _SOCKETS / f"test_{EXAMPLE}.py"
    found[_SOCKETS / f"test_{name}.py"] = renamed(sockets.read_text("utf-8"), name)
    found[_UNIT / name / "test_what_is_left.py"] = filled(texts.WHAT_IS_LEFT, facts)
    found[_SOURCE / name / "__init__.py"] = f'"""{facts.en}: see client, and docs/howto/add-a-connector.md."""\n'
    found[Path(spec(name))] = filled(texts.PROTOCOL, facts)
    return found


def renamed(text: str, name: str) -> str:
    """The example's words as the new connector's: module, class, and nothing inside a longer word."""
    camel = "".join(part.capitalize() for part in name.split("_"))
    text = text.replace("ExampleConnector", f"{camel}Connector")
    return re.sub(rf"(?<![\w'])\b{EXAMPLE}\b", name, text)


def filled(text: str, facts: Facts) -> str:
    page = spec(facts.name)
    values = {
        "NAME": facts.name,
        "TITLE_CA": facts.ca,
        "TITLE_ES": facts.es,
        "TITLE_EN": facts.en,
        "SPEC": page,
        "PAGE": Path(page).name,
        "TOPICS": ", ".join(f'"{one}"' for one in facts.topics),
        "IDENTIFIERS": ", ".join(f'"{one}"' for one in facts.identifiers),
        "DEADLINE_MS": str(facts.deadline_ms),
        "FRESH_FOR": str(facts.fresh_for_minutes),
    }
    # Once over the whole text, so that a title that happens to hold one of these words stays as it was typed.
    return re.sub("|".join(rf"(?<![A-Z]){key}(?![A-Z])" for key in values), lambda hit: values[hit[0]], text)
