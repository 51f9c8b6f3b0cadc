"""The state of the database, row by row with its owners, so that changes can be attributed."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from casework.cases.models import CaseFile
from casework.constituents.models import Constituent
from casework.offices.models import Office
from casework.wall.scope import ALL, scoped

# Sessions change with every request, content types by themselves, and each audit entry waits in a list to be sealed.
NOT_WATCHED = {"sessions.Session", "contenttypes.ContentType", "audit.Unsealed"}
NOT_WATCHED |= {"cms.PageUse"}  # two numbers that everybody may add to
NOT_WATCHED |= {
    "questionnaires.FormCount"
}  # numbers without office, which everybody who fills in a form adds to
SITE_APPS = {
    "body",
    "cms",
    "wagtailcore",
    "wagtailsearch",
    "wagtailadmin",
    "wagtailimages",
    "wagtaildocs",
    "taggit",
    "wagtailredirects",
}
SITE_APPS |= {"wagtailusers", "wagtailsearch", "wagtailredirects"}
EVERYTHING = "everything"
PEOPLE_COLUMNS = ("user_id", "person_id", "account_id", "practice_of_id")


@cache
def watched():
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in NOT_WATCHED
    ]


@cache
def watched_tables():
    return {model._meta.db_table for model in watched()}


@dataclass(frozen=True)
class Row:
    """A row as its owner and a digest of its values."""

    table: str
    owners: frozenset[str]
    digest: object


def snapshot(world, wrote=None, newest=None):
    """Return `{(model, key): Row}` of every row; or only of the tables in `wrote`, with added rows only where rows
    were only added.
    """
    people = {user.pk: f"person:{name}" for name, user in world.people.items()}
    records = _records(people)
    offices = {office.pk: f"office:{slug}" for slug, office in world.offices.items()}
    rows = {}
    with scoped(ALL):
        # A practice office and all that is in it belong to one person.
        offices |= {office.pk: people[office.practice_of_id] for office in Office.practices.all()}
        for model in watched():
            table = model._meta.db_table
            if wrote is not None and table not in wrote:
                continue
            found = model._base_manager.all()
            if wrote is not None and wrote[table]:
                found = found.filter(pk__gt=newest.get(model._meta.label, 0))
            for row in found.values():
                owners = _owners(model, row, people, records, offices)
                rows[model._meta.label, row[model._meta.pk.attname]] = Row(table, owners, _digest(model, row))
    return rows


def both(before, newest, world, wrote):
    """Return the rows before and after, as far as the tables in `wrote` can have changed.

    `newest` is `newest_keys(before)`: looked up once, since the attempts of a matrix all begin with the same rows.
    """
    if EVERYTHING in wrote:
        return before, snapshot(world)
    wrote = {table: only_added for table, only_added in wrote.items() if table in watched_tables()}
    if not wrote:
        return {}, {}
    changed = {table for table, only_added in wrote.items() if not only_added}
    rows = {key: row for key, row in before.items() if row.table in changed} if changed else {}
    return rows, snapshot(world, wrote, newest)


def newest_keys(rows):
    """Return `{model: newest key}` of a snapshot."""
    newest = {}
    for label, key in rows:
        newest[label] = max(newest.get(label, key), key)
    return newest


def files():
    """Return the names of the files in the store."""
    return {path.name for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()}


def keys_of_files():
    """Return the keys of the files on cases, which are their names in the store."""
    with scoped(ALL):
        return set(CaseFile.objects.values_list("key", flat=True))


def _digest(model, row):
    stored = [column.get_prep_value(row[column.attname]) for column in model._meta.concrete_fields]
    return hashlib.sha256(repr(stored).encode()).hexdigest()


def _records(people):
    """Return `{pk of a record: "person:..."}`."""
    with scoped(ALL):
        found = Constituent._base_manager.filter(account_id__in=people).values_list("pk", "account_id")
        return {pk: people[account] for pk, account in found}


def _owners(model, row, people, records, offices):
    found = set()
    if model._meta.app_label in SITE_APPS:
        found.add("site")
    if row.get("office_id") in offices:
        found.add(offices[row["office_id"]])
    if row.get("case_id"):
        found.add(f"case:{row['case_id']}")
    if model._meta.label == "constituents.AlertChoice" and row["constituent_id"] in records:
        found.add(records[row["constituent_id"]])  # each person chooses, and the office reads it
    if model._meta.label == "cases.Case":
        found.add(f"case:{row['id']}")
    if row.get("submission_id"):
        found.add(f"submission:{row['submission_id']}")
    if model._meta.label == "questionnaires.Submission":
        found.add(f"submission:{row['id']}")
    if model._meta.label == "accounts.User":
        found.add(people.get(row["id"], "person:somebody new"))
    found |= {people[row[column]] for column in PEOPLE_COLUMNS if row.get(column) in people}
    return frozenset(found)


def trespasses(actor, before, after):
    """Return rows that this actor changed, added or deleted without permission."""
    wrong = []
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        owners = (old or new).owners | (new or old).owners
        if old is None and _may_add(actor, key[0], owners):
            continue
        if new is not None and {f"{key[0]} of {owner}" for owner in owners} <= actor.ends:
            continue
        if not owners & actor.changes:
            what = "added" if old is None else "took away" if new is None else "changed"
            wrong.append(f"{what} {key[0]} of {', '.join(sorted(owners)) or 'nobody'}")
    return wrong


def _may_add(actor, label, owners):
    owners = {
        owner for owner in owners if not owner.startswith("submission:")
    }  # a browser's, until it has a person
    named = {f"{label} of {owner}" for owner in owners or {"nobody"}}
    return label in actor.adds or bool(named & actor.adds)
