"""`make check` finds names, metaphors and texts that the glossary replaces. Each kind of violation is planted once."""

from pathlib import Path

import pytest

from scripts.checks.words import GLOSSARY, faults, read_glossary

# In two parts, because the check reads this file, too.
HAND, METAPHOR, SAID = "hand" + "_task", "do" + "or", "no" + "body"


@pytest.fixture(scope="module")
def glossary():
    return read_glossary(GLOSSARY.read_text())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (f"casework/{HAND}.py", ""),
        (f"static/{HAND}.css", ""),
        ("casework/a.py", f"def {HAND}(): ..."),
        ("casework/a.py", f"def call(*, {HAND}): ..."),
        ("casework/a.py", "class Hand" + "Task: ..."),
        ("casework/a.py", f"{HAND}_done = 1"),
        ("casework/a.py", f"import calls as {HAND}"),
        ("casework/a.py", f"path('call/', view, name='{HAND}')"),
        ("casework/a.py", f"ForeignKey(Case, related_name='{HAND}')"),
        ("templates/a.html", f"{{{{ case.{HAND}.at }}}}"),
        ("templates/a.html", f"{{% if {HAND} %}}x{{% endif %}}"),
        ("templates/a.html", f"{{% url 'backoffice:{HAND}' %}}"),
        ("templates/a.html", f'<p class="ui-note {HAND.replace("_", "-")}">'),
        ("templates/mail/a.txt", f"{{{{ {HAND} }}}}"),
        ("static/a.css", f".ui-{HAND.replace('_', '-')} > a {{ color: red; }}"),
    ],
)
def test_name_of_the_not_column_is_found(glossary, path, text):
    assert [fault.partition(": the glossary says ")[2] for fault in faults(Path(path), text, glossary)] == [
        "`contact_task`"
    ]


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("casework/a.py", f"x = 1\n# Behind this {METAPHOR}.\n", 2),
        ("casework/a.py", f'"""One.\n\nBehind these {METAPHOR}s.\n"""\n', 3),
        ("casework/a.py", f'def one():\n    """A {METAPHOR}."""\n', 2),
        ("templates/a.html", f"<p>\n{{# A {METAPHOR}. #}}", 2),
        ("static/a.css", f"/* A {METAPHOR}. */", 1),
        ("static/a.js", f"const a = 1;\n// A {METAPHOR}.", 2),
        ("docs/a.md", f"# Title\n\n```\ncode\n```\nA {METAPHOR}.", 6),
    ],
)
def test_metaphor_is_found_with_its_line(glossary, path, text, line):
    assert list(faults(Path(path), text, glossary)) == [f"{path}:{line}: the metaphor “{METAPHOR}”"]


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("portal/a.py", f'x = 1\nLABEL = _("{SAID.title()} answered")', 2),
        ("portal/a.py", f'ngettext("One", "{SAID} of %(number)s", 2)', 1),
        ("templates/a.html", f'<p>\n{{% translate "{SAID} answered" %}}', 2),
        (
            "templates/a.html",
            f"{{% blocktranslate with a=b %}}{{{{ a }}}} and {SAID}{{% endblocktranslate %}}",
            1,
        ),
        ("templates/mail/a.txt", f"{{% translate '{SAID} answered' %}}", 1),
    ],
)
def test_word_that_no_page_says_is_found_with_its_line(glossary, path, text, line):
    assert list(faults(Path(path), text, glossary)) == [
        f"{path}:{line}: a page or mail says “{SAID}”: write no one"
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("casework/a.py", f"KEY = '{SAID}'  # {SAID} reads it"),
        ("casework/a.py", "beforehand_task = 'a hand task'  # in words and in a text a name may stand"),
        ("docs/a.md", f"The indoor `{METAPHOR}` of example.net."),
        ("templates/a.html", '{% translate "Hand task" %}'),
    ],
)
def test_other_words_and_texts_are_no_faults(glossary, path, text):
    assert list(faults(Path(path), text, glossary)) == []


def test_words_come_from_the_glossary():
    text = (
        "## One name\n\n| paint | `colour` | `paint` |\n\n## Metaphors\n\n| `rainbow` | colours |\n\n"
        "## Texts\n\n| `hue`, `tint` | colour |\n"
    )
    found = read_glossary(text)
    assert (found.names, found.metaphors) == ({"paint": "`colour`"}, ("rainbow",))
    assert found.texts == {"hue": "colour", "tint": "colour"}


def test_glossary_without_words_is_refused():
    with pytest.raises(ValueError, match="no words to avoid"):
        read_glossary("## One name\n\n## Metaphors\n\n## Texts\n")
