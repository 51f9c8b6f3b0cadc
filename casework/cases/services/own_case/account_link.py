"""Linking a case that was raised without an account to the account of the person it belongs to.

The proof is a code: mailed to the address on the case, or given by staff who know the person. A person who has no
office must find a case by its reference alone, so these functions run in the scope of all offices. The answer does
not reveal whether there is such a case. A safe-contact case is never linked here.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.mail import grouped
from accounts.models import User
from accounts.one_time_codes import draw, fits, hmac_of
from body.languages import writing_in
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, CaseQuerySet
from casework.cases.models.own_case.account_link import GIVEN_FOR, MAILED_FOR, TRIES, AccountLinkCode
from casework.cases.references import ALPHABET
from casework.cases.services.search import index_person
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point
from casework.outbox.services import post, render_mail
from casework.wall.scope import ALL, scoped

PURPOSE = "account-link"
GIVEN_LENGTH = 12
MAILS_A_DAY = 3


def linkable(cases: CaseQuerySet) -> CaseQuerySet:
    """Return those of `cases` that belong to no account and whose constituent has no safe-contact case.

    None that was made up for practice: no one outside may ever see those.
    """
    unsafe = Case.objects.filter(constituent=OuterRef("constituent"), safe_contact=True)
    return cases.filter(~Exists(unsafe), constituent__account=None, office__practice_of=None)


def may_give_code(case: Case) -> bool:
    """Return whether staff may give a code for this case."""
    return linkable(Case.objects.filter(pk=case.pk)).exists()


@transaction.atomic
def mail_code(*, reference: str, by: User) -> None:
    """Mail a code to the address on the case, if the case can be linked and may be written to."""
    with scoped(ALL):
        case = linkable(Case.objects.filter(reference=reference)).first()
        point = case and _address_on(case)
        if not (case and point) or _mailed_today(case) >= MAILS_A_DAY:
            return
        code = draw()
        AccountLinkCode.objects.usable().filter(case=case, asked_by=by).update(expires_at=timezone.now())
        _keep(case, code, lasts=MAILED_FOR, asked_by=by, mailed_to=point)
        minutes = MAILED_FOR // timedelta(minutes=1)
        with writing_in(case.constituent.mail_language):
            text, html = render_mail("account_link_code", {"code": grouped(code), "minutes": minutes})
            subject = _("Your code")
        post(
            to=[point.value],
            subject=subject,
            text=text,
            html=html,
            office=case.office_id,
            purpose="case.account-link-code",
            secret=True,
        )
        record(Verb.ACCOUNT_LINK_CODE_MAILED, by=by, office=case.office_id, subject=case.reference)


def _address_on(case: Case) -> ContactPoint | None:
    emails = ContactPoint.objects.filter(
        constituent=case.constituent_id, kind=ContactPoint.Kind.EMAIL, safe=True
    )
    return emails.order_by("pk").first()


def _mailed_today(case: Case) -> int:
    since = timezone.now() - timedelta(days=1)
    return AccountLinkCode.objects.filter(case=case, asked_by__isnull=False, made_at__gt=since).count()


@transaction.atomic
def give_code(*, case: Case, by: User) -> str | None:
    """Return a code for staff to read out or post, like 7K3M-92QF-A4HT. It replaces earlier ones.

    Return None if the case belongs to an account already or is a safe-contact case.
    """
    if not may_give_code(case):
        return None
    code = draw(GIVEN_LENGTH, ALPHABET)
    AccountLinkCode.objects.usable().filter(case=case, asked_by=None).update(expires_at=timezone.now())
    _keep(case, code, lasts=GIVEN_FOR, given_by=by)
    record(Verb.ACCOUNT_LINK_CODE_GIVEN, by=by, office=case.office_id, subject=case.reference)
    return "-".join(code[n : n + 4] for n in range(0, GIVEN_LENGTH, 4))


def _keep(case: Case, code: str, *, lasts: timedelta, **facts: object) -> None:
    AccountLinkCode.objects.create(
        office_id=case.office_id,
        case=case,
        mark=hmac_of(code, purpose=PURPOSE, subject=case.pk),
        expires_at=timezone.now() + lasts,
        **facts,
    )


@transaction.atomic
def link_to_account(*, reference: str, code: str, by: User) -> bool:
    """Link the record of this case to the account of `by` if the code is right. Return False for a wrong code and for
    an unknown case alike.
    """
    with scoped(ALL):
        case = linkable(Case.objects.filter(reference=reference)).first()
        right = _use(case, code, by=by) if case else None
        if right is None:
            return False
        unlinked = Constituent.objects.filter(pk=case.constituent_id, account=None)
        if not unlinked.update(account=by, linked_at=timezone.now()):
            return False
        _say_where_to_write(right, by=by)
        record(Verb.CASE_LINKED, by=by, office=case.office_id, subject=case.reference)
    return True


def _use(case: Case, typed: str, *, by: User) -> AccountLinkCode | None:
    """Use up and return the code that was typed. A mailed code counts the try before it is compared, so that no try
    is free.
    """
    usable = AccountLinkCode.objects.usable().filter(case=case)
    for each in usable.filter(Q(asked_by=by) | Q(asked_by=None)):
        left = usable.filter(pk=each.pk)
        if each.asked_by_id and not left.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
            continue
        if fits(typed, each.mark, purpose=PURPOSE, subject=case.pk) and left.update(used_at=timezone.now()):
            return each
    return None


def _say_where_to_write(code: AccountLinkCode, *, by: User) -> None:
    """Mark the mailed address as proved. After a code from staff, alerts go to the address that the person signs in
    with.
    """
    if code.mailed_to_id:
        unproved = ContactPoint.objects.filter(pk=code.mailed_to_id, proved_by=None)
        unproved.update(proved_by=by, proved_at=timezone.now())
    else:
        person = Constituent.objects.get(cases=code.case_id)
        add_contact_point(constituent=person, kind=ContactPoint.Kind.EMAIL, value=by.email, by=by)
        index_person(person)


def forget_codes() -> int:
    """Delete codes that can no longer be used and no longer count towards a limit. Return how many."""
    a_day_ago = timezone.now() - timedelta(days=1)
    with scoped(ALL), transaction.atomic():
        gone, _each = AccountLinkCode.objects.filter(
            Q(expires_at__lt=timezone.now()) | Q(used_at__isnull=False), made_at__lt=a_day_ago
        ).delete()
    return gone
