"""One run of the kit against a body on a real socket, and what it found."""

from __future__ import annotations

import json
from typing import Any

import pytest

from myspace.connectors.hub_carpetes.conformance import main

from .conformance_body import DIR3, HOST, INE10, Body, Json, serving


def rehearse(body: Body, capsys: pytest.CaptureFixture[str], *more: str, ssl_context: Any = None) -> tuple[int, Json]:
    with serving(body, ssl_context) as url:
        status = main([url, "--ine10", INE10, "--dir3", DIR3, "--hosts", HOST, "--json", *more])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, json.loads(out)["bodies"][0]


def found(report: Json, *severities: str) -> set[str]:
    wanted = severities or ("fail", "warn")
    return {f["check"][6:] for f in report["findings"] if f["severity"] in wanted}
