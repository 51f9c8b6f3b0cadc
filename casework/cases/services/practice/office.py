"""The practice office of one person: made on demand, filled, filled anew, and emptied when it is no longer used."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from body.current import current_body
from body.models import Body
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import Member, Membership, Office, OfficeMember
from casework.offices.practice import practising
from casework.offices.services import lock_user
from casework.wall.scope import office_scope, scoped

from .emptying import empty
from .made_up import write_cases

UNUSED = timedelta(days=30)
MEMBER = "Robin Example"


class MayNotPractise(Exception):
    """Practice is switched off, or the person works in no office."""


def may_practise(user: User) -> bool:
    """Return whether a person may practise: anyone who works in a real office, except administrators."""
    with practising(None):
        works = Membership.objects.active().filter(user=user.pk).exists()
    return works and current_body().practice and not user.is_administrator


def practice_office(user: User) -> Office | None:
    """Return the practice office that this person has in use, or None."""
    return Office.practices.filter(practice_of=user.pk, practised_at__isnull=False).first()


@transaction.atomic
def begin_practice(*, by: User) -> None:
    """Let a person practise where they left off, with made-up cases written if there are none. Raise MayNotPractise."""
    person = lock_user(by)
    if not may_practise(person):
        raise MayNotPractise
    office = Office.practices.filter(practice_of=person).first() or _add_office(person)
    if office.practised_at is None:
        _fill(office, person)
    _note_use(office)
    record(Verb.PRACTICE_BEGUN, by=person, office=office.pk)


@transaction.atomic
def begin_practice_again(*, by: User) -> None:
    """Delete what the person practised with, and write the made-up cases anew. Raise MayNotPractise."""
    person = lock_user(by)
    office = practice_office(person)
    if office is None or not may_practise(person):
        raise MayNotPractise
    _clear(office, by=person)
    _fill(office, person)
    _note_use(office)


@transaction.atomic
def remove_practice(*, office: Office, by: User | None) -> None:
    """Empty a practice office and end the membership in it. Its entries in the log stay, and so its name."""
    person = lock_user(office.practice_of)
    if practice_office(person) is None:
        return
    _clear(office, by=by)
    with _inside(office):
        Membership.objects.filter(office=office, ended_at=None).update(ended_at=timezone.now())
    Office.practices.filter(pk=office.pk).update(practised_at=None)


def unused() -> list[Office]:
    """Return the practice offices that no one used for long, or whose owner may no longer practise."""
    found = Office.practices.filter(practised_at__isnull=False).select_related("practice_of").order_by("pk")
    longest = timezone.now() - UNUSED
    return [each for each in found if each.practised_at < longest or not may_practise(each.practice_of)]


@transaction.atomic
def allow_practice(*, allowed: bool, by: User) -> None:
    """Switch practice on or off for everyone. What is there is removed within the hour."""
    body = Body.objects.select_for_update(no_key=True).first() or Body(pk=1)
    if body.practice == allowed:
        return
    body.practice = allowed
    body.save()
    record(Verb.PRACTICE_ON if allowed else Verb.PRACTICE_OFF, by=by)


@contextmanager
def _inside(office: Office) -> Iterator[None]:
    """Within the block, act in the practice office and nowhere else."""
    with practising(office.practice_of_id), scoped(office_scope(office.pk)):
        yield


def _add_office(person: User) -> Office:
    with practising(None):
        home = Membership.objects.active().filter(user=person).select_related("office").earliest("pk").office
    mark = person.uuid.hex
    office = Office.practices.create(
        slug=f"practice-{mark}", name="Practice office", group=home.group, practice_of=person
    )
    member = Member.objects.create(slug=f"practice-{mark}", name=MEMBER, practice_of=person)
    OfficeMember.objects.create(office=office, member=member, starts_on=timezone.localdate())
    return office


def _fill(office: Office, person: User) -> None:
    with _inside(office):
        Membership.objects.get_or_create(
            office=office, user=person, ended_at=None, defaults={"role": Membership.Role.CASEWORKER}
        )
        write_cases(office=office, member=Member.objects.get(practice_of=person), owner=person)
        # What is dated later than this, the person did: the tour ticks its steps by it.
        Membership.objects.filter(office=office, ended_at=None).update(started_at=timezone.now())


def _clear(office: Office, *, by: User | None) -> None:
    with _inside(office):
        empty(office)
        record(Verb.PRACTICE_EMPTIED, by=by, office=office.pk)


def _note_use(office: Office) -> None:
    Office.practices.filter(pk=office.pk).update(practised_at=timezone.now())
