"""One text of a register to one value, and none where there is no documented reading."""

from __future__ import annotations

from datetime import date

import pytest

from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Unreadable
from myspace.simulation.cast import person
from myspace.vocabulary.personal_data import PartialDate, Precision


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("2019-07-01", PartialDate(2019, 7, 1)),
        ("01/07/2019", PartialDate(2019, 7, 1)),
        ("01-07-2019", PartialDate(2019, 7, 1)),
        ("07/2019", PartialDate(2019, 7)),
        ("2019", PartialDate(2019)),
        ("2019-07-00", PartialDate(2019, 7)),
        ("00/00/2019", PartialDate(2019)),
        (" ", None),
    ],
)
def test_q_vo_12_and_13_a_date_is_as_exact_as_it_was_told(raw: str, told: PartialDate | None) -> None:
    assert values.partial(raw) == told


@pytest.mark.parametrize(
    "raw", ["20190701", "31/02/2019", "2019-13", "13/2019", "00/2019/01", "1/7/2019", "0000", "٢٠١٩"]
)
def test_a_date_of_no_documented_form_is_not_guessed(raw: str) -> None:
    if raw == "20190701":
        assert values.partial(raw, values.YEAR_FIRST) == PartialDate(2019, 7, 1)  # where the product says so
    with pytest.raises(Unreadable):
        values.partial(raw)


def test_precision_is_what_is_there_and_a_day_needs_its_month() -> None:
    found = [PartialDate(2019), PartialDate(2019, 7), PartialDate(2019, 7, 1)]
    assert [each.precision for each in found] == [Precision.YEAR, Precision.MONTH, Precision.DAY]
    assert [each.exact for each in found] == [None, None, date(2019, 7, 1)]
    with pytest.raises(ValueError, match="without its month"):
        PartialDate(2019, None, 1)
    with pytest.raises(ValueError, match="day"):
        PartialDate(2019, 2, 30)


def test_a_code_gets_its_zeros_back_and_nothing_else() -> None:
    assert values.code("19", 3) == "019"
    assert values.municipality("8", "19") == "08019"
    assert values.municipality("8", "") is None
    for wrong in ("1234", "1a", "-1", "1.0", "²"):
        with pytest.raises(Unreadable):
            values.code(wrong, 3)


def test_numbers_are_whole_and_in_their_bounds() -> None:
    assert values.whole("0012") == 12
    assert values.whole("") is None
    for wrong in ("-1", "1.5", "1e3", "9999999999", "٣"):
        with pytest.raises(Unreadable):
            values.whole(wrong)
    with pytest.raises(Unreadable):
        values.whole("11", 10)


def test_a_document_is_the_same_however_it_is_spelt_and_no_other_is() -> None:
    mine = person("nuria").identifier  # seven zeros in front
    assert all(values.same_document(mine, said) for said in (mine.value, "1R", " 00000001-r ", "0001R"))
    assert not any(values.same_document(mine, said) for said in ("", "00000002W", "R", "X0000001R", "11R"))


def test_words_are_on_one_line_and_turn_no_page_round() -> None:
    assert values.text("  a\n\tb\u202e c ") == "a b c"
    assert values.text(" \x00 ") is None
    assert len(values.text("x" * 5_000) or "") == 300


def test_base64_is_read_over_lines_and_nothing_else_is() -> None:
    assert values.octets("JVBE\nRi0=") == b"%PDF-"
    with pytest.raises(Unreadable):
        values.octets("JVBERi0")


def test_a_day_of_social_security_is_whole() -> None:
    assert values.day("2019-07-01") == date(2019, 7, 1)
    assert values.day("") is None
    for wrong in ("2019-07-00", "01/07/2019", "2019-07", "01-07-2019x"):
        with pytest.raises(Unreadable):
            values.day(wrong)
