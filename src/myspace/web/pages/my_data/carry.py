"""Who asks for a paper, and whether it has to be brought to them. What is chosen is kept nowhere; nobody is asked anything.

An administration may ask the register itself: then there is a reminder of that right to download, which the person takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.kernel.db import as_actor
from myspace.domain.mandates.service import Wish
from myspace.domain.people import service as people
from myspace.domain.personal_data import carrying
from myspace.domain.personal_data import service as personal_data
from myspace.domain.personal_data.carrying import Carry, Receiver, Text, Word
from myspace.vocabulary.notices import Paper
from myspace.vocabulary.personal_data import SheetKind
from myspace.web import wording
from myspace.web.pages.my_data import lines, words
from myspace.web.pages.my_data.views import HERE, kind_in
from myspace.web.papers import Part, as_attachment, receipt_pdf
from myspace.web.session.door import Visit, citizen_page
from myspace.web.session.ground import needs
from myspace.web.templating import simulated

RECEIVERS: Mapping[Receiver, str] = {
    Receiver.ADMINISTRATION: noop("Una administració: l'ajuntament, la Generalitat, l'Estat, una escola pública"),
    Receiver.COURT: noop("Un jutjat"),
    Receiver.NOTARY: noop("Una notaria"),
    Receiver.SCHOOL: noop("Una escola concertada o privada"),
    Receiver.PRIVATE: noop("Un banc, una empresa o qui et lloga la casa"),
    Receiver.ABROAD: noop("Algú de fora de l'Estat"),
    Receiver.UNKNOWN: noop("No ho sé"),
}
TEXTS: Mapping[Text, str] = {
    Text.PROCEDURE_28: noop("Ho diu l'article 28.2 de la Llei 39/2015."),
    Text.TRIAL_317: noop("Ho diu l'article 317 de la Llei 1/2000."),
    Text.CIVIL_CODE_1218: noop("Ho diu l'article 1218 del Codi civil."),
    Text.TAX_95: noop("Ho diu l'article 95.1.k de la Llei 58/2003."),
}
VERDICTS: Mapping[Carry, tuple[str, str]] = {
    Carry.NO_NEED: (noop("No cal que el portis"), "good"),
    Carry.SERVES: (noop("Serveix"), "good"),
    Carry.DOES_NOT_SERVE: (noop("No serveix com a document públic"), "warn"),
    Carry.UNKNOWN: (noop("No ho sabem"), "plain"),
}
_LONGEST_NAME = 120


@require_safe
@citizen_page
@needs(Wish.ARRANGE)
def carry(visit: Visit, slug: str) -> HttpResponse:
    """No event: nothing that a register holds is on it."""
    kind = kind_in(slug, visit.request.GET.get("quina", ""))
    chosen = next((each for each in Receiver if each.value == visit.request.GET.get("a-qui")), None)
    holder, site, own_site = lines.owner(kind, people.profile(visit.actor).residence_ine10)
    facts: dict[str, Any] = {
        "kind": kind.value, "name": gettext(words.SHEETS[kind]), "here_path": f"{HERE}/{slug}", "chosen": chosen,
        "receivers": [(each.value, gettext(label)) for each, label in RECEIVERS.items()], "holder": holder, "site": site,
        "own_site": own_site,
    }  # fmt: skip
    return visit.page("pages/my_data/carry.html", **facts, **(_answer(kind, chosen) if chosen else {}))


def _answer(kind: SheetKind, chosen: Receiver) -> dict[str, Any]:
    said = carrying.verdict(chosen, Word.CERTIFICATE)
    if carrying.no_need(chosen) and said.text is not None:
        leave = carrying.leave(kind)
        return {
            "no_need": gettext(TEXTS[said.text]), "leave": gettext(TEXTS[leave]) if leave else None,
            "product": personal_data.product_of(kind),
        }  # fmt: skip
    papers = [(word, carrying.verdict(chosen, word)) for word in carrying.owners_papers(kind)]
    return {
        "no_need": None,
        "papers": [
            {"name": _name(word), "badge": (gettext(VERDICTS[one.carry][0]), VERDICTS[one.carry][1]),
             "text": gettext(TEXTS[one.text]) if one.text else None}
            for word, one in papers
        ],
        "unknown": any(one.carry is Carry.UNKNOWN for _, one in papers),
    }  # fmt: skip


def _name(word: Word) -> str:
    return gettext("Un certificat, signat per qui té les dades") if word is Word.CERTIFICATE else gettext("Un volant")


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def reminder(visit: Visit, slug: str) -> HttpResponse:
    """The right in writing, with the person's name and number, which whoever reads it needs. Made and not kept: no event."""
    given = visit.request.POST
    kind = kind_in(slug, given.get("quina", ""))
    said = carrying.verdict(Receiver.ADMINISTRATION, Word.CERTIFICATE)
    with as_actor(visit.actor) as tx:
        whom = people.whom_to_ask_about(tx)
    if said.text is None or whom is None:
        raise Http404
    holder, _, _ = lines.owner(kind, people.profile(visit.actor).residence_ine10)
    to = " ".join(given.get("nom", "").replace("\0", "").split())[:_LONGEST_NAME]
    product, leave = personal_data.product_of(kind), carrying.leave(kind)
    lead = [
        gettext("A: %(to)s") % {"to": to or "_" * 30},
        gettext("Soc %(name)s, amb document %(number)s.") % {"name": visit.whose, "number": whom.identifier.value},
        gettext("Se m'ha demanat un paper amb dades que una administració ja té."),
        gettext("Tinc dret a no portar-lo: qui el demana ho pot preguntar. Ho diu l'article 28.2 de la Llei 39/2015."),
        *(
            [gettext("Si hi cal el meu permís, se'm pot demanar. No és un motiu per fer-me portar el paper.")]
            if leave
            else []
        ),
    ]
    facts = [
        (gettext("Dades"), gettext(words.SHEETS[kind])), (gettext("Qui les té"), holder),
        *([(gettext("Consulta de la Via Oberta"), product)] if product else []),
        (gettext("Dia d'aquesta carta"), wording.day_long(visit.today, visit.today)), (gettext("Signatura"), " "),
    ]  # fmt: skip
    octets = receipt_pdf(
        gettext("No cal que porti aquest paper"), "\n\n".join(lead), [Part("", facts)],
        made_by=gettext("Carta feta amb El meu espai. Encara l'has de portar tu."),
        warning=gettext("País inventat: dades de prova") if simulated() else "",
        language=translation.get_language() or "ca", made_at=visit.now,
    )  # fmt: skip
    return as_attachment(Paper(gettext("recordatori.pdf"), "application/pdf", octets))
