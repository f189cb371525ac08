"""From the supplier's messages to what the folder talks about. Pure: no socket, no clock, no memory.

One item that cannot be read is put aside with its reason; the others live. Every reading of a quirk carries its number
from contract HCC (Q-HCC-n) and is listed in README.md of this folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from myspace.connector_kit.json_text import spell
from myspace.connector_kit.values import Unreadable
from myspace.connectors.hub_carpetes import taxes, wire
from myspace.connectors.hub_carpetes.fields import Aside, Asked, Fields
from myspace.connectors.hub_carpetes.values import code, coordinates, day, flag, moment, name_of, text
from myspace.vocabulary.activity import (
    Appointment,
    Capacity,
    Case,
    CaseState,
    Direction,
    Entry,
    Item,
    NoticeState,
    Phase,
    PreferredChannel,
    Topic,
    YourTurn,
)
from myspace.vocabulary.answers import Quarantined, QuarantineReason

CAPACITIES = {"INTERESSAT": Capacity.OWN, "REPRESENTANT": Capacity.REPRESENTATIVE}
_DIRECTIONS = {"ENTRADA": Direction.FILED, "SORTIDA": Direction.SENT}
_CHANNELS = {
    "DIRECCIO_POSTAL": PreferredChannel.POST,
    "COMPAREIXENCA_ELECTRONICA": PreferredChannel.ELECTRONIC_APPEARANCE,
    "DIRECCIO_ELECTRONICA_HABILITADA": PreferredChannel.ELECTRONIC_ADDRESS,
}
_NOTICES = {
    "DIPOSITADA": NoticeState.DEPOSITED,
    "ACCEPTADA": NoticeState.ACCEPTED,
    "REBUTJADA": NoticeState.REFUSED_OR_EXPIRED,  # an expired one cannot be told from a refused one (Q-HCC-17)
}
_CASE_STATES = {"OBERT": CaseState.OPEN, "TANCAT": CaseState.CLOSED, "FINALITZAT": CaseState.CLOSED}  # Q-HCC-12
_TURNS = {
    "SI": YourTurn.YES,
    "NO": YourTurn.NO,
    "NO_APLICA": YourTurn.NOT_APPLICABLE,
    "NO APLICA": YourTurn.NOT_APPLICABLE,  # spreadsheet model (Q-HCC-12)
}


@dataclass(frozen=True, slots=True)
class Translated:
    items: tuple[Item, ...]
    quarantined: tuple[Quarantined, ...]


def translate(topic: Topic, heard: Iterable[wire.Heard], asked: Asked) -> Translated:
    """Every item of one or two known answers to the same question, each id once."""
    read: list[tuple[Item, Any]] = []
    aside: dict[Quarantined, None] = {}  # in order, and the same one once
    for said in heard:
        for raw in said.items:
            try:
                read.append((_item(topic, raw, said.about, asked), raw))
            except Aside as why:
                aside[Quarantined(why.reason, why.field, spell(raw))] = None
    return _each_once(topic, read, aside)


def _item(topic: Topic, raw: Any, about: tuple[str, ...], asked: Asked) -> Item:
    kind, build = _BUILDERS[topic]
    try:
        fields = Fields(wire.message(raw, kind), asked)
    except wire.NotTheMessage as wrong:
        raise Aside(QuarantineReason.MALFORMED_FIELD, wrong.field) from None
    fields.same_document(about, "documentIdentificatiu")
    return build(fields, raw)


def _each_once(topic: Topic, read: list[tuple[Item, Any]], aside: dict[Quarantined, None]) -> Translated:
    """One item an id. Twice the same is once. In both capacities the own one stands: it is one case. Else neither."""
    by_id: dict[str, list[tuple[Item, Any]]] = {}
    for item, raw in read:
        by_id.setdefault(item.source_id, []).append((item, raw))
    items: list[Item] = []
    for twins in by_id.values():
        own = [one for one in twins if getattr(one[0], "capacity", Capacity.OWN) is Capacity.OWN]
        candidates = own or twins
        if all(item == candidates[0][0] for item, _ in candidates):
            items.append(candidates[0][0])
            continue
        for _, raw in candidates:
            aside[Quarantined(QuarantineReason.DUPLICATE_ID, _ID_FIELDS[topic], spell(raw))] = None
    return Translated(tuple(items), tuple(aside))


def _in_capacity(f: Fields, raw: dict[str, Any]) -> Capacity:
    """The capacity that the item states, once its documents and names do not contradict the person asked about.

    The names and documents of single items are of the spreadsheet model (Q-HCC-12). As a representative only the
    representative must be the person: the other party is somebody else by definition.
    """
    capacity = f.need("tipusPersona", lambda one: code(one, CAPACITIES, any_case=True))
    role = "Interessat" if capacity is Capacity.OWN else "Representant"
    f.same_document(wire.documents_in(raw), "documentIdentificatiu")
    f.same_document(wire.documents_of(raw, role), f"documentIdentificatiu{role}")
    if f.contradicts(wire.full_name(raw, role)):
        raise Aside(QuarantineReason.OTHER_PERSON, f"nom{role}")
    if capacity is Capacity.OWN:
        f.same_document(wire.documents_inside(raw.get("interesatsRepresentants")), "interesatsRepresentants")
    return capacity


def _entry(f: Fields, raw: dict[str, Any]) -> Entry:
    return Entry(
        source_id=f.need("idActuacio", name_of),
        ine10=f.body(),
        capacity=_in_capacity(f, raw),
        direction=f.need("tipusActuacio", lambda one: code(one, _DIRECTIONS, any_case=True)),
        at=f.need("dataActuacio", moment),
        subject=f.need("assumpteActuacio", text),
        link=f.need("urlActuacio", f.link),
        dir3=f.maybe("codiDIR3Organisme", text),
        registry_number=f.maybe("numeroRegistre", name_of),
        registered=f.maybe("dataRegistre", moment),
        via=f.maybe("viaPresentacio", text),
        preferred_channel=f.maybe("canalPreferentNotificacio", lambda one: code(one, _CHANNELS, any_case=True)),
        notes=f.maybe("observacionsActuacio", text),
        case_ids=f.ids("idExpedient", "idExpedients"),
        case_link=f.maybe("urlExpedient", f.link),
        procedure=f.maybe("procediment", text),
        external_reference=f.maybe("referenciaExterna", text),
        one_stop_shop=f.maybe("fue", flag) or False,  # absent means false (Q-HCC-18)
        notice_state=f.maybe("estatNotificacio", lambda one: code(one, _NOTICES)),
        attachments=f.each("adjunts", taxes.attachment),
    )


def _case(f: Fields, raw: dict[str, Any]) -> Case:
    phase = Phase(
        code=f.maybe("codiFase", text),
        text=f.first(("descripcioFase", "descripcioFaseExpedient"), text),  # Q-HCC-1
    )
    return Case(
        source_id=f.need("idExpedient", name_of),
        ine10=f.body(),
        capacity=_in_capacity(f, raw),
        procedure=f.need("procediment", text),
        subject=f.need("assumpteExpedient", text),
        opened=f.need("dataIniciExpedient", moment),
        state=f.need("estatExpedient", lambda one: code(one, _CASE_STATES, any_case=True)),
        link=f.need("urlExpedient", f.link),
        dir3=f.maybe("codiDIR3Organisme", text),
        family=f.maybe("familia", text),
        forecast=f.first(("dataPrevistaResolucio", "dataPrevistaResolucioExpedient"), day),
        closed=f.maybe("dataFinalitzacioExpedient", moment),
        phase=phase if phase.code or phase.text else None,
        phases=_phases(f.message.fasesExpedient),
        notes=f.maybe("observacionsExpedient", text),
        your_turn=f.maybe("actuacioCiutada", lambda one: code(one, _TURNS, any_case=True)),
        entry_ids=f.ids("idActuacio", "idActuacions"),
        entry_at=f.maybe("dataActuacio", moment),
        registry_number=f.maybe("numeroRegistre", name_of),
        one_stop_shop=f.maybe("fue", flag) or False,
    )


def _phases(raw: Any) -> tuple[Phase, ...]:
    """`fasesExpedient`: a list of unwritten shape (Q-HCC-12). What can be read is taken; the rest never spoils."""
    found: list[Phase] = []
    for one in raw if isinstance(raw, list) else ():
        said = one if isinstance(one, dict) else {"descripcioFase": one}
        phase = Phase(
            code=_loose(said, ("codiFase", "codi"), text),
            text=_loose(said, ("descripcioFase", "descripcioFaseExpedient", "descripcio", "nom"), text),
            started=_loose(said, ("dataIniciFase", "dataInici", "dataFase", "data"), moment),
        )
        if phase.code or phase.text:
            found.append(phase)
    return tuple(found)


def _loose(said: dict[str, Any], keys: tuple[str, ...], how: Callable[[str | None], Any]) -> Any:
    raw = next((said[key] for key in keys if isinstance(said.get(key), str)), None)
    try:
        return how(raw)
    except Unreadable:
        return None


def _appointment(f: Fields, raw: dict[str, Any]) -> Appointment:
    holder, representative = f.maybe("nomInteressat", text), f.maybe("nomRepresentant", text)
    acts_for_another = representative is not None and not f.contradicts(representative)
    if f.contradicts(holder) and not acts_for_another:
        raise Aside(QuarantineReason.OTHER_PERSON, "nomInteressat")
    f.same_document(wire.documents_of(raw, "", "Interessat", "Representant"), "documentIdentificatiu")
    point = coordinates(f.message.coordenadesGPS)
    maps = (f.maybe(one, f.link) for one in ("URLCoordenadesGPSGoogleMaps", "URLcoordenadesGPSCustom"))
    return Appointment(
        source_id=f.need("idCita", name_of),
        ine10=f.body(),
        subject=f.need("assumpteCita", text),
        booked=f.need("dataActuacio", moment),
        at=f.need("dataCita", moment),
        link=f.need("urlCita", f.link),
        dir3=f.maybe("codiDIR3Organisme", text),
        edit_link=f.maybe("urlEdicio", f.link),
        cancel_link=f.maybe("urlCancellacio", f.link),
        place=f.maybe("puntAtencio", text),
        address=f.maybe("adrecaAtencio", text),
        phone=f.maybe("telefonAtencio", text),
        contact=f.maybe("contacteAtencio", text),
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        map_links=tuple(one for one in maps if one is not None),
        holder_name=holder,
        representative_name=representative,
        registry_office=f.maybe("nomOficinaRegistre", text),
        procedure=f.maybe("procediment", text),
        remind_on=f.maybe("dataAlerta", day),
        registered=f.maybe("dataRegistre", moment),
        via=f.maybe("viaPresentacio", _way),
        your_turn=f.maybe("actuacioCiutada", lambda one: code(one, _TURNS, any_case=True)),
    )


_LOOKS_LIKE_A_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?|[0-9]{9,13}")


def _way(raw: str | None) -> str | None:
    """How it was presented. The contract describes this field as a date (Q-HCC-14), and a date is no way."""
    clean = text(raw)
    return None if clean is None or _LOOKS_LIKE_A_DATE.fullmatch(clean) else clean


_Builder = Callable[[Fields, dict[str, Any]], Item]
_BUILDERS: dict[Topic, tuple[Any, _Builder]] = {
    Topic.ENTRIES: (wire.Actuacio, _entry),
    Topic.CASES: (wire.Expedient, _case),
    Topic.APPOINTMENTS: (wire.Cita, _appointment),
    Topic.TAXES: (wire.Tribut, taxes.tax),
}
_ID_FIELDS = {
    Topic.ENTRIES: "idActuacio",
    Topic.CASES: "idExpedient",
    Topic.APPOINTMENTS: "idCita",
    Topic.TAXES: "idTribut",
}
