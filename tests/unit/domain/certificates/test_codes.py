"""The code of a paper: as long as nobody guesses, and read back however a hand types it."""

from __future__ import annotations

import math

import pytest

from myspace.domain.certificates import codes
from myspace.domain.kernel.keyring import Keyring


def test_a_code_has_more_than_a_hundred_bits_of_chance_and_no_two_are_alike() -> None:
    assert codes.LENGTH * math.log2(len(codes.LETTERS)) >= 100
    made = {codes.made() for _ in range(500)}
    assert len(made) == 500
    assert {letter for code in made for letter in code} == set(codes.LETTERS)


def test_what_is_shown_in_groups_is_read_back_as_the_same_code() -> None:
    code = codes.made()
    shown = codes.grouped(code)
    assert [len(group) for group in shown.split("-")] == [5] * 5
    assert codes.read(shown) == codes.read(f"  {shown.lower()} ") == codes.read(shown.replace("-", " ")) == code


def test_letters_that_are_mistaken_for_digits_are_taken_for_what_was_meant() -> None:
    assert codes.read("O" * 24 + "L") == "0" * 24 + "1"
    assert codes.read("o" * 24 + "i") == "0" * 24 + "1"


@pytest.mark.parametrize("typed", ["", "0" * 24, "0" * 26, "U" * 25, "0" * 24 + "é", "0" * 24 + "٣", "0" * 10_000])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert codes.read(typed) is None


def test_a_code_is_looked_for_under_each_key_in_force() -> None:
    ring = Keyring("h2", {"h1": b"1" * 32, "h2": b"2" * 32}, "e1", {"e1": b"3" * 32})
    first, second = codes.hashes("0" * 25, ring)
    assert first != second
    assert first == ring.hash("paper:" + "0" * 25, "h2")
