"""The answer to "Did you contact us?", given by the person who reads mail at an address.

Yes starts alerts and gives no access. No stops mail to the address and asks the office to reach the person in another
way, so that an address typed wrong is found. The link names no case, and an answer counts for every record with this
address that waits for one, in whatever office.
"""

import uuid
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.constituents.models import ContactPoint
from casework.wall.scope import ALL, scoped


def question_of(point: ContactPoint) -> UUID:
    """Return what names the question to this address, in the link of a mail."""
    point.question = point.question or uuid.uuid4()
    point.save(update_fields=["question"])
    return point.question


def is_disowned(address: str) -> bool:
    """Return whether someone at this address said that they did not contact us."""
    with scoped(ALL):
        return ContactPoint.objects.filter(
            kind=ContactPoint.Kind.EMAIL, value=address, disowned_at__isnull=False
        ).exists()


def is_asked(question: UUID) -> bool:
    with scoped(ALL):
        return ContactPoint.objects.filter(question=question).exists()


@transaction.atomic
def note_answer(*, question: UUID, theirs: bool) -> list[int]:
    """Store the answer for every record that waits for one. Return the keys of the constituents; again is no error."""
    with scoped(ALL):
        value = ContactPoint.objects.filter(question=question).values_list("value", flat=True).first()
        waiting = ContactPoint.objects.unanswered().filter(value=value).select_for_update(no_key=True)
        points = list(waiting.values_list("pk", "constituent", "office"))
        answer = {"confirmed_at" if theirs else "disowned_at": timezone.now()}
        ContactPoint.objects.filter(pk__in=[pk for pk, _person, _office in points]).update(**answer)
        for _pk, _person, office in points:
            record(Verb.ADDRESS_CONFIRMED if theirs else Verb.ADDRESS_DISOWNED, by=None, office=office)
    return [person for _pk, person, _office in points]
