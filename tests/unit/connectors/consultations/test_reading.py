"""What a feed says is read whole or refused by its place; what is refused repeats nothing that came."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from myspace.connector_kit import signed, told_events
from myspace.connector_kit.signed import Known
from myspace.connector_kit.told_failures import Refused, Why
from myspace.connectors.consultations import wire
from myspace.connectors.consultations.simulator import Voice, events_about
from myspace.connectors.consultations.wire import Heartbeat, Period, Told
from myspace.vocabulary.transparency import AskedBy, ExchangeOutcome, LegalGround

FOLDER, TOWN = "https://espai.exemple.invalid", "0811360009"
ONE: dict[str, Any] = {
    "of": {"kind": "nif", "number": "00000000T"}, "reference": "PCI-2026-1", "at": "2026-11-20T09:00:00+01:00", "asker": TOWN,
}  # fmt: skip


@cache
def voice() -> Voice:
    return Voice.made()


def known(*carries: str) -> Known:
    _, algorithm, key = signed.key_of(voice().public()["keys"][0])
    return Known(voice().says, algorithm, key, frozenset(carries or {wire.EVERYBODY}))


def read(event: dict[str, Any], *carries: str, speaker: Voice | None = None) -> Told | Heartbeat | Period:
    message = (speaker or voice()).signed(event)
    return wire.read(message, known(*carries), FOLDER, datetime.now(UTC))


def told(**changes: Any) -> dict[str, Any]:
    one = {name: value for name, value in {**ONE, **changes}.items() if value is not None}
    return voice().told(FOLDER, ONE, one)


def why(event: dict[str, Any], *carries: str) -> tuple[Why, str]:
    with pytest.raises(Refused) as refused:
        read(event, *carries)
    return refused.value.why, refused.value.where


def test_the_example_of_the_contract_is_read() -> None:
    text = (Path(__file__).parents[4] / "docs/protocols/CONSULT-IN-1.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(\{.*?\n\})\n```", text, re.DOTALL)
    event = json.loads(example)
    now = datetime.fromtimestamp(event["iat"], UTC)
    key = Known(event["iss"], *list(signed.key_of(voice().public()["keys"][0]))[1:], frozenset({wire.EVERYBODY}))
    said = wire.read(voice().signed(event), key, event["aud"], now)
    assert isinstance(said, Told)
    (one,) = said.of
    assert (one.exchange.asker, one.exchange.ground, one.exchange.missing) == (TOWN, LegalGround.NO_OBJECTION, ())


def test_the_year_of_the_cast_is_read_as_it_is_told() -> None:
    today = datetime.now(UTC).date()
    said = read(voice().told(FOLDER, *events_about("marta", "12345678Z", today)))
    assert isinstance(said, Told)
    assert len(said.of) == len(events_about("marta", "12345678Z", today)) > 10
    assert all(one.whose.value == "12345678Z" for one in said.of)


def test_what_is_not_told_is_missing_and_not_guessed() -> None:
    said = read(told())
    assert isinstance(said, Told)
    assert {each.value for each in said.of[0].exchange.missing} == {
        "purpose", "ground", "data", "holder", "outcome", "asked_by",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"asker": None}, (Why.MISSING, "data.consultations[1].asker")),
        ({"at": None}, (Why.MISSING, "data.consultations[1].at")),
        ({"reference": "paraules"}, (Why.MALFORMED, "data.consultations[1].reference")),
        ({"reference": "R-00000000T"}, (Why.MALFORMED, "data.consultations[1].reference")),
        ({"case": "cas 0000.0000-t"}, (Why.MALFORMED, "data.consultations[1].case")),
        ({"at": "2026-11-20"}, (Why.MALFORMED, "data.consultations[1].at")),
        ({"at": "2026-11-20T09:00:00"}, (Why.MALFORMED, "data.consultations[1].at")),
        ({"at": "2999-01-01T00:00:00Z"}, (Why.MALFORMED, "data.consultations[1].at")),
        ({"at": "1999-01-01T00:00:00Z"}, (Why.MALFORMED, "data.consultations[1].at")),
        ({"asker": "Manresa"}, (Why.MALFORMED, "data.consultations[1].asker")),
        ({"ground": "perquè sí"}, (Why.MALFORMED, "data.consultations[1].ground")),
        ({"unit": "gir\u202e"}, (Why.MALFORMED, "data.consultations[1].unit")),
        ({"unit": "x" * 121}, (Why.MALFORMED, "data.consultations[1].unit")),
        ({"unit": ""}, (Why.MALFORMED, "data.consultations[1].unit")),
        ({"official": "Nom Cognom"}, (Why.UNKNOWN_FIELD, "data.consultations[1]")),
        ({"answer": "ingressos"}, (Why.UNKNOWN_FIELD, "data.consultations[1]")),
        ({"of": {"kind": "nif", "number": "1"}}, (Why.NOT_A_NUMBER, "data.consultations[1].of.number")),
        ({"of": {"kind": "passport", "number": "AB12345"}}, (Why.NO_COUNTRY, "data.consultations[1].of.country")),
        ({"withheld": {"until": "2099-01-01", "law": "x"}}, (Why.MALFORMED, "data.consultations[1].withheld.until")),
        ({"withheld": {"until": "2027-01-01"}}, (Why.MISSING, "data.consultations[1].withheld.law")),
    ],
)  # fmt: skip
def test_what_may_not_be_said_or_is_said_badly_is_refused_by_its_place(
    changes: dict[str, Any], expected: tuple[Why, str]
) -> None:
    assert why(told(**changes)) == expected


def test_a_feed_tells_only_of_the_questions_that_it_carries() -> None:
    assert why(told(), "0801930008") == (Why.OTHER_SENDER, "data.consultations[0].asker")
    assert isinstance(read(told(), TOWN), Told)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"aud": "https://altre.exemple.invalid"}, (Why.OTHER_AUDIENCE, "aud")),
        ({"iss": "https://altre.exemple.invalid"}, (Why.OTHER_ISSUER, "iss")),
        ({"source": "https://altre.exemple.invalid"}, (Why.OTHER_ISSUER, "source")),
        ({"type": "consult-in.v2.consultations"}, (Why.UNKNOWN_TYPE, "type")),
        ({"specversion": "0.3"}, (Why.MALFORMED, "specversion")),
        ({"exp": 1}, (Why.OUT_OF_TIME, "exp")),
        ({"traceparent": "00"}, (Why.UNKNOWN_FIELD, "")),
        ({"data": []}, (Why.MALFORMED, "data")),
    ],
)
def test_what_surrounds_it_is_judged_before_what_is_in_it(changes: dict[str, Any], expected: tuple[Why, str]) -> None:
    assert why({**told(), **changes}) == expected


def test_who_signs_with_another_key_is_not_believed() -> None:
    with pytest.raises(Refused) as refused:
        read(told(), speaker=Voice.made())
    assert refused.value.why is Why.BAD_SIGNATURE


def test_a_thousand_are_one_message_and_one_more_is_too_many() -> None:
    assert why(voice().told(FOLDER, *[ONE] * (wire.MOST + 1))) == (Why.MALFORMED, "data.consultations")
    said = read(voice().told(FOLDER, *[ONE] * wire.MOST))
    assert isinstance(said, Told)
    assert len(said.of) == wire.MOST


def test_of_a_field_that_is_written_twice_the_last_counts() -> None:
    event = json.dumps(told()).replace('"reference": "PCI-2026-1"', '"reference": "PCI-1", "reference": "PCI-2"')
    speaker = voice()
    raw = speaker.signed(json.loads(event))  # a good envelope, to be filled with the doubled text
    assert raw
    payload = told_events.envelope(event.encode())
    said = told_events.decode(wire._consultations, payload.data, "data")
    assert isinstance(said, wire._Consultations)
    assert {one.reference for one in said.consultations} == {"PCI-2"}


def test_a_heartbeat_is_of_the_past() -> None:
    assert isinstance(read(voice().heartbeat(FOLDER)), Heartbeat)
    assert why(voice().heartbeat(FOLDER, ago=-timedelta(hours=1))) == (Why.MALFORMED, "data.recorded_until")


def test_what_is_refused_repeats_nothing_of_what_came() -> None:
    for changes in (
        {"ground": "MARCA"},
        {"unit": "MARCA\u202e"},
        {"MARCA": 1},
        {"of": {"kind": "nif", "number": "MARCA"}},
    ):
        with pytest.raises(Refused) as refused:
            read(told(**changes))
        assert "MARCA" not in f"{refused.value} {refused.value.__cause__} {refused.value.__context__}"


def test_codes_are_read_as_the_vocabulary_has_them() -> None:
    said = read(told(ground="consent", outcome="no_data", by="automated"))
    assert isinstance(said, Told)
    one = said.of[1].exchange
    assert (one.ground, one.outcome, one.asked_by) == (
        LegalGround.CONSENT, ExchangeOutcome.NO_DATA, AskedBy.AUTOMATED,
    )  # fmt: skip
