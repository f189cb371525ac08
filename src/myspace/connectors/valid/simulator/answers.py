"""What the simulated provider says of a login: getUserInfo and evidence, in the supplier's own words.

Which field comes with which method follows the dossier's table; the misbehaviours bend it. Refuses to know sockets.
"""

from __future__ import annotations

import base64
import json
from typing import Any
from xml.sax.saxutils import escape

from myspace.connectors.valid.simulator.provider import Login, Misbehaviour

_A_PASSPORT = {"identifier": "RA12345678", "identifierType": "3"}


def user_info(login: Login) -> dict[str, Any]:
    if login.misbehaviour is Misbehaviour.KO:
        return {"status": "ko", "error": "ERROR_SIMULAT"}
    person = login.person
    info: dict[str, Any] = {"status": "ok", "identifier": person.number, "method": login.method}
    if login.method == "idcatmobil":
        info |= {
            "identifierType": person.kind,
            "prefix": "0034",
            "phone": person.phone,
            "name": person.given,
            "surname1": person.surname1,
            "surname2": person.surname2,
            "surnames": person.surnames,
            "countryCode": "ES",
            "email": person.email,
        }
    elif login.method == "clave":
        info |= {"name": person.given, "surnames": person.surnames}
    elif login.certificate:
        info |= {
            "name": person.given,
            "surnames": person.surnames,
            "countryCode": "ES",
            "certificateType": login.certificate.kind,
            # Not a certificate: the folder never opens it, and an invented key would only look like one.
            "userCertificate": base64.b64encode(b"certificat simulat").decode(),
        }
        if company := login.certificate.company:
            info |= {"companyId": company.number, "companyName": company.name}
    info["assuranceLevel"] = login.level
    return _bend(info, login)


def _bend(info: dict[str, Any], login: Login) -> dict[str, Any]:
    match login.misbehaviour:
        case Misbehaviour.NO_LEVEL:
            del info["assuranceLevel"]
        case Misbehaviour.UNKNOWN_LEVEL:
            info["assuranceLevel"] = "molt alt"
        case Misbehaviour.DOCUMENT_TYPE:
            info["documentType"] = info.pop("identifierType", login.person.kind)
        case Misbehaviour.NO_IDENTIFIER:
            del info["identifier"]
        case Misbehaviour.BAD_IDENTIFIER:
            info["identifier"] = "00000000A"
        case Misbehaviour.PASSPORT_FR:
            info |= _A_PASSPORT | {"countryCode": "FR"}
        case Misbehaviour.PASSPORT_RO:
            info |= _A_PASSPORT | {"countryCode": "ROU"}
        case Misbehaviour.PASSPORT_NOWHERE:
            info |= _A_PASSPORT
            info.pop("countryCode", None)
        case Misbehaviour.LEGACY_METHOD:
            info["method"] = "mobileid"
            del info["assuranceLevel"]
        case _:
            pass
    return info


def evidence(login: Login) -> dict[str, Any]:
    """Traces in the old shapes they really have: a level that is "No informat", a Cl@ve of STORK times."""
    if login.misbehaviour is Misbehaviour.KO:
        return {"status": "ko", "error": "ERROR_SIMULAT"}
    traces = {"idcatmobil": _bd_seu, "clave": _stork}.get(login.method, _psis)(login)
    return {"status": "ok", "evidences": [base64.b64encode(t.encode("utf-8")).decode("ascii") for t in traces]}


def _bd_seu(login: Login) -> list[str]:
    person = login.person
    looked_up = {
        "request": {"documentId": person.number, "telefon": {"prefix": "0034", "numero": person.phone}},
        "response": {
            "codiMissatge": "01",
            "nom": person.given,
            "cognom1": person.surname1,
            "cognom2": person.surname2,
            "codiAutenticacio": "0",
            "assuranceLevel": "No informat",
            "tipusDocument": person.kind,
        },
    }
    sms = f"<Missatge><telefon>{escape(person.phone)}</telefon><estat>LLIURAT</estat></Missatge>"
    return [json.dumps(looked_up, ensure_ascii=False), sms]


def _psis(login: Login) -> list[str]:
    number = escape(login.person.number)
    return [
        f"<VerifyRequest><KeyOwnerNIF>{number}</KeyOwnerNIF></VerifyRequest>",
        "<VerifyResponse><ResultMajor>Success</ResultMajor><ClassificationLevel>3</ClassificationLevel></VerifyResponse>",
    ]


def _stork(login: Login) -> list[str]:
    number = escape(login.person.number)
    return [
        "<AuthnRequest><QualityAuthenticationAssuranceLevel>3</QualityAuthenticationAssuranceLevel></AuthnRequest>",
        f"<Response><Attribute Name='eIdentifier'>ES/ES/{number}</Attribute></Response>",
    ]
