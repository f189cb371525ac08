"""`./myspace sbom`: the software bill of materials, CycloneDX 1.6. The same for the same packages, wherever it is written.

No moment and no chance are in it: its serial number comes from its content. It is checked against the schema first.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.exception import MissingOptionalDependencyException
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from myspace.launch import folders, runtime
from myspace.launch.runtime import Carried, NotInstalled, Piece

OF_CONTENT = uuid5(NAMESPACE_URL, "my-space/sbom")


def sbom(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./myspace sbom", description="CycloneDX 1.6 of what the product runs with.")
    parser.add_argument("file", type=Path, nargs="?", help="where to write it; without it, to the terminal")
    file: Path | None = parser.parse_args(words).file
    try:
        text = written()
    except NotInstalled as lacking:
        print(lacking, file=sys.stderr)
        return 1
    if file is None:
        print(text)
        return 0
    file.write_text(text + "\n", "utf-8")
    print(f"{file}: {len(json.loads(text)['components'])} components", file=sys.stderr)
    return 0


def written() -> str:
    """The document, valid against its schema."""
    product, *others = runtime.pieces()
    bom = Bom()
    bom.metadata.timestamp = None  # type: ignore[assignment]  # its setter takes none, and the schema asks for none
    bom.metadata.component = root = _component(product, ComponentType.APPLICATION)
    lock = hashlib.sha256((folders.checkout() / "uv.lock").read_bytes()).hexdigest()
    bom.metadata.properties.add(Property(name="my-space:uv.lock:sha256", value=lock))
    parts = {piece.name: _component(piece, ComponentType.LIBRARY) for piece in others}
    inside = [_inside(one) for one in runtime.carried()]
    for component in (*parts.values(), *inside):
        bom.components.add(component)
    bom.register_dependency(root, [*(parts[name] for name in product.needs), *inside])
    for piece in others:
        bom.register_dependency(parts[piece.name], [parts[name] for name in piece.needs])
    bom.serial_number = OF_CONTENT
    bom.serial_number = uuid5(OF_CONTENT, _text(bom))
    text = _text(bom)
    _refuse_invalid(text)
    return text


def _text(bom: Bom) -> str:
    # Written again with sorted keys: the library's order is its own affair.
    return json.dumps(json.loads(JsonV1Dot6(bom).output_as_string()), indent=1, sort_keys=True, ensure_ascii=False)


def _refuse_invalid(text: str) -> None:
    try:
        wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    except MissingOptionalDependencyException as lacking:
        raise NotInstalled(
            "The schema cannot be checked here: run ./myspace check once, which installs it."
        ) from lacking
    if wrong:
        raise NotInstalled(f"What was written is no CycloneDX 1.6: {wrong}")


def _component(piece: Piece, kind: ComponentType) -> Component:
    url = PackageURL("pypi", None, piece.name, piece.version)
    licences = [LicenseFactory().make_from_string(piece.licence)] if piece.licence else []
    return Component(
        type=kind, name=piece.name, version=piece.version, purl=url, bom_ref=url.to_string(), licenses=licences
    )


def _inside(one: Carried) -> Component:
    url = PackageURL("npm", None, one.name, one.version)
    return Component(
        type=ComponentType.LIBRARY, name=one.name, version=one.version, purl=url, bom_ref=url.to_string(),
        licenses=[LicenseFactory().make_from_string(one.licence)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one.sha256)],
        properties=[Property(name="my-space:file", value=f"web/static/{one.file}")],
    )  # fmt: skip
