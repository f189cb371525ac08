"""A passport's number is its country's: two people with the same one never meet in a folder."""

from __future__ import annotations

import pytest

from myspace.vocabulary.people import IdentifierKind, identifier
from tests.conftest import Database
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures


def people_known(clean: Database) -> int:
    with clean.as_superuser() as connection:
        row = connection.execute("SELECT count(*) FROM people_person").fetchone()
    assert row is not None
    return int(row[0])


def test_the_same_number_of_two_countries_opens_two_folders(neighbour: Neighbour, clean: Database) -> None:  # noqa: F811
    neighbour.enter("marta", misbehaviour="passport_fr")
    romanian = Neighbour()
    romanian.enter("jordi", misbehaviour="passport_ro")
    assert people_known(clean) == 2
    assert "Marta" in neighbour.get("/inici").content.decode()
    assert "Marta" not in romanian.get("/inici").content.decode()


def test_who_comes_back_with_the_same_passport_opens_the_same_folder(neighbour: Neighbour, clean: Database) -> None:  # noqa: F811
    neighbour.enter("marta", misbehaviour="passport_fr")
    Neighbour().enter("marta", misbehaviour="passport_fr")
    assert people_known(clean) == 1


@pytest.mark.parametrize("chosen", ["meu", "empresa"])
def test_the_country_lasts_while_one_says_for_whom(neighbour: Neighbour, clean: Database, chosen: str) -> None:  # noqa: F811
    french, romanian = neighbour, Neighbour()
    for each, passport in ((french, "passport_fr"), (romanian, "passport_ro")):
        each.enter("teresa", "certificat", certificate="representant-atzavara", misbehaviour=passport)
        assert each.post("/entra/en-nom-de", {"qui": chosen}).status_code == 303
    assert people_known(clean) == (2 if chosen == "meu" else 3)


def test_a_passport_that_does_not_say_of_which_country_opens_nothing_and_says_why(
    neighbour: Neighbour,  # noqa: F811
    clean: Database,
) -> None:
    answer = neighbour.enter("marta", misbehaviour="passport_nowhere")
    assert answer.status_code == 403
    assert "no ens ha dit de quin país és el teu document" in words(answer)
    assert "012" in words(answer)
    assert "__Host-session" not in neighbour.http.cookies
    assert people_known(clean) == 0


@pytest.mark.parametrize("kind", [IdentifierKind.PASSPORT, IdentifierKind.OTHER])
@pytest.mark.parametrize("country", [None, ""])
def test_nobody_can_be_presented_by_such_a_number_without_its_country(
    django_ready: None, kind: IdentifierKind, country: str | None
) -> None:
    from myspace.domain.people import service as people

    with pytest.raises(ValueError, match="needs its country") as refused:
        people.Presented(identifier("RA12345678", kind), people.Name("A", "B"), country)
    assert "RA12345678" not in str(refused.value)
