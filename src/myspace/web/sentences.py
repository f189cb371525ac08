"""Our own sentences in a template: put there in its language when it is compiled, not looked up at each page.

A page has some hundred of them; looking each up was a fifth of its templates' cost (bench/page.py). What a sentence is
filled with is escaped as ever. Knows Jinja's tree; a plural, or a message that is no plain text, stays a call.

A sentence of legal effect that nobody has looked at in this language is not in the compiled catalogue
(docs/adr/0007): it stands in Catalan, marked as Catalan, and beside the first of them stands why.
"""

from __future__ import annotations

from typing import Any

from django.utils import translation
from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

LEGAL_EFFECT = "legal-effect"
_SOURCE = "ca"


class InOneLanguage(Environment):
    """An environment whose templates are all in `language`."""

    language: str = ""

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        with translation.override(self.language):
            _Sentences().visit(source)
        return super()._generate(source, *args, **kwargs)


class _Sentences(NodeTransformer):
    def visit_Output(self, output: nodes.Output) -> nodes.Node:
        """What is printed in a row, up to the next decision of the template: there the reason is given once."""
        printed: list[Any] = []  # Jinja types its nodes as expressions, and text is none
        told = False
        for part in output.nodes:
            catalan = _withheld(part)
            printed += [part] if catalan is None else catalan if told else [*catalan, _why_catalan(part.lineno)]
            told = told or catalan is not None
        output.nodes = printed
        return self.generic_visit(output)

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


def _withheld(part: nodes.Expr) -> list[nodes.Node] | None:
    """The Catalan of a sentence of legal effect whose translation this language does not have; None for all else."""
    match part:
        case nodes.Call(
            node=nodes.Name(name="pgettext"), args=[nodes.Const(value=context), nodes.Const(value=str(message))]
        ) if context == LEGAL_EFFECT:
            pass
        case _:
            return None
    if translation.get_language() == _SOURCE or translation.pgettext(LEGAL_EFFECT, message) != message:
        return None
    way = ' dir="ltr"' if translation.get_language_bidi() else ""
    opens = nodes.TemplateData(f'<span lang="{_SOURCE}"{way}>', lineno=part.lineno)
    with translation.override(_SOURCE):
        said = _Sentences().visit_Call(part)
    return [opens, said, nodes.TemplateData("</span>", lineno=part.lineno)]


def _why_catalan(line: int) -> nodes.Node:
    why = translation.gettext("El que veus en català és així perquè encara ningú no n'ha revisat la traducció.")
    return nodes.TemplateData(f' <small class="in-catalan">{why}</small>', lineno=line)
