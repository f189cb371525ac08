"""What generated bodies tell about generated neighbours, for load: made from a seed, the same in every process.

Neighbours are the numbers 00000020–00000099 of the cast's rule; nobody has a name, and no generated body knows the cast.
"""

from __future__ import annotations

import zlib
from datetime import date
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Literal

from myspace.simulation.stories.telling import CaseTold, Days, DebtTold, EntryTold, TaxTold, Told

_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
NEIGHBOURS = tuple(f"{number:08d}{_LETTERS[number % 23]}" for number in range(20, 100))
_KNOWN = frozenset(NEIGHBOURS)

_MATTERS = (
    ("Llicència d'obres menors", "Llicència d'obres: rehabilitació de façana", "Urbanisme"),
    ("Targeta d'aparcament per a persones amb mobilitat reduïda", "Renovació de targeta d'aparcament", "Mobilitat"),
    ("Bonificació de la taxa de residus", "Bonificació per ús de la deixalleria", "Hisenda"),
    ("Inscripció a activitats esportives", "Curset de natació municipal", "Esports"),
    ("Ajut per a material escolar", "Ajut per a llibres i material escolar", "Educació"),
    ("Cens d'animals de companyia", "Alta al cens d'animals de companyia", "Salut pública"),
)


def neighbour_tells(body: str, document: str, today: date) -> tuple[Told, ...]:
    """Nothing for the cast and strangers; for a neighbour, three bodies in ten know them."""
    return _tell(body, document, today) if document in _KNOWN else ()


@lru_cache(maxsize=20_000)
def _tell(body: str, document: str, today: date) -> tuple[Told, ...]:
    chance = Random(zlib.crc32(f"{body}{document}".encode()))
    if chance.random() > 0.3:
        return ()
    days, told = Days(today), list[Told]()
    for number in range(chance.randint(1, 6)):
        procedure, subject, family = chance.choice(_MATTERS)
        opened, case = -chance.randint(2, 900), f"{body[:5]}-{number}-{chance.randint(1000, 9999)}"
        closed = days.at(opened + 30, 12) if opened < -60 and chance.random() < 0.7 else None
        told.append(CaseTold(case, procedure, subject, days.at(opened, 9), closed, family=family))
        told.append(EntryTold(f"E-{case}", "ENTRADA", days.at(opened, 9), procedure, f"E-{case}", cases=(case,)))
    if chance.random() < 0.5:
        amount = Decimal(chance.randint(2000, 90000)) / 100
        state: Literal["PENDENT", "PAGAT"] = "PENDENT" if chance.random() < 0.5 else "PAGAT"
        debt = DebtTold(f"D-{body[:5]}", "Rebut anual", amount, days.day(-40), days.day(20), state)
        name = "Impost sobre béns immobles"
        told.append(TaxTold(f"T-{body[:5]}", str(days.year()), days.day(-60), name, total=amount, debts=(debt,)))
    return tuple(told)
