"""The simulated platform by itself, and the deferred exchange with it; every quirk of the envelope as it can say it."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from myspace.connector_kit import one_call
from myspace.connector_kit.one_call import FarSide
from myspace.connector_kit.pci import exchange
from myspace.connector_kit.pci_deferred import Held, collect, hand_over
from myspace.connector_kit.pci_trust import signer
from myspace.connector_kit.services import Service
from myspace.connector_kit.simulated.pci.platform import Platform
from myspace.connector_kit.simulated.pci.plugin import Setting, UnknownWish
from myspace.connector_kit.simulated.pci.running import Running, start_in_thread
from myspace.connector_kit.simulated.pci.speaking import QUIRKS
from myspace.connectors import discover
from myspace.connectors.efact.client import EfactService
from myspace.connectors.efact.simulator import doors as efact_doors
from myspace.launch.authority import development_identities
from myspace.protocols.pci import messages as m
from myspace.protocols.pci.exchange import GIVE_UP, Stage
from myspace.protocols.pci.extensions import ask as extensions
from myspace.protocols.pci.extensions import given
from myspace.protocols.pci.failures import NotHeard, NotSent, PciRefused
from myspace.protocols.pci.writing import write_message
from myspace.protocols.soap.attachments import Attachment, write_package
from myspace.protocols.soap.envelope import wrap, write
from myspace.protocols.soap.signing import Signer, sign
from tests.echo_product import CODE, echo
from tests.pci_far import Far, asks, said, security
from tests.unit.protocols.identities import certificate, key
from tests.unit.protocols.pci.samples import skip_without_contracts, wrong

XML = "text/xml; charset=utf-8"
PATH = "/iop/siri-proxy/services/Sincron"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Far, Running]]:
    files = development_identities(tmp_path_factory.mktemp("authority"))
    with start_in_thread([echo], security=security(files)) as running:
        yield Far(running.url, files), running


@pytest.fixture
def far(running: tuple[Far, Running]) -> Far:
    running[1].platform.reset()
    return running[0]


@pytest.fixture
def platform(running: tuple[Far, Running]) -> Platform:
    return running[1].platform


def posted(far: Far, body: bytes, kind: str = XML, path: str = PATH, mutual: bool = False) -> etree._Element:
    """What comes back, whole, for bytes of any kind."""
    at = FarSide.at(far.url, ca_file=far.files.authority, certificate=far.files.client if mutual else None)
    reply = one_call.exchange(at, "POST", path, deadline_ms=3_000, body=body, content_type=kind)
    return etree.fromstring(reply.body)


def fault_of(root: etree._Element) -> str:
    return root.findtext(".//faultcode", "")


def signed(far: Far, message: m.Message | None = None, by: Signer | None = None, **more: object) -> bytes:
    root = wrap(write_message(message or asks("hola")))
    return sign(root, by or signer(far.service()), **{"now": datetime.now(UTC), **more})


# ── who comes in ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_signature_alone_comes_in_without_mutual_tls(far: Far) -> None:
    assert posted(far, signed(far)).findtext(".//{*}CodigoEstado") == "0003"


@pytest.mark.parametrize(
    ("change", "to"),
    [(b">hola<", b">adeu<"), (b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA"), (b"Created>2", b"Created>1")],
    ids=["the body", "the value", "the stamp"],
)
def test_a_message_changed_after_it_was_signed_is_refused_by_libxmlsec(
    far: Far, platform: Platform, change: bytes, to: bytes
) -> None:
    message = signed(far)
    assert change in message
    assert fault_of(posted(far, message.replace(change, to, 1))) == "wsse:FailedCheck"
    assert platform.calls()[CODE]["product"] == {}


def test_a_stranger_an_old_stamp_and_one_that_lives_too_long_are_refused(far: Far) -> None:
    by = Signer(key("stranger"), certificate("stranger"))
    assert fault_of(posted(far, signed(far, by=by))) == "wsse:FailedAuthentication"
    assert fault_of(posted(far, signed(far, now=datetime.now(UTC) - timedelta(hours=1)))) == "wsse:MessageExpired"
    assert fault_of(posted(far, signed(far, life=timedelta(hours=1)))) == "wsse:MessageExpired"


def test_without_a_signature_only_mutual_tls_comes_in_and_a_package_never_without_it(far: Far) -> None:
    bare = write(wrap(write_message(asks("hola"))))
    assert fault_of(posted(far, bare)) == "wsse:InvalidSecurity"
    assert posted(far, bare, mutual=True).findtext(".//{*}CodigoEstado") == "0003"
    kind, body = write_package(signed(far), {"x@test": Attachment("text/plain", b"x")})
    assert fault_of(posted(far, body, kind)) == "wsse:InvalidSecurity"


def test_what_is_no_message_is_a_fault_of_the_client(far: Far) -> None:
    for body in (b"", b"<a/>", b"<!DOCTYPE a><a/>", write(wrap()), write(wrap(etree.Element("x")))):
        assert fault_of(posted(far, body, mutual=True)) in ("S:Client", "wsse:InvalidSecurity")
    assert fault_of(posted(far, b"{}", "application/json", mutual=True)) == "S:Client"


def test_what_it_answers_is_what_the_published_schemas_say(far: Far, platform: Platform) -> None:
    skip_without_contracts()
    for quirks in ({}, dict.fromkeys(QUIRKS, True)):
        platform.wish(CODE, {"quirks": quirks, "not_yet": 1})
        request = asks("hola", specific=(extensions(printable=True, evidence=True),), id_=f"AOC{len(quirks):09d}")
        answers = [posted(far, signed(far, request))]
        answers += [posted(far, signed(far, request), path=PATH.replace("Sincron", "Asincron"))]
        collection = m.Collection(request.attributes)
        later = PATH.replace("Sincron", "AsincronResposta")
        answers += [posted(far, signed(far, collection), path=later) for _ in range(2)]
        names = [etree.QName(each[1][0][0]).localname for each in answers]
        assert names == ["Respuesta", "ConfirmacionPeticion", "Respuesta", "Respuesta"]
        for each in answers:
            found = wrong(each[1][0][0])
            # An empty stamp and a consent are where the samples leave the schemas: those quirks are there for it.
            assert not quirks or not found or all("NoOpo" in one or "Consentimiento" in one for one in found), found
            assert quirks or found == []


# ── its manners ────────────────────────────────────────────────────────────────────────────────────────────────


def test_its_manners_are_changed_and_told_over_the_socket(far: Far) -> None:
    at = FarSide.at(far.url, ca_file=far.files.authority)

    def control(path: str, wishes: object) -> tuple[int, dict[str, object]]:
        body = json.dumps(wishes).encode()
        reply = one_call.exchange(at, "POST", path, deadline_ms=2_000, body=body, content_type="application/json")
        return reply.status, json.loads(reply.body)

    assert control("/_control/ECHO", {"mood": "refusing", "times": 1})[1]["mood"] == "refusing"
    with pytest.raises(PciRefused):
        exchange(far.service(), asks("hola"))
    assert said(exchange(far.service(), asks("hola"))) == "hola"
    calls = json.loads(one_call.exchange(at, "GET", "/_control/calls", deadline_ms=2_000).body)
    assert calls == {CODE: {"platform": {"Sincron": 1}, "product": {"say": 1}}}
    for path, wishes in (
        ("/_control/ECHO", {"mood": "happy"}),
        ("/_control/ECHO", {"quirks": {"Q-PC-99": True}}),
        ("/_control/ECHO", {"of_my_own": 1}),
        ("/_control/ECHO", {"times": -1}),
        ("/_control/NOBODY", {"mood": "well"}),
        ("/_control", {"mood": "well"}),
        ("/_control", []),
    ):
        assert control(path, wishes)[0] == 400, wishes
    assert control("/_control", {"reset": True})[0] == 200


def test_a_wish_that_is_refused_changes_nothing(platform: Platform) -> None:
    platform.reset()
    with pytest.raises(UnknownWish):
        platform.wish(CODE, {"mood": "lost", "of_my_own": True})
    assert platform.stands[CODE].manner.mood == "well"


def test_a_fixed_day_is_the_days_of_the_stories(far: Far) -> None:
    day = datetime(2026, 3, 1, tzinfo=UTC).date()
    with start_in_thread([echo], setting=Setting(day), security=security(far.files)) as other:
        told = exchange(Far(other.url, far.files).service(), asks("hola"))
        assert b"2026-03-01" in told.items[0].specific[-1]


# ── the quirks that an answer can say (those of questions: tests/unit/protocols/pci/test_quirks.py) ──────────────────


@pytest.mark.parametrize("quirk", QUIRKS)
def test_an_answer_with_a_quirk_of_the_contract_is_read_as_the_one_without(
    far: Far, platform: Platform, quirk: str
) -> None:
    platform.wish(CODE, {"quirks": {quirk: True}})
    for _ in range(4):  # the forms of a stamp take turns with the seconds
        answer = exchange(far.service(), asks("hola", specific=(extensions(printable=True, evidence=False),)))
        assert isinstance(answer, m.Response)
        assert said(answer) == "hola"
    (item,) = answer.items
    assert QUIRK_SEEN.get(quirk, lambda _: True)(item), quirk


QUIRK_SEEN: dict[str, Callable[[m.Item], bool]] = {
    "Q-PC-4": lambda item: item.consent is m.Consent.NO_OBJECTION,
    "Q-PC-6": lambda item: len(item.transmission.id) == 29,
    "Q-PC-7": lambda item: len(given(item.specific).guids) == 1,
    "Q-PC-9": lambda item: item.issuer == m.Issuer("1Q0000000J", "CAOC"),
    "Q-PC-10": lambda item: item.requester.ine10 == "982192000",
    "Q-PC-11": lambda item: item.holder is not None and item.holder.kind is m.DocumentKind.DNI,
    "Q-PC-12": lambda item: item.transmission.modality == "ALTRA_MODALITAT",
}


# ── deferred ───────────────────────────────────────────────────────────────────────────────────────────────────


def handed(service: Service, request: m.Request) -> Held:
    return asyncio.run(hand_over(service, request))


def collected(
    service: Service, held: Held, request: m.Request, now: datetime | None = None
) -> tuple[Held, m.Response | None]:
    return asyncio.run(collect(service, held, request.attributes, now))


def test_a_deferred_question_is_confirmed_waited_for_and_collected_with_its_id(far: Far, platform: Platform) -> None:
    platform.wish(CODE, {"not_yet": 2, "hours": 3, "quirks": {"Q-PC-8": True}})
    request, service = asks("més tard", items=3), far.service()
    held = handed(service, request)
    assert held.stage is Stage.WAITING
    assert held.collect_at == held.since + timedelta(hours=3)
    for times in (1, 2):
        held, answer = collected(service, held, request)
        assert (held.stage, held.times, answer) == (Stage.WAITING, times, None)
    held, answer = collected(service, held, request)
    assert (held.stage, held.collect_at) == (Stage.ANSWERED, None)
    assert answer is not None
    assert [said(replace(answer, items=(item,))) for item in answer.items] == ["més tard"] * 3
    assert collected(service, held, request) == (held, None)
    assert platform.calls()[CODE]["product"] == {"say": 3}


def test_a_confirmation_that_is_lost_is_no_refusal_and_the_answer_is_collected_all_the_same(
    far: Far, platform: Platform
) -> None:
    platform.wish(CODE, {"mood": "lost", "times": 1})
    request, service = asks("més tard"), far.service()
    held = handed(service, request)
    assert held.stage is Stage.UNCONFIRMED
    assert isinstance(held.failure, NotHeard)
    held, answer = collected(service, held, request)
    assert held.stage is Stage.ANSWERED
    assert answer is not None
    assert platform.calls()[CODE]["platform"] == {"Asincron": 1, "AsincronResposta": 1}


def test_what_failed_while_it_was_prepared_is_told_when_it_is_collected(far: Far) -> None:
    request, service = asks("refuse"), far.service()
    held, answer = collected(service, handed(service, request), request)
    assert (held.stage, answer) == (Stage.REFUSED, None)
    assert isinstance(held.failure, PciRefused)


@pytest.mark.parametrize("mood", ["fault_server", "silent", "away", "page"])
def test_a_collection_that_fails_is_tried_again_later_and_given_up_in_the_end(
    far: Far, platform: Platform, mood: str
) -> None:
    request, service = asks("més tard"), far.service()
    held = handed(service, request)
    platform.wish(CODE, {"mood": mood})
    held, answer = collected(service, held, request)
    assert (held.stage, answer) == (Stage.WAITING, None)
    assert held.collect_at is not None
    held, answer = collected(service, held, request, held.since + GIVE_UP + timedelta(hours=1))
    assert (held.stage, answer) == (Stage.DOUBTFUL, None)


def test_what_nobody_handed_over_is_not_found_and_what_was_never_sent_is_held_by_nobody(far: Far) -> None:
    request, service = asks("mai"), far.service()
    unknown = Held(Stage.UNCONFIRMED, datetime.now(UTC))
    assert collected(service, unknown, request)[0].stage is Stage.DOUBTFUL
    with pytest.raises(NotSent):
        handed(replace(service, url="http://127.0.0.1:9/{cluster}"), request)


def test_a_far_side_that_speaks_no_pci_answers_on_its_socket_and_only_to_its_own_key(
    far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = far.files
    monkeypatch.setenv("KEY_OF_THE_PLATFORM", "una clau inventada per a aquesta sola prova")
    setting = Setting(given={"efact_key_in": "KEY_OF_THE_PLATFORM"})
    with start_in_thread([echo], setting=setting, security=security(files), doors=(efact_doors,)) as running:
        own = {"issuer": "plataforma-exemple", "secret_in": "KEY_OF_THE_PLATFORM"}
        row = Service("efact", "efact", f"{running.url}/efact/well", trust=files.authority, own=own)
        manifest = next(each for each in discover() if each.name == "efact")
        asked = EfactService(row, manifest, os.environ)
        assert asyncio.run(asked.probe()).speaks
        stranger = EfactService(row, manifest, {"KEY_OF_THE_PLATFORM": "una altra, que no es la seva"})
        told = asyncio.run(stranger.probe())
    assert (told.reached, told.speaks, told.detail) == (True, False, "not_authorised 1012")
