"""Changes of constituents' records and contact points."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.addresses import plain_address
from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.checking import check_row
from casework.offices.models import Office
from casework.wall.scope import ALL, scoped

from .models import Constituent, ContactPoint


def constituent_of(*, office: Office, user: User | None) -> Constituent | None:
    """Return the record that holds this person's signed-in cases at this office, or None.

    Leave out records linked later: a stranger may have begun one with this person's address and their own phone number.
    """
    if user is None:
        return None
    return Constituent.objects.filter(office=office, account=user, linked_at=None).order_by("pk").first()


def add_contact_point(
    *, constituent: Constituent, kind: str, value: str, safe: bool = True, by: User | None = None
) -> ContactPoint:
    """Add a contact point, or return the existing one.

    If it is now said to be unsafe, it becomes unsafe for earlier cases too. It never becomes safe again automatically:
    the request may come from whoever reads along. The sign-in address of `by` counts as proved.
    """
    if kind == ContactPoint.Kind.EMAIL:
        value = plain_address(value)
    proved = kind == ContactPoint.Kind.EMAIL and by is not None and not by.is_staff and by.email == value
    point, created = ContactPoint.objects.get_or_create(
        constituent=constituent,
        kind=kind,
        value=value,
        defaults={
            "office_id": constituent.office_id,
            "safe": safe,
            "proved_by": by if proved else None,
            "proved_at": timezone.now() if proved else None,
        },
    )
    if not created and point.safe and not safe:
        point.safe = False
        point.save(update_fields=["safe"])
    return point


def prove_address(*, user: User, email: str) -> int:
    """Link the unowned records with this address, in every office, to the person who proved it. Return how many.

    Records of signed-in people stay theirs, even if they typed this address. This is the only act of one person that
    changes rows of several offices, and no page shows the others.
    """
    now = timezone.now()
    with scoped(ALL), transaction.atomic():
        points = ContactPoint.objects.filter(
            kind=ContactPoint.Kind.EMAIL,
            value=plain_address(email),
            safe=True,
            proved_by=None,
            disowned_at=None,
            constituent__account=None,
            office__practice_of=None,
        )
        waiting = list(points.values_list("pk", "constituent", "office"))
        Constituent.objects.filter(pk__in=[person for _point, person, _office in waiting]).update(
            account=user, linked_at=now
        )
        ContactPoint.objects.filter(pk__in=[point for point, _person, _office in waiting]).update(
            proved_by=user, proved_at=now
        )
        for _point, _person, office in waiting:
            record(Verb.ADDRESS_PROVED, by=user, office=office)
    return len(waiting)


def add_person(*, office: Office, name: str, points: Mapping[str, str], safe: bool, by: User) -> Constituent:
    """Add a person whom staff write down, with the contact points they gave, by kind. The name may be empty.

    `safe` is whether it is safe to use these contact points.
    """
    person = Constituent(office=office, name=name)
    check_row(person)
    person.save()
    for kind, value in points.items():
        if value:
            add_contact_point(constituent=person, kind=kind, value=value, safe=safe, by=by)
    return person
