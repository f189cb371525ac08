"""The sentences of the product, from the code to the catalogues: `python -m myspace.launch.messages check`.

    extract   bring locale/<language>/LC_MESSAGES/django.po up to the code; what is new is left untranslated;
              with a language, begin or renew that one alone
    review    mark entries as looked at: `review oc --how reviewed --by NAME --on 2026-12-14 --place web/pages/legal/`
    compile   write the .mo beside every .po (never committed; the launcher calls `compile_stale`)
    check     fail on what is missing, contradictory, left over, untranslatable or hard to understand

Catalan is the source: the msgid is the Catalan sentence, so Catalan has no catalogue (docs/adr/0007).
Refuses to translate: no guess ("fuzzy") is ever written.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po, write_po

from myspace.launch import review
from myspace.launch.plain import lint as plain
from myspace.launch.plain.legal import misplaced
from myspace.launch.plain.rules import KNOWN_EMPTY
from myspace.launch.plain.sources import (
    PACKAGE,
    Message,
    UnreadableSource,
    citizens_files,
    in_python,
    messages,
    template_environment,
)
from myspace.launch.plain.visible import untranslated
from myspace.launch.translations import compile_stale
from myspace.web.sentences import LEGAL_EFFECT

LOCALE = PACKAGE / "locale"
SOURCE = "ca"
TRANSLATED = ("es", "oc", "en")  # of these, settings offers those that are complete, or the check fails

_NAMED = re.compile(r"%\((\w+)\)([sd])")
_BRACES = re.compile(r"\{(\w*)\}")
_BARE = re.compile(r"%([sd])")
_TAGS = re.compile(r"</?\w+")
_STRAY_PERCENT = re.compile(r"%(?!\(\w+\)[sd]|%)")

_HEADER = """\
# My Space (El meu espai): the sentences in {language}. The msgid is the Catalan sentence.
# Kept in step with the code by: python -m myspace.launch.messages extract
msgid ""
msgstr ""
"Project-Id-Version: my-space\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def _empty(language: str) -> Catalog:
    """Of two forms, whichever Babel knows of the language: CLDR has a third for whole millions, which no screen counts."""
    catalogue = Catalog(locale=language)
    catalogue.mime_headers = [("Plural-Forms", "nplurals=2; plural=(n != 1);")]
    return catalogue


def po_path(language: str, locale: Path = LOCALE) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str, locale: Path = LOCALE) -> Catalog:
    path = po_path(language, locale)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def offered(package: Path = PACKAGE) -> tuple[str, ...]:
    """The languages of settings besides the source: a translation under way is demanded the day it is offered.

    Read, not imported: settings want keys.
    """
    for node in ast.parse((package / "site/settings.py").read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "LANGUAGES":
            return tuple(code for code, _name in ast.literal_eval(node.value) if code != SOURCE)
    raise UnreadableSource("site/settings.py has no LANGUAGES")


def begun(locale: Path = LOCALE) -> tuple[str, ...]:
    return tuple(language for language in TRANSLATED if po_path(language, locale).exists())


# --- extract -----------------------------------------------------------------------------------------------------


def extract(language: str, found: list[Message], locale: Path = LOCALE, *, keep_obsolete: bool = False) -> Catalog:
    """Write the language's catalogue: the messages of the code, each with the translation it already had."""
    before = read_catalogue(language, locale)
    known = {(m.context, _singular(m.id)): m for m in (*before.obsolete.values(), *before) if m.id}
    after = _empty(language)
    for message in found:
        ids = (message.singular, message.plural) if message.plural else message.singular
        old = _old(message, known)
        strings = _strings_for(message, old.string if old else "")
        entry = after.add(ids, strings, [(place, 0) for place in sorted(message.places)], context=message.context)
        entry.user_comments = review.comments_after(entry, old)
    for message in found:
        known.pop(message.key, None)
    if keep_obsolete:
        after.obsolete.update({str(key): old for key, old in known.items() if any(_as_tuple(old.string))})
    path = po_path(language, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, _HEADER.format(language=language).encode() + _body(after))
    return after


def _old(message: Message, known: Mapping[tuple[str | None, str], Entry]) -> Entry | None:
    """The entry as it was; a sentence that only gained or lost its legal effect keeps its words and who looked at them."""
    other = None if message.context == LEGAL_EFFECT else LEGAL_EFFECT
    moved = known.get((other, message.singular)) if message.context in (None, LEGAL_EFFECT) else None
    return known.get(message.key) or moved


def _strings_for(message: Message, old: str | tuple[str, ...] | list[str] | None) -> str | tuple[str, ...]:
    """The old translation where it still fits: a message that gained or lost its plural starts again."""
    strings = _as_tuple(old)
    if message.plural:
        return strings if len(strings) == 2 else ("", "")
    return strings[0] if len(strings) == 1 else ""


def _body(catalogue: Catalog) -> bytes:
    body = BytesIO()
    # No line numbers: two people who add sentences to one file must not conflict here.
    write_po(body, catalogue, omit_header=True, sort_output=True, include_lineno=False, width=0)
    return body.getvalue()


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


# --- check -------------------------------------------------------------------------------------------------------


def check(package: Path = PACKAGE, locale: Path = LOCALE, languages: tuple[str, ...] | None = None) -> list[str]:
    """Every fault, one line each, with the file or the sentence and how to mend it. Empty when all is well.

    `languages`: those that settings offers, unless told.
    """
    try:
        languages = offered(package) if languages is None else languages
        found = messages(package)
    except UnreadableSource as unreadable:
        return [str(unreadable)]
    faults = [*_text_outside_calls(package), *_legal_effect_out_of_place(package), *_faults_of_source(found)]
    for language in languages:
        faults += _faults_of_translation(language, found, read_catalogue(language, locale))
    return faults


def _text_outside_calls(package: Path) -> Iterator[str]:
    for path in citizens_files(package):
        if path.suffix != ".py":
            for line, words in untranslated(path.read_text("utf-8"), template_environment()):
                yield f"{path.relative_to(package).as_posix()}:{line}: not translatable: «{words}»: write _(…)"


def _legal_effect_out_of_place(package: Path) -> Iterator[str]:
    for path in citizens_files(package):
        place, text = path.relative_to(package).as_posix(), path.read_text("utf-8")
        if path.suffix == ".py":
            if any(message.context == LEGAL_EFFECT for message in in_python(text, place)):
                yield f"{place}: a sentence of legal effect: only a template can show it in Catalan and say why"
        elif LEGAL_EFFECT in text:
            for line, why in misplaced(text, template_environment()):
                yield f"{place}:{line}: a sentence of legal effect {why}"


def _faults_of_source(found: list[Message]) -> Iterator[str]:
    for message in found:
        where = _where(SOURCE, message)
        for text in filter(None, (message.singular, message.plural)):
            if text != text.strip() or "\n" in text or "  " in text:
                yield f"{where}: spaces or line ends around or inside the sentence: trim it"
            yield from _percent(where, text, message)
            yield from _unplain(where, text, SOURCE, message)


def _faults_of_translation(language: str, found: list[Message], catalogue: Catalog) -> Iterator[str]:
    known = {(m.context, _singular(m.id)): m for m in catalogue if m.id}
    for message in found:
        where = _where(language, message)
        entry = known.pop(message.key, None)
        strings = _as_tuple(entry.string) if entry else ()
        if len(strings) != (2 if message.plural else 1) or not all(strings):
            yield f"{where}: no translation: run extract, then translate it"
            continue
        if entry and entry.fuzzy:
            yield f"{where}: marked as a guess: confirm it and take the mark away"
        if entry and not review.fits(entry):
            yield f"{where}: no review mark, or one of other words: run extract, which makes it a draft"
        for source, text in zip((message.singular, message.plural or ""), strings, strict=False):
            yield from _contradictions(where, source, text)
            yield from _percent(where, text, message)
            yield from _unplain(where, text, language, message)
    for context, left_over in (*known, *((o.context, _singular(o.id)) for o in catalogue.obsolete.values())):
        name = f"«{_short(left_over)}»" + (f" [{context}]" if context else "")
        yield f"{language}: {name}: no longer in the code: run extract"


def _contradictions(where: str, source: str, text: str) -> Iterator[str]:
    for what, form in (("placeholders", _NAMED), ("placeholders", _BRACES), ("placeholders", _BARE), ("tags", _TAGS)):
        ours, theirs = sorted(form.findall(source)), sorted(form.findall(text))
        if (set(ours) != set(theirs)) if form is _NAMED else (ours != theirs):
            yield f"{where}: {what} differ: {ours} in Catalan, {theirs} in the translation"


def _percent(where: str, text: str, message: Message) -> Iterator[str]:
    # Templates use newstyle gettext, which always formats: a lone % breaks the page.
    if message.percent_formatted and _STRAY_PERCENT.search(text):
        yield f"{where}: a lone % breaks the template: write %%"


def _unplain(where: str, text: str, language: str, message: Message) -> Iterator[str]:
    for fault in plain.lint(text, language, context=message.context, places=message.places):
        yield f"{where}: {fault.rule}: {fault.detail}"
    if message.context == KNOWN_EMPTY and not plain.claims_nothing(text, language):
        yield f"{where}: claims no emptiness: take the context {KNOWN_EMPTY} away, or the claim is unknown to the lint"


def _where(language: str, message: Message) -> str:
    return f"{min(message.places, default='?')}: {language}: «{_short(message.singular)}»"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def _singular(ids: str | tuple[str, ...] | list[str]) -> str:
    return ids if isinstance(ids, str) else ids[0]


def _as_tuple(strings: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (strings or "",) if isinstance(strings, str) or strings is None else tuple(strings)


# --- review ------------------------------------------------------------------------------------------------------


def mark(language: str, look: review.Look, place: str = "", context: str | None = None, locale: Path = LOCALE) -> int:
    """Write who looked beside every translated entry of the places and the context; how many."""
    catalogue = read_catalogue(language, locale)
    seen = [
        entry
        for entry in catalogue
        if entry.id
        and all(_as_tuple(entry.string))
        and context in (None, entry.context)
        and any(file.startswith(place) for file, _line in entry.locations)
    ]
    for entry in seen:
        review.look_at(entry, look)
    _write(po_path(language, locale), _HEADER.format(language=language).encode() + _body(catalogue))
    return len(seen)


# --- the command -------------------------------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="messages", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", choices=("check", "extract", "review", "compile"))
    parser.add_argument("language", nargs="?", choices=TRANSLATED, help="this one alone; else: those begun or offered")
    parser.add_argument("--keep-obsolete", action="store_true", help="extract: keep translations the code lost, as #~")
    parser.add_argument(
        "--how", choices=("read", "reviewed"), help="review: compared with the Catalan, or answered for"
    )
    parser.add_argument("--by", help="review: who looked, by name")
    parser.add_argument("--on", help="review: the day or the month, such as 2026-12-14 or 2026-12")
    parser.add_argument("--place", default="", help="review: only what is shown by these files, by their beginning")
    parser.add_argument("--context", help="review: only the sentences of this context, such as legal-effect")
    asked = parser.parse_args(arguments)
    if asked.what == "compile":
        for path in compile_stale(LOCALE):
            print(f"written: {path.relative_to(PACKAGE)}")
        return 0
    if asked.what == "extract":
        languages = (asked.language,) if asked.language else tuple(dict.fromkeys((*offered(), *begun())))
        return _extract_all(languages, keep_obsolete=asked.keep_obsolete)
    if asked.what == "review":
        if not (asked.language and asked.how and asked.by and asked.on):
            parser.error("review wants a language, --how, --by and --on")
        look = review.Look(asked.how, asked.by, asked.on)
        print(f"{asked.language}: {mark(asked.language, look, asked.place, asked.context)} sentences marked")
        return 0
    faults = check(languages=(asked.language,) if asked.language else None)
    for fault in faults:
        print(fault)
    print(f"messages: {len(faults)} faults" if faults else "messages: complete and plain")
    return 1 if faults else 0


def _extract_all(languages: tuple[str, ...], *, keep_obsolete: bool) -> int:
    try:
        found = messages()
    except UnreadableSource as unreadable:
        print(f"{unreadable}\nnothing was written", file=sys.stderr)
        return 1
    for language in languages:
        catalogue = extract(language, found, keep_obsolete=keep_obsolete)
        missing = [m for m in catalogue if m.id and not all(_as_tuple(m.string))]
        for message in missing:
            print(f"{language}: to translate: {message.id!r}")
        print(f"{language}: {len(found)} messages, {len(missing)} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
