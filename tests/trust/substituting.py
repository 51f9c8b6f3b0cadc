"""Requests that are tried with another person's id in them, and whose rows they change."""

from collections import Counter
from dataclasses import replace

from django.apps import apps
from django.test import Client

from casework.offices.models import Office
from casework.questionnaires.models import Submission, SubmissionFile
from casework.wall.scope import ALL, scoped
from tests import factories
from tests.raise_case.hand import Hand
from tests.trust.filling import THEIRS
from tests.trust.recorded import (
    Names,
    Replay,
    masked,
    not_there,
    of_offices,
    of_others,
    record,
    shape_of,
)

STARTS = {
    "ben": ["/office/", "/office/team/"],
    "dev": ["/office/team/", "/office/"],
    "bea": ["/my-cases/", "/raise/contact/files/"],
    "adam": ["/office/administration/"],
}
WORKERS = ["ben", "dev", "bea"]  # no office is foreign to an administrator, who sees no case
# What the pages themselves understand beside the fields of their forms.
MEANT = {
    "next",
    "kept",
    "quiet",
    "draft",
    "look",
    "preview",
    "later",
    "upload",
    "remove",
    "send",
    "list",
    "answer",
}
# A field of the reply that its page shows only once something stands in the way of sending.
SHOWN_LATER = {("/reply/", "reason")}
WALK = {"options": False, "of_a_kind": 2, "most": 60}
# The log takes what was typed, and is read by its own office alone. Sessions and limits are nobody's rows.
NOT_ROWS = {"sessions", "audit", "contenttypes"}


class Stage:
    def __init__(self, made, mine, rng):
        self.made, self.rng = made, rng
        made.adam = factories.staff("Adam", is_administrator=True)
        self.clients = {name: self.signed_in(getattr(made, name)) for name in STARTS}
        self.answers_with_a_file(self.clients["bea"])
        every = {model._meta.db_table for model in apps.get_models()}
        with scoped(ALL):
            # Rows of another office, and what others began to write; for a constituent other people's, too.
            self.foreign = {made.rival.pk, made.sister.pk, -1}
            self.names = Names(of_offices(self.foreign))
            self.names_of = dict.fromkeys(STARTS, self.names)
            self.names_of["bea"] = Names(of_others(made.bea, self.foreign))
            self.before = self.theirs(every)
            self.keys = {
                model: set(model._base_manager.values_list("pk", flat=True)) for model in models_of_ours()
            }
        self.still = self.stored_rows(every)
        self.replay = Replay(self.clients, rng, self.trespasses)

    def signed_in(self, user):
        client = Client(raise_request_exception=False)
        client.who = user.name
        factories.sign_in(client, user)
        return client

    def answers_with_a_file(self, client):
        """Return two people with unsent answers, each with a file."""
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
        """Return the requests that succeed: all, or those of some people, of one method, to one place."""
        for name in who:
            for request in record(self.clients[name], name, self.rng, STARTS[name], **WALK):
                if method in request.method and request.path.endswith(ending):
                    status, *_answer = self.replay.send(request, seed=str(request))
                    if status in {200, 302}:
                        yield request

    # --- What must not happen ---------------------------------------------------------------------

    def theirs(self, tables):
        """{table: {key: row}} of the other offices, and of the accounts and memberships of their people."""
        found = {}
        for model in among(tables, rows_of_people()):
            found[model] = model._base_manager.filter(pk__in=self.names.keys.get(model, ()))
        for model in among(tables, tenants()):
            found[model] = model._base_manager.filter(office_id__in=self.foreign)
        return {
            model._meta.db_table: {row[model._meta.pk.attname]: repr(row) for row in rows.values()}
            for model, rows in found.items()
        }

    def trespasses(self, tables):
        """What a replay did to rows of others, or hung on them. Only the tables that it wrote are looked at."""
        with scoped(ALL):
            said = [
                f"changed {table} {key}"
                for table, after in self.theirs(tables).items()
                for key in self.before[table].keys() | after.keys()
                if self.before[table].get(key) != after.get(key)
            ]
            return said + list(self.hung_on_others(tables))

    def anything(self, tables):
        """What another's id did at all: it may do nothing."""
        return [*self.trespasses(tables), *(["accepted"] if self.changed_rows(tables) else [])]

    def hung_on_others(self, tables):
        for model in among(tables, tenants()):
            for column in model._meta.concrete_fields:
                keys = self.names.keys.get(column.related_model, ()) if column.is_relation else ()
                mine = model._base_manager.filter(office_id=self.made.office.pk)
                if keys and mine.filter(**{f"{column.attname}__in": keys}).exists():
                    yield f"{model._meta.label}.{column.name} of ours names a row of others"

    def stored_rows(self, tables):
        """{table: rows}, as an act leaves them. The integer keys of rows that it made count on after it is undone."""
        with scoped(ALL):
            return {
                model._meta.db_table: Counter(
                    repr([(name, self.told(model, name, row[name])) for name in columns_of(model)])
                    for row in model._base_manager.values()
                )
                for model in among(tables, models_of_ours())
            }

    def changed_rows(self, tables):
        """The rows that are gone and those that are new, by table."""
        return {
            table: (
                sorted((self.still[table] - rows).elements()),
                sorted((rows - self.still[table]).elements()),
            )
            for table, rows in self.stored_rows(tables).items()
            if rows != self.still[table]
        }

    def told(self, model, name, value):
        """Return the value of a column, and of a key of a row that was made only that it is one."""
        column = model._meta.get_field(name)
        named = model if column.primary_key else column.related_model
        if name == "office_id":
            named = Office  # the outbox and the log name an office by its plain number
        return value if value is None or named not in self.keys or value in self.keys[named] else "made"

    def faults(self, request, original, where, kind, value, other):
        """Send one swapped request, and return what is wrong with the answer.

        A message with another's `once` is refused, which reveals only that someone holds 122 random bits. With
        another's `draft` or `page` a form does what it does with one that nobody has.
        """
        field = field_of(request, where)
        foreign = kind == "foreign" and field != "once"
        check = self.anything if foreign and field not in DRAWN else self.trespasses
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


# What a form draws at random: for a message or a draft to be, and for its page in a browser.
DRAWN = {"once", "draft", "page"}


def field_of(request, where):
    """Return the name of the field that holds the id; "" if it stands in the URL."""
    place, number = where.split()
    return request.sent[int(number)][0] if place == "sent" else ""


def swapped_again(request, other, none):
    sent = tuple((name, none if value == other else value) for name, value in request.sent)
    return replace(request, path=request.path.replace(other, none), sent=sent)


def among(tables, models):
    return [model for model in models if model._meta.db_table in tables]


def tenants():
    """Return the tables with an office column, except the log."""
    for model in apps.get_models():
        names = {column.attname for column in model._meta.concrete_fields}
        if "office_id" in names and model._meta.app_label not in NOT_ROWS:
            yield model


def models_of_ours():
    for model in apps.get_models():
        if model._meta.app_label not in NOT_ROWS and not model._meta.app_label.startswith("wagtail"):
            yield model


def columns_of(model):
    """Return all columns except the database's own timestamps."""
    return [column.attname for column in model._meta.concrete_fields if not column.has_db_default()]


def rows_of_people():
    return [
        model for model in apps.get_models() if model.__name__ in {"User", "Submission", "SubmissionFile"}
    ]
