"""Mandates: what lets one person act for another, for some things and some time. Refuses to know what one allows.

The ten states are those of the registry of representations (Representa, the electronic register of Law 39/2015, art. 6):

    pending validation ◄──► in validation ──┬──► valid ──┬──► expired      its time is over
            │                               └──► denied  ├──► renounced    by the representative
            │                                            ├──► revoked      by the grantor
    pending acceptance ──► valid                         └──► annulled     by an official
            └──► renounced | revoked | annulled (40 days not accepted; 90 not validated)
    pending signature       the registry could not sign its own record of a change, and tries again by itself

Only `valid` authorises.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from myspace.vocabulary.people import Identifier


class MandateType(StrEnum):
    """The three of Law 39/2015, art. 6.4."""

    GENERAL = "general"  # A: any act before any body
    BODY = "body"  # B: any act before one body
    PROCEDURE = "procedure"  # C: the procedures that it names


class MandateCapacity(StrEnum):
    """What for. Not `activity.Capacity`, which says in what capacity somebody is named in an item."""

    CONSULT = "consult"  # CONSULTAR
    NOTIFY = "notify"  # NOTIFICAR: to be notified in the grantor's place
    PROCESS = "process"  # TRAMITAR
    GENERAL = "general"  # includes the three


class MandateState(StrEnum):
    PENDING_VALIDATION = "pending_validation"
    IN_VALIDATION = "in_validation"
    PENDING_ACCEPTANCE = "pending_acceptance"
    PENDING_SIGNATURE = "pending_signature"
    VALID = "valid"
    DENIED = "denied"
    EXPIRED = "expired"
    RENOUNCED = "renounced"
    REVOKED = "revoked"
    ANNULLED = "annulled"


class Mandate(msgspec.Struct, frozen=True):
    """One mandate as the registry gives it; instants are aware.

    `declared` is its type as written, which may contradict what it names (Q-RE-4): the rules take the narrower of the two.
    `bodies` are INE10, `procedures` the registry's own ids (a procedure's code is not unique, Q-RE-15); empty means that it
    names none. `begins`, `ends` and `ends_at_most` are None when the registry does not say.
    """

    grantor: UUID
    representative: UUID
    state: MandateState
    declared: MandateType | None
    capacities: frozenset[MandateCapacity]
    bodies: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()
    begins: datetime | None = None
    ends: datetime | None = None
    ends_at_most: datetime | None = None


class MandateParty(msgspec.Struct, frozen=True):
    """One side of a mandate as the registry names it."""

    identifier: Identifier
    name: str | None = None


class Named(msgspec.Struct, frozen=True):
    """A body or a procedure that a mandate reaches: the registry's id and the words for it."""

    id: str
    name: str | None = None


class Representation(msgspec.Struct, frozen=True):
    """One mandate as the registry gives it, between people whom the folder may not know. `Mandate` is what becomes of it
    once both are persons of the folder.

    `bodies` carry the INE10 as `id` when the registry's code can be read as one; `procedures` the registry's uuid (Q-RE-15).
    """

    source_id: str
    grantor: MandateParty
    representative: MandateParty
    state: MandateState
    declared: MandateType | None
    capacities: frozenset[MandateCapacity]
    bodies: tuple[Named, ...] = ()
    procedures: tuple[Named, ...] = ()
    begins: datetime | None = None
    ends: datetime | None = None
    ends_at_most: datetime | None = None
