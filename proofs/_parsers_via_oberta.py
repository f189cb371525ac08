"""The parsers of what registers tell over Via Oberta. Each judge reads the bytes for itself, with the standard library's expat."""

from __future__ import annotations

import xml.etree.ElementTree as Expat
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from myspace.connector_kit.personal_data import About, DataQuestion
from myspace.connectors.via_oberta import values, wire
from myspace.connectors.via_oberta.elements import Unreadable
from myspace.connectors.via_oberta.products import BY_SHEET
from myspace.vocabulary.people import identifier
from myspace.vocabulary.personal_data import DatumKind, Known, PartialDate, SheetKind, Standing
from proofs import _mutants
from proofs._mutants import NUMBERS, SECRET
from proofs._parser import Parser
from proofs._parsers_protocols import xml_bytes

VIA_OBERTA = "myspace.connectors.via_oberta"
MINE = identifier(NUMBERS[0])
_PERSON = f"<Nombre>{SECRET}</Nombre><PrimerApellido>Soler</PrimerApellido><FechaNacimiento>19860412</FechaNacimiento>"
_ADDRESS = (
    "<DireccionEmpadronamiento><Localidad><CodigoProvincia>8</CodigoProvincia><CodigoMunicipio>113</CodigoMunicipio>"
    f"</Localidad><CodigoPostal>08001</CodigoPostal><Via><TipoVia>CARRE</TipoVia><NombreVia>{SECRET}</NombreVia></Via>"
    "<Numeracion><Numero>12</Numero></Numeracion></DireccionEmpadronamiento>"
)
_SLIP = (
    '<VolanteEmpadronamiento xmlns="http://www.red.es/padron"><VolanteEmpadronamientoDatosFirmados>'
    f"<FechaExpedicion>20261130</FechaExpedicion><DatosPersonales>{_PERSON}<Sexo>F</Sexo><Documentacion>{MINE.value}"
    "</Documentacion><FechaAltaPadron>20120305</FechaAltaPadron></DatosPersonales><NumeroAcompanantes>1"
    f"</NumeroAcompanantes><DatosPersonalesAcompanante>{_PERSON}</DatosPersonalesAcompanante>{_ADDRESS}"
    "</VolanteEmpadronamientoDatosFirmados></VolanteEmpadronamiento>"
)


def _padro(root: str, inside: str, code: str = "1") -> bytes:
    return (
        f'<respuesta{root} xmlns="http://www.aocat.net/padro"><documentacion>{MINE.value}</documentacion><codigoResultado>'
        f"{code}</codigoResultado>{inside}<fuente>PADRON</fuente></respuesta{root}>"
    ).encode()


def _history(root: str) -> bytes:
    return (
        f'<respuesta{root} xmlns="http://www.aocat.net/padro"><codigoResultado>1</codigoResultado><periodo>'
        f"<fecha>20120305</fecha><codigoResultado>1</codigoResultado>{_SLIP}</periodo><periodo><fecha>20040901</fecha>"
        f"<codigoResultado>2</codigoResultado></periodo></respuesta{root}>"
    ).encode()


_WORK = (
    '<respostaConsultaVidaLaboral xmlns="http://www.aoc.cat/tgss"><resposta><consulta><dataInici>2025-11-30</dataInici><dataFi>'
    "2026-11-30</dataFi></consulta><vidaLaboral><numeroSituacions>1</numeroSituacions><numerosAfiliacio><numeroAfiliacio>"
    "080000000011</numeroAfiliacio></numerosAfiliacio><dataNaixement>1986-04-12</dataNaixement><transferenciaDretsCEE>N"
    "</transferenciaDretsCEE><resum><totals><totalDiesAlta>10</totalDiesAlta></totals></resum><situacions><situacio>"
    f"<numeroAfiliacio>080000000011</numeroAfiliacio><empresa>{SECRET}</empresa><dataAlta>2026-11-20</dataAlta>"
    "<contracteTempsParcial>62.5</contracteTempsParcial></situacio></situacions></vidaLaboral></resposta><resultat>"
    "<codiResultat>0000</codiResultat></resultat></respostaConsultaVidaLaboral>"
).encode()


_AEAT = "http://intermediacion.redsara.es/scsp/esquemas/datosespecificos"
_TAXES = (
    '<a:respostaConsultaObligacionsTributaries xmlns:a="http://www.aoc.cat/aeat/obligacions-generic"><DatosEspecificos'
    f' xmlns="{_AEAT}"><Referencia>2026</Referencia><FechaEmision>30-11-2026</FechaEmision><ObligacionesTributarias>'
    f"<CodigoCertificado>NEGATIVO</CodigoCertificado><TipoNegativo>A</TipoNegativo><CausaNegatividad>{SECRET}"
    "</CausaNegatividad><Incumplimientos><NumeroRegistrosExistentes>1</NumeroRegistrosExistentes><DatosIncumplimiento>"
    "<Ejercicio>2025</Ejercicio></DatosIncumplimiento></Incumplimientos></ObligacionesTributarias></DatosEspecificos>"
    "<a:resultat><a:codiResultat>1000</a:codiResultat></a:resultat></a:respostaConsultaObligacionsTributaries>"
).encode()


_DEBT = (
    '<DatosEspecificos xmlns="http://www.map.es/scsp/esquemas/datosespecificos"><Retorno><Codigo>0</Codigo><Resultado>N'
    f"</Resultado><Descripcion>{SECRET}</Descripcion></Retorno></DatosEspecificos>"
).encode()
_REGISTERED = (
    '<DatosEspecificos xmlns="http://www.tgss.es/altafecha/esquemas/afiliacion/datosespecificos">'
    f"<IPF>1{MINE.value.rjust(10, '0')}</IPF><FECHA>30112026</FECHA><Retorno><Codigo>0001</Codigo><Descripcion>{SECRET}"
    "</Descripcion></Retorno></DatosEspecificos>"
).encode()


_ATC = (
    '<r:InfDeutePICAResponse xmlns:r="http://pica.gencat.net/atc/schemes/InfDeutePICAResponse"><r:Informacio>'
    f"<r:Csv>{SECRET}</r:Csv><r:Document>JVBERi0xLjcK</r:Document><r:FormatDocument>PDF</r:FormatDocument>"
    "<r:ImportTotal>12.50</r:ImportTotal><r:Resposta>1</r:Resposta></r:Informacio>"
    '<q:InfDeutePICARequest xmlns:q="http://pica.gencat.net/atc/schemes/InfDeutePICARequest">'
    f"<q:NumeroDocument>{MINE.value}</q:NumeroDocument></q:InfDeutePICARequest></r:InfDeutePICAResponse>"
).encode()
_DEPENDENCY = (
    '<r:respostaConsultaNivellGrauDependencia xmlns:r="http://www.aocat.net/imserso">'
    '<Resolucion xmlns="http://intermediacion.redsara.es/scsp/esquemas/datosespecificos"><NumeroExpediente>1</NumeroExpediente>'
    f"<GradoyNivel>{SECRET}</GradoyNivel><FechaResolucion>20/05/2024</FechaResolucion></Resolucion><r:resultat><r:codiResultat>"
    "0000</r:codiResultat></r:resultat></r:respostaConsultaNivellGrauDependencia>"
).encode()


_DEGREES = (
    '<r:respostaVerificacioTitolsUniversitaris xmlns:r="http://www.aocat.net/mepsyd"><r:titolsUniversitaris>'
    '<ListaTitulos xmlns="http://www.map.es/scsp/esquemas/datosespecificos"><DatosTitulacion><DatosCentro>'
    f"<Centro>{SECRET}</Centro></DatosCentro><DatosTitulo><NombreCarrera>Dret</NombreCarrera><FechaFinalizacion>06/2012"
    "</FechaFinalizacion></DatosTitulo></DatosTitulacion></ListaTitulos></r:titolsUniversitaris><r:resultat><r:codiResultat>0003"
    "</r:codiResultat></r:resultat></r:respostaVerificacioTitolsUniversitaris>"
).encode()
_LAND = (
    '<r:respostaConsultaDades xmlns:r="http://www.aocat.net/cadastre"><listaBienesInmuebles'
    ' xmlns="http://www.map.es/scsp/esquemas/datosespecificos"><datosInmueble><BienInmuebleRustico><idine><cn>UR</cn><rc>'
    "<pc1>0000001</pc1><pc2>DF0000S</pc2><car>0001</car></rc><loine><cp>8</cp><cm>113</cm></loine></idine>"
    f"<ldt>{SECRET}</ldt><debi><avc>2026</avc><vcat>61234,50</vcat></debi></BienInmuebleRustico><listaTitulares><titular><der>"
    f"<cdr>PR</cdr><pct>50,00</pct></der><idp><nif>{MINE.value}</nif></idp></titular></listaTitulares></datosInmueble>"
    "</listaBienesInmuebles><r:resultat><r:codiResultat>0003</r:codiResultat></r:resultat></r:respostaConsultaDades>"
).encode()
_LAND_PAPER = (
    b'<r:respostaCertificacioTitular xmlns:r="http://www.aocat.net/cadastre"><DatosSalida'
    b' xmlns="http://www.map.es/scsp/esquemas/datosespecificos"><pdf>JVBERi0xLjcK</pdf><CSV>PROVA00000000001</CSV></DatosSalida>'
    b"<r:resultat><r:codiResultat>0003</r:codiResultat></r:resultat></r:respostaCertificacioTitular>"
)


_SOC = (
    '<{0} xmlns="http://gencat.net/scsp/esquemes/SOC"><DataProces>2026-11-30T09:30:47.0Z</DataProces><DadesComunes><NIF>'
    f"<NumDocument>{MINE.value}</NumDocument></NIF><Nom>{SECRET}</Nom></DadesComunes>{{1}}</{{0}}>"
)
_SEEKER = _SOC.format(
    "CertInscripcioResponse", "<CertInscripcio><DemandantInscrit>S</DemandantInscrit></CertInscripcio>"
).encode()
_STRETCHES = _SOC.format(
    "CertUltimPeriodeResponse",
    "<CertUltimPeriode><NumDiesInscrit>20</NumDiesInscrit><PeriodeIns><IniciPeriode>2026-01-01</IniciPeriode>"
    "<FiPeriode>2026-01-20</FiPeriode></PeriodeIns></CertUltimPeriode>",
).encode()
_INSURED = (
    '<respostaVerificacioAssegurat xmlns="http://www.aocat.net/rca"><resposta><CIPVigent>PROV0860412001</CIPVigent>'
    f"<situacioAssegurat>A</situacioAssegurat></resposta><resultat><codiResultat>0</codiResultat><descripcio>{SECRET}"
    "</descripcio></resultat></respostaVerificacioAssegurat>"
).encode()


_TAX_ADDRESS = (
    '<a:respostaConsultaDomiciliFiscal xmlns:a="http://www.aocat.net/aeat/domicilifiscal"><DatosEspecificos'
    ' xmlns="http://www.aeat.es/ns_SCPWIJ1R/respuesta"><CABECERA><FECHA_EMISION_S>30-11-2026</FECHA_EMISION_S></CABECERA>'
    f"<DIRECCION><TIPO_DOMI_S>20</TIPO_DOMI_S><FECH_DOMI_S>12032019</FECH_DOMI_S><VIAPBL_S>{SECRET}</VIAPBL_S><CODPOST_S>08001"
    "</CODPOST_S></DIRECCION></DatosEspecificos><a:resultat><a:codiResultat>1000</a:codiResultat></a:resultat>"
    "</a:respostaConsultaDomiciliFiscal>"
).encode()


_DISABILITY = (
    '<respostaConsultaDiscapacitatTotal xmlns="http://www.aocat.net/discapacitat"><resposta><reconeixement>SI</reconeixement>'
    "<grauDiscapacitat>66.5</grauDiscapacitat><dataEfecte>20-05-2019</dataEfecte><baremDependencia>NO</baremDependencia>"
    f"<validesa>PROVISIONAL</validesa><dataVenciment>01022029</dataVenciment><missatge>{SECRET}</missatge></resposta>"
    "<resultat><codiResultat>0</codiResultat></resultat></respostaConsultaDiscapacitatTotal>"
).encode()


_FAMILY = (
    '<respostaDadesCompletes xmlns="http://www.aoc.cat/tfn"><resposta><numeroTitol>08/0000011/26</numeroTitol><numeroFills>3'
    f"</numeroFills><estat>VIGENT</estat><nomVia>{SECRET}</nomVia><dataCaducitat>31/12/2030</dataCaducitat></resposta>"
    "<resultat><codiResultat>0</codiResultat></resultat></respostaDadesCompletes>"
).encode()


def parsers() -> Iterator[Parser]:
    paper = "<volante>JVBERi0xLjcK</volante>"
    number = (
        f'<numeroConvivientes>2</numeroConvivientes><DireccionEmpadronamiento xmlns="http://www.red.es/padron"/>{_SLIP}'
    )
    for kind, valid, reads in (
        (SheetKind.REGISTRATION, [_padro("DatosTitular", _SLIP), _padro("DatosTitular", "", "2")], "padro"),
        (SheetKind.REGISTRATION_PAPER, [_padro("DatosTitularPDF", paper + _SLIP)], "padro"),
        (SheetKind.HOUSEHOLD, [_padro("DatosConvivientes", _SLIP)], "padro"),
        (SheetKind.HOUSEHOLD_PAPER, [_padro("DatosConvivientesPDF", paper)], "padro"),
        (SheetKind.HOUSEHOLD_SIZE, [_padro("NumeroConvivientes", number)], "padro"),
        (SheetKind.REGISTRATION_HISTORY, [_history("DatosTitularHistorico")], "padro_historic"),
        (SheetKind.HOUSEHOLD_HISTORY, [_history("DatosConvivientesHistorico")], "padro_historic"),
    ):
        slip = ("slip:holder", "slip:housemates", "slip:address", "slip:told_on")
        yield _parser(kind, valid, ("wire:read", f"products.{reads}:read", *slip))
    work = [_WORK, _WORK.replace(b"0000<", b"0010<")]
    yield _parser(SheetKind.WORKING_LIFE_YEAR, work, ("products.tgss_vida_laboral:read",))
    debts = [_DEBT, _DEBT.replace(b">N<", b">S<"), _DEBT.replace(b">0<", b">0254<")]
    yield _parser(SheetKind.SOCIAL_SECURITY_DEBT, debts, ("products.tgss:read_debt",))
    registered = [_REGISTERED, _REGISTERED.replace(b">0001<", b">0002<"), _REGISTERED.replace(b">0001<", b">0004<")]
    yield _parser(SheetKind.WORK_REGISTRATION, registered, ("products.tgss:read",))
    owed = [_ATC, _ATC.replace(b">12.50<", b">0<").replace(b">1</r:R", b">2</r:R")]
    yield _parser(SheetKind.CATALAN_TAX_DEBT, owed, ("products.atc:read",))
    dependency = [_DEPENDENCY, _DEPENDENCY.replace(b"0000", b"0002")]
    yield _parser(SheetKind.DEPENDENCY, dependency, ("products.dependencia:read",))
    studied = [_DEGREES, _DEGREES.replace(b"0003", b"0238")]
    yield _parser(SheetKind.UNIVERSITY_DEGREES, studied, ("products.mepsyd:read",))
    land = [_LAND, _LAND.replace(b"0003", b"0025")]
    yield _parser(SheetKind.PROPERTIES, land, ("products.cadastre:read",))
    yield _parser(SheetKind.PROPERTY_CERTIFICATE, [_LAND_PAPER], ("products.cadastre:read_certificate",))
    yield _parser(SheetKind.JOB_SEEKER, [_SEEKER, _SEEKER.replace(b">S<", b">N<")], ("products.soc:read",))
    yield _parser(SheetKind.JOB_SEEKER_PERIODS, [_STRETCHES], ("products.soc:read_period",))
    insured = [_INSURED, _INSURED.replace(b">0<", b">1<"), _INSURED.replace(b">A<", b">T<")]
    yield _parser(SheetKind.HEALTH_INSURANCE, insured, ("products.rca:read",))
    taxes = [_TAXES, _TAXES.replace(b">1000<", b">1011<"), _TAXES.replace(b"NEGATIVO", b"POSITIVO")]

    yield _parser(SheetKind.TAX_COMPLIANCE, taxes, ("products.aeat:read",))
    addresses = [_TAX_ADDRESS, _TAX_ADDRESS.replace(b">1000<", b">1002<")]
    yield _parser(SheetKind.TAX_ADDRESS, addresses, ("products.aeat_domicili:read",))
    degrees = [_DISABILITY, _DISABILITY.replace(b">SI<", ">EN TRÀMIT<".encode())]
    yield _parser(SheetKind.DISABILITY, degrees, ("products.grau_discapacitat:read",))
    titles = [_FAMILY, _FAMILY.replace(b">0<", b">2<")]
    yield _parser(SheetKind.FAMILY_TITLE, titles, ("products.tfn:read",))
    alone = [each.replace(b"aoc.cat/tfn", b"aoc.cat/tfm") for each in titles]
    yield _parser(SheetKind.SINGLE_PARENT_TITLE, alone, ("products.tfn:read",))
    yield Parser(
        "via oberta values",
        tuple(f"{VIA_OBERTA}.values:{name}" for name in _SMALL),
        lambda chance, number: _mutants.text(chance, _WRITTEN, number),
        lambda raw: {name: _or_none(read, raw) for name, read in _SMALL.items()},
        (),
        _judge_small,
    )


_WRITTEN = ("2026-11-30", "30/11/2026", "20261130", "11/2026", "2026", "08019", "1R", "JVBERi0=", "12", SECRET, " ")
_SMALL: dict[str, Callable[[str], Any]] = {
    "text": values.text,
    "whole": values.whole,
    "code": lambda raw: values.code(raw, 5),
    "municipality": lambda raw: values.municipality("08", raw),
    "partial": lambda raw: values.partial(raw, values.YEAR_FIRST),
    "day": values.day,
    "octets": values.octets,
    "same_document": lambda raw: values.same_document(MINE, raw),
}


def _parser(kind: SheetKind, valid: list[bytes], reads: tuple[str, ...]) -> Parser:
    product, modality = BY_SHEET[kind]
    day = date(2026, 11, 30) if kind is SheetKind.WORK_REGISTRATION else None
    asked = DataQuestion(kind, About(MINE, "Marta", "Soler", "Puig", "0811360009"), as_of=day)
    return Parser(
        f"via oberta {kind.value}",
        tuple(f"{VIA_OBERTA}.{one}" for one in reads),
        lambda chance, number: xml_bytes(chance, valid, number),
        lambda given: wire.read(product, modality, asked, (given,)),
        (),
        _judge,
    )


def _judge(given: bytes, found: Any) -> str | None:
    if not isinstance(found, Known):
        return None
    if SECRET in repr(found) or MINE.value in repr(found):
        return "a datum is in what a log would print"
    try:
        raw = Expat.fromstring(given)
    except (Expat.ParseError, ValueError, LookupError):
        return None if given.startswith((b"\xef\xbb\xbf", b"<?xml")) else "an answer was heard in what is no XML"
    told = "".join(raw.itertext())
    if found.sheet.standing is Standing.POSITIVE and "NEGATIVO" in told:
        return "a negative became a positive"
    # Since when a register is to be relied on is the product's own word: it comes with no answer.
    data = [one for one in found.sheet.data if one.kind is not DatumKind.RELIABLE_SINCE]
    shown = [one.value for one in data if isinstance(one.value, PartialDate)]
    return "a year that nobody told was believed" if any(str(one.year) not in told for one in shown) else None


def _or_none(read: Callable[[str], Any], raw: str) -> Any:
    try:
        return read(raw)
    except Unreadable:
        return None


def _judge_small(raw: str, found: dict[str, Any]) -> str | None:
    if found["same_document"] and MINE.value.lstrip("0") not in raw.upper().replace(" ", "").replace("-", ""):
        return None if MINE.value[:-1] in "".join(filter(str.isdigit, raw)) else "somebody else's document was believed"
    day = found["day"]
    return "a day of no calendar was believed" if day is not None and not isinstance(day, date) else None
