"""What the simulated platform does with a message: finds the product, asks it, keeps what is deferred. Knows no socket.

    answered(cluster, service, message) ── procesaResponse    Respuesta or ConfirmacionPeticion
                                        └─ SoapFault, from the product or from the schema

Its own refusals are 0502. Which words and secondary codes the real one uses is not published: these are invented, and
nothing reads them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cryptography import x509
from lxml import etree

from myspace.connector_kit.simulated.pci.moods import MOODS
from myspace.connector_kit.simulated.pci.plugin import Asked, Cluster, Product, Refused, Said, Setting, UnknownWish
from myspace.connector_kit.simulated.pci.reading import Item, Message
from myspace.connector_kit.simulated.pci.security import SIGNS
from myspace.connector_kit.simulated.pci.speaking import QUIRKS, State, Voice, refused

SERVICES = ("Sincron", "Asincron", "AsincronResposta")
_OURS = ("mood", "times", "delay_ms", "signs", "quirks", "not_yet", "hours", "reset")


@dataclass
class Manner:
    """How one product is served at present. `times` is how many more answers the mood spoils; None for all of them."""

    mood: str = "well"
    times: int | None = None
    delay_ms: int = 0
    signs: str = "well"
    quirks: frozenset[str] = frozenset()
    not_yet: int = 0  # so many collections of each deferred request find it unfinished
    hours: int = 0  # what a confirmation estimates


@dataclass
class Deferred:
    """A request that was handed over: who may collect it, what was said, and how often it is not ready yet."""

    requester: str
    said: tuple[tuple[Item, Said], ...] = ()
    failed: Refused | None = None
    not_yet: int = 0


@dataclass
class Stand:
    """One product, its manner, and what the platform counted of it."""

    product: Product
    manner: Manner = field(default_factory=Manner)
    counted: Counter[str] = field(default_factory=Counter)
    deferred: dict[str, Deferred] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def take_mood(self) -> str:
        """The mood of this answer, counted down."""
        mood, manner = self.manner.mood, self.manner
        if mood == "well" or manner.times is None:
            return mood
        manner.times -= 1
        if manner.times <= 0:
            manner.mood, manner.times = "well", None
        return mood


class Platform:
    """All the products by code."""

    def __init__(self, setting: Setting, products: Iterable[Product]) -> None:
        self.setting = setting
        self.stands = {product.code: Stand(product) for product in products}

    def stand(self, cluster: str, code: str) -> Stand:
        """Raises Refused: what is at another cluster is not there."""
        found = self.stands.get(code)
        if found is None or found.product.cluster != cluster:
            raise Refused("El producte no està disponible", secondary="producte")
        return found

    async def answered(
        self, stand: Stand, service: str, asked: Message, voice: Voice, who: x509.Certificate | None
    ) -> etree._Element:
        stand.counted[service] += 1
        try:
            if asked.collects != (service == "AsincronResposta"):
                raise Refused("El missatge no és d'aquest servei", secondary="servei")
            if asked.collects:
                return self._collected(stand, asked, voice)
            self._acceptable(stand, service, asked)
            if service == "Sincron":
                said = await self._said(stand, asked, who, deferred=False)
                return voice.response(asked, State("0003", "OK"), said)
        except Refused as wrong:
            return voice.response(asked, refused(wrong), ())
        return await self._handed_over(stand, asked, voice, who)

    def _acceptable(self, stand: Stand, service: str, asked: Message) -> None:
        """What the documents ask for and the schemas do not."""
        number = asked.said("NumElementos")
        if number != str(len(asked.items)) or (service == "Sincron" and len(asked.items) != 1):
            raise Refused("NumElementos no quadra", secondary="elements")
        if not asked.requester:
            raise Refused("Manca DatosAutorizacion", secondary="autoritzacio")
        if any(
            not (item.said("Solicitante/Finalidad") or item.said("Solicitante/Procedimiento")) for item in asked.items
        ):
            raise Refused("Manca la finalitat o el procediment", secondary="finalitat")
        if any(item.modality not in stand.product.modalities for item in asked.items):
            raise Refused("La modalitat no existeix", secondary="modalitat")
        if stand.product.cluster is Cluster.IOP and not asked.said("Funcionario/NifFuncionario"):
            raise Refused("Cal un funcionari", secondary="funcionari")
        # Whether an id may come twice is not written: it is served, and counted for who wants to know.
        stand.counted["id twice"] += asked.said("IdPeticion") in stand.ids
        stand.ids.add(asked.said("IdPeticion"))

    async def _said(
        self, stand: Stand, asked: Message, who: x509.Certificate | None, *, deferred: bool
    ) -> tuple[tuple[Item, Said], ...]:
        return tuple([(item, await stand.product.answer(_asked(asked, item, who, deferred))) for item in asked.items])

    async def _handed_over(
        self, stand: Stand, asked: Message, voice: Voice, who: x509.Certificate | None
    ) -> etree._Element:
        id_ = asked.said("IdPeticion")
        if len(id_) > 16:
            raise Refused("IdPeticion massa llarg", secondary="id")
        held = Deferred(asked.requester, not_yet=stand.manner.not_yet)
        try:
            held.said = await self._said(stand, asked, who, deferred=True)
        except Refused as wrong:
            held.failed = wrong
        stand.deferred[id_] = held
        return voice.confirmation(asked, State("0001", hours=stand.manner.hours))

    def _collected(self, stand: Stand, asked: Message, voice: Voice) -> etree._Element:
        held = stand.deferred.get(asked.said("IdPeticion"))
        if held is None or held.requester != asked.requester:
            raise Refused("No hi ha cap petició amb aquest identificador", secondary="id")
        if held.not_yet > 0:
            held.not_yet -= 1
            return voice.response(asked, State("0002", hours=stand.manner.hours), ())
        if held.failed is not None:
            raise held.failed
        return voice.response(asked, State("0003", "OK"), held.said)

    # -- how it behaves -------------------------------------------------------------------------------------------

    def wish(self, code: str, wishes: Mapping[str, Any]) -> Manner:
        """Change how a product is served. Raises UnknownWish and changes nothing when a wish is unknown."""
        stand = self.stands.get(code)
        if stand is None:
            raise UnknownWish(f"there is no such product here; there are: {', '.join(sorted(self.stands))}")
        fresh = bool(wishes.get("reset"))
        manner = _granted(Manner() if fresh else stand.manner, wishes)
        own = {name: value for name, value in wishes.items() if name not in _OURS}
        if fresh:
            self._forget(stand)
        if own:
            stand.product.wish(own)
        stand.manner = manner
        return manner

    def reset(self) -> None:
        for stand in self.stands.values():
            self._forget(stand)
            stand.manner = Manner()

    def _forget(self, stand: Stand) -> None:
        stand.product.reset()
        stand.product.calls.clear()
        stand.counted.clear()
        stand.deferred.clear()
        stand.ids.clear()

    def calls(self) -> dict[str, dict[str, dict[str, int]]]:
        """By product: what the platform counted (services), and what the product did (its operations)."""
        return {
            code: {"platform": dict(+stand.counted), "product": dict(+stand.product.calls)}
            for code, stand in self.stands.items()
        }


def _asked(message: Message, item: Item, who: x509.Certificate | None, deferred: bool) -> Asked:
    return Asked(
        message.said("CodigoProducto"),
        item.modality,
        message.said("IdPeticion"),
        item.id,
        item.specific,
        deferred,
        message.requester,
        item.said("Solicitante/Finalidad") or item.said("Solicitante/Procedimiento"),
        item.said("Solicitante/Consentimiento"),
        (item.said("Titular/TipoDocumentacion"), item.said("Titular/Documentacion")),
        (message.said("Funcionario/NombreCompletoFuncionario"), message.said("Funcionario/NifFuncionario")),
        item.files,
        item.printable,
        item.evidence,
        who,
        item.said("Titular/NombreCompleto"),
    )


def _granted(manner: Manner, wishes: Mapping[str, Any]) -> Manner:
    changed: dict[str, Any] = {}
    for name, value in wishes.items():
        if name == "quirks":
            if not isinstance(value, dict) or not set(value) <= set(QUIRKS):
                raise UnknownWish(f"quirks: {{name: true or false}} of {', '.join(QUIRKS)}")
            changed[name] = (manner.quirks | {q for q, on in value.items() if on}) - {
                q for q, on in value.items() if not on
            }
        elif name in ("mood", "signs"):
            known = MOODS if name == "mood" else SIGNS
            if value not in known:
                raise UnknownWish(f"{name}: one of {', '.join(known)}")
            changed[name] = value
        elif name in ("delay_ms", "not_yet", "hours", "times"):
            if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 600_000:
                raise UnknownWish(f"{name}: a number from 0")
            changed[name] = value or None if name == "times" else value
    return replace(manner, **changed)
