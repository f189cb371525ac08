"""The files of a new connector that are not copied from the example: what its developer must write stands open in them.

`NAME`, `SPEC` and the like are filled in by copying.py.
"""

from __future__ import annotations

MANIFEST = """\
name = "NAME"
title = { ca = "TITLE_CA", es = "TITLE_ES", en = "TITLE_EN" }
spec = "SPEC"
topics = [TOPICS]
identifiers = [IDENTIFIERS]
auth = "none"  # how the other side knows us: "none", "mtls" …
deadline_ms = DEADLINE_MS
level = "none"  # none, bronze, silver or gold: ./myspace quality NAME says what is found

[keeps]
categories = ["administrative procedures"]  # what the privacy page says that we keep
fresh_for_minutes = FRESH_FOR
kept_for_days = 90

[quality]  # done, todo, or "exempt: reason"; ./myspace quality NAME explains each rule
manifest = "done"
spec = "todo"
samples = "todo"
codes = "todo"
six_answers = "todo"
probe = "todo"
limits = "todo"
clean_logs = "todo"
quirks = "todo"
safe_retries = "todo"
rehearsed_with_owner = "todo"
drift_watch = "todo"
runbook = "todo"
load = "todo"

[evidence]  # rule → what proves it: "tests/…/test_x.py::test_name", or "….md#Section"
"""

MAPPING = '''\
"""From the supplier's messages to the vocabulary: the border. Pure; an item that cannot be believed is put aside."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Final

from myspace.vocabulary.activity import CaseState, Item
from myspace.vocabulary.answers import Quarantined

STATES: Final[dict[str, CaseState]] = {}  # the supplier's word → ours


@dataclass(frozen=True, slots=True)
class Translated:
    items: tuple[Item, ...]
    quarantined: tuple[Quarantined, ...]


def translate(items: Iterable[Any], *, ine10: str, hosts: AbstractSet[str], document: str) -> Translated:
    """Every item either understood or kept aside with its reason."""
    raise NotImplementedError(
        "Write translate() in src/myspace/connectors/NAME/mapping.py: "
        "src/myspace/connectors/example/mapping.py shows how one is made."
    )
'''

PROTOCOL = """\
# TITLE_EN, as this folder reads it

TO WRITE: what this contract is, who publishes it and where. In our words; nothing is copied from the supplier.

## The question
TO WRITE: address, parameters, how we are known.

## The answer
TO WRITE: one published sample in a block of json, a table of the fields with ours beside them, and what each HTTP status
is worth.
"""

README = """\
# TITLE_EN

The contract: [PAGE](../../../../SPEC). `client.py` is the only file that sends; `wire.py` and `mapping.py` reach no
socket; `simulator/` reads the contract for itself. The way through is
[add-a-connector.md](../../../../docs/howto/add-a-connector.md).

## Decisions
To be written: what was decided where the contract leaves room, and why.

## Quirks
To be written: each oddity of the other side, with a number and its test.
"""

WHAT_IS_LEFT = '''\
"""What is left to do before NAME is a connector: each test that fails says one step. All green: delete this file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from myspace.connectors import NAME, discover, example
from myspace.connectors.NAME import wire
from myspace.connectors.NAME.mapping import translate
from myspace.vocabulary.activity import Topic

ROOT = Path(__file__).parents[4]
FOLDER = Path(NAME.__file__).parent
EXAMPLE = Path(example.__file__).parent
MANIFEST = next(one for one in discover() if one.name == "NAME")


def same(part: str) -> bool:
    """Whether a file still says, but for its name, what the example says."""
    return (FOLDER / part).read_text("utf-8").replace("NAME", "example") == (EXAMPLE / part).read_text("utf-8")


def test_step_1_the_contract_has_a_page() -> None:
    assert "TO WRITE" not in (ROOT / MANIFEST.spec).read_text("utf-8"), f"write {MANIFEST.spec}"


def test_step_2_the_fixtures_are_in_the_suppliers_form() -> None:
    own = {path.name: path.read_bytes() for path in (FOLDER / "fixtures").glob("*.json")}
    of_the_example = {path.read_bytes() for path in (EXAMPLE / "fixtures").glob("*.json")}
    assert own, "put answers in the form that the supplier publishes into fixtures/"
    left = [name for name, text in own.items() if text in of_the_example]
    assert left == [], "replace them by answers in the form that the supplier publishes, about nobody real"


def test_step_3_the_bytes_are_read_as_this_contract_says() -> None:
    assert not same("wire.py"), "write wire.py: names of the operations, parameters, and what each answer is worth"


@pytest.mark.parametrize("topic", MANIFEST.topics)
def test_step_3_every_topic_of_the_manifest_can_be_asked(topic: Topic) -> None:
    assert topic in wire.OPERATIONS, f"name in wire.py the operation that answers about {topic}"


def test_step_4_the_mapping_is_written() -> None:
    """Two things that no contract has: what is read must be kept aside, and nothing may be raised."""
    strange = [json.loads("{}"), 7]
    found = translate(strange, ine10="0899900003", hosts=frozenset(), document="00000000T")
    assert found.items == (), "an item without any field is no item"
    assert len(found.quarantined) == len(strange), "what cannot be read is put aside, never dropped"


def test_step_5_the_simulator_speaks_this_contract() -> None:
    assert not same("simulator/__init__.py"), "write simulator/: from the contract's page, never from wire.py"


def test_step_6_the_connector_is_bronze() -> None:
    assert MANIFEST.level != "none", "./myspace quality NAME says which rules are open; state them in manifest.toml"
'''

NEXT = """
NAME is there, and red as it must be. Each red test says one step:

  1  SPEC
  2  src/myspace/connectors/NAME/fixtures/
  3  src/myspace/connectors/NAME/wire.py
  4  src/myspace/connectors/NAME/mapping.py
  5  src/myspace/connectors/NAME/simulator/
  6  src/myspace/connectors/NAME/manifest.toml

The same run again:   ./myspace test tests/unit/connectors/NAME tests/connectors/test_NAME.py
How good it is:       ./myspace quality NAME
The way through:      docs/howto/add-a-connector.md
"""
