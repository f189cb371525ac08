"""The client and the simulated provider over real sockets: a whole login, and every way it can go wrong."""

from __future__ import annotations

import contextlib
import http.client
import logging
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from myspace.connector_kit.login import Identity, Token
from myspace.connectors.valid import failures, wire
from myspace.connectors.valid.client import ValidClient
from myspace.connectors.valid.failures import LoginFailure, Screen
from myspace.vocabulary.people import AssuranceLevel, LoginMethod

BACK = "http://localhost:1/entra/tornada"
CLIENT, SECRET = "7.serveis.aoc.cat", "a secret & with signs"


@dataclass
class Browser:
    """A browser without script: it fills the last form and keeps the cookies."""

    base: str
    cookie: str = ""

    def get(self, address: str) -> http.client.HTTPResponse:
        return self._ask("GET", address)

    def post(self, address: str, **form: str) -> http.client.HTTPResponse:
        return self._ask("POST", address, urlencode(form))

    def _ask(self, method: str, address: str, body: str | None = None) -> http.client.HTTPResponse:
        parts = urlsplit(self.base)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, address.removeprefix(self.base), body, headers)
        answer = connection.getresponse()
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        return answer

    def log_in(self, client: ValidClient, state: str = "st&te/1", **choices: str) -> dict[str, list[str]]:
        """The parameters of the callback, after going through the provider's last form."""
        page = self.get(client.authorize_url(state))
        if page.status == 303:
            return _callback(page)
        action = _found(r'action="(/o/entrada/[^"/]+)"', page.read().decode())
        form = {"method": "clave", "person": "amina", "act": "enter"} | choices
        if form["method"] == "idcatmobil":
            query = urlencode({"method": form["method"], "person": form["person"]})
            form["sms"] = _found(r"data-sms>(\d{6})<", self.get(f"{action}?{query}").read().decode())
        return _callback(self.post(action, **form))


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"{pattern} is not on the page"
    return match[1]


def _callback(answer: http.client.HTTPResponse) -> dict[str, list[str]]:
    assert answer.status == 303, answer.read()[:300]
    target = answer.getheader("Location") or ""
    assert target.startswith(BACK + "?")
    return parse_qs(urlsplit(target).query, strict_parsing=True)


@contextlib.contextmanager
def running(*options: str) -> Iterator[str]:
    command = [sys.executable, "-m", "myspace.connectors.valid.simulator", "--slow-seconds", "30"]
    command += ["--client-id", CLIENT, "--client-secret", SECRET, "--redirect-uri", BACK, *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().removeprefix("ready ").strip()
    finally:
        process.terminate()
        assert process.wait(10) == 0


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running() as address:
        yield address


def client_of(address: str, deadline_ms: int = 5000) -> ValidClient:
    return ValidClient(address, CLIENT, SECRET, BACK, deadline_ms)


def _enter(address: str, **choices: str) -> Identity:
    client = client_of(address)
    token = client.exchange(wire.read_callback(Browser(address).log_in(client, **choices), "st&te/1"))
    return client_of(address, deadline_ms=2500).who(token)


def test_idcat_mobil_enters_with_the_code_of_the_simulated_phone(provider: str) -> None:
    who = _enter(provider, method="idcatmobil", person="marta")
    assert (who.identifier.value, who.names.full) == ("12345678Z", "Marta Soler Puig")
    assert (who.method, who.level, who.phone) == (
        LoginMethod.IDCAT_MOBIL,
        AssuranceLevel.SUBSTANTIAL,
        "+34600000011",
    )
    assert who.screen is Screen.ENTERED


def test_clave_enters_with_what_little_it_says(provider: str) -> None:
    who = _enter(provider, method="clave", person="amina")
    assert (who.identifier.value, who.method, who.phone) == ("X0000000T", LoginMethod.CLAVE, None)


@pytest.mark.parametrize(
    ("certificate", "represents", "level"),
    [
        ("persona", False, AssuranceLevel.HIGH),
        ("representant-atzavara", True, AssuranceLevel.SUBSTANTIAL),
        ("representant12-atzavara", True, AssuranceLevel.SUBSTANTIAL),
        ("vinculada-atzavara", False, AssuranceLevel.SUBSTANTIAL),
    ],
)
def test_a_certificate_enters_and_represents_only_as_a_representative(
    provider: str, certificate: str, represents: bool, level: AssuranceLevel
) -> None:
    who = _enter(provider, method="certificat", person="teresa", certificate=certificate)
    assert (who.identifier.value, who.represents_company, who.level) == ("00000000T", represents, level)


@pytest.mark.parametrize("level", ["low", "substantial", "high"])
def test_the_level_can_be_chosen(provider: str, level: str) -> None:
    assert _enter(provider, level=level).level.name.lower() == level


@pytest.mark.parametrize(
    ("choices", "failure"),
    [
        ({"act": "cancel"}, failures.Cancelled),
        ({"misbehaviour": "cancel"}, failures.Cancelled),
        ({"misbehaviour": "other_error"}, failures.CallbackError),
        ({"misbehaviour": "wrong_state"}, failures.StateMismatch),
        ({"misbehaviour": "code_refused"}, failures.TokenRefused),
        ({"misbehaviour": "expired"}, failures.TokenExpired),
        ({"misbehaviour": "down"}, failures.ProviderDown),
        ({"misbehaviour": "slow"}, failures.ProviderLate),
        ({"misbehaviour": "html"}, failures.ProviderGarbled),
        ({"misbehaviour": "truncated"}, failures.ProviderGarbled),
        ({"misbehaviour": "charset"}, failures.ProviderGarbled),
        ({"misbehaviour": "endless"}, failures.ProviderGarbled),
        ({"misbehaviour": "redirect"}, failures.ProviderGarbled),
        ({"misbehaviour": "ko"}, failures.KoAnswer),
        ({"misbehaviour": "no_identifier"}, failures.IdentityIncomplete),
        ({"misbehaviour": "bad_identifier"}, failures.IdentityMalformed),
        ({"method": "certificat", "person": "teresa", "certificate": "empleada"}, failures.NotForThisCertificate),
        ({"method": "certificat", "person": "teresa", "certificate": "segell"}, failures.NotForThisCertificate),
    ],
)
def test_each_misbehaviour_ends_in_its_own_failure(
    provider: str, choices: dict[str, str], failure: type[LoginFailure]
) -> None:
    with pytest.raises(LoginFailure) as failed:
        _enter(provider, **choices)
    assert type(failed.value) is failure


@pytest.mark.parametrize("misbehaviour", ["no_level", "unknown_level", "legacy_method"])
def test_without_a_known_level_one_enters_at_the_lowest(provider: str, misbehaviour: str) -> None:
    assert _enter(provider, level="high", misbehaviour=misbehaviour).level is AssuranceLevel.LOW


def test_document_type_instead_of_identifier_type_enters(provider: str) -> None:
    who = _enter(provider, method="idcatmobil", person="amina", misbehaviour="document_type")
    assert who.identifier.kind.value == "nie"


def test_the_next_login_can_be_made_to_misbehave_from_outside_once(provider: str) -> None:
    assert Browser(provider).post("/_control/next", misbehaviour="ko").status == 204
    with pytest.raises(failures.KoAnswer):
        _enter(provider)
    assert _enter(provider).screen is Screen.ENTERED
    assert Browser(provider).post("/_control/next", misbehaviour="nonsense").status == 400


def test_a_code_serves_once(provider: str) -> None:
    client = client_of(provider)
    code = wire.read_callback(Browser(provider).log_in(client), "st&te/1")
    client.exchange(code)
    with pytest.raises(failures.TokenRefused):
        client.exchange(code)


def test_evidence_is_raw_and_says_no_informat(provider: str) -> None:
    client = client_of(provider)
    found = Browser(provider).log_in(client, method="idcatmobil", person="marta")
    traces = client.evidence(client.exchange(wire.read_callback(found, "st&te/1"))).traces
    assert b"No informat" in traces[0]


def test_a_browser_stays_logged_in_there_after_revoking_and_not_after_logging_out(provider: str) -> None:
    client, browser = client_of(provider), Browser(provider)
    token = client.exchange(wire.read_callback(browser.log_in(client, person="amina"), "st&te/1"))
    assert client.revoke(token)
    assert not client.revoke(token)
    with pytest.raises(failures.KoAnswer):
        client.who(token)
    assert browser.get(client.authorize_url("again")).status == 303  # straight through
    assert client.logout(token)
    assert browser.get(client.authorize_url("again")).status == 200  # asked again
    assert not client.logout(Token("1/unknown", token.expires_at))


def test_a_failing_logout_is_down_and_not_done(provider: str) -> None:
    client = client_of(provider)
    token = client.exchange(wire.read_callback(Browser(provider).log_in(client, misbehaviour="logout_down"), "st&te/1"))
    for end in (client.revoke, client.logout):
        with pytest.raises(failures.ProviderDown):
            end(token)


def test_a_provider_that_forgets_asks_again_and_its_tokens_live_as_told() -> None:
    with running("--no-remember", "--token-seconds", "3") as address:
        client, browser = client_of(address), Browser(address)
        token = client.exchange(wire.read_callback(browser.log_in(client), "st&te/1"))
        assert browser.get(client.authorize_url("again")).status == 200
        client.who(token)
        time.sleep(3.1)
        with pytest.raises(failures.TokenExpired):
            client.who(token)


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "8.serveis.aoc.cat"},
        {"redirect_uri": BACK + "/"},
        {"redirect_uri": "http://evil.example"},
        {"response_type": "token"},
        {"scope": "openid"},
        {"approval_prompt": ""},
    ],
)
def test_an_unknown_application_gets_a_page_and_nobody_is_sent_anywhere(provider: str, changes: dict[str, str]) -> None:
    query = dict(part.split("=") for part in wire.authorize_query("7", "x", "s").split("&"))
    good = query | {"client_id": CLIENT, "redirect_uri": BACK}
    assert Browser(provider).get(f"/o/oauth2/auth?{urlencode(good)}").status == 200
    page = Browser(provider).get(f"/o/oauth2/auth?{urlencode(good | changes)}")
    assert (page.status, page.getheader("Location")) == (400, None)


def test_a_wrong_code_of_the_phone_is_told_and_can_be_mended(provider: str) -> None:
    client, browser = client_of(provider), Browser(provider)
    page = browser.get(client.authorize_url("s")).read().decode()
    action = _found(r'action="(/o/entrada/[^"/]+)"', page)
    answer = browser.post(action, method="idcatmobil", person="marta", sms="no")
    text = answer.read().decode()
    assert (answer.status, "El codi no és aquest" in text) == (400, True)
    sms = _found(r"data-sms>(\d{6})<", text)
    assert browser.post(action, method="idcatmobil", person="marta", sms=sms).status == 303
    assert browser.post(action, method="idcatmobil", person="marta", sms=sms).status == 404  # used


@pytest.mark.parametrize("form", [{"person": "nobody"}, {"method": "x"}, {"level": "x"}, {"misbehaviour": "x"}])
def test_what_was_not_offered_is_not_taken(provider: str, form: dict[str, str]) -> None:
    client, browser = client_of(provider), Browser(provider)
    action = _found(r'action="(/o/entrada/[^"/]+)"', browser.get(client.authorize_url("s")).read().decode())
    assert browser.post(action, **({"method": "clave", "person": "amina"} | form)).status in (400, 404)


def test_every_page_is_strict_says_it_is_invented_and_has_no_script(provider: str) -> None:
    client, browser = client_of(provider), Browser(provider)
    first = browser.get(client.authorize_url("s"))
    action = _found(r'action="(/o/entrada/[^"/]+)"', text := first.read().decode())
    pages = [(first, text)]
    for path in ("/", f"{action}/persona?method=clave", f"{action}?method=certificat&person=teresa", f"{action}x"):
        answer = browser.get(path)
        pages.append((answer, answer.read().decode()))
    for answer, shown in pages:
        policy = answer.getheader("Content-Security-Policy") or ""
        assert "default-src 'none'" in policy
        assert "form-action 'self' http://localhost:1" in policy
        assert answer.getheader("Cache-Control") == "no-store"
        assert "VALId simulat · país inventat" in shown
        assert "<script" not in shown
        assert "style=" not in shown


def test_no_log_line_or_exception_carries_a_token_code_or_number(
    provider: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    client, hasty, browser = client_of(provider), client_of(provider, deadline_ms=500), Browser(provider)
    said = ""
    secrets = [SECRET, "X0000000T", "Benali"]
    for misbehaviour in ("none", "ko", "slow", "html", "charset", "bad_identifier", "endless"):
        browser.cookie = ""
        code = wire.read_callback(browser.log_in(client, misbehaviour=misbehaviour), "st&te/1")
        token = client.exchange(code)
        secrets += [code, token.access_token]
        try:
            said += repr(hasty.who(token))
        except LoginFailure as failed:
            chain: BaseException | None = failed
            while chain:
                said += f"{chain!r} {chain} {chain.args}"
                chain = chain.__cause__ or chain.__context__
    captured = capfd.readouterr()
    said += caplog.text + captured.out + captured.err
    assert "valid_ko" in said
    for secret in secrets:
        assert secret not in said
