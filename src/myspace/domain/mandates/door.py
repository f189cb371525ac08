"""Who stands at the registry's desk: the person at the door, with what their identity provider gave this session."""

from __future__ import annotations

from myspace.connector_kit.mandates import Applicant
from myspace.domain.kernel import db
from myspace.domain.kernel.keyring import keyring
from myspace.domain.people import service as people
from myspace.vocabulary.people import Actor


def applicant(actor: Actor) -> Applicant | None:
    """None when they were forgotten meanwhile. Without a live token the registry is told who asks and no more."""
    with db.as_person(actor.viewer) as tx:
        found = people.whom_to_ask_about(tx)
        row = tx.one(
            "SELECT provider_token_sealed FROM people_session WHERE id = %s AND viewer_id = myspace_viewer()"
            " AND provider_token_until > now()",
            (actor.session,),
        )
    if found is None:
        return None
    token = keyring().unseal(row[0], "people_session.provider_token") if row and row[0] else ""
    return Applicant(found.identifier, token)
