"""e-FACT as a service of the deployment: what its row must say, and that the key is nowhere to be read."""

from __future__ import annotations

import pytest

from myspace.connector_kit.services import Service, ServicesUnusable, read
from myspace.connectors import discover
from myspace.connectors.efact.client import EfactService, Own

MANIFEST = next(one for one in discover() if one.name == "efact")
ROW = '[[service]]\nname = "efact"\nconnector = "efact"\nurl = "https://efact.exemple.test/proveidors"\n'


def service(own: str = 'issuer = "plataforma"\nsecret_in = "EFACT_SECRET"') -> Service:
    from pathlib import Path

    found = read(f"{ROW}[service.own]\n{own}\n", Path("/")).first("efact")
    assert found is not None
    return found


def test_the_row_says_who_asks_where_the_key_is_and_how_the_token_is_written() -> None:
    assert service().own_as(Own) == Own("plataforma", "EFACT_SECRET", bearer=True)
    assert not service('issuer = "p"\nsecret_in = "K"\nbearer = false').own_as(Own).bearer
    EfactService(service(), MANIFEST, {"EFACT_SECRET": "clau"})


@pytest.mark.parametrize(
    "own", ["", 'issuer = "p"', 'secret_in = "K"', 'issuer = "p"\nsecret_in = "K"\nsecret = "clau"']
)
def test_a_row_that_says_too_little_or_holds_the_key_itself_is_refused(own: str) -> None:
    with pytest.raises(ServicesUnusable, match="service efact: own"):
        EfactService(service(own), MANIFEST, {"K": "clau"})


@pytest.mark.parametrize("environ", [{}, {"EFACT_SECRET": ""}])
def test_without_the_key_it_is_said_which_variable_is_missing_and_to_whom_it_belongs(environ: dict[str, str]) -> None:
    with pytest.raises(ServicesUnusable, match="the environment has no EFACT_SECRET; give it to the process worker"):
        EfactService(service(), MANIFEST, environ)


def test_the_key_is_in_no_repr() -> None:
    made = EfactService(service(), MANIFEST, {"EFACT_SECRET": "clau-que-ningu-no-ha-de-veure"})
    assert "clau-que" not in repr(vars(made))
