"""Where a letter to a body can be taken, and who looks after personal data there. Reads one file; what is not in it is not known.

A generic application is the form that every body's register takes for anything (Law 39/2015, art. 66); a data protection
officer may be written to by anybody (GDPR, art. 38.4). Neither is published in a list for all bodies, so a row is written when
the body says it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

AUTHORITY = "Autoritat Catalana de Protecció de Dades"
AUTHORITY_SITE = "https://apdcat.gencat.cat"
# Of what the State's bodies do, and of whoever is no body of Catalonia (Law 32/2010, art. 3).
STATES_AUTHORITY = "Agencia Española de Protección de Datos"
STATES_AUTHORITY_SITE = "https://www.aepd.es"


@dataclass(frozen=True, slots=True)
class Contacts:
    """None: not known here."""

    application: str | None = None
    dpo: str | None = None


def authority_over(ine10: str) -> tuple[str, str]:
    """Which authority hears a complaint about a body, and where. A body without a code here is none of Catalonia."""
    return (AUTHORITY, AUTHORITY_SITE) if ine10 else (STATES_AUTHORITY, STATES_AUTHORITY_SITE)


def contacts_of(ine10: str) -> Contacts:
    return _contacts().get(ine10, Contacts())


@lru_cache(maxsize=1)
def _contacts() -> dict[str, Contacts]:
    said = tomllib.loads(files(__package__).joinpath("directory", "contacts.toml").read_text("utf-8"))
    return {ine10: Contacts(told.get("application"), told.get("dpo")) for ine10, told in said.items()}
