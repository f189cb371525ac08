"""Q-HCC-1…18: each quirk of the contract read to its canonical value, by name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from myspace.connectors.hub_carpetes import wire
from myspace.vocabulary.activity import (
    CaseState,
    CollectionPeriod,
    DirectDebit,
    Direction,
    LinkVerdict,
    Moment,
    NoticeState,
    Phase,
    PreferredChannel,
    Topic,
    YourTurn,
)
from myspace.vocabulary.answers import Down, Fault, QuarantineReason, Refused

from .asking import ABSENT, INE10, SITE, aside, body, debt, fixture, good, one, read

E, C, A, T = Topic.ENTRIES, Topic.CASES, Topic.APPOINTMENTS, Topic.TAXES


@pytest.mark.parametrize("spelling", ["descripcioFase", "descripcioFaseExpedient"])
def test_q_hcc_01_the_phase_is_read_in_both_spellings(spelling: str) -> None:
    case = good(C, one(C, descripcioFase=ABSENT) | {spelling: "En estudi"})
    assert case.phase == Phase(code="03", text="En estudi")


@pytest.mark.parametrize("written", ["899900003", 899900003, "0899900003"])
def test_q_hcc_02_nine_digit_ine10_is_left_padded(written: object) -> None:
    assert good(C, one(C, codiINE10=written)).ine10 == INE10 == "0899900003"


def test_q_hcc_02_eight_digits_are_not_padded() -> None:
    assert aside(C, one(C, codiINE10="99900003")) == (QuarantineReason.MALFORMED_FIELD, "codiINE10")


@pytest.mark.parametrize(("written", "canonical"), [("false", False), (False, False), ("true", True), (True, True)])
def test_q_hcc_03_fue_is_the_same_as_text_and_as_boolean(written: object, canonical: bool) -> None:
    assert good(E, one(E, fue=written)).one_stop_shop is canonical
    assert good(T, one(T, fue=written)).one_stop_shop is canonical


@pytest.mark.parametrize("kind", ["PAGAMENT", ABSENT])
def test_q_hcc_04_an_action_of_payment_or_of_no_kind_has_no_target(kind: object) -> None:
    action = {"url": f"{SITE}/pagar", "descripcio": "Pagar"} | ({} if kind is ABSENT else {"tipus": kind})
    (read_action,) = good(T, one(T, deutes=[debt(accions=[action])])).debts[0].actions
    assert (read_action.description, read_action.target) == ("Pagar", None)
    assert read_action.link.verdict is LinkVerdict.OPEN


def test_q_hcc_05_a_debt_without_situation_is_kept_and_is_neither_paid_nor_pending() -> None:
    (only,) = good(T, one(T, deutes=[debt(situacio=ABSENT)])).debts
    assert only.state is None
    assert only.amount == Decimal("206.30")


def test_q_hcc_06_missing_dates_a_year_as_period_and_the_other_name_of_attachments() -> None:
    odd = debt(
        dataIniciPagament=ABSENT, periode="2023", adjunts=ABSENT, adjuntsDTO=[{"idAdjunt": "Z", "uuidDesal": None}]
    )
    tax = good(T, one(T, dataTribut=ABSENT, deutes=[odd]))
    assert tax.on is None
    assert (tax.debts[0].pay_from, tax.debts[0].period) == (None, None)
    (paper,) = tax.debts[0].attachments
    assert (paper.source_id, paper.desal_id) == ("Z", None)


@pytest.mark.parametrize(("written", "kilobytes"), [("2048 KB", 2048), ("1024", 1024), (77, 77), ("molt gran", None)])
def test_q_hcc_07_sizes_are_kilobytes_with_or_without_unit(written: object, kilobytes: int | None) -> None:
    (paper,) = good(E, one(E, adjunts=[{"idAdjunt": "A", "mida": written}])).attachments
    assert paper.size_kb == kilobytes


def test_q_hcc_08_invalid_json_is_garbled_and_an_appointment_of_one_field_is_put_aside() -> None:
    comma = fixture("entries").replace(b'"A-1",', b'"A-1"')
    assert wire.read(E, 200, comma).fault is Fault.NOT_JSON
    trailing = b'{"codiResultat":"200","citesprevies":[{"idCita":"C-1",}]}'
    assert wire.read(A, 200, trailing).fault is Fault.NOT_JSON
    assert aside(A, {"idCita": "C-1"})[0] is QuarantineReason.MISSING_FIELD


@pytest.mark.parametrize("name", ["actuacions", "citesprevies", "citesPrevies"])
def test_q_hcc_09_appointments_are_found_under_every_name_of_their_array(name: str) -> None:
    (found,) = read(A, body(A, one(A), array=name)).items
    assert found.source_id == "C-55"


def test_q_hcc_10_a_stray_brace_at_the_end_of_an_address_is_dropped() -> None:
    link = good(C, one(C, urlExpedient=f"{SITE}/expedient/77}}")).link
    assert (link.url, link.verdict) == (f"{SITE}/expedient/77", LinkVerdict.OPEN)


@pytest.mark.parametrize("extra", [{}, {"expedients": []}, {"expedients": None}])
def test_q_hcc_11_a_404_is_nothing_with_and_without_its_array(extra: dict[str, object]) -> None:
    import json

    said = {"codiResultat": "404", "descripcioResultat": "Res"} | extra
    assert wire.read(C, 200, json.dumps(said).encode()) == wire.Heard(())


def test_q_hcc_12_the_spreadsheet_model_is_read_capitals_and_all() -> None:
    (case,) = read(C, fixture("spreadsheet_model")).items
    assert case.state is CaseState.CLOSED
    assert case.your_turn is YourTurn.NOT_APPLICABLE
    assert case.forecast == Moment(date(2026, 6, 1))
    assert case.phase == Phase(text="Pagada")
    assert [phase.text for phase in case.phases] == ["Inici", "Pagada"]
    assert case.phases[1].started == Moment(date(2026, 5, 20))
    assert good(C, one(C, estatExpedient="Obert")).state is CaseState.OPEN
    assert good(T, one(T, estatDomiciliacio="No_domiciliat")).direct_debit is DirectDebit.NOT_ACTIVE
    entry = good(E, one(E, tipusActuacio="Sortida", canalPreferentNotificacio="Direccio_postal"))
    assert (entry.direction, entry.preferred_channel) == (Direction.SENT, PreferredChannel.POST)


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("301", Down(Fault.REDIRECTED)),
        ("302", Down(Fault.REDIRECTED)),
        ("400", Refused(Fault.BAD_REQUEST)),
        ("401", Refused(Fault.NOT_AUTHORISED)),
        ("403", Refused(Fault.NOT_AUTHORISED)),
        ("500", Down(Fault.SERVER_ERROR)),
        ("504", Down(Fault.SERVER_ERROR)),
        (509, Down(Fault.SERVER_ERROR)),
    ],
)
def test_q_hcc_12_the_result_codes_of_the_spreadsheet_model_have_a_reading(code: object, answer: object) -> None:
    assert wire.read(C, 200, body(C, code=code)) == answer


@pytest.mark.parametrize(
    ("written", "euro"),
    [
        ("8385.84", "8385.84"),
        ("8385,84", "8385.84"),
        ("8.385,84", "8385.84"),
        ("8,385.84", "8385.84"),
        ("1.234.567", "1234567.00"),
        ("500.5", "500.50"),
        (131.5, "131.50"),
        (0.30000000000000004, "0.30"),
        ("12 345,60 €", "12345.60"),
        ("-20,00", "-20.00"),
    ],
)
def test_q_hcc_13_amounts_with_any_certain_separator_are_euro(written: object, euro: str) -> None:
    assert str(good(T, one(T, importTotal=written)).total) == euro


@pytest.mark.parametrize("written", ["1.234", "1,234", "12.345", "0,500", "1.23.456", "1e3", "mil", "10.005", 10.005])
def test_q_hcc_13_a_debt_whose_amount_is_uncertain_puts_its_tax_aside(written: object) -> None:
    reason = aside(T, one(T, deutes=[debt(importDeute=written)]))
    assert reason == (QuarantineReason.MALFORMED_FIELD, "deutes[0].importDeute")


@pytest.mark.parametrize(
    ("written", "way"), [("2026-10-20", None), ("2026-10-20T09:00:00", None), ("Telèfon", "Telèfon")]
)
def test_q_hcc_14_a_date_is_no_way_of_presenting(written: str, way: str | None) -> None:
    assert good(A, one(A, viaPresentacio=written)).via == way


def test_q_hcc_15_early_integrators_send_epochs_date_times_and_the_period_as_situation() -> None:
    (tax,) = read(T, fixture("early_integrator")).items
    assert tax.on == Moment(date(2024, 1, 1))
    (only,) = tax.debts
    assert (only.state, only.period) == (None, CollectionPeriod.VOLUNTARY)
    assert only.pay_from == Moment(date(2024, 2, 1))
    assert only.pay_until == Moment(date(2024, 5, 1))
    assert good(T, one(T, deutes=[debt(situacio="EXECUTIVA", periode=ABSENT)])).debts[0].state is None


def test_q_hcc_15_an_epoch_is_an_instant_in_seconds_or_milliseconds() -> None:
    instant = datetime(2026, 9, 14, 7, 12, 40, tzinfo=UTC)
    for written in (1789369960, "1789369960", 1789369960000):
        at = good(C, one(C, dataIniciExpedient=written)).opened
        assert at == Moment(date(2026, 9, 14), instant)


@pytest.mark.parametrize("written", ["2026013112", "202601311230", 202601311230])
def test_q_hcc_15_digits_that_may_be_a_date_and_an_hour_together_are_no_epoch(written: object) -> None:
    assert aside(C, one(C, dataIniciExpedient=written)) == (QuarantineReason.MALFORMED_FIELD, "dataIniciExpedient")


def test_q_hcc_15_situation_and_period_that_contradict_each_other_are_put_aside() -> None:
    reason = aside(T, one(T, deutes=[debt(situacio="executiva", periode="VOLUNTARIA")]))
    assert reason == (QuarantineReason.MALFORMED_FIELD, "deutes[0].situacio")


@pytest.mark.parametrize("topic", [A, T])
def test_q_hcc_16_taxes_and_appointments_have_no_capacity_parameter(topic: Topic) -> None:
    with pytest.raises(ValueError, match="tipusPersona"):
        wire.parameters(topic, wire.Query("00000000T", "NIF", tipusPersona="REPRESENTANT"))


def test_q_hcc_17_an_expired_notification_is_not_told_from_a_refused_one() -> None:
    assert good(E, one(E, estatNotificacio="REBUTJADA")).notice_state is NoticeState.REFUSED_OR_EXPIRED


def test_q_hcc_18_fue_absent_as_field_is_false_and_absent_as_parameter_is_both() -> None:
    assert good(E, one(E, fue=ABSENT)).one_stop_shop is False
    assert "fue" not in wire.parameters(E, wire.Query("00000000T", "NIF"))
    assert wire.parameters(E, wire.Query("00000000T", "NIF", fue=False))["fue"] == "false"
