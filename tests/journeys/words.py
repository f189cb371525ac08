"""What one says of oneself, taken from the neighbours' lives and not from the screen, and what of it a page gives away."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from myspace.simulation import cast
from myspace.simulation.stories import stories
from tests.journeys.walking import Walk

TELLING = ("id", "procedure", "subject", "description", "object", "place", "contact", "registry_number", "notes")


def name_of(who: str) -> set[str]:
    person = cast.person(who)
    return {person.name.casefold(), person.surname1.casefold()}


def own_words(who: str) -> set[str]:
    """All that could give this person away: who they are, and what any administration tells of them."""
    told = [
        each
        for (_, of), those in stories(datetime.now(ZoneInfo("Europe/Madrid")).date()).items()
        for each in those
        if of == who
    ]
    said = {getattr(each, name) for each in told for name in TELLING if name in {f.name for f in fields(each)}}
    return {word.casefold() for word in said | {cast.person(who).identifier.value} if word} | name_of(who)


def words_of(who: str, *, not_of: str) -> set[str]:
    return own_words(who) - own_words(not_of)


def given_away(here: Walk, words: Iterable[str]) -> list[str]:
    """What of these words is in the page (seen or not), in its title or in its address."""
    page = here.page
    whole = html.unescape(page.content()) + page.title() + unquote(page.url)
    return sorted(word for word in words if word in " ".join(whole.split()).casefold())
