"""What the address of the list of look-ups says, read as filters; and a place in it comes back as it went out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from myspace.domain.transparency.service import Filters
from myspace.web.pages.exchanges.narrowing import address, filters_of
from myspace.web.pages.shared.places import place_as, place_of

PLACE = (datetime(2026, 12, 1, 9, 30, 15, 123456, tzinfo=UTC), UUID(int=7))


@pytest.mark.parametrize("zone", ["UTC", "Europe/Madrid", "America/Bogota"])
def test_a_place_comes_back_through_an_address_as_it_went_out(zone: str, django_ready: None) -> None:
    told = place_as((PLACE[0].astimezone(ZoneInfo(zone)), PLACE[1]))
    assert place_of(QueryDict(f"abans={told}")["abans"]) == PLACE
    assert filters_of(QueryDict(address({}, abans=told).partition("?")[2]), ()).place == PLACE


@pytest.mark.parametrize(
    "query", ["", "abans=res", "abans=2026-12-01T09:00:00_x", "des=ahir&fins=32", "qui=abc&per=x&dada=y", "q=%00"]
)
def test_what_does_not_read_is_as_if_it_were_not_there(query: str, django_ready: None) -> None:
    assert filters_of(QueryDict(query), ()) == Filters()


def test_each_word_must_fit_and_may_mean_a_purpose_a_kind_of_data_or_a_body(django_ready: None) -> None:
    found = filters_of(QueryDict("q=beca+hisenda&des=2026-01-02&per=grant"), ())
    assert found.words == ((("GRANT",), (), ()), ((), ("AEAT_DADES",), ()))
    assert (found.purposes, found.since) == (("GRANT",), date(2026, 1, 2))
    assert filters_of(QueryDict("q=zzz"), ()).words == (((), (), ()),)


def test_the_same_list_with_something_changed_loses_its_place(django_ready: None) -> None:
    assert address({"q": "beca", "per": "grant"}, per=None) == "/qui-ha-consultat?q=beca"
    assert address({}) == "/qui-ha-consultat"
