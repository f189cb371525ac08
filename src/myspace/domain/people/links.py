"""What a link in a message carries of whose folder it leads to. Knows the keyring; tells nobody whose folder it is."""

from __future__ import annotations

from uuid import UUID

from myspace.domain.kernel.keyring import keyring


def mark_of(person: UUID) -> str:
    """What a link in a message carries of whose folder it leads to: opaque, and of no use but to be compared."""
    return keyring().hash(f"link|{person.hex}").hex()[:32]


def is_mark_of(mark: str, person: UUID) -> bool:
    """Also a mark made under a key that was in force before."""
    return mark in {digest.hex()[:32] for digest in keyring().every_hash(f"link|{person.hex}").values()}
