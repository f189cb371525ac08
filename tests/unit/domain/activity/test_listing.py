"""Where in the list one is, as an address says it; and what is typed, as the fewest ranges of words that find the same."""

from __future__ import annotations

import pytest

from myspace.domain.activity.listing import BadCursor, Filters, listing, place_of


@pytest.mark.parametrize("place", ["12345678Z", "2026-11-23T10:00:00~12345678Z", ""])
def test_a_place_that_does_not_read_is_not_quoted_in_what_is_raised(place: str) -> None:
    with pytest.raises(BadCursor) as refused:
        place_of(place)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None


def ranges(query: str) -> list[str]:
    """The beginnings that the search looks for, in order."""
    _, params = listing(Filters(query=query))
    assert isinstance(params, dict)
    return [p for p in params.values() if isinstance(p, str) and not p.endswith("\U0010ffff")]


def test_a_word_and_its_longer_forms_are_looked_for_once() -> None:
    assert ranges("expedient") == ["expedient"]


def test_what_begins_with_no_other_is_looked_for_by_itself() -> None:
    found = ranges("beca")
    assert "beca" in found
    assert "ajut" in found
    assert not [one for one in found for other in found if one != other and one.startswith(other)]


def test_a_word_of_two_letters_finds_only_itself() -> None:
    sql, params = listing(Filters(query="dd"))
    assert isinstance(params, dict)
    assert ["dd"] in params.values()
    assert "word = ANY" in sql
    assert "word >=" not in sql
