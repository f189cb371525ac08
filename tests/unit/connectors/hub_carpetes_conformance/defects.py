"""Every way an item may break the contract, one at a time, with the number of the rule it breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.integration.conformance_body import HOST, Json

CASES, ENTRIES, VISITS, TAXES = "consultaExpedients", "consultaActuacions", "consultaCitesPrevies", "consultaTributs"


def put(name: str, value: Any, *path: Any) -> Callable[[Json], None]:
    """Sets a field of the first item, or of what `path` leads to inside it."""

    def spoil(item: Json) -> None:
        for step in path:
            item = item[step]
        item[name] = value

    return spoil


def drop(name: str, *path: Any) -> Callable[[Json], None]:
    def spoil(item: Json) -> None:
        for step in path:
            item = item[step]
        del item[name]

    return spoil


def rename(old: str, new: str, *path: Any) -> Callable[[Json], None]:
    def spoil(item: Json) -> None:
        for step in path:
            item = item[step]
        item[new] = item.pop(old)

    return spoil


DEBT = ("deutes", 0)
ITEM_DEFECTS: list[tuple[str, str, Callable[[Json], None], str]] = [
    ("a case without its subject", CASES, drop("assumpteExpedient"), "201"),
    ("an entry without its link", ENTRIES, drop("urlActuacio"), "201"),
    ("an appointment without its date", VISITS, drop("dataCita"), "201"),
    ("a debt without situacio (Q-HCC-5)", TAXES, drop("situacio", *DEBT), "201"),
    ("a tax without dataTribut (Q-HCC-6)", TAXES, drop("dataTribut"), "201"),
    ("an action without its link", TAXES, drop("url", *DEBT, "accions", 0), "201"),
    ("an empty remark", CASES, put("observacionsExpedient", ""), "202"),
    ("a null uuidDesal (Q-HCC-6)", TAXES, put("uuidDesal", None, *DEBT, "adjunts", 0), "203"),
    ("descripcioFaseExpedient (Q-HCC-1)", CASES, rename("descripcioFase", "descripcioFaseExpedient"), "204"),
    ("dataPrevistaResolucioExpedient (Q-HCC-12)", CASES,
     rename("dataPrevistaResolucio", "dataPrevistaResolucioExpedient"), "204"),
    ("fasesExpedient (Q-HCC-12)", CASES, put("fasesExpedient", [{"fase": "1"}]), "204"),
    ("interesatsRepresentants (Q-HCC-12)", CASES, put("interesatsRepresentants", [{"x": "1"}]), "204"),
    ("adjuntsDTO (Q-HCC-6)", TAXES, rename("adjunts", "adjuntsDTO", *DEBT), "204"),
    ("a field in other capitals", VISITS, rename("urlCita", "UrlCita"), "204"),
    ("a field of the body's own", CASES, put("campPropi", "1"), "205"),
    ("an action type PAGAMENT (Q-HCC-4)", TAXES, put("tipus", "PAGAMENT", *DEBT, "accions", 0), "206"),
    ("a year as period (Q-HCC-6)", TAXES, put("periode", "2023", *DEBT), "206"),
    ("a state in small letters (Q-HCC-12)", CASES, put("estatExpedient", "Obert"), "206"),
    ("a state finalitzat (Q-HCC-12)", CASES, put("estatExpedient", "finalitzat"), "206"),
    ("an entry type Entrada (Q-HCC-12)", ENTRIES, put("tipusActuacio", "Entrada"), "206"),
    ("situacio as collection period (Q-HCC-15)", TAXES, put("situacio", "EXECUTIVA", *DEBT), "206"),
    ("a notification said to be expired (Q-HCC-17)", ENTRIES, put("estatNotificacio", "CADUCADA"), "206"),
    ("an epoch date (Q-HCC-15)", CASES, put("dataIniciExpedient", 1767690000000), "207"),
    ("an amount without quotes (Q-HCC-13)", TAXES, put("importTotal", 500.0), "207"),
    ("a quoted boolean in a tax (Q-HCC-3)", TAXES, put("fue", "false"), "207"),
    ("attachments that are one object", TAXES, put("adjunts", {"idAdjunt": "1"}), "207"),
    ("an id that is a number", CASES, put("idExpedient", 7), "207"),
    ("a day first date", CASES, put("dataIniciExpedient", "06/01/2026"), "208"),
    ("a day that does not exist", TAXES, put("dataFiPagament", "2026-02-30", *DEBT), "208"),
    ("a filler date", TAXES, put("dataFiPagament", "9999-12-31", *DEBT), "208"),
    ("a date-time in a debt (Q-HCC-15)", TAXES, put("dataFiPagament", "2026-05-05T00:00:00", *DEBT), "209"),
    ("an appointment without its hour", VISITS, put("dataCita", "2026-02-10"), "210"),
    ("nine digits of INE10 (Q-HCC-2)", CASES, put("codiINE10", "899990008"), "211"),
    ("a DIR3 of eight", CASES, put("codiDIR3Organisme", "L0108999"), "212"),
    ("a quoted fue in a case (Q-HCC-3)", CASES, put("fue", "false"), "213"),
    ("a size with its unit (Q-HCC-7)", TAXES, put("mida", "2048 KB", *DEBT, "adjunts", 0), "214"),
    ("a decimal comma (Q-HCC-13)", TAXES, put("importTotal", "1.250,00"), "215"),
    ("an amount with a currency", TAXES, put("importDeute", "250.00 €", *DEBT), "215"),
    ("an amount without cents", TAXES, put("importTotal", "500"), "216"),
    ("a year of two digits", TAXES, put("exercici", "26"), "217"),
    ("a type that is no MIME", TAXES, put("tipus", "PDF", *DEBT, "adjunts", 0), "218"),
    ("a uuidDesal that is none", TAXES, put("uuidDesal", "123", *DEBT, "adjunts", 0), "219"),
    ("an empty list inside", TAXES, put("accions", []), "220"),
    ("a text with a space behind", CASES, put("assumpteExpedient", "Ajut "), "221"),
    ("a text with a script", CASES, put("assumpteExpedient", "<script>alert(1)</script>"), "222"),
    ("a text turned round", CASES, put("assumpteExpedient", "Ajut \u202eatolc"), "223"),
    ("broken accents", CASES, put("assumpteExpedient", "ResoluciÃ³"), "224"),
    ("a way of filing that is a date (Q-HCC-14)", VISITS, put("viaPresentacio", "2026-01-10"), "225"),
    ("coordinates that are none", VISITS, put("coordenadesGPS", "Plaça Major"), "226"),
    ("a text without end", CASES, put("observacionsExpedient", "a" * 3000), "227"),
    ("a formula", CASES, put("assumpteExpedient", "=HYPERLINK(1)"), "228"),
    ("a plain http link", CASES, put("urlExpedient", f"http://{HOST}/e/1"), "251"),
    ("a javascript link", CASES, put("urlExpedient", "javascript:alert(1)"), "251"),
    ("a link with a stray brace (Q-HCC-10)", CASES, put("urlExpedient", f"https://{HOST}/e/1}}"), "252"),
    ("a link with a user", CASES, put("urlExpedient", f"https://{HOST}@evil.example/"), "252"),
    ("a link to an unknown host", CASES, put("urlExpedient", "https://altra.example/e"), "253"),
    ("a link with the person's number", CASES, put("urlExpedient", f"https://{HOST}/e?nif=00000000T"), "254"),
    ("another body's INE10", CASES, put("codiINE10", "0801930008"), "301"),
    ("another town's DIR3", CASES, put("codiDIR3Organisme", "L01080193"), "302"),
    ("another unit's DIR3", CASES, put("codiDIR3Organisme", "LA0000123"), "303"),
    ("an id twice", CASES, put("idExpedient", "X-I2"), "304"),
    ("a paper of no case", ENTRIES, put("idExpedient", "X-none"), "305"),
    ("a paper of another case", ENTRIES, put("idExpedient", "X-I2"), "306"),
    ("a debt that ends before it begins", TAXES, put("dataFiPagament", "2026-02-01", *DEBT), "307"),
    ("an open case with an end", CASES, put("dataFinalitzacioExpedient", "2026-03-01"), "308"),
    ("a notified entry", ENTRIES, put("estatNotificacio", "DIPOSITADA"), "309"),
    ("a pending debt with nothing owed", TAXES, put("importPendent", "0.00", *DEBT), "310"),
    ("an entry of next century", ENTRIES, put("dataActuacio", "2089-01-01T00:00:00"), "311"),
    ("a debt twice", TAXES, put("idDeute", "1B", *DEBT), "312"),
    ("somebody's number in a text", CASES, put("assumpteExpedient", "Ajut a 00000007F"), "702"),
]  # fmt: skip
