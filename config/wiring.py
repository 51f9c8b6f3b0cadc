"""What accounts tells, and who wants to know: accounts knows nobody above it, so the two meet here."""

from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver

from accounts.events import (
    address_proved,
    editor_made,
    factor_added,
    factor_removed,
    invitation_accepted,
    person_invited,
)
from accounts.services import known_staff
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.constituents.services import prove_address
from casework.offices.services import accept_first_memberships
from casework.offices.wall import offices_of
from cms.setup import editors
from portal.raise_case.holder import tie_to


def record_for_offices(verb, *, by, about=None, **detail):
    """One entry in the log of each office where the person concerned works; one without an office if none."""
    person = about or by
    offices = offices_of(person).values_list("office", flat=True) if person and person.is_staff else ()
    for office in offices or (None,):
        record(verb, by=by, office=office, **detail)


@receiver(address_proved)
def give_waiting_cases(sender, user, email, **_more):
    prove_address(user=user, email=email)


@receiver(user_logged_in)
def note_sign_in(sender, user, **_more):
    record_for_offices(Verb.SIGNED_IN, by=user)


@receiver(user_logged_in)
def tie_unsent_answers(sender, user, request, **_more):
    if request is not None:
        tie_to(user, request.session)


@receiver(user_logged_out)
def note_sign_out(sender, user, **_more):
    if user is not None:
        record_for_offices(Verb.SIGNED_OUT, by=user)


@receiver(user_login_failed)
def note_wrong_password(sender, credentials, **_more):
    """Of staff we know. What strangers type is kept nowhere, but takes as long: the entry is written and taken back."""
    user = known_staff(email=str(credentials.get("email") or credentials.get("username") or ""))
    with transaction.atomic():
        record_for_offices(Verb.ACCOUNT_REFUSED, by=user, step="password")
        transaction.set_rollback(user is None)


@receiver(authentication_failed)
def note_wrong_factor(sender, user, **_more):
    record_for_offices(Verb.ACCOUNT_REFUSED, by=user, step="factor")


@receiver(person_invited)
def note_invitation(sender, user, by, **_more):
    """Where the person works, people must see that a new way in was sent.

    Not where the inviter works: what is offered there is written down by itself (`grant_membership`), and an entry
    beside it would say that the address had no account yet.
    """
    record_for_offices(Verb.PERSON_INVITED, by=by, about=user, invited=user.pk)


@receiver(editor_made)
def give_pages(sender, user, by, **_more):
    editors()
    record_for_offices(Verb.EDITOR_MADE, by=by, about=by or user, editor=user.pk)


@receiver(invitation_accepted)
def note_acceptance(sender, user, by, first, **_more):
    if first:
        accept_first_memberships(user=user, invited_by=by)
    record_for_offices(Verb.INVITATION_ACCEPTED, by=user)


@receiver(factor_added)
def note_factor(sender, user, kind, **_more):
    record_for_offices(Verb.FACTOR_ADDED, by=user, kind=kind)


@receiver(factor_removed)
def note_factor_gone(sender, user, kind, **_more):
    record_for_offices(Verb.FACTOR_REMOVED, by=user, kind=kind)
