"""What the simulated platform lets whom do: its rules, for both doors. A refusal is a code of messaging 4.0."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from myspace.connectors.enotum.simulator.platform import ENDED, Held, Platform, odd
from myspace.connectors.enotum.simulator.tokens import Login, Logins
from myspace.simulation.bodies import Temperament

LEVELS: Final = {"BAIX": 1, "SUBSTANCIAL": 2, "ALT": 3}
_TOO_LOW: Final = {1: 1032, 2: 1049}
HANGS: Final = 120  # seconds


class No(Exception):
    """The product refuses, with one of its codes."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts, and whose notices they are. `whole`: the representation is not of one body alone."""

    login: Login
    whose: str
    bodies: frozenset[str] | None = None

    def sees(self, held: Held) -> bool:
        addressee = held.addressee
        mine = addressee is not None and addressee.identifier.value == self.whose
        return mine and (self.bodies is None or held.told.body in self.bodies)


class Desk:
    def __init__(self, platform: Platform, logins: Logins) -> None:
        self.platform, self.logins = platform, logins

    def caller(self, login: Login, whose: str) -> Caller:
        """Themselves, by a certificate, or by a representation in force. Raises No(1047)."""
        if whose == login.number or (login.company and login.company == whose):
            return Caller(login, whose)
        return Caller(login, whose, self._represents(login.number, whose))

    def represented(self, number: str, company: str | None) -> list[str]:
        """The documents of all whom this person may act for."""
        mine = {one.whose for one in _mandates(self, number)}
        return sorted(mine | ({company} if company else set()))

    def _represents(self, number: str, whose: str) -> frozenset[str] | None:
        found = [one.bodies for one in _mandates(self, number) if one.whose == whose]
        if not found:
            raise No(1047)
        if any(one is None for one in found):
            return None
        return frozenset().union(*(one for one in found if one is not None))

    def visible(self, caller: Caller) -> list[Held]:
        return [held for held in self.platform.of(caller.whose) if caller.sees(held)]

    def one(self, caller: Caller, number: str) -> Held:
        held = self.platform.get(int(number)) if number.isascii() and number.isdigit() else None
        if held is None:
            raise No(1010)
        if not caller.sees(held):
            raise No(3010)
        return held

    def sure(self, caller: Caller, held: Held) -> None:
        if caller.login.level < LEVELS[held.told.level]:
            raise No(_TOO_LOW[caller.login.level])

    async def practise(self, caller: Caller, number: str, state: str) -> Held:
        """ACCEPTADA or REBUTJADA, of a notification that waits. Raises No."""
        held = self.one(caller, number)
        if held.told.kind == "COMUNICACIO":
            raise No(1202)
        if odd(held, Temperament.REFUSING):
            raise No(1047)
        self._waits(held)
        self.sure(caller, held)
        self.platform.end(held, state, caller.login.number)
        if odd(held, Temperament.IN_ERROR):  # it was done, and they say that it broke
            raise No(103)
        if odd(held, Temperament.HANGING):
            await asyncio.sleep(HANGS)
        return held

    def read(self, caller: Caller, number: str) -> Held:
        """The detail: of a communication this is the act; of a notification, only when it has ended. Raises No."""
        held = self.one(caller, number)
        self.sure(caller, held)
        if held.told.kind == "COMUNICACIO" and held.state == "DIPOSITADA":
            self.platform.end(held, "ACCEPTADA", caller.login.number)
        if held.state not in ENDED:
            raise No(3038 if held.state == "ANUL·LADA" else 3035)
        return held

    def evidence(self, caller: Caller, number: str) -> Held:
        held = self.one(caller, number)
        if held.state not in (*ENDED, "ANUL·LADA"):
            raise No(3020)
        return held

    @staticmethod
    def _waits(held: Held) -> None:
        match held.state:
            case "ACCEPTADA" | "REBUTJADA":
                raise No(3003)
            case "EXPIRADA":
                raise No(3037)
            case "ANUL·LADA":
                raise No(3038)
            case "ERROR":
                raise No(3004)
            case _:
                pass


@dataclass(frozen=True, slots=True)
class Mandate:
    whose: str
    bodies: frozenset[str] | None


def _mandates(desk: Desk, number: str) -> list[Mandate]:
    """The representations in force at this moment that reach notices, as the registry would tell the platform of them."""
    now = desk.platform.now
    return [
        Mandate(one.grantor, None if one.body is None else frozenset({one.body}))
        for one in desk.platform.powers
        if one.representative == number and one.state == "VALIDA" and one.begins <= now <= one.ends
        and {"NOTIFICAR", "GENERAL"} & set(one.capacities) and one.procedure is None
    ]  # fmt: skip
