"""An address opened in a way it does not take: a page that leads to where it belongs, never a blank one."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from myspace.web.methods import page_over

ITEM = "/activitat/0192f8a0-0000-7000-8000-000000000000"


@pytest.fixture
def whole_door() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="myspace.web.urls"):
        yield


@pytest.mark.parametrize(
    ("path", "page"),
    [
        (f"{ITEM}/preferit", ITEM),
        (f"{ITEM}/comprova", ITEM),
        ("/fonts/busca", "/fonts"),
        ("/les-meves-sessions/0192f8a0-0000-7000-8000-000000000000/tanca", "/les-meves-sessions"),
        ("/les-meves-dades-aqui/baixa", "/les-meves-dades-aqui"),
        ("/sessio/continua", "/"),
        ("/idioma", "/"),
        ("/surt", "/"),
    ],
)
@pytest.mark.usefixtures("whole_door")
def test_a_buttons_address_that_is_opened_leads_to_the_buttons_page(client: Client, path: str, page: str) -> None:
    answer = client.get(path)
    text = answer.content.decode()
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "És l'adreça d'un botó" in text.replace("&#39;", "'")
    main = text.partition("<main")[2].partition("</main>")[0]
    assert re.findall('href="([^"]+)"', main) == [*([page] if page != "/" else []), "/"]
    assert "<form" not in text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("whole_door")
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_page_that_only_opens_does_nothing_with_what_is_sent_to_it(client: Client, method: str) -> None:
    answer = getattr(client, method)("/activitat")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
    assert "No hem fet res" in answer.content.decode()


@pytest.mark.usefixtures("whole_door")
def test_every_address_lies_under_a_page_that_exists() -> None:
    def walk(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, prefix + str(one.pattern))
            else:
                yield re.sub(
                    "<uuid:[^>]+>", ITEM[-36:], re.sub("<(str|slug|int):[^>]+>", "1", prefix + str(one.pattern))
                )

    paths = list(walk(get_resolver().url_patterns))
    assert len(paths) > 30
    for path in paths:
        assert resolve(page_over(path)), path
