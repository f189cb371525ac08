"""Reports, many bodies at once, misuse, and the kit against the make-believe country."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from myspace.connectors.hub_carpetes.conformance import main
from tests.unit.connectors.hub_carpetes_conformance.defects import CASES

from .conformance_body import DIR3, HOST, INE10, Body, Json, serving
from .conformance_run import found

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


def test_three_hundred_bodies_of_one_supplier_are_rehearsed_in_one_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Most of them have nothing at their address yet, so that the run is short; three answer well."""
    from myspace.connectors.hub_carpetes.simulator.running import start_in_thread
    from myspace.simulation.bodies import Temperament

    with start_in_thread(generated=400) as running:
        many = [e for e in running.country.endpoints.values() if e.body.generated][:300]
        assert len(many) == 300
        for number, endpoint in enumerate(many):
            endpoint.delay_ms, endpoint.quirks = 0, frozenset()
            endpoint.temperament = Temperament.MODERN if number % 100 == 0 else Temperament.NOT_FOUND
        listed = tmp_path / "ens.csv"
        rows = [f"{e.body.ine10},{running.url}/{e.body.ine10}/hub,{e.body.name}" for e in many]
        listed.write_text("\n".join(["ine10,url,name", *rows]), "utf-8")
        assert main(["--bodies", str(listed), "--json"]) == 1
    out, err = capsys.readouterr()
    bodies = json.loads(out)["bodies"]
    assert [b["ine10"] for b in bodies] == [e.body.ine10 for e in many]
    assert sum(1 for b in bodies if b["questions"] > 50) == 3
    assert "300 de 300 ens" in err


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
    secret = "Rosa-Exemple-00000007F"
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
        assert "00000007" not in report


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
