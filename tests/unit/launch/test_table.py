"""The process table: who learns which secret."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from myspace.connector_kit.pci_trust import policy, signer
from myspace.connector_kit.services import configured
from myspace.connectors.enotum.own import own
from myspace.connectors.via_oberta.client import ViaOberta
from myspace.domain.kernel import roles
from myspace.domain.seals import issuers
from myspace.launch import recording, table
from myspace.launch.authority import development_identities
from myspace.launch.keys import development_record_key
from myspace.launch.table import Databases, Place
from myspace.simulation.bodies import invented_bodies
from myspace.vocabulary.personal_data import SheetKind
from myspace.web.session import providers

DATABASES = Databases({name: f"postgresql://{name}:password-of-{name}@/myspace" for name in roles.ROLES})


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(
        origin="http://localhost:8000",
        web_port=1,
        live_port=2,
        valid_port=3,
        hub_port=4,
        front_fds=(9,),
        keys=tmp_path / "keys.json",
        run_dir=tmp_path,
        valid_client_id="client",
        valid_client_secret="client-secret",
    )


def test_each_process_of_the_product_holds_its_own_password_and_no_other(place: Place) -> None:
    for service in table.product(place, DATABASES):
        text = repr((service.env, service.command))
        held = {name for name in roles.ROLES if f"password-of-{name}" in text}
        assert held == {f"myspace_{service.name}"}
        assert "DATABASE_OWNER_URL" not in service.env


def test_simulators_and_front_hold_neither_a_database_nor_the_keys(place: Place) -> None:
    for service in [*table.simulators(place), table.front(place)]:
        text = repr((service.env, service.command))
        assert "password-of" not in text
        assert "MYSPACE_KEYS" not in text


def test_the_key_of_the_record_is_the_makers_alone(place: Place, tmp_path: Path) -> None:
    with_key = replace(place, record=development_record_key(tmp_path))
    holding = [s.name for s in table.product(with_key, DATABASES) if "record.pem" in repr((s.env, s.command))]
    assert holding == ["maker"]


def test_nothing_of_the_launchers_environment_slips_through(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "PGPASSWORD", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "from-outside")
    services = [*table.product(place, DATABASES), *table.simulators(place), table.front(place)]
    assert "from-outside" not in repr([service.env for service in services])


def test_only_the_loopback_is_listened_on_unless_the_network_was_asked_for(place: Place) -> None:
    services = [*table.product(place, DATABASES), *table.simulators(place)]
    assert not [service.name for service in services if "0.0.0.0" in service.command]


def test_a_killed_worker_of_web_does_not_take_the_other_with_it(place: Place) -> None:
    web = table.product(place, DATABASES)[0]
    assert "--respawn-failed-workers" in web.command


def test_a_secret_that_begins_with_a_dash_is_still_a_secret(place: Place) -> None:
    valid = table.simulators(replace(place, valid_client_secret="-dash"))[0]
    assert "--client-secret=-dash" in valid.command


def test_a_module_that_is_not_there_is_named() -> None:
    assert table.missing(("python", "-m", "myspace.launch.front")) is None
    assert table.missing(("python", "-m", "myspace.no_such.thing")) == "myspace.no_such.thing"
    assert table.missing(("python", "-m", "myspace.vocabulary")) == "myspace.vocabulary.__main__"
    assert table.missing(("granian", "myspace.nowhere:application")) == "myspace.nowhere"


def test_the_second_provider_is_offered_by_invented_bodies_alone_in_a_file_that_the_product_takes(place: Place) -> None:
    place = replace(place, openid_port=5, openid_secret="hush")
    place.write_providers()
    given = table.product(place, DATABASES)[0].env
    told = providers.read_file(Path(given["MYSPACE_LOGIN_PROVIDERS"]), given)
    nord = told.by_name["nord"].openid
    assert nord is not None
    assert (nord.issuer, nord.client_secret) == ("http://127.0.0.1:5", "hush")
    assert "hush" not in place.providers.read_text()
    assert told.doors[providers.ORDINARY] == ("valid",)
    invented = {body.ine10 for body in invented_bodies()}
    assert told.doors.keys() - {providers.ORDINARY} <= invented
    assert {len(names) for names in told.doors.values()} == {1, 2}
    for each in told.by_name.values():
        assert each.openid is None or set(each.title) == set(each.says) == {"ca", "es", "oc", "en"}
    (simulator,) = [one for one in table.simulators(place) if one.name == "openid"]
    assert "--redirect-uri=http://localhost:8000/entra/torna/nord" in simulator.command
    assert "hush" not in repr(simulator.command)


def test_the_services_are_told_in_a_file_that_the_product_takes_with_certificates_of_the_checkouts_own(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "PRODUCTS", ("myspace.connectors.valid.simulator:product", "myspace.nowhere:product"))
    place = replace(place, pci_port=6, identities=development_identities(place.run_dir))
    place.write_services()
    told = configured(table.product(place, DATABASES)[0].env["MYSPACE_SERVICES"])
    assert {"enotum", "representa"} <= set(told.by_name)
    assert told.by_name["efact"].url == "https://localhost:6/efact/well"
    for each in (one for one in told.by_name.values() if one.asks_as):
        assert each.url == "https://localhost:6/{cluster}"
        assert signer(each).key.key_size == 2048
        assert len(policy(each).pinned) == 1
        assert not policy(each).sha1
    assert own(told.by_name["enotum"]).documents == ("https://localhost:6",)
    assert [ViaOberta(told.by_name["via_oberta"]).unready(sheet) for sheet in SheetKind] == [None] * len(SheetKind)
    (simulator,) = [one for one in table.simulators(place) if one.name == "pci"]
    assert "documents=https://localhost:6" in simulator.command
    assert "via_oberta_down=ATC" in simulator.command
    assert ViaOberta(told.by_name["via_oberta"]).demands(SheetKind.REGISTRATION_HISTORY).later
    assert "--product=myspace.connectors.valid.simulator:product" in simulator.command
    assert "nowhere" not in repr(simulator.command)
    assert str(told.by_name["enotum"].certificate) not in simulator.command


def test_the_key_that_opens_every_senders_invoices_is_the_workers_and_its_far_sides_alone(place: Place) -> None:
    place = replace(place, pci_port=6, identities=development_identities(place.run_dir), efact_key="hush-hush")
    processes = [*table.product(place, DATABASES), *table.simulators(place), table.front(place)]
    assert {one.name for one in processes if "hush-hush" in repr(one.env)} == {"worker", "pci"}
    assert "hush-hush" not in repr([one.command for one in processes])
    place.write_services()
    assert "hush-hush" not in place.services.read_text()


def test_a_far_side_that_speaks_no_pci_shares_its_process(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place = replace(place, pci_port=6, identities=development_identities(place.run_dir))
    (simulator,) = [one for one in table.simulators(place) if one.name == "pci"]
    assert "--door=myspace.connectors.efact.simulator:doors" in simulator.command
    monkeypatch.setattr(table, "DOORS", ("myspace.nowhere:doors",))
    (simulator,) = [one for one in table.simulators(place) if one.name == "pci"]
    assert "nowhere" not in repr(simulator.command)


def test_the_authority_of_a_checkout_is_kept_and_made_again_before_it_ends(tmp_path: Path) -> None:
    first = development_identities(tmp_path)
    before = first.client.read_bytes()
    assert development_identities(tmp_path).client.read_bytes() == before
    assert first.client.stat().st_mode & 0o077 == 0
    first.server.write_text("broken")
    assert development_identities(tmp_path).client.read_bytes() != before


def test_without_a_second_provider_nothing_is_told_of_one(place: Place) -> None:
    assert [one.name for one in table.simulators(place)] == ["valid", "hub"]
    assert "MYSPACE_LOGIN_PROVIDERS" not in table.product(place, DATABASES)[0].env
    assert "MYSPACE_SERVICES" not in table.product(place, DATABASES)[0].env


def test_whose_seals_are_believed_is_told_to_who_checks_and_to_who_fetches_lists_and_to_nobody_else(
    place: Place, tmp_path: Path
) -> None:
    stamped = replace(place, record=development_record_key(tmp_path), stamping=(tmp_path / "segells", 7))
    recording.write(tmp_path, (), stamped.stamping)
    told = {s.name: s.env.get("MYSPACE_ISSUERS_OF_SEALS") for s in table.product(stamped, DATABASES)}
    assert {name for name, file in told.items() if file} == {"web", "worker"}
    assert issuers.addresses(told["web"]) == ("http://127.0.0.1:7/retirats.crl",)
