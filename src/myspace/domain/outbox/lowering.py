"""The link that every mail carries: without entering, it switches one kind of mail off, and it can do nothing else.

What it carries is sealed: the person and the kind, readable by this product alone. It reads nothing, raises nothing, and
what it did is undone in the preferences, by whoever is in.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import KeyringError, keyring
from myspace.vocabulary.messages import Channel, MessageKind
from myspace.vocabulary.people import Actor, AssuranceLevel, Basis

_CONTEXT = "outbox.lower"


@dataclass(frozen=True, slots=True)
class Link:
    person: UUID
    kind: MessageKind


def token(person: UUID, kind: MessageKind) -> str:
    return base64.urlsafe_b64encode(keyring().seal(f"{person.hex}:{kind.value}", _CONTEXT).encode()).decode()


def read(text: str) -> Link | None:
    """None when it is no token of ours, or of a key that has been taken out since."""
    try:
        sealed = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True).decode("ascii")
        person, _, kind = keyring().unseal(sealed, _CONTEXT).partition(":")
        return Link(UUID(person), MessageKind(kind))
    except (ValueError, KeyringError):
        return None


def lower(link: Link) -> bool:
    """No more mail of this kind; of a digest, no more digests: what has a term goes by itself. False: nobody is there."""
    actor = Actor(link.person, link.person, Basis.OWN, AssuranceLevel.LOW, uuid7())
    with db.as_person(link.person) as tx:
        if tx.one("SELECT 1 FROM people_person WHERE person_id = myspace_subject()") is None:
            return False
        tx.run(
            "INSERT INTO outbox_choice (id, person_id, kind, sender, channel, wanted, chosen_at)"
            " VALUES (%s, myspace_subject(), %s, '', %s, false, %s) ON CONFLICT (person_id, kind, sender, channel)"
            " DO UPDATE SET wanted = false, chosen_at = excluded.chosen_at",
            (uuid7(), link.kind.value, Channel.EMAIL.value, datetime.now(UTC)),
        )
        audit.record(tx, actor, Event.MESSAGES_LOWERED)
    return True
