"""Template loops: no variable of one iteration is left over for the next.

`{% translate ... as name %}` and its like set a variable for the rest of the loop, not of the turn. Set in one branch
only, its value stays when the next turn takes another branch. So what a loop sets is read only where this turn has
set it for certain: in the same branch, or after every branch did.
"""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.base import TextNode, TokenType
from django.template.defaulttags import ForNode, IfNode
from django.template.loader_tags import IncludeNode
from django.templatetags.i18n import BlockTranslateNode

SETS = re.compile(r"\bas(?:var)? (\w+)(?= |$)")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S)
NAME = re.compile(r"(?<![.\w])[a-z_]\w*(?![\w=])")


def names_in(text):
    """The names of variables in the text of a tag: not what is quoted, nor attributes, nor names of arguments."""
    return set(NAME.findall(SETS.sub("", QUOTED.sub("", text))))


def set_by(node):
    return set(SETS.findall(QUOTED.sub("", node.token.contents))) if node.token else set()


def read_by(node, engine):
    """The names that a node itself reads, without the nodes in it."""
    if isinstance(node, TextNode) or node.token is None:
        return set()
    names = names_in(node.token.contents)
    if isinstance(node, BlockTranslateNode):
        inside = {t.contents for t in [*node.singular, *(node.plural or [])] if t.token_type == TokenType.VAR}
        names |= inside - set(node.extra_context)
    if isinstance(node, IncludeNode) and not node.isolated_context and isinstance(node.template.var, str):
        source = engine.get_template(node.template.var).source
        names |= names_in(" ".join(TAGS.findall(source))) - set(node.extra_context)
    return names


def children_of(node):
    return [nodes for name in node.child_nodelists if (nodes := getattr(node, name, None))]


def all_set_in(nodes):
    """Every name that is set anywhere among these nodes."""
    return {
        name
        for node in nodes
        for name in set_by(node).union(*(all_set_in(inner) for inner in children_of(node)))
    }


class Loop:
    """One loop: which of the names it sets are read where this turn may not have set them."""

    def __init__(self, nodes, engine):
        self.engine, self.left_over = engine, set()
        self.sets = all_set_in(nodes)
        self.walk(nodes, frozenset())

    def walk(self, nodes, certain):
        """The names that are set for certain after these nodes."""
        for node in nodes:
            self.left_over |= (read_by(node, self.engine) & self.sets) - certain
            if isinstance(node, IfNode):
                ends = [self.walk(branch, certain) for _condition, branch in node.conditions_nodelists]
                otherwise = node.conditions_nodelists[-1][0] is None
                certain = frozenset.intersection(*ends, *([] if otherwise else [certain]))
            else:
                for inner in children_of(node):
                    self.walk(inner, certain)
                certain |= set_by(node)
        return certain


def left_over(nodes, engine):
    """The names that a loop among these nodes, however deep, may read as an earlier turn left them."""
    found = set()
    for node in nodes:
        if isinstance(node, ForNode):
            found |= Loop(node.nodelist_loop, engine).left_over
        for inner in children_of(node):
            found |= left_over(inner, engine)
    return found


def templates():
    for folder in engines["django"].engine.dirs:
        for path in sorted(Path(folder).rglob("*.html")):
            yield str(path.relative_to(folder))


def faults_in(name):
    engine = engines["django"].engine
    return left_over(engine.get_template(name).nodelist, engine)


def test_loops_read_no_variable_of_an_earlier_iteration():
    found = {name: faults for name in templates() if (faults := faults_in(name))}
    assert not found, f"set these in every branch of the loop: {found}"


CARELESS = [
    "{% if entry.opened %}{% translate 'shared' as words %}{% endif %}{{ words }}",
    "{% if a %}{% translate 'shared' as words %}{% endif %}{% include 'ui/note.html' with where=words only %}",
    "{% if a %}{% blocktranslate asvar where %}x{% endblocktranslate %}{% endif %}{% include 'ui/note.html' %}",
    "{% if a %}{% url 'health' as link %}{% elif b %}{{ link }}{% endif %}",
    "{{ words }}{% translate 'shared' as words %}",
    "{% if a %}{% translate 'x' as words %}{% endif %}{% blocktranslate %}{{ words }}{% endblocktranslate %}",
    "{% for each in entry %}{% if each %}{% translate 'x' as words %}{% endif %}{{ words }}{% endfor %}",
]
CAREFUL = [
    "{% if a %}{% translate 'x' as words %}{{ words }}{% endif %}",
    "{% if a %}{% translate 'x' as words %}{% else %}{% translate 'y' as words %}{% endif %}{{ words }}",
    "{% translate 'x' as words %}{% if a %}{% translate 'y' as words %}{% endif %}{{ words }}",
    "{% if a %}{% translate 'name' as name %}{% include 'ui/note.html' with who=name only %}{% endif %}{{ file.name }}",
]


def loop_with(body):
    engine = engines["django"].engine
    source = "{% load i18n %}{% for entry in entries %}" + body + "{% endfor %}"
    return left_over(engine.from_string(source).nodelist, engine)


@pytest.mark.parametrize("body", CARELESS)
def test_leftover_loop_variable_is_detected(body):
    assert loop_with(body)


@pytest.mark.parametrize("body", CAREFUL)
def test_variable_set_in_each_iteration_passes(body):
    assert not loop_with(body)
