"""The conformance kit against real sockets: a good body passes; each single defect is found under its own number."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from myspace.connectors.hub_carpetes.conformance import main
from tests.unit.connectors.hub_carpetes_conformance.defects import CASES, ENTRIES, ITEM_DEFECTS, TAXES, VISITS

from .conformance_body import DIR3, HOST, INE10, Body, Json, serving

ARRAYS = {CASES: "expedients", ENTRIES: "actuacions", VISITS: "citesprevies", TAXES: "tributs"}


def rehearse(body: Body, capsys: pytest.CaptureFixture[str], *more: str, ssl_context: Any = None) -> tuple[int, Json]:
    with serving(body, ssl_context) as url:
        status = main([url, "--ine10", INE10, "--dir3", DIR3, "--hosts", HOST, "--json", *more])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return status, json.loads(out)["bodies"][0]


def found(report: Json, *severities: str) -> set[str]:
    wanted = severities or ("fail", "warn")
    return {f["check"][6:] for f in report["findings"] if f["severity"] in wanted}


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


# --- transport and broken endpoints --------------------------------------------------------------------------------


def served(**how: Any) -> Callable[[web.Request, Json], Any]:
    return lambda _, __: web.Response(**how)


def as_bytes(envelope: Json) -> bytes:
    return json.dumps(envelope, ensure_ascii=False).encode()


JSON_TYPE = {"Content-Type": "application/json; charset=utf-8"}


def raw(change: Callable[[bytes], bytes], **headers: str) -> Callable[[web.Request, Json], Any]:
    return lambda _, e: web.Response(body=change(as_bytes(e)), headers=JSON_TYPE | headers)


BROKEN: list[tuple[str, Any, str]] = [
    ("HTML with 200", served(text="<html>Manteniment</html>", content_type="text/html"), "013"),
    ("HTML that says it is JSON", served(text="<html>", content_type="application/json"), "103"),
    ("an HTTP 500", served(status=500, text="error"), "016"),
    ("a redirect", served(status=302, headers={"Location": "https://altra.example/"}), "008"),
    ("an empty body", raw(lambda b: b""), "103"),
    ("half a JSON", raw(lambda b: b[: len(b) // 2]), "103"),
    ("a stray comma (Q-HCC-8)", raw(lambda b: b[:-1] + b",}"), "103"),
    ("a missing comma (Q-HCC-8)", raw(lambda b: b.replace(b'", "', b'" "', 1)), "103"),
    ("NaN", raw(lambda b: b[:-1] + b', "x": NaN}'), "103"),
    ("a well without bottom", raw(lambda b: b"[" * 200_000), "103"),
    ("a field twice", raw(lambda b: b[:-1] + b', "codiResultat": "200"}'), "104"),
    ("a bare list", raw(lambda b: b"[" + b + b"]"), "105"),
    ("a byte mark", raw(lambda b: b"\xef\xbb\xbf" + b), "102"),
    ("Latin 1 bytes", raw(lambda b: b.decode().replace("·", "é").encode("latin-1", "replace") + b"\xe9"), "101"),
    ("another declared charset", lambda _, e: web.Response(
        body=as_bytes(e), headers={"Content-Type": "application/json; charset=ISO-8859-1"}), "015"),
    ("text/plain", lambda _, e: web.Response(body=as_bytes(e), content_type="text/plain"), "013"),
    ("an unknown compression", raw(lambda b: b, **{"Content-Encoding": "br"}), "012"),
    ("gzip that is none", raw(lambda b: b, **{"Content-Encoding": "gzip"}), "012"),
    ("a compressed bomb", raw(lambda b: gzip.compress(b" " * 60_000_000), **{"Content-Encoding": "gzip"}), "010"),
    ("a body without end", raw(lambda b: b" " * 6_000_000), "010"),
]  # fmt: skip


@pytest.mark.parametrize(("_name", "serve", "check"), BROKEN, ids=[b[0] for b in BROKEN])
def test_a_broken_endpoint_ends_with_clear_words(
    capsys: pytest.CaptureFixture[str], _name: str, serve: Any, check: str
) -> None:
    status, report = rehearse(Body(serve=serve), capsys)
    assert check in found(report)
    assert (status, report["verdict"]) == (1, "must_not_connect")


def test_a_body_that_hangs_is_told_so_and_soon(capsys: pytest.CaptureFixture[str]) -> None:
    async def serve(_: web.Request, __: Json) -> Any:
        await asyncio.sleep(30)

    body = Body(serve=serve)
    status, report = rehearse(body, capsys, "--timeout", "0.3")
    assert "005" in found(report)
    assert status == 1
    assert len(body.asked) <= 5


def test_a_cut_answer_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    async def serve(request: web.Request, envelope: Json) -> Any:
        response = web.StreamResponse(headers=JSON_TYPE | {"Content-Length": "5000"})
        await response.prepare(request)
        await response.write(as_bytes(envelope)[:50])
        assert request.transport is not None
        request.transport.close()
        return response

    status, report = rehearse(Body(serve=serve), capsys)
    assert "009" in found(report)
    assert status == 1


def test_an_answer_past_the_deadline_is_refused_though_it_comes(capsys: pytest.CaptureFixture[str]) -> None:
    first = {"yet": True}

    async def serve(_: web.Request, __: Json) -> Any:
        if first.pop("yet", False):
            await asyncio.sleep(2.6)

    status, report = rehearse(Body(serve=serve), capsys)
    assert (status, found(report)) == (1, {"006"})


def test_large_answers_should_be_compressed(capsys: pytest.CaptureFixture[str]) -> None:
    def serve(_: web.Request, envelope: Json) -> Any:
        for case in envelope.get("expedients", ()):
            case["observacionsExpedient"] = "Paraula " * 200 + "."
            case["familia"] = "Família " * 200 + "."
        return web.json_response(envelope)

    body = Body(serve=serve)
    body.items[CASES] += [c | {"idExpedient": f"X-more-{n}"} for n in range(8) for c in body.items[CASES][1:2]]
    status, report = rehearse(body, capsys)
    assert (status, found(report)) == (0, {"011"})


def test_nobody_listening_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    status = main([f"http://127.0.0.1:{port}/hub"])
    assert status == 2
    assert "NO S'HI HA POGUT ARRIBAR" in capsys.readouterr().out


def test_plain_http_elsewhere_is_refused_without_asking_anything(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["http://hub.vilanova-exemple.example/hub", "--json"])
    report = json.loads(capsys.readouterr().out)["bodies"][0]
    assert (status, report["questions"]) == (1, 0)
    assert "002" in found(report)


# --- TLS -----------------------------------------------------------------------------------------------------------


def certificate(folder: Path, days: int, name: str = "localhost") -> tuple[ssl.SSLContext, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    public, whole = folder / "public.pem", folder / "whole.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    whole.write_bytes(public.read_bytes() + secret)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(whole)
    return context, public


def test_a_good_body_behind_tls_passes_and_its_certificate_is_looked_at(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    context, ca = certificate(tmp_path, days=90)
    status, report = rehearse(Body(), capsys, "--ca", str(ca), ssl_context=context)
    assert (status, found(report)) == (0, set())
    assert {"HCC-C-003", "HCC-C-004"} <= set(report["held"])


def test_a_certificate_about_to_expire_is_a_warning(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    context, ca = certificate(tmp_path, days=10)
    status, report = rehearse(Body(), capsys, "--ca", str(ca), ssl_context=context)
    assert (status, found(report)) == (0, {"004"})


@pytest.mark.parametrize(
    ("days", "name", "trusted", "said"),
    [(90, "localhost", False, "autosignat"), (-5, "localhost", True, "caducat"), (90, "altra.example", True, "nom")],
)
def test_a_certificate_that_proves_nothing_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, days: int, name: str, trusted: bool, said: str
) -> None:
    context, ca = certificate(tmp_path, days, name)
    more = ["--ca", str(ca)] if trusted else []
    status, report = rehearse(Body(), capsys, *more, ssl_context=context)
    assert (status, found(report)) == (1, {"003"})
    assert any(said in (f["detail"] or "") for f in report["findings"])


# --- many bodies, and what a report may hold -----------------------------------------------------------------------


def test_many_bodies_in_one_run_give_one_summary_and_the_gravest_status(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad = Body()
    bad.items[CASES][0]["estatExpedient"] = "Obert"
    with serving(Body()) as good_url, serving(bad) as bad_url:
        listed = tmp_path / "ens.csv"
        other = "0899980008"
        listed.write_text(
            f"ine10;dir3;url;hosts;name\n{INE10};{DIR3};{good_url};{HOST};Vilanova de l'Exemple\n"
            f"{other};;{bad_url};{HOST};Vilavella de l'Exemple\n",
            "utf-8-sig",
        )
        status = main(["--bodies", str(listed)])
        out = capsys.readouterr().out
    assert status == 1
    assert "2 ens" in out
    assert f"sí  {INE10} Vilanova" in out
    assert "HCC-C-206" in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_a_shared_endpoint_is_asked_for_each_body_by_its_code(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    body = Body()
    with serving(body) as url:
        listed = tmp_path / "ens.csv"
        listed.write_text(f"ine10,url,hosts\n{INE10},{url},{HOST}\n0899980008,{url},{HOST}\n", "utf-8")
        assert main(["--bodies", str(listed)]) == 1  # the second has no test data: it serves nobody
        capsys.readouterr()
    assert {query.get("codiINE10") for _, query in body.asked} == {INE10, "0899980008"}


def test_no_report_repeats_what_a_body_says_of_a_person(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    secret = "Rosa-Exemple-80000003T"
    body = Body()
    for items in body.items.values():
        for item in items:
            for name in list(item):
                if isinstance(item[name], str) and name not in ("codiINE10", "tipusPersona"):
                    item[name] = secret
            item[secret] = secret
            item["urlExpedient"] = f"https://{secret} /"
    body.spoil = lambda _, __, e: e | {secret: secret, "descripcioResultat": secret}
    page = tmp_path / "informe.html"
    with serving(body) as url:
        assert main([url, "--html", str(page)]) == 1
        text = capsys.readouterr().out
        assert main([url, "--json"]) == 1
        machine = capsys.readouterr().out
    for report in (text, machine, page.read_text("utf-8")):
        assert "Rosa" not in report
        assert "80000003" not in report


def test_the_report_for_people_is_grouped_and_fits_80_columns(capsys: pytest.CaptureFixture[str]) -> None:
    body = Body()
    body.items[CASES][0]["estatExpedient"] = "Obert"
    body.items[CASES][1]["campPropi"] = "1"
    with serving(body) as url:
        main([url, "--ine10", INE10, "--hosts", HOST])
    out = capsys.readouterr().out
    assert out.index("Impedeix connectar") < out.index("Convé millorar") < out.index("\nBé (")
    assert "hi diu «Obert»; val OBERT | TANCAT" in " ".join(out.split())
    assert "Dades que ajuden el veí" in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_an_added_fictitious_person_is_asked_about_and_never_named(capsys: pytest.CaptureFixture[str]) -> None:
    def spoil(_: str, query: dict[str, str], __: Json) -> Json | None:
        return {"codiResultat": "500", "descripcioResultat": "x"} if query["documentIdentificatiu"] == "00000006Y" \
            else None  # fmt: skip

    body = Body(spoil=lambda o, q, e: spoil(o, q, e) if "documentIdentificatiu" in q else None)
    with serving(body) as url:
        assert main([url, "--person", "00000006y"]) == 1
    out = capsys.readouterr().out
    assert "(persona de --person)" in out
    assert "00000006" not in out


@pytest.mark.parametrize(
    "typed",
    [[], ["ftp://x.example/hub"], ["https://x.example/hub?a=b"], ["https://x.example", "--ine10", "899990008"],
     ["https://x.example", "--dir3", "L01"], ["https://x.example", "--timeout", "0"], ["--bodies", "no-hi-és.csv"],
     ["https://x.example", "--person", "1234"], ["https://x.example", "--ca", "no-hi-és.pem"], ["--what"]],
)  # fmt: skip
def test_a_misused_command_is_status_2_with_words(capsys: pytest.CaptureFixture[str], typed: list[str]) -> None:
    assert main(typed) == 2
    said = capsys.readouterr()
    assert said.err
    assert said.out == ""


# --- against the make-believe country ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def country() -> Any:
    running = pytest.importorskip("myspace.connectors.hub_carpetes.simulator.running")
    with running.start_in_thread() as country:
        yield country


def ask_country(country: Any, temperament: str, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, Json]:
    from myspace.simulation.bodies import hosts_of, invented_bodies

    body = next(b for b in invented_bodies() if b.temperament == temperament)
    url = f"{country.url}/{body.ine10}/hub"
    hosts = ",".join(hosts_of(body))
    status = main([url, "--ine10", body.ine10, "--hosts", hosts, "--timeout", "2", "--json", *more])
    return status, json.loads(capsys.readouterr().out)["bodies"][0]


def test_the_simulators_modern_body_may_be_connected(country: Any, capsys: pytest.CaptureFixture[str]) -> None:
    status, report = ask_country(country, "modern", capsys)
    assert (status, found(report, "fail")) == (0, set())


@pytest.mark.parametrize(
    ("temperament", "checks"),
    [
        ("early", {"206", "207", "506"}),
        ("sloppy", {"110", "201", "203", "204", "206", "207", "214", "215", "252"}),
        ("same_for_everyone", {"414", "701"}),
        ("bomb", {"010"}), ("endless", {"010"}), ("html", {"013", "103"}), ("truncated", {"009"}),
        ("wrong_charset", {"101"}), ("redirecting", {"008"}), ("down", {"016"}), ("hanging", {"005"}),
    ],
)  # fmt: skip
def test_the_simulators_bad_bodies_are_refused_for_the_right_reasons(
    country: Any, capsys: pytest.CaptureFixture[str], temperament: str, checks: set[str]
) -> None:
    status, report = ask_country(country, temperament, capsys)
    assert status == 1
    assert checks <= found(report, "fail")


def test_the_simulators_hostile_body_is_refused_once_asked_about_its_victim(
    country: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    status, report = ask_country(country, "hostile", capsys, "--person", "00000006Y")
    assert status == 1
    assert {"222", "223", "251"} <= found(report, "fail")
