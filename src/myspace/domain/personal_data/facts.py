"""What is known of the person that a register wants to hear: from their login, from themself, and from the municipal register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import msgspec

from myspace.connector_kit.personal_data import About
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.keyring import keyring
from myspace.domain.people import service as people
from myspace.domain.personal_data import rows, rules
from myspace.vocabulary.personal_data import DatumKind, SheetKind

TOLD_SEAL: Final = "personal_data_told.told"


class Told(msgspec.Struct, frozen=True):
    """What the person told for this alone. Empty or None: they did not."""

    surname1: str = ""
    surname2: str = ""
    born: date | None = None
    health_card: str = ""

    def __repr__(self) -> str:
        return "Told(···)"


def told(tx: Tx) -> Told:
    row = tx.one("SELECT told_sealed FROM personal_data_told WHERE person_id = myspace_subject()")
    return Told() if row is None else msgspec.json.decode(keyring().unseal(row[0], TOLD_SEAL), type=Told)


def sealed(given: Told) -> str:
    return keyring().seal(msgspec.json.encode(given).decode(), TOLD_SEAL)


def about(tx: Tx) -> About | None:
    """Inside a transaction that sees the person. None: they were forgotten."""
    whom = people.whom_to_ask_about(tx)
    if whom is None:
        return None
    said, called = told(tx), whom.name
    found = About(
        whom.identifier,
        name=called.given if called else "",
        municipality=whom.profile.residence_ine10,
        born=said.born,
        health_card=said.health_card or None,
    )
    apart = (said.surname1, said.surname2) if said.surname1 else rules.surnames_of(called.surnames if called else "")
    row = tx.one(
        "SELECT sheet_sealed FROM personal_data_sheet WHERE person_id = myspace_subject() AND kind = %s"
        " AND sheet_sealed IS NOT NULL",
        (SheetKind.REGISTRATION.value,),
    )
    sheet = None if row is None else rows.unsealed(row[0])
    if sheet is not None and not said.surname1 and isinstance(first := sheet.value(DatumKind.SURNAME_1), str):
        second = sheet.value(DatumKind.SURNAME_2)
        apart = first, second if isinstance(second, str) else ""
    if apart is not None:
        found = replace(found, surname1=apart[0], surname2=apart[1])
    return replace(found, born=found.born or rules.born_in(sheet))
