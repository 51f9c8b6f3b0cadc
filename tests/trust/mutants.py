"""Takes one rule away at a time: every way to delete or turn round a check in a file, as changed source.

A mutant is the whole file with one change. Which files hold checks, and which tests must notice, is in
`test_mutation.py`.
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
    """`path` with one change: `line` and `change` say which, `source` is the whole changed file."""

    path: Path
    line: int
    change: str
    source: str
    was: str  # the code that was changed, as it stood

    def __str__(self):
        return f"{self.path}:{self.line}: {self.change}: {self.was}"


def mutants_of(path: Path, *, every: bool) -> list[Mutant]:
    """Mutants of a file: of each condition in it (`every`), or only of its guards and of what narrows its reads."""
    return list(_mutants(path, path.read_text(), every=every))


def _mutants(path: Path, source: str, *, every: bool) -> Iterator[Mutant]:
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        changes = [*_deletions(node), *(_inversions(node) if every else ())]
        for what, replacement in changes:
            other = copy.deepcopy(tree)
            target = next(n for at, n in enumerate(ast.walk(other)) if at == number)
            changed = _Swap(target, replacement).visit(other)
            yield Mutant(
                path, node.lineno, what, ast.unparse(ast.fix_missing_locations(changed)), _short(node)
            )


def _deletions(node: ast.AST) -> Iterator[Change]:
    """A decorator, a narrowing, a condition of it, a refusal: gone."""
    if isinstance(node, ast.FunctionDef):
        for index, decorator in enumerate(node.decorator_list):
            if _name(decorator) in GUARDS:
                yield f"without @{_name(decorator)}", _without(node, "decorator_list", index)
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
    """A condition turned round, or one half of it gone."""
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
    """`on_a_case` of `@on_a_case(PAGE, working=True)`."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _short(node: ast.AST) -> str:
    return ast.unparse(node).splitlines()[0][:100]


def _is_class(node: ast.AST) -> bool:
    """`Q.filter` or `super().filter` narrow nothing by themselves."""
    return isinstance(node, ast.Call) and _name(node) == "super"


def _refuses(node: ast.If) -> bool:
    """A branch of one statement that raises, or that returns something else than going on."""
    return len(node.body) == 1 and isinstance(node.body[0], ast.Raise | ast.Return)


def _has_q(node: ast.BinOp) -> bool:
    return any(isinstance(each, ast.Call) for each in (node.left, node.right))


def _everything(node: ast.Call) -> ast.AST:
    """The same rows without the narrowing: a manager gives all, a queryset itself."""
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
    """Puts another node in the place of one."""

    def __init__(self, target: ast.AST, replacement: ast.AST):
        self.target, self.replacement = target, replacement

    def visit(self, node):
        return self.replacement if node is self.target else super().visit(node)
