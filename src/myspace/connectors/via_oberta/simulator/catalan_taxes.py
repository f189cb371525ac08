"""The simulated Tax Agency of Catalonia: ATC. Its own reading of the schemas.

`says` is its number (`Resposta`) instead of a code. Ways: `error` it failed and says so; `word` the certificate is of the other
kind; `no_paper` it has none; `no_amount` it does not say how much; `somebody` it repeats another document.
"""

from __future__ import annotations

import base64
from typing import Final

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice
from myspace.simulation.cast import Person, find

OURS: Final = Voice("http://pica.gencat.net/atc/schemes/InfDeutePICAResponse")
ASKED: Final = Voice("http://pica.gencat.net/atc/schemes/InfDeutePICARequest")
ERROR: Final = Voice("http://gencat.net/scsp/esquemes/PicaError")
MODALITIES = frozenset({"ATC_INF_DEUTES_TMP"})
WAYS = frozenset({"error", "word", "no_paper", "no_amount", "somebody"})
OWES: Final = {"jordi": "1250.40"}
_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"


def answer(asked: Asked, mood: Mood) -> Said:
    if asked.specific is not None:
        raise Refused("Aquesta modalitat no té dades específiques")
    found = find(asked.holder[1])
    who = found if isinstance(found, Person) else None
    found_one = who is not None and asked.holder_name == f"{who.surnames} {who.name}"
    amount = OWES.get(who.id, "0") if who else "0"
    root = OURS.root("InfDeutePICAResponse")
    told = OURS.under(root, "Informacio")
    paper = found_one and "no_paper" not in mood.ways
    for name, words in (
        ("Csv", "G0000000000001PROVA1" if paper else None),
        ("DataCaducitat", None),
        ("Document", base64.b64encode(_octets(mood)).decode() if paper else None),
        ("FormatDocument", ("WORD" if "word" in mood.ways else "PDF") if paper else None),
        ("ImportTotal", amount if found_one and "no_amount" not in mood.ways else None),
        ("Resposta", mood.says or ("3" if not found_one else "2" if amount == "0" else "1")),
    ):
        _say(told, name, words)
    said_back = ASKED.under(root, "InfDeutePICARequest")
    for name, words in (
        ("Idioma", "Català"), ("Nom", ""), ("NomComplet", asked.holder_name), ("Cognom1", ""), ("Cognom2", ""),
        ("NumeroDocument", "00000002W" if "somebody" in mood.ways else asked.holder[1]), ("TipusDocumentacio", "NIF"),
    ):  # fmt: skip
        ASKED.say(said_back, name, words)
    if "error" in mood.ways:
        error = ERROR.under(root, "PICAError")
        for name in ("CodiError", "Error", "Descripcio", "Causa"):
            ERROR.say(error, name, f"Error sobre {asked.holder[1]}")
    return Said((root,))


def _octets(mood: Mood) -> bytes:
    return b"PK\x03\x04 a certificate" if "word" in mood.ways else b"%PDF-1.7\n% a certificate\n%%EOF\n"


def _say(parent: etree._Element, name: str, words: str | None) -> None:
    element = OURS.under(parent, name)
    if words is None:
        element.set(_NIL, "true")
    else:
        element.text = words
