"""No code compares a sentence or translated label; state is a stored choice."""

import ast
from pathlib import Path

import pytest

APPS = ("accounts", "backoffice", "casework", "cms", "config", "portal", "ui", "uploads")
SOURCES = [path for app in APPS for path in Path(app).rglob("*.py") if "migrations" not in path.parts]
TRANSLATES = {"_", "_lazy", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}
COMPARES = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)


def is_sentence(value):
    """Words for people: several of them, the first with a capital letter."""
    return isinstance(value, str) and value[:1].isupper() and " " in value


def sentences_named(trees):
    """The names of constants that hold a sentence, of all modules, because others import them."""
    assigned = [node for tree in trees for node in tree.body if isinstance(node, ast.Assign)]
    return {
        target.id
        for node in assigned
        if isinstance(node.value, ast.Constant) and is_sentence(node.value.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def is_text(node, named):
    match node:
        case ast.Constant(value=value):
            return is_sentence(value)
        case ast.Name(id=name):
            return name in named
        case ast.Attribute(attr="labels") | ast.Attribute(attr="label", value=ast.Call()):
            return True
        case ast.Attribute(attr="label", value=ast.Attribute(attr=member)):
            return member.isupper()  # Turn.OFFICE.label, but not model._meta.label
        case ast.Call(func=ast.Name(id=name)) if name in TRANSLATES:
            return True
        case ast.Call(func=ast.Attribute(attr=name)):
            return name.startswith("get_") and name.endswith("_display")
        case ast.Set() | ast.List() | ast.Tuple():
            return any(is_text(each, named) for each in node.elts)
    return False


def compared_texts(tree, named=frozenset()):
    """The lines at which a sentence or a label is compared."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(isinstance(each, COMPARES) for each in node.ops):
            if any(is_text(each, named) for each in (node.left, *node.comparators)):
                yield node.lineno
        elif isinstance(node, ast.MatchValue) and is_text(node.value, named):
            yield node.lineno


def test_no_decision_compares_a_sentence_or_label():
    trees = {path: ast.parse(path.read_text()) for path in SOURCES}
    named = sentences_named(trees.values())
    found = [f"{path}:{line}" for path, tree in trees.items() for line in compared_texts(tree, named)]
    assert not found, f"compare a stored choice instead of words: {', '.join(found)}"


@pytest.mark.parametrize(
    "careless",
    [
        "case.outcome == 'The person no longer needs help.'",
        "case.outcome == _('Closed')",
        "words in Turn.labels",
        "Turn(case.turn).label != words",
        "words == Turn.OFFICE.label",
        "case.get_turn_display() == word",
        "case.outcome in {'No answer', ''}",
        "NO_LONGER = 'No longer needed'\nif case.outcome == NO_LONGER: pass",
        "match case.outcome:\n    case 'No longer needed': pass",
    ],
)
def test_comparison_with_a_sentence_is_detected(careless):
    tree = ast.parse(careless)
    assert list(compared_texts(tree, sentences_named([tree])))


@pytest.mark.parametrize(
    "careful", ["case.ending == Case.Ending.WITHDRAWN", "turn == 'third-party'", "name < 'Some words'"]
)
def test_comparison_with_a_choice_passes(careful):
    assert not list(compared_texts(ast.parse(careful)))
