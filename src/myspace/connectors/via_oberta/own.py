"""What a deployment says of each product before it may be asked: why, on what ground, as whom. Pure; asks nobody.

    [service.own.products.PADRO]              # a product's code; "AEAT_DADES/ECOT103" for one modality alone
    reason = "so that people see where they are registered"     # for the record of processing; nobody is sent it
    procedure = "2157893"                     # the SIA code, or finality = "…", as agreed with the AOC
    ground = "consent"                        # or "law", or "no_objection"
    law = "Llei 39/2015, art. 28"             # with ground = "law": which
    level = "high"                            # how surely a person has to have entered; without it, what the product demands
    later = true                              # the register tells it later: it is handed over, and collected when it is ready
    actor = { name = "Segell d'El meu espai", nif = "Q0000000J" }       # whom the far side notes for a question that a
                                              # person began and no official looks at

Nothing is assumed for what is missing: a question without a ground is not asked (GDPR 5.1.b, 6; Law 39/2015, art. 28 and 155).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from myspace.connector_kit.services import Person, Service, ServicesUnusable
from myspace.protocols.pci.messages import Consent, StatedPurpose
from myspace.vocabulary.people import AssuranceLevel


class NotPermitted(ServicesUnusable):
    """A product may not be asked: `setting` is the key that is missing or wrong, from the service's name on."""

    def __init__(self, service: str, setting: str, why: str) -> None:
        super().__init__(f"service {service}: own.{setting}: {why}")
        self.setting = setting


class _Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: str = ""
    finality: str = ""
    procedure: str = ""
    ground: Literal["", "consent", "law", "no_objection"] = ""
    law: str = ""
    level: Literal["", "low", "substantial", "high"] = ""
    later: bool = False
    actor: Person | None = None


class Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    products: dict[str, _Product] = {}


_LEVELS = {level.name.lower(): level for level in AssuranceLevel}
_CONSENTS = {"consent": Consent.GIVEN, "law": Consent.LAW, "no_objection": Consent.NO_OBJECTION}


@dataclass(frozen=True, slots=True)
class Permit:
    """Why, on what ground and as whom one modality is asked."""

    purpose: StatedPurpose
    consent: Consent
    actor: Person
    reason: str
    law: str = ""
    level: AssuranceLevel = AssuranceLevel.LOW
    later: bool = False


def permit(service: Service, product: str, modality: str, *, deferred: bool = False) -> Permit:
    """Raises NotPermitted, which names the setting; ServicesUnusable when `own` cannot be read at all."""
    told = service.own_as(Own).products
    name = f"{product}/{modality}" if f"{product}/{modality}" in told else product
    at, row = f'products."{name}"', told.get(name)

    def must(good: bool, key: str, why: str) -> None:
        if not good:
            raise NotPermitted(service.name, f"{at}.{key}" if key else at, why)

    if row is None:
        raise NotPermitted(service.name, at, "is missing; without it this product is not asked")
    must(bool(row.reason.strip()), "reason", "is missing; say why people's data are asked for here")
    must(bool(row.finality) != bool(row.procedure), "procedure", "give either procedure (the SIA code) or finality")
    must(
        not ((deferred or row.later) and row.procedure),
        "finality",
        "is missing; what is collected later has no place for a procedure (PCI, SolicitudRespuesta)",
    )
    must(bool(row.ground), "ground", 'is missing; "consent", "law" or "no_objection"')
    must(row.ground != "law" or bool(row.law.strip()), "law", "is missing; name the article that lets it be asked")
    if row.actor is None or not (row.actor.name.strip() and row.actor.nif.strip()):
        raise NotPermitted(service.name, f"{at}.actor", "is missing; the far side notes who asks: name and nif")
    return Permit(
        StatedPurpose(row.finality, row.procedure),
        _CONSENTS[row.ground],
        row.actor,
        row.reason,
        row.law,
        _LEVELS.get(row.level, AssuranceLevel.LOW),
        row.later,
    )
