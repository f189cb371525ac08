"""The simulated registry itself: what is inscribed, how it may change, what it answers to "may this one act". In memory.

    inscribed ── with documents ──► PENDENT_VALIDACIO ◄──► EN_VALIDACIO ──► VALIDA │ DENEGADA
              └─ without ─────────► PENDENT_ACCEPTACIO ──► VALIDA │ RENUNCIADA │ REVOCADA │ ANULADA (40 days)
    VALIDA ──► REVOCADA (grantor) │ RENUNCIADA (representative) │ ANULADA (official) │ EXPIRADA (its time is over)

As published (mermaid.txt and section 3.10 of the contract). Every other change is refused. Which code an illegal one gets is
not published: 004 here, "wrong data".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from myspace.simulation.bodies import connected_bodies
from myspace.simulation.cast import Company, Person, find
from myspace.simulation.powers import Held, told
from myspace.simulation.stories.mandates import CATALOGUE, STATES, ProcedureTold, mandates
from myspace.vocabulary.administrations import directory

MADRID = ZoneInfo("Europe/Madrid")
RUNS_IT = "9821920002"  # the AOC
_SIDES = {"PODERDANT": "grantor", "REPRESENTANT": "representative"}
# from, to → who may hand it in
CHANGES: dict[tuple[str, str], frozenset[str]] = {
    ("PENDENT_ACCEPTACIO", "VALIDA"): frozenset({"REPRESENTANT", "PODERDANT"}),
    ("PENDENT_ACCEPTACIO", "RENUNCIADA"): frozenset({"REPRESENTANT"}),
    ("PENDENT_ACCEPTACIO", "REVOCADA"): frozenset({"PODERDANT"}),
    ("PENDENT_VALIDACIO", "EN_VALIDACIO"): frozenset({"ADMINISTRACIO"}),
    ("EN_VALIDACIO", "PENDENT_VALIDACIO"): frozenset({"ADMINISTRACIO"}),
    ("EN_VALIDACIO", "VALIDA"): frozenset({"ADMINISTRACIO"}),
    ("EN_VALIDACIO", "DENEGADA"): frozenset({"ADMINISTRACIO"}),
    ("VALIDA", "ANULADA"): frozenset({"ADMINISTRACIO"}),
    ("VALIDA", "REVOCADA"): frozenset({"PODERDANT"}),
    ("VALIDA", "RENUNCIADA"): frozenset({"REPRESENTANT"}),
}
ALIVE = frozenset({"VALIDA", "PENDENT_VALIDACIO", "EN_VALIDACIO", "PENDENT_ACCEPTACIO", "PENDENT_SIGNATURA"})
_FADES = {"PENDENT_ACCEPTACIO": timedelta(days=40), "PENDENT_VALIDACIO": timedelta(days=90)}
_LONGEST = timedelta(days=5 * 366)


class NotDone(Exception):
    """The registry's own "no": a code of its table and words, which name people as the real ones do."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code, self.words = code, words


@dataclass(slots=True)
class Registry:
    """`held` is the country's table, which others read too. `now` is given by whoever asks: Madrid's wall clock, which a wish
    can move."""

    held: dict[str, Held]
    _next: int = 900001

    def expire(self, now: datetime) -> None:
        """What time alone does."""
        for one in self.held.values():
            fades = _FADES.get(one.state)
            if one.state in ("VALIDA", "PENDENT_ACCEPTACIO", "PENDENT_VALIDACIO") and now > one.ends:
                self._becomes(one, "EXPIRADA", now, "Fora del període de vigència")
            elif fades and now > one.created + fades:
                self._becomes(one, "ANULADA", now, "Caducitat automàtica")

    def one(self, source_id: str) -> Held:
        if source_id not in self.held:
            raise NotDone("001", "No s'ha trobat la representació")
        return self.held[source_id]

    def of(self, number: str, side: str, *, alive_only: bool, in_force_at: datetime | None) -> list[Held]:
        return [
            one for one in self.held.values()
            if number in ((one.grantor, one.representative) if side == "both" else (getattr(one, side),))
            and (not alive_only or one.state in ALIVE)
            and (in_force_at is None or one.begins <= in_force_at <= one.ends)
        ]  # fmt: skip

    def valid(
        self, grantor: str, representative: str, capacities: Iterable[str], body: str, procedure: str, at: datetime
    ) -> Held | None:
        """The one that answers yes; None also when there is one that is not VALIDA."""
        return next(
            (
                one for one in self.held.values()
                if one.state == "VALIDA" and (one.grantor, one.representative) == (grantor, representative)
                and one.begins <= at <= one.ends
                and ("GENERAL" in one.capacities or set(capacities) <= set(one.capacities))
                and (one.body is None or one.body == body)
                and (one.procedure is None or one.procedure == procedure)
            ),
            None,
        )  # fmt: skip

    def inscribe(self, wanted: Held, *, documents: bool, by: str, now: datetime) -> Held:
        """ALTA. Whatever state was asked for, it begins by waiting: for who validates, or for the other side."""
        if wanted.ends < wanted.begins or wanted.ends - wanted.begins > _LONGEST:
            raise NotDone("004", "Les dates de vigència no són correctes")
        if wanted.body and body_named(wanted.body) is None:
            raise NotDone("005", "L'administració no existeix")
        if wanted.procedure and procedure_named(wanted.procedure) is None:
            raise NotDone("005", "El tràmit no existeix")
        if not documents and by != wanted.grantor:
            raise NotDone("004", f"Cal adjuntar documentació: {by} no és el poderdant")
        same = (wanted.grantor, wanted.representative, wanted.type, wanted.body, wanted.procedure)
        for one in self.held.values():
            if one.state in ALIVE and (one.grantor, one.representative, one.type, one.body, one.procedure) == same:
                raise NotDone("003", f"Ja existeix una representació entre {wanted.grantor} i {wanted.representative}")
        wanted.id, wanted.created, wanted.inscribed_by = f"{now.year}00{self._next}", now, by
        self._next += 1
        self._becomes(wanted, "PENDENT_VALIDACIO" if documents else "PENDENT_ACCEPTACIO", now, "Alta")
        self.held[wanted.id] = wanted
        return wanted

    def change(self, source_id: str, state: str, *, presenter: str, by: str, why: str, now: datetime) -> Held:
        """MODIFICACIO: the state alone, by who may."""
        one = self.one(source_id)
        allowed = CHANGES.get((one.state, state), frozenset())
        if presenter not in allowed:
            raise NotDone("004", f"No es pot passar de {one.state} a {state} per {presenter} ({by})")
        side = _SIDES.get(presenter)
        if side and getattr(one, side) != by:
            raise NotDone("004", f"{by} no és el {presenter.lower()}")
        if state == "VALIDA" and side and one.inscribed_by == by:
            raise NotDone("004", f"L'ha d'acceptar l'altra part, i no {by}")
        self._becomes(one, state, now, why)
        return one

    def set(self, source_id: str, state: str, now: datetime) -> None:
        """A wish's: whatever it is, at once."""
        self._becomes(self.one(source_id), state, now, "Per ordre de qui fa la prova")

    @staticmethod
    def _becomes(one: Held, state: str, now: datetime, why: str) -> None:
        one.state = state
        one.evidence.append((now, state, why))


def of_the_country(today: datetime) -> Registry:
    """One of its own, for whoever tries the registry alone."""
    return Registry(told(mandates(today.date())))


def names(number: str) -> tuple[str, str]:
    """Name and surnames of whoever of the cast has this number; a company has no surnames."""
    match find(number):
        case Person() as who:
            return who.name, who.surnames
        case Company() as firm:
            return firm.name, ""
    return "", ""


@cache
def bodies() -> dict[str, str]:
    """INE10 → name of every body that uses the registry: the connected ones with a real name, and who runs it."""
    real = {one.ine10: one.name for one in connected_bodies() if not one.invented}
    own = directory().by_ine10(RUNS_IT)
    return real | ({own.ine10: own.name} if own else {})


def body_named(code: str) -> tuple[str, str] | None:
    """INE10 and name. Codes are compared as numbers: the zero in front is lost by some."""
    wanted = code.lstrip("0")
    return next(((ine10, name) for ine10, name in bodies().items() if wanted and ine10.lstrip("0") == wanted), None)


def procedure_named(uuid: str) -> ProcedureTold | None:
    return next((one for family in CATALOGUE for one in family.procedures if one.uuid == uuid), None)


__all__ = ["ALIVE", "CHANGES", "STATES", "Held", "NotDone", "Registry", "of_the_country"]
