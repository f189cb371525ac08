"""What a reader aloud finds in a paper: language, title, the tree of tags, and the letters, through the fonts' own tables."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


# Of a string in parentheses: pairs of them stand inside as they are (ISO 32000-1, 7.3.4.2), three deep here.
_PLAIN = rb"(?:[^\\()]|\\.)*"
_INSIDE = _PLAIN
for _ in range(3):
    _INSIDE = _PLAIN + rb"(?:\(" + _INSIDE + rb"\)" + _PLAIN + rb")*"


def opened(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf))


def tags(pdf: bytes) -> list[str]:
    return list(_tags(opened(pdf).root["/StructTreeRoot"]["/K"]))


def _tags(element: Any) -> Any:
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for each in element:
            yield from _tags(each)
    elif isinstance(element, dict):
        if "/S" in element:
            yield str(element["/S"]).lstrip("/")
        if "/K" in element:
            yield from _tags(element["/K"])


def words(pdf: bytes) -> str:
    """All letters, in the order in which they are drawn; what is cut for a line is put together."""
    return "".join(_of_page(page.get_object()) for page in opened(pdf).root["/Pages"]["/Kids"])


def _of_page(page: Any) -> str:
    fonts = {
        name[1:].encode(): _letters(font.get_object()["/ToUnicode"].data)
        for name, font in page["/Resources"]["/Font"].items()
    }
    told, font = [], b""
    drawn = page["/Contents"].get_object().data
    for chosen, text in re.findall(rb"/(\w+) [\d.]+ Tf|\((" + _INSIDE + rb")\)", drawn, re.DOTALL):
        if chosen:
            font = chosen
        else:
            codes = _bare(text)
            told += [fonts[font].get(codes[at : at + 2], "\N{REPLACEMENT CHARACTER}") for at in range(0, len(codes), 2)]
    return "".join(told)


def _bare(text: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        mark = found[1]
        return bytes([int(mark, 8)]) if mark[:1].isdigit() else _ESCAPES.get(mark, mark)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, text, flags=re.DOTALL)


def _letters(table: bytes) -> dict[bytes, str]:
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(letter.decode()).decode("utf-16-be")
        for code, letter in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table)
    }
