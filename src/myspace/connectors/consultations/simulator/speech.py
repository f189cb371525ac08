"""What the invented platform says and how it signs: its own reading of CONSULT-IN-1. Knows its key; asks nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from myspace.connector_kit.simulated import told
from myspace.connector_kit.simulated.told import origin
from myspace.simulation.cast import person
from myspace.simulation.stories.consultations import YEAR, ConsultationTold, about

SAYS = "https://consultes.exemple.invalid"
_HERE = ZoneInfo("Europe/Madrid")


@dataclass(frozen=True, slots=True)
class Voice(told.Voice):
    says: str = SAYS
    kid: str = "consultes-1"
    prefix: str = "consult-in.v1."
    keeps: ClassVar[str] = "consultes.pem"

    def told(self, folder: str, *consultations: dict[str, Any]) -> dict[str, Any]:
        return self.event(folder, "consultations", {"consultations": list(consultations)})

    def period(self, folder: str, today: date) -> dict[str, Any]:
        return self.event(folder, "period", {"since": (today - timedelta(YEAR)).isoformat()})


def events_about(who: str, number: str, today: date) -> list[dict[str, Any]]:
    """Every consultation of the year about somebody of the cast, as this platform writes them."""
    return [consultation(one, number) for one in about(who, today)]


def consultation(one: ConsultationTold, number: str) -> dict[str, Any]:
    """What a consultation does not say is left out."""
    said = {
        "reference": one.id, "at": one.at.replace(tzinfo=_HERE).isoformat(), "asker": one.asker, "unit": one.unit,
        "purpose": one.purpose, "procedure": one.procedure, "case": one.case, "product": one.product, "modality": one.modality,
        "holder": one.holder, "ground": one.ground, "law": one.law, "outcome": one.outcome, "by": one.by,
        "withheld": {"until": one.hidden_until.isoformat(), "law": one.hidden_by} if one.hidden_until else None,
    }  # fmt: skip
    return {"of": whose(number), **{name: value for name, value in said.items() if value is not None}}


def whose(who: str) -> dict[str, str]:
    """Somebody of the cast by id, such as marta; or a number."""
    return told.whose(who, lambda name: person(name).identifier)


__all__ = ["SAYS", "Voice", "consultation", "events_about", "origin", "whose"]
