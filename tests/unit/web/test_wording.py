"""Dates, ages and money as a neighbour would say them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from myspace.vocabulary.activity import Attachment, Moment
from myspace.web import wording as w

MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, 41, tzinfo=UTC)  # 9.41 in Catalonia


def read(text: str) -> str:
    """As a person reads it: a space that does not break looks like any other."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 26), "Et queden 3 dies, fins dijous 26 de novembre"),
        (date(2026, 11, 24), "Et queda 1 dia, fins dimarts 24 de novembre"),
        (MONDAY, "Avui és l'últim dia, dilluns 23 de novembre"),
        (date(2026, 11, 20), "El termini va acabar divendres 20 de novembre"),
    ],
)
def test_a_term_is_one_sentence(day: date, words: str) -> None:
    assert read(w.days_left(day, MONDAY)) == words


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=59), "ara mateix"),
        (timedelta(minutes=1), "fa 1 minut"),
        (timedelta(minutes=59), "fa 59 minuts"),
        (timedelta(hours=2), "avui a les 7.41"),
        (timedelta(hours=8, minutes=30), "avui a la 1.11"),
        (timedelta(hours=24), "ahir a les 9.41"),
        (timedelta(days=20), "el 3 de novembre"),
        (timedelta(days=12), "l'11 de novembre"),
        (timedelta(days=22), "l'1 de novembre"),
        (timedelta(days=400), "el 19 d'octubre de 2025"),
    ],
)
def test_the_age_of_a_datum_in_words(passed: timedelta, words: str) -> None:
    assert read(w.ago(NOW - passed, NOW)) == words


def test_the_day_is_catalonias_and_not_greenwichs() -> None:
    just_past_midnight = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert read(w.day_long(just_past_midnight, MONDAY)) == "dimarts 24 de novembre"


def test_a_moment_without_an_hour_tells_no_hour() -> None:
    assert read(w.moment_words(Moment(day=date(2026, 11, 26)), MONDAY)) == "dijous 26 de novembre"
    assert read(w.moment_words(Moment(day=MONDAY, at=NOW), MONDAY)) == "dilluns 23 de novembre, a les 9.41"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1234.5", "1.234,50 €"),
        ("0", "0,00 €"),
        ("-12.345", "−12,35 €"),
        ("1000000", "1.000.000,00 €"),
        ("0.005", "0,01 €"),
    ],
)
def test_money_reads_as_on_a_receipt(amount: str, words: str) -> None:
    assert w.euro(Decimal(amount)) == words.replace(" ", "\N{NO-BREAK SPACE}")


def test_every_month_has_its_preposition_and_its_heading() -> None:
    days = [read(w.day_short(date(2026, month, 2), MONDAY)) for month in range(1, 13)]
    assert days[3] == "2 d'abril"
    assert days[4] == "2 de maig"
    assert len(set(days)) == 12
    assert w.month_heading(MONDAY) == "Novembre de 2026"


def test_a_number_never_ends_a_line_without_what_it_counts() -> None:
    assert "26\N{NO-BREAK SPACE}de\N{NO-BREAK SPACE}novembre" in w.day_long(date(2026, 11, 26), MONDAY)
    assert "12\N{NO-BREAK SPACE}dies" in w.days_left(date(2026, 12, 5), MONDAY)


def test_english_has_its_own_order_of_days_hours_and_money_and_keeps_its_capitals() -> None:
    with translation.override("en"):
        assert read(w.opening(w.moment_words(Moment(day=MONDAY, at=NOW), MONDAY))) == "Monday 23 November, at 9:41"
        assert read(w.day_long(date(2027, 2, 1), MONDAY)) == "Monday 1 February 2027"
        assert read(w.days_left(date(2026, 11, 26), MONDAY)) == "You have 3 days left, until Thursday 26 November"
        assert read(w.ago(NOW - timedelta(days=12), NOW)) == "on 11 November"
        assert w.euro(Decimal("-1234.5")) == "−€1,234.50"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("938782300", "93 878 23 00"),
        ("973 245 010", "973 24 50 10"),
        ("900123456", "900 123 456"),
        ("612345678", "612 34 56 78"),
        ("012", "012"),
        ("+34 938 782 300", "+34 938 782 300"),
        ("ext. 4", "ext. 4"),
    ],
)
def test_a_telephone_number_is_grouped_as_it_is_said(number: str, words: str) -> None:
    assert read(w.phone(number)) == words


@pytest.mark.parametrize(
    ("mime", "kilobytes", "words"),
    [
        ("application/pdf", 120, "PDF, 120 kB"),
        ("Application/PDF; charset=binary", None, "PDF"),
        ("application/x-desconegut", 1, "1 kB"),
        (None, 0, "1 kB"),
        (None, 1023, "1023 kB"),
        (None, 2048, "2 MB"),
        ("image/png", 2560, "PNG, 2,5 MB"),
        (None, None, ""),
    ],
)
def test_a_document_says_its_form_and_size_where_the_body_told_them(
    mime: str | None, kilobytes: int | None, words: str
) -> None:
    assert read(w.file_words(Attachment(mime=mime, size_kb=kilobytes))) == words


@pytest.mark.parametrize(
    ("language", "term", "hour", "age", "sum_owed"),
    [
        ("es", "Te quedan 3 días, hasta jueves 26 de noviembre", "a las 9:41", "el 3 de noviembre", "−1.234,50 €"),
        ("oc", "Te demoren 3 dies, enquia dijaus 26 de noveme", "as 9.41", "eth 3 de noveme", "−1.234,50 €"),
        ("en", "You have 3 days left, until Thursday 26 November", "at 9:41", "on 3 November", "−€1,234.50"),
    ],
)
def test_each_language_has_its_own_form_of_dates_hours_and_amounts(
    language: str, term: str, hour: str, age: str, sum_owed: str
) -> None:
    with translation.override(language):
        assert read(w.days_left(date(2026, 11, 26), MONDAY)) == term
        assert read(w.at_hour(NOW)) == hour
        assert read(w.on_day(date(2026, 11, 3), MONDAY)) == age
        assert read(w.euro(Decimal("-1234.5"))) == sum_owed
