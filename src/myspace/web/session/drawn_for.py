"""The mark that a page carries of the folder it was drawn for. Knows the signing key; tells nobody whose folder it is.

Two people share a telephone: a form of the first one's page, sent in the second one's session, must do nothing.
"""

from __future__ import annotations

import hmac
from uuid import UUID

from django.utils.crypto import salted_hmac

FIELD = "drawn_for"


def mark(subject: UUID) -> str:
    """Opaque and unforgeable: the same folder gives the same mark, and the mark gives no folder."""
    return salted_hmac("myspace.web.drawn_for", subject.bytes, algorithm="sha256").hexdigest()[:32]


def fits(given: str | None, subject: UUID) -> bool:
    return hmac.compare_digest((given or "").encode(), mark(subject).encode())
