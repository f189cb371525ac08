"""The documents tell the truth: links lead somewhere, commands and paths exist, nothing of a private place slips in."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
import yaml

from myspace.launch import prove, reference
from myspace.launch.__main__ import COMMANDS

ROOT = Path(__file__).parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """What the repository holds: committed, or new and not ignored. Without git (an export), every file but the made ones."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if told.returncode == 0:
        found = [ROOT / name for name in told.stdout.split("\0") if name]
    else:
        found = [p for p in ROOT.rglob("*") if not any(part.startswith(".") for part in p.relative_to(ROOT).parts)]
    return tuple(p for p in found if p.is_file())


DOCUMENTS = [p for p in tracked() if p.suffix == ".md"]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# -- links ------------------------------------------------------------------------------------------------------------

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def broken_links(document: Path, text: str) -> list[str]:
    return [to for to in LINK.findall(text) if not leads_somewhere(document, to)]


def leads_somewhere(document: Path, to: str) -> bool:
    if to.startswith("https://"):
        return True
    path, _, anchor = to.partition("#")
    target = (document.parent / path).resolve() if path else document
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not anchor or anchor in anchors(target.read_text("utf-8"))


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ +(.+?)\s*$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    assert broken_links(document, document.read_text("utf-8")) == []


# -- commands ---------------------------------------------------------------------------------------------------------

COMMAND = re.compile(r"\./myspace +([a-z]\w*(?:-\w+)*)(?: +([a-z_]\w*))?")
OF_DJANGO = {"help", "shell", "migrate", "makemigrations", "check"}


def unknown_commands(text: str) -> list[str]:
    wrong = []
    for command, word in COMMAND.findall(text):
        if command not in {*COMMANDS, "help"}:
            wrong.append(command)
        if command == "manage" and word and word not in OF_DJANGO | operators_commands():
            wrong.append(f"manage {word}")
        if command == "prove" and word and not (ROOT / f"proofs/{word}.py").exists():
            wrong.append(f"prove {word}")
    return wrong


def operators_commands() -> set[str]:
    return {p.stem for p in (ROOT / "src/myspace/site/management/commands").glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_command_that_is_named_exists(document: Path) -> None:
    assert unknown_commands(document.read_text("utf-8")) == []


def test_every_command_is_told_where_people_look() -> None:
    run = (ROOT / "docs/howto/run.md").read_text("utf-8")
    assert [command for command in COMMANDS if f"./myspace {command}" not in run] == []


# -- paths and modules ------------------------------------------------------------------------------------------------

TICKED = re.compile(r"`([^`\n]+)`")
TOP = {"src", "tests", "docs", "proofs", "bench", "myspace"}
SETTINGS_OF_A_TRANSACTION = {"myspace.subject", "myspace.viewer"}  # PostgreSQL's, not Python's
# Inside the package, paths are said from it: `web/session/door.py`, `kernel/personal.py` of domain.
FROM = (ROOT, ROOT / "src/myspace", ROOT / "src/myspace/domain")


def absent_paths(document: Path, text: str) -> list[str]:
    """What looks like a path or a dotted name of ours and is not there. `<name>` stands for any one name."""
    return [
        said for said in TICKED.findall(without_blocks(text)) if looks_like_ours(said) and not is_there(document, said)
    ]


def without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def looks_like_ours(said: str) -> bool:
    if said in SETTINGS_OF_A_TRANSACTION or said == prove.RECORD.as_posix():
        return False
    if said.startswith(".data/"):  # made where the product runs: in a fresh clone there is nothing yet
        return False
    if re.fullmatch(r"myspace(\.\w+)+", said):
        return True
    plain = re.fullmatch(r"[\w.<>*-]+(/[\w.<>*{},-]+)+/?", said)
    return bool(plain) and (
        said.split("/", maxsplit=1)[0] in TOP or said.endswith((".py", ".md", ".toml", ".html", ".sql"))
    )


def is_there(document: Path, said: str) -> bool:
    if re.fullmatch(r"myspace(\.\w+)+", said):
        return _in_code(said)
    pattern = re.sub(r"<\w+>", "*", said).rstrip("/")
    patterns = [
        pattern.replace(f"{{{inside}}}", one)
        for inside in re.findall(r"\{(.*?)\}", pattern)
        for one in inside.split(",")
    ]
    return all(any(any(place.glob(one)) for place in (*FROM, document.parent)) for one in patterns or [pattern])


def _in_code(dotted: str) -> bool:
    from tests.contracts.test_glossary import in_code

    return in_code(dotted)


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_path_and_name_of_ours_exists(document: Path) -> None:
    assert absent_paths(document, document.read_text("utf-8")) == []


# -- private places, and numbers of people ----------------------------------------------------------------------------

MADE_BY_OTHERS = {"LICENSE", "uv.lock"}
# In pieces, so that this file does not hold what it looks for.
PRIVATE = re.compile(r"(?<![\w.*{}/-])/(?:wor" + "k|ho" + "me|Us" + r"ers|ro" + r"ot|t" + r"mp)/(?=\w)")
REGISTRY = re.compile(
    r"https?://(?!pypi\.org|files\.pythonhosted\.org)[\w.-]*(?:artifactory|nexus|mirror|devpi|proxy)[\w.-]*"
)


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path, path.read_text("utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def test_no_path_of_one_machine_is_written() -> None:
    wrong = [f"{named(p)}: {hit[0]}" for p, text in texts() if p.name != "LICENSE" for hit in PRIVATE.finditer(text)]
    assert wrong == []


def test_packages_come_from_the_public_index() -> None:
    assert [named(p) for p, text in texts() if p != Path(__file__) and REGISTRY.search(text)] == []
    sources = set(re.findall(r'source = \{ registry = "([^"]+)" \}', (ROOT / "uv.lock").read_text("utf-8")))
    assert len(sources) == 1, "every package comes from one index, the default one"
    assert "index" not in (ROOT / "pyproject.toml").read_text("utf-8"), "no index of its own"


LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
PERSON = re.compile(r"(?<![0-9A-Za-z])([XYZ]?)([0-9]{7,8})([A-Z])(?![0-9A-Za-z])")
COMPANY = re.compile(r"(?<![0-9A-Za-z])([ABCDEFGHJNPQRSUVW])([0-9]{7})([0-9A-J])(?![0-9A-Za-z])")
# Printed by the AOC for tests, or made to be seen as invented (the rule is in simulation/cast.py).
PRINTED = {
    "00000000T", "99999018D", "12345678Z", "11111111H", "11223344B", "10000322Z", "40404040D", "X0000000T", "Y0000000Z",
    "00000001R", "99999999R", "12344321Z", "Q0000000J",
}  # fmt: skip


def numbers_of_people(text: str) -> set[str]:
    """Valid identity numbers in a text, by their control letter, that nobody declared fictitious."""
    found = set()
    for prefix, digits, letter in PERSON.findall(text):
        if len(digits) == (7 if prefix else 8):
            value = int({"X": "0", "Y": "1", "Z": "2"}.get(prefix, "") + digits)
            if LETTERS[value % 23] == letter:
                found.add(prefix + digits + letter)
    for kind, digits, control in COMPANY.findall(text):
        if control in company_controls(digits):
            found.add(kind + digits + control)
    return {one for one in found if one not in PRINTED and not seen_as_invented(one)}


def company_controls(digits: str) -> str:
    doubled = sum(sum(divmod(2 * int(d), 10)) for d in digits[::2])
    control = -(doubled + sum(map(int, digits[1::2]))) % 10
    return f"{control}{'JABCDEFGHI'[control]}"


def seen_as_invented(number: str) -> bool:
    """00000001–00000099, X0000001–X0000099 and the like: nobody was ever given one."""
    return re.fullmatch(r"[XYZ]?0{5,6}[0-9]{2}[A-Z]", number) is not None


def test_no_number_that_could_be_somebodys_is_anywhere() -> None:
    wrong = {
        f"{named(p)}: {one}" for p, text in texts() if p.name not in MADE_BY_OTHERS for one in numbers_of_people(text)
    }
    assert wrong == set()


# -- what is generated or has a form of its own -----------------------------------------------------------------------


def test_the_reference_pages_say_what_the_code_says() -> None:
    assert reference.stale() == [], "run: .venv/bin/python -m myspace.launch.reference"


def test_a_stale_reference_page_is_noticed(tmp_path: Path) -> None:
    place = tmp_path / reference.PLACE
    place.mkdir(parents=True)
    for name, text in reference.pages().items():
        (place / name).write_text(text)
    assert reference.stale(tmp_path) == []
    (place / "events.md").write_text("older")
    assert reference.stale(tmp_path) == ["events.md"]


def test_decisions_are_numbered_once_and_have_their_parts() -> None:
    pages = sorted((ROOT / "docs/adr").glob("*.md"))
    numbers = [int(p.name[:4]) for p in pages]
    assert numbers == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text("utf-8")
        assert re.match(rf"# 0*{int(page.name[:4])}\. \S", text), f"{page.name}: the title begins with its number"
        assert len(text.splitlines()) <= 70, f"{page.name}: one page"


def test_publiccode_has_what_the_standard_asks_for() -> None:
    said = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert said["publiccodeYmlVersion"] == "0.4"
    assert {"name", "url", "platforms", "categories", "developmentStatus", "softwareType"} <= set(said)
    assert said["developmentStatus"] in ("concept", "development", "beta", "stable", "obsolete")
    assert said["softwareType"] == "standalone/web"
    assert said["legal"]["license"] == "EUPL-1.2"
    assert said["maintenance"]["type"] == "internal"
    assert all(contact["name"] for contact in said["maintenance"]["contacts"])
    assert said["localisation"]["localisationReady"] is True
    for language, words in said["description"].items():
        assert len(words["shortDescription"]) <= 150, language
        assert 150 <= len(words["longDescription"]) <= 10_000, language
        assert words["features"], language


def test_publiccode_names_the_languages_and_the_version_of_the_code() -> None:
    import tomllib

    from myspace.launch.messages import SOURCE, offered

    said = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    assert sorted(said["localisation"]["availableLanguages"]) == sorted((SOURCE, *offered()))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert said["softwareVersion"] == project["version"]
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


# -- the guards themselves --------------------------------------------------------------------------------------------


def test_the_guards_notice_what_they_are_for() -> None:
    readme = ROOT / "README.md"
    assert broken_links(readme, "[a](docs/nowhere.md) [b](README.md#no-such-heading) [c](LICENSE)") == [
        "docs/nowhere.md",
        "README.md#no-such-heading",
    ]
    assert unknown_commands(
        "`./myspace fly`, `./myspace new-life`, `./myspace manage dance`, `./myspace prove nothing`"
    ) == [
        "fly",
        "new-life",
        "manage dance",
        "prove nothing",
    ]
    lies = (
        "`src/myspace/nowhere.py` `web/pages/<page>/views.py` `myspace.domain.nothing` `and/or` `kernel/{db,away}.py`"
    )
    assert absent_paths(readme, lies) == ["src/myspace/nowhere.py", "myspace.domain.nothing", "kernel/{db,away}.py"]
    assert PRIVATE.search("see /ho" + "me/somebody/notes")
    assert REGISTRY.search("https://artifactory.example.org/simple")
    real_looking = "4567890" + "1"
    letter = LETTERS[int(real_looking) % 23]
    assert numbers_of_people(f"the number {real_looking}{letter}.") == {real_looking + letter}
    assert numbers_of_people("00000000T, X0000007Z, 12344321Z and 45678901" + ("A" if letter != "A" else "B")) == set()
    company = "B" + "1234567" + company_controls("1234567")[0]
    assert numbers_of_people(company) == {company}
