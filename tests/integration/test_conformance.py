"""The kit against real sockets: a good body passes; each single defect is found under its own number."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from tests.unit.connectors.hub_carpetes_conformance.defects import CASES, ENTRIES, ITEM_DEFECTS, TAXES, VISITS

from .conformance_body import Body, Json
from .conformance_run import found, rehearse

ARRAYS = {CASES: "expedients", ENTRIES: "actuacions", VISITS: "citesprevies", TAXES: "tributs"}


def test_a_body_that_follows_the_contract_may_be_connected(capsys: pytest.CaptureFixture[str]) -> None:
    status, report = rehearse(Body(), capsys)
    assert found(report) == set()
    assert (status, report["verdict"]) == (0, "may_connect")
    assert report["items"] == {ENTRIES: 6, CASES: 4, VISITS: 1, TAXES: 2}


def test_nearly_every_rule_was_looked_at_by_the_good_body(capsys: pytest.CaptureFixture[str]) -> None:
    _, report = rehearse(Body(), capsys)
    only_over_tls_or_when_broken = {"HCC-C-003", "HCC-C-004", "HCC-C-016", "HCC-C-418"}
    assert set(report["not_looked_at"]) <= only_over_tls_or_when_broken


def test_taxes_and_appointments_are_never_asked_as_a_representative_q_hcc_16(
    capsys: pytest.CaptureFixture[str],
) -> None:
    body = Body()
    rehearse(body, capsys)
    plain = [query for operation, query in body.asked if operation in (TAXES, VISITS)]
    assert plain
    assert all("tipusPersona" not in query for query in plain)


# --- defects in the items: each alone is tried without sockets; here, that what is found reaches the report ---------

A_FEW = [d for d in ITEM_DEFECTS if d[3] in ("201", "216", "253", "301", "304", "702")]


@pytest.mark.parametrize(("_name", "operation", "spoil", "check"), A_FEW, ids=[d[0] for d in A_FEW])
def test_a_defect_in_an_item_reaches_the_report_and_the_exit_status(
    capsys: pytest.CaptureFixture[str], _name: str, operation: str, spoil: Callable[[Json], None], check: str
) -> None:
    body = Body()
    spoil(body.items[operation][0])
    status, report = rehearse(body, capsys)
    assert check in found(report)
    grave = {f["check"][6:] for f in report["findings"] if f["severity"] == "fail"}
    assert status == (1 if grave else 0)


def test_a_closed_case_that_asks_for_something_is_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    body = Body()
    body.items[CASES][1]["actuacioCiutada"] = "SI"
    status, report = rehearse(body, capsys)
    assert (status, found(report)) == (0, {"313"})


# --- one defect at a time in the envelope --------------------------------------------------------------------------


def on_success(change: Callable[[str, Json], Json | None]) -> Callable[[str, dict[str, str], Json], Json | None]:
    def spoil(operation: str, _: dict[str, str], envelope: Json) -> Json | None:
        return change(operation, envelope) if envelope["codiResultat"] == "200" else None

    return spoil


def on_nothing(change: Callable[[Json], Json]) -> Callable[[str, dict[str, str], Json], Json | None]:
    def spoil(_: str, __: dict[str, str], envelope: Json) -> Json | None:
        return change(envelope) if envelope["codiResultat"] == "404" else None

    return spoil


def under(name: str) -> Callable[[str, Json], Json]:
    return lambda operation, e: {name if k == ARRAYS[operation] else k: v for k, v in e.items()}


ENVELOPE_DEFECTS: list[tuple[str, Any, str]] = [
    ("codiResultat is a number", on_success(lambda _, e: e | {"codiResultat": 200}), "106"),
    ("codiResultat is missing", on_success(lambda _, e: {k: v for k, v in e.items() if k != "codiResultat"}), "106"),
    ("codiResultat 504 (Q-HCC-12)", on_success(lambda _, e: {"codiResultat": "504", "descripcioResultat": "x"}), "107"),
    ("no descripcioResultat", on_success(lambda _, e: {k: v for k, v in e.items() if k[:4] != "desc"}), "108"),
    ("no list with 200 (Q-HCC-11)", on_success(lambda o, e: {k: v for k, v in e.items() if k != ARRAYS[o]}), "109"),
    ("appointments called actuacions (Q-HCC-9)",
     on_success(lambda o, e: under("actuacions")(o, e) if o == VISITS else None), "110"),
    ("appointments called citesPrevies", on_success(lambda o, e: under("citesPrevies")(o, e) if o == VISITS else None),
     "110"),
    ("an empty list with 200", on_nothing(lambda e: e | {"codiResultat": "200", "expedients": []}), "111"),
    ("data with 404", on_success(lambda _, e: e | {"codiResultat": "404"}), "112"),
    ("500 for a good question", on_nothing(lambda e: e | {"codiResultat": "500"}), "113"),
    ("a field more", on_success(lambda _, e: e | {"pagina": 1}), "114"),
    ("a list that is an object", on_success(lambda o, e: e | {ARRAYS[o]: e[ARRAYS[o]][0]}), "115"),
]  # fmt: skip


@pytest.mark.parametrize(("_name", "spoil", "check"), ENVELOPE_DEFECTS, ids=[d[0] for d in ENVELOPE_DEFECTS])
def test_a_single_defect_in_the_envelope_is_reported_under_its_number(
    capsys: pytest.CaptureFixture[str], _name: str, spoil: Any, check: str
) -> None:
    status, report = rehearse(Body(spoil=spoil), capsys)
    assert check in found(report)
    assert status == (0 if check == "114" else 1)


def test_a_404_without_its_list_is_what_the_contract_shows_q_hcc_11(capsys: pytest.CaptureFixture[str]) -> None:
    _, report = rehearse(Body(), capsys)
    assert "HCC-C-112" in report["held"]


# --- one defect at a time in behaviour -----------------------------------------------------------------------------


class Deaf(Body):
    """Does not hear some parameters."""

    def __init__(self, *ignored: str) -> None:
        super().__init__()
        self.ignored = ignored

    def answer(self, operation: str, query: dict[str, str]) -> Json:
        return super().answer(operation, {k: v for k, v in query.items() if k not in self.ignored})


@pytest.mark.parametrize(
    ("ignored", "check"),
    [("tipusPersona", "401"), ("tipusActuacio", "403"), ("estat", "404"), ("fue", "405"), ("dataInici", "407"),
     ("dataFi", "408"), ("codiINE10", "409")],
)  # fmt: skip
def test_a_parameter_that_is_not_heard_is_reported(
    capsys: pytest.CaptureFixture[str], ignored: str, check: str
) -> None:
    body = Deaf("dataInici", "dataFi") if ignored == "dataFi" else Deaf(ignored)
    _, report = rehearse(body, capsys)
    assert check in found(report)


def test_a_body_that_answers_only_own_things_when_not_told_the_capacity_is_warned(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class OwnByDefault(Body):
        def answer(self, operation: str, query: dict[str, str]) -> Json:
            return super().answer(operation, {"tipusPersona": "INTERESSAT", **query} if operation in (CASES, ENTRIES)
                                  else query)  # fmt: skip

    _, report = rehearse(OwnByDefault(), capsys)
    assert "402" in found(report)


def test_fue_left_out_of_the_question_means_both_q_hcc_18(capsys: pytest.CaptureFixture[str]) -> None:
    class NotBusinessByDefault(Body):
        def answer(self, operation: str, query: dict[str, str]) -> Json:
            return super().answer(operation, {"fue": "false", **query} if operation in (CASES, ENTRIES) else query)

    status, report = rehearse(NotBusinessByDefault(), capsys)
    assert "406" in found(report)
    assert status == 1


def test_a_window_that_forgets_its_last_day_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    class HalfOpen(Body):
        def answer(self, operation: str, query: dict[str, str]) -> Json:
            last = query.get("dataFi")
            day = (datetime.fromisoformat(last) - timedelta(days=1)).date().isoformat() if last else None
            return super().answer(operation, query | ({"dataFi": day} if day else {}))

    _, report = rehearse(HalfOpen(), capsys)
    assert "407" in found(report)


def test_a_body_that_gives_everybody_the_same_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    class Sample(Body):
        def answer(self, operation: str, query: dict[str, str]) -> Json:
            return super().answer(operation, query | {"documentIdentificatiu": "00000000T",
                                                      "tipusDocumentIdentificatiu": "NIF"})  # fmt: skip

    status, report = rehearse(Sample(), capsys)
    assert {"701", "410", "412", "413", "414"} <= found(report)
    assert status == 1


def test_a_shared_case_is_not_everybodys_answer(capsys: pytest.CaptureFixture[str]) -> None:
    def share_one_case(operation: str, query: dict[str, str], envelope: Json) -> Json | None:
        if operation != CASES or query.get("documentIdentificatiu") != "12345678Z":
            return None
        return Body().answer(CASES, query | {"documentIdentificatiu": "00000000T", "estat": "TANCAT"})

    _, report = rehearse(Body(spoil=share_one_case), capsys)
    assert "701" not in found(report)


def test_an_http_404_for_a_stranger_is_not_the_contracts_404(capsys: pytest.CaptureFixture[str]) -> None:
    def serve(_: web.Request, envelope: Json) -> Any:
        return web.Response(status=404, text="Not found") if envelope["codiResultat"] == "404" else None

    status, report = rehearse(Body(serve=serve), capsys)
    assert {"016", "414"} <= found(report)
    assert status == 1


def test_an_envelope_under_http_404_is_only_a_blemish(capsys: pytest.CaptureFixture[str]) -> None:
    def serve(_: web.Request, envelope: Json) -> Any:
        return web.json_response(envelope, status=404) if envelope["codiResultat"] == "404" else None

    status, report = rehearse(Body(serve=serve), capsys)
    assert (status, found(report)) == (0, {"017"})


def test_a_page_for_a_missing_parameter_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    def serve(request: web.Request, _: Json) -> Any:
        if "documentIdentificatiu" not in request.query:
            return web.Response(status=500, text="<html>NullPointerException</html>", content_type="text/html")
        return None

    status, report = rehearse(Body(serve=serve), capsys)
    assert (status, found(report)) == (1, {"411"})


def test_only_the_old_name_of_the_document_parameter_q_hcc_15(capsys: pytest.CaptureFixture[str]) -> None:
    class Early(Body):
        def answer(self, operation: str, query: dict[str, str]) -> Json:
            said = {k: v for k, v in query.items() if k != "documentIdentificatiu"}
            return super().answer(operation, said | {"documentIdentificatiu": query.get("documentIdentificador", "")})

    status, report = rehearse(Early(), capsys)
    assert {"113", "501", "505"} <= found(report)
    assert status == 1


def test_a_body_that_wants_tipuspersona_for_taxes_is_refused_q_hcc_16(capsys: pytest.CaptureFixture[str]) -> None:
    def spoil(operation: str, query: dict[str, str], _: Json) -> Json | None:
        wrong = operation == TAXES and "tipusPersona" not in query
        return {"codiResultat": "500", "descripcioResultat": "Falta tipusPersona"} if wrong else None

    status, report = rehearse(Body(spoil=spoil), capsys)
    assert {"113", "505"} <= found(report)
    assert status == 1


@pytest.mark.parametrize("document", ["NIE", "company"])
def test_who_is_not_understood_is_reported(capsys: pytest.CaptureFixture[str], document: str) -> None:
    def spoil(_: str, query: dict[str, str], __: Json) -> Json | None:
        number = query.get("documentIdentificatiu", "")
        refused = number.startswith("X") if document == "NIE" else number.startswith("Q")
        return {"codiResultat": "500", "descripcioResultat": "document no vàlid"} if refused else None

    status, report = rehearse(Body(spoil=spoil), capsys)
    assert ("417" if document == "NIE" else "507") in found(report)
    assert status == 1


def test_an_answer_that_changes_by_itself_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    times = {"n": 0}

    def spoil(operation: str, _: dict[str, str], envelope: Json) -> Json | None:
        times["n"] += 1
        for case in envelope.get("expedients", ()):
            case["numeroRegistre"] = f"R-{times['n']}"
        return envelope

    _, report = rehearse(Body(spoil=spoil), capsys)
    assert "415" in found(report)


def test_a_body_that_cannot_take_four_at_once_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    busy = {"n": 0}

    async def serve(_: web.Request, envelope: Json) -> Any:
        busy["n"] += 1
        try:
            crowded = busy["n"] > 1
            await asyncio.sleep(0.02)
            return web.json_response({"codiResultat": "500", "descripcioResultat": "ocupat"}) if crowded else None
        finally:
            busy["n"] -= 1

    status, report = rehearse(Body(serve=serve), capsys)
    assert "416" in found(report)
    assert "415" not in found(report)
    assert status == 1


# --- acceptance data -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operation", "keep", "check"),
    [
        (ENTRIES, lambda i: i["tipusPersona"] == "REPRESENTANT", "501"),
        (ENTRIES, lambda i: i["tipusPersona"] == "INTERESSAT", "502"),
        (CASES, lambda i: i["tipusPersona"] == "REPRESENTANT", "503"),
        (CASES, lambda i: i["tipusPersona"] == "INTERESSAT", "504"),
        (TAXES, lambda i: i["idTribut"] == "T-1", "505"),
        (TAXES, lambda i: i["idTribut"] == "T-1", "506"),
    ],
)
def test_missing_test_data_is_reported(
    capsys: pytest.CaptureFixture[str], operation: str, keep: Callable[[Json], bool], check: str
) -> None:
    body = Body()
    body.items[operation] = [i for i in body.items[operation] if keep(i)]
    status, report = rehearse(body, capsys)
    assert check in found(report)
    assert status == 1
