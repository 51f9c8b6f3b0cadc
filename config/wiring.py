"""What accounts tells, and who wants to know: accounts knows nobody above it, so the two meet here."""

from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver

from accounts.events import (
    account_closed,
    address_proved,
    administrator_changed,
    editor_changed,
    factor_added,
    factor_removed,
    recovery_sent,
    recovery_used,
    renamed,
)
from accounts.services import known_staff
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.services.alerts.contact_task import alert_waiting
from casework.constituents.services import prove_address
from casework.offices.events import languages_changed
from casework.offices.visibility import offices_of
from cms.page_cache import clear_pages
from cms.setup import editors
from portal.raise_case.submission_key import tie_to_user


def record_for_offices(verb, *, by, about=None, **detail):
    """One entry in the log of each office where the person concerned works; one without an office if none."""
    person = about or by
    offices = sorted(offices_of(person)) if person and person.is_staff else ()
    for office in offices or (None,):
        record(verb, by=by, office=office, **detail)


@receiver(address_proved)
def give_waiting_cases(sender, user, email, **_more):
    prove_address(user=user, email=email)
    alert_waiting(user=user)


@receiver(user_logged_in)
def note_sign_in(sender, user, **_more):
    record_for_offices(Verb.SIGNED_IN, by=user)


@receiver(user_logged_in)
def tie_unsent_answers(sender, user, request, **_more):
    if request is not None:
        tie_to_user(user, request.session)


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


@receiver(recovery_sent)
def note_recovery_link(sender, user, by, **_more):
    """Where the person works, people must see that a new way in was sent."""
    record_for_offices(Verb.RECOVERY_SENT, by=by, about=user, invited=user.pk)


@receiver(recovery_used)
def note_recovery(sender, user, **_more):
    record_for_offices(Verb.RECOVERY_USED, by=user)


@receiver(renamed)
def note_name(sender, user, **_more):
    record_for_offices(Verb.NAME_CHANGED, by=user)


@receiver(account_closed)
def note_closing(sender, user, by, **_more):
    record(Verb.ACCOUNT_CLOSED, by=by, person=user.pk)


@receiver(editor_changed)
def note_editor(sender, user, may_edit, by, **_more):
    if may_edit:
        editors()
    verb = Verb.EDITOR_MADE if may_edit else Verb.EDITOR_ENDED
    record_for_offices(verb, by=by, about=user, editor=user.pk)


@receiver(administrator_changed)
def note_administrator(sender, user, administers, by, **_more):
    record(Verb.ADMINISTRATOR_MADE if administers else Verb.ADMINISTRATOR_ENDED, by=by, person=user.pk)


@receiver(languages_changed)
def show_languages(sender, **_more):
    """Every page names the languages that it can be read in."""
    clear_pages()


@receiver(factor_added)
def note_factor(sender, user, kind, **_more):
    record_for_offices(Verb.FACTOR_ADDED, by=user, kind=kind)


@receiver(factor_removed)
def note_factor_gone(sender, user, kind, **_more):
    record_for_offices(Verb.FACTOR_REMOVED, by=user, kind=kind)
