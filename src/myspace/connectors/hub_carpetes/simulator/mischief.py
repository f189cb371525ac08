"""What the mixed-up body does to its own items: each one breaks the contract in one named way. Knows no socket."""

from __future__ import annotations

import copy
from collections.abc import Callable

from myspace.connectors.hub_carpetes.simulator.speech import Json

_STATES = ("estatExpedient", "tipusActuacio", "actuacioCiutada", "estatDomiciliacio")
_OBLIGATORY = ("assumpteExpedient", "assumpteActuacio", "dataCita", "exercici")
_DATES = ("dataIniciExpedient", "dataActuacio", "dataCita", "dataTribut")


def _own_id(item: Json) -> str:
    """The field that identifies this kind of item (an entry also names its case, so order matters)."""
    if "idTribut" in item or "idCita" in item:
        return "idTribut" if "idTribut" in item else "idCita"
    return "idExpedient" if "estatExpedient" in item else "idActuacio"


def _of_another_body(item: Json) -> None:
    item["codiINE10"] = "9990130008" if item["codiINE10"] != "9990130008" else "9990280001"


def _of_another_person(item: Json) -> None:
    if "dataCita" in item:
        item["nomInteressat"] = "Persona Diferent Inventada"
    else:
        item["documentIdentificatiu"] = "00000099R"


def _unknown_code(item: Json) -> None:
    item[next((f for f in _STATES if f in item), "actuacioCiutada")] = "EN_LLUNA_PLENA"


def _hole(item: Json) -> None:
    item.pop(next(f for f in _OBLIGATORY if f in item), None)


def _bad_date(item: Json) -> None:
    item[next(f for f in reversed(_DATES) if f in item)] = "30-02-2026"


def _doubled(item: Json) -> None:
    field = "descripcioTribut" if "idTribut" in item else next(f for f in item if f.startswith("assumpte"))
    item[field] += " (altra versió)"


_SPOILERS: tuple[tuple[str, Callable[[Json], None]], ...] = (
    ("-ENS", _of_another_body),
    ("-PERSONA", _of_another_person),
    ("-CODI", _unknown_code),
    ("-BUIT", _hole),
    ("-DATA", _bad_date),
    ("", _doubled),  # keeps the id: the same id twice with different content
)


def mixed_up(items: list[Json]) -> list[Json]:
    """The honest items, then one spoilt copy of the first per way of being wrong."""
    spoilt = []
    for suffix, spoil in _SPOILERS if items else ():
        item = copy.deepcopy(items[0])
        item[_own_id(item)] += suffix
        spoil(item)
        spoilt.append(item)
    return [*items, *spoilt]
