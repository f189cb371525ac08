"""What a feed of logins says is read whole or refused by its place; nothing finer than a town has a form."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from myspace.connector_kit import signed
from myspace.connector_kit.signed import Known
from myspace.connector_kit.told_failures import Refused, Why
from myspace.connectors.logins import wire
from myspace.connectors.logins.simulator import Voice, logins_of
from myspace.connectors.logins.wire import Heartbeat, Told
from myspace.vocabulary.logins import LoginPart
from myspace.vocabulary.people import AssuranceLevel, LoginMethod

FOLDER = "https://espai.exemple.invalid"
ONE: dict[str, Any] = {
    "of": {"kind": "nif", "number": "00000000T"}, "reference": "VAL-1", "at": "2026-11-20T09:00:00+01:00", "service": "Biblioteca",
}  # fmt: skip


@cache
def voice() -> Voice:
    return Voice.made()


def known(says: str | None = None) -> Known:
    _, algorithm, key = signed.key_of(voice().public()["keys"][0])
    return Known(says or voice().says, algorithm, key, frozenset())


def read(event: dict[str, Any], *, speaker: Voice | None = None) -> Told | Heartbeat:
    return wire.read((speaker or voice()).signed(event), known(), FOLDER, datetime.now(UTC))


def told(**changes: Any) -> dict[str, Any]:
    one = {name: value for name, value in {**ONE, **changes}.items() if value is not None}
    return voice().told(FOLDER, ONE, one)


def why(event: dict[str, Any]) -> tuple[Why, str]:
    with pytest.raises(Refused) as refused:
        read(event)
    return refused.value.why, refused.value.where


def test_the_example_of_the_contract_is_read() -> None:
    text = (Path(__file__).parents[4] / "docs/protocols/LOGIN-IN-1.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(\{.*?\n\})\n```", text, re.DOTALL)
    event = json.loads(example)
    said = wire.read(
        voice().signed(event), known(event["iss"]), event["aud"], datetime.fromtimestamp(event["iat"], UTC)
    )
    assert isinstance(said, Told)
    (one,) = said.of
    assert (one.login.method, one.login.level, one.login.place) == (
        LoginMethod.IDCAT_MOBIL, AssuranceLevel.SUBSTANTIAL, "Manresa",
    )  # fmt: skip
    assert one.login.missing == ()


def test_the_year_of_the_cast_is_read_as_it_is_told() -> None:
    every = logins_of("marta", "12345678Z", datetime.now(UTC).date())
    said = read(voice().told(FOLDER, *every))
    assert isinstance(said, Told)
    assert len(said.of) == len(every) > 10
    assert all(one.whose.value == "12345678Z" for one in said.of)


def test_what_is_not_told_is_missing_and_not_guessed() -> None:
    said = read(told())
    assert isinstance(said, Told)
    assert said.of[0].login.missing == tuple(LoginPart)


@pytest.mark.parametrize("place", [
    "carrer Major 3", "41.38, 2.17", "192.0.2.7", "2001:db8::1", "algu@exemple", "x", "M" * 61, "gir\u202e",
])  # fmt: skip
def test_a_place_finer_than_a_town_has_no_form_in_the_contract(place: str) -> None:
    assert why(told(place=place)) == (Why.MALFORMED, "data.logins[1].place")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"service": None}, (Why.MISSING, "data.logins[1].service")),
        ({"at": None}, (Why.MISSING, "data.logins[1].at")),
        ({"reference": "paraules"}, (Why.MALFORMED, "data.logins[1].reference")),
        ({"reference": "V-00000000T"}, (Why.MALFORMED, "data.logins[1].reference")),
        ({"service": "servei 00000000-T"}, (Why.MALFORMED, "data.logins[1].service")),
        ({"at": "2026-11-20T09:00:00"}, (Why.MALFORMED, "data.logins[1].at")),
        ({"at": "2999-01-01T00:00:00Z"}, (Why.MALFORMED, "data.logins[1].at")),
        ({"body": "Manresa"}, (Why.MALFORMED, "data.logins[1].body")),
        ({"method": "contrasenya"}, (Why.MALFORMED, "data.logins[1].method")),
        ({"level": "2"}, (Why.MALFORMED, "data.logins[1].level")),
        ({"device": "Mozilla/5.0 (X11; Linux)"}, (Why.MALFORMED, "data.logins[1].device")),
        ({"address": "192.0.2.7"}, (Why.UNKNOWN_FIELD, "data.logins[1]")),
        ({"outcome": "failed"}, (Why.UNKNOWN_FIELD, "data.logins[1]")),
        ({"of": {"kind": "nif", "number": "1"}}, (Why.NOT_A_NUMBER, "data.logins[1].of.number")),
        ({"of": {"kind": "passport", "number": "AB12345"}}, (Why.NO_COUNTRY, "data.logins[1].of.country")),
    ],
)  # fmt: skip
def test_what_may_not_be_said_or_is_said_badly_is_refused_by_its_place(
    changes: dict[str, Any], expected: tuple[Why, str]
) -> None:
    assert why(told(**changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"aud": "https://altre.exemple.invalid"}, (Why.OTHER_AUDIENCE, "aud")),
        ({"source": "https://altre.exemple.invalid"}, (Why.OTHER_ISSUER, "source")),
        ({"type": "consult-in.v1.consultations"}, (Why.UNKNOWN_TYPE, "type")),
        ({"exp": 1}, (Why.OUT_OF_TIME, "exp")),
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
    assert why(voice().told(FOLDER, *[ONE] * (wire.MOST + 1))) == (Why.MALFORMED, "data.logins")


def test_a_heartbeat_is_of_the_past() -> None:
    assert isinstance(read(voice().heartbeat(FOLDER)), Heartbeat)
    assert why(voice().heartbeat(FOLDER, ago=-timedelta(hours=1))) == (Why.MALFORMED, "data.recorded_until")


def test_what_is_refused_repeats_nothing_of_what_came() -> None:
    for changes in ({"method": "MARCA"}, {"place": "MARCA9"}, {"MARCA": 1}, {"of": {"kind": "nif", "number": "MARCA"}}):
        with pytest.raises(Refused) as refused:
            read(told(**changes))
        assert "MARCA" not in f"{refused.value} {refused.value.__cause__} {refused.value.__context__}"
