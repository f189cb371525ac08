"""A review mark is of the words that were looked at; what has legal effect is not compiled before somebody looked."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from myspace.launch import messages as command
from myspace.launch.messages import check, extract, mark, po_path, read_catalogue
from myspace.launch.plain.legal import misplaced
from myspace.launch.plain.sources import messages, template_environment
from myspace.launch.review import DRAFT, Look, fits, is_draft, mark_of
from myspace.launch.translations import compile_stale

LOOK = Look("reviewed", "Jusèp Arró", "2026-12-14")
RIGHTS, PLAIN = "Pots reclamar.", "Obre el menú"
CALL = '{{ pgettext("legal-effect", "Pots reclamar.") }}'


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for folder in ("web/pages/rights", "web/pages/menu", "site", "locale"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "site/settings.py").write_text('LANGUAGES = [("ca", "Català"), ("es", "Castellano")]\n')
    (tmp_path / "web/pages/rights/page.html").write_text(f"<p>{CALL}</p>")
    (tmp_path / "web/pages/menu/page.html").write_text(f'{{{{ _("{PLAIN}") }}}}')
    _write(tmp_path, {RIGHTS: "Puedes reclamar.", PLAIN: "Abre el menú"})
    return tmp_path


def _write(package: Path, said: dict[str, str]) -> None:
    """As a translator does it: extract, then fill in."""
    catalogue = extract("es", messages(package), package / "locale")
    for entry in catalogue:
        if entry.id:
            entry.string = said[entry.id]
    _save(package, catalogue)


def _save(package: Path, catalogue: Catalog) -> None:
    body = command._HEADER.format(language="es").encode() + command._body(catalogue)
    po_path("es", package / "locale").write_bytes(body)


def _entry(package: Path, words: str) -> Message:
    (found,) = [entry for entry in read_catalogue("es", package / "locale") if entry.id == words]
    return found


def _compiled(package: Path) -> bytes:
    compile_stale(package / "locale")
    return po_path("es", package / "locale").with_suffix(".mo").read_bytes()


def test_what_extract_finds_new_is_a_draft_and_extract_alone_never_makes_it_more(package: Path) -> None:
    extract("es", messages(package), package / "locale")
    assert mark_of(_entry(package, RIGHTS)) == mark_of(_entry(package, PLAIN)) == DRAFT


def test_a_review_names_who_and_when_and_only_the_places_that_were_read(package: Path) -> None:
    assert mark("es", LOOK, "web/pages/rights/", locale=package / "locale") == 1
    extract("es", messages(package), package / "locale")
    said = mark_of(_entry(package, RIGHTS))
    assert said
    assert said.startswith("reviewed on 2026-12-14 by Jusèp Arró [")
    assert mark_of(_entry(package, PLAIN)) == DRAFT


@pytest.mark.parametrize(("how", "by", "on"), [("reviewed", "", "2026-12-14"), ("read", "Jusèp Arró", "ager")])
def test_a_review_without_a_name_or_a_day_is_no_review(package: Path, how: str, by: str, on: str) -> None:
    with pytest.raises(ValueError, match="not a mark"):
        mark("es", Look(how, by, on), locale=package / "locale")


def test_a_translation_changed_after_its_review_is_refused_until_it_is_a_draft_again(package: Path) -> None:
    mark("es", LOOK, locale=package / "locale")
    path = po_path("es", package / "locale")
    path.write_text(path.read_text().replace("Puedes reclamar.", "Puedes protestar."))
    assert not fits(_entry(package, RIGHTS))
    assert any("review mark" in fault for fault in _faults(package))
    extract("es", messages(package), package / "locale")
    assert is_draft(_entry(package, RIGHTS))
    assert not is_draft(_entry(package, PLAIN))
    assert _faults(package) == []


def test_a_catalan_sentence_that_changes_takes_its_review_with_it(package: Path) -> None:
    mark("es", LOOK, locale=package / "locale")
    page = package / "web/pages/menu/page.html"
    page.write_text(page.read_text().replace(PLAIN, "Tanca el menú"))
    extract("es", messages(package), package / "locale")
    assert mark_of(_entry(package, "Tanca el menú")) == DRAFT


def test_a_translator_s_own_remark_stays_beside_the_mark(package: Path) -> None:
    path = po_path("es", package / "locale")
    path.write_text(
        path.read_text().replace("# draft\n#: web/pages/menu", "# menú, como en el botón\n# draft\n#: web/pages/menu")
    )
    extract("es", messages(package), package / "locale")
    assert _entry(package, PLAIN).user_comments == ["menú, como en el botón", DRAFT]


def test_a_sentence_that_gains_legal_effect_keeps_its_words_and_its_review(package: Path) -> None:
    mark("es", LOOK, locale=package / "locale")
    before = _entry(package, PLAIN)
    (package / "web/pages/menu/page.html").write_text(f'{{{{ pgettext("legal-effect", "{PLAIN}") }}}}')
    extract("es", messages(package), package / "locale")
    after = _entry(package, PLAIN)
    assert (after.context, after.string, mark_of(after)) == ("legal-effect", before.string, mark_of(before))


def test_an_entry_without_a_mark_is_a_fault(package: Path) -> None:
    path = po_path("es", package / "locale")
    path.write_text(path.read_text().replace("# draft\n", "", 1))
    assert ["review mark" in fault for fault in _faults(package)] == [True]


def test_a_draft_of_legal_effect_is_not_compiled_and_a_reviewed_one_is(package: Path) -> None:
    assert b"Puedes reclamar." not in _compiled(package)
    assert "Abre el menú".encode() in _compiled(package)
    po_path("es", package / "locale").with_suffix(".mo").unlink()
    mark("es", LOOK, locale=package / "locale")
    assert b"Puedes reclamar." in _compiled(package)


@pytest.mark.parametrize(
    ("template", "why"),
    [
        (f'<p title="{CALL.replace(chr(34), chr(39))}">x</p>', "inside a tag"),
        (f'<p{{% if x %}} title="{CALL}"{{% endif %}}>x</p>', "inside a tag"),
        ('{{ panel(pgettext("legal-effect", "Pots reclamar.")) }}', "another piece"),
        ('{% set x = pgettext("legal-effect", "Pots reclamar.") %}', "another piece"),
        ('{{ npgettext("legal-effect", "Un dia", "%(n)s dies", 2) }}', "plural"),
    ],
)
def test_a_sentence_of_legal_effect_stands_only_where_it_can_say_its_language(template: str, why: str) -> None:
    assert [why in each for _line, each in misplaced(template, template_environment())] == [True]


def test_a_sentence_of_legal_effect_between_tags_stands_well(package: Path) -> None:
    for template in (f"<p>{CALL}</p>", f'<p class="a">b</p>{{% if x %}}<li>{CALL}{{% endif %}}'):
        assert list(misplaced(template, template_environment())) == []
    assert _faults(package) == []


def test_python_hands_over_no_sentence_of_legal_effect(package: Path) -> None:
    (package / "web/pages/rights/views.py").write_text('pgettext("legal-effect", "Pots reclamar.")')
    assert any("only a template" in fault for fault in _faults(package))


def _faults(package: Path) -> list[str]:
    return check(package, package / "locale", ("es",))
