"""Reads the source of the fronts: tenant rows are reached through `visible_to` or `raised_by`, never past them."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

AT_THE_WALL = {"visible_to", "in_offices_of", "raised_by"}
# Every model with an office but those that stand in the open; answers that are no case yet belong to who holds a key.
TENANT_MODELS = {
    model.__name__: AT_THE_WALL
    for model in apps.get_models()
    if {"office", "office_id"} & {field.attname for field in model._meta.concrete_fields}
    and not hasattr(model, "unwalled")
} | {"Submission": {"held_by"}}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
ASK_NO_ROWS = {"isinstance", "issubclass"}
FRONTS = [
    path
    for front in ("portal", "backoffice", "cms")
    for path in Path(front).rglob("*.py")
    if "migrations" not in path.parts  # they run without a person, and ask for models by name
]


def test_tenant_models_are_found():
    assert {"Case", "Authority", "Presence", "Entry", "OutboxMessage", "FeedbackMonth"} <= set(TENANT_MODELS)
    assert not {"Membership", "Topic", "User"} & set(TENANT_MODELS)


def is_tenant(node):
    return isinstance(node, ast.Name) and node.id in TENANT_MODELS


def managers_let_loose(tree):
    """`<TenantModel>.objects` without a start at the wall, and `.objects` of what has no plain name."""
    starts = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            owner = node.value
            nameless = not isinstance(owner, ast.Name)
            if nameless or (is_tenant(owner) and starts.get(id(node)) not in TENANT_MODELS[owner.id]):
                yield node.lineno


def models_handed_over(tree):
    """A bare tenant model given to a function, as to get_object_or_404, or as the `model` or `queryset` of a class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") not in ASK_NO_ROWS:
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            given = [node.value]
        else:
            continue
        yield from (each.lineno for each in given if is_tenant(each))


def models_renamed(tree):
    """A tenant model imported under another name would pass unseen."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (node.lineno for name in node.names if name.asname and name.name in TENANT_MODELS)


def reads_past_the_wall(source):
    """The lines at which a front could read a row that is not the person's."""
    tree = ast.parse(source)
    return sorted({*managers_let_loose(tree), *models_handed_over(tree), *models_renamed(tree)})


@pytest.mark.parametrize("path", FRONTS, ids=str)
def test_front_reads_start_at_the_wall(path):
    lines = reads_past_the_wall(path.read_text())
    assert not lines, f"{path}:{lines}: start at visible_to(user), raised_by(user) or held_by(key)"


@pytest.mark.parametrize(
    "careless",
    [
        "Case.objects.get(pk=pk)",
        "Case._base_manager.filter(pk=pk).visible_to(user)",
        "type(case).objects.visible_to(user)",
        "models.Case.objects.all()",
        "case.__class__._default_manager.get(pk=pk)",
        "Submission.objects.get(pk=pk)",
        "Submission.objects.visible_to(user)",
        "rows = Case.objects",
        "rows = Case",
        "get_object_or_404(Case, pk=pk)",
        "get_list_or_404(Note, case=case)",
        "get_object_or_404(Case.objects, pk=pk)",
        "get_object_or_404(klass=Case, pk=pk)",
        "ModelChoiceField(queryset=Constituent.objects.all())",
        "modelform_factory(Case, fields=['subject'])",
        "class Detail(DetailView): model = Case",
        "class Form(ModelForm):\n    class Meta: model = Case",
        "from casework.cases.models import Case as Innocent",
    ],
)
def test_read_past_the_wall_is_detected(careless):
    assert reads_past_the_wall(careless)


@pytest.mark.parametrize(
    "careful",
    [
        "Case.objects.visible_to(user).filter(pk=pk)",
        "Case.objects.raised_by(user)",
        "Submission.objects.held_by(key).first()",
        "get_object_or_404(Case.objects.visible_to(user), pk=pk)",
        "Prefetch('files', queryset=CaseFile.objects.visible_to(user))",
        "Topic.objects.order_by('name')",
        "isinstance(entry, Message)",
        "Message.Direction.OUT",
    ],
)
def test_read_through_the_wall_passes(careful):
    assert reads_past_the_wall(careful) == []
