"""The simulated registers of families: TFN, large ones, and TFM, of one parent. Their own reading of the schema.

Ways: `hollow` it says that it went well and nothing more, as its table prints an error (Q-VO-14); `somebody` it says back
another document; `iso` days are written the other way round.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice, heard, root_of
from myspace.simulation.cast import Person, find
from myspace.simulation.stories.large_families import Title, one_parent_title, title
from myspace.simulation.stories.registers import home

LARGE: Final = Voice("http://www.aoc.cat/tfn")
ONE_PARENT: Final = Voice("http://www.aoc.cat/tfm")
MODALITIES = frozenset({"TFN_DADESCOMPLETES"})
OF_ONE_PARENT = frozenset({"TFM_DADESCOMPLETES"})
WAYS = frozenset({"hollow", "somebody", "iso"})


def answer(asked: Asked, mood: Mood) -> Said:
    if root_of(asked) != "peticioDadesCompletes":
        raise Refused("La petició no és d'aquesta modalitat")
    document = heard(asked.specific, "identificadorTitular", "documentacio")
    found = find(document)
    who = found if isinstance(found, Person) else None
    large = asked.modality in MODALITIES
    ours = LARGE if large else ONE_PARENT
    held = (title if large else one_parent_title)(who) if who else None
    code = mood.says or ("0" if held else "2")
    root = ours.root("respostaDadesCompletes")
    said_back = ours.under(ours.under(root, "peticioDadesCompletes"), "identificadorTitular")
    ours.say(said_back, "tipusDocumentacio", heard(asked.specific, "identificadorTitular", "tipusDocumentacio"))
    ours.say(said_back, "documentacio", "00000002W" if "somebody" in mood.ways else document)
    if who and held and code == "0" and "hollow" not in mood.ways:
        _told(ours, root, who, held, mood)
    result = ours.under(root, "resultat")
    ours.say(result, "codiResultat", code)
    ours.say(result, "descripcio", f"Resposta sobre {document}")
    return Said((root,))


def _told(ours: Voice, root: etree._Element, who: Person, held: Title, mood: Mood) -> None:
    def day(on: date) -> str:
        return on.isoformat() if "iso" in mood.ways else f"{on:%d/%m/%Y}"

    told, at = ours.under(root, "resposta"), home(who)
    for name, words in (
        ("numeroTitol", held.number), ("nom", who.name), ("primerCognom", who.surname1), ("segonCognom", who.surname2 or ""),
        ("numeroFills", str(held.children)), ("categoria", "GENERAL"), ("estat", held.state), ("tipusVia", at.kind),
        ("nomVia", at.street), ("numero", at.number), ("pis", at.floor), ("porta", at.door), ("codiPostal", at.postal_code),
        ("localitat", "Vilanova de l'Exemple"), ("provincia", "Barcelona"), ("dataIniciVigencia", day(held.since)),
        ("dataCaducitat", day(held.until)), ("tipus", "TITULAR"), ("numDiscapacitats", "0"),
    ):  # fmt: skip
        if words:
            ours.say(told, name, words)
