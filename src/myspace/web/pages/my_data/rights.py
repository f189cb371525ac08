"""This is wrong; my rights over my data; who had been told the old value. Each ends in a letter, which the person takes.

No body gives a channel for any of it: the letters, their clock and their answers are those of `exchanges/desk.py`.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from myspace.domain.enquiries import service as enquiries
from myspace.domain.enquiries.rules import LetterKind
from myspace.domain.enquiries.service import Letter
from myspace.domain.kernel.db import as_actor
from myspace.domain.mandates.service import Wish
from myspace.domain.people import service as people
from myspace.domain.personal_data import service as personal_data
from myspace.domain.personal_data.service import TOPIC
from myspace.domain.transparency import service as transparency
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.legal_calendar import MADRID, end_of
from myspace.vocabulary.personal_data import HeldBy, SheetKind
from myspace.vocabulary.transparency import is_sensitive
from myspace.web.pages.exchanges import lines as look_ups
from myspace.web.pages.my_data import letters, lines, words
from myspace.web.pages.my_data.letters import LONGEST, RIGHTS, Owner
from myspace.web.pages.my_data.views import HERE, kind_in
from myspace.web.pages.shared.facts import see
from myspace.web.session.door import FRESH, Visit, citizen_page
from myspace.web.session.ground import needs

MINE = f"{HERE}/drets"
_LETTER = "/qui-ha-consultat/cartes"
_BODIES = UUID("2d3f7f70-1d0e-5b4a-9a53-6a5e0a1c7e11")
_FOUND_MOST = 8


def _who(visit: Visit) -> tuple[str, str]:
    with as_actor(visit.actor) as tx:
        whom = people.whom_to_ask_about(tx)
    return visit.whose, whom.identifier.value if whom else ""


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
@needs(Wish.ARRANGE)
def wrong(visit: Visit, slug: str) -> HttpResponse:
    """Which datum of a sheet, and what it should say. Only of what was told: what is not there cannot be pointed at."""
    given = visit.request.POST if visit.request.method == "POST" else visit.request.GET
    kind = kind_in(slug, given.get("quina", ""))
    held = personal_data.held(visit.actor, kind)
    if held is None:
        raise Http404
    facts = lines.every_fact(held.sheet)
    right, chosen = given.get("correcte", "").replace("\0", "").strip()[:LONGEST], given.get("dada", "")
    page: dict[str, Any] = {
        "name": gettext(words.SHEETS[kind]), "facts": facts, "here_path": f"{HERE}/{slug}", "kind": kind.value, "right": right,
        "chosen": chosen, "no_datum": False, "no_right": False,
    }  # fmt: skip
    if visit.request.method != "POST":
        return visit.page("pages/my_data/wrong.html", **page)
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else -1
    page |= {"no_datum": not 0 <= number < len(facts), "no_right": not right}
    if page["no_datum"] or page["no_right"]:
        return visit.page("pages/my_data/wrong.html", status=400, **page)
    owner = letters.owner_of(held.sheet.source)
    said = letters.correction(
        owner, gettext(words.SHEETS[kind]), facts[number], right, held.known_at.astimezone(MADRID).date(), _who(visit), visit.today
    )  # fmt: skip
    letter_id = enquiries.write(
        visit.actor, LetterKind.CORRECT, TOPIC, personal_data.mark_of(kind), ine10=owner.ine10, addressee=owner.name, words=said,
        sensitive=is_sensitive(held.product, None),
    )  # fmt: skip
    return see(f"{_LETTER}/{letter_id}")


@require_safe
@citizen_page
@needs(Wish.ARRANGE)
def rights(visit: Visit) -> HttpResponse:
    """Letters that were made, and the form for another: which right, and to whom."""
    return _rights(visit, visit.request.GET)


def _rights(visit: Visit, given: Any, *, status: int = 200, **wrong: bool) -> HttpResponse:
    wanted = given.get("q", "").replace("\0", "")[:100].strip()
    found = [(body.ine10, body.name) for body in directory().search(wanted, _FOUND_MOST)] if wanted else []
    return visit.page(
        "pages/my_data/rights.html", status=status, letters=personal_data.letters(visit.actor), q=wanted, found=found,
        registers=[(each.value, gettext(words.HOLDERS[each].name)) for each in _REGISTERS],
        rights=[(kind.value, letters.title_of(kind)) for kind in RIGHTS], right=given.get("dret", ""), whom=given.get("a-qui", ""),
        about=given.get("de-que", "")[:LONGEST], no_right=wrong.get("no_right", False), no_body=wrong.get("no_body", False),
    )  # fmt: skip


# A town hall is found by its name; the statistical office has only copies.
_REGISTERS = tuple(each for each in HeldBy if each not in (HeldBy.MUNICIPAL_REGISTER, HeldBy.STATISTICAL_OFFICE))


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def exercise(visit: Visit) -> HttpResponse:
    given = visit.request.POST
    kind = next((each for each in RIGHTS if each.value == given.get("dret")), None)
    owner = _owner(given.get("a-qui", ""))
    if kind is None or owner is None:
        return _rights(visit, given, status=400, no_right=kind is None, no_body=owner is None)
    which = given.get("de-que", "").replace("\0", "").strip()[:LONGEST]
    letter_id = enquiries.write(
        visit.actor, kind, TOPIC, uuid5(_BODIES, owner.ine10 + owner.name), ine10=owner.ine10, addressee=owner.name,
        words=letters.right(kind, owner, which, _who(visit), visit.today),
    )  # fmt: skip
    return see(f"{_LETTER}/{letter_id}")


def _owner(whom: str) -> Owner | None:
    """A register by its word, or a body by its code."""
    register = next((each for each in _REGISTERS if each.value == whom), None)
    if register is not None:
        return letters.of_register(register)
    body = directory().by_ine10(whom)
    return Owner(body.ine10, body.name) if body is not None else None


@require_safe
@citizen_page
@needs(Wish.ARRANGE)
def told_before(visit: Visit, letter_id: UUID) -> HttpResponse:
    """Who had consulted the datum before it was corrected, as far as the record goes (GDPR, art. 19)."""
    found = _correction(visit, letter_id)
    if isinstance(found, HttpResponse):
        return found
    letter, kind = found
    lines_of = [
        {"id": one.id, "body": said.body, "why": said.why, "times": said.times}
        for one in _received(visit, letter, kind)
        for said in (look_ups.shown(one, visit.now),)
    ]
    return visit.page(
        "pages/my_data/told_before.html", letter=letter, name=gettext(words.SHEETS[kind]), lines=lines_of,
        feed=transparency.feed_here(), here_path=f"{MINE}/{letter_id}/qui-la-tenia",
    )  # fmt: skip


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def tell(visit: Visit, letter_id: UUID) -> HttpResponse:
    found = _correction(visit, letter_id)
    if isinstance(found, HttpResponse):
        return found
    letter, kind = found
    wanted = visit.request.POST.get("qui", "")
    line = next((one for one in _received(visit, letter, kind) if str(one.id) == wanted), None)
    if line is None:
        raise Http404
    told_id = enquiries.write(
        visit.actor, LetterKind.TELL, TOPIC, line.id, ine10=line.ine10, addressee=look_ups.body_of(line.ine10),
        words=letters.telling(line, letter, _who(visit), visit.today), sensitive=letter.sensitive, after=letter.id,
    )  # fmt: skip
    return see(f"{_LETTER}/{told_id}")


def _correction(visit: Visit, letter_id: UUID) -> tuple[Letter, SheetKind] | HttpResponse:
    """A correction of theirs that was answered; of what is sensitive, a new login first."""
    letter = enquiries.one(visit.actor, letter_id)
    kind = personal_data.kind_of(letter.ref_id) if letter is not None and letter.kind is LetterKind.CORRECT else None
    if letter is None or kind is None or letter.answered_on is None:
        raise Http404
    if letter.sensitive and visit.now - visit.entered_at > FRESH:
        return HttpResponseRedirect(f"/entra/mes-segur?cap-a={MINE}/{letter_id}/qui-la-tenia")
    return letter, kind


def _received(visit: Visit, letter: Letter, kind: SheetKind) -> tuple[transparency.Line, ...]:
    """A line of each body, its newest."""
    product = personal_data.product_of(kind)
    if product is None or letter.answered_on is None:
        return ()
    by_body: dict[str, transparency.Line] = {}
    for line in transparency.received(visit.actor, product, end_of(letter.answered_on), kept=letter.sensitive):
        if line.ine10 != letter.ine10:  # who corrected it has it right
            by_body.setdefault(line.ine10, line)
    return tuple(by_body.values())
