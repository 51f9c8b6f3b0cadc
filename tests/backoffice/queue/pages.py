"""The queue as tests fill and read it."""

from django.utils import timezone

from casework.cases.models import Case
from casework.wall.scope import ALL, scoped
from tests import factories

QUEUE = "/office/cases/"


def listed(client, **query):
    """Return the subjects on one page of the queue, in order."""
    return [case.subject for case in client.get(QUEUE, query).context["page"].cases]


def change(case, **facts):
    with scoped(ALL):
        Case.objects.filter(pk=case.pk).update(**facts)


def many(office, how_many, **facts):
    """Create cases of one constituent, all waiting since the same time."""
    first = factories.case(office=office, subject="Case 0")
    since = timezone.now()
    with scoped(ALL):
        Case.objects.filter(pk=first.pk).update(waiting_since=since, **facts)
        Case.objects.bulk_create(
            Case(
                office=office,
                member=first.member,
                constituent=first.constituent,
                kind=first.kind,
                nature=first.nature,
                subject=f"Case {n}",
                waiting_since=since,
                **facts,
            )
            for n in range(1, how_many)
        )
