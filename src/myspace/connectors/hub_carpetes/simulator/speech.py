"""From what a body tells to HCC's JSON, in the contract's form or with any of its quirks. Knows no socket.

Each function gives one object with only the fields that have a value: an empty optional value is left out (contract §3).
`quirks` are the numbered disagreements of the contract (`Q-HCC-1`…) that this body shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from myspace.simulation.bodies import Body, hosts_of
from myspace.simulation.stories.telling import (
    AppointmentTold,
    Button,
    CaseTold,
    DebtTold,
    EntryTold,
    Paper,
    TaxTold,
    Told,
)

Json = dict[str, Any]
_MADRID = ZoneInfo("Europe/Madrid")


@dataclass(frozen=True, slots=True)
class Voice:
    """How one body writes: its codes, its hosts and its quirks."""

    body: Body
    quirks: frozenset[str]

    def has(self, number: int) -> bool:
        return f"Q-HCC-{number}" in self.quirks

    def ine10(self) -> str:
        return self.body.ine10.removeprefix("0") if self.has(2) else self.body.ine10

    def codes(self) -> Json:
        return _filled(codiINE10=self.ine10(), codiDIR3Organisme=self.body.dir3)

    def link(self, path: str) -> str:
        """An address at the body's own host; what is not a path (a hostile body's link) goes out as it is."""
        if not path.startswith("/") or path.startswith("//"):
            return path
        host = hosts_of(self.body)[1 if path.startswith("/pagaments") else 0]
        return f"https://{host}{path}" + ("}" if self.has(10) else "")

    def instant(self, value: datetime) -> str | int:
        if self.has(15):
            return int(value.replace(tzinfo=_MADRID).timestamp() * 1000)
        if self.body.zoned:
            value = value.replace(tzinfo=_MADRID)
        return value.isoformat(timespec="seconds")

    def day(self, value: date) -> str | int:
        if self.has(15):
            return int(datetime.combine(value, time(), _MADRID).timestamp() * 1000)
        return value.isoformat()

    def amount(self, value: Decimal) -> str:
        if self.has(13):
            return f"{value:,.2f}".translate(str.maketrans(",.", ".,"))
        return f"{value:.2f}"

    def coded(self, value: str | None) -> str | None:
        """An enumeration value: the spreadsheet model writes `Direccio_postal` for `DIRECCIO_POSTAL` (Q-HCC-12)."""
        return value.capitalize() if value and self.has(12) else value

    def flag(self, value: bool, *, texty: bool) -> str | bool | None:
        """A boolean: left out when false by some (Q-HCC-18), written as text in entries and cases by others (Q-HCC-3)."""
        if not value and self.has(18):
            return None
        return str(value).lower() if self.has(3) and texty else value

    def notice(self, value: str | None) -> str | None:
        """The state of a notification: one that expired unopened is written as refused (Q-HCC-17)."""
        return self.coded("REBUTJADA" if value == "DIPOSITADA" and self.has(17) else value)


def _filled(**fields: Any) -> Json:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def paper(voice: Voice, told: Paper) -> Json:
    size = None if told.size_kb is None else f"{told.size_kb} KB" if voice.has(7) else str(told.size_kb)
    said = _filled(
        idAdjunt=told.id,
        url=voice.link(told.path) if told.path else None,
        nom=told.name,
        descripcio=told.description,
        tipus="application/pdf" if told.name.endswith(".pdf") else "application/octet-stream",
        csv=told.csv,
        urlCsv=voice.link(f"/csv/{told.csv}") if told.csv else None,
        mida=size,
        dataCreacio=voice.instant(told.created) if told.created else None,
    )
    if voice.has(6):
        said["uuidDesal"] = None
    return said


def button(voice: Voice, told: Button) -> Json:
    kind = ("PAGAMENT" if told.about == "DEUTE" else None) if voice.has(4) else told.about
    return _filled(descripcio=told.description, url=voice.link(told.path), tipus=kind)


def case(voice: Voice, told: CaseTold) -> Json:
    state = ("TANCAT", "finalitzat") if told.closed else ("OBERT", "Obert")
    code, text = told.phase or (None, None)
    forecast = voice.day(told.forecast) if told.forecast else None
    said = _filled(
        idExpedient=told.id,
        tipusPersona=voice.coded(told.standing),
        **voice.codes(),
        procediment=told.procedure,
        dataIniciExpedient=voice.instant(told.opened),
        assumpteExpedient=told.subject,
        urlExpedient=voice.link(told.path or f"/expedients/{told.id}"),
        familia=told.family,
        dataFinalitzacioExpedient=voice.instant(told.closed) if told.closed else None,
        codiFase=code,
        estatExpedient=state[1 if voice.has(12) else 0],
        observacionsExpedient=told.notes,
        idActuacio=told.entries[0] if told.entries else None,
        idActuacions=list(told.entries) if len(told.entries) > 1 else None,
        numeroRegistre=told.registry_number,
        actuacioCiutada=_your_turn(voice, told.your_turn),
        fue=voice.flag(told.one_stop_shop, texty=True),
    )
    said |= _filled(**{"descripcioFaseExpedient" if voice.has(1) else "descripcioFase": text})
    said |= _filled(**{"dataPrevistaResolucioExpedient" if voice.has(12) else "dataPrevistaResolucio": forecast})
    if voice.has(12):  # the spreadsheet names the list and says nothing of its shape
        phases = [_filled(descripcioFase=name, dataInici=voice.day(day)) for name, day in told.phases]
        said |= _filled(fasesExpedient=phases)
    return said


def _your_turn(voice: Voice, value: str | None) -> str | None:
    return {"SI": "Si", "NO": "No", "NO_APLICA": "No aplica"}[value] if value and voice.has(12) else value


def entry(voice: Voice, told: EntryTold) -> Json:
    return _filled(
        idActuacio=told.id,
        tipusPersona=voice.coded(told.standing),
        **voice.codes(),
        tipusActuacio=voice.coded(told.direction),
        dataActuacio=voice.instant(told.at),
        assumpteActuacio=told.subject,
        urlActuacio=voice.link(told.path or f"/registre/{told.id}"),
        numeroRegistre=told.registry_number,
        dataRegistre=voice.instant(told.at) if told.registry_number else None,
        viaPresentacio=told.via,
        canalPreferentNotificacio=voice.coded(told.channel),
        observacionsActuacio=told.notes,
        idExpedient=told.cases[0] if told.cases else None,
        idExpedients=list(told.cases) if len(told.cases) > 1 else None,
        urlExpedient=voice.link(f"/expedients/{told.cases[0]}") if told.cases else None,
        procediment=told.procedure,
        referenciaExterna=told.reference,
        fue=voice.flag(told.one_stop_shop, texty=True),
        estatNotificacio=voice.notice(told.notice),
        adjunts=[paper(voice, p) for p in told.papers],
    )


def appointment(voice: Voice, told: AppointmentTold) -> Json:
    gps = f"{told.coordinates[0]:.4f},{told.coordinates[1]:.4f}" if told.coordinates else None
    return _filled(
        idCita=told.id,
        assumpteCita=told.subject,
        **voice.codes(),
        dataActuacio=voice.instant(told.booked),
        dataCita=voice.instant(told.at),
        urlCita=voice.link(f"/cites/{told.id}"),
        urlEdicio=voice.link(f"/cites/{told.id}/edita") if told.can_change else None,
        urlCancellacio=voice.link(f"/cites/{told.id}/anulla") if told.can_change else None,
        puntAtencio=told.place,
        adrecaAtencio=told.address,
        telefonAtencio=told.phone,
        contacteAtencio=told.contact,
        coordenadesGPS=gps,
        nomInteressat=told.holder,
        nomRepresentant=told.representative,
        procediment=told.procedure,
        dataAlerta=voice.day(told.remind_on) if told.remind_on else None,
        viaPresentacio=voice.instant(told.booked) if voice.has(14) else None,
        actuacioCiutada=_your_turn(voice, told.your_turn),
    )


def debt(voice: Voice, told: DebtTold) -> Json:
    papers = [paper(voice, p) for p in told.papers]
    early = {"VOLUNTARIA": "voluntària", "EXECUTIVA": "EXECUTIVA"}[told.period]
    said = _filled(
        idDeute=told.id,
        # before June 2025 `situacio` carried the collection period (Q-HCC-15); samples leave it out (Q-HCC-5)
        situacio=early if voice.has(15) else None if voice.has(5) else voice.coded(told.state),
        dataIniciPagament=None if voice.has(6) else voice.day(told.pay_from),
        dataFiPagament=voice.day(told.pay_until),
        importDeute=voice.amount(told.amount),
        importPendent=voice.amount(told.pending) if told.pending is not None else None,
        descripcio=told.description,
        periode=str(told.pay_from.year) if voice.has(6) else None if voice.has(15) else voice.coded(told.period),
        alerta=told.alert,
        modalitatPagamentDeute=voice.coded(told.mode),
        accions=[button(voice, b) for b in told.buttons],
    )
    said["domiciliat"] = str(told.direct_debit).lower() if voice.has(3) else told.direct_debit
    return said | _filled(**{"adjuntsDTO" if voice.has(6) else "adjunts": papers})


def tax(voice: Voice, told: TaxTold) -> Json:
    kind, group = told.group or (None, None)
    return _filled(
        idTribut=told.id,
        exercici=told.year,
        dataTribut=None if voice.has(6) else voice.day(told.on),
        **voice.codes(),
        descripcioTribut=told.description,
        descripcioObjecteTributari=told.object,
        importTotal=voice.amount(told.total) if told.total is not None else None,
        observacions=told.notes,
        idExpedient=told.case_id,
        fue=voice.flag(False, texty=False),
        estatDomiciliacio=voice.coded(told.direct_debit),
        idGrupTribut=group,
        tipusGrupTribut=voice.coded(kind),
        multa=told.fine or None,
        deutes=[debt(voice, d) for d in told.debts],
        accions=[button(voice, b) for b in told.buttons],
        adjunts=[paper(voice, p) for p in told.papers],
    )


_SPEAK: dict[type, Callable[[Voice, Any], Json]] = {
    CaseTold: case,
    EntryTold: entry,
    AppointmentTold: appointment,
    TaxTold: tax,
}


def say(voice: Voice, told: Told) -> Json:
    return _SPEAK[type(told)](voice, told)
