"""What a list says of an item in somebody else's folder: none of its states speaks to the reader."""

from __future__ import annotations

import re

import pytest
from django.utils.translation import override

from myspace.domain.activity.service import State
from myspace.web.pages.shared.lines import state_words

# "tu", "et …", "t'ho", "vas …": second person, in each of the four languages.
_TO_THE_READER = {
    "ca": r"\b(tu|et|vas|t')",
    "es": r"\b(tú|te|tu|presentaste)\b",
    "oc": r"\b(tu|te|hères)\b|\bt'",
    "en": r"\byou(r)?\b(?! represent)",
}


@pytest.mark.parametrize("language", _TO_THE_READER)
def test_in_anothers_folder_no_state_says_that_the_reader_did_it_or_has_to(language: str) -> None:
    pattern = re.compile(_TO_THE_READER[language], re.IGNORECASE)
    with override(language):
        assert [words for state in State if pattern.search(words := state_words(state, of_another=True))] == []
        own = [state for state in State if state_words(state) != state_words(state, of_another=True)]
    assert own == [State.CASE_YOUR_TURN, State.FILED, State.SENT]
