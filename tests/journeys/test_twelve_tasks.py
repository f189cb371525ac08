"""Twelve tasks as a neighbour is told them, on a small telephone: at most three taps from home, and the exact answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, expect

from myspace.launch.stack import Stack
from myspace.simulation import cast
from myspace.simulation.bodies import connected_bodies, hosts_of
from myspace.simulation.stories import told_by
from myspace.simulation.stories.telling import AppointmentTold, CaseTold, DebtTold, EntryTold, TaxTold
from myspace.vocabulary.administrations import directory
from tests.journeys.tasks import MOST_TAPS, TASKS, Task
from tests.journeys.walking import Walk, walk

pytestmark = pytest.mark.journey

GENERALITAT = directory().generalitat().ine10
(SEGRIA,) = (body.ine10 for body in directory() if body.name == "Consell Comarcal del Segrià")
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
DAYS = ("dilluns", "dimarts", "dimecres", "dijous", "divendres", "dissabte", "diumenge")
MONTHS = ("de gener", "de febrer", "de març", "d'abril", "de maig", "de juny", "de juliol", "d'agost", "de setembre",
          "d'octubre", "de novembre", "de desembre")  # fmt: skip


T = TypeVar("T", AppointmentTold, CaseTold, EntryTold, TaxTold)


class Thumb:
    """All that the person may do: tap what is seen, type in a field that is seen. Addresses are not for thumbs."""

    def __init__(self, here: Walk) -> None:
        self._here, self.page, self.taps = here, here.page, 0

    def tap(self, what: Locator) -> None:
        self.taps += 1
        assert self.taps <= MOST_TAPS, f"tap {self.taps} of {MOST_TAPS}: {what}"
        expect(what).to_be_visible()
        what.click()
        self.page.wait_for_load_state()

    def place(self, name: str) -> None:
        """One of the five places in the bar at the thumb."""
        self.tap(self.page.get_by_role("navigation", name="Principal").get_by_role("link", name=name))

    def sources(self) -> None:
        """One by one whom it was asked of, from the end of home."""
        self.tap(self.part("A qui ho hem preguntat").get_by_role("link", name="Mira-les una per una"))

    def menu(self, name: str) -> None:
        self.tap(self.page.locator(".menu summary"))
        self.tap(self.page.get_by_role("navigation", name="Menú").get_by_role("link", name=name))

    def search(self, field: str, words: str) -> None:
        """Typing is free, its button is a tap."""
        box = self.page.get_by_role("search").filter(has=self.page.get_by_role("searchbox", name=field))
        box.get_by_role("searchbox").fill(words)
        self.tap(box.get_by_role("button", name="Busca"))

    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def part(self, heading: str) -> Locator:
        """The part of the page under this heading."""
        return self.main().locator("section").filter(has=self.page.get_by_role("heading", name=heading, exact=True))

    def reads(self, where: Locator, *words: str) -> None:
        """It stands there, whole and seen, not folded away nor for a screen reader alone."""
        expect(where).to_be_visible()
        shown = " ".join(where.inner_text().split())
        for each in words:
            assert " ".join(each.split()) in shown, f"«{each}» is not in: {shown}"


# -- what is true, from the neighbours' lives and not from the screen -------------------------------------------------


def today() -> date:
    return datetime.now(ZoneInfo("Europe/Madrid")).date()


def on(day: date) -> str:
    words = f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return words if day.year == today().year else f"{words} de {day.year}"


def left(day: date) -> str:
    days = (day - today()).days
    return f"Et queda 1 dia, fins {on(day)}" if days == 1 else f"Et queden {days} dies, fins {on(day)}"


def euros(amount: object) -> str:
    return f"{amount}".replace(".", ",") + " €"


def life(who: str, kind: type[T], holds: Callable[[T], object] = bool, body: str | None = None) -> T:
    """The one thing of this kind that this body (the town hall, unless said) tells about the person."""
    told = told_by(body or cast.person(who).municipality, who, today())
    (found,) = [each for each in told if isinstance(each, kind) and holds(each)]
    return found


def named(ine10: str) -> str:
    found = directory().by_ine10(ine10)
    assert found is not None
    return found.name


def telephone(ine10: str) -> str:
    """Of this body when the directory knows it, else of everybody."""
    found = directory().by_ine10(ine10)
    return (found.phone if found is not None else None) or "012"


def webs(ine10: str) -> tuple[str, ...]:
    """The sites of this body: its office, its payments."""
    return next(hosts_of(body) for body in connected_bodies() if body.ine10 == ine10)


# -- the twelve -------------------------------------------------------------------------------------------------------


def sms(thumb: Thumb, who: str) -> None:
    """What has to be paid, until which day of the week, and how much: nothing is tapped. A notice may end before it."""
    owed = life(who, TaxTold, lambda tax: _open(tax, within=10))  # a fine that ends in 3 days, a tax in 9
    (debt,) = _open(owed, within=10)
    card = thumb.part("Et toca a tu").locator(".card").filter(has_text=owed.description)
    thumb.reads(card, owed.description, named(cast.person(who).municipality), left(debt.pay_until), euros(debt.amount))


def _open(tax: TaxTold, within: int) -> list[DebtTold]:
    return [d for d in tax.debts if d.state == "PENDENT" and 0 <= (d.pay_until - today()).days <= within]


def how_it_goes(thumb: Thumb, who: str) -> None:
    works = life(who, CaseTold, lambda case: case.forecast)
    assert works.phase
    assert works.forecast
    thumb.tap(thumb.part("Com van les meves coses").get_by_role("link", name=works.subject))
    thumb.reads(thumb.part("Com va"), works.phase[1])
    thumb.reads(thumb.part("Fins quan"), on(works.forecast))


def a_paper(thumb: Thumb, who: str) -> None:
    paper = life(who, EntryTold, lambda entry: entry.direction == "ENTRADA")
    case = life(who, CaseTold, lambda each: each.id in paper.cases)
    assert paper.registry_number
    thumb.tap(thumb.part("Com van les meves coses").get_by_role("link", name=case.subject))
    thumb.tap(thumb.part("Papers").get_by_role("link", name=paper.subject))
    thumb.reads(thumb.main().locator(".item__big"), f"Ho vas presentar {on(paper.at.date())}")
    thumb.reads(thumb.part("Més dades").locator(".facts__one").first, "Número de registre", paper.registry_number)


def a_notification(thumb: Thumb, who: str) -> None:
    notice = life(who, EntryTold, lambda entry: entry.notice == "DIPOSITADA", GENERALITAT)
    card = thumb.part("Et toca a tu").locator(".card").filter(has_text=notice.subject)
    thumb.tap(card.get_by_role("link", name="Mira com obrir-la"))
    thumb.reads(thumb.main().locator(".item__who"), named(GENERALITAT))
    office, _ = webs(GENERALITAT)
    todo = thumb.part("Què has de fer")
    thumb.reads(todo, "Quan l'obris comptaran els dies per respondre.", "Ves a obrir-la", f"Et portarà a {office}")


def an_appointment(thumb: Thumb, who: str) -> None:
    hour = life(who, AppointmentTold)
    assert hour.place
    assert hour.address
    thumb.place("Cites")
    thumb.tap(thumb.main().get_by_role("link", name=hour.subject))
    when = f"{on(hour.at.date()).capitalize()}, a les {hour.at.hour}.{hour.at.minute:02d}"
    thumb.reads(thumb.main().locator(".item__big"), when)
    thumb.reads(thumb.part("On és"), hour.place, hour.address)
    office, _ = webs(cast.person(who).municipality)
    thumb.reads(thumb.part("Si no hi pots anar"), "Anul·la la cita", f"Et portarà a {office}")


def a_tax(thumb: Thumb, who: str) -> None:
    tax = life(who, TaxTold)
    (debt,) = _open(tax, within=30)
    thumb.place("Impostos")
    thumb.tap(thumb.main().get_by_role("link", name=tax.description))
    _, payments = webs(cast.person(who).municipality)
    (pay,) = debt.buttons
    money = thumb.part("Diners").locator(".debt").filter(has_text=debt.description)
    thumb.reads(money, euros(debt.amount), left(debt.pay_until), pay.description, f"Et portarà a {payments}")


def what_is_missing(thumb: Thumb, who: str) -> None:
    """Either the town hall is not connected, which home says first, or somebody asked did not answer: one tap."""
    if who == "nuria":
        hall = cast.person(who).municipality
        panel = thumb.main().locator(".panel").first
        thumb.reads(panel, "El teu ajuntament encara no hi és", f"{named(hall)}: el que hi tens no surt aquí.")
        _calls(thumb, panel, hall)
        return
    thumb.reads(thumb.part("A qui ho hem preguntat").locator(".asked__one--bad"), "1 no ha contestat bé", named(SEGRIA))
    thumb.sources()
    missing = thumb.part("No ens han contestat bé").locator(".source")
    expect(missing).to_have_count(1)
    # Asked a moment ago by a neighbour, it is left in peace: then we could not ask, and say so.
    expect(missing.locator(".source__state")).to_have_text(
        re.compile("^(No ha contestat|No li ho hem pogut preguntar)$")
    )
    thumb.reads(missing, named(SEGRIA))
    _calls(thumb, missing, SEGRIA)


def _calls(thumb: Thumb, where: Locator, ine10: str) -> None:
    link = where.get_by_role("link", name="Truca al")
    expect(link).to_be_visible()
    assert (link.get_attribute("href") or "").removeprefix("tel:") == telephone(ine10).replace(" ", "")


def what_was_done(thumb: Thumb, who: str) -> None:
    thumb.menu("Què s'ha fet al meu espai")
    expect(thumb.page.get_by_role("heading", level=1)).to_have_text("Què s'ha fet al meu espai")
    lines = thumb.main().locator(".log__line")
    for sentence in ("Has entrat a El meu espai.", "Has mirat la pàgina d'inici."):
        thumb.reads(lines.filter(has_text=sentence).first, sentence, "ara mateix")


def hiding(thumb: Thumb, who: str) -> None:
    hour = life(who, AppointmentTold)
    card = thumb.part("Et toca a tu").locator(".card").filter(has_text=hour.subject)
    thumb.tap(card.get_by_role("link", name="Mira la cita"))
    thumb.tap(thumb.main().get_by_text("Amaga això"))
    thumb.tap(thumb.main().get_by_role("button", name="Amaga-ho"))
    expect(thumb.page.get_by_role("heading", level=1)).to_have_text("Ho hem amagat")


def asking(thumb: Thumb, who: str) -> None:
    wanted = named(cast.BARCELONA)
    expect(thumb.main().get_by_text(wanted)).to_have_count(0)
    thumb.sources()
    thumb.search("Nom de l'administració", "Barcelona")
    found = thumb.main().get_by_role("listitem").filter(has=thumb.page.get_by_text(wanted, exact=True))
    thumb.tap(found.get_by_role("button", name="Pregunta-l'hi"))
    source = thumb.main().locator(".source").filter(has=thumb.page.get_by_text(wanted, exact=True))
    thumb.reads(source.locator(".source__name"), wanted)
    expect(source.locator(".source__state")).to_contain_text(re.compile("Encara no ha contestat|Ha contestat"))


def the_language(thumb: Thumb, who: str) -> None:
    thumb.tap(thumb.page.get_by_role("button", name="Castellano"))
    expect(thumb.page.locator("html")).to_have_attribute("lang", "es")
    expect(thumb.page).to_have_url(re.compile("/inici$"))
    thumb.reads(thumb.main().get_by_role("heading", name="Te toca a ti"), "Te toca a ti")
    expect(thumb.page.get_by_role("button", name="Castellano")).to_have_attribute("aria-current", "true")


WAYS: dict[str, Callable[[Thumb, str], None]] = {
    "sms": sms,
    "com-va": how_it_goes,
    "un-paper": a_paper,
    "una-notificacio": a_notification,
    "una-cita": an_appointment,
    "un-impost": a_tax,
    "que-hi-falta": what_is_missing,
    "que-s-hi-ha-fet": what_was_done,
    "amagar": hiding,
    "preguntar": asking,
    "la-llengua": the_language,
}
ALONE = "una-altra-sessio"  # needs a second computer: a journey of its own
CHOSEN = [pytest.param(task, who, id=f"{task.name}-{who}") for task in TASKS for who in task.who if task.name != ALONE]


def at_home(here: Walk, who: str) -> Thumb:
    """Right after coming in, on the home page, when everybody who was asked has had time to answer."""
    here.come_in(who, way="idCAT Mòbil" if who == "teresa" else None)
    here.settled()
    assert here.page.viewport_size == {"width": 360, "height": 640}
    return Thumb(here)


@pytest.mark.parametrize(("task", "who"), CHOSEN)
def test_the_answer_is_at_most_three_taps_from_home(browser: Browser, stack: Stack, task: Task, who: str) -> None:
    with walk(browser, stack) as here:
        thumb = at_home(here, who)
        WAYS[task.name](thumb, who)
        assert thumb.taps <= task.taps <= MOST_TAPS
        assert here.overflow() == 0
        assert here.told == []
        _what_was_done_is_done(here, task.name, who)


def _what_was_done_is_done(here: Walk, task: str, who: str) -> None:
    """Beyond what the person saw: the hidden thing is on no list, the body that was asked has told."""
    if task == "amagar":
        for path in ("/inici", "/cites", "/activitat?vista=dates"):
            here.go(path)
            assert life(who, AppointmentTold).subject not in here.page.content(), path
    if task == "preguntar":
        fine = life(who, TaxTold, body=cast.BARCELONA)
        expect(here.settled("/impostos").get_by_role("link", name=fine.description)).to_be_visible()


def test_another_computers_session_is_closed_in_three_taps(browser: Browser, stack: Stack) -> None:
    (task,) = (task for task in TASKS if task.name == ALONE)
    (who,) = task.who
    with walk(browser, stack, user_agent=FIREFOX) as elsewhere, walk(browser, stack) as here:
        elsewhere.come_in(who, way="idCAT Mòbil")
        thumb = at_home(here, who)
        thumb.menu("Qui ha entrat com a jo")
        expect(thumb.page.get_by_role("heading", name="Acabades")).to_have_count(0)
        there = thumb.main().locator("section[aria-labelledby=aqui] .session").filter(has_text="Firefox")
        thumb.tap(there.get_by_role("button", name="Tanca aquesta sessió"))
        expect(thumb.page.get_by_role("heading", name="Acabades")).to_be_visible()
        thumb.reads(there, "Windows", "Es va acabar ara mateix")
        assert thumb.taps <= task.taps <= MOST_TAPS
        # Nobody touches the other computer: its page empties by itself, and there is no way back in.
        expect(elsewhere.page.locator(".home")).to_have_count(0)
        elsewhere.go("/inici")
        assert elsewhere.heading() == "Identifica't per entrar"
        assert here.heading() == "Qui ha entrat com a jo"


# -- the count itself -------------------------------------------------------------------------------------------------


def test_a_fourth_tap_is_not_made(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        thumb = Thumb(here)
        here.go("/")
        for _ in range(MOST_TAPS):
            thumb.tap(here.page.locator(".menu summary"))
        with pytest.raises(AssertionError, match="tap 4 of 3"):
            thumb.tap(here.page.locator(".menu summary"))


def test_the_tasks_are_twelve_and_at_least_eight_people_do_them() -> None:
    assert [task.number for task in TASKS] == list(range(1, 13))
    assert {task.name for task in TASKS} == {*WAYS, ALONE}
    assert len({who for task in TASKS for who in task.who}) >= 8
