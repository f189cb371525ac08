"""The tree against published vectors, against its own definition, and against another implementation (pymerkle)."""

from __future__ import annotations

import hashlib
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from myspace.protocols.merkle import tiles
from myspace.protocols.merkle.tiles import TileMissing, Tree
from myspace.protocols.merkle.verify import continues, leaf_hash, node_hash, root_of

# The entries and roots that implementations of Certificate Transparency publish as their vectors (RFC 6962, the same tree).
ENTRIES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
CONSISTENCY = {
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


def leaves(count: int, seed: int = 0) -> list[bytes]:
    return [leaf_hash(f"{seed}/{number}".encode()) for number in range(count)]


def tree(hashes: list[bytes]) -> Tree:
    made = Tree(0, {})
    made.append(hashes)
    return made


def by_definition(hashes: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1, as it is written."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(by_definition(hashes[:k]), by_definition(hashes[k:]))


def test_the_published_roots_are_found() -> None:
    made = tree([leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES])
    assert [made.root(size).hex() for size in range(1, 9)] == ROOTS
    assert made.root(0) == hashlib.sha256(b"").digest()


def test_the_published_proofs_are_made_and_hold() -> None:
    hashes = [leaf_hash(bytes.fromhex(entry)) for entry in ENTRIES]
    made = tree(hashes)
    for (index, size), proof in INCLUSION.items():
        assert [h.hex() for h in made.inclusion(index, size)] == proof
        assert root_of(hashes[index], index, size, made.inclusion(index, size)) == made.root(size)
    for (old, new), proof in CONSISTENCY.items():
        assert [h.hex() for h in made.consistency(old, new)] == proof
        assert continues(old, made.root(old), new, made.root(new), made.consistency(old, new))


def test_every_proof_of_every_small_tree_holds_and_of_no_other_place() -> None:
    hashes = leaves(40)
    made = tree(hashes)
    for size in range(1, 41):
        assert made.root(size) == by_definition(hashes[:size]) == tiles.root_from(hashes[:size])
        for index in range(size):
            proof = made.inclusion(index, size)
            assert root_of(hashes[index], index, size, proof) == made.root(size)
            other = (index + 1) % size
            assert size == 1 or root_of(hashes[index], other, size, proof) != made.root(size)
            assert root_of(hashes[index], index, size, [*proof, hashes[0]]) != made.root(size)
        for old in range(1, size + 1):
            proof = made.consistency(old, size)
            assert continues(old, made.root(old), size, made.root(size), proof)
            assert not continues(old, made.root(old), size, hashes[0], proof) or size == 1
            assert not continues(old, made.root(old), size, made.root(size), [*proof, hashes[0]])


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 900), st.integers(0, 2**32))
def test_another_implementation_finds_the_same(size: int, seed: int) -> None:
    chance = Random(seed)
    entries = [chance.randbytes(chance.randrange(60)) for _ in range(size)]
    theirs = InmemoryTree(algorithm="sha256")  # RFC 9162's tree is its only one
    for entry in entries:
        theirs.append_entry(entry)
    made = tree([leaf_hash(entry) for entry in entries])
    index, old = chance.randrange(size), chance.randint(1, size)
    assert made.root() == theirs.get_root()
    assert made.root(old) == theirs.get_root(old)
    # They count from one, and put the leaf itself first.
    path = theirs.prove_inclusion(index + 1, size).serialize()["path"]
    assert [leaf_hash(entries[index]).hex(), *(h.hex() for h in made.inclusion(index))] == path
    # Their consistency proof parts the end of the tree more finely than the RFC's: ours has to hold between roots of theirs.
    was, now = theirs.get_root(old), theirs.get_root(size)
    assert continues(old, was, size, now, made.consistency(old))
    assert not continues(old, leaf_hash(was), size, now, made.consistency(old))


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, 65_535, 65_536, 65_537])
def test_a_tree_grows_from_its_right_edge_alone(size: int) -> None:
    """Whoever seals reads some tiles, and never the whole tree."""
    hashes = leaves(size)
    whole = tree(hashes)
    kept = {place: whole.changed[place] for place in tiles.edge(size)}
    grown = Tree(size, kept)
    assert grown.root() == whole.root()
    more = leaves(300, seed=1)
    grown.append(more)
    whole.append(more)
    assert grown.root() == whole.root()
    assert all(whole.changed[place] == octets for place, octets in grown.changed.items())
    assert whole.root() == tiles.root_from(hashes + more)


@pytest.mark.parametrize("index", [0, 255, 256, 4_000, 65_535, 65_536, 69_999])
def test_a_proof_needs_only_the_tiles_around_its_leaf(index: int) -> None:
    size = 70_000
    whole = tree(leaves(size))
    near = Tree(size, {place: whole.changed[place] for place in tiles.around(index, size)})
    assert len(tiles.around(index, size)) <= 8
    assert near.inclusion(index) == whole.inclusion(index)
    assert near.consistency(index + 1) == whole.consistency(index + 1)


def test_a_tile_that_is_missing_or_cut_is_said_and_never_guessed() -> None:
    whole = tree(leaves(600))
    lacking = {place: octets for place, octets in whole.changed.items() if place != (0, 1)}
    with pytest.raises(TileMissing):
        Tree(600, lacking).inclusion(300)
    with pytest.raises(TileMissing):
        Tree(600, {**whole.changed, (0, 2): whole.changed[0, 2][:-32]}).root()
    with pytest.raises(TileMissing):
        Tree(600, {}).append([leaf_hash(b"")])


def test_no_proof_is_made_of_what_is_not_in_the_tree() -> None:
    made = tree(leaves(5))
    with pytest.raises(IndexError):
        made.inclusion(5)
    with pytest.raises(IndexError):
        made.inclusion(0, 6)
    with pytest.raises(IndexError):
        made.consistency(6)
    assert root_of(leaves(1)[0], 5, 5, []) is None
    assert not continues(0, made.root(0), 5, made.root(), [])
