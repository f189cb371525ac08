"""Bytes to an XML tree, as strictly as a hostile far side asks for. Knows XML; refuses to know any message.

    read_xml(bytes, limits) ── root element, without comments
                            └─ Unreadable   TOO_LARGE │ ENCODING │ DOCTYPE │ INSTRUCTION │ TOO_DEEP │
                                            TOO_MANY_ELEMENTS │ LONG_TAG │ NOT_XML

Everything is looked at before anything is parsed: the size, the encoding, and each mark that begins with `<`. No document
type (so no entity but XML's five), no processing instruction (SOAP 1.1 §3 forbids both), and no more depth, elements or
length of a tag than the limits say. What is left is handed to one parser, as UTF-8, with the network, entities, DTDs and
XInclude off. There is no second parser that could read the same bytes otherwise.

Comments are dropped *while* parsing: left in the tree they would cut an element's text in two, and a signature that does
not cover comments would still hold over the half that is read.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree

from myspace.protocols.soap.failures import Flaw, Unreadable

# The XML of these is what their name says; UTF-7, UTF-16 and the rest are ways round a filter.
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
}
_DECLARATION = re.compile(
    rb"<\?xml\s++version\s*+=\s*+([\"'])1\.0\1(?:\s++encoding\s*+=\s*+([\"'])([A-Za-z0-9._-]{1,40})\2)?"
    rb"(?:\s++standalone\s*+=\s*+([\"'])(?:yes|no)\4)?\s*+\?>"
)
_DECLARED = re.compile(rb"\s*+<\?xml[\s?]")  # blanks before it are no XML, and could hide it
# Possessive, so that no text makes it go back over what it has read.
_MARK = re.compile(
    r"""<(?:
      (?P<comment>!--(?:[^-]|-(?!->))*+-->)
    | (?P<cdata>!\[CDATA\[(?:[^\]]|\](?!\]>))*+\]\]>)
    | (?P<declaration>!)
    | (?P<instruction>\?)
    | (?P<close>/[^<>]*+>)
    | (?P<open>(?:[^"'<>/]|/(?!>)|"[^"<]*+"|'[^'<]*+')++(?P<empty>/?)>)
    | (?P<broken>)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted of one document. A PCI message is at most 2 MB; an answer with a printable copy is larger."""

    size: int = 8 * 1024 * 1024
    depth: int = 64  # the deepest published message has 22 levels
    elements: int = 50_000
    tag: int = 8 * 1024


LIMITS = Limits()


def read_xml(body: bytes, limits: Limits = LIMITS) -> etree._Element:
    """The root of the one document in `body`. Raises Unreadable."""
    text = _text(body, limits)
    _scan(text, limits)
    root = None
    with suppress(etree.XMLSyntaxError, ValueError):
        root = etree.fromstring(text.encode("utf-8"), _parser())
    if root is None:  # raised out here: the library's errors quote the text, so nothing may chain to them
        raise Unreadable(Flaw.NOT_XML)
    if (
        root.getroottree().docinfo.internalDTD is not None
    ):  # the scan forbids it; if the two ever disagree, none is believed
        raise Unreadable(Flaw.DOCTYPE)
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _text(body: bytes, limits: Limits) -> str:
    """The characters of the document, without its declaration."""
    if len(body) > limits.size:
        raise Unreadable(Flaw.TOO_LARGE)
    body = body.removeprefix(b"\xef\xbb\xbf")
    name = "utf-8"
    if found := _DECLARATION.match(body):
        name = (found[3] or b"utf-8").decode("ascii").lower()
        body = body[found.end() :]
    elif _DECLARED.match(body):
        raise Unreadable(Flaw.ENCODING)  # a declaration that we do not understand could say anything
    encoding = _ENCODINGS.get(name)
    text = None
    if encoding and b"\0" not in body:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            text = None
    if text is None:
        raise Unreadable(Flaw.ENCODING)
    if text.startswith("\ufeff"):  # a second mark, or one after the declaration: the library would pass over it
        raise Unreadable(Flaw.NOT_XML)
    return text


def _scan(text: str, limits: Limits) -> None:
    """Each mark once, from left to right, without a tree: so that the parser is never given what would hurt it."""
    depth = elements = 0
    for mark in _MARK.finditer(text):
        kind = mark.lastgroup
        if kind in ("comment", "cdata"):
            continue
        if kind == "declaration":
            raise Unreadable(Flaw.DOCTYPE)
        if kind == "instruction":
            raise Unreadable(Flaw.INSTRUCTION)
        if kind == "broken":
            raise Unreadable(Flaw.NOT_XML)
        if mark.end() - mark.start() > limits.tag:
            raise Unreadable(Flaw.LONG_TAG)
        if kind == "close":
            depth -= 1
            continue
        elements += 1
        if elements > limits.elements:
            raise Unreadable(Flaw.TOO_MANY_ELEMENTS)
        if depth + 1 > limits.depth:
            raise Unreadable(Flaw.TOO_DEEP)
        depth += not mark["empty"]
