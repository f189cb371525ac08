"""A receipt checked by the page: the same verdict as the program, in words; nothing leaves; hostile files get an answer."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Locator, expect

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
django.setup()

from myspace.launch.stack import Stack  # noqa: E402  # Django must be set up first
from myspace.protocols.merkle import verify  # noqa: E402
from myspace.web import assets  # noqa: E402
from tests.journeys.browser import ORIGIN, Visit, visit  # noqa: E402
from tests.journeys.walking import walk  # noqa: E402
from tests.unit.protocols.merkle.given import Log, b64  # noqa: E402
from tests.unit.protocols.merkle.test_verify import CHANGES  # noqa: E402

pytestmark = pytest.mark.journey

HERE = "/que-prova-el-registre/comprova"
Change = Callable[[dict[str, Any]], Any]
# What the program says of each verdict of the page.
SAYS = {
    "text": "is not what was sealed", "signature": "is not that key's", "key": "the checkpoint is not signed by",
    "tree": "not in the tree", "stamp": "time stamp is of something else", "salt": "a salt has 32 bytes",
    "badkey": "a key does not read", "checkpoint": "the checkpoint does not read", "base64": "is not base64",
    "receipt": "", "shape": "", "json": "", "holds": "IT HOLDS, by the keys that you gave.",
    "lacks": "but not every witness confirmed it", "together": "IT HOLDS TOGETHER",
}  # fmt: skip
CODE = {"holds": 0, "lacks": 0, "together": 3, **dict.fromkeys(("text", "signature", "key", "tree", "stamp"), 1)}

UNREAD: dict[str, Change] = {
    "another format": lambda r: r.update(format="x"),
    "another version": lambda r: r.update(version=2),
    "a version that is a text": lambda r: r.update(version="1"),
    "no entry": lambda r: r.pop("entry"),
    "an entry that is a list": lambda r: r.update(entry=[]),
    "a text that is a number": lambda r: r["entry"].update(payload=3),
    "half a letter": lambda r: r["entry"].update(payload="\ud800"),
    "a short salt": lambda r: r["entry"].update(salt=b64(b"x")),
    "a salt of other letters": lambda r: r["entry"].update(salt="*" * 44),
    "a salt with a line end": lambda r: r["entry"].update(salt=r["entry"]["salt"] + "\n"),
    "a place that is true": lambda r: r["leaf"].update(index=True),
    "a place that is a text": lambda r: r["leaf"].update(index="4"),
    "a place below": lambda r: r["leaf"].update(index=-1),
    "a place far above": lambda r: r["leaf"].update(index=2**80),
    "a size that is nothing": lambda r: r["proof"].update(size=None),
    "no proof": lambda r: r.update(proof=None),
    "hashes that are none": lambda r: r["proof"].update(hashes=[3]),
    "a checkpoint that is nothing": lambda r: r.update(checkpoint=""),
    "a checkpoint of a longer number": lambda r: r.update(checkpoint=r["checkpoint"].replace("\n11\n", "\n011\n")),
    "a checkpoint without signatures": lambda r: r.update(checkpoint=r["checkpoint"].split("\n\n")[0]),
    "keys that are nothing": lambda r: r.update(keys=None),
    "witnesses that are a text": lambda r: r["keys"].update(witnesses="abc"),
    "a stamp that is a text": lambda r: r.update(stamp=""),
    "a stamp without its token": lambda r: r.update(stamp={}),
    "a name from below": lambda r: r.update(__proto__={"format": "x"}, constructor={"prototype": 1}),
}  # fmt: skip


@pytest.fixture(scope="module")
def log() -> Log:
    return Log()


@contextmanager
def opened(browser: Browser, keys: list[str], tmp_path: Path, **how: Any) -> Iterator[Visit]:
    """The page of a folder whose record and witnesses have these keys."""
    file = tmp_path / "witnesses.toml"
    each = ((verify.read_key(key)[0], key) for key in keys[1:])
    file.write_text("".join(f'[[witness]]\nname = "{n}"\nurl = "https://t.example"\nkey = "{k}"\n' for n, k in each))
    with override_settings(RECORD_PUBLIC=keys[0] if keys else "", WITNESSES=str(file)), visit(browser, **how) as here:
        yield here


def _receipts(log: Log) -> dict[str, bytes]:
    """Generated: each way in which a receipt was changed, and what is none."""
    all_: dict[str, bytes] = {f"of {n}": json.dumps(log.receipt(n)).encode() for n in range(log.tree.size)}
    for what, change in CHANGES.items():
        receipt = copy.deepcopy(log.receipt(4))
        change(receipt, log)
        all_[what] = json.dumps(receipt).encode()
    for what, simple in UNREAD.items():
        receipt = copy.deepcopy(log.receipt(4))
        simple(receipt)
        all_[what] = json.dumps(receipt).encode()
    stamp = {
        "token": b64(b"\x30\x31" + verify.hashlib.sha256((log.note().rpartition("\n\n")[0] + "\n").encode()).digest())
    }
    all_["stamped"] = json.dumps(log.receipt(2, stamp=stamp, checkpoint=log.note())).encode()
    all_["one witness"] = json.dumps(log.receipt(2, checkpoint=log.note(witnessed=1))).encode()
    for text in (
        b"",
        b"{}",
        b"[]",
        b"null",
        b"3",
        b'"x"',
        b"[" * 9000,
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b"{" * 50,
        b"\x00" * 99,
    ):
        all_[repr(text[:12]) + str(len(text))] = text
    return all_


def _by_the_program(
    octets: bytes, keys: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    (tmp_path / "r.json").write_bytes(octets)
    (tmp_path / "keys.txt").write_text("\n".join(keys))
    code = verify.main([str(tmp_path / "r.json"), *(("--keys", str(tmp_path / "keys.txt")) if keys else ())])
    return code, capsys.readouterr().out


CHECKED = """async ([address, all, keys]) => {
    const ours = await import(address), able = await ours.knowsSignatures(), found = {};
    for (const [name, octets] of Object.entries(all))
        found[name] = await ours.check(Uint8Array.from(atob(octets), one => one.charCodeAt(0)), keys, able);
    return [able, found];
}"""


@pytest.mark.parametrize("given", ["our keys", "its own keys"])
def test_the_page_and_the_program_say_the_same_of_every_receipt(
    given: str, browser: Browser, log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys, all_ = log.keys if given == "our keys" else [], _receipts(log)
    with opened(browser, log.keys[:1], tmp_path) as here:
        page = here.open(HERE)
        coded = {name: b64(octets) for name, octets in all_.items()}
        able, found = page.evaluate(CHECKED, [assets.asset("verify.js"), coded, keys])
    assert able, "this browser knows Ed25519: else the signatures were not tried"
    assert len(found) > 50
    wrong = {}
    for name, octets in all_.items():
        verdict = found[name]["what"]
        code, said = _by_the_program(octets, keys, tmp_path, capsys)
        if CODE.get(verdict, 2) != code or SAYS[verdict] not in said:
            wrong[name] = (verdict, code, said)
    assert wrong == {}
    reached = {each["what"] for each in found.values()}
    assert reached >= {
        "text",
        "signature",
        "key",
        "tree",
        "stamp",
        "json",
        "receipt",
        "shape",
        "base64",
        "salt",
        "checkpoint",
    }


def test_a_key_that_is_none_has_its_own_verdict(browser: Browser, log: Log, tmp_path: Path) -> None:
    receipt = log.receipt(4)
    receipt["keys"]["log"] = "x" + receipt["keys"]["log"]
    with opened(browser, log.keys[:1], tmp_path) as here:
        page = here.open(HERE)
        _, found = page.evaluate(CHECKED, [assets.asset("verify.js"), {"r": b64(json.dumps(receipt).encode())}, []])
        assert found["r"]["what"] == "badkey"
        said = set(page.locator("template[data-verdict]").evaluate_all("all => all.map(one => one.dataset.verdict)"))
    assert said == {*SAYS, "unsigned", "big", "cannot", "failed"}, "each verdict of the script has its words"


def _give(here: Visit, octets: bytes | str, name: str = "rebut.json") -> Locator:
    octets = octets.encode() if isinstance(octets, str) else octets
    box = here.page.get_by_label("El fitxer del rebut")
    box.set_input_files({"name": name, "mimeType": "application/json", "buffer": octets})
    result = here.page.locator("[data-result]")
    expect(result).not_to_be_empty()
    return result


def test_a_receipt_is_checked_and_never_leaves_the_page(browser: Browser, log: Log, tmp_path: Path) -> None:
    with opened(browser, log.keys[:1], tmp_path) as here:
        page = here.open(HERE)
        before = len(here.sent)
        result = _give(here, json.dumps(log.receipt(3)))
        expect(result).to_contain_text("El rebut quadra")
        expect(result).to_contain_text("la cosa número 3")
        expect(result).to_contain_text("Lloc 3, comptant des de 0. El registre en tenia 11.")
        expect(result).to_contain_text("Ningú de fora no ho confirma.")
        assert result.get_attribute("aria-live") == "polite"
        assert here.faults() == []
        assert here.overflow() <= 0
        changed = json.dumps(log.receipt(3)).replace("cosa n", "casa n")
        expect(_give(here, changed)).to_contain_text("han canviat el text")
        assert here.faults() == []
        icon = ORIGIN + assets.asset("icon.svg")  # the browser's own, when it likes: it carries nothing
        assert [(each.method, each.url) for each in here.sent[before:] if each.url != icon] == []
        assert page.url.endswith(HERE)
        assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
        assert here.told == []


def test_what_a_hostile_file_says_is_text_and_nothing_else(browser: Browser, tmp_path: Path) -> None:
    evil = Log(1)
    evil.payloads[0] = "<img src=x onerror=alert(1)>\u202e\x1b<script>window.hit = 1</script>"
    evil.tree = type(evil.tree)(0, {})
    evil.tree.append([verify.leaf_hash(verify.commitment(evil.salts[0], evil.payloads[0].encode()))])
    with opened(browser, evil.keys[:1], tmp_path) as here:
        page = here.open(HERE)
        result = _give(here, json.dumps(evil.receipt(0)))
        expect(result).to_contain_text("<img src=x onerror=alert(1)>\\u{202e}\\u{1b}<script>")
        assert result.locator("img, script").count() == 0
        assert page.evaluate("window.hit") is None


def test_what_is_too_big_or_no_receipt_gets_an_answer_at_once(browser: Browser, log: Log, tmp_path: Path) -> None:
    with opened(browser, log.keys[:1], tmp_path) as here:
        here.open(HERE)
        expect(_give(here, b"[" * 10_000_000)).to_contain_text("El fitxer és massa gran")
        expect(_give(here, b"[" * 1_000_000)).to_contain_text("Aquest fitxer no és cap rebut")
        expect(_give(here, b"\x89PNG\r\n", "foto.png")).to_contain_text("No està escrit com un rebut.")
        many = log.receipt(3)
        many["proof"]["hashes"] = [b64(bytes(32))] * 20_000
        expect(_give(here, json.dumps(many))).to_contain_text("no és al registre signat")
        assert here.told == []


def test_where_the_browser_knows_no_signatures_it_says_so_and_how_to_go_on(
    browser: Browser, log: Log, tmp_path: Path
) -> None:
    with opened(browser, log.keys[:1], tmp_path) as here:
        here.page.add_init_script(
            "const has = crypto.subtle.importKey.bind(crypto.subtle);"
            "crypto.subtle.importKey = (...all) => all[2].name === 'Ed25519' ? Promise.reject(new Error('unknown')) : has(...all);"
        )
        here.open(HERE)
        result = _give(here, json.dumps(log.receipt(3, checkpoint=log.note(witnessed=0))))
        expect(result).to_contain_text("No hem comprovat qui l'ha signat")
        expect(result).to_contain_text("amb el programa")
        expect(result).not_to_contain_text("El rebut quadra")
        assert here.faults() == []
        changed = json.dumps(log.receipt(3)).replace("cosa n", "casa n")
        expect(_give(here, changed)).to_contain_text("han canviat el text")


def test_a_witness_that_did_not_confirm_is_named(browser: Browser, log: Log, tmp_path: Path) -> None:
    with opened(browser, log.keys, tmp_path) as here:
        here.open(HERE)
        expect(_give(here, json.dumps(log.receipt(3)))).to_contain_text("i tots els testimonis que coneix")
        result = _give(here, json.dumps(log.receipt(3, checkpoint=log.note(witnessed=1))))
        expect(result).to_contain_text("El rebut quadra, però hi falten testimonis")
        expect(result.locator("[data-slot=not]")).to_have_text(log.hands[1].name)


def test_where_the_folder_has_no_key_it_only_holds_by_its_own(browser: Browser, log: Log, tmp_path: Path) -> None:
    with opened(browser, [], tmp_path) as here:
        here.open(HERE)
        result = _give(here, json.dumps(log.receipt(3)))
        expect(result).to_contain_text("El rebut només quadra amb les seves claus")
        expect(result).to_contain_text(f"{log.hands[0].name}, {log.hands[1].name}")


def test_by_keyboard_it_is_reached_and_the_focus_stays(browser: Browser, log: Log, tmp_path: Path) -> None:
    with opened(browser, log.keys[:1], tmp_path) as here:
        page = here.open(HERE)
        box = page.get_by_label("El fitxer del rebut")
        expect(box).to_be_visible()  # the script shows it once it knows what this browser can check
        for _ in range(20):
            page.keyboard.press("Tab")
            if box.evaluate("box => box === document.activeElement"):
                break
        expect(box).to_be_focused()
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Enter")
        chooser.value.set_files({"name": "r.json", "mimeType": "", "buffer": json.dumps(log.receipt(3)).encode()})
        expect(page.locator("[data-result]")).to_contain_text("El rebut quadra")
        expect(box).to_be_focused()


def test_without_script_the_page_says_so_and_leads_to_the_program(browser: Browser, log: Log, tmp_path: Path) -> None:
    with opened(browser, log.keys[:1], tmp_path, script=False) as here:
        page = here.open(HERE)
        assert page.get_by_text("Aquí necessites JavaScript").is_visible()
        assert not page.locator("input[type=file]").is_visible()
        assert page.get_by_role("link", name="Baixa't el programa").is_visible()


def test_a_receipt_of_the_running_folder_holds_and_a_changed_one_does_not(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("marta")
        link = here.page.locator("a[href$='/rebut']").first
        here.until("/el-meu-registre", lambda: link.count() > 0)

        def sealed() -> bool:
            # A line that is not sealed yet answers with a page, not with a file. Asked beside the page, whose console
            # would hold each "not yet" against it.
            address = here.page.evaluate("link => link.href", link.element_handle())
            return here.page.request.get(address).status == 200

        here.until("/el-meu-registre", sealed)
        with here.page.expect_download() as download:
            link.click()
        octets = Path(download.value.path()).read_bytes()
        here.go(HERE)
        result = here.page.locator("[data-result]")
        for given, said in ((octets, "El rebut quadra"), (octets.replace(b"audit", b"audlt"), "han canviat el text")):
            here.page.get_by_label("El fitxer del rebut").set_input_files(
                {"name": "rebut.json", "mimeType": "application/json", "buffer": given}
            )
            expect(result).to_contain_text(said)
        assert here.faults() == []
        assert here.told == []
