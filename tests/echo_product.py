"""The smallest product that the simulated PCI can serve: it says back what it was asked, or fails in the layer it is told."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy

from aiohttp import web
from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import (
    Asked,
    Attached,
    Cluster,
    Product,
    Refused,
    Said,
    Setting,
    SoapFault,
    client_certificate,
)

NAMESPACE = "urn:myspace:echo"
CODE, MODALITY = "ECHO", "ECHO_SAYS"


def echo(setting: Setting) -> Product:
    calls: Counter[str] = Counter()

    async def answer(asked: Asked) -> Said:
        assert asked.specific is not None
        calls["say"] += 1
        words = asked.specific.findtext(f"{{{NAMESPACE}}}words", "")
        if words == "fault":
            raise SoapFault("12345678Z no pot passar", "Client")
        if words == "refuse":
            raise Refused("12345678Z no és ningú", secondary="0231")
        told = etree.Element(f"{{{NAMESPACE}}}resposta", nsmap={"e": NAMESPACE})
        etree.SubElement(told, f"{{{NAMESPACE}}}codiResultat").text = "9" if words == "no" else "0"
        etree.SubElement(told, f"{{{NAMESPACE}}}dia").text = setting.today.isoformat()
        told.append(deepcopy(asked.specific))
        files = tuple(Attached(name, f"{name}.txt", octets) for name, octets in asked.files.items())
        return Said((told,), files, printable=b"%PDF-echo", evidence=b"<evidencia/>")

    async def door(request: web.Request) -> web.Response:
        who = client_certificate(request)
        return web.Response(text="nobody" if who is None else who.subject.rfc4514_string())

    routes = (web.get("/echo/who", door),)
    return Product(CODE, Cluster.IOP, answer, frozenset({MODALITY}), routes=routes, calls=calls)
