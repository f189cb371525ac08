"""Where a sentence of legal effect may stand: printed by a template, as text. Knows Jinja's tree and no language.

Where nobody has looked at its translation it stands in Catalan, in an element that says so, with the reason beside it
(`myspace.web.sentences`). An attribute holds no element, nor does a text that Python hands over or another piece prints.
"""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Environment, nodes

from myspace.web.sentences import LEGAL_EFFECT

_CALLS = ("pgettext", "npgettext")


def misplaced(text: str, environment: Environment) -> Iterator[tuple[int, str]]:
    """Line and reason of every sentence of legal effect that a template could not show in Catalan with its reason."""
    tree = environment.parse(text)
    printed, markup = set(), ""
    for output in tree.find_all(nodes.Output):
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                markup += part.data
            elif _has_legal_effect(part):
                printed.add(id(part))
                if markup.rfind("<") > markup.rfind(">"):
                    yield part.lineno, "inside a tag: an attribute cannot say in which language it is"
    for call in tree.find_all(nodes.Call):
        if not _has_legal_effect(call):
            continue
        if isinstance(call.node, nodes.Name) and call.node.name == "npgettext":
            yield call.lineno, "with a plural: write the sentence so that it needs none"
        elif id(call) not in printed:
            yield call.lineno, "handed to another piece: print it where it stands, between tags"


def _has_legal_effect(part: nodes.Node) -> bool:
    return (
        isinstance(part, nodes.Call)
        and isinstance(part.node, nodes.Name)
        and part.node.name in _CALLS
        and bool(part.args)
        and isinstance(part.args[0], nodes.Const)
        and part.args[0].value == LEGAL_EFFECT
    )
