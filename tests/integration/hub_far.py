"""A client for the simulated country that knows nothing of our connector, and the questions its tests ask."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import aiohttp

from myspace.connectors.hub_carpetes.simulator import Running

TODAY = date(2026, 11, 23)
MARTA = {"documentIdentificatiu": "12345678Z", "tipusDocumentIdentificatiu": "NIF"}
TANIA = MARTA | {"documentIdentificatiu": "00000006Y"}
TERESA = MARTA | {"documentIdentificatiu": "00000000T"}
ARRAYS = {
    "consultaActuacions": "actuacions",
    "consultaExpedients": "expedients",
    "consultaCitesPrevies": "citesprevies",
    "consultaTributs": "tributs",
}


class Far:
    """A client that knows nothing of our connector: it asks and hands back the status, the bytes and the JSON."""

    def __init__(self, running: Running, session: aiohttp.ClientSession) -> None:
        self.running, self.session = running, session

    async def raw(self, ine10: str, operation: str, query: dict[str, str]) -> tuple[int, bytes, str]:
        url = f"{self.running.url}/{ine10}/hub/{operation}"
        async with self.session.get(url, params=query, allow_redirects=False) as answer:
            return answer.status, await answer.read(), answer.headers.get("Content-Type", "")

    async def ask(self, ine10: str, operation: str, query: dict[str, str]) -> dict[str, Any]:
        status, body, kind = await self.raw(ine10, operation, query)
        assert status == 200
        assert kind == "application/json;charset=UTF-8"
        said = json.loads(body)
        assert isinstance(said, dict)
        return said

    async def items(self, ine10: str, operation: str, query: dict[str, str]) -> list[dict[str, Any]]:
        said = await self.ask(ine10, operation, query)
        return list(said.get(ARRAYS[operation], []))

    async def wish(self, ine10: str, **wishes: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.running.url}/_control/{ine10}", json=wishes) as answer:
            return {"status": answer.status, **(await answer.json())}


STRANGER = MARTA | {"documentIdentificatiu": "00000099R"}
