"""A tree that is kept in tiles of 256 hashes (C2SP tlog-tiles): how it grows, its root, and its proofs (RFC 9162 §2.1).

    level 0: the hashes of leaves       level n: the roots of whole tiles of level n - 1

Knows tiles by (level, index), which somebody gives it. Refuses to know where they are kept. A whole tile never changes;
the last of each level grows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from myspace.protocols.merkle.verify import node_hash

WIDTH = 256
_HASH = 32
Place = tuple[int, int]  # (level, index) of a tile
EMPTY_ROOT = bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")  # SHA-256 of nothing


class TileMissing(LookupError):
    """A tile that the tree must have was not given, or is too short: it was lost or cut."""


def edge(size: int) -> list[Place]:
    """The tiles on the right edge of a tree of this size: all that growing it, and its root, need."""
    places, width, level = [], size, 0
    while width:
        places.append((level, (width - 1) // WIDTH))
        width, level = width // WIDTH, level + 1
    return places


def around(index: int, size: int) -> list[Place]:
    """The tiles that a proof of the leaf `index` in a tree of `size` needs."""
    return sorted({*edge(size), *edge(index + 1), *((level, index >> 8 * (level + 1)) for level, _ in edge(size))})


class Tree:
    """A tree over given tiles. `append` makes it grow; `changed` are the tiles that are new or longer since."""

    def __init__(self, size: int, tiles: Mapping[Place, bytes]) -> None:
        self.size = size
        self._tiles = {place: bytearray(octets) for place, octets in tiles.items()}
        self._changed: set[Place] = set()

    @property
    def changed(self) -> dict[Place, bytes]:
        return {place: bytes(self._tiles[place]) for place in sorted(self._changed)}

    def append(self, leaves: Iterable[bytes]) -> None:
        """Hashes of leaves, at the end. A tile that was longer than the size says is cut to it first: it was never sealed."""
        for leaf in leaves:
            self._put(0, self.size, leaf)
            self.size += 1

    def _put(self, level: int, index: int, value: bytes) -> None:
        place, at = (level, index // WIDTH), index % WIDTH
        tile = self._tiles.setdefault(place, bytearray())
        if len(tile) < at * _HASH:
            raise TileMissing(f"tile {level}/{index // WIDTH} has not all that comes before")
        tile[at * _HASH :] = value
        self._changed.add(place)
        if at == WIDTH - 1:
            self._put(level + 1, index // WIDTH, _whole(bytes(tile)))

    def root(self, size: int | None = None) -> bytes:
        """Of all of it, or of its first `size` leaves."""
        size = self.size if size is None else size
        return self._range(0, size) if size else EMPTY_ROOT

    def leaf(self, index: int) -> bytes:
        """The hash of one. TileMissing when it is not there."""
        return self._node(0, index)

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """From the leaf to the root (§2.1.3.1). IndexError when it is not in that tree."""
        size = self.size if size is None else size
        if not 0 <= index < size <= self.size:
            raise IndexError("no such leaf in that tree")
        return self._path(index, 0, size)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """That the first `old` leaves are the beginning of the first `new` (§2.1.4.1). Empty when `old` is 0."""
        new = self.size if new is None else new
        if not 0 <= old <= new <= self.size:
            raise IndexError("no such trees")
        return self._sub(old, 0, new, True) if 0 < old < new else []

    def _path(self, index: int, begin: int, end: int) -> list[bytes]:
        if end - begin == 1:
            return []
        middle = begin + _split(end - begin)
        if index < middle:
            return [*self._path(index, begin, middle), self._range(middle, end)]
        return [*self._path(index, middle, end), self._range(begin, middle)]

    def _sub(self, old: int, begin: int, end: int, whole: bool) -> list[bytes]:
        if old == end:
            return [] if whole else [self._range(begin, end)]
        middle = begin + _split(end - begin)
        if old <= middle:
            return [*self._sub(old, begin, middle, whole), self._range(middle, end)]
        return [*self._sub(old, middle, end, False), self._range(begin, middle)]

    def _range(self, begin: int, end: int) -> bytes:
        """The hash over leaves [begin, end), which begin where a subtree of that width does."""
        width = end - begin
        if width & (width - 1) == 0 and begin % width == 0:
            return self._node(width.bit_length() - 1, begin // width)
        middle = begin + _split(width)
        return node_hash(self._range(begin, middle), self._range(middle, end))

    def _node(self, level: int, index: int) -> bytes:
        """The root of a whole subtree of 2^level leaves."""
        row, up = divmod(level, 8)
        first, count = index << up, 1 << up
        tile = self._tiles.get((row, first // WIDTH), b"")
        at = first % WIDTH * _HASH
        hashes = bytes(tile[at : at + count * _HASH])
        if len(hashes) < count * _HASH:
            raise TileMissing(f"tile {row}/{first // WIDTH} is missing or too short")
        return _whole(hashes)


def root_from(hashes: Sequence[bytes]) -> bytes:
    """The root over these hashes of leaves, by the definition (§2.1.1): for who rebuilds it without tiles of higher levels.

    `stack` has the roots of whole subtrees, the widest first, each with its width.
    """
    stack: list[tuple[int, bytes]] = []
    for leaf in hashes:
        width, value = 1, leaf
        while stack and stack[-1][0] == width:
            value, width = node_hash(stack.pop()[1], value), width * 2
        stack.append((width, value))
    if not stack:
        return EMPTY_ROOT
    value = stack.pop()[1]
    while stack:
        value = node_hash(stack.pop()[1], value)
    return value


def _split(width: int) -> int:
    """The largest power of two below it."""
    return 1 << (width - 1).bit_length() - 1


def _whole(hashes: bytes) -> bytes:
    """The root of a whole subtree over a power of two of hashes."""
    row = [hashes[at : at + _HASH] for at in range(0, len(hashes), _HASH)]
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]
