"""Dates, amounts and names one by one: what is certain is read, what is not is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from myspace.connector_kit.json_text import Number
from myspace.connector_kit.values import Unreadable
from myspace.connectors.hub_carpetes import names, values
from myspace.vocabulary.activity import Moment

WINTER, SUMMER = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("written", "at", "assumed"),
    [
        ("2026-01-15T10:00:00", datetime(2026, 1, 15, 10, tzinfo=WINTER), True),
        ("2026-07-15T10:00:00.250", datetime(2026, 7, 15, 10, 0, 0, 250_000, tzinfo=SUMMER), True),
        ("2026-07-15 10:00", datetime(2026, 7, 15, 10, tzinfo=SUMMER), True),
        ("2026-07-15T10:00:00Z", datetime(2026, 7, 15, 10, tzinfo=UTC), False),
        ("2026-07-15T10:00:00+0200", datetime(2026, 7, 15, 10, tzinfo=SUMMER), False),
        ("2026-07-15T10:00:00-03:00", datetime(2026, 7, 15, 13, tzinfo=UTC), False),
        # The spring change skips 02:30, the autumn change has it twice: after, and first.
        ("2026-03-29T02:30:00", datetime(2026, 3, 29, 3, 30, tzinfo=SUMMER), True),
        ("2026-10-25T02:30:00", datetime(2026, 10, 25, 2, 30, tzinfo=SUMMER), True),
    ],
)
def test_an_instant_keeps_its_zone_or_says_that_it_was_assumed(written: str, at: datetime, assumed: bool) -> None:
    found = values.moment(written)
    assert found is not None
    assert (found.at, found.zone_assumed) == (at, assumed)
    assert found.at is not None
    assert found.at.utcoffset() is not None


def test_an_instant_near_midnight_falls_on_its_day_in_catalonia() -> None:
    found = values.moment("2026-07-14T22:30:00Z")
    assert found is not None
    assert found.day == date(2026, 7, 15)


@pytest.mark.parametrize("written", ["2024-02-01T00:00:00", "2024-01-31T23:00:00Z", "1706742000", "1706742000000"])
def test_a_date_field_at_midnight_in_catalonia_is_a_day(written: str) -> None:
    assert values.day(written) == Moment(date(2024, 2, 1))


@pytest.mark.parametrize(
    "written",
    ["03/02/2015", "20150203", "2015-02-30", "2015-13-01", "2015-02-03T25:00:00", "0001-01-01", "9999-12-31", "avui",
     "2015-02-03T10:00:00+99:00", "٢٠١٥-٠٢-٠٣", "99999999999999", "2015-02-03T12:01:05 CET"],
)  # fmt: skip
def test_a_date_that_could_be_another_is_refused(written: str) -> None:
    with pytest.raises(Unreadable):
        values.moment(written)


@pytest.mark.parametrize("written", ["1" * 5000, "1e999999999", "0." + "1" * 50, "1E+13", "NaN", "-"])
def test_an_absurd_number_is_refused_quickly(written: str) -> None:
    with pytest.raises(Unreadable):
        values.amount(Number(written))


@pytest.mark.parametrize(
    "written",
    [
        "Laia Exemple Prova",
        "EXEMPLE PROVA, LAIA",
        "Laia Exemple",
        "L. Exemple Prova",
        "eulàlia exemple i prova",
        "Laia",
        "",
    ],
)
def test_the_same_person_written_otherwise_is_no_contradiction(written: str) -> None:
    assert not names.another_person(written, ["Laia Exemple Prova"])


@pytest.mark.parametrize("written", ["Pau Exemple Prova", "Laia Exemple Altra", "Marc", "Exemple SL Serveis"])
def test_a_relative_or_a_stranger_is_another_person(written: str) -> None:
    assert names.another_person(written, ["Laia Exemple Prova"])


def test_without_a_name_on_either_side_nothing_contradicts() -> None:
    assert not names.another_person("Marc", [])
    assert not names.another_person(None, ["Laia"])


def test_josep_and_jose_are_the_same_given_name() -> None:
    assert not names.another_person("José Prova Puig", ["Josep Prova Puig"])
    assert not names.another_person("Floristeria Exemple, S.L.", ["FLORISTERIA EXEMPLE SL"])


def test_a_document_is_compared_without_separators_and_with_its_lost_zeros() -> None:
    assert not names.another_document(["1-R"], "00000001R")
    assert names.another_document(["00000001R"], "00000000T")
    assert not names.another_document([], "00000000T")
