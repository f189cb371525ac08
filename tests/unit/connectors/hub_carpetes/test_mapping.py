"""Whole items to the vocabulary, and what puts one aside while the rest survive."""

from __future__ import annotations

import dataclasses
import json
import time
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from myspace.connectors.hub_carpetes import wire
from myspace.connectors.hub_carpetes.mapping import translate
from myspace.vocabulary.activity import (
    ActionTarget,
    Appointment,
    Capacity,
    DebtState,
    DirectDebit,
    LinkVerdict,
    Moment,
    NoticeState,
    PaymentMode,
    PreferredChannel,
    Tax,
    TaxGroup,
    Topic,
    YourTurn,
    decode,
    encode,
)
from myspace.vocabulary.answers import QuarantineReason as Why

from .asking import ABSENT, ASKED, DIR3, FIXTURE_TOPICS, INE10, aside, body, debt, fixture, good, one, read

E, C, A, T = Topic.ENTRIES, Topic.CASES, Topic.APPOINTMENTS, Topic.TAXES
SUMMER = timezone(timedelta(hours=2))


@pytest.mark.parametrize(("name", "topic"), FIXTURE_TOPICS.items())
def test_every_fixture_is_read_whole_and_survives_being_stored(name: str, topic: Topic) -> None:
    found = read(topic, fixture(name))
    assert found.items
    assert not found.quarantined
    assert tuple(decode(encode(item)) for item in found.items) == found.items


def test_every_documented_field_of_an_entry_is_used() -> None:
    filed, sent = read(E, fixture("entries")).items
    assert filed.at == Moment(date(2026, 9, 14), datetime(2026, 9, 14, 9, 12, 40, tzinfo=SUMMER))
    assert filed.case_ids == ("X-2026-77", "X-2026-78")
    assert (filed.via, filed.registry_number, filed.procedure) == ("Electrònica", "E-2026-000481", "Ajuts de menjador")
    assert filed.case_link is not None
    assert filed.case_link.verdict is LinkVerdict.OPEN
    (paper,) = filed.attachments
    assert (paper.name, paper.mime, paper.size_kb, paper.csv) == (
        "sollicitud.pdf",
        "application/pdf",
        318,
        "VE-0001-AAAA",
    )
    assert paper.desal_id == "3f0c7a52-5d5e-4b0a-9d6e-2f5c1b7e9a10"
    assert (sent.capacity, sent.notice_state) == (Capacity.REPRESENTATIVE, NoticeState.DEPOSITED)
    assert sent.preferred_channel is PreferredChannel.ELECTRONIC_APPEARANCE
    assert (sent.notes, sent.external_reference, sent.one_stop_shop) == ("Teniu deu dies", "REF-9", True)


def test_every_documented_field_of_a_case_is_used() -> None:
    running, over = read(C, fixture("cases")).items
    assert running.opened == Moment(date(2026, 9, 14), datetime(2026, 9, 14, 9, 12, 40, tzinfo=SUMMER), True)
    assert running.forecast == Moment(date(2026, 12, 14))
    assert running.entry_ids == ("E-2026-000481", "E-2026-000502")
    assert (running.your_turn, running.family, running.dir3) == (YourTurn.YES, "Educació", DIR3)
    assert over.closed is not None
    assert over.closed.day == date(2025, 6, 30)
    assert (over.capacity, over.your_turn) == (Capacity.REPRESENTATIVE, YourTurn.NO)


def test_every_documented_field_of_an_appointment_is_used() -> None:
    (found,) = read(A, fixture("appointments")).items
    assert isinstance(found, Appointment)
    assert (found.latitude, found.longitude) == (41.2240, 1.7250)
    assert [link.verdict for link in found.map_links] == [LinkVerdict.UNREGISTERED_HOST, LinkVerdict.OPEN]
    assert found.remind_on == Moment(date(2026, 11, 29))
    assert found.booked.day == date(2026, 10, 20)
    assert (found.place, found.address, found.phone) == ("Oficina d'Atenció", "Plaça Major, 1", "938000000")
    assert found.cancel_link is not None
    assert found.edit_link is not None


def test_every_documented_field_of_a_tax_is_used() -> None:
    tax, fine = read(T, fixture("taxes")).items
    assert isinstance(tax, Tax)
    assert isinstance(fine, Tax)
    assert [one.state for one in tax.debts] == [DebtState.PAID, DebtState.PENDING, DebtState.CANCELLED]
    assert (tax.total, tax.direct_debit, tax.group) == (
        Decimal("412.60"),
        DirectDebit.ACTIVE,
        TaxGroup.CADASTRAL_REFERENCE,
    )
    pending = tax.debts[1]
    assert (pending.pending, pending.mode, pending.direct_debit) == (
        Decimal("206.30"),
        PaymentMode.PAYMENT_LETTER,
        False,
    )
    assert pending.actions[0].target is ActionTarget.DEBT
    assert (pending.alert, pending.pay_until) == ("S'acaba el termini", Moment(date(2026, 11, 30)))
    assert (fine.fine, fine.ine10, fine.group) == (True, INE10, TaxGroup.FINE_FILE)


def test_one_bad_item_is_put_aside_with_its_own_text_and_the_others_survive() -> None:
    bad = one(C, idExpedient="X-2", estatExpedient="EN_COLA")
    found = read(C, body(C, one(C), bad, one(C, idExpedient="X-3"), "no és un objecte", None))
    assert [item.source_id for item in found.items] == ["X-2026-77", "X-3"]
    assert [kept.reason for kept in found.quarantined] == [Why.UNKNOWN_CODE, Why.MALFORMED_FIELD, Why.MALFORMED_FIELD]
    assert found.quarantined[0].field == "estatExpedient"
    assert json.loads(found.quarantined[0].raw) == bad


def test_what_is_put_aside_keeps_numbers_and_doubled_keys_as_they_came() -> None:
    raw = b'{"codiResultat":"200","tributs":[{"idTribut":7.10,"idTribut":8,"x":[1e2,{}]}]}'
    (kept,) = read(T, raw).quarantined
    assert (kept.reason, kept.field) == (Why.MALFORMED_FIELD, "idTribut")
    assert kept.raw == '{"idTribut":7.10,"idTribut":8,"x":[1e2,{}]}'


@pytest.mark.parametrize("name", ["12345678Z", "\\u001b[2J", "idTribut.x", "a" * 300, ""])
def test_a_name_that_is_not_the_contracts_is_not_repeated_to_who_reads_the_list(name: str) -> None:
    raw = '{"codiResultat":"200","tributs":[{"idTribut":"T","NAME":1,"NAME":2}]}'.replace("NAME", name)
    (kept,) = read(T, raw.encode()).quarantined
    assert (kept.reason, kept.field) == (Why.MALFORMED_FIELD, "")
    assert aside(T, one(T, deutes=[debt(), debt(importDeute={})])) == (Why.MALFORMED_FIELD, "deutes[1].importDeute")


OBLIGATORY = {
    E: "idActuacio tipusPersona codiINE10 tipusActuacio dataActuacio assumpteActuacio urlActuacio",
    C: "idExpedient tipusPersona codiINE10 procediment dataIniciExpedient assumpteExpedient urlExpedient estatExpedient",
    A: "idCita assumpteCita codiINE10 dataActuacio dataCita urlCita",
    T: "idTribut exercici descripcioTribut",
}


@pytest.mark.parametrize(("topic", "field"), [(t, f) for t, fields in OBLIGATORY.items() for f in fields.split()])
@pytest.mark.parametrize("value", [ABSENT, "", None, " \x00 "])
def test_an_obligatory_field_that_is_missing_or_empty_puts_its_item_aside(
    topic: Topic, field: str, value: object
) -> None:
    assert aside(topic, one(topic, **{field: value})) == (Why.MISSING_FIELD, field)


@pytest.mark.parametrize("field", ["idDeute", "dataFiPagament", "importDeute", "descripcio"])
def test_an_obligatory_field_missing_in_a_debt_puts_the_whole_tax_aside(field: str) -> None:
    assert aside(T, one(T, deutes=[debt(), debt(**{"idDeute": "D-9", field: ABSENT})]))[0] is Why.MISSING_FIELD


@pytest.mark.parametrize(
    ("topic", "field", "code"),
    [
        (E, "tipusPersona", "TUTOR"),
        (E, "tipusActuacio", "INTERNA"),
        (E, "estatNotificacio", "dipositada"),
        (E, "canalPreferentNotificacio", "COLOM"),
        (E, "fue", "potser"),
        (C, "estatExpedient", "SUSPES"),
        (C, "actuacioCiutada", "POTSER"),
        (T, "estatDomiciliacio", "domiciliat"),
        (T, "tipusGrupTribut", "VAIXELL"),
        (T, "multa", "si"),
    ],
)
def test_a_code_without_documented_reading_puts_its_item_aside(topic: Topic, field: str, code: str) -> None:
    assert aside(topic, one(topic, **{field: code})) == (Why.UNKNOWN_CODE, field)


@pytest.mark.parametrize(("field", "code"), [("situacio", "pendent"), ("periode", "voluntaria"), ("domiciliat", "x")])
def test_a_code_without_documented_reading_in_a_debt_names_its_path(field: str, code: str) -> None:
    assert aside(T, one(T, deutes=[debt(**{field: code})])) == (Why.UNKNOWN_CODE, f"deutes[0].{field}")


@pytest.mark.parametrize("topic", list(Topic))
def test_another_bodys_item_is_put_aside(topic: Topic) -> None:
    assert aside(topic, one(topic, codiINE10="0899800001")) == (Why.OTHER_BODY, "codiINE10")


def test_a_tax_may_name_its_body_by_dir3_alone_if_we_know_it() -> None:
    only_dir3 = one(T, codiINE10=ABSENT)
    assert good(T, only_dir3).ine10 == INE10
    assert aside(T, only_dir3 | {"codiDIR3Organisme": "L01999999"}) == (Why.OTHER_BODY, "codiDIR3Organisme")
    unknown = dataclasses.replace(ASKED, dir3=None)
    assert aside(T, only_dir3, asked=unknown) == (Why.MISSING_FIELD, "codiINE10")
    assert aside(C, one(C, codiINE10=ABSENT)) == (Why.MISSING_FIELD, "codiINE10")


@pytest.mark.parametrize("topic", list(Topic))
@pytest.mark.parametrize("key", ["documentIdentificatiu", "documentIdentificador"])
def test_an_item_with_another_persons_document_is_put_aside(topic: Topic, key: str) -> None:
    assert aside(topic, one(topic, **{key: "11111111H"})) == (Why.OTHER_PERSON, "documentIdentificatiu")
    assert good(topic, one(topic, **{key: "0.000.000-t"})).source_id


def test_in_each_capacity_the_persons_own_role_must_be_theirs() -> None:
    mine = {"documentIdentificatiuInteressat": "11111111H", "documentIdentificatiuRepresentant": "00000000T"}
    assert aside(C, one(C, **mine)) == (Why.OTHER_PERSON, "documentIdentificatiuInteressat")
    assert good(C, one(C, tipusPersona="REPRESENTANT", **mine)).capacity is Capacity.REPRESENTATIVE
    assert aside(C, one(C, interesatsRepresentants=[{"documentIdentificatiu": "11111111H"}]))[0] is Why.OTHER_PERSON
    assert aside(E, one(E, nomInteressat="Pau", cognomsInteressat="Exemple Prova"))[0] is Why.OTHER_PERSON
    assert good(E, one(E, nomInteressat="LAIA", cognomsInteressat="EXEMPLE PROVA")).source_id


def test_an_answer_that_says_it_is_about_someone_else_gives_no_item() -> None:
    raw = json.dumps({"codiResultat": "200", "documentIdentificatiu": "11111111H", "expedients": [one(C)]}).encode()
    (kept,) = read(C, raw).quarantined
    assert kept.reason is Why.OTHER_PERSON


def test_an_appointment_with_anothers_name_is_put_aside_unless_the_person_goes_for_them() -> None:
    assert aside(A, one(A, nomInteressat="Marc Altre Cognom")) == (Why.OTHER_PERSON, "nomInteressat")
    taken = good(A, one(A, nomInteressat="Marc Altre Cognom", nomRepresentant="Exemple Prova, Laia"))
    assert isinstance(taken, Appointment)
    assert taken.holder_name == "Marc Altre Cognom"


def test_the_same_item_twice_is_once_and_two_contents_under_one_id_are_put_aside() -> None:
    assert len(read(C, body(C, one(C), one(C))).items) == 1
    found = read(C, body(C, one(C), one(C, assumpteExpedient="Un altre"), one(C, idExpedient="X-3")))
    assert [item.source_id for item in found.items] == ["X-3"]
    assert [(kept.reason, kept.field) for kept in found.quarantined] == [(Why.DUPLICATE_ID, "idExpedient")] * 2


def test_a_case_in_both_capacities_is_the_persons_own_case_once() -> None:
    heard = [wire.read(C, 200, body(C, one(C, tipusPersona=who))) for who in ("REPRESENTANT", "INTERESSAT")]
    found = translate(C, [one for one in heard if isinstance(one, wire.Heard)], ASKED)
    (item,) = found.items
    assert item.capacity is Capacity.OWN
    assert not found.quarantined


def test_a_debt_written_twice_is_once_and_two_debts_under_one_id_are_not_believed() -> None:
    tax = good(T, one(T, deutes=[debt(), debt()]))
    assert isinstance(tax, Tax)
    assert len(tax.debts) == 1
    assert aside(T, one(T, deutes=[debt(), debt(importDeute="1.00")])) == (Why.DUPLICATE_ID, "deutes.idDeute")


def test_text_keeps_scripts_formulas_and_bidi_as_text_and_loses_controls_only() -> None:
    raw = body(C, one(C, assumpteExpedient="MARK")).replace(
        b"MARK", b"<script>alert(1)</script> =1+1 \\u202eabc\\u0000\\u0007\\ud800\\tfi"
    )
    (item,) = read(C, raw).items
    assert item.subject == "<script>alert(1)</script> =1+1 \u202eabc\tfi"
    assert encode(item)


def test_long_text_is_cut_and_a_long_identifier_is_not_believed() -> None:
    assert len(good(C, one(C, observacionsExpedient="a" * 10_000)).notes) == 2000
    assert aside(C, one(C, idExpedient="a" * 501)) == (Why.MALFORMED_FIELD, "idExpedient")


def test_numbers_are_taken_where_text_is_expected_and_objects_are_not() -> None:
    assert good(C, one(C, idExpedient=12345)).source_id == "12345"
    assert aside(C, one(C, idExpedient={"id": 1})) == (Why.MALFORMED_FIELD, "idExpedient")
    assert aside(T, one(T, deutes=[debt(importDeute=[1])])) == (Why.MALFORMED_FIELD, "deutes[0].importDeute")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://seu.vilanova-exemple.cat/x", "https://evil.example/x"])
def test_an_address_that_is_no_link_leaves_the_item_readable(url: str) -> None:
    link = good(C, one(C, urlExpedient=url)).link
    assert link.verdict is not LinkVerdict.OPEN


def test_neither_error_nor_repr_carries_the_persons_document() -> None:
    assert "00000000T" not in repr(ASKED)


def test_five_thousand_items_are_read_in_a_moment() -> None:
    raw = body(E, *(one(E, idActuacio=f"E-{n}") for n in range(5000)))
    started = time.process_time()
    assert len(read(E, raw).items) == 5000
    assert time.process_time() - started < 5
