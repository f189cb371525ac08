"""Who a VALId token is: asked of the simulated VALId over its socket, by its published getUserInfo, for every call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import aiohttp

LEVELS: Final = {"low": 1, "substantial": 2, "high": 3}
_SECONDS: Final = 3


class BadToken(Exception):
    """1050."""


class ValidAway(Exception):
    """1051."""


@dataclass(frozen=True, slots=True)
class Login:
    """Who came in, how surely (1 to 3), and of which company their certificate is."""

    number: str = field(repr=False)
    level: int
    company: str | None = field(repr=False, default=None)


class Logins:
    def __init__(self, valid: str) -> None:
        self._valid = valid.rstrip("/")
        self._rehearsed: dict[str, Login] = {}
        self.takes_renewed = True  # whether the real one does is not public: both can be rehearsed

    def rehearse(self, token: str, login: Login) -> None:
        """A token of a rehearsal, which has no VALId beside it: proofs make many thousand."""
        self._rehearsed[token] = login

    def forget(self) -> None:
        self._rehearsed.clear()
        self.takes_renewed = True

    async def of(self, token: str) -> Login:
        """Raises BadToken and ValidAway."""
        if token in self._rehearsed:
            return self._rehearsed[token]
        if not self._valid or not token:
            raise BadToken
        try:
            told = await self._asked("serveis-rest/getUserInfo", AccessToken=token)
            renewed = not self.takes_renewed and await self._asked("_control/renewed", token=token)
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError):
            raise ValidAway from None
        if not isinstance(told, dict):
            raise ValidAway
        if isinstance(renewed, dict) and renewed.get("renewed"):
            raise BadToken
        if told.get("status") != "ok" or not told.get("identifier"):
            raise BadToken
        level = LEVELS.get(str(told.get("assuranceLevel")), 1)
        return Login(str(told["identifier"]), level, told.get("companyId") or None)

    async def _asked(self, path: str, **query: str) -> object:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS), trust_env=False) as session,
            session.get(f"{self._valid}/{path}", params=query, allow_redirects=False) as response,
        ):
            if response.status != 200:
                raise ValueError("no answer of the contract")
            return await response.json(content_type=None)
