"""The workshop's pages: an index, a page for each piece, and words for who asks for one that is not there."""

import re

import pytest
from django.test import Client, override_settings

from myspace.web.gallery.describing import FRAME, components


def test_the_index_leads_to_every_piece(client: Client) -> None:
    page = client.get("/galeria").content.decode()
    assert set(re.findall(r'href="/galeria/(\w+)"', page)) == set(components())


@pytest.mark.parametrize("name", components())
def test_a_piece_has_its_examples_its_parameters_and_its_calls(client: Client, name: str) -> None:
    answer = client.get(f"/galeria/{name}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<script>alert" not in page
    for macro in components()[name].macros:
        assert all(f"<dt><code>{param.name}</code>" in page for param in macro.params)
    assert page.count("example__call") == len(components()[name].examples)


@pytest.mark.parametrize("name", sorted(FRAME))
def test_a_piece_of_the_frame_is_the_only_frame_of_its_page(client: Client, name: str) -> None:
    for number in range(1, len(components()[name].examples) + 1):
        page = client.get(f"/galeria/{name}/{number}").content.decode()
        landmarks = {tag: page.count(f"<{tag} ") for tag in ("header", "footer", "dialog", "aside")}
        assert max(landmarks.values()) <= 1
        assert sum(landmarks.values()) <= 1


@pytest.mark.parametrize(
    "path", ["/galeria/nobody", "/galeria/header/0", "/galeria/header/99", "/galeria/card/" + "9" * 30]
)
def test_a_piece_that_is_not_there_is_told_with_those_that_are(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "There is no such piece" in answer.content.decode()
    assert 'href="/galeria/card"' in answer.content.decode()


@pytest.mark.parametrize("path", ["/galeria", "/galeria/card", "/galeria/header/1", "/galeria/nobody"])
def test_where_the_country_is_not_invented_there_is_no_gallery(client: Client, path: str) -> None:
    with override_settings(SIMULATED=False):
        answer = client.get(path)
    assert answer.status_code == 404
    assert b"piece" not in answer.content
