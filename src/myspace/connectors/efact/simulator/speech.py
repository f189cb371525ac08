"""How the simulated e-FACT writes an invoice: by the tables of its contract, or by the samples printed beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from myspace.simulation.bodies import connected_bodies
from myspace.simulation.cast import Company, Person
from myspace.simulation.stories.invoices import NUMBERS, InvoiceTold, StateTold

Json = dict[str, Any]
_MADRID = ZoneInfo("Europe/Madrid")
_BOE = {
    "SENT": "1000", "REGISTERED": "1200", "DELIVERED": "1200", "ANNOTATED": "1300", "RECEIVED": "1300",
    "ACCEPTED": "1300", "RECOGNISED": "2400", "PAID": "2500", "REJECTED": "2600",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Voice:
    """`as_samples`: the other spelling of the number (Q-EF-1), DELIVERED as 1300 (Q-EF-3), tax numbers with ES (Q-EF-5)."""

    as_samples: bool = False

    def taxpayer(self, number: str) -> str:
        return f"ES{number}" if self.as_samples else number

    def instant(self, value: datetime) -> str:
        how = "milliseconds" if self.as_samples else "seconds"
        return value.replace(tzinfo=_MADRID).isoformat(timespec=how)

    def state(self, told: StateTold) -> Json:
        number = "1300" if self.as_samples and told.state == "DELIVERED" else _BOE[told.state]
        name = "codiNumneric" if self.as_samples else "codiNumeric"
        return {"codi": told.state, name: number, "data": self.instant(told.at)}

    def detailed(self, told: StateTold) -> Json:
        return self.state(told) | self._beside((told,))

    def _beside(self, states: tuple[StateTold, ...]) -> Json:
        """What an invoice gathers of its states: the register, the accounting number, why not, when it was paid."""
        said: Json = {}
        for one in states:
            if one.registry:
                said["registre"] = {"numero": one.registry, "data": self.instant(one.at)}
            if one.accounting:
                said["numeroRegistreRCF"] = one.accounting
            if one.reason:
                said["motiuRebuig"] = {"codi": one.reason[0], "descripcio": one.reason[1]}
            if one.paid_on:
                said["dataPagament"] = one.paid_on.isoformat()
        return said

    def invoice(self, told: InvoiceTold, sender: Person | Company) -> Json:
        body = next(one for one in connected_bodies() if one.ine10 == told.to)
        centre = {"codi": body.dir3, "nom": body.name}
        series = {"serie": told.series} if told.series else {}
        name = sender.full_name if isinstance(sender, Person) else sender.name
        return {
            "correuElectronic": "factures@exemple.test",
            "face": False,
            "id": told.id,
            "dataRecepcio": self.instant(told.states[0].at),
            "numero": told.number,
            **series,
            "dataExpedicio": told.issued.isoformat(),
            "import": float(told.amount),
            "proveidor": {"nif": self.taxpayer(sender.identifier.value), "nom": name},
            "receptor": {
                "nif": self.taxpayer(NUMBERS[told.to]),
                "nom": body.name,
                "dir3": {"oficinaComptable": centre, "organGestor": centre, "unitatTramitadora": centre},
            },
            **self._beside(told.states),
            "estat": self.state(told.states[-1]),
            "adjunts": [{"nom": one, "mime": _mime(one)} for one in told.papers],
        }

    def history(self, told: InvoiceTold) -> Json:
        return {"id": told.id, "estats": [self.detailed(one) for one in told.states]}

    def pending(self, told: tuple[InvoiceTold, ...], *, more: bool) -> Json:
        waiting = [
            {"id": f"{one.id[-4:]}{n}", "idFactura": one.id, "estat": self.detailed(state)}
            for one in told
            for n, state in enumerate(one.states[-one.waiting :] if one.waiting else ())
        ]
        return {"mesEstats": more, "estats": waiting}

    def recipients(self) -> Json:
        names = {one.ine10: one.name for one in connected_bodies()}
        said = [{"nif": self.taxpayer(number), "nom": names[ine10]} for ine10, number in NUMBERS.items()]
        return {"receptors": said}


def _mime(name: str) -> str:
    return "application/pdf" if name.endswith(".pdf") else "application/vnd.oasis.opendocument.spreadsheet"


def receipt(told: InvoiceTold) -> bytes:
    """A page that says which invoice it is about, in the least that a reader of PDF opens."""
    words = f"Rebut de la factura {told.number}".encode("latin-1", "replace")
    stream = b"BT /F1 14 Tf 40 740 Td (" + words + b") Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    whole, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%s endobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return whole + end % (len(parts) + 1, table, len(parts) + 1, len(whole))
