"""B-03: a valid request with another person's id swapped in reads, changes and binds nothing of theirs."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.db import models

from backoffice.cases.case import actions
from backoffice.cases.case.forms import AssignForm, CloseForm
from casework.cases.models import Case
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped
from tests.trust.crawl import kind_of
from tests.trust.filling import ours, structure, theirs
from tests.trust.fixed import undone, without_chance
from tests.trust.recorded import (
    in_turn,
    swaps,
)
from tests.trust.substituting import MEANT, SHOWN_LATER, WORKERS, Stage, field_of


@pytest.fixture
def stage(db, monkeypatch):
    """Return a world with other offices, our people signed in, and all they can send."""
    with without_chance(monkeypatch) as (rng, clock), undone():
        rng.begin("stage")
        made = structure()
        mine = ours(made, clock, 12)
        theirs(made, clock, 14)
        yield Stage(made, mine, rng)


def sources_of(stage, request):
    return ((request, *swap) for swap in swaps(request, stage.names_of[request.who]))


def faults_of_swaps(stage, most, **which):
    """Return (number tried, a line for each that went wrong)."""
    lines, tried = [], 0
    sources = [sources_of(stage, request) for request in stage.recorded(**which)]
    for original, where, request, (kind, value, other) in in_turn(sources, most):
        tried += 1
        for fault in stage.faults(request, original, where, kind, value, other):
            place = f"{where} {field_of(original, where)}".strip()
            lines.append(
                f"{original.who} {original.method} {original.path} {place} {kind} {value}->{other}: {fault}"
            )
    return tried, lines


@pytest.mark.trust
def test_request_with_swapped_id_is_refused(stage, amount, proof):
    tried, lines = faults_of_swaps(stage, amount(150, 5000), who=WORKERS)
    proof("B-03", "valid requests with an id swapped for another's", tried=tried, failures=lines)


def extras(stage):
    """Return every column of every table of ours by name, with a value that would matter."""
    rival = {"office": stage.made.rival, "user": stage.made.cat, "member": stage.made.rival_member}
    named = {}
    for model in apps.get_models():
        if model.__module__.split(".")[0] not in {"casework", "accounts"}:
            continue
        for column in model._meta.concrete_fields:
            value = "on" if isinstance(column, models.BooleanField) else "1"
            if column.is_relation:
                value = str(rival.get(column.related_model._meta.model_name, stage.made.rival).pk)
            named |= {column.name: value, column.attname: value}
    return named


def form_of(request):
    """Return URL and fields of a form without the object it is about."""
    return request.who, kind_of(request.path), tuple(name for name, _value in request.sent)


def faults_of_extras(stage, *, one_by_one, **which):
    """Return (number of forms sent with extra fields, a line for each where they made a difference)."""
    lines, tried, offered = [], 0, extras(stage)
    forms = {
        form_of(request)[not one_by_one :]: request for request in stage.recorded(method="post", **which)
    }
    for request in forms.values():
        plain = stage.replay.send(request, seed=str(request), check=stage.changed_rows)
        has = {name for name, _value in request.sent}
        has |= {name for path, name in SHOWN_LATER if path in request.path}
        more = [(name, value) for name, value in offered.items() if name not in has and name not in MEANT]
        for extra in [more, *([[each] for each in more] if one_by_one else [])]:
            tried += 1
            fuller = replace(request, sent=(*request.sent, *extra))
            answer = stage.replay.send(fuller, seed=str(request), check=stage.changed_rows)
            if (answer[0], answer[4]) != (plain[0], plain[4]):
                lines.append(f"{request}: {[name for name, _value in extra][:3]}")
    return tried, lines


@pytest.mark.trust
@pytest.mark.slow
def test_extra_form_fields_are_ignored(stage, request, proof):
    tried, lines = faults_of_extras(stage, one_by_one=request.config.getoption("--full"))
    proof("B-03", "forms sent with the names of all columns", tried=tried, failures=lines)


@pytest.mark.slow
def test_choice_field_with_people_of_other_offices_is_detected(stage, monkeypatch):
    def everybody(form, *args, case, **kwargs):
        form.people = {str(each.uuid): each.user for each in Membership.objects.order_by("pk")}
        super(AssignForm, form).__init__(*args, case=case, **kwargs)
        form.fields["owner"].choices = [
            ("", "No one"),
            *((key, str(user)) for key, user in form.people.items()),
        ]

    monkeypatch.setattr(AssignForm, "__init__", everybody)
    monkeypatch.setattr("casework.cases.services.case.can_work", lambda user, case: True)
    _tried, lines = faults_of_swaps(stage, 60, who=["ben"], ending="/assign/")
    assert any("accepted" in line and "/assign/" in line for line in lines)


@pytest.mark.slow
def test_mass_assigned_column_is_detected(stage, monkeypatch):
    class Careless(CloseForm):
        def clean(self):
            safe = "safe_contact" in self.data
            with scoped(ALL):
                Case.objects.filter(office=stage.made.office).update(safe_contact=safe)

    monkeypatch.setattr(actions, "CloseForm", Careless)
    _tried, lines = faults_of_extras(stage, one_by_one=False, who=["ben"], ending="/close/")
    assert lines
