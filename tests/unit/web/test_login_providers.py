"""The file that says which providers each door offers: what it gives, and how it is refused when it cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from myspace.vocabulary.people import AssuranceLevel, IdentifierKind
from myspace.web.session import providers
from myspace.web.session.providers import ProvidersUnusable

GOOD = """
[providers.valid]
kind = "valid"

[providers.nord]
kind = "openid"
title = { ca = "Identitat Nord", es = "Identidad Norte" }
says = { ca = "Amb el mòbil." }
issuer = "https://id.example/nord"
client_id = "folder"
secret_in = "NORD_SECRET"
also_at = ["https://api.example"]

[providers.nord.claims]
number = "doc"
kind = "doc_type"
country = "doc_country"

[providers.nord.kinds]
dni = "nif"
pass = "passport"

[providers.nord.levels]
"urn:mid" = "substantial"

[doors]
ordinary = ["valid", "nord"]
"0801130008" = ["nord"]
"""
ENVIRON = {"NORD_SECRET": "hush"}


def names(offered: tuple[providers.Provider, ...]) -> list[str]:
    return [each.name for each in offered]


def test_without_a_file_every_door_offers_valid_alone() -> None:
    assert names(providers.ONLY_VALID.offered()) == names(providers.ONLY_VALID.offered("0801130008")) == ["valid"]


def test_each_door_offers_what_the_file_says_the_usual_one_first() -> None:
    read = providers.read(GOOD, ENVIRON)
    assert names(read.offered()) == ["valid", "nord"]
    assert names(read.offered("0801130008")) == ["nord"]
    assert names(read.offered("2512070008")) == ["valid", "nord"]  # a door that it does not name


def test_a_provider_is_read_whole_and_its_secret_is_shown_nowhere() -> None:
    nord = providers.read(GOOD, ENVIRON).by_name["nord"]
    assert nord.openid is not None
    assert nord.openid.client_secret == "hush"
    assert nord.openid.asks_again
    assert nord.openid.reading.kinds == {"dni": IdentifierKind.NIF, "pass": IdentifierKind.PASSPORT}
    assert nord.highest is AssuranceLevel.SUBSTANTIAL
    assert nord.origins == ("https://id.example", "https://api.example")
    assert "hush" not in repr(nord)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[doors]", "[dors]", "dors"),
        ('ordinary = ["valid", "nord"]', "", "doors.ordinary: is missing"),
        ('ordinary = ["valid", "nord"]', "ordinary = []", "name at least one provider"),
        ('["valid", "nord"]', '["valid", "valid"]', "each once"),
        ('["valid", "nord"]', '["valid", "sud"]', "there is no [providers.sud]; there are: valid, nord"),
        ('"0801130008"', '"manresa"', "ten digits"),
        ("providers.nord", "providers.Nord", "providers.Nord"),
        ('kind = "valid"', 'kind = "valid"\nissuer = "https://x.example"', "MYSPACE_VALID_"),
        ('kind = "openid"', 'kind = "saml"', "kind"),
        ('kind = "openid"', 'kind = "openid"\nisuer = "x"', "isuer"),
        ('ca = "Identitat Nord", ', "", "providers.nord.title.ca: is missing"),
        ("https://id.example/nord", "http://id.example/nord", "providers.nord.issuer"),
        ("https://id.example/nord", "https://id.example/nord?x=1", "providers.nord.issuer"),
        ('client_id = "folder"', "", "providers.nord.client_id"),
        ("https://api.example", "https://api.example/", "without a slash"),
        ("https://api.example", "http://api.example", "providers.nord.also_at"),
        ('number = "doc"', "", "number"),
        ('kind = "doc_type"\n', "", "both or none"),
        ('country = "doc_country"', "", "a passport is its country's"),
        ('pass = "passport"', 'pass = "company"', "company"),
        ('"substantial"', '"medium"', "medium"),
        ("[providers.valid]", "[providers.valid", "line 2"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_place_and_the_way_to_mend_it(
    old: str, new: str, says: str
) -> None:
    assert old in GOOD
    with pytest.raises(ProvidersUnusable) as refused:
        providers.read(GOOD.replace(old, new), ENVIRON)
    assert says in str(refused.value)


def test_a_secret_that_the_environment_lacks_is_asked_for_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "providers.toml"
    path.write_text(GOOD)
    with pytest.raises(ProvidersUnusable, match=r"providers\.toml: providers\.nord\.secret_in: .* NORD_SECRET"):
        providers.read_file(path, {})


def test_a_file_that_is_not_there_is_not_taken_for_none(tmp_path: Path) -> None:
    with pytest.raises(ProvidersUnusable, match="MYSPACE_LOGIN_PROVIDERS"):
        providers.read_file(tmp_path / "nowhere.toml", {})
