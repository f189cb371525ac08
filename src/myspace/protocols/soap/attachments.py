"""Attachments beside the envelope: MTOM packages (XOP 1.0 over multipart/related) read and written. Knows no signature.

    read_package(content_type, body, limits) ── Package(root, parts)    one document alone is a package without parts
                                             └─ BadParts(flaw)
    content_of(element, package) ── bytes    in base64 in the element, or in the part that its xop:Include names

A reference leads to a part of the same package or it is refused; nothing is fetched. Every size is looked at before
anything is taken apart. With attachments there is no signature in the message (the AOC asks for mutual TLS instead), so
what is read here is as good as the connection it came over.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from myspace.protocols.soap.failures import BadParts, Flaw

XOP = "http://www.w3.org/2004/08/xop/include"
_INCLUDE = f"{{{XOP}}}Include"
_WORD = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
_TYPE = re.compile(rf"\s*+({_WORD}/{_WORD})\s*+(?=;|$)")
_PARAMETER = re.compile(rf';\s*+({_WORD})\s*+=\s*+(?:"((?:[^"\\\r\n]|\\[\x20-\x7e])*+)"|({_WORD}))\s*+')
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")
_HEADER = re.compile(rb"([A-Za-z0-9-]{1,64}):[ \t]*+([\x20-\x7e\t\x80-\xff]{0,2000})")
_PLAIN = re.compile(r"[A-Za-z0-9._@-]{1,100}")  # what a `cid:` says as it stands
_XML_TYPES = ("text/xml", "application/soap+xml", "application/xop+xml", "application/xml")


@dataclass(frozen=True, slots=True)
class PackageLimits:
    size: int = 20 * 1024 * 1024
    root: int = 8 * 1024 * 1024
    parts: int = 32
    headers: int = 8 * 1024


LIMITS = PackageLimits()


@dataclass(frozen=True, slots=True)
class Attachment:
    media_type: str
    octets: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Package:
    """The envelope's bytes, and by Content-ID (without its angle brackets) what lies beside it."""

    root: bytes = field(repr=False)
    parts: Mapping[str, Attachment] = field(default_factory=dict)


def read_package(content_type: str, body: bytes, limits: PackageLimits = LIMITS) -> Package:
    """Raises BadParts."""
    if len(body) > limits.size:
        raise BadParts(Flaw.TOO_LARGE)
    media_type, parameters = _media_type(content_type)
    if media_type in _XML_TYPES:
        return Package(body)
    if media_type != "multipart/related":
        raise BadParts(Flaw.CONTENT_TYPE)
    boundary = parameters.get("boundary", "")
    if not _BOUNDARY.fullmatch(boundary):
        raise BadParts(Flaw.BOUNDARY)
    names: list[str] = []
    found: dict[str, Attachment] = {}
    for chunk in _chunks(body, boundary.encode("ascii"), limits):
        name, attachment = _attachment(chunk, limits, len(names))
        if name in found:
            raise BadParts(Flaw.DOUBLED)
        names.append(name)
        found[name] = attachment
    start = _bare(parameters["start"]) if "start" in parameters else names[0]
    if start not in found or found[start].media_type not in _XML_TYPES:
        raise BadParts(Flaw.NO_ROOT)
    root = found.pop(start)
    if len(root.octets) > limits.root:
        raise BadParts(Flaw.TOO_LARGE)
    return Package(root.octets, MappingProxyType(found))


def content_of(element: etree._Element, package: Package) -> bytes:
    """What a base64Binary element holds. Raises BadParts where it is no base64, or names what is not in the package."""
    inside = list(element)
    if not inside:
        try:
            return base64.b64decode("".join((element.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            pass
        raise BadParts(Flaw.NOT_BASE64)
    mixed = "".join([element.text or "", *(child.tail or "" for child in inside)]).strip()
    if len(inside) != 1 or inside[0].tag != _INCLUDE or mixed or len(inside[0]):
        raise BadParts(Flaw.NOT_BASE64)
    scheme, _, name = inside[0].get("href", "").partition(":")
    part = package.parts.get(_unescaped(name)) if scheme.lower() == "cid" else None
    if part is None:
        raise BadParts(Flaw.MISSING_PART)
    return part.octets


def include(element: etree._Element, name: str) -> None:
    """Makes a base64Binary element say that its content is the part of this name."""
    if not _PLAIN.fullmatch(name):
        raise ValueError("a part has a name that is no plain Content-ID")
    etree.SubElement(element, _INCLUDE, nsmap={"xop": XOP}).set("href", f"cid:{name}")


def write_package(root: bytes, parts: Mapping[str, Attachment]) -> tuple[str, bytes]:
    """The Content-Type and the body to send. Every part's name is ours; one that needs quoting is a ValueError."""
    if wrong := [name for name in parts if not _PLAIN.fullmatch(name) or name == _ROOT]:
        raise ValueError(f"{len(wrong)} parts have a name that is no plain Content-ID")
    octets = [root, *(part.octets for part in parts.values())]
    boundary = _boundary(octets)
    pieces = [(f'{_XOP_TYPE}; charset=UTF-8; type="text/xml"', _ROOT, root)]
    pieces += [(part.media_type, name, part.octets) for name, part in parts.items()]
    body = b"".join(
        b"--%b\r\nContent-Type: %b\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <%b>\r\n\r\n%b\r\n"
        % (boundary, kind.encode("ascii"), name.encode("ascii"), content)
        for kind, name, content in pieces
    )
    said = f'multipart/related; type="{_XOP_TYPE}"; start="<{_ROOT}>"; start-info="text/xml"; boundary="{boundary.decode()}"'
    return said, body + b"--%b--\r\n" % boundary


_ROOT, _XOP_TYPE = "root@my-space", "application/xop+xml"


def _boundary(octets: list[bytes]) -> bytes:
    """The same package has the same boundary, and none of its parts holds it."""
    seed = hashlib.sha256(b"".join(hashlib.sha256(each).digest() for each in octets))
    while True:
        boundary = b"part-" + seed.hexdigest()[:40].encode("ascii")
        if not any(boundary in each for each in octets):
            return boundary
        seed.update(b"again")


def _media_type(said: str) -> tuple[str, dict[str, str]]:
    if len(said) > 1_000 or not (kind := _TYPE.match(said)):
        raise BadParts(Flaw.CONTENT_TYPE)
    parameters: dict[str, str] = {}
    at = kind.end()
    while at < len(said) and said[at:].strip(" \t;"):
        found = _PARAMETER.match(said, at)
        if not found or found[1].lower() in parameters:
            raise BadParts(Flaw.CONTENT_TYPE)
        quoted = found[2]
        parameters[found[1].lower()] = found[3] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
        at = found.end()
    return kind[1].lower(), parameters


def _chunks(body: bytes, boundary: bytes, limits: PackageLimits) -> list[bytes]:
    """What lies between the boundaries. What comes before the first and after the last is nobody's."""
    pieces = re.split(
        rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|\Z)", body, maxsplit=limits.parts + 2
    )
    contents, closers = pieces[2::2], pieces[1::2]
    if b"--" not in closers:
        raise BadParts(Flaw.TOO_MANY_PARTS if len(closers) > limits.parts else Flaw.BOUNDARY)  # too many, or cut short
    last = closers.index(b"--")
    if last == 0:
        raise BadParts(Flaw.NO_ROOT)
    if last > limits.parts:
        raise BadParts(Flaw.TOO_MANY_PARTS)
    return [re.sub(rb"\A\r?\n", b"", chunk, count=1) for chunk in contents[:last]]


def _attachment(chunk: bytes, limits: PackageLimits, number: int) -> tuple[str, Attachment]:
    found = re.search(rb"\r?\n\r?\n", chunk[: limits.headers + 4])
    if not found and not chunk.startswith((b"\r\n", b"\n")):
        raise BadParts(Flaw.HEADERS)
    head, octets = (chunk[: found.start()], chunk[found.end() :]) if found else (b"", chunk.lstrip(b"\r\n"))
    headers: dict[str, str] = {}
    for line in re.sub(rb"\r?\n[ \t]+", b" ", head).splitlines():
        one = _HEADER.fullmatch(line)
        if not one or one[1].lower().decode("ascii") in headers:
            raise BadParts(Flaw.HEADERS)
        headers[one[1].lower().decode("ascii")] = one[2].decode("latin-1").strip()
    name = _bare(headers["content-id"]) if "content-id" in headers else f"part {number}"  # a blank: nothing can name it
    kind = _media_type(headers.get("content-type", "application/octet-stream"))[0]
    return name, Attachment(kind, _decoded(headers.get("content-transfer-encoding", "binary").lower(), octets))


def _decoded(encoding: str, octets: bytes) -> bytes:
    if encoding in ("binary", "8bit", "7bit"):
        return octets
    if encoding == "base64":
        try:
            return base64.b64decode(b"".join(octets.split()), validate=True)
        except (binascii.Error, ValueError):
            pass
    raise BadParts(Flaw.TRANSFER_ENCODING)


def _unescaped(name: str) -> str:
    """RFC 2392: a Content-ID in a `cid:` is percent-encoded. What is no UTF-8 then names nothing."""
    octets = re.sub(
        rb"%([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), name.encode("utf-8", "replace")
    )
    return octets.decode("utf-8", "replace")


def _bare(name: str) -> str:
    """A Content-ID without its angle brackets, which some leave out."""
    name = name.strip()
    return name[1:-1] if name.startswith("<") and name.endswith(">") else name
