"""What happens to the records of people."""

from django.db import transaction
from django.utils import timezone

from accounts.addresses import plain_address
from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import Office
from casework.scope import ALL, scoped

from .models import Constituent, ContactPoint


def constituent_of(*, office: Office, user: User | None) -> Constituent | None:
    """The record that this person's signed-in cases stand on at this office.

    Never a claimed one: a stranger may have begun it with this person's address and a phone number of their own.
    """
    if user is None:
        return None
    return Constituent.objects.filter(office=office, account=user, claimed_at=None).order_by("pk").first()


def add_contact_point(
    *, constituent: Constituent, kind: str, value: str, safe: bool = True, by: User | None = None
) -> ContactPoint:
    """Add a way to reach someone, or find the one that stands already.

    One that they now say is not safe is unsafe from here on, for their earlier cases too. Nothing makes it safe
    again by itself: who reads along may be the one who says so.
    An email address that is the sign-in of `by` counts as proved: they could only sign in by reading it.
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
    """Give a person who proved `email` the records that wait under it, in every office. Returns how many.

    Only records that nobody signed in for: what somebody else typed under their own sign-in stays theirs, even if
    they typed this address. The one place where an act of one person reaches rows of several offices: nobody's
    screen shows the others.
    """
    now = timezone.now()
    with scoped(ALL), transaction.atomic():
        points = ContactPoint.objects.filter(
            kind=ContactPoint.Kind.EMAIL,
            value=plain_address(email),
            safe=True,
            proved_by=None,
            constituent__account=None,
        )
        waiting = list(points.values_list("pk", "constituent", "office"))
        Constituent.objects.filter(pk__in=[person for _point, person, _office in waiting]).update(
            account=user, claimed_at=now
        )
        ContactPoint.objects.filter(pk__in=[point for point, _person, _office in waiting]).update(
            proved_by=user, proved_at=now
        )
        for _point, _person, office in waiting:
            record(Verb.ADDRESS_PROVED, by=user, office=office)
    return len(waiting)
