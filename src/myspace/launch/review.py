"""Who has looked at a translation: one mark in the comments of each entry of a catalogue. Knows no language.

    # draft                                      nobody yet but who wrote it
    # read on 2026-11 by NAME [5f1c09aa]         somebody else compared it with the Catalan, sentence by sentence
    # reviewed on 2026-12-14 by NAME [5f1c09aa]  a named reviewer, fit to judge it, answers for it

What stands in brackets is of the words that were looked at: when the Catalan or the translation changes, the mark no
longer fits and the entry is a draft again. A sentence of legal effect (docs/adr/0007) that is a draft is not compiled.
Refuses to count: how much was looked at says nothing about how good it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from babel.messages.catalog import Message

from myspace.web.sentences import LEGAL_EFFECT

DRAFT = "draft"
_LOOKED_AT = re.compile(r"(read|reviewed) on (\d{4}-\d\d(?:-\d\d)?) by ([^\[\]]{2,60}) \[([0-9a-f]{8})\]")


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a translation, on a day or in a month (2026-12-14, 2026-12)."""

    how: Literal["read", "reviewed"]
    by: str
    on: str

    def comment(self, entry: Message) -> str:
        said = f"{self.how} on {self.on} by {self.by} [{_words_of(entry)}]"
        if not _is_mark(said):
            raise ValueError(f"not a mark: {said}: the day is as 2026-12-14, the name has 2 to 60 letters")
        return said


def mark_of(entry: Message) -> str | None:
    """The mark as it is written, fitting or not; None when the entry has none."""
    return next((comment for comment in entry.user_comments if _is_mark(comment)), None)


def fits(entry: Message) -> bool:
    """Whether the mark is of these very words. A draft always is."""
    mark = mark_of(entry)
    return mark == DRAFT or bool((seen := _LOOKED_AT.fullmatch(mark or "")) and seen[4] == _words_of(entry))


def is_draft(entry: Message) -> bool:
    return mark_of(entry) == DRAFT or not fits(entry)


def comments_after(entry: Message, before: Message | None) -> list[str]:
    """The comments of the entry, which had others before: the translators' own, and the mark while it fits."""
    kept = [comment for comment in before.user_comments if not _is_mark(comment)] if before else []
    entry.user_comments = [mark] if before and (mark := mark_of(before)) else []
    return [*kept, (mark_of(entry) or DRAFT) if fits(entry) else DRAFT]


def look_at(entry: Message, look: Look) -> None:
    entry.user_comments = [*(c for c in entry.user_comments if not _is_mark(c)), look.comment(entry)]


def withheld(entry: Message) -> bool:
    """Whether its translation may not be shown: it would have legal effect and nobody has looked at it."""
    return entry.context == LEGAL_EFFECT and is_draft(entry)


def _is_mark(comment: str) -> bool:
    return comment == DRAFT or bool(_LOOKED_AT.fullmatch(comment))


def _words_of(entry: Message) -> str:
    words = (*_all(entry.id), *_all(entry.string))
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:8]


def _all(texts: str | Sequence[str] | None) -> tuple[str, ...]:
    return (texts or "",) if isinstance(texts, str) or texts is None else tuple(texts)
