"""The simulated system of dependency: DEPENDENCIA. Its own reading of the schemas.

Ways: `hollow` it says that it went well and nothing more; `bad_day` the day of its resolution is in no calendar.
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice
from myspace.simulation.cast import Person, find
from myspace.simulation.stories.dependency import dependency

OURS: Final = Voice("http://www.aocat.net/imserso")
STATES: Final = Voice("http://intermediacion.redsara.es/scsp/esquemas/datosespecificos")
MODALITIES = frozenset({"GRAU_DEPENDENCIA"})
WAYS = frozenset({"hollow", "bad_day"})


def answer(asked: Asked, mood: Mood) -> Said:
    if asked.specific is not None:
        raise Refused("Aquesta modalitat no té dades específiques")
    found = find(asked.holder[1])
    held = dependency(found) if isinstance(found, Person) else None
    code = mood.says or (held.code if held else "0233")
    root = OURS.root("respostaConsultaNivellGrauDependencia")
    if held is not None and held.on is not None and code == "0000" and "hollow" not in mood.ways:
        told = STATES.under(root, "Resolucion")
        STATES.say(told, "NumeroExpediente", "SAAD-000001")
        STATES.say(told, "GradoyNivel", held.degree)
        STATES.say(told, "Tipo", "DEFINITIVA")
        STATES.say(told, "FechaResolucion", "31/02/2024" if "bad_day" in mood.ways else f"{held.on:%d/%m/%Y}")
        STATES.say(told, "EstadoResolucion", "RESUELTA")
    result = OURS.under(root, "resultat")
    OURS.say(result, "codiResultat", code)
    OURS.say(result, "descripcio", f"Resposta sobre {asked.holder[1]}")
    return Said((root,))
