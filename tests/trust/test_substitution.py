"""B-03: a valid request with an id swapped for somebody else's reads, changes and binds nothing of theirs."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from backoffice.cases import actions
from backoffice.cases.forms import AssignForm, CloseForm
from casework.cases.models import Case
from casework.offices.models import Membership
from casework.questionnaires.models import Submission, SubmissionFile
from casework.scope import ALL, scoped
from tests import factories
from tests.raise_case.conftest import Hand
from tests.trust.crawl import kind_of
from tests.trust.filling import THEIRS, ours, structure, theirs
from tests.trust.fixed import undone, without_chance
from tests.trust.recorded import (
    Names,
    Replay,
    in_turn,
    masked,
    not_there,
    of_offices,
    of_others,
    record,
    shape_of,
    swaps,
)

STARTS = {
    "ben": ["/office/", "/office/team/"],
    "dev": ["/office/team/", "/office/"],
    "bea": ["/my-cases/", "/raise/contact/files/"],
    "adam": ["/office/administration/"],
}
WORKERS = ["ben", "dev", "bea"]  # no office is foreign to an administrator, who sees no case
# What the pages themselves understand beside the fields of their forms.
MEANT = {"next", "kept", "preview", "later", "upload", "remove", "send", "list", "answer"}
WALK = {"options": False, "of_a_kind": 2, "most": 60}
# The log takes what was typed, and is read by its own office alone. Sessions and limits are nobody's rows.
NOT_ROWS = {"sessions", "audit", "contenttypes"}


@pytest.fixture
def stage(db, monkeypatch):
    """A world with others in it, its people signed in, and all they can send."""
    with without_chance(monkeypatch) as (dice, clock), undone():
        dice.begin("stage")
        made = structure()
        mine = ours(made, clock, 12)
        theirs(made, clock, 14)
        yield Stage(made, mine, dice)


class Stage:
    def __init__(self, made, mine, dice):
        self.made, self.dice = made, dice
        made.adam = factories.staff("Adam", is_administrator=True)
        self.clients = {name: self.signed_in(getattr(made, name)) for name in STARTS}
        self.answers_with_a_file(self.clients["bea"])
        with scoped(ALL):
            # Rows of another office, and what others began to write; for a constituent other people's, too.
            self.foreign = {made.rival.pk, made.sister.pk, -1}
            self.names = Names(of_offices(self.foreign))
            self.names_of = dict.fromkeys(STARTS, self.names)
            self.names_of["bea"] = Names(of_others(made.bea, self.foreign))
            self.before = self.theirs()
            self.keys = {
                model: set(model._base_manager.values_list("pk", flat=True)) for model in models_of_ours()
            }
        self.still = self.standing()
        self.replay = Replay(self.clients, dice, self.trespasses)

    def signed_in(self, user):
        client = Client(raise_request_exception=False)
        client.who = user.name
        client.force_login(user)
        if user.is_staff:
            factories.use_second_factor(client, user)
        return client

    def answers_with_a_file(self, client):
        """Two people who have not sent their answers yet, each with a file."""
        Hand(client).fill(until="files")
        for number, submission in enumerate(Submission.objects.order_by("pk")):
            name = f"{THEIRS if submission.person_id is None else 'own'}.pdf"
            SubmissionFile.objects.create(
                submission=submission,
                question="files",
                key=f"{number:040}",
                name=name,
                size=1,
                sha256="0" * 64,
            )

    def recorded(self, *, who=tuple(STARTS), method="", ending=""):
        """The requests that are answered as they should be: all, or some people's, of one method, to one place."""
        for name in who:
            for request in record(self.clients[name], name, self.dice, STARTS[name], **WALK):
                if method in request.method and request.path.endswith(ending):
                    status, *_answer = self.replay.send(request, seed=str(request))
                    if status in {200, 302}:
                        yield request

    # --- What must not happen ---------------------------------------------------------------------

    def theirs(self):
        """Every row of the other offices, and every account and membership of their people."""
        rows = {}
        for model in rows_of_people():
            for row in model._base_manager.filter(pk__in=self.names.keys.get(model, ())).values():
                rows[model._meta.label, row[model._meta.pk.attname]] = repr(row)
        for model in tenants():
            found = model._base_manager.filter(office_id__in=self.foreign).values()
            rows |= {(model._meta.label, row["id"]): repr(row) for row in found}
        return rows

    def trespasses(self):
        """What a replay did to rows of others, or hung on them."""
        with scoped(ALL):
            after = self.theirs()
            said = [
                f"changed {key}"
                for key in self.before.keys() | after.keys()
                if self.before.get(key) != after.get(key)
            ]
            return said + list(self.hung_on_others())

    def anything(self):
        """What another's id did at all: it may do nothing."""
        return [*self.trespasses(), *(["accepted"] if self.standing() != self.still else [])]

    def hung_on_others(self):
        for model in tenants():
            for column in model._meta.concrete_fields:
                keys = self.names.keys.get(column.related_model, ()) if column.is_relation else ()
                mine = model._base_manager.filter(office_id=self.made.office.pk)
                if keys and mine.filter(**{f"{column.attname}__in": keys}).exists():
                    yield f"{model._meta.label}.{column.name} of ours names a row of others"

    def standing(self):
        """All rows, as an act leaves them. The integer keys of rows that it made count on after it is undone."""
        with scoped(ALL):
            return sorted(
                (
                    model._meta.label,
                    repr([(name, self.told(model, name, row[name])) for name in columns_of(model)]),
                )
                for model in models_of_ours()
                for row in model._base_manager.values()
            )

    def told(self, model, name, value):
        column = model._meta.get_field(name)
        named = model if column.primary_key else column.related_model
        return value if value is None or named not in self.keys or value in self.keys[named] else "made"

    def faults(self, request, original, where, kind, value, other):
        """Sends one swapped request, and says in a line what is wrong with the answer."""
        foreign = kind == "foreign" and not names_what_is_to_be(request, where)
        check = self.anything if foreign else self.trespasses
        answer = self.replay.send(request, seed=str(original), check=check)
        status, _headers, body, _wrote, said = answer
        if status >= 500:
            yield f"{status}"
        if THEIRS.encode() in body:
            yield "shows what is theirs"
        yield from said or ()
        if not foreign:
            return
        none = not_there(shape_of(other, self.names.all()))
        nothing = self.replay.send(swapped_again(request, other, none), seed=str(original))
        if masked(answer, other) != masked(nothing, none):
            yield f"answers otherwise than to what is not there: {status} and {nothing[0]}"


def names_what_is_to_be(request, where):
    """`once` is drawn for a message that is not there yet, so that a double click adds it once. Taken by any other
    message, of ours or not, it is refused: that tells those who hold 122 bits that nobody showed them."""
    place, number = where.split()
    return place == "sent" and request.sent[int(number)][0] == "once"


def swapped_again(request, other, none):
    sent = tuple((name, none if value == other else value) for name, value in request.sent)
    return replace(request, path=request.path.replace(other, none), sent=sent)


def tenants():
    """The tables with an office, but the log."""
    for model in apps.get_models():
        names = {column.attname for column in model._meta.concrete_fields}
        if "office_id" in names and model._meta.app_label not in NOT_ROWS:
            yield model


def models_of_ours():
    for model in apps.get_models():
        if model._meta.app_label not in NOT_ROWS and not model._meta.app_label.startswith("wagtail"):
            yield model


def columns_of(model):
    """All columns but those that tell the database's own time."""
    return [column.attname for column in model._meta.concrete_fields if not column.has_db_default()]


def rows_of_people():
    return [
        model for model in apps.get_models() if model.__name__ in {"User", "Submission", "SubmissionFile"}
    ]


def sources_of(stage, request):
    return ((request, *swap) for swap in swaps(request, stage.names_of[request.who]))


def faults_of_swaps(stage, most, **which):
    """(how many were tried, a line for each that went wrong)."""
    lines, tried = [], 0
    sources = [sources_of(stage, request) for request in stage.recorded(**which)]
    for original, where, request, (kind, value, other) in in_turn(sources, most):
        tried += 1
        for fault in stage.faults(request, original, where, kind, value, other):
            lines.append(
                f"{original.who} {original.method} {original.path} {where} {kind} {value}->{other}: {fault}"
            )
    return tried, lines


def test_no_swapped_id_is_accepted(stage, amount, proof):
    tried, lines = faults_of_swaps(stage, amount(150, 5000), who=WORKERS)
    proof("B-03", "valid requests with an id swapped for another's", tried=tried, failures=lines)


# --- Fields that no form has ---------------------------------------------------------------------------------------


def extras(stage):
    """Every column of every table of ours by name, with a value that would matter."""
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
    """What is asked where; which thing it is asked about makes no difference."""
    return request.who, kind_of(request.path), tuple(name for name, _value in request.sent)


def faults_of_extras(stage, *, one_by_one, **which):
    """(how many forms were sent with more than they ask, a line for each where that made a difference)."""
    lines, tried, offered = [], 0, extras(stage)
    forms = {
        form_of(request)[not one_by_one :]: request for request in stage.recorded(method="post", **which)
    }
    for request in forms.values():
        plain = stage.replay.send(request, seed=str(request), check=stage.standing)
        has = {name for name, _value in request.sent}
        more = [(name, value) for name, value in offered.items() if name not in has and name not in MEANT]
        for extra in [more, *([[each] for each in more] if one_by_one else [])]:
            tried += 1
            fuller = replace(request, sent=(*request.sent, *extra))
            answer = stage.replay.send(fuller, seed=str(request), check=stage.standing)
            if (answer[0], answer[4]) != (plain[0], plain[4]):
                lines.append(f"{request}: {[name for name, _value in extra][:3]}")
    return tried, lines


def test_no_field_that_a_form_does_not_ask_for_is_taken(stage, request, proof):
    tried, lines = faults_of_extras(stage, one_by_one=request.config.getoption("--full"))
    proof("B-03", "forms sent with the names of all columns", tried=tried, failures=lines)


# --- The proof can fail ----------------------------------------------------------------------------------------------


def test_a_choice_of_people_past_the_office_is_found(stage, monkeypatch):
    def everybody(form, *args, case, **kwargs):
        form.people = {str(each.uuid): each.user for each in Membership.objects.all()}
        super(AssignForm, form).__init__(*args, case=case, **kwargs)
        form.fields["owner"].choices = [
            ("", "No one"),
            *((key, str(user)) for key, user in form.people.items()),
        ]

    monkeypatch.setattr(AssignForm, "__init__", everybody)
    _tried, lines = faults_of_swaps(stage, 60, who=["ben"], ending="/assign/")
    assert any("accepted" in line and "/assign/" in line for line in lines)


def test_a_column_taken_from_whoever_sends_it_is_found(stage, monkeypatch):
    class Careless(CloseForm):
        def clean(self):
            safe = "safe_contact" in self.data
            with scoped(ALL):
                Case.objects.filter(office=stage.made.office).update(safe_contact=safe)

    monkeypatch.setattr(actions, "CloseForm", Careless)
    _tried, lines = faults_of_extras(stage, one_by_one=False, who=["ben"], ending="/close/")
    assert lines
