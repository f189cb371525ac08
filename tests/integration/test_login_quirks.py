"""Q-VA quirks at the door: how the provider's oddities end on the person's own screens.

The values are tested beside the connector (tests/unit/connectors/valid/test_quirks.py), the pages of failed logins in
test_door.py. Q-VA-3, 4 and 6 are about refreshing and signing, which no screen does yet; Q-VA-8 is about a telephone
that no screen shows.
"""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import Database
from tests.integration.neighbour import CALLBACK, CLIENT_ID, Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

NOT_ENOUGH = "per a això no n'hi ha prou"


def comes_in_for_more(
    neighbour: Neighbour,  # noqa: F811
    person: str,
    method: str = "idcatmobil",
    **form: str,
) -> str:
    """What the person reads after identifying for something that asks for the middle level; "" when it opens."""
    authorize = neighbour.sent_to_provider("/entra/mes-segur", **{"cap-a": "/les-meves-sessions", "nivell": "2"})
    answer = neighbour.get(neighbour.identify(authorize, person, method, **form))
    return words(answer) if answer.status_code == 200 else ""


def test_q_va_1_who_comes_with_document_type_gets_their_own_folder(neighbour: Neighbour, clean: Database) -> None:  # noqa: F811
    neighbour.enter("marta")
    neighbour.somebody_else()
    neighbour.enter("marta", misbehaviour="document_type")
    assert "Marta" in neighbour.get("/inici").content.decode()
    with clean.as_superuser() as connection:
        assert connection.execute("SELECT count(*) FROM people_person").fetchone() == (1,)


def test_q_va_2_a_signatures_return_at_the_door_is_not_the_answer_to_a_login(neighbour: Neighbour) -> None:  # noqa: F811
    neighbour.sent_to_provider()
    answer = neighbour.get("/entra/torna?signatureCode=1%2Fa&state=OK")
    assert answer.status_code == 400
    assert "no ha començat en aquest navegador" in words(answer)


@pytest.mark.parametrize("misbehaviour", ["no_level", "unknown_level", "legacy_method"])
def test_q_va_5_and_9_without_a_known_level_one_is_in_but_told_that_it_is_not_enough_for_more(
    neighbour: Neighbour,  # noqa: F811
    misbehaviour: str,
) -> None:
    neighbour.enter("marta")
    assert NOT_ENOUGH in comes_in_for_more(neighbour, "marta", misbehaviour=misbehaviour)
    page = words(neighbour.get("/les-meves-sessions"))
    assert ("Una altra manera" in page) is (misbehaviour == "legacy_method")


def test_q_va_9_the_level_told_with_the_person_counts_though_the_evidence_says_not_informed(
    neighbour: Neighbour,  # noqa: F811
) -> None:
    neighbour.enter("marta")
    assert comes_in_for_more(neighbour, "marta") == ""
    assert neighbour.get("/les-meves-sessions").status_code == 200


def test_q_va_10_clave_and_idcat_mobil_open_the_same_folder(neighbour: Neighbour, clean: Database) -> None:  # noqa: F811
    neighbour.enter("tania")
    neighbour.somebody_else()
    neighbour.enter("tania", "clave")
    assert "Cl@ve" in words(neighbour.get("/les-meves-sessions"))
    with clean.as_superuser() as connection:
        assert connection.execute("SELECT count(*) FROM people_person").fetchone() == (1,)


def test_q_va_11_the_button_sends_to_the_code_flow_with_every_obligatory_parameter(neighbour: Neighbour) -> None:  # noqa: F811
    address = urlsplit(neighbour.sent_to_provider())
    query = parse_qs(address.query, strict_parsing=True)
    assert address.path == "/o/oauth2/auth"
    assert len(query.pop("state")[0]) >= 40
    assert query == {
        "response_type": ["code"], "client_id": [CLIENT_ID], "redirect_uri": [CALLBACK],
        "scope": ["autenticacio_usuari"], "access_type": ["online"], "approval_prompt": ["auto"],
    }  # fmt: skip
