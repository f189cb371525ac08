"""The process table: who learns which secret."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from myspace.domain.kernel import roles
from myspace.launch import table
from myspace.launch.table import Databases, Place

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


def test_nothing_of_the_launchers_environment_slips_through(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "PGPASSWORD", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "from-outside")
    services = [*table.product(place, DATABASES), *table.simulators(place), table.front(place)]
    assert "from-outside" not in repr([service.env for service in services])


def test_only_the_loopback_is_listened_on_unless_the_network_was_asked_for(place: Place) -> None:
    services = [*table.product(place, DATABASES), *table.simulators(place)]
    assert not [service.name for service in services if "0.0.0.0" in service.command]


def test_a_secret_that_begins_with_a_dash_is_still_a_secret(place: Place) -> None:
    valid = table.simulators(replace(place, valid_client_secret="-dash"))[0]
    assert "--client-secret=-dash" in valid.command


def test_a_module_that_is_not_there_is_named() -> None:
    assert table.missing(("python", "-m", "myspace.launch.front")) is None
    assert table.missing(("python", "-m", "myspace.no_such.thing")) == "myspace.no_such.thing"
    assert table.missing(("python", "-m", "myspace.vocabulary")) == "myspace.vocabulary.__main__"
    assert table.missing(("granian", "myspace.nowhere:application")) == "myspace.nowhere"
