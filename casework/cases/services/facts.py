"""Correcting what is known about a case and its person. The log says which fact was corrected, and no value."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case
from casework.checking import check_row
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point
from casework.offices.services import office_for

from .search import index_person
from .turn import EditConflict, lock_case

OF_PERSON = ("name", "language", "format")


class MemberOfAnotherOffice(ValueError):
    """The case's office does not work for this Member today."""


@transaction.atomic
def correct_facts(
    *,
    case: Case,
    facts: Mapping[str, object],
    points: Mapping[int, str],
    added: Mapping[str, str],
    by: User,
    seen: int | None = None,
) -> list[str]:
    """Correct facts of a case and of its person, and return the names of those that changed.

    A case whose topic becomes a sensitive one is sensitive.

    `points` are new values of contact points by key, of which an empty one deletes; one that its owner proved stays
    as it is. `added` are further contact points by kind. Raises EditConflict or MemberOfAnotherOffice.
    """
    case = lock_case(case)
    if seen is not None and seen != case.version:
        raise EditConflict
    person = Constituent.objects.select_for_update(of=("self",), no_key=True).get(pk=case.constituent_id)
    changed = _change(person, {name: facts[name] for name in OF_PERSON if name in facts})
    of_case = _change(case, {name: value for name, value in facts.items() if name not in OF_PERSON})
    if "topic" in of_case and case.topic and case.topic.sensitive and not case.sensitive:
        of_case += _change(case, {"sensitive": True})
    if "member" in of_case and office_for(case.member).pk != case.office_id:
        raise MemberOfAnotherOffice
    changed += of_case + _change_points(person, points) + _add_points(person, added, by=by)
    if not changed:
        return []
    case.version += 1
    for row in (person, case):
        check_row(row)
        row.save()
    index_person(person)
    for name in changed:
        record(Verb.FACT_CORRECTED, by=by, office=case.office_id, subject=case.reference, fact=name)
    return changed


def _change(row: Constituent | Case, facts: Mapping[str, object]) -> list[str]:
    """Set what differs, and return its names."""
    differing = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, facts[name])
    return differing


def _change_points(person: Constituent, values: Mapping[int, str]) -> list[str]:
    changed = []
    for point in ContactPoint.objects.filter(constituent=person, pk__in=values, proved_by=None).order_by(
        "pk"
    ):
        value = values[point.pk]
        if value == point.value:
            continue
        changed.append(point.kind)
        same = ContactPoint.objects.filter(constituent=person, kind=point.kind, value=value)
        if not value or same.exists():
            point.delete()
        else:
            point.value = value
            check_row(point)
            point.save()
    return changed


def _add_points(person: Constituent, values: Mapping[str, str], *, by: User) -> list[str]:
    added = []
    for kind, value in values.items():
        if value:
            add_contact_point(constituent=person, kind=kind, value=value, by=by)
            added.append(kind)
    return added
