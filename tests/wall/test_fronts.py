"""Reads the source of the fronts: tenant rows are reached through `visible_to` or `raised_by`, never past them."""

import ast
from pathlib import Path

import pytest

TENANT_MODELS = {
    "Case",
    "Message",
    "Note",
    "CaseFile",
    "Activity",
    "Constituent",
    "ContactPoint",
    "Entry",
    "OutboxMessage",
}
FRONTS = [path for front in ("portal", "backoffice", "cms") for path in Path(front).rglob("*.py")]


def reads_past_the_wall(tree):
    """Lines with `<TenantModel>.objects.<anything but visible_to or raised_by>`."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute)):
            continue
        manager = node.value
        if manager.attr not in {"objects", "_default_manager", "_base_manager"}:
            continue
        names_a_tenant = isinstance(manager.value, ast.Name) and manager.value.id in TENANT_MODELS
        if names_a_tenant and node.attr not in {"visible_to", "raised_by"}:
            yield node.lineno


@pytest.mark.parametrize("path", FRONTS, ids=str)
def test_a_front_starts_every_read_at_the_wall(path):
    lines = list(reads_past_the_wall(ast.parse(path.read_text())))
    assert not lines, f"{path}:{lines}: start at visible_to(user) or raised_by(user)"


def test_a_careless_view_is_caught():
    careless = "def view(request, pk):\n    return Case.objects.get(pk=pk)\n"
    assert list(reads_past_the_wall(ast.parse(careless))) == [2]
