"""A paper can be read aloud, and whatever a register says is text in it: never a word of the template's own language."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.protocols.pdfua.typesetting import Paper, Part, Unwritable, typeset
from tests.unit.protocols.pdfua.reading import opened, tags, words

AT = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
HOSTILE = [
    '#panic("x")', '#read("/etc/passwd")', '#import "@preview/x:1.0.0"', "$x + y$", "*strong* _emph_ `raw`", "= Title", "- item",
    "// comment", "/* comment */", "@reference <label>", "\\u{41} \\#", '"cometes"', "a -- b --- c ... d", "]#[", "}", "#let x = 1",
    "https://exemple.test/", "~", "sys.inputs.paper", '{"title": "x"}', "<script>", "%PDF-1.7", "(a) Tj",
]  # fmt: skip


def paper(said: str = "x", language: str = "ca", rows: int = 1) -> Paper:
    part = Part("Què diu", ("Dada", "Valor"), [(f"Dada {number}", said) for number in range(rows)])
    return Paper(
        language,
        "Justificant de dades",
        "El meu espai",
        ["Una frase."],
        [part, Part("Què no demostra", says=[said or "x"])],
    )


def test_a_paper_says_its_language_its_title_and_what_it_conforms_to() -> None:
    root = opened(typeset(paper(language="oc"), AT)).root
    assert root["/Lang"] == "oc"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    told = root["/Metadata"].data.decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert "Justificant de dades" in told


def test_a_paper_has_one_first_title_and_a_table_whose_heads_are_heads() -> None:
    found = tags(typeset(paper(rows=2), AT))
    assert [each for each in found if each.startswith("H")] == ["H1", "H2", "H2"]
    assert found[found.index("Table") :][:9] == ["Table", "THead", "TR", "TH", "Strong", "TH", "Strong", "TBody", "TR"]
    assert found.count("TD") == 4
    assert "P" in found


def test_a_long_table_goes_over_pages_and_keeps_every_row() -> None:
    pdf = typeset(paper("valor", rows=200), AT)
    assert len(opened(pdf).root["/Pages"]["/Kids"]) > 1
    assert tags(pdf).count("TD") == 400
    assert words(pdf).count("valor") == 201


@pytest.mark.parametrize("said", HOSTILE)
def test_what_is_source_elsewhere_is_text_here(said: str) -> None:
    assert said.replace(" ", "") in words(typeset(paper(said), AT)).replace(" ", "")


LETTERS = st.characters(codec="latin-1", exclude_categories=("Cc", "Cf"), exclude_characters="\xad")


@settings(max_examples=60, deadline=None)
@given(st.text(LETTERS, max_size=40).map(lambda said: unicodedata.normalize("NFC", said)))
def test_every_text_of_western_letters_is_written_as_it_is(said: str) -> None:
    bare = "".join(said.split())
    assert "".join(words(typeset(paper(said), AT)).split()).count(bare) >= (2 if bare else 0)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_other_text_is_set_or_refused(said: str) -> None:
    try:
        assert typeset(paper(said), AT).startswith(b"%PDF-")
    except Unwritable as told:
        refused = told
    else:
        return
    assert not refused.args
    assert refused.__suppress_context__, "the library's message repeats the words"


def test_letters_that_our_fonts_have_not_are_refused_and_not_drawn_as_boxes() -> None:
    with pytest.raises(Unwritable):
        typeset(paper("漢字"), AT)


def test_what_turns_the_direction_round_and_controls_are_left_out() -> None:
    assert "fdp.exe" in words(typeset(paper("\u202efdp.exe\x00\x1b"), AT))


def test_more_than_a_paper_holds_is_refused() -> None:
    with pytest.raises(Unwritable):
        typeset(paper("a" * 300_000), AT)


def test_the_same_paper_at_the_same_instant_is_the_same_bytes() -> None:
    assert typeset(paper(), AT) == typeset(paper(), AT)


def test_the_template_reads_no_file_and_takes_no_package() -> None:
    from myspace.protocols import pdfua

    source = (Path(pdfua.__file__).parent / "paper.typ").read_text()
    source = source.replace("image(bytes(paper.check.square)", "", 1)  # drawn by us: bytes, and no file
    assert [word for word in ("#import", "#include", "read(", "eval(", "image(", "plugin(") if word in source] == []
