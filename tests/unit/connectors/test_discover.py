"""Connectors are found by their manifest, and only a found one is imported."""

from __future__ import annotations

import pytest

from myspace.connectors import NoSuchConnector, discover, load


def test_every_folder_with_a_manifest_is_found() -> None:
    assert "hub_carpetes" in {manifest.name for manifest in discover()}


def test_a_source_is_loaded_with_its_manifest() -> None:
    assert load("hub_carpetes").manifest.name == "hub_carpetes"


@pytest.mark.parametrize("name", ["", "nobody", "..", "os", "hub_carpetes.client"])
def test_a_name_that_is_no_folder_is_refused_with_the_names_that_are(name: str) -> None:
    with pytest.raises(NoSuchConnector, match="hub_carpetes"):
        load(name)


def test_what_has_no_topics_is_no_source() -> None:
    for manifest in discover():
        if not manifest.topics:
            with pytest.raises(NoSuchConnector):
                load(manifest.name)
