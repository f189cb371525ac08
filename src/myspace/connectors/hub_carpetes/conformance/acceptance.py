"""The test data the AOC checks by hand in PRE before it connects a body (contract §3, "Acceptance").

Knows the people and the counts. Refuses to know formats.
"""

from __future__ import annotations

import asyncio

from .asking import ACCEPTANCE_COMPANY, ACCEPTANCE_PERSON, Baseline, Rehearsal
from .coherence import objects, text
from .contract_tables import OPERATIONS, Operation
from .notebook import Where

ENTRIES, CASES, APPOINTMENTS, TAXES = OPERATIONS
_COUNTS = (
    (ENTRIES, "INTERESSAT", 3, "HCC-C-501"),
    (ENTRIES, "REPRESENTANT", 3, "HCC-C-502"),
    (CASES, "INTERESSAT", 2, "HCC-C-503"),
    (CASES, "REPRESENTANT", 2, "HCC-C-504"),
)


async def run(rehearsal: Rehearsal, first: Baseline) -> None:
    await asyncio.gather(*(_count(rehearsal, *row) for row in _COUNTS), _company(rehearsal))
    notes = rehearsal.notes
    # Q-HCC-16: taxes know no tipusPersona, so they are asked once, as the first round did.
    taxes = first[TAXES.name].items if TAXES.name in first else ()
    said = f"n'hi ha {len(taxes)}"
    notes.judge("HCC-C-505", len(taxes) >= 2, Where(TAXES.name, "00000000T NIF"), said)
    states = {text(debt, "situacio") for tax in taxes for debt in objects(tax, "deutes")}
    missing = [s for s in ("PENDENT", "PAGAT", "BAIXA") if s not in states]
    notes.judge("HCC-C-506", not missing, Where(TAXES.name, "00000000T NIF"), f"falta {', '.join(missing)}")
    visits = first[APPOINTMENTS.name].items if APPOINTMENTS.name in first else ()
    notes.judge("HCC-C-509", bool(visits), Where(APPOINTMENTS.name, "00000000T NIF"))


async def _count(rehearsal: Rehearsal, operation: Operation, role: str, least: int, check: str) -> None:
    reply = await rehearsal.ask(operation, ACCEPTANCE_PERSON, tipusPersona=role)
    of_role = [i for i in (reply.items if reply else ()) if str(i.get("tipusPersona")).upper() == role]
    at = Where(operation.name, f"00000000T NIF tipusPersona={role}")
    rehearsal.notes.judge(check, len(of_role) >= least, at, f"n'hi ha {len(of_role)}")


async def _company(rehearsal: Rehearsal) -> None:
    replies = await asyncio.gather(*(rehearsal.ask(o, ACCEPTANCE_COMPANY) for o in OPERATIONS))
    for operation, reply in zip(OPERATIONS, replies, strict=True):
        understood = reply is not None and reply.code in ("200", "404")
        rehearsal.notes.judge("HCC-C-507", understood, Where(operation.name, "Q0000000J NIF"))
    rehearsal.notes.judge("HCC-C-508", any(r and r.items for r in replies), Where("", "Q0000000J NIF"))
