"""The simulated register of degrees: MEPSYD. Its own reading of the schemas.

Ways: `empty` it found the person and lists nothing; `nameless` a title without its name.
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice
from myspace.simulation.cast import Person, find
from myspace.simulation.stories.degrees import other_degrees, university_degrees

OURS: Final = Voice("http://www.aocat.net/mepsyd")
STATES: Final = Voice("http://www.map.es/scsp/esquemas/datosespecificos")
MODALITIES = frozenset({"TITOLS_UNIVERSITARIS", "TITOLS_NO_UNIVERSITARIS"})
WAYS = frozenset({"empty", "nameless"})


def answer(asked: Asked, mood: Mood) -> Said:
    if asked.specific is not None:
        raise Refused("Aquesta modalitat no té dades específiques")
    found = find(asked.holder[1])
    university = asked.modality == "TITOLS_UNIVERSITARIS"
    held = (university_degrees if university else other_degrees)(found) if isinstance(found, Person) else ()
    code = mood.says or ("0003" if held else "0238")
    which = "Universitaris" if university else "NoUniversitaris"
    root = OURS.root(f"respostaVerificacioTitols{which}")
    if code == "0003":
        outer = OURS.under(root, f"titols{which}")
        several = STATES.under(outer, "ListaTitulos")
        for each in () if "empty" in mood.ways else held:
            one = STATES.under(several, "DatosTitulacion")
            at = STATES.under(one, "DatosCentro")
            if each.university:
                STATES.say(at, "Universidad", each.university)
            STATES.say(at, "Centro", each.school)
            told = STATES.under(one, "DatosTitulo")
            name = "" if "nameless" in mood.ways else each.name
            for element, words in (
                ("NombreCarrera" if university else "Titulacion", name), ("TipoTitulo", each.kind),
                ("FechaFinalizacion", each.ended), ("FechaExpedicion", each.issued), ("PaisExpedicion", "ESPAÑA"),
                ("NumTitulo" if university else "NumRegistroMec", "2007000001"),
            ):  # fmt: skip
                STATES.say(told, element, words)
    result = OURS.under(root, "resultat")
    OURS.say(result, "codiResultat", code)
    OURS.say(result, "descripcio", f"Resposta sobre {asked.holder[1]}")
    return Said((root,))
