"""The public page that checks a paper: each thing that may be so has its words; nothing of the file stays; strangers wait."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from myspace.domain.certificates import codes
from myspace.domain.certificates.rules import OWNERS
from myspace.domain.certificates.service import PaperKind, PaperName
from myspace.domain.kernel.db import DatabaseAway
from myspace.domain.seals import service as seals
from myspace.protocols.pades import apart, reports
from myspace.protocols.pades.reports import Report
from myspace.web.pages.paper_check import views
from myspace.web.pages.paper_check.words import ABOUT, BY
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_certificates_closed_list import given
from tests.integration.test_closed_list import enter
from tests.unit.protocols.pades import papers
from tests.unit.protocols.pades.authority import DAY, NOW, Authority

HERE = "/comprova-un-paper"
SEALER = reports.Sealer("Segell de prova", "Organització de prova", "ab" * 32)
TITLE = re.compile(r'class="panel__title">(?:<span class="out">[^<]*</span>)?([^<]*)<')


@pytest.fixture(autouse=True)
def at_the_door(as_role: AsRole) -> Iterator[None]:
    with as_role("myspace_web"):
        yield


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An operator who trusts the authority of the tests."""
    (tmp_path / "root.pem").write_bytes(Authority().root().public_bytes(Encoding.PEM))
    file = tmp_path / "issuers.toml"
    file.write_text(
        f'[[issuer]]\nname = "Prova"\ncertificates = "{tmp_path}/root.pem"\nanswers_for = ["seals", "stamps"]\n'
    )
    monkeypatch.setenv("MYSPACE_ISSUERS_OF_SEALS", str(file))
    return file


def sent(pdf: bytes, name: str = "Montserrat 00000000T.pdf") -> HttpResponse:
    return Client(headers={"host": "localhost"}).post(HERE, {"fitxer": SimpleUploadedFile(name, pdf), "amb": "fitxer"})


def titles(answer: HttpResponse) -> list[str]:
    import html

    return [html.unescape(each) for each in TITLE.findall(answer.content.decode())]


def words(answer: HttpResponse) -> str:
    import html

    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def told(monkeypatch: pytest.MonkeyPatch, report: Report) -> None:
    monkeypatch.setattr(apart, "check_apart", lambda *_: report)


def test_a_sealed_paper_says_who_sealed_it_and_when_and_what_that_does_not_mean(known: Path) -> None:
    answer = sent(papers.sealed())
    text = words(answer)
    assert titles(answer) == ["El segell és bo"]
    assert "Qui el va segellar Segell de prova" in text
    assert "De quina organització Organització de prova" in text
    assert f"de {NOW.year}, a les" in text
    assert "no vol dir que tot el que hi posa sigui veritat" in text
    assert answer["Cache-Control"] == "no-store"


def test_an_altered_one_names_nobody(known: Path) -> None:
    answer = sent(papers.sealed().replace(b"stream\n", b"stream ", 1))
    assert titles(answer) == ["Aquest fitxer s'ha canviat"]
    assert "Segell de prova" not in words(answer)


def test_where_nobody_is_trusted_the_page_says_so_before_and_after() -> None:
    page = Client(headers={"host": "localhost"}).get(HERE)
    assert titles(page) == ["Aquí encara no coneixem cap segell"]
    assert titles(sent(papers.sealed())) == ["No sabem qui l'ha segellat", "Aquí encara no coneixem cap segell"]


def made(kind: type[Report]) -> Report:
    if kind is reports.Good:
        return reports.Good(SEALER, NOW, None)
    return kind(SEALER) if issubclass(kind, reports.Doubted) else kind()


def test_each_report_has_words_of_its_own(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {}
    for kind in views.FOUND:
        told(monkeypatch, made(kind))
        answer = sent(b"%PDF-")
        (said[kind],) = titles(answer)
        assert answer.status_code == 200
        assert ("Segell de prova" in words(answer)) == issubclass(kind, reports.Doubted | reports.Good), kind
        assert ("Quan es va segellar Segell" in words(answer)) is False
    assert set(views.FOUND) == {*apart.KINDS.values(), reports.Stopped}
    assert len(set(said.values())) == len(said)


def test_only_good_is_shown_as_good(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in views.FOUND:
        told(monkeypatch, made(kind))
        assert ("panel--success" in sent(b"%PDF-").content.decode()) == (kind is reports.Good), kind


def test_without_a_file_nothing_is_said_of_one(known: Path) -> None:
    for answer in (sent(b""), Client(headers={"host": "localhost"}).post(HERE, {"fitxer": "text", "amb": "fitxer"})):
        assert titles(answer) == ["No has triat cap fitxer"]


def test_a_file_that_is_too_large_is_not_kept_and_not_opened(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    check = apart.check_apart

    def counted(pdf: bytes, *rest: object) -> Report:
        given.append(len(pdf))
        return check(pdf, *rest)

    monkeypatch.setattr(apart, "check_apart", counted)
    assert titles(sent(b"%PDF-" + bytes(3 * seals.MOST))) == ["El fitxer és massa gran"]
    assert given == [seals.MOST + 1], "one byte over is enough to know"


def test_a_second_one_at_once_is_told_to_wait(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_given: object) -> Report:
        begun.set()
        assert go_on.wait(20)
        return reports.NotSigned()

    monkeypatch.setattr(seals, "WAITS_S", 0.1)
    monkeypatch.setattr(apart, "check_apart", slow)
    first = threading.Thread(target=lambda: seals.check(b"", NOW))
    first.start()
    assert begun.wait(10)
    answer = sent(b"%PDF-")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert titles(answer) == ["Ara n'estem comprovant d'altres"]
    go_on.set()
    first.join()
    assert titles(sent(b"%PDF-")) == ["No porta cap segell"], "there is room again"


@pytest.mark.parametrize("how", ["the process", "the operator's file", "its certificates"])
def test_a_check_that_does_not_work_says_nothing_of_the_file(
    known: Path, how: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    if how == "the process":
        monkeypatch.setattr(apart, "_ALONE", "myspace.nothing")
    elif how == "its certificates":
        (known.parent / "root.pem").write_text("none")
    else:
        known.write_text("[[issuer]]\nname = 3\n")
    answer = sent(papers.sealed())
    assert answer.status_code == 503
    assert titles(answer)[0] == "No l'hem pogut comprovar"
    assert "Retry-After" not in answer


def test_the_file_and_its_name_are_in_no_log_and_not_on_the_page(
    known: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for pdf in (papers.sealed(), b"%PDF-1.7 tok3n"):
        answer = sent(pdf)
        kept = caplog.text + "".join(capfd.readouterr()) + answer.content.decode()
        for word in ("Montserrat", "00000000T", "tok3n"):
            assert word not in kept


def test_no_file_of_anybody_is_written_to_disk(known: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(kept))
    monkeypatch.setattr(apart, "check_apart", lambda *_: reports.NotSigned())
    sent(b"%PDF-" + bytes(6_000_000))
    assert list(kept.iterdir()) == []


def test_a_form_of_another_site_is_refused() -> None:
    strict = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    assert strict.post(HERE, {"fitxer": SimpleUploadedFile("a.pdf", b"%PDF-")}).status_code == 403


def test_two_files_at_once_are_not_taken() -> None:
    both = [SimpleUploadedFile("a.pdf", b"%PDF-"), SimpleUploadedFile("b.pdf", b"%PDF-")]
    assert Client(headers={"host": "localhost"}).post(HERE, {"fitxer": both}).status_code == 400


@pytest.mark.parametrize(
    ("path", "status", "title"), [("espera", 429, "Ara n'estem"), ("massa-gran", 200, "El fitxer és massa")]
)
def test_whom_the_proxy_stops_gets_a_page_of_ours(known: Path, path: str, status: int, title: str) -> None:
    answer = Client(headers={"host": "localhost"}).get(f"{HERE}/{path}")
    assert answer.status_code == status
    assert titles(answer)[0].startswith(title)
    assert 'action="/comprova-un-paper"' in answer.content.decode()


# -- whom the operator trusts ------------------------------------------------------------------------------------------

_BENT: dict[str, Callable[[str], str]] = {
    "no certificates": lambda text: text.replace("certificates", "others"),
    "answers for nothing": lambda text: text.replace('["seals", "stamps"]', "[]"),
    "answers for people": lambda text: text.replace('"seals"', '"people"'),
    "a list of nowhere": lambda text: text + 'lists = ["ftp://a/b"]\n',
    "no toml": lambda text: text + "[[",
    "a file that is not there": lambda text: text.replace("root.pem", "none.pem"),
}


@pytest.mark.parametrize("how", _BENT)
def test_a_file_of_issuers_that_says_too_little_is_refused_by_name(known: Path, how: str) -> None:
    from myspace.domain.seals import issuers

    assert issuers.trust().sealing
    known.write_text(_BENT[how](known.read_text()))
    with pytest.raises(issuers.IssuersUnusable, match=re.escape(str(known.parent))):
        issuers.trust()


def test_who_answers_for_stamps_alone_answers_for_no_seal(known: Path) -> None:
    from myspace.domain.seals import issuers

    known.write_text(known.read_text().replace('"seals", ', "") + 'lists = ["http://a.test/l", "http://a.test/l"]\n')
    assert (issuers.trust().sealing, len(issuers.trust().stamping)) == ((), 1)
    assert issuers.addresses() == ("http://a.test/l",)
    assert titles(sent(papers.sealed()))[0] == "No sabem qui l'ha segellat"


# -- by its code -------------------------------------------------------------------------------------------------------


def asked(code: str, **more: object) -> HttpResponse:
    return Client(headers={"host": "localhost"}).post(HERE, {"codi": code, "amb": "codi", **more})


def whose() -> UUID:
    return enter().actor.subject


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ({}, "Tenim un paper amb aquest codi"),
        ({"replaced_at": NOW}, "D'aquest paper n'hi ha un de més nou"),
        ({"valid_until": NOW - DAY, "replaced_at": NOW}, "Aquest paper ja no serveix"),
        ({"withdrawn_at": NOW, "valid_until": NOW - DAY}, "Aquest paper es va retirar"),
    ],
)
def test_a_code_says_what_the_paper_is_and_how_it_stands_and_never_whose_it_is(
    known: Path, clean: Database, row: dict[str, object], title: str
) -> None:
    code = given(clean, whose(), **row)
    answer = asked(codes.grouped(code).lower())
    text = words(answer)
    assert titles(answer) == [title]
    assert "Quin paper és Justificant de dades" in text
    assert "De què parla D'on s'està empadronat" in text
    assert (b"d" * 32).hex() in text
    assert "No diem de qui és" in text
    for word in ("Montserrat", "00000000T", "Puig"):
        assert word not in answer.content.decode()


def test_a_wrong_code_a_forgotten_one_and_one_that_is_none_are_one_answer(known: Path, clean: Database) -> None:
    person = whose()
    answers = [
        asked(code) for code in (codes.made(), "no és cap codi", given(clean, person, state="queued"), "x" * 5000)
    ]
    mark = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert len({mark.sub("", answer.content.decode()) for answer in answers}) == 1
    assert titles(answers[0]) == ["No tenim cap paper amb aquest codi"]
    assert titles(asked("  ")) == ["No has escrit cap codi"]


def test_a_file_beside_its_code_is_told_to_be_that_one_or_another(known: Path, clean: Database) -> None:
    pdf = papers.sealed()
    code = given(clean, whose(), digest=sha256(pdf).digest())
    page = asked(code).content.decode()
    assert f'name="codi" value="{code}"' in page, "the form for the file carries the code on"
    both = {"codi": code, "amb": "fitxer"}
    same = Client(headers={"host": "localhost"}).post(HERE, {**both, "fitxer": SimpleUploadedFile("a.pdf", pdf)})
    assert titles(same) == ["És el fitxer d'aquest codi", "El segell és bo"]
    other = papers.written_over(pdf)
    changed = Client(headers={"host": "localhost"}).post(HERE, {**both, "fitxer": SimpleUploadedFile("a.pdf", other)})
    assert titles(changed) == ["No és el fitxer d'aquest codi", "Hi han afegit coses"]


def test_a_code_in_the_address_is_not_looked_up_and_one_that_is_sent_is_in_no_log(
    known: Path, clean: Database, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    code = given(clean, whose())
    client = Client(headers={"host": "localhost"})
    assert titles(client.get(f"{HERE}?codi={code}")) == []
    assert titles(asked(code)) == ["Tenim un paper amb aquest codi"]
    assert code not in caplog.text + "".join(capfd.readouterr())


def test_without_the_database_nothing_is_said_of_a_code(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_typed: str) -> None:
        raise DatabaseAway

    monkeypatch.setattr("myspace.domain.certificates.service.by_code", away)
    answer = asked(codes.made())
    assert (answer.status_code, titles(answer)) == (503, ["No l'hem pogut comprovar"])


def test_each_kind_of_paper_and_each_name_has_words_() -> None:
    assert set(ABOUT) == set(PaperKind)
    assert set(BY) == set(PaperName)
    ours = set(PaperKind) - OWNERS  # what a code may be of
    assert len({ABOUT[kind] for kind in ours}) == len(ours)
