"""`make translations`: what it finds wrong in a catalogue, and which files it reads."""

import ast
import shutil

import polib
import pytest

from body.catalogue_texts import compare
from scripts.checks.tracked import ROOT, tracked
from scripts.translations.extract import merge
from scripts.translations.faults import PLURALS, plural_forms, report
from scripts.translations.scope import LEFT_OUT, is_public

POLISH = "nplurals={}; plural={};".format(*PLURALS["pl"])


def catalogue(*entries, plurals=POLISH):
    made = polib.POFile()
    made.metadata = {"Language": "pl", "Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": plurals}
    made.extend(entries)
    return made


def text(source, translated="", **more):
    return polib.POEntry(msgid=source, msgstr=translated, **more)


def test_missing_stale_and_unread_texts_are_counted():
    texts = [text("Yes"), text("No"), text("Perhaps"), text("Always")]
    ours = catalogue(
        text("Yes", "Tak", tcomment="Read by Maria Example, 2026-12-01"),
        text("No", "Nie", flags=["fuzzy"]),
        text("Perhaps"),
        text("Unused", "Nieużywane"),
    )
    found = report("pl", ours, texts)
    assert (found.missing, found.stale, found.unread) == (["“Perhaps”", "“Always”"], ["“No”"], 0)
    assert not found.is_whole
    unread = report("pl", catalogue(text("Yes", "Tak")), texts[:1])
    assert unread.unread == 1
    assert unread.is_whole


def test_same_text_in_another_context_is_missing():
    found = report("pl", catalogue(text("May", "Maj", msgctxt="month")), [text("May", msgctxt="verb")])
    assert found.missing == ["“May”"]


@pytest.mark.parametrize(
    ("source", "translated", "fault"),
    [
        ("Hello %(name)s", "Cześć %(imie)s", "placeholders %(imie)s instead of %(name)s"),
        ("Hello %(name)s", "Cześć", "placeholders none instead of %(name)s"),
        ("Take {name}", "Weź {imie}", "placeholders {imie} instead of {name}"),
        ("100%% of it", "100% tego", "placeholders none instead of %%"),
        ("<bdi>%(a)s</bdi>", "%(a)s", "tags none instead of </bdi> <bdi>"),
        ('<a href="%(url)s">it</a>', "<a href=%(url)s>to</a>", "tags"),
        ("Error: ", "Błąd:", "a space or line break at one end is lost"),
        ("A case", "Sprawa <a href=x", "< is not in the English"),
        ("A case", 'Sprawa" onfocus="a', '" " is not in the English'),
        ("%(n)s of it", "%(n)s % tego", "% is not in the English"),
        ("A case", "Sprawa\nTemat", "a line break is not in the English"),
        ("\nDear", "Drogi", "a space or line break at one end is lost"),
    ],
)
def test_broken_translation_is_named(source, translated, fault):
    assert any(fault in found for found in compare(source, translated))


def test_space_may_be_added_before_a_word():
    assert not list(compare("pm", " po południu"))


def test_order_of_placeholders_and_tags_may_change():
    assert not list(compare("<b>%(a)s</b> of %(b)s", "%(b)s: <b>%(a)s</b>"))


def plural(*forms):
    return polib.POEntry(
        msgid="One day", msgid_plural="%(n)d days", msgstr_plural=dict(enumerate(forms)), msgstr=""
    )


def test_every_plural_form_is_needed():
    assert report("pl", catalogue(plural("a", "%(n)d b", "%(n)d c", "%(n)d d")), [plural()]).is_whole
    assert report("pl", catalogue(plural("a", "%(n)d b", "%(n)d c", "")), [plural()]).missing
    assert "3 plural forms, not 4" in report("pl", catalogue(plural("a", "b", "c")), [plural()]).faults[0]
    assert "form 1" in report("pl", catalogue(plural("a", "%(x)d", "c", "d")), [plural()]).faults[0]


@pytest.mark.parametrize(
    ("code", "header"),
    [
        (
            "pl",
            "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : n!=1 && "
            "(n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);",
        ),
        ("ro", "nplurals=3; plural=(n==1?0:(((n%100>19)||((n%100==0)&&(n!=0)))?2:1));"),
        ("gu", "nplurals=2; plural=(n != 1);"),
    ],
)
def test_plural_forms_of_django_are_accepted(code, header):
    assert plural_forms(code, header) == (PLURALS[code][0], "")


@pytest.mark.parametrize("header", ["", "nplurals=2; plural=(n != 1);", "nplurals=4; plural=(n > 1);"])
def test_wrong_plural_forms_are_named(header):
    assert plural_forms("pl", header)[1]


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("portal/words.py", True),
        ("templates/mail/acknowledgement.txt", True),
        ("templates/mail/duty_asked.html", False),
        ("templates/backoffice/base.html", False),
        ("backoffice/words.py", False),
        ("demo/stories.py", False),
        ("tests/conftest.py", False),
        ("static/css/frame.css", False),
    ],
)
def test_only_texts_for_the_public_are_collected(name, public):
    assert is_public(name) is public


@pytest.mark.skipif(not shutil.which("msgmerge"), reason="needs the package gettext")
def test_merging_adds_new_texts_and_marks_changed_ones(tmp_path):
    path, pot = tmp_path / "django.po", tmp_path / "django.pot"
    kept = text("Send my case now", "Wyślij sprawę", tcomment="Read by Maria Example, 2026-12-01")
    catalogue(kept, text("Unused words of before", "Stare")).save(str(path))
    catalogue(text("Send my case today"), text("A wholly different sentence")).save(str(pot))
    merge(pot, path)
    merged = {entry.msgid: entry for entry in polib.pofile(str(path))}
    assert merged["Send my case today"].fuzzy
    assert merged["Send my case today"].previous_msgid == "Send my case now"
    assert merged["A wholly different sentence"].msgstr == ""
    assert set(merged) == {"Send my case today", "A wholly different sentence"}


def test_each_path_left_out_of_the_catalogues_exists():
    files = [path.relative_to(ROOT).as_posix() for path in tracked()]
    gone = [start for start in LEFT_OUT if not any(name.startswith(start) for name in files)]
    assert gone == []


def test_gettext_goes_by_names_that_are_extracted():
    """xgettext knows the function by its name: a text in `_now("…")` would never reach a catalogue."""
    renamed = [
        f"{path.relative_to(ROOT)}: {name.name} as {name.asname}"
        for path in tracked()
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname not in {None, "_"}
    ]
    assert renamed == []
