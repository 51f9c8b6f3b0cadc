"""Compare names, comments, documents and texts with `docs/glossary.md`, which is the only list of words to avoid.

Names are file names, identifiers and URL names in Python, variables, ids, classes and URL names in templates, and CSS
classes. They are compared with the "Not" column. Comments, docstrings and documents are compared with the metaphors.
Texts are what pages and mails say: arguments of gettext, and what templates translate.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scripts.checks.tracked import tracked
from scripts.console import ROOT, say

GLOSSARY = ROOT / "docs" / "glossary.md"
NAMED_BY = {"name", "related_name"}  # arguments whose text is a name, such as that of a URL or a constraint
CSS_CLASS = re.compile(r"\.(-?[a-z][\w-]*)(?=[^{};]*\{)")
ATTRIBUTE = re.compile(r"\b(?:class|id|form)=\"([^\"]*)\"")
TEMPLATE_CODE = re.compile(r"\{%(.*?)%\}|\{\{(.*?)\}\}", re.DOTALL)
URL_NAME = re.compile(r"\burl ['\"]([\w:]+)['\"]")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
MARKUP_COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|/\*.*?\*/", re.DOTALL)
SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
GETTEXT = {
    "_",
    "_now",
    "_lazy",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
TRANSLATED = re.compile(
    r"\{% translate (\"[^\"]*\"|'[^']*')|\{% blocktranslate\b[^%]*%\}(.*?)\{% endblocktranslate %\}",
    re.DOTALL,
)
CODE_SPAN = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)

Found = Iterator[tuple[int, str]]  # a line, and a name or a passage that begins on it


@dataclass(frozen=True)
class Glossary:
    names: dict[str, str]  # word of the "Not" column: name to use instead
    metaphors: tuple[str, ...]
    texts: dict[str, str]  # word that no page or mail says: what to say instead


def read_glossary(text: str) -> Glossary:
    """Return the words to avoid. Raise ValueError if the document lacks one of its tables."""
    _, concepts, metaphors, texts = re.split(r"^## (?:One name|Metaphors|Texts).*$", text, flags=re.MULTILINE)
    names = {
        word: name.strip()
        for name, avoided in re.findall(r"^\|[^|]*\|([^|]*)\|([^|]*)\|$", concepts, re.MULTILINE)
        for word in re.findall(r"`(\w+)`", avoided)
    }
    words = _listed(metaphors)
    said = dict(_listed(texts))
    if not names or not words or not said:
        raise ValueError("docs/glossary.md lists no words to avoid.")
    return Glossary(names, tuple(word for word, _ in words), said)


def _listed(table: str) -> list[tuple[str, str]]:
    """Return each word of the first column of a table, with the text of the second."""
    rows = re.findall(r"^\| (`[^|]*`) \| ([^|]*) \|$", table, re.MULTILINE)
    return [(word, instead.strip()) for cell, instead in rows for word in re.findall(r"`([^`]*)`", cell)]


@cache
def parts(name: str) -> str:
    """Return the words of a name between underscores: `HandTask`, `hand-task` and `hand_task` are `_hand_task_`."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)
    return f"_{'_'.join(words).lower()}_"


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def names_in_python(text: str) -> Found:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NAME:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.keyword) and node.arg in NAMED_BY and isinstance(node.value, ast.Constant):
            yield node.value.lineno, str(node.value.value)


def names_in_template(text: str) -> Found:
    text = MARKUP_COMMENT.sub(_blank, text)
    for found in [*ATTRIBUTE.finditer(text), *URL_NAME.finditer(text)]:
        yield line_of(text, found.start()), TEMPLATE_CODE.sub(" ", found[1])
    for found in TEMPLATE_CODE.finditer(text):
        yield line_of(text, found.start()), QUOTED.sub(" ", found[1] or found[2])


def names_in_css(text: str) -> Found:
    text = MARKUP_COMMENT.sub(_blank, text)
    yield from ((line_of(text, found.start()), found[1]) for found in CSS_CLASS.finditer(text))


def passages_in_python(text: str) -> Found:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, DOCUMENTED) and (documented := ast.get_docstring(node, clean=False)):
            yield node.body[0].lineno, documented


def passages_in_markup(text: str) -> Found:
    yield from ((line_of(text, found.start()), found[0]) for found in MARKUP_COMMENT.finditer(text))


def passages_in_script(text: str) -> Found:
    yield from ((line_of(text, found.start()), found[0]) for found in SCRIPT_COMMENT.finditer(text))


def passages_in_document(text: str) -> Found:
    yield from enumerate(CODE_SPAN.sub(_blank, text).split("\n"), start=1)


def texts_in_python(text: str) -> Found:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT:
            for said in node.args:
                if isinstance(said, ast.Constant) and isinstance(said.value, str):
                    yield said.lineno, said.value


def texts_in_template(text: str) -> Found:
    for found in TRANSLATED.finditer(MARKUP_COMMENT.sub(_blank, text)):
        yield line_of(text, found.start()), found[1] or found[2]


def _blank(found: re.Match[str]) -> str:
    """Keep the lines of what is not looked at, so that the numbers of the others are right."""
    return "\n" * found[0].count("\n")


NAMES = {
    ".py": names_in_python,
    ".html": names_in_template,
    ".jinja": names_in_template,
    ".txt": names_in_template,
    ".css": names_in_css,
}
PASSAGES = {
    ".py": passages_in_python,
    ".html": passages_in_markup,
    ".jinja": passages_in_markup,
    ".css": passages_in_markup,
    ".js": passages_in_script,
    ".md": passages_in_document,
}
TEXTS = {".py": texts_in_python, ".html": texts_in_template, ".txt": texts_in_template}


def faults(path: Path, text: str, glossary: Glossary) -> Iterator[str]:
    """Yield the words to avoid in one file, whose path is relative to the project."""
    names = [(1, path.as_posix().removesuffix(path.suffix))]
    if path.suffix in NAMES and (path.suffix != ".txt" or "templates" in path.parts):
        names += NAMES[path.suffix](text)
    avoided = re.compile(rf"_({'|'.join(glossary.names)})(?=_)")
    for line, name in names:
        for word in avoided.findall(parts(name)):
            yield f"{path}:{line}: `{name.strip()}` has the word `{word}`: the glossary says {glossary.names[word]}"
    if path.suffix in PASSAGES:
        yield from metaphors_in(path, PASSAGES[path.suffix](text), glossary)
    if path.suffix in TEXTS:
        yield from words_in_texts(path, TEXTS[path.suffix](text), glossary)


def metaphors_in(path: Path, passages: Iterable[tuple[int, str]], glossary: Glossary) -> Iterator[str]:
    avoided = re.compile(rf"(?<![\w./-])({'|'.join(glossary.metaphors)})s?\b", re.IGNORECASE)
    for line, passage in passages:
        for found in avoided.finditer(passage):
            yield f"{path}:{line + line_of(passage, found.start()) - 1}: the metaphor “{found[1].lower()}”"


def words_in_texts(path: Path, texts: Iterable[tuple[int, str]], glossary: Glossary) -> Iterator[str]:
    avoided = re.compile(rf"\b({'|'.join(glossary.texts)})\b", re.IGNORECASE)
    for line, said in texts:
        for found in avoided.finditer(said):
            word = found[1].lower()
            yield f"{path}:{line}: a page or mail says “{word}”: write {glossary.texts[word]}"


def main() -> int:
    glossary = read_glossary(GLOSSARY.read_text())
    found = [
        fault
        for path in tracked()
        if path != GLOSSARY and path.suffix in NAMES.keys() | PASSAGES.keys()
        for fault in faults(path.relative_to(ROOT), path.read_text(), glossary)
    ]
    for fault in found:
        say(fault)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
