"""The simulated register of CatSalut's insured: RCA. Its own reading of the schema.

A card of the make-believe country is made of its person (`card`). Ways: `somebody` it says back another card; `word` it writes the
situation out, as the other modality does.
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice, heard, root_of
from myspace.simulation.cast import CAST, Person

OURS: Final = Voice("http://www.aocat.net/rca")
MODALITIES = frozenset({"RCA_VERIFICACIO"})
WAYS = frozenset({"somebody", "word"})
_SITUATIONS: Final = {"jordi": "T", "lluis": "F", "carme": "D"}
_NOT_INSURED: Final = frozenset({"amina"})


def card(who: Person) -> str:
    return f"PROV0{who.born:%y%m%d}001"


def answer(asked: Asked, mood: Mood) -> Said:
    if root_of(asked) != "peticioVerificacioAssegurat":
        raise Refused("La petició no és d'aquesta modalitat")
    number, surname = heard(asked.specific, "CIP"), heard(asked.specific, "primerCognom")
    who = next(
        (one for one in CAST if isinstance(one, Person) and card(one) == number and one.surname1 == surname), None
    )  # fmt: skip
    code = mood.says or ("1" if who is None or who.id in _NOT_INSURED else "0")
    root = OURS.root("respostaVerificacioAssegurat")
    back = OURS.under(root, "peticioVerificacioAssegurat")
    OURS.say(back, "CIP", "PROV0010228001" if "somebody" in mood.ways else number)
    OURS.say(back, "primerCognom", surname)
    if code == "0" and who is not None:
        told = OURS.under(root, "resposta")
        OURS.say(told, "CIPVigent", number)
        OURS.say(told, "situacioAssegurat", "alta" if "word" in mood.ways else _SITUATIONS.get(who.id, "A"))
    result = OURS.under(root, "resultat")
    OURS.say(result, "codiResultat", code)
    OURS.say(result, "descripcio", f"Resposta sobre {number}")
    return Said((root,))
