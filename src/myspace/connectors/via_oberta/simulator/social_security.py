"""The simulated Social Security that certifies: SCSP_TGSS. Its own reading of the schemas.

Ways: `other_day` it tells of another day than was asked; `somebody` it is about another document; `shrug` it says neither.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice, heard, root_of
from myspace.simulation.cast import Person, find
from myspace.simulation.stories.social_security import Standing, standing
from myspace.vocabulary.people import IdentifierKind

DEBT: Final = Voice("http://www.map.es/scsp/esquemas/datosespecificos")
REGISTERED: Final = Voice("http://www.tgss.es/altafecha/esquemas/afiliacion/datosespecificos")
MODALITIES = frozenset({"Q2827003ATGSS001B", "Q2827003ATGSS006"})
WAYS = frozenset({"other_day", "somebody", "shrug"})


def answer(asked: Asked, mood: Mood) -> Said:
    found = find(asked.holder[1])
    who = found if isinstance(found, Person) else None
    return (_debt if asked.modality.endswith("001B") else _registered)(asked, mood, who)


def _debt(asked: Asked, mood: Mood, who: Person | None) -> Said:
    if asked.specific is not None:
        raise Refused("Aquesta modalitat no té dades específiques")
    held = standing(who) if who else Standing(None)
    code = mood.says or ("0254" if held.owes is None else "0")
    root = DEBT.root("DatosEspecificos")
    if "somebody" in mood.ways:
        about = DEBT.under(root, "Documento_Id")
        DEBT.say(about, "Tipo", "DNI")
        DEBT.say(about, "Numero", "00000002W")
    back = DEBT.under(root, "Retorno")
    DEBT.say(back, "Codigo", code)
    DEBT.say(back, "Resultado", "" if code != "0" or "shrug" in mood.ways else "N" if held.owes else "S")
    DEBT.say(back, "Descripcion", f"El titular, con NIF número {asked.holder[1]}")
    return Said((root,))


def _registered(asked: Asked, mood: Mood, who: Person | None) -> Said:
    if root_of(asked) != "DatosEspecificos":
        raise Refused("Cal dir el dia")
    on = datetime.strptime(heard(asked.specific, "FECHA"), "%d%m%Y").date()  # noqa: DTZ007 - a day of the calendar, in no zone
    known = who is not None and bool(standing(who).spells)
    code = mood.says or ("0004" if who is None or not known else "0001" if standing(who).registered(on) else "0002")
    document = "00000002W" if "somebody" in mood.ways else asked.holder[1]
    nie = who is not None and who.identifier.kind is IdentifierKind.NIE
    root = REGISTERED.root("DatosEspecificos")
    REGISTERED.say(root, "IPF", ("6" if nie else "1") + document.rjust(10, "0"))
    REGISTERED.say(root, "FECHA", f"{on - timedelta(days=1 if 'other_day' in mood.ways else 0):%d%m%Y}")
    back = REGISTERED.under(root, "Retorno")
    REGISTERED.say(back, "Codigo", code)
    REGISTERED.say(back, "Descripcion", f"Resposta sobre {asked.holder[1]}")
    return Said((root,))
