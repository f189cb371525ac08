"""Just enough of DER (X.690) to read a request for a time stamp and to write a token: a far side's own hand.

Knows tags and lengths. Refuses to know what they mean; `simulator` does.
"""

from __future__ import annotations

from collections.abc import Iterable


def one(tag: int, body: bytes) -> bytes:
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + body


def seq(*parts: bytes) -> bytes:
    return one(0x30, b"".join(parts))


def set_of(parts: Iterable[bytes], tag: int = 0x31) -> bytes:
    return one(tag, b"".join(sorted(parts)))


def integer(value: int) -> bytes:
    return one(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def octets(value: bytes) -> bytes:
    return one(0x04, value)


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    body = bytes([40 * first + second])
    for number in rest:
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(0x80 | number & 0x7F)
        body += bytes(reversed(groups))
    return one(0x06, body)


def read(data: bytes) -> tuple[int, bytes, bytes]:
    """(tag, body, what comes after). ValueError when it is cut."""
    if len(data) < 2:
        raise ValueError("cut")
    tag, size, at = data[0], data[1], 2
    if size & 0x80:
        width = size & 0x7F
        size, at = int.from_bytes(data[2 : 2 + width], "big"), 2 + width
    if len(data) < at + size:
        raise ValueError("cut")
    return tag, data[at : at + size], data[at + size :]


def parts(body: bytes) -> list[tuple[int, bytes]]:
    found = []
    while body:
        tag, inner, body = read(body)
        found.append((tag, inner))
    return found
