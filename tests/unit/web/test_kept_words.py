"""Whatever a package keeps of somebody, the page that lists it has words for it, and an end."""

from __future__ import annotations

import pytest
from django.utils import translation

from myspace.domain.kernel import personal
from myspace.web.pages.data.kept import STAYS, WORDS, kept


def test_every_package_that_keeps_something_is_in_the_list_and_no_other(django_ready: None) -> None:
    assert set(WORDS) == {keeper.package for keeper in personal.keepers()}
    assert set(WORDS) >= STAYS


def test_each_has_an_end_and_what_the_law_keeps_says_so(django_ready: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from myspace.domain.gathering import promised

    monkeypatch.setattr(promised, "shortest_promise", lambda: 90)
    with translation.override("ca"):
        ends = [one.until for one in kept()]
    assert all(ends)
    assert sum("la llei ho mana" in end for end in ends) == 1
    assert any("90 dies sense entrar" in end for end in ends)
