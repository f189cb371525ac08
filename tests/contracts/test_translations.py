"""Every sentence of the product is complete in every language of settings, and plain."""

from __future__ import annotations

from collections.abc import Iterable

from myspace.launch.messages import SOURCE, TRANSLATED, check, offered, read_catalogue
from myspace.launch.plain.rules import LANGUAGES


def test_no_sentence_is_missing_contradictory_left_over_or_hard_to_understand() -> None:
    assert check() == []


def test_every_language_offered_is_checked_for_completeness_and_plain_words() -> None:
    assert offered() == TRANSLATED
    assert {SOURCE, *offered()} <= set(LANGUAGES)


# Aranese sentences of more than three words that may be the Catalan ones after all, each with its reason.
SAME_IN_BOTH: dict[str, str] = {}


def test_aranese_is_no_catalan_with_another_name() -> None:
    """Beside each other the two look alike; a sentence left as it was would read as translated."""
    pairs = [
        (ours, theirs)
        for message in read_catalogue("oc")
        if message.id
        for ours, theirs in zip(_forms(message.id), _forms(message.string), strict=True)
        if len(ours.split()) > 3
    ]
    same = [ours for ours, theirs in pairs if ours == theirs]
    assert sorted(same) == sorted(SAME_IN_BOTH)
    assert len(pairs) > 400
    assert len(pairs) - len(same) >= 0.6 * len(pairs)


def _forms(texts: str | Iterable[str]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)
