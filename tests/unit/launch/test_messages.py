"""Sentences go from the code to the catalogue and back without loss, and the check names every fault."""

from __future__ import annotations

import gettext
import os
import subprocess
import sys
from pathlib import Path

import django
import pytest

from myspace.launch import messages as command
from myspace.launch.messages import begun, check, extract, offered, po_path, read_catalogue
from myspace.launch.plain.sources import (
    Message,
    UnreadableSource,
    in_python,
    in_template,
    messages,
    template_environment,
)
from myspace.launch.translations import compile_stale


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small product: one template, one module, and what must not be read."""
    page = tmp_path / "web" / "pages" / "one"
    page.mkdir(parents=True)
    (page / "page.html").write_text(
        '<h1>{{ _("Els teus assumptes") }}</h1>\n'
        "<p>{% trans n=n %}Queda {{ n }} dia{% pluralize %}Queden {{ n }} dies{% endtrans %}</p>\n"
        '{% if known %}{{ pgettext("known-empty", "No tens cap deute.") }}{% endif %}\n'
    )
    (page / "views.py").write_text(
        'from django.utils.translation import gettext as say\nTITLE = say("Els teus assumptes")\nOTHER = say("Surt")\n'
    )
    (tmp_path / "simulation").mkdir()
    (tmp_path / "simulation" / "stage.py").write_text('_("ASSENTAMENT!")\n')
    (tmp_path / "locale").mkdir()
    offer(tmp_path, "ca", "es")
    return tmp_path


def offer(package: Path, *languages: str) -> None:
    (package / "site").mkdir(exist_ok=True)
    said = [(code, code) for code in languages]
    (package / "site/settings.py").write_text(f"import os\nLANGUAGES = {said!r}\n")


SPANISH = {
    "Els teus assumptes": "Tus asuntos",
    "Surt": "Salir",
    "No tens cap deute.": "No tienes ninguna deuda.",
    "Queda %(n)s dia": ("Queda %(n)s día", "Quedan %(n)s días"),
}


def translate(package: Path, changes: dict[str, object] | None = None) -> None:
    """Extract, then fill the Spanish catalogue as a translator would."""
    given = SPANISH | (changes or {})
    catalogue = extract("es", messages(package), package / "locale")
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            message.string = given[key]
    body = command._HEADER.format(language="es").encode() + command._body(catalogue)
    po_path("es", package / "locale").write_bytes(body)


def faults(package: Path) -> list[str]:
    return check(package, package / "locale")


def test_a_complete_product_has_no_fault(package: Path) -> None:
    translate(package)
    assert faults(package) == []


def test_sentences_of_templates_and_modules_are_found_once_with_all_their_places(package: Path) -> None:
    found = {m.singular: m for m in messages(package)}
    assert set(found) == set(SPANISH)
    assert found["Els teus assumptes"].places == {"web/pages/one/page.html", "web/pages/one/views.py"}
    assert found["Queda %(n)s dia"].plural == "Queden %(n)s dies"
    assert found["No tens cap deute."].context == "known-empty"


def test_what_is_new_is_left_untranslated_and_reported(package: Path) -> None:
    translate(package)
    (package / "web/pages/one/more.html").write_text('{{ _("Torna") }}')
    catalogue = extract("es", messages(package), package / "locale")
    assert catalogue.get("Torna").string == ""
    assert not catalogue.get("Torna").fuzzy
    assert catalogue.get("Surt").string == "Salir"
    assert ["no translation" in fault for fault in faults(package)] == [True]


def test_extracting_twice_writes_the_same_bytes_and_no_line_numbers(package: Path) -> None:
    translate(package)
    extract("es", messages(package), package / "locale")
    once = po_path("es", package / "locale").read_bytes()
    extract("es", messages(package), package / "locale")
    assert po_path("es", package / "locale").read_bytes() == once
    assert b"page.html:" not in once
    assert b"POT-Creation-Date" not in once


def test_moving_a_sentence_to_another_line_changes_nothing_in_the_catalogue(package: Path) -> None:
    translate(package)
    extract("es", messages(package), package / "locale")
    before = po_path("es", package / "locale").read_bytes()
    page = package / "web/pages/one/page.html"
    page.write_text("\n\n\n" + page.read_text())
    extract("es", messages(package), package / "locale")
    assert po_path("es", package / "locale").read_bytes() == before


def test_a_translation_nobody_uses_any_more_is_a_fault_until_extract_drops_it(package: Path) -> None:
    translate(package)
    (package / "web/pages/one/views.py").write_text("")
    assert any("no longer in the code" in fault and "Surt" in fault for fault in faults(package))
    extract("es", messages(package), package / "locale", keep_obsolete=True)
    assert any("no longer in the code" in fault for fault in faults(package))
    assert b'#~ msgstr "Salir"' in po_path("es", package / "locale").read_bytes()
    extract("es", messages(package), package / "locale")
    assert faults(package) == []


def test_a_kept_translation_comes_back_with_its_sentence(package: Path) -> None:
    translate(package)
    views = (package / "web/pages/one/views.py").read_text()
    (package / "web/pages/one/views.py").write_text("")
    extract("es", messages(package), package / "locale", keep_obsolete=True)
    (package / "web/pages/one/views.py").write_text(views)
    assert extract("es", messages(package), package / "locale").get("Surt").string == "Salir"


def test_a_translation_under_way_is_demanded_only_once_settings_offer_it(package: Path) -> None:
    translate(package)
    extract("oc", messages(package), package / "locale")
    assert begun(package / "locale") == ("es", "oc")
    assert faults(package) == []
    offer(package, "ca", "es", "oc")
    assert offered(package) == ("es", "oc")
    assert len(faults(package)) == len(SPANISH)
    assert all("oc" in fault and "no translation" in fault for fault in faults(package))


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"Queda %(n)s dia": ("Queda %(n)s día", "Quedan %(days)s días")}, "placeholders differ"),
        ({"Els teus assumptes": "Tus <b>asuntos</b>"}, "tags differ"),
        ({"Els teus assumptes": "Sus asuntos"}, "not tu"),
        ({"Els teus assumptes": "Tus expedientes"}, "forbidden word"),
        ({"No tens cap deute.": "Hola."}, "claims no emptiness"),
        ({"Surt": "Todo al día"}, "banned claim"),
        ({"Surt": "No tienes nada."}, "claim of nothing"),
        ({"Els teus assumptes": "100 % tuyo"}, "lone %"),
    ],
)
def test_a_bad_translation_is_refused(package: Path, changes: dict[str, object], cause: str) -> None:
    translate(package, changes)
    assert any(cause in fault for fault in faults(package)), faults(package)


@pytest.mark.parametrize(
    ("template", "cause"),
    [
        ("<p>Oblidat</p>", "not translatable"),
        ('{{ _("Els assentaments") }}', "forbidden word"),
        ('{{ _("No tens res.") }}', "claim of nothing"),
        ('{{ _(" Surt") }}', "spaces or line ends"),
        ('{{ _("Un 5 % menys") }}', "lone %"),
        ("{% if %}", "two.html:1"),
    ],
)
def test_a_bad_template_is_refused(package: Path, template: str, cause: str) -> None:
    translate(package)
    (package / "web/pages/one/two.html").write_text(template)
    assert any(cause in fault for fault in faults(package)), faults(package)


def test_a_guess_is_not_a_translation(package: Path) -> None:
    translate(package)
    path = po_path("es", package / "locale")
    path.write_text(path.read_text().replace('msgid "Surt"', '#, fuzzy\nmsgid "Surt"'))
    assert any("guess" in fault for fault in faults(package))


def test_python_sentences_are_found_under_any_name_and_joined() -> None:
    found = list(
        in_python(
            "from django.utils.translation import gettext_noop as noop, pgettext_lazy\n"
            "from django.utils import translation\n"
            'noop("Un " "dia")\npgettext_lazy("mes", "Maig")\ntranslation.ngettext("Un paper", "%(n)s papers", 2)\n'
            "noop(variable)\nother('No')\n",
            "x.py",
        )
    )
    assert {(m.context, m.singular, m.plural) for m in found} == {
        (None, "Un dia", None),
        ("mes", "Maig", None),
        (None, "Un paper", "%(n)s papers"),
    }


def test_an_f_string_is_refused_because_it_can_never_be_translated() -> None:
    with pytest.raises(UnreadableSource, match=r"x\.py:1"):
        list(in_python('_(f"Hola {name}")', "x.py"))


def test_a_template_sentence_over_several_lines_is_one_line_as_it_is_rendered() -> None:
    (found,) = in_template("{% trans %}\n   Una frase\n   llarga.\n{% endtrans %}", "x.html")
    assert found == Message("Una frase llarga.", places=frozenset({"x.html"}), percent_formatted=True)


def test_the_parser_is_set_as_the_environment_that_renders() -> None:
    ask = (
        "import sys, json; from django.conf import settings; settings.configure(DEBUG=False);"
        "from myspace.web.templating import environment; from myspace.launch.plain.sources import template_environment;"
        "f = lambda e: [sorted(e.extensions), e.trim_blocks, e.lstrip_blocks, e.keep_trailing_newline,"
        " e.policies['ext.i18n.trimmed'], e.newstyle_gettext, e.block_start_string, e.variable_start_string];"
        "a, b = f(environment()), f(template_environment()); print(a, b); sys.exit(a != b)"
    )
    done = subprocess.run([sys.executable, "-c", ask], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert template_environment().policies["ext.i18n.trimmed"]


def test_stale_catalogues_are_compiled_and_fresh_ones_left_alone(package: Path) -> None:
    translate(package)
    locale = package / "locale"
    (mo,) = compile_stale(locale)
    assert compile_stale(locale) == []
    os.utime(po_path("es", locale), ns=(mo.stat().st_mtime_ns + 10**9,) * 2)
    assert compile_stale(locale) == [mo]


def test_django_speaks_spanish_from_the_compiled_catalogue_and_catalan_from_the_source(package: Path) -> None:
    translate(package)
    compile_stale(package / "locale")
    ask = (
        "from django.conf import settings; import django, sys;"
        "settings.configure(USE_I18N=True, LANGUAGE_CODE='ca', LANGUAGES=[('ca','ca'),('es','es')], LOCALE_PATHS=[sys.argv[1]]);"
        "django.setup(); from django.utils import translation as t;\n"
        "for code in ('es', 'ca'):\n"
        "  with t.override(code):\n"
        "    print(t.gettext('Surt'), t.pgettext('known-empty', 'No tens cap deute.'), "
        "*[t.ngettext('Queda %(n)s dia', 'Queden %(n)s dies', n) % {'n': n} for n in (0, 1, 2)], sep='|')"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask, str(package / "locale")], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines() == [
        "Salir|No tienes ninguna deuda.|Quedan 0 días|Queda 1 día|Quedan 2 días",
        "Surt|No tens cap deute.|Queden 0 dies|Queda 1 dia|Queden 2 dies",
    ], done.stderr


def test_the_catalogue_of_the_product_can_be_read_and_compiled(tmp_path: Path) -> None:
    for language in begun():
        target = po_path(language, tmp_path)
        target.parent.mkdir(parents=True)
        target.write_bytes(po_path(language).read_bytes())
        assert len(read_catalogue(language, tmp_path)) > 0
    assert len(compile_stale(tmp_path)) == len(begun())


def test_no_catalan_sentence_is_taken_for_an_english_one_of_django() -> None:
    """Django brings a Catalan catalogue of its own, whose msgids are English: one that we share would be replaced."""
    path = Path(django.__file__).parent / "conf/locale/ca/LC_MESSAGES/django.mo"
    with path.open("rb") as file:
        theirs = gettext.GNUTranslations(file)
    for message in messages():
        if message.context is None:
            assert theirs.gettext(message.singular) == message.singular
