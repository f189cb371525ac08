"""The mailbox in words: what a line shows of a notice, how a group is called, what is known of how complete the list is.

Made ready before the template, as the activity's lines are. Knows the words; refuses to know markup, and what was not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext_noop as noop

from myspace.domain.notices.service import ClockSource, Group, Line, Mailbox, Readable, Threshold
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.notices import NoticeKind, NoticeStatus, ReadBy
from myspace.web import wording
from myspace.web.components.lines import Line as Row
from myspace.web.spoken import gettext, kept

DEHU = "https://dehu.redsara.es/"  # where the State's are
ENOTUM = "https://usuari.enotum.cat/"  # the same mailbox at its platform, for who cannot read it here
JUST_NOW = timedelta(minutes=5)  # of what was read longer ago it is not said that there is none

_GROUPS: Mapping[Group, tuple[str, str]] = {
    Group.EXPIRING: (noop("Se'ls acaba el termini"), ""),
    Group.NEW: (noop("Per obrir"), ""),
    Group.TERM_PASSED: (noop("El termini ja ha passat"), noop("Potser encara es poden obrir.")),
    Group.ON_ITS_WAY: (noop("Encara de camí"), ""),
    Group.OPENED: (noop("Ja obertes"), ""),
    Group.REFUSED: (noop("Rebutjades"), ""),
    Group.EXPIRED_UNOPENED: (noop("Caducades sense obrir"), ""),
    Group.REFUSED_OR_EXPIRED: (
        noop("Rebutjades o caducades"), noop("L'administració no diu quina de les dues coses va passar."),
    ),
    Group.UNSETTLED: (
        noop("No ens diuen el mateix"), noop("Un lloc diu una cosa i un altre una altra. No sabem quina va ser primer."),
    ),
    Group.TAKEN_BACK: (noop("Retirades o que no van arribar"), ""),
    Group.COMMUNICATION: (noop("Comunicacions"), noop("Només informen: no s'hi acaba cap termini.")),
}  # fmt: skip

_STATUSES: Mapping[NoticeStatus, tuple[str, str]] = {
    NoticeStatus.ON_ITS_WAY: (noop("Encara de camí"), "plain"),
    NoticeStatus.AVAILABLE: (noop("Pendent d'obrir"), "turn"),
    NoticeStatus.OPENED: (noop("Oberta"), "good"),
    NoticeStatus.REFUSED: (noop("Rebutjada"), "plain"),
    NoticeStatus.EXPIRED_UNOPENED: (noop("Caducada sense obrir"), "warn"),
    NoticeStatus.REFUSED_OR_EXPIRED: (noop("Rebutjada o caducada"), "warn"),
    NoticeStatus.ANNULLED: (noop("Retirada per qui l'enviava"), "plain"),
    NoticeStatus.FAILED: (noop("No va arribar bé"), "warn"),
}
_OF_A_COMMUNICATION: Mapping[NoticeStatus, tuple[str, str]] = {
    NoticeStatus.AVAILABLE: (noop("Pendent de llegir"), "info"),
    NoticeStatus.OPENED: (noop("Llegida"), "good"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    group: Group
    title: str
    hint: str
    lines: tuple[Row, ...]


class State(StrEnum):
    """What the head of the mailbox says besides when it was last read."""

    READ = "read"
    READING = "reading"
    FAILED = "failed"
    LOGIN_OVER = "login_over"
    OTHER_PROVIDER = "other_provider"
    NO_PLATFORM = "no_platform"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Read:
    """`known_at` is that of the platform read longest ago; None: some platform was never read. `known_by`: by what."""

    state: State
    known_at: datetime | None
    complete: bool
    just_now: bool
    known_by: ReadBy = ReadBy.LOGIN


def state_words(status: NoticeStatus, kind: NoticeKind) -> tuple[str, str]:
    """Two or three words and the tone that repeats them in colour."""
    own = _OF_A_COMMUNICATION if kind is NoticeKind.COMMUNICATION else {}
    words, tone = own.get(status, _STATUSES[status])
    return gettext(words), tone


def headings(box: Mailbox, today: date) -> tuple[Heading, ...]:
    """By what happens next, in the order of Group; communications last."""
    return tuple(_headings([*box.groups.items(), (Group.COMMUNICATION, box.communications)], today))


def _headings(groups: Iterable[tuple[Group, tuple[Line, ...]]], today: date) -> Iterator[Heading]:
    for group, lines in groups:
        if lines:
            title, hint = _GROUPS[group]
            yield Heading(group, gettext(title), gettext(hint) if hint else "", tuple(shown(o, today) for o in lines))


def shown(line: Line, today: date) -> Row:
    """Of what only its body's own folder tells there is no page here: its line leads to the activity."""
    settled = not line.under_way and not line.contested
    sent, state, tone, detail = _words(
        line.available, line.id is not None, line.status, line.kind, line.ended_at, line.threshold, today
    )
    if not settled:
        (state, tone), detail = state_of(line), None
    return Row(
        id=f"n{line.id or line.item_id}",
        href=f"/notificacions/{line.id}" if line.id else f"/activitat/{line.item_id}",
        title=line.subject,
        source=line.sender.name,
        age=sent,
        state=state,
        tone=tone,
        detail=detail,
        unread=settled and line.status is NoticeStatus.AVAILABLE,
    )


@kept
def _words(
    available: Moment | None, listed: bool, status: NoticeStatus, kind: NoticeKind, ended_at: datetime | None,
    term: Threshold, today: date,
) -> tuple[str, str, str, str | None]:  # fmt: skip
    """When it was sent, the state in words, its tone, and a sentence about its day: asked for once for each line."""
    return (
        _sent(available, listed, today),
        *state_words(status, kind),
        _detail(status, kind, ended_at, term, today),
    )


def _sent(available: Moment | None, listed: bool, today: date) -> str:
    if available:
        return gettext("enviada %(when)s") % {"when": wording.on_day(available, today)}
    return gettext("no sabem quan la van enviar") if listed else gettext("ho diu la mateixa administració")


def state_of(line: Line) -> tuple[str, str]:
    """How it stands in words, several where channels end differently, and the tone that repeats it in colour."""
    if line.under_way:
        return gettext("Ho estem confirmant"), "info"
    if line.contested:
        return " / ".join(state_words(status, line.kind)[0] for status in sorted(line.contested)), "warn"
    return state_words(line.status, line.kind)


def _detail(
    status: NoticeStatus, kind: NoticeKind, ended_at: datetime | None, term: Threshold, today: date
) -> str | None:
    """A day that its sender did not give is not counted down to: it is advice, and is said as such."""
    if status is not NoticeStatus.AVAILABLE:
        return wording.opening(wording.moment_words(ended_at, today)) if ended_at else None
    if kind is NoticeKind.COMMUNICATION:
        return None
    last_day = term.clock.last_day
    if last_day is None:
        return gettext("L'administració no diu la data límit.")
    if term.clock.source is not ClockSource.SENDER:
        return wording.prudent_day(last_day, today)
    if term.passed:
        return wording.term_over(last_day, today)
    before = term.day_to_count_on(today)
    if before is None or before == last_day:
        return wording.days_left(last_day, today)
    return f"{wording.days_left(last_day, today)}. {wording.prudent_day(before, today)}"


_STATES_OF: Mapping[Readable, State] = {
    Readable.LOGIN_OVER: State.LOGIN_OVER,
    Readable.OTHER_PROVIDER: State.OTHER_PROVIDER,
    Readable.NO_PLATFORM: State.NO_PLATFORM,
    Readable.COPY: State.COPY,
}


def read(box: Mailbox, now: datetime) -> Read:
    known_at = box.known_at
    return Read(
        state=_state(box),
        known_at=known_at,
        complete=all(each.complete for each in box.readings),
        just_now=box.all_known and known_at is not None and now - known_at <= JUST_NOW,
        known_by=box.known_by,
    )


def _state(box: Mailbox) -> State:
    if box.readable is not Readable.NOW:
        return _STATES_OF[box.readable]
    if box.reading_now:
        return State.READING
    return State.FAILED if any(each.failed for each in box.readings) else State.READ
