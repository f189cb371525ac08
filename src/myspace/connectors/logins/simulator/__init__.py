"""An invented identity provider that tells who identified as whom at which service: LOGIN-IN-1, by its own reading.

`__main__.py` is its command. It keeps its key in a folder of whoever runs it and remembers nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from myspace.connector_kit.simulated import told
from myspace.connector_kit.simulated.told import KIND, Heard, origin
from myspace.simulation.cast import person
from myspace.simulation.stories.logins import LoginTold, about

PATH = "/entrada/accessos"
SAYS = "https://identitat.exemple.invalid"
_HERE = ZoneInfo("Europe/Madrid")


@dataclass(frozen=True, slots=True)
class Voice(told.Voice):
    says: str = SAYS
    kid: str = "identitat-1"
    prefix: str = "login-in.v1."
    keeps: ClassVar[str] = "identitat.pem"

    def told(self, folder: str, *logins: dict[str, Any]) -> dict[str, Any]:
        return self.event(folder, "logins", {"logins": list(logins)})


def logins_of(who: str, number: str, today: date) -> list[dict[str, Any]]:
    """Every login of the year as somebody of the cast, as this provider writes them."""
    return [login(one, number) for one in about(who, today)]


def login(one: LoginTold, number: str) -> dict[str, Any]:
    """What is not known of a login is left out."""
    said = {
        "reference": one.id, "at": one.at.replace(tzinfo=_HERE).isoformat(), "service": one.service, "body": one.body,
        "method": one.method, "level": one.level, "device": one.device, "place": one.place,
    }  # fmt: skip
    return {"of": whose(number), **{name: value for name, value in said.items() if value is not None}}


def whose(who: str) -> dict[str, str]:
    """Somebody of the cast by id, such as marta; or a number."""
    return told.whose(who, lambda name: person(name).identifier)


def send(
    folder: str, message: bytes, *, kind: str = KIND, method: str = "POST", path: str = PATH, host: str = ""
) -> Heard:
    """One message to the folder's door."""
    return told.send(folder, path, message, kind=kind, method=method, host=host)


__all__ = ["KIND", "PATH", "SAYS", "Heard", "Voice", "login", "logins_of", "origin", "send", "whose"]
