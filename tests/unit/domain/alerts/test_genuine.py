"""Whether a message is really from an administration: every way to disguise a link, and no yes that could be a lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myspace.domain.alerts.genuine import Answer, Body, Mine, Why, judge
from myspace.domain.alerts.pasted import MOST, Trick, place_of, read

GENERALITAT = Body(
    "g", "Generalitat de Catalunya", frozenset({"web.gencat.cat", "gencat.cat", "www.gencat.cat"}),
    frozenset({"gencat.cat"}), brand=True,
)  # fmt: skip
MANRESA = Body(
    "m", "Ajuntament de Manresa", frozenset({"www.manresa.cat", "manresa.cat", "seu.manresa.cat", "manresa.compartit.test"}),
    frozenset({"manresa.cat"}),
)  # fmt: skip
BODIES = (GENERALITAT, MANRESA)
NO, YES, CANNOT = Answer.NO, Answer.YES, Answer.CANNOT_TELL


def answer(text: str, mine: Mine | None = None) -> Answer:
    return judge(read(text), BODIES, mine).answer


def whys(text: str) -> set[Why]:
    return {found.why for found in judge(read(text), BODIES).found}


@pytest.mark.parametrize(
    "link",
    [
        "https://gencat.cat@dolent.example/x",  # userinfo
        "https://gencat.cat:443@dolent.example",
        "https://gencat.cat%2F@dolent.example",
        "https:\\\\gencat.cat\\@dolent.example",
        "https://185.12.3.4/gencat.cat",
        "http://3103784959/gencat",
        "http://0x7f.0.0.1/",
        "https://[2001:db8::1]/gencat.cat",
        "javascript:alert(1)",
        "data:text/html,gencat",
        "https://gencat.cat\u202eexe.dolent.example",  # the text turned around
        "https://gen\u200bcat.cat",  # a character that is not seen
        "https://gеncat.cat",  # Cyrillic е
        "https://gеnсаt.cat",
        "https://xn--gncat-3ve.cat",
        "https://gencat.cat:8443/x",
    ],
)
def test_a_link_that_hides_where_it_leads_is_a_no(link: str) -> None:
    assert answer(f"Generalitat de Catalunya: paga aquí {link}") is NO, place_of(link)


@pytest.mark.parametrize(
    "link",
    [
        "https://gencat.cat.pagaments.info/multa",
        "https://web.gencat.cat.verifica.online",
        "gencat-notificacions.com/x",
        "https://www.gencat.com",
        "https://gencatt.cat",
        "https://gencta.cat",
        "https://genct.cat",
        "https://idcat-mobil.top/entra",
        "https://enotum.info",
        "https://manresa.cat.pagos.site",
        "https://rnanresa.cat",  # rn reads as m
        "https://manresa.compartit.test.pagos.site",
        "https://rnanresa.cat/pagament",
        "hxxps://gencat[.]com/x",
    ],
)
def test_a_host_made_to_look_like_a_bodys_is_a_no(link: str) -> None:
    assert answer(link) is NO
    assert whys(link) & {Why.LOOKS_LIKE, Why.TRICK}


@pytest.mark.parametrize(
    "text",
    [
        "https://web.gencat.cat/ca/tramits",
        "Ajuntament de Manresa: tens hora. https://seu.manresa.cat/cites.",
        "Mira-ho a (https://www.manresa.cat) i a https://gencat.cat/x",
        "HTTPS://WEB.GENCAT.CAT/X",
    ],
)
def test_every_link_to_a_bodys_own_web_is_a_yes(text: str) -> None:
    assert answer(text) is YES


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.NO_LINK),
        ("Generalitat de Catalunya: tens una notificació", Why.NO_LINK),
        ("Ajuntament de Manresa: paga aquí https://pagaments.exemple.test/x", Why.UNKNOWN_PLACE),
        ("https://manresa.com", Why.UNKNOWN_PLACE),  # a shop, perhaps
        ("https://manreja.cat", Why.UNKNOWN_PLACE),  # another town, perhaps
        ("https://bit.ly/3abc", Why.SHORTENED),
        ("http://seu.manresa.cat", Why.NOT_SECURE),
        ("seu.manresa.cat", Why.NOT_SECURE),
        ("https://cultura.gencat.cat", Why.PART_OF),
        ("https://altres.compartit.test", Why.UNKNOWN_PLACE),  # a platform that many share is nobody's own
        ("https://web.gencat.cat i https://exemple.test", Why.UNKNOWN_PLACE),
        ("Escriu a avisos@gencat.cat", Why.NO_LINK),  # anybody can write a sender
    ],
)
def test_what_cannot_be_known_is_said_to_be_unknown(text: str, why: Why) -> None:
    assert answer(text) is CANNOT
    assert why in whys(text)


def test_who_asks_for_a_password_and_leads_elsewhere_is_a_no_and_at_home_is_not_a_yes() -> None:
    assert answer("Confirma la contrasenya: https://exemple.test") is NO
    assert answer("Posa el número de la teva targeta a bit.ly/x") is NO
    assert answer("Canvia la contrasenya: https://web.gencat.cat") is CANNOT
    assert answer("No donis mai la contrasenya") is CANNOT


def test_an_address_that_looks_like_a_bodys_is_telling_and_one_that_is_proves_nothing() -> None:
    assert answer("De: Generalitat <avisos@gencat-cat.com>") is NO
    assert answer("De: Generalitat <avisos@gencat.cat>\nhttps://web.gencat.cat") is YES


def test_what_the_folder_knows_of_mine_is_told_beside_and_changes_no_verdict() -> None:
    mine = Mine(frozenset({"m"}), {"m": "/activitat/1"})
    told = judge(read("Ajuntament de Manresa: mira https://exemple.test"), BODIES, mine)
    assert (told.answer, told.named, told.mine) == (CANNOT, ("m",), ("m",))
    assert judge(read("https://gencat.cat@dolent.example Ajuntament de Manresa"), BODIES, mine).answer is NO


def test_punycode_is_opened_to_be_shown_and_still_leads_where_it_leads() -> None:
    place = place_of("https://xn--bcher-kva.example/x")
    assert (place.host, place.shown, place.tricks) == ("xn--bcher-kva.example", "bücher.example", frozenset())


def test_a_port_of_its_own_and_what_nobody_reads_are_told_by_name() -> None:
    assert place_of("https://gencat.cat:8443").tricks == {Trick.PORT}
    assert place_of("https://[::bad").tricks == {Trick.MALFORMED}
    assert place_of("https://" + "a" * 300 + ".cat").tricks == {Trick.MALFORMED}


def test_a_message_does_not_travel_in_what_is_read_of_it() -> None:
    text = "Hola Montserrat, el teu expedient 123 https://exemple.test/token-secret?x=00000000T"
    assert "Montserrat" not in repr(read(text))
    assert "token-secret" not in repr(judge(read(text), BODIES))


def test_a_long_text_is_read_to_its_limit() -> None:
    assert read("x " * MOST + "https://gencat.cat@dolent.example").places == ()


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading_and_none_without_a_bodys_web_is_a_yes(text: str) -> None:
    verdict = judge(read(text), BODIES)
    registered = [found for found in verdict.found if found.why is Why.REGISTERED]
    assert (verdict.answer is YES) <= bool(registered)


@given(
    st.sampled_from(["https://web.gencat.cat", "https://seu.manresa.cat"]),
    st.sampled_from([".x.example", "@x.example", "-x.com", ".co", "\u200b.x.example", ":81", "\\@x.example"]),
    st.text(alphabet="abc /?#.", max_size=10),
)
def test_a_bodys_address_with_something_after_it_that_changes_where_it_leads_is_never_a_yes(
    start: str, then: str, end: str
) -> None:
    assert answer(start + then + "/" + end) is not YES
