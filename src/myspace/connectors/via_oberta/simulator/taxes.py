"""The simulated tax agency: AEAT_DADES, certificates of compliance. Its own reading of the schemas.

Ways: `other_host` the AOC's elements come under its other name (Q-VO-4); `old` the shape before this one (Q-VO-3);
`strange_letter` a negative whose letter nobody documented; `other_day` it tells of another day than was asked.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice, heard, root_of
from myspace.simulation.cast import Person, find
from myspace.simulation.stories.compliance import Compliance, compliance

MODALITIES = frozenset({"ECOTGEN", "ECOT101", "ECOT102", "ECOT103", "ECOT104"})
WAYS = frozenset({"other_host", "old", "strange_letter", "other_day"})
_AEAT: Final = "http://intermediacion.redsara.es/scsp/esquemas/datosespecificos"
_MOST_TOLD: Final = 40


def answer(asked: Asked, mood: Mood) -> Said:
    general = asked.modality == "ECOTGEN"
    if asked.specific is not None and (general or root_of(asked) != "peticioConsultaObligacionsTributaries"):
        raise Refused("La petició no és d'aquesta modalitat")
    found = find(asked.holder[1])
    who = found if isinstance(found, Person) else None
    named = who is not None and asked.holder_name == f"{who.surnames} {who.name}"
    held = compliance(who) if who else Compliance()
    code = mood.says or (held.elsewhere or "1000" if named else "0233")
    host = "www.aocat.net" if "other_host" in mood.ways else "www.aoc.cat"
    ours = Voice(f"http://{host}/aeat/obligacions{'-generic' if general else ''}")
    root = ours.root("respostaConsultaObligacionsTributaries")
    day = heard(asked.specific, "dataPassada")
    if day:
        shown = date.fromisoformat(day) - timedelta(days=1 if "other_day" in mood.ways else 0)
        ours.say(ours.under(root, "peticioConsultaObligacionsTributaries"), "dataPassada", shown.isoformat())
    if code == "1000":
        _told(root, held, general, mood, asked.holder_name)
    result = ours.under(root, "resultat")
    ours.say(result, "codiResultat", code)
    ours.say(result, "descripcio", f"Resposta sobre {asked.holder[1]}")
    return Said((root,))


def _told(root: etree._Element, held: Compliance, general: bool, mood: Mood, name: str) -> None:
    agency = Voice(_AEAT)
    outer = agency.under(root, "DatosEspecificos")
    agency.say(outer, "Referencia", "20260000001")
    if "old" in mood.ways:
        agency.say(outer, "FechaProceso", f"{mood.today:%d-%m-%Y}")
        agency.say(outer, "NombreCompleto", name)
        return
    agency.say(outer, "FechaEmision", f"{mood.today:%d-%m-%Y}")
    inside = agency.under(outer, "ObligacionesTributarias")
    letter = "Z" if "strange_letter" in mood.ways else held.letter
    agency.say(inside, "CodigoCertificado", "NEGATIVO" if letter else "POSITIVO")
    if letter:
        agency.say(inside, "TipoNegativo", letter)
    if general:
        agency.say(inside, "CausaNegatividad", held.cause)
    if held.unfiled:
        missing = agency.under(inside, "Incumplimientos")
        told = held.unfiled[:_MOST_TOLD]
        agency.say(missing, "NumeroRegistrosExistentes", str(len(held.unfiled)))
        agency.say(missing, "NumeroRegistrosFacilitados", str(len(told)))
        for year, form, period in told:
            one = agency.under(missing, "DatosIncumplimiento")
            for name_, words in (("Ejercicio", year), ("Modelo", form), ("Periodo", period)):
                agency.say(one, name_, words)
