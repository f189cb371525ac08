"""What enquiries registers when the application starts: its table with the kernel, and what is sealed in it."""

from __future__ import annotations

from typing import Any

import msgspec

from myspace.domain.enquiries.service import SEAL_ANSWER, SEAL_NUMBER, SEAL_WORDS
from myspace.domain.kernel import personal, rotation
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.rotation import SealedColumn
from myspace.vocabulary.people import Actor

_TABLE = "enquiries_enquiry"
_SEALED = {"facts_sealed": SEAL_WORDS, "registered_number_sealed": SEAL_NUMBER, "answer_sealed": SEAL_ANSWER}


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    letters = personal.rows_as_dicts(
        tx,
        _TABLE,
        ("id", "kind", "topic", "ine10", "addressee", "made_at", "registered_on", "due_on", "answered_on", *_SEALED),
    )
    for letter in letters:
        for column, context in _SEALED.items():
            sealed = letter.pop(column)
            letter[column.removesuffix("_sealed")] = keyring().unseal(sealed, context) if sealed else None
        letter["letter"] = msgspec.json.decode(letter.pop("facts"))
    return {"letters": letters}


def _forget(tx: Tx, _actor: Actor) -> None:
    tx.run(f"DELETE FROM {_TABLE} WHERE person_id = myspace_subject()")


# No `forget_copies`: no source could give again what the person wrote and was answered.
personal.register(personal.Keeper("enquiries", (_TABLE,), _hand_over, _forget))
rotation.register(*(SealedColumn(_TABLE, column, context) for column, context in _SEALED.items()))
