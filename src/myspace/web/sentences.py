"""Our own sentences in a template: put there in its language when it is compiled, not looked up at each page.

A page has some hundred of them; looking each up was a fifth of its templates' cost (bench/page.py). What a sentence is
filled with is escaped as ever. Knows Jinja's tree; a plural, or a message that is no plain text, stays a call.
"""

from __future__ import annotations

from typing import Any

from django.utils import translation
from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer


class InOneLanguage(Environment):
    """An environment whose templates are all in `language`."""

    language: str = ""

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        with translation.override(self.language):
            _Sentences().visit(source)
        return super()._generate(source, *args, **kwargs)


class _Sentences(NodeTransformer):
    def visit_Call(self, call: nodes.Call, *args: Any, **kwargs: Any) -> nodes.Node:
        self.generic_visit(call, *args, **kwargs)
        words = [each.value for each in call.args if isinstance(each, nodes.Const) and isinstance(each.value, str)]
        if len(words) != len(call.args) or call.dyn_args or call.dyn_kwargs or not isinstance(call.node, nodes.Name):
            return call
        match call.node.name, words:
            case (("_" | "gettext"), [message]):
                sentence = translation.gettext(message)
            case "pgettext", [context, message]:
                sentence = translation.pgettext(context, message)
            case _:
                return call
        # As the i18n extension's new style: percent signs are doubled and always filled in.
        if not call.kwargs:
            return nodes.TemplateData(sentence % {}, lineno=call.lineno)
        facts = nodes.Dict([nodes.Pair(nodes.Const(each.key), each.value) for each in call.kwargs])
        return nodes.Mod(nodes.TemplateData(sentence), facts, lineno=call.lineno)
