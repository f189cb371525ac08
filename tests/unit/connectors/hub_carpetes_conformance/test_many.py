"""Hundreds of bodies at once: turns by host, what is kept, what a stop leaves. No body is asked: the rehearsal is a stub."""

from __future__ import annotations

import asyncio
import json
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from myspace.connectors.hub_carpetes.conformance import command, many
from myspace.connectors.hub_carpetes.conformance.asking import Target
from myspace.connectors.hub_carpetes.conformance.catalogue import CHECKS
from myspace.connectors.hub_carpetes.conformance.notebook import MAX_FINDINGS, Notebook, Where
from myspace.connectors.hub_carpetes.conformance.rehearsal import Outcome
from myspace.connectors.hub_carpetes.conformance.report_forms import as_html, as_json, body_form, read_form
from myspace.connectors.hub_carpetes.conformance.usefulness import Loss, Usefulness

SHARED = "https://proveidor.example/hub"


def outcome(body: Target) -> Outcome:
    """Every third body breaks one rule, every ninth two; all lack a field."""
    notes = Notebook(CHECKS)
    notes.judge(
        "HCC-C-206", int(body.ine10) % 3 != 0, Where("consultaTributs", "00000000T NIF", "tributs[0]", "situacio"), "x"
    )
    notes.judge("HCC-C-251", int(body.ine10) % 9 != 0, Where("consultaTributs", "", "tributs[1]", "url"))
    notes.judge("HCC-C-111", ok=True)
    losses = (Loss("consultaCitesPrevies", "telefonAtencio", "Sense aquesta dada…", 1, 2),)
    return Outcome(body, notes, Usefulness(61, losses), True, 7, 5, {"consultaTributs": 2}, frozenset({"a.example"}))


@pytest.fixture(autouse=True)
def _as_from_a_terminal() -> Iterator[None]:
    """A shell has what runs in its background ignore Ctrl-C: there nothing would ever stop these runs."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Bodies:
    """What was asked, and how many at a time; `after` bodies somebody presses Ctrl-C."""

    def __init__(self, after: int | None = None) -> None:
        self.asked: list[str] = []
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.after = after

    async def rehearse(self, _session: object, body: Target, _timeout: float, _today: object) -> Outcome:
        for of in (body.url, "all"):
            self.now[of] += 1
            self.most[of] = max(self.most[of], self.now[of])
        await asyncio.sleep(0)
        if self.after is not None and len(self.asked) >= self.after:
            signal.raise_signal(signal.SIGINT)
            await asyncio.sleep(60)
        self.asked.append(body.ine10)
        self.now.subtract((body.url, "all"))
        return outcome(body)


def listed(path: Path, shared: int, own: int) -> Path:
    rows = [f"{9_000_000_000 + n},{SHARED}" for n in range(shared)]
    rows += [f"{9_100_000_000 + n},https://seu{n}.example/hub" for n in range(own)]
    path.write_text("ine10,url\n" + "\n".join(rows) + "\n", "utf-8")
    return path


@pytest.fixture
def bodies(monkeypatch: pytest.MonkeyPatch) -> Bodies:
    made = Bodies()
    monkeypatch.setattr(many, "rehearse", made.rehearse)
    return made


def test_one_host_is_asked_for_few_bodies_at_a_time_and_the_others_do_not_wait_for_it(
    bodies: Bodies, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--bodies", str(listed(tmp_path / "ens.csv", 300, 40))]) == 1
    assert len(bodies.asked) == 340
    assert bodies.most[SHARED] == many.BODIES_OF_ONE_HOST
    assert bodies.most["all"] == many.BODIES_AT_ONCE
    # Three hundred share one host and come first in the list; the forty others were done while they stood in line.
    assert {code for code in bodies.asked[:120] if code.startswith("91")} == {str(9_100_000_000 + n) for n in range(40)}
    assert "340 de 340 ens" in capsys.readouterr().err


def test_the_summary_says_what_fails_most_and_the_worst_bodies_first(
    bodies: Bodies, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "informe.html"
    command.main(["--bodies", str(listed(tmp_path / "ens.csv", 27, 0)), "--html", str(page)])
    out = capsys.readouterr().out
    assert out.index("9 ens  HCC-C-206") < out.index("3 ens  HCC-C-251")
    lines = [line for line in out.splitlines() if line[4:14].isdigit()]
    assert [line.split()[0] for line in lines] == ["no"] * 9 + ["sí"] * 18
    assert [line.endswith("206 251") for line in lines[:9]] == [True] * 3 + [False] * 6
    html = page.read_text("utf-8")
    assert html.count("<section id=b9") == 27
    assert html.count("href='#b9") == 27
    assert html.count("<h1>") == 1


def test_no_page_sets_one_bodys_score_against_anothers(bodies: Bodies) -> None:
    one, other = (outcome(Target(SHARED, f"900000000{n}", "", frozenset(), "")) for n in (1, 2))
    assert "61 de 100" in as_html([one])
    assert "61 de 100" not in as_html([one, other], 2)
    assert as_html([one, other], 2).count("telefonAtencio") == 2  # what each neighbour loses is told all the same


def test_a_stop_keeps_what_is_done_and_the_next_run_asks_only_the_rest(
    bodies: Bodies, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    list_of, results = listed(tmp_path / "ens.csv", 30, 0), tmp_path / "fets.jsonl"
    bodies.after = 12
    assert command.main(["--bodies", str(list_of), "--keep", str(results)]) == 1
    out = capsys.readouterr().out
    assert "18  NO S'HAN ACABAT DE PROVAR" in out
    assert len(results.read_text("utf-8").splitlines()) == 12
    with results.open("a", encoding="utf-8") as file:
        file.write('{"ine10": "9000000013", "url"')  # a line cut by a kill
    first, bodies.after, bodies.asked = set(bodies.asked), None, []
    bodies.now.clear()
    assert command.main(["--bodies", str(list_of), "--keep", str(results)]) == 1
    assert len(bodies.asked) == 18
    assert not first & set(bodies.asked)
    assert "30 ens" in capsys.readouterr().out


def test_a_stop_with_only_good_bodies_is_not_a_good_end(
    bodies: Bodies, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ens.csv"
    path.write_text(f"ine10,url\n9000000001,{SHARED}\n9000000002,{SHARED}\n", "utf-8")
    bodies.after = 1
    assert command.main(["--bodies", str(path)]) == 2
    bodies.after = 0
    assert command.main(["--bodies", str(path)]) == 2
    assert "abans d'acabar cap ens" in capsys.readouterr().err


def test_a_kept_result_is_read_back_whole_and_one_of_another_address_or_kit_is_not(tmp_path: Path) -> None:
    body = Target(SHARED, "9000000009", "", frozenset(), "Vilanova de l'Exemple")
    whole = outcome(body)
    assert as_json([read_form(json.loads(json.dumps(body_form(whole))), body)], 1) == as_json([whole], 1)
    many.keep(tmp_path / "fets", whole)
    assert set(many.kept(tmp_path / "fets", [body])) == {"9000000009"}
    assert many.kept(tmp_path / "fets", [Target("https://a.example", body.ine10, "", frozenset(), "")]) == {}
    text = (tmp_path / "fets").read_text("utf-8").replace("HCC-C-111", "HCC-C-999")
    (tmp_path / "fets").write_text(text, "utf-8")
    assert many.kept(tmp_path / "fets", [body]) == {}


def test_a_body_that_invents_names_does_not_fill_the_memory() -> None:
    notes = Notebook(CHECKS)
    for n in range(5000):
        notes.judge("HCC-C-206", ok=False, where=Where("consultaTributs", field=f"camp{n}"))
    found = notes.findings()
    assert len(found) == MAX_FINDINGS + 1
    assert sum(one.count for one in found) == 5000


def test_keep_without_a_list_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["https://x.example", "--keep", "fets"]) == 2
    assert "--bodies" in capsys.readouterr().err
