"""How much the answers help a person: the optional fields that matter, and what is lost without each.

Knows which fields those are and says it to the body only. Refuses to refuse: none of this keeps a body out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .coherence import objects
from .reading import Item


@dataclass(frozen=True, slots=True)
class Wish:
    operation: str
    field: str
    loss: str
    weight: int
    matters: Callable[[Item], bool] = lambda _: True
    inside: str = ""  # "deutes": the field is looked for in these, not in the item


@dataclass(frozen=True, slots=True)
class Loss:
    operation: str
    field: str
    loss: str
    without: int
    of: int


@dataclass(frozen=True, slots=True)
class Usefulness:
    """`score` 0 to 100, None when there was nothing to weigh."""

    score: int | None
    losses: tuple[Loss, ...]


def _open(item: Item) -> bool:
    return item.get("estatExpedient") == "OBERT"


def _pending(debt: Item) -> bool:
    return debt.get("situacio") == "PENDENT"


_E, _A, _C, _T = "consultaExpedients", "consultaActuacions", "consultaCitesPrevies", "consultaTributs"

WISHES: tuple[Wish, ...] = (
    Wish(_E, "dataPrevistaResolucio", "Sense aquesta dada el veí no sap quan acaba.", 5, _open),
    Wish(_E, "actuacioCiutada", "Sense aquesta dada el veí no sap si li toca fer res.", 5),
    Wish(_E, "descripcioFase", "Sense aquesta dada el veí no sap per on va.", 3),
    Wish(_E, "dataFinalitzacioExpedient", "Sense aquesta dada el veí no sap quan va acabar.", 2,
         lambda i: i.get("estatExpedient") == "TANCAT"),
    Wish(_E, "idActuacions", "Sense aquesta dada el veí no troba els papers de l'assumpte.", 3),
    Wish(_A, "idExpedient", "Sense aquesta dada el paper surt sol, fora del seu assumpte.", 3),
    Wish(_A, "numeroRegistre", "Sense aquesta dada el veí no pot demostrar que ho va presentar.", 3),
    Wish(_A, "adjunts", "Sense aquesta dada el veí no pot obrir el document.", 2),
    Wish(_A, "estatNotificacio", "Sense aquesta dada el veí no sap si encara ha d'obrir la notificació.", 3,
         lambda i: i.get("tipusActuacio") == "SORTIDA"),
    Wish(_C, "adrecaAtencio", "Sense aquesta dada el veí no sap on ha d'anar.", 5),
    Wish(_C, "telefonAtencio", "Sense aquesta dada el veí no sap a qui trucar si fa tard.", 3),
    Wish(_C, "urlCancellacio", "Sense aquesta dada el veí no pot anul·lar la cita i ningú no l'aprofita.", 3),
    Wish(_C, "urlEdicio", "Sense aquesta dada el veí no pot canviar l'hora.", 2),
    Wish(_T, "descripcioObjecteTributari", "Sense aquesta dada el veí no sap de quin pis o cotxe és el rebut.", 5),
    Wish(_T, "importTotal", "Sense aquesta dada el veí no sap quant és en total.", 3),
    Wish(_T, "estatDomiciliacio", "Sense aquesta dada el veí no sap si es cobrarà sol.", 3),
    Wish(_T, "idGrupTribut", "Sense aquesta dada els rebuts del mateix pis surten escampats.", 2),
    Wish(_T, "accions", "Sense aquesta dada el veí no pot anar a pagar.", 5, _pending, "deutes"),
    Wish(_T, "importPendent", "Sense aquesta dada el veí no sap quant li queda.", 3, _pending, "deutes"),
    Wish(_T, "periode", "Sense aquesta dada el veí no sap si ja hi ha recàrrec.", 3, _pending, "deutes"),
)  # fmt: skip

# Either spelling says it: one paper or several.
_ALSO = {"idActuacions": "idActuacio", "idExpedient": "idExpedients"}


def _says(item: Item, field: str) -> bool:
    return bool(item.get(field) or item.get(_ALSO.get(field, field)) or item.get(field) is False)


def weigh(answers: Mapping[str, Iterable[Item]]) -> Usefulness:
    """The share of what would help that is there, each wish weighing the same however many items there are."""
    points = 0.0
    total = 0
    losses: list[Loss] = []
    for wish in WISHES:
        items = list(answers.get(wish.operation, ()))
        if wish.inside:
            items = [d for i in items for d in objects(i, wish.inside)]
        items = [i for i in items if wish.matters(i)]
        if not items:
            continue
        without = sum(1 for i in items if not _says(i, wish.field))
        points += wish.weight * (len(items) - without) / len(items)
        total += wish.weight
        if without:
            name = f"{wish.inside}[].{wish.field}" if wish.inside else wish.field
            losses.append(Loss(wish.operation, name, wish.loss, without, len(items)))
    return Usefulness(round(100 * points / total) if total else None, tuple(losses))
