"""Mutants: each removes or inverts one check in a file, as changed source.

A mutant is the whole file with one change. `mutated.py` lists the files with checks and the tests that must
fail.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Names that narrow what a person gets: without them a row too many is read.
NARROWING = {
    "filter",
    "exclude",
    "visible_to",
    "in_offices_of",
    "raised_by",
    "held_by",
    "active",
    "pending",
    "distinct",
}
GUARDS = {
    "on_a_case",
    "office_staff_only",
    "administrators_only",
    "managers_only",
    "recently_authenticated",
    "staff_only",
    "with_factor",
    "for_adding_factors",
    "login_required",
    "require_POST",
    "permission_required",
    "constituents_only",
    "case_openers",
}
OPPOSITES = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
Change = tuple[str, ast.AST | None]


@dataclass(frozen=True)
class Mutant:
    """A change of `path`: `line` and `change` describe it."""

    path: Path
    line: int
    change: str
    was: str  # the code that was changed, as it stood
    place: int  # of its node among all nodes of the file
    instead: ast.AST | None

    @property
    def source(self) -> str:
        """The whole changed file. Most mutants are only counted."""
        tree = ast.parse(self.path.read_text())
        target = next(node for place, node in enumerate(ast.walk(tree)) if place == self.place)
        changed = _Swap(target, self.instead).visit(tree)
        return ast.unparse(ast.fix_missing_locations(changed))

    def __str__(self):
        return f"{self.path}:{self.line}: {self.change}: {self.was}"


def mutants_of(path: Path, *, every: bool) -> list[Mutant]:
    """Return the mutants of a file: of each condition (`every`), or only of its guards and narrowed reads."""
    return list(_mutants(path, every=every))


def gate_mutants_of(path: Path) -> list[Mutant]:
    """Return only those mutants of a file that remove a gate."""
    return [mutant for mutant in mutants_of(path, every=False) if mutant.change.startswith("without @")]


def _mutants(path: Path, *, every: bool) -> Iterator[Mutant]:
    for place, node in enumerate(ast.walk(ast.parse(path.read_text()))):
        for what, instead in [*_deletions(node), *(_inversions(node) if every else ())]:
            yield Mutant(path, node.lineno, what, _short(node), place, instead)


def _deletions(node: ast.AST) -> Iterator[Change]:
    """Yield mutants without a decorator, a narrowing, one of its conditions, or a refusal."""
    if isinstance(node, ast.FunctionDef):
        for index, decorator in enumerate(node.decorator_list):
            if _name(decorator) in GUARDS:
                yield f"without @{_name(decorator)}", _without(node, "decorator_list", index)
    if isinstance(node, ast.Call) and _name(node) in GUARDS and _wraps_a_view(node):
        yield f"without @{_name(node)}", copy.deepcopy(node.args[0])
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in NARROWING and not _is_class(node.func.value):
            yield f"without .{node.func.attr}()", _everything(node)
        if node.func.attr in {"filter", "exclude"} and len(node.keywords) > 1:
            for index, keyword in enumerate(node.keywords):
                yield f"without {keyword.arg}=", _without(node, "keywords", index)
    if isinstance(node, ast.Call):
        for index, keyword in enumerate(node.keywords):
            if keyword.arg == "working" and isinstance(keyword.value, ast.Constant):
                other = copy.deepcopy(node)
                other.keywords[index].value = ast.Constant(not keyword.value.value)
                yield "working turned round", other
    if isinstance(node, ast.If) and _refuses(node):
        other = copy.deepcopy(node)
        other.test = ast.Constant(value=False)
        yield "never refuses", other


def _inversions(node: ast.AST) -> Iterator[Change]:
    """Yield mutants with an inverted condition, or one half of it removed."""
    if isinstance(node, ast.If):
        yield "if turned round", _negated(node, "test")
    if isinstance(node, ast.IfExp):
        yield "if turned round", _negated(node, "test")
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPPOSITES:
        other = copy.deepcopy(node)
        other.ops = [OPPOSITES[type(node.ops[0])]()]
        yield "comparison turned round", other
    if isinstance(node, ast.BoolOp):
        yield "and for or", _opposite(node)
        for index in range(len(node.values)):
            yield "one condition less", _fewer(node, index)
    if isinstance(node, ast.BinOp) and type(node.op) in {ast.BitAnd, ast.BitOr} and _has_q(node):
        yield "and for or", _opposite(node)
        yield "one condition less", copy.deepcopy(node.left)
        yield "one condition less", copy.deepcopy(node.right)
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Compare | ast.BoolOp | ast.UnaryOp):
        yield "always yes", ast.Return(value=ast.Constant(value=True))
    if isinstance(node, ast.Call) and _name(node) in {"any", "all"}:
        other = copy.deepcopy(node)
        other.func = ast.Name("all" if _name(node) == "any" else "any", ast.Load())
        yield "any for all", other
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"filter", "exclude"}:
        other = copy.deepcopy(node)
        other.func.attr = "exclude" if node.func.attr == "filter" else "filter"
        yield f"{other.func.attr} for {node.func.attr}", other


def _name(node: ast.AST) -> str:
    """Return `on_a_case` of `@on_a_case(PAGE, working=True)`."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _wraps_a_view(node: ast.Call) -> bool:
    """Return True for `with_factor(view)`, not for `on_a_case(PAGE, working=True)`, whose result wraps the view."""
    return (
        len(node.args) == 1
        and not node.keywords
        and isinstance(node.args[0], ast.Call | ast.Name | ast.Attribute)
    )


def _short(node: ast.AST) -> str:
    return ast.unparse(node).splitlines()[0][:100]


def _is_class(node: ast.AST) -> bool:
    """Return True for `Q.filter` and `super().filter`, which narrow nothing themselves."""
    return isinstance(node, ast.Call) and _name(node) == "super"


def _refuses(node: ast.If) -> bool:
    """Return whether a branch consists of one statement that raises, or returns early."""
    return len(node.body) == 1 and isinstance(node.body[0], ast.Raise | ast.Return)


def _has_q(node: ast.BinOp) -> bool:
    return any(isinstance(each, ast.Call) for each in (node.left, node.right))


def _everything(node: ast.Call) -> ast.AST:
    """Return the rows without the narrowing: all rows of a manager, or the queryset itself."""
    return ast.Call(
        func=ast.Attribute(copy.deepcopy(node.func.value), "all", ast.Load()), args=[], keywords=[]
    )


def _without(node: ast.AST, field: str, index: int) -> ast.AST:
    other = copy.deepcopy(node)
    del getattr(other, field)[index]
    return other


def _negated(node: ast.AST, field: str) -> ast.AST:
    other = copy.deepcopy(node)
    setattr(other, field, ast.UnaryOp(ast.Not(), getattr(other, field)))
    return other


def _opposite(node: ast.AST) -> ast.AST:
    other = copy.deepcopy(node)
    other.op = OPPOSITES[type(node.op)]()
    return other


def _fewer(node: ast.BoolOp, index: int) -> ast.AST:
    left = [copy.deepcopy(value) for at, value in enumerate(node.values) if at != index]
    return left[0] if len(left) == 1 else ast.BoolOp(copy.deepcopy(node.op), left)


class _Swap(ast.NodeTransformer):
    """Replaces a node by another."""

    def __init__(self, target: ast.AST, replacement: ast.AST):
        self.target, self.replacement = target, replacement

    def visit(self, node):
        return self.replacement if node is self.target else super().visit(node)
