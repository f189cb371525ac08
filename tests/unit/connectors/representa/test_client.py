"""The two clients against the registry of the make-believe country, without a socket."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from myspace.connector_kit import pci
from myspace.connector_kit.mandates import (
    Applicant,
    MandateAct,
    MandateDesk,
    MandateList,
    MandateRefusal,
    MandateRefused,
    Side,
    Wanted,
)
from myspace.connector_kit.services import AsksAs, Person, ServicesUnusable
from myspace.connectors.representa import client
from myspace.connectors.representa.client import RepresentaDesk, RepresentaList
from myspace.protocols.pci.failures import NotHeard, NotSent, PciRefused
from myspace.simulation.cast import company, person
from myspace.simulation.stories.mandates import CENSUS, STATES, WORKS, mandates
from myspace.vocabulary.answers import Down, Fault, Fresh, Garbled, Late, Nothing, QuarantineReason, Refused
from myspace.vocabulary.mandates import MandateCapacity, MandateState, MandateType, Named, Representation
from myspace.vocabulary.people import Identifier, IdentifierKind

from .far_side import NOW, ROW, TODAY, Far

IDS = {
    one.id: one.identifier
    for one in (
        person(p)
        for p in (
            "marta",
            "carme",
            "jordi",
            "tania",
            "marc",
            "laia",
            "oscar",
            "berta",
            "ramon",
            "quim",
            "lluis",
            "rosa",
        )
    )
}
GENERAL = "202500000101"
CONSULT, NOTIFY, PROCESS = MandateCapacity.CONSULT, MandateCapacity.NOTIFY, MandateCapacity.PROCESS
MANRESA, SANT_FRUITOS = "0811360009", "0821350006"


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch) -> Far:
    far = Far()
    monkeypatch.setattr(pci, "exchange", far.exchange)
    monkeypatch.setattr(pci, "ask", far.ask)
    return far


def listing() -> RepresentaList:
    return RepresentaList(ROW, now=lambda: NOW)


def desk() -> RepresentaDesk:
    return RepresentaDesk(ROW, now=lambda: NOW)


def at_door(who: str) -> Applicant:
    return Applicant(IDS[who], "a.token")


def shown(found: object) -> Representation:
    assert isinstance(found, Representation), found
    return found


async def of(who: str, side: Side) -> dict[str, Representation]:
    answer = await listing().of(IDS[who], side)
    assert isinstance(answer, Fresh), answer
    assert answer.complete
    return {one.source_id: one for one in answer.items}


def test_the_two_clients_fit_the_seam_and_share_no_way_to_change() -> None:
    listed: MandateList = listing()
    acted: MandateDesk = desk()
    assert {name for name, _ in inspect.getmembers(listed, callable) if not name.startswith("_")} == {"of", "probe"}
    assert not {"inscribe", "become"} & set(dir(listed))
    assert {"standing", "valid", "inscribe", "become", "bodies", "procedures"} <= set(dir(acted))


def test_the_list_writes_no_question_that_changes() -> None:
    tree = ast.parse(Path(inspect.getfile(client)).read_text())
    (listed,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "RepresentaList")
    named = {node.attr for node in ast.walk(listed) if isinstance(node, ast.Attribute)}
    assert not {"inscribe", "change"} & named


async def test_each_side_is_told_its_own_mandates_with_the_names_of_both(far: Far) -> None:
    mine = await of("marta", Side.REPRESENTATIVE)
    assert set(mine) == {GENERAL}
    assert (mine[GENERAL].grantor.name, mine[GENERAL].declared) == ("Carme Puig Roca", MandateType.GENERAL)
    assert set(await of("marta", Side.GRANTOR)) == {"202600000104"}
    assert (await of("jordi", Side.GRANTOR))["202600000201"].procedures == (Named(WORKS, "Llicència d'obres"),)
    assert (await of("quim", Side.REPRESENTATIVE))["202500000102"].bodies[0].id == SANT_FRUITOS
    told = await listing().of(company("atzavara").identifier, Side.GRANTOR)
    assert isinstance(told, Fresh)
    assert await listing().of(IDS["berta"], Side.GRANTOR) == Nothing()
    assert len(far.sent) == 6


async def test_all_ten_states_come_as_they_are_whatever_is_in_force(far: Far) -> None:
    del far
    states = {one.state for one in (await of("tania", Side.REPRESENTATIVE)).values()}
    assert states == set(MandateState)


async def test_pages_are_walked_to_the_end_however_few_come_at_once(far: Far) -> None:
    far.product.wish({"page": 3, "ways": ["pages_wrong", "extra"]})
    assert len(await of("tania", Side.REPRESENTATIVE)) == len(STATES)
    assert len(far.sent) == 4


async def test_every_way_of_writing_it_is_read_the_same(far: Far) -> None:
    well = await of("tania", Side.REPRESENTATIVE)
    for ways in (["old"], ["bare"], ["two_codes", "extra"], ["nine_digits"], ["prose"], ["empties", "pages_wrong"]):
        far.product.wish({"ways": ways})
        assert await of("tania", Side.REPRESENTATIVE) == well, ways


async def test_a_page_that_fails_leaves_what_came_and_never_calls_it_whole(far: Far) -> None:
    far.product.wish({"page": 3})
    far.failing = [None, NotHeard(Fault.TRUNCATED)]
    answer = await listing().of(IDS["tania"], Side.REPRESENTATIVE)
    assert isinstance(answer, Fresh)
    assert (len(answer.items), answer.complete) == (3, False)


@pytest.mark.parametrize(
    ("failure", "worth"),
    [
        (NotSent(Fault.UNREACHABLE), Down(Fault.UNREACHABLE)),
        (NotHeard(Fault.DEADLINE), Late()),
        (PciRefused("0502", "", "Text que ningú no ha de repetir"), Down(Fault.SERVER_ERROR)),
    ],
)
async def test_what_keeps_an_answer_from_coming_is_unknown_for_every_question(
    far: Far, failure: NotSent | NotHeard | PciRefused, worth: object
) -> None:
    asks: list[Callable[[], object]] = [
        lambda: desk().standing(at_door("marta"), GENERAL),
        lambda: desk().valid(at_door("marta"), IDS["carme"], IDS["marta"], NOTIFY, MANRESA, None, TODAY),
        lambda: desk().become(at_door("marta"), GENERAL, MandateAct.RENOUNCE, Side.REPRESENTATIVE),
        lambda: desk().inscribe(at_door("berta"), wanted("berta", "marta")),
        lambda: desk().bodies(at_door("marta")),
        lambda: desk().procedures(at_door("marta"), MANRESA),
    ]
    far.failing = [failure]
    assert await listing().of(IDS["marta"], Side.GRANTOR) == worth
    for ask in asks:
        far.failing = [failure]
        assert ask() == worth
    assert len(far.sent) == 1 + len(asks)  # and none was sent again


@pytest.mark.parametrize("code", ["002", "003", "004", "005", "006", "007", "008", "009", "100"])
async def test_a_documented_no_to_a_question_is_refused_and_never_nothing(far: Far, code: str) -> None:
    far.product.wish({"says": code})
    assert await listing().of(IDS["marta"], Side.GRANTOR) == Refused(Fault.BAD_REQUEST)
    assert desk().bodies(at_door("marta")) == Refused(Fault.BAD_REQUEST)
    said = desk().valid(at_door("marta"), IDS["carme"], IDS["marta"], NOTIFY, MANRESA, None, TODAY)
    assert said is False if code == "100" else said == Refused(Fault.BAD_REQUEST)
    standing = desk().standing(at_door("marta"), GENERAL)
    assert isinstance(standing, MandateRefused)
    assert standing.code == code


async def test_their_own_breakdown_is_down_and_a_code_of_no_table_is_garbled(far: Far) -> None:
    for code, worth in (("500", Down(Fault.SERVER_ERROR)), ("042", Garbled(Fault.UNKNOWN_RESULT))):
        far.product.wish({"says": code})
        assert await listing().of(IDS["marta"], Side.GRANTOR) == worth
        assert desk().standing(at_door("marta"), GENERAL) == worth
    far.product.wish({"says": "", "down": True})
    assert await listing().of(IDS["marta"], Side.GRANTOR) == Down(Fault.SERVER_ERROR)


def test_one_is_looked_at_live_and_what_is_not_there_is_not_found(far: Far) -> None:
    assert shown(desk().standing(at_door("marta"), GENERAL)).state is MandateState.VALID
    far.product.wish({"state": {GENERAL: "REVOCADA"}})
    assert shown(desk().standing(at_door("marta"), GENERAL)).state is MandateState.REVOKED
    assert desk().standing(at_door("marta"), "1") == MandateRefused(MandateRefusal.NOT_FOUND, "001")


def test_a_validation_says_yes_within_the_power_and_no_outside_of_it(far: Far) -> None:
    ask = desk().valid
    marta, lluis, quim = at_door("marta"), at_door("lluis"), at_door("quim")
    assert ask(marta, IDS["carme"], IDS["marta"], NOTIFY, MANRESA, CENSUS, TODAY) is True
    assert ask(marta, IDS["marta"], IDS["carme"], NOTIFY, MANRESA, CENSUS, TODAY) is False
    assert ask(quim, IDS["ramon"], IDS["quim"], CONSULT, SANT_FRUITOS, None, TODAY) is True
    assert ask(quim, IDS["ramon"], IDS["quim"], NOTIFY, SANT_FRUITOS, None, TODAY) is False
    assert ask(quim, IDS["ramon"], IDS["quim"], CONSULT, MANRESA, None, TODAY) is False
    assert ask(lluis, IDS["jordi"], IDS["lluis"], PROCESS, MANRESA, WORKS, TODAY) is True
    assert ask(lluis, IDS["jordi"], IDS["lluis"], PROCESS, MANRESA, CENSUS, TODAY) is False
    assert ask(lluis, IDS["jordi"], IDS["lluis"], PROCESS, MANRESA, WORKS, date(2026, 10, 1)) is False
    far.product.wish({"state": {GENERAL: "PENDENT_ACCEPTACIO"}})
    assert ask(marta, IDS["carme"], IDS["marta"], NOTIFY, MANRESA, CENSUS, TODAY) is False  # Q-RE-16


def wanted(grantor: str, representative: str, **more: str) -> Wanted:
    return Wanted(IDS[grantor], IDS[representative], frozenset({CONSULT}), TODAY, date(2027, 11, 29), **more)


def test_a_mandate_is_inscribed_accepted_and_revoked_each_by_its_side(far: Far) -> None:
    new = shown(desk().inscribe(at_door("berta"), wanted("berta", "marta", body=MANRESA)))
    assert (new.state, new.declared) == (MandateState.PENDING_ACCEPTANCE, MandateType.BODY)
    own = desk().become(at_door("berta"), new.source_id, MandateAct.ACCEPT, Side.GRANTOR)
    assert own == MandateRefused(MandateRefusal.WRONG_DATA, "004")
    accepted = shown(desk().become(at_door("marta"), new.source_id, MandateAct.ACCEPT, Side.REPRESENTATIVE))
    assert accepted.state is MandateState.VALID
    revoked = shown(desk().become(at_door("berta"), new.source_id, MandateAct.REVOKE, Side.GRANTOR))
    assert revoked.state is MandateState.REVOKED
    again = desk().become(at_door("berta"), new.source_id, MandateAct.REVOKE, Side.GRANTOR)
    assert again == MandateRefused(MandateRefusal.WRONG_DATA, "004")
    assert far.product.calls["processarRepresentacio"] == 5


def test_who_is_on_neither_side_changes_nothing(far: Far) -> None:
    del far
    said = desk().become(at_door("jordi"), GENERAL, MandateAct.RENOUNCE, Side.REPRESENTATIVE)
    assert isinstance(said, MandateRefused)
    assert shown(desk().standing(at_door("marta"), GENERAL)).state is MandateState.VALID


def test_the_same_inscribed_twice_is_there_already(far: Far) -> None:
    del far
    shown(desk().inscribe(at_door("berta"), wanted("berta", "marta")))
    again = desk().inscribe(at_door("berta"), wanted("berta", "marta"))
    assert again == MandateRefused(MandateRefusal.ALREADY_THERE, "003")


def test_a_change_that_is_not_shown_is_read_and_an_inscription_that_is_not_shown_is_doubt(far: Far) -> None:
    far.product.wish({"ways": ["not_shown"]})
    renounced = desk().become(at_door("marta"), GENERAL, MandateAct.RENOUNCE, Side.REPRESENTATIVE)
    assert shown(renounced).state is MandateState.RENOUNCED
    assert [one.items[0].transmission.modality for one in far.sent] == ["REPRESENTA_MODIFICACIO", "REPRESENTA_CONSULTA"]
    assert desk().inscribe(at_door("berta"), wanted("berta", "marta")) == Garbled(Fault.NOT_THE_CONTRACT)


async def test_another_mandate_than_the_one_asked_for_is_never_believed(far: Far) -> None:
    far.product.wish({"ways": ["mixed_up"]})
    marta = at_door("marta")
    wrong = Garbled(Fault.NOT_THE_CONTRACT)
    assert desk().standing(marta, GENERAL) == wrong
    assert desk().valid(marta, IDS["carme"], IDS["marta"], NOTIFY, MANRESA, None, TODAY) == wrong
    assert desk().become(marta, GENERAL, MandateAct.RENOUNCE, Side.REPRESENTATIVE) == wrong
    assert desk().inscribe(at_door("berta"), wanted("berta", "marta")) == wrong
    listed = await listing().of(IDS["marta"], Side.REPRESENTATIVE)
    assert isinstance(listed, Fresh)
    assert (listed.items, {one.reason for one in listed.quarantined}) == ((), {QuarantineReason.OTHER_PERSON})


def test_a_side_is_asked_only_for_its_own_changes() -> None:
    with pytest.raises(ValueError, match="revoke is not for the representative"):
        desk().become(at_door("marta"), GENERAL, MandateAct.REVOKE, Side.REPRESENTATIVE)
    with pytest.raises(ValueError, match="its grantor alone"):
        desk().inscribe(at_door("marta"), wanted("berta", "marta"))


def test_what_can_be_named_in_a_mandate_is_told_and_no_code_is_taken_for_a_procedure(far: Far) -> None:
    far.product.wish({"page": 40})
    bodies = desk().bodies(at_door("marta"))
    assert isinstance(bodies, tuple)
    assert MANRESA in {one.id for one in bodies}
    assert far.product.calls["consultarAdministracions"] > 1
    procedures = desk().procedures(at_door("marta"), MANRESA)
    assert isinstance(procedures, tuple)
    assert Named(WORKS, "Llicència d'obres") in procedures
    assert "1110" not in {one.id for one in procedures}
    assert all("Parada" not in (one.name or "") for one in procedures)  # not active


async def test_nobody_is_asked_about_by_a_passport(far: Far) -> None:
    passport = Identifier(IdentifierKind.PASSPORT, "AB12345")
    refused = Refused(Fault.NOT_ASKABLE)
    assert await listing().of(passport, Side.GRANTOR) == refused
    assert desk().standing(Applicant(passport), GENERAL) == refused
    assert desk().valid(at_door("marta"), passport, IDS["marta"], NOTIFY, None, None, TODAY) == refused
    assert desk().procedures(Applicant(passport), MANRESA) == desk().bodies(Applicant(passport)) == refused
    assert far.sent == []


async def test_one_deadline_is_for_all_the_pages_of_a_question(far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    far.product.wish({"page": 3})
    clock = iter(range(0, 1000, 3))
    monkeypatch.setattr("myspace.connectors.representa.client.time", SimpleNamespace(monotonic=lambda: next(clock)))
    answer = await listing().of(IDS["tania"], Side.REPRESENTATIVE)
    assert far.deadlines_ms == [5000, 2000]  # of 8,000, with three seconds gone by at each look
    assert isinstance(answer, Fresh)
    assert not answer.complete


async def test_each_message_says_who_asks_for_what_and_has_an_id_of_its_own(far: Far) -> None:
    await of("marta", Side.GRANTOR)
    desk().standing(at_door("marta"), GENERAL)
    first, second = far.sent
    assert first.attributes.id != second.attributes.id
    assert len(first.attributes.id) <= 100
    (item,) = first.items
    assert (item.transmission.modality, first.attributes.modality) == ("REPRESENTA_CONSULTA",) * 2
    assert item.requester.purpose.finality == "PROVES"
    assert item.official is not None
    assert item.holder is None


def test_a_row_that_says_too_little_or_too_much_is_not_used() -> None:
    body = AsksAs("9821920002", "Consorci AOC", finality="PROVES")
    for asks_as in (None, body, msgspec.structs.replace(body, issuer=Person("no number", "CAOC"))):
        with pytest.raises(ServicesUnusable, match="asks_as"):
            RepresentaList(replace(ROW, asks_as=asks_as))
    for own in ({"namespace": "v3"}, {"colour": "blue"}):
        with pytest.raises(ServicesUnusable, match="own"):
            RepresentaDesk(replace(ROW, own=own))


async def test_the_probe_asks_about_nobody(far: Far) -> None:
    good = await listing().probe()
    assert (good.reached, good.speaks) == (True, True)
    assert far.product.calls == {"consultarAdministracio": 1}
    far.failing = [NotSent(Fault.UNREACHABLE), NotHeard(Fault.TRUNCATED)]
    seen = [await listing().probe() for _ in range(2)]
    assert [(one.reached, one.speaks) for one in seen] == [(False, False), (True, False)]


def test_the_cast_of_these_tests_is_that_of_the_stories() -> None:
    assert {"carme", "ramon", "jordi", "laia", "marc"} <= {one.grantor for one in mandates(TODAY)}
