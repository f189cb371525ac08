"""What a connector to a registry of representations offers: to look, and apart from it to change.

    MandateList    the worker's: who represents whom, again and again. It has no method that changes anything
    MandateDesk    web's: one look inside an act, and the changes that a present person confirmed

The registry writes down who asked each thing, so every question of the desk begins with its applicant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from myspace.vocabulary.answers import Answer, Unknown
from myspace.vocabulary.mandates import MandateCapacity, MandateType, Named, Representation
from myspace.vocabulary.people import Identifier


class Side(StrEnum):
    GRANTOR = "grantor"
    REPRESENTATIVE = "representative"


class MandateAct(StrEnum):
    """The changes of state that belong to the two sides. Validating, denying and annulling are the officials'."""

    ACCEPT = "accept"  # by the side that did not inscribe it
    RENOUNCE = "renounce"  # by the representative
    REVOKE = "revoke"  # by the grantor


class MandateRefusal(StrEnum):
    NOT_FOUND = "not_found"  # or not valid: the registry says the same of both (Q-RE-16)
    ALREADY_THERE = "already_there"
    WRONG_DATA = "wrong_data"
    NOT_AVAILABLE = "not_available"
    NO_LONGER = "no_longer"  # the power no longer subsists
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class MandateRefused:
    """A "no" of the registry itself: it was understood, and nothing was changed. `code` is a number of its table."""

    reason: MandateRefusal
    code: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """The person at the door. `access_token` is the session's, of the provider whose evidence the registry attaches."""

    who: Identifier
    access_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A mandate to be inscribed by its grantor. Neither body nor procedure: general. A procedure is of one body."""

    grantor: Identifier
    representative: Identifier
    capacities: frozenset[MandateCapacity]
    begins: date
    ends: date  # the last day
    body: str | None = None
    procedure: str | None = None

    def __post_init__(self) -> None:
        if not self.capacities:
            raise ValueError("a mandate is for something: give a capacity")
        if self.procedure and not self.body:
            raise ValueError("a procedure is of a body: give both")
        if self.ends < self.begins:
            raise ValueError("a mandate ends after it begins")

    @property
    def type(self) -> MandateType:
        if self.procedure:
            return MandateType.PROCEDURE
        return MandateType.BODY if self.body else MandateType.GENERAL


class MandateList(Protocol):
    """Asynchronous: the worker's. Never raises for what the registry does."""

    async def of(self, who: Identifier, side: Side) -> Answer[Representation]:
        """Every mandate in which this person is on this side, in whatever state, all pages of it."""


class MandateDesk(Protocol):
    """Synchronous: web's. Never raises for what the registry does.

    After an Unknown of `inscribe` or `become` it may have been done: read before asking again. Nothing is sent twice here.
    """

    def standing(self, applicant: Applicant, source_id: str) -> Representation | MandateRefused | Unknown:
        """One mandate now: for an act, which is checked live."""

    def valid(
        self,
        applicant: Applicant,
        grantor: Identifier,
        representative: Identifier,
        capacity: MandateCapacity,
        body: str | None,
        procedure: str | None,
        on: date,
    ) -> bool | Unknown:
        """The registry's own yes or no to one power on one day."""  # fmt: skip

    def inscribe(self, applicant: Applicant, wanted: Wanted) -> Representation | MandateRefused | Unknown:
        """It waits for the other side to accept: nothing is valid by being inscribed."""

    def become(
        self, applicant: Applicant, source_id: str, act: MandateAct, side: Side
    ) -> Representation | MandateRefused | Unknown:
        """A change of state is the one change that the registry takes. `side`: the applicant's."""

    def bodies(self, applicant: Applicant) -> tuple[Named, ...] | Unknown:
        """Who may be named in a mandate."""

    def procedures(self, applicant: Applicant, body: str) -> tuple[Named, ...] | Unknown:
        """What may be named in a mandate of this body. A costly call for the registry: keep what it says."""
