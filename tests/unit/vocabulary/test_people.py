"""Identifiers as people and suppliers write them: one person has one canonical value, and no text of ours shows it."""

from __future__ import annotations

import pytest

from myspace.vocabulary.people import AssuranceLevel, IdentifierKind, MalformedIdentifier, identifier


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        (" 00000000-t ", IdentifierKind.NIF, "00000000T"),
        ("12.345.678 Z", IdentifierKind.NIF, "12345678Z"),
        ("K0000000T", IdentifierKind.NIF, "K0000000T"),
        ("x0000000t", IdentifierKind.NIE, "X0000000T"),
        ("Y-0000000-Z", IdentifierKind.NIE, "Y0000000Z"),
        ("q0000000j", IdentifierKind.COMPANY, "Q0000000J"),
        ("12121212Z", IdentifierKind.NIF, "12121212Z"),  # printed with a wrong letter (contracts §20)
    ],
)
def test_an_identifier_has_one_kind_and_one_value_however_it_is_written(
    written: str, kind: IdentifierKind, value: str
) -> None:
    found = identifier(written)
    assert (found.kind, found.value) == (kind, value)
    assert identifier(written, kind) == found


@pytest.mark.parametrize(
    "written",
    [
        "", "T", "00000000A", "0000000T", "000000000T", "X0000000A", "K0000000A", "Q0000000A", "ES00000000T",
        "\u0660" * 8 + "T",  # Arabic-Indic digits: they count as digits, and would make a second person of the first
        "\uff10" * 8 + "T", "X" + "\u0966" * 7 + "T", "Q" + "\u0660" * 7 + "J", "K" + "\u0660" * 7 + "T",
    ],
)  # fmt: skip
def test_what_is_not_an_identifier_is_refused_without_being_repeated(written: str) -> None:
    with pytest.raises(MalformedIdentifier) as refused:
        identifier(written)
    assert not written or len(written) == 1 or written not in str(refused.value)


def test_a_number_of_another_kind_than_the_one_given_is_refused() -> None:
    with pytest.raises(MalformedIdentifier):
        identifier("X0000000T", IdentifierKind.NIF)
    with pytest.raises(MalformedIdentifier):
        identifier("\u0660\u0661\u0662\u0663\u0664", IdentifierKind.PASSPORT)
    assert identifier("ab 12345", IdentifierKind.PASSPORT).value == "AB12345"


def test_no_text_of_an_identifier_shows_it_and_the_mask_shows_its_end() -> None:
    found = identifier("12345678Z")
    assert "12345678Z" not in f"{found} {found!r}"
    assert found.masked == "···678Z"


def test_levels_are_ordered() -> None:
    assert AssuranceLevel.LOW < AssuranceLevel.SUBSTANTIAL < AssuranceLevel.HIGH
