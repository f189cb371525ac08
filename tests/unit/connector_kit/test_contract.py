"""A manifest that cannot be used is told as one, whatever is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from myspace.connector_kit.contract import ManifestError, read_manifest

GOOD = (Path(__file__).parents[3] / "src/myspace/connectors/example/manifest.toml").read_text()


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ('topics = ["cases"]', "topics = 5"),
        ("deadline_ms = 2500", "deadline_ms = []"),
        ("deadline_ms = 2500", "deadline_ms = inf"),
        ('manifest = "done"', "manifest = 1"),
        ("[keeps]", "[[keeps]]"),
        ("deadline_ms = 2500", f"deadline_ms = {'[' * 3000}"),
        ('auth = "none"', "auth = "),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_with_its_file(good: str, bad: str, tmp_path: Path) -> None:
    path = tmp_path / "example" / "manifest.toml"
    path.parent.mkdir()
    path.write_text(GOOD)
    assert read_manifest(path).name == "example"
    assert good in GOOD
    path.write_text(GOOD.replace(good, bad, 1))
    with pytest.raises(ManifestError, match=r"manifest\.toml"):
        read_manifest(path)
