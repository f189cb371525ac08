"""Judging never stands between a body's answer and its clock: what is slow of ours is not the body's fault."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from myspace.connectors.hub_carpetes.conformance.asking import Rehearsal, Target
from myspace.connectors.hub_carpetes.conformance.contract_tables import OPERATIONS
from tests.integration.conformance_body import INE10, data


async def test_a_long_history_is_judged_by_pieces_while_other_answers_come() -> None:
    entries = OPERATIONS[0]
    many = tuple({**data()[entries.name][0], "idActuacio": f"E-{n}"} for n in range(2_000))
    nobody_asks: Any = None
    rehearsal = Rehearsal(nobody_asks, Target("https://exemple.test/hub", INE10), 5.0, date(2026, 11, 23))
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    waiting = asyncio.create_task(others())
    await asyncio.sleep(0)
    before = turns
    await rehearsal._judge(entries, "prova", "00000000T", (*many, {**many[-1], "tipusActuacio": "ALTRA"}))
    waiting.cancel()
    assert turns - before >= 90
    places = [place.item for finding in rehearsal.notes.findings() for place in finding.places]
    assert "actuacions[2000]" in places  # its place in the answer, not in its piece
