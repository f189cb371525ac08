"""What goes to e-NOTUM by messaging when somebody acts or opens, and what its answers are worth."""

from __future__ import annotations

import pytest
from lxml import etree

from myspace.connectors.enotum import acting, wire
from myspace.connectors.enotum.acting import Place
from myspace.connectors.enotum.codes import Failed
from myspace.connectors.enotum.values import NotAskable
from myspace.simulation.cast import person
from myspace.vocabulary.answers import Fault, Garbled
from myspace.vocabulary.notices import ActRefusal, Contents, NoticeAct

from .reading import NS, NUMBER, TOKEN, fixture

GARBLED = Failed(None, Garbled(Fault.NOT_THE_CONTRACT))


@pytest.mark.parametrize(("act", "word"), [(NoticeAct.OPEN, "ACCEPTAR"), (NoticeAct.REFUSE, "REBUTJAR")])
def test_an_act_names_the_notice_and_the_decision_and_nothing_else(act: NoticeAct, word: str) -> None:
    sent = etree.fromstring(acting.practise(TOKEN, person("ramon").identifier, NUMBER, act))
    assert [etree.QName(one).localname for one in sent] == ["Usuari", "IdNotificacio", "Decisio"]
    assert (sent.findtext(f"{NS}IdNotificacio"), sent.findtext(f"{NS}Decisio")) == (NUMBER, word)


def test_reading_a_communication_asks_for_no_content_and_the_contents_do() -> None:
    bare, whole = (etree.fromstring(acting.consult(TOKEN, None, NUMBER, whole=one)) for one in (False, True))
    assert [etree.QName(one).localname for one in bare] == ["Usuari", "IdNotificacio"]
    assert whole.findtext(f"{NS}IncloureDocuments") == "true"
    assert whole.find(f"{NS}IncloureDestinataris") is None  # who else it went to is nobody's to gather


@pytest.mark.parametrize("number", ["", "1 2", "x"])
def test_no_act_goes_out_without_a_number(number: str) -> None:
    with pytest.raises(NotAskable):
        acting.practise(TOKEN, None, number, NoticeAct.OPEN)


def test_it_is_done_only_when_it_says_this_notice_and_this_decision() -> None:
    said = (fixture("practicar.xml"),)
    assert acting.practised(said, NUMBER, NoticeAct.OPEN) is None
    assert acting.practised(said, NUMBER, NoticeAct.REFUSE) == GARBLED
    assert acting.practised(said, "41000999", NoticeAct.OPEN) == GARBLED
    assert acting.practised((), NUMBER, NoticeAct.OPEN) == GARBLED


def test_what_was_ended_before_is_a_refusal_with_its_code() -> None:
    said = acting.practised((fixture("errors.xml"),), NUMBER, NoticeAct.OPEN)
    assert said == Failed(ActRefusal.ALREADY_ENDED, said.answer if said else Garbled(Fault.NOT_JSON), "3003")


def consulted() -> wire.Heard:
    said = acting.consulted((fixture("consulta.xml"),), NUMBER)
    assert isinstance(said, wire.Heard)
    return said


def test_the_contents_are_words_and_documents_with_the_resolution_first() -> None:
    found = acting.contents(consulted())
    assert isinstance(found, Contents)
    assert (found.head, found.foot) == (
        "Us notifiquem la resolució.",
        "Hi podeu interposar recurs en el termini d'un mes.",
    )
    assert [(one.name, one.main, one.bytes) for one in found.documents] == [
        ("resolucio.pdf", True, 9),
        ("barem.pdf", False, None),
        ("acta.pdf", False, None),
    ]
    assert found.documents[1].source_id == "1"  # told without an id: by its place


def test_each_document_says_where_it_lies() -> None:
    lying = acting.documents(consulted())
    assert isinstance(lying, tuple)
    assert [one.place for one in lying] == [Place.ADDRESS, Place.INLINE, Place.ELSEWHERE]
    assert (lying[0].algorithm, len(lying[0].digest), lying[1].octets) == ("SHA-256", 32, b"%PDF-1.4\n")


def addressees(*said: str) -> bytes:
    one = "<Destinatari><PersonaFisica/><HaSignat>true</HaSignat>{}</Destinatari>"
    block = f"<Destinataris>{''.join(one.format(each) for each in said)}</Destinataris></RespostaConsulta>"
    return fixture("consulta.xml").replace(b"</RespostaConsulta>", block.encode())


@pytest.mark.parametrize(
    ("said", "means"),
    [((), "unknown"), (("",), "unknown"), (("<Obligat>true</Obligat>",), "yes"), (("<Obligat>0</Obligat>",), "no"),
     (("<Obligat>No</Obligat>",), "unknown"), (("<Obligat>false</Obligat>", "<Obligat>false</Obligat>"), "unknown")],
)  # fmt: skip
def test_whether_it_was_compulsory_is_what_it_says_of_its_only_addressee(said: tuple[str, ...], means: str) -> None:
    heard = acting.consulted((addressees(*said),), NUMBER)
    assert isinstance(heard, wire.Heard)
    found = acting.contents(heard)
    assert isinstance(found, Contents)
    assert found.compulsory.value == means
    assert len(found.documents) == 3, "it takes no document away"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [(b"JVBERi0xLjQK", b"no base64!"), (b"<Nom>barem.pdf</Nom>", b""), (b"Resolucio>", b"Altres>"),
     (b"0f1e2d3c-0000-4000-8000-000000000003", b"../../etc"), (b"<Mida>9<", b"<Mida>molt<"),
     (b"0f1e2d3c-0000-4000-8000-000000000003", b"0f1e2d3c-0000-4000-8000-000000000001")],
)  # fmt: skip
def test_half_a_notice_is_none(was: bytes, becomes: bytes) -> None:
    said = acting.consulted((fixture("consulta.xml").replace(was, becomes),), NUMBER)
    assert isinstance(said, wire.Heard)
    assert acting.contents(said) == GARBLED


def test_another_notice_than_the_one_asked_for_is_no_answer() -> None:
    assert acting.consulted((fixture("consulta.xml"),), "41000999") == GARBLED
    assert acting.receipt((fixture("evidencia.xml"),), "41000999") == GARBLED


def test_the_receipt_is_an_address_and_one_that_is_not_made_yet_is_said() -> None:
    assert acting.receipt((fixture("evidencia.xml"),), NUMBER) == "https://documents.exemple.test/evidencia"
    late = f'<RespostaEvidencia xmlns="{wire.NT}"><Errors><Error><CodiError>3104</CodiError></Error></Errors></RespostaEvidencia>'
    said = acting.receipt((late.encode(),), NUMBER)
    assert isinstance(said, Failed)
    assert said.reason is ActRefusal.NOT_YET_AVAILABLE
    assert acting.receipt((fixture("evidencia.xml").replace(b"EvidenciaPDF>", b"Diposit>"),), NUMBER) == GARBLED
