"""A line of the activity in words: what a list shows of an item, made ready before the template.

Thirty lines a page were most of its cost when each was a dozen macros (bench/page.py): words that many lines share are
looked up once for each language. Knows the words; refuses to know markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_noop as noop
from django.utils.translation import pgettext

from myspace.domain.activity.service import Row, State
from myspace.domain.administrations import service as administrations
from myspace.domain.notices.service import Overtaken
from myspace.vocabulary.notices import NoticeKind, NoticeStatus
from myspace.web import wording
from myspace.web.components.lines import Line
from myspace.web.pages.notices.lines import state_words as notice_state_words
from myspace.web.spoken import gettext, kept

_STATES: dict[State, tuple[str, str]] = {
    State.CASE_YOUR_TURN: (noop("Et toca a tu"), "turn"),
    State.CASE_OPEN: (noop("En marxa"), "info"),
    State.CASE_CLOSED: (noop("Acabat"), "plain"),
    State.FILED: (noop("Ho vas presentar tu"), "plain"),
    State.SENT: (noop("T'ho van enviar"), "plain"),
    State.NOTICE_DEPOSITED: (noop("Notificació pendent d'obrir"), "turn"),
    State.NOTICE_ACCEPTED: (noop("Notificació oberta"), "plain"),
    State.NOTICE_REFUSED_OR_EXPIRED: (noop("Rebutjada o caducada (l'administració no ho distingeix)"), "warn"),
    State.APPOINTMENT: (noop("Cita"), "plain"),
    State.TAX_PENDING: (noop("Per pagar"), "turn"),
    State.TAX_ENFORCEMENT: (noop("Fora de termini, amb recàrrec"), "bad"),
    State.TAX_PAID: (noop("Pagat"), "good"),
    State.TAX_CANCELLED: (noop("Anul·lat"), "plain"),
    State.TAX_UNKNOWN: (noop("L'administració no diu si està pagat"), "warn"),
}

# In somebody else's folder, where it is not the reader's turn and the reader presented nothing.
_OF_ANOTHER: dict[State, str] = {
    State.CASE_YOUR_TURN: noop("Li toca a qui representes"),
    State.FILED: noop("Ho va presentar qui representes"),
    State.SENT: noop("Ho van enviar a qui representes"),
}

_NOTHING: Mapping[UUID, Overtaken] = MappingProxyType({})


def state_words(state: State, of_another: bool = False) -> str:
    """`of_another`: in somebody else's folder, whose words say of nothing that it is the reader's."""
    return gettext(_OF_ANOTHER.get(state, _STATES[state][0]) if of_another else _STATES[state][0])


def tone_of(state: State) -> str:
    return _STATES[state][1]


class AgesOfLines(Protocol):
    """When the connection of a line last told of its kind of thing."""

    def get(self, line: tuple[UUID, str], /) -> datetime | None: ...


def lines_of(
    rows: Iterable[Row],
    ages: AgesOfLines,
    today: date,
    now: datetime,
    whose: str | None = None,
    overtaken: Mapping[UUID, Overtaken] = _NOTHING,
) -> list[Line]:
    """The lines of these items. `overtaken`: by the entry, what became of its notification."""
    return [line_of(row, ages, today, now, whose, overtaken.get(row.id)) for row in rows]


def line_of(
    row: Row,
    ages: AgesOfLines,
    today: date,
    now: datetime,
    whose: str | None = None,
    overtaken: Overtaken | None = None,
) -> Line:
    """The line of one item. `ages` says when each connection last told of each kind; `whose`: in another's folder, its name.

    `overtaken`: what became of the notification of which its body still says that it waits.
    """
    state, tone = (
        overtaken_words(overtaken, today)
        if overtaken
        else (state_words(row.state, whose is not None), tone_of(row.state))
    )
    answered = ages.get((row.connection_id, row.kind))
    return Line(
        id="i" + row.id.hex,
        href=f"/activitat/{row.id}",
        title=row.title,
        source=administrations.administration(row.ine10).name,
        age=_age_words(answered, now) if answered else gettext("no sabem de quan és"),
        state=state,
        tone=tone,
        detail=_detail(row, today),
        amount=row.amount if row.money else None,
        unread=row.unread,
        starred=row.starred,
        gone=row.gone,
        remark=gettext("Hi consta que actues com a representant. L'administració no diu de qui.")
        if row.represented
        else None,
        note=gettext("El registre de l'administració encara diu que està pendent d'obrir.") if overtaken else None,
        note_href=f"/notificacions/{overtaken.notice_id}" if overtaken else None,
    )


def overtaken_words(overtaken: Overtaken, today: date) -> tuple[str, str]:
    """How it stands by its list or by the act made here, and the tone that repeats it."""
    if overtaken.status is None:
        return gettext("No ens diuen el mateix"), "warn"
    if overtaken.here and overtaken.at:
        day = {"day": wording.on_day(overtaken.at, today)}
        if overtaken.status is NoticeStatus.OPENED:
            return gettext("Oberta aquí %(day)s") % day, "good"
        return gettext("Rebutjada aquí %(day)s") % day, "plain"
    return notice_state_words(overtaken.status, NoticeKind.NOTIFICATION)


@kept
def _age_words(answered: datetime, now: datetime) -> str:
    """The lines of one source and kind have one age: said once a page."""
    return wording.ago(answered, now)


def _detail(row: Row, today: date) -> str | None:
    if row.gone:
        return None  # no term of ours on what the body no longer tells
    if row.kind == "appointment":
        return pgettext("dia i hora", "%(day)s, %(at_hour)s") % {
            "day": wording.opening(wording.day_long(row.sort_at, today)),
            "at_hour": wording.at_hour(row.sort_at),
        }
    if row.kind == "tax" and row.due_on and row.your_turn:
        return wording.days_left(row.due_on, today)
    if row.forecast_on:
        return gettext("Preveuen respondre %(when)s") % {"when": wording.on_day(row.forecast_on, today)}
    return None
