"""The simulated e-NOTUM: one state of notices behind two doors, messaging 4.0 as a product of PCI and REST over mutual TLS.

    python -m myspace.connector_kit.simulated.pci --product myspace.connectors.enotum.simulator:product --given valid=URL

Its reading of both contracts is its own. Who a token is, it asks the simulated VALId over its socket, as the platform
would; without one every token is bad, but for those that a rehearsal registers (`logins` of POST /_control/ENOTUM).
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.simulated.pci.plugin import Cluster, Product, Setting
from myspace.connectors.enotum.simulator.desk import Desk
from myspace.connectors.enotum.simulator.door import routes
from myspace.connectors.enotum.simulator.platform import EFFECTS, Platform
from myspace.connectors.enotum.simulator.speech import answer
from myspace.connectors.enotum.simulator.tokens import Logins
from myspace.connectors.enotum.simulator.wishes import wish

CODE: Final = "ENOTUM"


def product(setting: Setting) -> Product:
    """`given`: `valid`, the simulated VALId's address; `documents`, this simulator's own address as the folder reaches it
    (without it documents go inside the answer, and there is no receipt); `holder`, whose certificate comes to REST when the
    certificate does not say it, as `CIF-Q0000000J`."""
    platform = Platform(setting)
    logins = Logins(setting.given.get("valid", ""))
    desk = Desk(platform, logins)
    own = setting.given.get("documents", "").rstrip("/")
    return Product(
        code=CODE,
        cluster=Cluster.NT,
        answer=lambda asked: answer(desk, own, asked),
        modalities=frozenset({CODE}),
        wish=lambda wishes: wish(platform, logins, wishes),
        reset=lambda: _reset(platform, logins),
        routes=routes(desk, setting.given.get("holder", "")),
        calls=platform.calls,
    )


def _reset(platform: Platform, logins: Logins) -> None:
    platform.reset()
    logins.forget()


__all__ = ["CODE", "EFFECTS", "product"]
