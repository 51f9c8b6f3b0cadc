"""Cases raised without an account are claimed by whoever proves that they are theirs.

The proof is a code: mailed to the address on the case, or given by staff who know whom they talk to. An act of a person
who has no office yet must look a case up by its reference alone, so it happens here in the scope of everything, and the
answer is the same whether there is such a case or not. A safe-contact case is never claimed here.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.constituents.models import Constituent, ContactPoint
from casework.constituents.services import add_contact_point
from casework.outbox.services import post, render_mail
from casework.scope import ALL, scoped

from .claim_codes import GIVEN_FOR, MAILED_FOR, TRIES, ClaimCode
from .models import Case
from .references import ALPHABET

DIGITS = 8
GIVEN_LENGTH = 12
MAILS_A_DAY = 3


def claimable(cases):
    """Those of `cases` that stand on nobody's account, on records of which nothing is safe contact."""
    unsafe = Case.objects.filter(constituent=OuterRef("constituent"), safe_contact=True)
    return cases.filter(~Exists(unsafe), constituent__account=None)


def may_give_code(case: Case) -> bool:
    """Whether staff may give a code for this case."""
    return claimable(Case.objects.filter(pk=case.pk)).exists()


@transaction.atomic
def mail_code(*, reference: str, by: User) -> None:
    """Mail a code to the address on the case, if there is such a case, it waits for its owner, and mail may go."""
    with scoped(ALL):
        case = claimable(Case.objects.filter(reference=reference)).first()
        point = case and _address_on(case)
        if not (case and point) or _mailed_today(case) >= MAILS_A_DAY:
            return
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        ClaimCode.objects.usable().filter(case=case, asked_by=by).update(expires_at=timezone.now())
        _keep(case, code, lasts=MAILED_FOR, asked_by=by, mailed_to=point)
        minutes = MAILED_FOR // timedelta(minutes=1)
        text, html = render_mail("claim_code", {"code": code, "minutes": minutes})
        post(
            to=[point.value],
            subject=_("Your code"),
            text=text,
            html=html,
            office=case.office_id,
            purpose="case.claim-code",
            secret=True,
        )
        record(Verb.CLAIM_CODE_MAILED, by=by, office=case.office_id, subject=case.reference)


def _address_on(case: Case) -> ContactPoint | None:
    emails = ContactPoint.objects.filter(
        constituent=case.constituent_id, kind=ContactPoint.Kind.EMAIL, safe=True
    )
    return emails.order_by("pk").first()


def _mailed_today(case: Case) -> int:
    since = timezone.now() - timedelta(days=1)
    return ClaimCode.objects.filter(case=case, asked_by__isnull=False, made_at__gt=since).count()


@transaction.atomic
def give_code(*, case: Case, by: User) -> str | None:
    """A code that staff read out or write in a letter, like 7K3M-92QF-A4HT; earlier ones stop working.

    None if the case is somebody's already, or safe contact.
    """
    if not may_give_code(case):
        return None
    code = "".join(secrets.choice(ALPHABET) for _n in range(GIVEN_LENGTH))
    ClaimCode.objects.usable().filter(case=case, asked_by=None).update(expires_at=timezone.now())
    _keep(case, code, lasts=GIVEN_FOR, given_by=by)
    record(Verb.CLAIM_CODE_GIVEN, by=by, office=case.office_id, subject=case.reference)
    return "-".join(code[n : n + 4] for n in range(0, GIVEN_LENGTH, 4))


def _keep(case: Case, code: str, *, lasts: timedelta, **facts: object) -> None:
    ClaimCode.objects.create(
        office_id=case.office_id,
        case=case,
        mark=_mark(case, code),
        expires_at=timezone.now() + lasts,
        **facts,
    )


def _mark(case: Case, code: str) -> str:
    return salted_hmac("casework.cases.claim", f"{case.pk} {code}", algorithm="sha256").hexdigest()


@transaction.atomic
def claim(*, reference: str, code: str, by: User) -> bool:
    """Put the record of this case on the account of `by`, if the code is right. Wrong and "no such case" are one."""
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    with scoped(ALL):
        case = claimable(Case.objects.filter(reference=reference)).first()
        right = _use(case, typed, by=by) if case else None
        if right is None:
            return False
        unclaimed = Constituent.objects.filter(pk=case.constituent_id, account=None)
        if not unclaimed.update(account=by, claimed_at=timezone.now()):
            return False
        _say_where_to_write(right, by=by)
        record(Verb.CASE_CLAIMED, by=by, office=case.office_id, subject=case.reference)
    return True


def _use(case: Case, typed: str, *, by: User) -> ClaimCode | None:
    """The code that was typed, used up now. Each mailed one counts the try first, so that none is free."""
    usable = ClaimCode.objects.usable().filter(case=case)
    for each in usable.filter(Q(asked_by=by) | Q(asked_by=None)):
        left = usable.filter(pk=each.pk)
        if each.asked_by_id and not left.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
            continue
        if constant_time_compare(each.mark, _mark(case, typed)) and left.update(used_at=timezone.now()):
            return each
    return None


def _say_where_to_write(code: ClaimCode, *, by: User) -> None:
    """Whoever read the code at an address proved it; else the address they sign in with is the way to tell them."""
    if code.mailed_to_id:
        unproved = ContactPoint.objects.filter(pk=code.mailed_to_id, proved_by=None)
        unproved.update(proved_by=by, proved_at=timezone.now())
    else:
        person = Constituent.objects.get(cases=code.case_id)
        add_contact_point(constituent=person, kind=ContactPoint.Kind.EMAIL, value=by.email, by=by)


def forget_codes() -> int:
    """Delete codes that can no longer be used, once they count for no limit any more. How many went."""
    a_day_ago = timezone.now() - timedelta(days=1)
    with scoped(ALL), transaction.atomic():
        gone, _each = ClaimCode.objects.filter(
            Q(expires_at__lt=timezone.now()) | Q(used_at__isnull=False), made_at__lt=a_day_ago
        ).delete()
    return gone
