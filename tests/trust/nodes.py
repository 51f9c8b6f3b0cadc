"""Whether a test that a document names exists and runs, read from the files, so that any test can ask."""

import ast
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
NEVER_RUN = {"skip", "skipif", "xfail"}


def fault(node: str) -> str:
    """Return what is wrong with "folder/test_file.py::test_name" or a test file; "" if nothing is."""
    path, _sep, name = node.partition("::")
    tests = _tests_of(TESTS / path)
    if tests is None:
        return f"{node}: there is no such file under tests/"
    if not tests:
        return f"{node}: the file has no test"
    if name and name not in tests:
        return f"{node}: the file has no such test"
    if name and not tests[name]:
        return f"{node}: the test is skipped"
    return ""


@cache
def _tests_of(file: Path) -> dict[str, bool] | None:
    """Return {name of a test: whether it runs}; None for a missing file."""
    if not file.is_file():
        return None
    tree = ast.parse(file.read_text())
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {each.name: not _is_skipped(each) for each in functions if each.name.startswith("test_")}


def _is_skipped(function: ast.FunctionDef) -> bool:
    """Return whether a mark or an unconditional `pytest.skip()` skips it."""
    marks = {
        node.attr
        for each in function.decorator_list
        for node in ast.walk(each)
        if isinstance(node, ast.Attribute)
    }
    bodies = [each.value for each in function.body if isinstance(each, ast.Expr)]
    calls = {
        each.func.attr
        for each in bodies
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)
    }
    return bool(marks & NEVER_RUN or calls & {"skip", "xfail"})
