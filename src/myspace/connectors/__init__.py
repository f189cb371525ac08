"""Who we talk to: one folder each, found by its manifest.toml. Knows no connector by name; none knows another."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import cast

from myspace.connector_kit.contract import Connector, Manifest, read_manifest

_HERE = Path(__file__).parent


class NoSuchConnector(LookupError):
    """No folder with a manifest has this name, or it is no source; the message lists the sources."""


@cache
def discover() -> tuple[Manifest, ...]:
    """The manifests of every connector, by name. Raises ManifestError when one cannot be used."""
    return tuple(read_manifest(path) for path in sorted(_HERE.glob("*/manifest.toml")))


def load(name: str) -> Connector:
    """The connector that can be asked, from `connector(manifest)` of its client.py.

    One without topics (an identity provider; what no topic gathers yet) is no source. Raises NoSuchConnector.
    """
    sources = {manifest.name: manifest for manifest in discover() if manifest.topics}
    if name not in sources:
        raise NoSuchConnector(f"no source is called {name!r}; there are: {', '.join(sources) or 'none'}")
    client = import_module(f"{__name__}.{name}.client")
    return cast(Connector, client.connector(sources[name]))
