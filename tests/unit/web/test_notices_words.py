"""The page before an act, in words: every cell of the law's table has its own, few and short, in each language."""

from __future__ import annotations

import html
import itertools
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from myspace.domain.notices.rules import Facts, threshold
from myspace.launch import messages as catalogues
from myspace.launch.plain.lint import sentences
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.notices import NoticeKind, Ternary
from myspace.web.templating import environment

LANGUAGES = [catalogues.SOURCE, *catalogues.offered()]
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
MOST_WORDS, MOST_SENTENCES, MOST_IN_ONE = 70, 5, 18

_ABOVE = """
{% from "pages/notices/sentences.html" import until_words, author_words, if_opened_words, if_not_opened_words %}
<h1>{{ _("Abans d'obrir") }}</h1>
<p>{{ until_words(term, expires, today) }}</p><p>{{ author_words(term, available, today) }}</p>
<h2>{{ _("Si l'obres") }}</h2><p>{{ if_opened_words(term) }}</p>
<h2>{{ _("Si no l'obres") }}</h2><p>{{ if_not_opened_words(term) }}</p>
"""


def moments() -> list[tuple[str, Moment | None, Moment | None]]:
    """What a source may tell of when it was sent and until when: nothing, a day, an instant; this year's and the next's."""
    sent = Moment(date(2026, 11, 20))
    late = datetime(2027, 2, 10, 22, 59, tzinfo=UTC)
    return [
        ("nothing", None, None),
        ("only when it was sent", sent, None),
        ("a day", sent, Moment(date(2026, 11, 26))),
        ("an hour", sent, Moment(date(2026, 11, 26), datetime(2026, 11, 26, 22, 59, tzinfo=UTC))),
        ("longer than the law", sent, Moment(late.date(), late)),
        ("today", sent, Moment(TODAY, datetime(2026, 11, 23, 13, 0, tzinfo=UTC))),
        ("over", sent, Moment(TODAY - timedelta(days=2))),
    ]


CELLS = [
    pytest.param(kind, compulsory, chosen, sent, expires, id=f"{kind}-{compulsory}-{chosen}-{name}")
    for kind, compulsory, chosen, (name, sent, expires) in itertools.product(NoticeKind, Ternary, Ternary, moments())
    if kind is NoticeKind.NOTIFICATION or compulsory is chosen is Ternary.UNKNOWN
]


def above(language: str, facts: Facts) -> str:
    """What a person reads above the buttons, without the reason why some of it is in Catalan, which is said once."""
    term = threshold(facts, NOW)
    with translation.override(language):
        page = (
            environment()
            .from_string(_ABOVE)
            .render(term=term, expires=facts.expires, available=facts.available, today=TODAY)
        )
    page = re.sub(r'<small class="in-catalan">.*?</small>', "", page)
    return html.unescape(re.sub(r"</?(?:span|bdi)[^>]*>", "", page))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "compulsory", "chosen", "sent", "expires"), CELLS)
def test_what_stands_above_the_buttons_is_short_in_every_cell_and_language(
    kind: NoticeKind, compulsory: Ternary, chosen: Ternary, sent: Moment | None, expires: Moment | None, language: str
) -> None:
    page = above(language, Facts(kind, compulsory, chosen, sent, expires))
    read = re.sub(r"<[^>]+>", " ", page).replace("\N{NO-BREAK SPACE}", " ")
    assert len(re.findall(r"[\w·'’.,-]*\w[\w·'’.,-]*", read)) <= MOST_WORDS, read
    said = [s for part in re.findall(r"<p>(.*?)</p>", page, re.S) for s in sentences(part)]
    assert len(said) <= MOST_SENTENCES, said
    for each in said:
        assert len(each.replace("\N{NO-BREAK SPACE}", " ").split()) <= MOST_IN_ONE, each


def test_both_ways_are_always_worded_and_no_two_verdicts_have_the_same_words() -> None:
    opened, not_opened = {}, {}
    for case in CELLS:
        kind, compulsory, chosen, sent, expires = case.values
        facts = Facts(kind, compulsory, chosen, sent, expires)
        term = threshold(facts, NOW)
        one, other = re.findall(r"</h2><p>(.*?)</p>", above("ca", facts), re.S)
        assert one.strip()
        assert other.strip()
        opened.setdefault((term.if_opened, term.passed), set()).add(one)
        not_opened.setdefault((term.if_not_opened, term.passed), set()).add(other)
    assert all(len(words) == 1 for words in (*opened.values(), *not_opened.values()))
    # Whether or not one had to be notified this way, opening has the same effect: it is said in the same words.
    assert len({frozenset(words) for verdict, words in opened.items() if not verdict[1]}) == 3
    assert len({frozenset(words) for verdict, words in not_opened.items() if not verdict[1]}) == 4


@pytest.mark.parametrize("compulsory", [Ternary.YES, Ternary.UNKNOWN])
def test_once_the_day_is_over_it_is_not_said_that_the_days_begin_on_opening(compulsory: Ternary) -> None:
    """Where the law takes it for refused, they began then (Law 39/2015, art. 43.2)."""
    over = Facts(NoticeKind.NOTIFICATION, compulsory, Ternary.UNKNOWN, None, Moment(TODAY - timedelta(days=2)))
    assert "començaran els dies" not in above("ca", over)
    assert "potser ja compten" in above("ca", over)


def test_what_is_not_known_is_said_to_be_so_and_nothing_is_claimed() -> None:
    unknown = Facts(NoticeKind.NOTIFICATION, Ternary.UNKNOWN, Ternary.UNKNOWN)
    page = above("ca", unknown)
    assert "L'administració no diu la data límit." in page
    assert "No sabem si s'ha de rebre per internet" in page
    assert "la llei la donarà per rebutjada" not in page


def test_the_senders_hour_is_told_as_the_official_one_and_a_day_alone_has_none() -> None:
    by_hour = Moment(date(2026, 11, 26), datetime(2026, 11, 26, 22, 59, tzinfo=UTC))
    page = above("ca", Facts(NoticeKind.NOTIFICATION, Ternary.YES, Ternary.NO, None, by_hour))
    assert "Et queden 3 dies: fins dijous 26 de novembre, a les 23.59 (hora oficial)." in page.replace("\xa0", " ")
    page = above("ca", Facts(NoticeKind.NOTIFICATION, Ternary.YES, Ternary.NO, None, Moment(date(2026, 11, 26))))
    assert "Et queden 3 dies, fins dijous 26 de novembre." in page.replace("\xa0", " ")
    assert "hora oficial" not in page
