"""What e-NOTUM tells, read into the vocabulary: alike by both interfaces, and nothing guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from myspace.connectors.enotum import mapping, rest, wire
from myspace.vocabulary.answers import QuarantineReason
from myspace.vocabulary.notices import Notice, NoticeKind, NoticeStatus
from myspace.vocabulary.people import AssuranceLevel

from .reading import answer, aside, fixture, good, line, rest_line

WORDS = {
    "PENDENT": NoticeStatus.ON_ITS_WAY,
    "REGISTRADA": NoticeStatus.ON_ITS_WAY,
    "DIPOSITADA": NoticeStatus.AVAILABLE,
    "ACCEPTADA": NoticeStatus.OPENED,
    "REBUTJADA": NoticeStatus.REFUSED,
    "EXPIRADA": NoticeStatus.EXPIRED_UNOPENED,
    "ERROR": NoticeStatus.FAILED,
    "ANUL·LADA": NoticeStatus.ANNULLED,
}
NUMBERS = {
    "0": NoticeStatus.ON_ITS_WAY,
    "1": NoticeStatus.ON_ITS_WAY,
    "3": NoticeStatus.AVAILABLE,
    "7": NoticeStatus.AVAILABLE,
    "47": NoticeStatus.OPENED,
    "31": NoticeStatus.REFUSED,
    "19": NoticeStatus.EXPIRED_UNOPENED,
    "23": NoticeStatus.EXPIRED_UNOPENED,
    "512": NoticeStatus.ANNULLED,
    "1023": NoticeStatus.ANNULLED,
    "1024": NoticeStatus.FAILED,
    "2048": NoticeStatus.FAILED,
}


def fixture_lines() -> list[Notice]:
    page = wire.page(answer("RespostaCerca", "cerca.xml"))
    assert isinstance(page, wire.Page)
    said = rest.read(200, fixture("list.json"))
    assert isinstance(said, rest.Heard)
    listed = rest.page(said)
    assert isinstance(listed, rest.Page)
    rows = [wire.told(one, mapping.CERCA) for one in page.rows] + [rest.row(one) for one in listed.rows]
    return [good(mapping.notice(row)) for row in rows]


def test_every_fixture_is_read_whole_and_survives_being_stored() -> None:
    for one in fixture_lines():
        assert msgspec.json.decode(msgspec.json.encode(one), type=Notice) == one


def test_a_line_is_read_whole() -> None:
    found = good(line())
    assert (found.source_id, found.kind, found.status) == (
        "41000101",
        NoticeKind.NOTIFICATION,
        NoticeStatus.AVAILABLE,
    )
    assert (found.sender.code, found.sender.name, found.sender.department) == (
        "0811360009",
        "Ajuntament de Manresa",
        "Ensenyament",
    )
    assert (found.level, found.read, found.language) == (AssuranceLevel.SUBSTANTIAL, False, "ca")
    assert (found.file, found.procedure, found.case_number) == ("2026/118", "Beques de menjador", None)
    assert found.expires is not None
    assert found.expires.at == datetime(2026, 12, 3, 8, 1, 12, tzinfo=UTC)
    assert found.ended is None


def test_both_interfaces_tell_the_same_notice() -> None:
    by_messages, by_rest = good(line()), good(rest_line())
    assert by_rest.expires is not None
    assert by_rest.expires.zone_assumed
    for name in ("source_id", "kind", "status", "sender", "subject", "reference", "level", "registry_number", "file",
                 "procedure", "read", "language"):  # fmt: skip
        assert getattr(by_messages, name) == getattr(by_rest, name), name


@pytest.mark.parametrize(("said", "status"), [*WORDS.items(), *NUMBERS.items()])
def test_every_state_of_the_contract_has_a_reading(said: str, status: NoticeStatus) -> None:
    assert good(line(Estat=said)).status is status


@pytest.mark.parametrize(
    "said", ["TRANSIT", "PRACTICADA", "dipositada", "2", "15", "48", "511", "2049", "-1", "ANUL.LADA"]
)
def test_a_state_without_a_reading_puts_the_line_aside(said: str) -> None:
    found = aside(line(Estat=said))
    assert (found.reason, found.field) == (QuarantineReason.UNKNOWN_CODE, "Estat")


@pytest.mark.parametrize(("name", "said"), [("TipusObjecte", "AVIS"), ("TipusAcces", "MITJÀ")])
def test_a_kind_or_a_level_that_nobody_documented_is_not_guessed(name: str, said: str) -> None:
    assert aside(line(**{name: said})).reason is QuarantineReason.UNKNOWN_CODE


@pytest.mark.parametrize(("name", "said"), [("estat", "4\x1b7"), ("id", "4100\x000101"), ("nivellAcces", "AL\x07T")])
def test_no_noise_is_taken_out_of_a_code_until_it_means_something(name: str, said: str) -> None:
    assert aside(rest_line(**{name: said})).reason is QuarantineReason.MALFORMED_FIELD


def test_a_language_that_the_contract_lacks_hides_no_notice() -> None:
    assert good(line(Idioma="fr")).language is None


@pytest.mark.parametrize("name", ["IdNotificacio", "Titol", "TipusObjecte", "Estat"])
def test_what_a_line_must_have_is_missed_by_its_name(name: str) -> None:
    assert (aside(line(**{name: None})).reason, aside(line(**{name: None})).field) == (
        QuarantineReason.MISSING_FIELD,
        name,
    )


@pytest.mark.parametrize("name", ["DataPublicacio", "DataLimit", "Consultada", "IdNotificacio"])
def test_a_value_that_cannot_be_read_puts_the_line_aside(name: str) -> None:
    assert aside(line(**{name: "ahir"})).reason is QuarantineReason.MALFORMED_FIELD


def test_a_limit_is_the_senders_own_or_none_and_only_while_it_runs() -> None:
    assert good(line(DataLimit=None)).expires is None  # three days to expire, says DiesExpiracio: it is not counted
    assert good(line(Estat="EXPIRADA", DataAcceptacioRebuig="2026-12-03T09:01:13+01:00")).expires is None
    assert good(line(TipusObjecte="COMUNICACIO")).expires is None


def test_when_it_ended_is_told_only_of_what_ended() -> None:
    at = "2026-11-30T10:00:00+01:00"
    ended = good(line(Estat="REBUTJADA", DataAcceptacioRebuig=at)).ended
    assert ended is not None
    assert ended.day == date(2026, 11, 30)
    assert good(line(Estat="DIPOSITADA", DataAcceptacioRebuig=at)).ended is None


@pytest.mark.parametrize("said", ["REBUTJADA", "EXPIRADA"])
def test_a_communication_is_never_refused_nor_expired(said: str) -> None:
    assert aside(line(TipusObjecte="COMUNICACIO", Estat=said)).field == "Estat"


def test_an_element_written_twice_is_not_chosen_from() -> None:
    element = wire.page(answer("RespostaCerca", "cerca.xml"))
    assert isinstance(element, wire.Page)
    first = element.rows[0]
    second = first.makeelement(f"{{{wire.NT}}}Estat")
    second.text = "ACCEPTADA"
    first.append(second)
    assert aside(mapping.notice(wire.told(first, mapping.CERCA))).field == "Estat"


def test_a_line_repeated_by_moving_pages_is_one_and_a_number_with_two_contents_is_none() -> None:
    one, again, other = good(line()), good(line()), good(line(Titol="Una altra cosa"))
    assert mapping.once([one, again]) == ((one,), ())
    kept, put_aside = mapping.once([one, other])
    assert kept == ()
    assert [each.reason for each in put_aside] == [QuarantineReason.DUPLICATE_ID]


def test_what_is_put_aside_keeps_how_it_was_written_and_says_nothing_of_it() -> None:
    found = aside(line(Estat="X"))
    assert "Resolució de la beca menjador" in found.raw
    assert "beca" not in found.field
