"""From the supplier's messages to the vocabulary: the border. Pure; an item that cannot be believed is put aside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from myspace.connector_kit.json_text import doubled_key, spell
from myspace.connector_kit.links import judge_link
from myspace.vocabulary.activity import Capacity, Case, CaseState, Item, Moment
from myspace.vocabulary.answers import Quarantined, QuarantineReason

STATES: Final = {"open": CaseState.OPEN, "done": CaseState.CLOSED}
MAX_TEXT: Final = 2000
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Translated:
    items: tuple[Item, ...]
    quarantined: tuple[Quarantined, ...]


class _Aside(Exception):
    def __init__(self, reason: QuarantineReason, field: str) -> None:
        super().__init__(f"{reason.value}: {field}")
        self.reason = reason
        self.field = field


def translate(items: Iterable[Any], *, ine10: str, hosts: AbstractSet[str], document: str) -> Translated:
    """Every item either understood or kept aside with its reason; an id with two contents is not believed at all."""
    good: dict[str, Case] = {}
    aside: list[Quarantined] = []
    first: dict[str, str] = {}
    doubtful: dict[str, None] = {}
    for raw in items:
        try:
            case = _case(raw, ine10=ine10, hosts=hosts, document=document)
        except _Aside as wrong:
            aside.append(Quarantined(wrong.reason, wrong.field, spell(raw)))
            continue
        if case.source_id in good and good[case.source_id] != case:
            doubtful[case.source_id] = None
            aside.append(Quarantined(QuarantineReason.DUPLICATE_ID, "id", spell(raw)))
            continue
        good[case.source_id] = case
        first.setdefault(case.source_id, spell(raw))
    for one in doubtful:
        del good[one]
        aside.append(Quarantined(QuarantineReason.DUPLICATE_ID, "id", first[one]))
    return Translated(tuple(good.values()), tuple(aside))


def _case(raw: Any, *, ine10: str, hosts: AbstractSet[str], document: str) -> Case:
    if not isinstance(raw, dict) or doubled_key(raw) is not None:
        raise _Aside(QuarantineReason.MALFORMED_FIELD, "item")
    if raw.get("about") not in (None, document):  # an answer about someone else is never shown to this person
        raise _Aside(QuarantineReason.OTHER_PERSON, "about")
    title = _text(raw, "title")
    return Case(
        source_id=_text(raw, "id"),
        ine10=ine10,
        capacity=Capacity.OWN,
        procedure=title,
        subject=title,
        opened=_day(raw, "opened"),
        state=_state(raw),
        link=judge_link(_text(raw, "link"), hosts),
    )


def _text(raw: dict[str, Any], field: str) -> str:
    value = raw.get(field)
    if value is None or value == "":
        raise _Aside(QuarantineReason.MISSING_FIELD, field)
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise _Aside(QuarantineReason.MALFORMED_FIELD, field)
    clean = _CONTROLS.sub("", value).strip()
    if not clean:
        raise _Aside(QuarantineReason.MISSING_FIELD, field)
    return clean


def _day(raw: dict[str, Any], field: str) -> Moment:
    written = _text(raw, field)
    try:
        if _DAY.fullmatch(written):
            return Moment(date.fromisoformat(written))
    except ValueError:
        pass
    raise _Aside(QuarantineReason.MALFORMED_FIELD, field)


def _state(raw: dict[str, Any]) -> CaseState:
    state = STATES.get(_text(raw, "state").lower())  # some write them in capitals
    if state is None:
        raise _Aside(QuarantineReason.UNKNOWN_CODE, "state")
    return state
