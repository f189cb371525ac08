"""PCI over a real socket with TLS: the folder against a platform that reads and writes the envelope by itself."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from myspace.connector_kit import one_call
from myspace.connector_kit.one_call import FarSide
from myspace.connector_kit.pci import address, ask, exchange
from myspace.connector_kit.services import Service, ServicesUnusable
from myspace.connector_kit.simulated.pci.moods import AFTER, BEFORE, MOODS, TOLD
from myspace.connector_kit.simulated.pci.running import Running, start_in_thread
from myspace.launch.authority import development_identities
from myspace.protocols.pci import failures as f
from myspace.protocols.pci import messages as m
from myspace.protocols.pci.extensions import ask as extensions
from myspace.protocols.pci.extensions import given
from myspace.protocols.soap.envelope import FaultCode
from myspace.vocabulary.answers import Fault
from tests.echo_product import CODE, echo
from tests.pci_far import Far, asks, said, security

Way = Callable[[Service, m.Request], m.Response]
BYTES = bytes(range(256)) * 40 + b"\r\n--part-\r\n\r\n--uuid:\r\n"
FILE = m.File("annex-1", m.Place.CONTENT, "annex.bin", octets=BYTES)


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Far, Running]]:
    files = development_identities(tmp_path_factory.mktemp("authority"))
    with start_in_thread([echo], security=security(files)) as running:
        yield Far(running.url, files), running


@pytest.fixture
def service(far: tuple[Far, Running]) -> Service:
    far[1].platform.reset()
    return far[0].service()


@pytest.fixture
def platform(far: tuple[Far, Running]) -> Callable[..., None]:
    return lambda **wishes: far[1].platform.wish(CODE, wishes) and None


@pytest.fixture(params=["for web", "for the worker"])
def way(request: pytest.FixtureRequest) -> Way:
    """Both ways to send, which must do the same."""
    if request.param == "for web":
        return exchange
    return lambda service, message: asyncio.run(ask(service, message))


def failed(way: Way, service: Service, message: m.Request) -> f.ExchangeFailed:
    with pytest.raises(f.ExchangeFailed) as raised:
        way(service, message)
    assert "12345678Z" not in f"{raised.value!r} {raised.value} {raised.value.__cause__} {raised.value.__context__}"
    return raised.value


# ── well ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_signed_question_is_answered_by_a_signed_answer(service: Service, way: Way) -> None:
    assert said(way(service, asks("què hi ha?"))) == "què hi ha?"


def test_a_file_goes_beside_the_message_over_mutual_tls_and_another_comes_back_byte_by_byte(
    service: Service, way: Way
) -> None:
    (file,) = way(service, asks("mira", (FILE,))).items[0].files
    assert (file.id, file.name, file.octets) == ("annex-1", "annex-1.txt", BYTES)


def test_a_file_that_comes_inside_a_signed_answer_is_read_too(service: Service, way: Way) -> None:
    """Who asked without attachments is answered without: then the content stands in base64 under the signature."""
    by_address = m.File("1", m.Place.URL, "x", "https://exemple.test/x")
    (file,) = way(service, asks("mira", (by_address,))).items[0].files
    assert file.octets == b""


def test_the_optional_extensions_come_when_they_are_asked_for_and_never_otherwise(service: Service, way: Way) -> None:
    wanted = way(service, asks("tot", specific=(extensions(printable=True, evidence=True),)))
    assert given(wanted.items[0].specific).printable == (b"%PDF-echo",)
    assert given(wanted.items[0].specific).evidence == (b"<evidencia/>",)
    assert given(way(service, asks("tot")).items[0].specific).printable == ()


def test_each_product_is_asked_at_its_own_cluster_and_is_nowhere_else(service: Service, way: Way) -> None:
    real = replace(service, url="https://serveis3-pre.{cluster}.aoc.cat")
    assert address(real, "ENOTUM") == "https://serveis3-pre.nt.aoc.cat/siri-proxy/services/Sincron"
    assert address(real, "REPRESENTA", deferred=True) == "https://serveis3-pre.app.aoc.cat/siri-proxy/services/Asincron"
    assert address(real, "PADRO", collects=True).startswith("https://serveis3-pre.iop.aoc.cat")
    assert address(real, "PADRO", collects=True).endswith("/AsincronResposta")
    elsewhere = replace(service, url=service.url.replace("{cluster}", "nt"))
    assert isinstance(failed(way, elsewhere, asks("hola")), f.PciRefused)


def test_a_field_of_a_newer_version_stops_nothing(service: Service, way: Way, platform: Callable[..., None]) -> None:
    platform(mood="extra")
    assert said(way(service, asks("hola"))) == "hola"


# ── who is believed ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("signs", "finding"),
    [
        ("nothing", "unsigned"),
        ("stranger", "untrusted_certificate"),
        ("expired", "certificate_dates"),
        ("altered", "digest"),
        ("old", "expired"),
        ("body_only", "timestamp_not_signed"),
    ],
)
def test_an_answer_that_is_not_signed_as_it_should_be_is_not_believed(
    service: Service, way: Way, platform: Callable[..., None], signs: str, finding: str
) -> None:
    platform(signs=signs)
    failure = failed(way, replace(service, accepts_sha1=True), asks("hola"))
    assert isinstance(failure, f.NotBelieved)
    assert finding in str(failure)
    assert failure.may_be_done


def test_q_pc_13_an_answer_signed_with_sha1_is_believed_only_where_the_services_row_says_so(
    service: Service, way: Way, platform: Callable[..., None]
) -> None:
    platform(signs="sha1")
    failure = failed(way, service, asks("hola"))
    assert isinstance(failure, f.NotBelieved)
    assert "sha1" in str(failure)
    assert said(way(replace(service, accepts_sha1=True), asks("hola"))) == "hola"


def test_whoever_the_authority_issued_to_is_believed_where_no_signer_is_pinned(service: Service, way: Way) -> None:
    assert said(way(replace(service, signers=None), asks("hola"))) == "hola"
    assert isinstance(failed(way, replace(service, signers=service.certificate), asks("hola")), f.NotBelieved)


def test_where_the_far_side_signs_nothing_the_connection_is_what_is_believed(
    service: Service, way: Way, platform: Callable[..., None]
) -> None:
    platform(signs="nothing")
    assert said(way(replace(service, answers_signed=False), asks("hola"))) == "hola"
    plain = replace(service, answers_signed=False, url="http://127.0.0.1:9/{cluster}")
    with pytest.raises(ServicesUnusable, match="needs an https url"):
        way(plain, asks("hola"))


def test_without_mutual_tls_a_file_does_not_leave(far: tuple[Far, Running], service: Service, way: Way) -> None:
    failure = failed(way, replace(service, certificate=None), asks("mira", (FILE,)))
    assert isinstance(failure, f.NotSent)
    assert failure.fault is Fault.TLS
    assert far[1].platform.calls()[CODE]["platform"] == {}


def test_a_certificate_that_the_platform_does_not_know_comes_to_nothing(
    far: tuple[Far, Running], service: Service, way: Way, tmp_path: Path
) -> None:
    stranger = development_identities(tmp_path).client
    failure = failed(way, replace(service, certificate=stranger), asks("hola"))
    assert isinstance(failure, f.NotSent | f.NotHeard)
    assert far[1].platform.calls()[CODE]["platform"] == {}


def test_a_platform_that_we_do_not_trust_is_told_nothing(
    far: tuple[Far, Running], service: Service, way: Way, tmp_path: Path
) -> None:
    other = development_identities(tmp_path).authority
    failure = failed(way, replace(service, trust=other), asks("hola"))
    assert isinstance(failure, f.NotSent)
    assert failure.fault is Fault.TLS
    assert far[1].platform.calls()[CODE]["platform"] == {}


# ── three layers, and the way there ──────────────────────────────────────────────────────────────────────────────

EXPECTED = {
    "silent": f.NotHeard, "hanging": f.NotHeard, "lost": f.NotHeard, "late": f.NotHeard, "half": f.NotHeard,
    "dripping": f.NotHeard, "endless": f.NotHeard,
    "away": f.NoMessage, "broken": f.NoMessage, "forbidden": f.NoMessage, "not_found": f.NoMessage, "moved": f.NoMessage,
    "fault_client": f.Faulted, "fault_server": f.Faulted, "fault_security": f.Faulted, "fault_200": f.Faulted,
    "page": f.NotTheContract, "broken_xml": f.NotTheContract, "latin": f.NotTheContract, "doctype": f.NotTheContract,
    "soap12": f.NotTheContract, "empty": f.NotTheContract, "no_items": f.NotTheContract, "other_id": f.NotTheContract,
    "other_item": f.NotTheContract, "missing": f.NotTheContract, "doubled": f.NotTheContract,
    "refusing": f.PciRefused, "unknown_state": f.PciRefused,
}  # fmt: skip


def test_every_mood_of_the_platform_has_its_failure() -> None:
    assert set(EXPECTED) == set(MOODS) - {"well", "extra"}
    assert set(MOODS) == {"well", *BEFORE, *AFTER, *TOLD}


@pytest.mark.parametrize("mood", EXPECTED)
def test_each_way_of_going_wrong_is_told_in_its_own_layer_within_the_deadline(
    service: Service, way: Way, platform: Callable[..., None], mood: str
) -> None:
    platform(mood=mood)
    began = time.monotonic()
    failure = failed(way, replace(service, deadline_ms=1_500), asks("hola"))
    assert type(failure) is EXPECTED[mood]
    assert time.monotonic() - began < 8
    if mood in AFTER or mood in TOLD:
        assert failure.may_be_done, "the product did it: whoever acts must read back"
    assert not failure.worth.complete


def test_an_answer_without_an_end_is_left_at_what_is_read_of_one_long_before_the_deadline(
    service: Service, way: Way, platform: Callable[..., None]
) -> None:
    platform(mood="endless")
    failure = failed(way, replace(service, deadline_ms=30_000), asks("hola"))
    assert isinstance(failure, f.NotHeard)
    assert failure.fault is Fault.TOO_LARGE


def test_what_the_product_says_of_its_layer_is_the_products_and_no_failure_of_the_envelope(
    service: Service, way: Way
) -> None:
    failure = failed(way, service, asks("fault"))
    assert isinstance(failure, f.Faulted)
    assert failure.fault.code is FaultCode.CLIENT
    refused = failed(way, service, asks("refuse"))
    assert isinstance(refused, f.PciRefused)
    assert refused.secondary == "0231"
    assert b"codiResultat>9<" in way(service, asks("no")).items[0].specific[-1]


@pytest.mark.parametrize("mood", ["lost", "silent", "away", "half", "fault_server", "hanging"])
def test_a_message_is_sent_once_whatever_becomes_of_it(
    far: tuple[Far, Running], service: Service, way: Way, platform: Callable[..., None], mood: str
) -> None:
    """And the ones that the product has done are done once."""
    platform(mood=mood)
    failed(way, replace(service, deadline_ms=700), asks("una vegada"))
    counted = far[1].platform.calls()[CODE]
    assert counted["product"] == ({"say": 1} if mood in AFTER else {})
    assert "id twice" not in counted["platform"]


def test_where_nobody_listens_nothing_was_sent(service: Service, way: Way) -> None:
    failure = failed(way, replace(service, url="http://127.0.0.1:9/{cluster}"), asks("hola"))
    assert isinstance(failure, f.NotSent)
    assert failure.fault is Fault.UNREACHABLE
    assert not failure.may_be_done


def test_nothing_of_the_question_is_logged(
    service: Service, way: Way, platform: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        way(service, asks("secret de la Marta"))
        platform(mood="lost")
        failed(way, service, asks("secret de la Marta"))
    assert "Marta" not in caplog.text
    assert asks("x").items[0].holder.document not in caplog.text


def test_a_worker_that_is_stopped_hangs_up(service: Service, platform: Callable[..., None]) -> None:
    platform(mood="hanging")

    async def stopped() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await ask(service, asks("hola"))

    began = time.monotonic()
    asyncio.run(stopped())
    assert time.monotonic() - began < 2


def test_a_question_that_is_older_than_its_stamp_is_refused_by_the_platform(service: Service) -> None:
    with pytest.raises(f.Faulted) as raised:
        exchange(service, asks("hola"), now=datetime.now(UTC) - timedelta(hours=1))
    assert raised.value.fault.code is FaultCode.SECURITY


# ── as a process ───────────────────────────────────────────────────────────────────────────────────────────────


def test_it_runs_as_a_process_with_the_products_that_are_named(far: tuple[Far, Running]) -> None:
    files = far[0].files
    command = [sys.executable, "-m", "myspace.connector_kit.simulated.pci", "--product", "tests.echo_product:echo"]
    command += ["--certificate", str(files.server), "--clients", str(files.authority), "--given", "valid=http://x"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().removeprefix("ready ").strip()
            assert said(exchange(Far(url, files).service(), asks("hola"))) == "hola"
            door = FarSide.at(url, ca_file=files.authority, certificate=files.client)
            who = one_call.exchange(door, "GET", "/echo/who", deadline_ms=2_000)
            assert who.body == b"CN=My Space\\, development"
            nobody = one_call.exchange(FarSide.at(url, ca_file=files.authority), "GET", "/echo/who", deadline_ms=2_000)
            assert nobody.body == b"nobody"
        finally:
            process.terminate()
