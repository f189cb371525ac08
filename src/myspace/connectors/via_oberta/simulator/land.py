"""The simulated land registry for taxes: CADASTRE. Its own reading of the schemas.

Ways: `short_codes` towns lose their zeros (Q-VO-1); `strangers` the holders that it lists are others; `page` its
certificate is no PDF.
"""

from __future__ import annotations

import base64
from typing import Final

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice, root_of
from myspace.simulation.cast import Person, find, person
from myspace.simulation.stories.properties import Property, properties

OURS: Final = Voice("http://www.aocat.net/cadastre")
STATES: Final = Voice("http://www.map.es/scsp/esquemas/datosespecificos")
MODALITIES = frozenset({"DADES_CADASTRALS", "CERTIFICACIO_TITULARITAT"})
WAYS = frozenset({"short_codes", "strangers", "page"})


def answer(asked: Asked, mood: Mood) -> Said:
    found = find(asked.holder[1])
    who = found if isinstance(found, Person) else None
    certificate = asked.modality == "CERTIFICACIO_TITULARITAT"
    if (root_of(asked) != "peticioCertificacioTitular") if certificate else asked.specific is not None:
        raise Refused("La petició no és d'aquesta modalitat")
    held = properties(who) if who else ()
    root = OURS.root("respostaCertificacioTitular" if certificate else "respostaConsultaDades")
    code = mood.says or (("0003" if who else "0015") if certificate else "0003" if held else "0025")
    if code == "0003" and certificate and who:
        told = STATES.under(root, "DatosSalida")
        octets = b"<html>" if "page" in mood.ways else b"%PDF-1.7\n% a certificate\n%%EOF\n"
        STATES.say(told, "pdf", base64.b64encode(octets).decode())
        STATES.say(told, "CSV", "PROVA00000000001")
        names = STATES.under(told, "listaNombres")
        STATES.say(names, "nombreApellidos", f"{who.surnames} {who.name}".upper())
    elif code == "0003":
        several = STATES.under(root, "listaBienesInmuebles")
        for each in held:
            _property(STATES.under(several, "datosInmueble"), each, mood)
    result = OURS.under(root, "resultat")
    OURS.say(result, "codiResultat", code)
    OURS.say(result, "descripcio", f"Resposta sobre {asked.holder[1]}")
    return Said((root,))


def _property(parent: etree._Element, held: Property, mood: Mood) -> None:
    one = STATES.under(parent, "BienInmuebleRustico")
    identified = STATES.under(one, "idine")
    STATES.say(identified, "cn", held.nature)
    reference = STATES.under(identified, "rc")
    for name, words in zip(("pc1", "pc2", "car", "cc1", "cc2"), held.reference, strict=True):
        STATES.say(reference, name, words)
    place, short = STATES.under(identified, "loine"), "short_codes" in mood.ways
    STATES.say(place, "cp", held.town[:2].lstrip("0") if short else held.town[:2])
    STATES.say(place, "cm", held.town[2:].lstrip("0") if short else held.town[2:])
    STATES.say(one, "ldt", held.place)
    money = STATES.under(one, "debi")
    for name, words in (
        ("avc", "2026"), ("vcat", held.value), ("luso", held.use), ("sfc", held.built), ("ant", "1975"),
    ):  # fmt: skip
        STATES.say(money, name, words)
    holders = STATES.under(parent, "listaTitulares")
    for who, right, share in held.holders:
        shown = person("berta" if "strangers" in mood.ways else who)
        holder = STATES.under(holders, "titular")
        der = STATES.under(holder, "der")
        STATES.say(der, "cdr", right)
        STATES.say(der, "pct", share)
        named = STATES.under(holder, "idp")
        STATES.say(named, "nif", shown.identifier.value)
        STATES.say(named, "nom", f"{shown.surnames} {shown.name}".upper())
        STATES.say(holder, "faj", held.since.isoformat())
    STATES.say(STATES.under(parent, "finca"), "ltp", "Parcela construida sin división horizontal")
