"""The simulated register of disability: GRAU_DISCAPACITAT. It looks by name and birth. Its own reading of the schema.

Ways: `joined` days without hyphens (Q-VO-13); `letters` S and N for SI and NO (Q-VO-13); `somebody` it says back another name;
`no_degree` recognised and nothing more; `noted` it adds a message.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice, heard, root_of
from myspace.simulation.cast import CAST, Person
from myspace.simulation.stories.disability import Disability, disability

OURS = Voice("http://www.aocat.net/discapacitat")
_ROOTS: Final = {"GRAU_DISCAPACITAT_SIMPLE": "DiscapacitatSimple", "GRAU_DISCAPACITAT_TOTAL": "DiscapacitatTotal"}
MODALITIES = frozenset(_ROOTS)
WAYS = frozenset({"joined", "letters", "somebody", "no_degree", "noted"})


def answer(asked: Asked, mood: Mood) -> Said:
    name = _ROOTS[asked.modality]
    if root_of(asked) != f"peticioConsulta{name}":
        raise Refused("La petició no és d'aquesta modalitat")
    looked = tuple(heard(asked.specific, "dadesPersona", part) for part in ("nom", "cognoms", "dataNaixement"))
    who = next((each for each in CAST if looked == _known_as(each)), None)
    held = disability(who) if who else None
    code = mood.says or "0"
    root = OURS.root(f"respostaConsulta{name}")
    said_back = OURS.under(root, "dadesPersona")
    for part, words in zip(("nom", "cognoms", "dataNaixement"), looked, strict=True):
        OURS.say(said_back, part, "ALGU" if part == "nom" and "somebody" in mood.ways else words)
    if code == "0":
        told = OURS.under(root, "resposta")
        OURS.say(told, "reconeixement", held.said if held else "NO TROBAT")
        if held and held.percent and "no_degree" not in mood.ways:
            _whole(told, held, mood) if name.endswith("Total") else _group(told, held)
        if "noted" in mood.ways:
            OURS.say(told, "missatge", "Dades pendents d'actualitzar")
    result = OURS.under(root, "resultat")
    OURS.say(result, "codiResultat", code)
    OURS.say(result, "descripcio", f"{looked[0]} {looked[1]}")
    return Said((root,))


def _known_as(who: Person) -> tuple[str, str, str]:
    def plain(words: str) -> str:
        return unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().upper()

    return plain(who.name), plain(who.surnames), f"{who.born:%d%m%Y}"


def _group(told: etree._Element, held: Disability) -> None:
    degree = Decimal(held.percent)
    group = 1 if degree < 33 else 2 if degree < 65 else 3 if degree < 75 else 4
    OURS.say(told, "grupGrauDiscapacitat", str(group))
    OURS.say(told, "descripcioGrupGrauDiscapacitat", f"Pertany al grup {group}")


def _whole(told: etree._Element, held: Disability, mood: Mood) -> None:
    def day(on: date) -> str:
        return f"{on:%d%m%Y}" if "joined" in mood.ways else f"{on:%d-%m-%Y}"

    no, yes = ("N", "S") if "letters" in mood.ways else ("NO", "SI")
    OURS.say(told, "grauDiscapacitat", held.percent)
    if held.since:
        OURS.say(told, "dataEfecte", day(held.since))
    OURS.say(told, "baremDependencia", no)
    OURS.say(told, "baremMobilitat", yes if held.needs_company else no)
    OURS.say(told, "acompanyantTransport", yes if held.needs_company else no)
    OURS.say(told, "validesa", "PROVISIONAL" if held.until else "DEFINITIU")
    if held.until:
        OURS.say(told, "dataVenciment", f"{held.until:%d%m%Y}")
