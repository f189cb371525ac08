"""Letters about look-ups: in the person's hands until a register has them, then with a month that runs; and who may object."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from myspace.domain.transparency import service
from myspace.vocabulary.transparency import LegalGround
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_given import TODAY, GivenFeed, connected, told_of
from tests.integration.exchanges_stage import HERE, Visitor, told
from tests.integration.neighbour import words
from tests.integration.test_closed_list import WEB, enter


@pytest.fixture
def feed() -> Iterator[GivenFeed]:
    with connected() as one:
        yield one


@pytest.fixture
def me(as_role: AsRole, clean: Database, feed: GivenFeed) -> Visitor:
    return Visitor(as_role, clean)


def letter_of(me: Visitor, kind: str = "why", series: UUID | None = None) -> str:
    answer = me.post(f"{HERE}/{series or me.line()}/carta", com=kind)
    assert answer.status_code == 303
    return str(answer["Location"])


def test_a_letter_is_in_my_hands_until_i_enter_the_register_s_number_and_then_the_month_runs(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    told(as_role, told_of())
    path = letter_of(me)
    text = me.text(path)
    assert "La tens tu" in text
    assert "Enviada" not in text
    assert "qualsevol oficina de registre" in text
    assert "No sabem l'adreça del seu registre" in text
    paper = me.get(f"{path}/pdf")
    assert (paper["Content-Type"], paper.content[:4]) == ("application/pdf", b"%PDF")
    assert letter_of(me) == path  # made again while it is in hand, it is the same one
    for fields, said in (({"numero": "paraules", "dia": str(TODAY)}, "ha de tenir xifres"), ({"numero": "E-1"}, "Posa-hi el dia."),
                         ({"numero": "E-1", "dia": str(TODAY + timedelta(days=2))}, "encara no ha arribat"),
                         ({"numero": "E-1", "dia": str(TODAY - timedelta(days=9))}, "d'abans de fer la carta")):  # fmt: skip
        refused = me.post(f"{path}/registre", **fields)
        assert refused.status_code == 400
        assert said in words(refused)
    assert me.post(f"{path}/registre", numero="E/031882-2026", dia=str(TODAY)).status_code == 303
    text = me.text(path)
    assert "Enviada" in text
    assert "E/031882-2026" in text
    assert "Tenen per respondre't fins" in text
    assert "Reclama" not in text
    assert me.post(f"{path}/reclama", a="delegat").status_code == 404
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE enquiries_enquiry SET due_on = current_date - 1")
    assert "El termini per respondre't va acabar" in me.text(path)
    claim = str(me.post(f"{path}/reclama", a="autoritat")["Location"])
    text = me.text(claim)
    assert "Autoritat Catalana de Protecció de Dades" in text
    assert "Ha passat un mes i no m'han respost." in text
    assert "E/031882-2026" in text
    assert "La tens tu" in text


def test_the_answer_is_kept_and_a_claim_may_follow_it(as_role: AsRole, me: Visitor) -> None:
    told(as_role, told_of())
    path = letter_of(me)
    me.post(f"{path}/registre", numero="E-1/2026", dia=str(TODAY))
    assert me.post(f"{path}/resposta", resposta="", dia=str(TODAY)).status_code == 400
    assert me.post(f"{path}/resposta", resposta="Era per la beca.", dia=str(TODAY)).status_code == 303
    assert "Era per la beca." in me.text(path)
    claim = str(me.post(f"{path}/reclama", a="delegat")["Location"])
    assert "La resposta no explica el que vaig demanar." in me.text(claim)


def test_i_throw_a_letter_away_only_while_no_register_has_it(as_role: AsRole, me: Visitor) -> None:
    told(as_role, told_of())
    path = letter_of(me)
    me.post(f"{path}/llenca")
    assert me.get(path).status_code == 404
    path = letter_of(me)
    me.post(f"{path}/registre", numero="E-1/2026", dia=str(TODAY))
    me.post(f"{path}/llenca")
    assert me.get(path).status_code == 200


@pytest.mark.parametrize(
    ("ground", "kind", "said"),
    [
        (LegalGround.NO_OBJECTION, "object", "Fes la carta per oposar-t'hi"),
        (LegalGround.CONSENT, "withdraw", "retirar el permís"),
        (LegalGround.LAW, None, "Aquí no t'hi pots oposar"), (None, None, "Primer pregunta per què."),
    ],
)  # fmt: skip
def test_one_objects_where_the_ground_lets_one_and_elsewhere_the_reason_is_said(
    ground: LegalGround | None, kind: str | None, said: str, as_role: AsRole, me: Visitor
) -> None:
    told(as_role, told_of(ground=ground))
    line = me.line()
    assert said in me.text(f"{HERE}/{line}")
    for each in ("object", "withdraw"):
        assert me.post(f"{HERE}/{line}/carta", com=each).status_code == (303 if each == kind else 404)


def test_a_letter_about_what_is_sensitive_asks_for_a_new_login_too(as_role: AsRole, me: Visitor) -> None:
    told(as_role, told_of(product="HESTIA"))
    with as_role(WEB):
        (line,) = service.kept(me.actor)
    path = letter_of(me, series=line.id)
    assert me.get(path).status_code == 200
    assert path not in me.get().content.decode()
    me.grows_old()
    for answer in (me.get(path), me.get(f"{path}/pdf"), me.post(f"{path}/registre", numero="E-1/1", dia=str(TODAY))):
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/entra/mes-segur")


def test_nobody_else_s_line_or_letter_is_there(as_role: AsRole, clean: Database, me: Visitor) -> None:
    told(as_role, told_of())
    line, path = me.line(), letter_of(me)
    with as_role(WEB):
        other = enter("00000002W")
    me.http.cookies["__Host-session"] = other.token
    me.actor = other.actor
    assert me.get(f"{HERE}/{line}").status_code == 404
    assert me.get(path).status_code == 404
    assert me.post(f"{HERE}/{line}/ja-ho-se", si="1").status_code == 404
