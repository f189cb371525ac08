"""Papers: what the doors may ask for. Hides the table, the seals and the codes.

by_code: with no account, whether a code is of a paper that this folder made. Answers nothing of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from myspace.domain.certificates import codes
from myspace.domain.certificates.naming import PaperName
from myspace.domain.certificates.rules import KINDS, PaperKind
from myspace.domain.kernel import db
from myspace.domain.kernel.keyring import keyring

CHECKED_AT = "/comprova-un-paper"  # where anybody checks one; a paper says it, and its QR with the code behind `#`


@dataclass(frozen=True, slots=True)
class Known:
    """A paper that we made: what it is about, by which word it goes, SHA-256 of its bytes. Instants are aware.

    `replaced`: its person had a newer one made. `withdrawn`: they wanted it no more. `kind` None: of a kind that is made no more.
    """

    kind: PaperKind | None
    name: PaperName
    digest: bytes
    made_at: datetime
    valid_until: datetime
    replaced: bool
    withdrawn: bool


def by_code(typed: str) -> Known | None:
    """None: it is no code of ours, or of nothing that we still know. The same for both. No event: nobody asks, about nobody."""
    code = codes.read(typed)
    if code is None:
        return None
    with db.bare() as tx:
        row = tx.one("SELECT * FROM certificate_by_code(%s)", (codes.hashes(code, keyring()),))
    if row is None:
        return None
    kind, name, digest, made_at, valid_until, replaced, withdrawn = row
    return Known(KINDS.get(kind), PaperName(name), bytes(digest), made_at, valid_until, replaced, withdrawn)


__all__ = ["CHECKED_AT", "Known", "PaperKind", "PaperName", "by_code"]
