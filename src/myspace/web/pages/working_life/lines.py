"""Invoices in words: how one stands, what is next, what is known of the question itself, the steps of its path.

Made ready before the template, as the activity's lines are. Knows the words; refuses to know markup, and when anybody pays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from myspace.domain.invoices.service import Askable, Detail, Group, Line, Reading, Sent, Stop
from myspace.vocabulary.answers import Outcome
from myspace.vocabulary.invoices import Invoice, InvoiceState, InvoiceStep, Untold
from myspace.web import wording

EFACT = "https://efact.aoc.cat/bustia/home.htm"  # where whoever has the invoice at hand may ask how it stands, without login
SOCIAL_SECURITY = "https://portal.seg-social.gob.es/wps/portal/importass/importass"
EMPLOYMENT = "https://serveiocupacio.gencat.cat/"
JUST_NOW = timedelta(minutes=5)

_STATES: Mapping[InvoiceState, tuple[str, str]] = {
    InvoiceState.SENT: (noop("Enviada"), "info"),
    InvoiceState.REGISTERED: (noop("Registrada"), "info"),
    InvoiceState.DELIVERED: (noop("Lliurada"), "info"),
    InvoiceState.ANNOTATED: (noop("Anotada a comptabilitat"), "info"),
    InvoiceState.RECEIVED: (noop("Rebuda per qui l'ha de revisar"), "info"),
    InvoiceState.ACCEPTED: (noop("Conforme"), "info"),
    InvoiceState.RECOGNISED: (noop("Pagament aprovat"), "good"),
    InvoiceState.PAID: (noop("Pagada"), "good"),
    InvoiceState.REJECTED: (noop("Factura rebutjada"), "bad"),
}
_GROUPS: Mapping[Group, tuple[str, str]] = {
    Group.REJECTED: (noop("Rebutjades: et toca a tu"), noop("Obre-la: hi ha el motiu i què has de fer.")),
    Group.REPLACED: (noop("Rebutjades: has dit que ja n'has enviat una altra"), ""),
    Group.WAITING: (noop("Esperen resposta"), noop("Ara li toca a l'administració. Ningú no ens diu quin dia la pagaran.")),
    Group.RECOGNISED: (
        noop("Amb el pagament aprovat"), noop("L'administració l'ha de pagar. Ningú no ens diu quin dia ho farà."),
    ),
    Group.PAID: (noop("Pagades"), ""),
}  # fmt: skip

_OF_ANOTHER: Mapping[Group, tuple[str, str]] = {
    Group.REJECTED: (noop("Rebutjades: li toca a qui representes"), noop("Obre-la: hi ha el motiu i què cal fer.")),
    Group.REPLACED: (noop("Rebutjades: ha dit que ja n'ha enviat una altra"), ""),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line. `number`, `series`, `body` and `reason` are source text, in the words of who wrote them; the rest is ours."""

    id: str
    href: str
    number: str
    series: str | None
    body: str
    amount: str
    state: str
    tone: str
    since: str
    reason: str | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class Heading:
    group: Group
    title: str
    hint: str
    lines: tuple[Shown, ...]


class State(StrEnum):
    """What stands above the invoices besides when they were asked for."""

    KNOWN = "known"
    ASKING = "asking"
    NOT_CONNECTED = "not_connected"
    NOT_THIS_NUMBER = "not_this_number"
    COPY = "copy"
    LATE = "late"
    DOWN = "down"
    REFUSED = "refused"
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class Read:
    """`some_missing`, `more_changes` and `aside` say what the last answer did not reach."""

    state: State
    known_at: datetime | None
    some_missing: bool
    more_changes: bool
    aside: int

    @property
    def failed(self) -> bool:
        return self.state in _FAILED.values()


_FAILED: Mapping[Outcome, State] = {
    Outcome.LATE: State.LATE, Outcome.DOWN: State.DOWN, Outcome.REFUSED: State.REFUSED, Outcome.GARBLED: State.GARBLED,
}  # fmt: skip
_CANNOT: Mapping[Askable, State] = {
    Askable.NOT_CONNECTED: State.NOT_CONNECTED, Askable.NOT_THIS_NUMBER: State.NOT_THIS_NUMBER, Askable.COPY: State.COPY,
}  # fmt: skip


def read(reading: Reading) -> Read:
    known = reading.known_at is not None
    return Read(
        state=_state(reading),
        known_at=reading.known_at,
        some_missing=known and Untold.SOME_INVOICES in reading.untold,
        more_changes=known and Untold.MORE_CHANGES in reading.untold,
        aside=reading.aside,
    )


def _state(reading: Reading) -> State:
    if reading.askable in _CANNOT:
        return _CANNOT[reading.askable]
    # Before the first look has left its wish nothing is known either: it is being asked as this page is drawn.
    if reading.asking or reading.outcome is None:
        return State.ASKING
    return _FAILED.get(reading.outcome, State.KNOWN)


def headings(sent: Sent, today: date, now: datetime, *, own: bool) -> tuple[Heading, ...]:
    """`own`: the reader is who sent them, or their company; else whoever looks in their name is told whose turn it is."""
    return tuple(_headings(sent, today, now, own))


def _headings(sent: Sent, today: date, now: datetime, own: bool) -> Iterator[Heading]:
    for group, lines in sent.groups.items():
        title, hint = _GROUPS[group] if own else _OF_ANOTHER.get(group, _GROUPS[group])
        shown = tuple(_shown(line, sent.reading, today, now) for line in lines)
        yield Heading(group, gettext(title), gettext(hint) if hint else "", shown)


def _shown(line: Line, reading: Reading, today: date, now: datetime) -> Shown:
    one = line.invoice
    state, tone = state_of(one.now.state)
    return Shown(
        id=f"f{line.id.hex}",
        href=f"/la-meva-feina/factures/{line.id}",
        number=one.number,
        series=one.series,
        body=one.recipient.name,
        amount=amount_of(one),
        state=state,
        tone=tone,
        since=since(one.now, today),
        reason=one.now.rejection.reason if one.now.rejection else None,
        remark=not_told_since(line, reading, now),
    )


def amount_of(invoice: Invoice) -> str:
    """With the currency that was told; without one, the figures alone."""
    if invoice.currency == "EUR":
        return wording.euro(invoice.amount)
    figure = wording.figure(invoice.amount)
    return f"{figure} {invoice.currency}" if invoice.currency else figure


def state_of(state: InvoiceState) -> tuple[str, str]:
    words, tone = _STATES[state]
    return gettext(words), tone


def since(step: InvoiceStep, today: date) -> str:
    """Since when it stands so. Of what is paid, the day of payment, or that the body gives none."""
    if step.state is not InvoiceState.PAID or step.paid_on is None:
        return gettext("Des de: %(when)s") % {"when": wording.day_long(step.since, today)}
    if step.paid_on_is_since:
        return gettext("Consta com a pagada des de: %(when)s. No ens diuen quin dia la van pagar.") % {
            "when": wording.day_long(step.since, today)
        }
    return gettext("Dia del pagament: %(when)s") % {"when": wording.day_long(step.paid_on, today)}


def not_told_since(line: Line, reading: Reading, now: datetime) -> str | None:
    """Of an invoice that may still change and of which the last answer said nothing: how old this is."""
    if line.invoice.now.state.final or reading.known_at is None or line.told_at >= reading.known_at:
        return None
    return gettext("L'última vegada l'e-FACT no ens en va dir res. Això ho deia %(when)s.") % {
        "when": wording.ago(line.told_at, now)
    }


def steps(detail: Detail, today: date) -> list[dict[str, str | None]]:
    """For components/path: the state in words and the day; a step to come has no day, because nobody tells it."""
    return [_step(stop, today) for stop in detail.path]


def _step(stop: Stop, today: date) -> dict[str, str | None]:
    day = wording.day_short(stop.since, today) if stop.since else None
    return {"text": state_of(stop.state)[0], "state": stop.when.value, "date": day}
