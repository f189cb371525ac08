"""The wire's forms of days and moments, and the lengths that are safe to send. Knows no message.

Q-PC-2 and Q-PC-3: each is written in several ways, and sometimes empty. A stamp without its zone is Madrid's time, as in
e-NOTUM's interfaces. What nobody documented keeps its words and gets no moment: unknown is never made up.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from myspace.protocols.pci.messages import Day, Stamp

MADRID = ZoneInfo("Europe/Madrid")
_STAMP = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)
_DAYS = (
    (re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?:[T ].*)?", re.ASCII)),
    (re.compile(r"(?P<d>\d\d)[/-](?P<m>\d\d)[/-](?P<y>\d{4})", re.ASCII)),
    (re.compile(r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>(?:19|20|21)\d\d)", re.ASCII)),
    (re.compile(r"(?P<y>(?:19|20|21)\d\d)(?P<m>\d\d)(?P<d>\d\d)", re.ASCII)),
)
_FIRST, _LAST = 1900, 2200  # outside of these no administration has said a day
# Q-PC-6: the shortest of all that the schemas and the prose say. What is read may be as long as the longest.
SHORTEST = {
    "IdPeticion": 100,
    "IdPeticion, deferred": 16,  # the confirmation's schema has no room for more
    "CodigoCertificado": 64,
    "IdentificadorSolicitante": 10,
    "NombreSolicitante": 50,
    "Finalidad": 250,
    "Procedimiento": 20,
    "NifEmisor": 10,
    "NombreEmisor": 50,
    "IdSolicitanteOriginal": 10,
    "NomSolicitanteOriginal": 50,
    "NombreCompletoFuncionario": 122,
    "NifFuncionario": 10,
    "EMailFuncionario": 122,
    "CodigoOrganismoFuncionario": 10,
    "Documentacion": 14,
    "NombreCompleto": 122,
    "Nombre": 40,
    "Apellido1": 40,
    "Apellido2": 40,
    "IdSolicitud": 40,
    "IdTransmision": 26,
    "Id": 50,
}
LONGEST = {"Documentacion": 40, "IdSolicitanteOriginal": 100, "IdTransmision": 29, "IdPeticion": 100}


def stamp(said: str) -> Stamp:
    said = said.strip()
    found = _STAMP.fullmatch(said)
    if not found:
        return Stamp(said)
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    micro = int((found[7] or "0")[:6].ljust(6, "0"))
    try:
        at = datetime(year, month, day, hour, minute, second, micro, _zone(found[8])).astimezone(UTC)
    except (ValueError, OverflowError):
        return Stamp(said)
    return Stamp(said, at) if _FIRST <= at.year <= _LAST else Stamp(said)


def _zone(said: str | None) -> ZoneInfo | timezone:
    if said is None:
        return MADRID
    if said == "Z":
        return UTC
    away = timedelta(hours=int(said[1:3]), minutes=int(said[-2:]))
    return timezone(-away if said[0] == "-" else away)


def write_stamp(moment: datetime) -> str:
    """With offset, as the document asks for; 29 characters."""
    return moment.astimezone(MADRID).isoformat(timespec="milliseconds")


def day(said: str) -> Day:
    """`18042007` is a day first: the sample's. Eight digits that are a year first are read so only where that fails."""
    said = said.strip()
    for form in _DAYS:
        if found := form.fullmatch(said):
            try:
                read = date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                continue
            if _FIRST <= read.year <= _LAST:
                return Day(said, read)
    return Day(said)
