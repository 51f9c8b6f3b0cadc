"""What opens a safe-contact case to its person: the word they chose, or a code that staff tell them by phone.

Asking never tells whether there is such a case: no case, a case that is not one of these, a wrong word and a code
that is over are one and the same answer.
"""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.questionnaires.secret_words import fits, hashed
from casework.scope import ALL, scoped

from .models import Case
from .offers import Ending, Share, Transfer
from .references import read_reference
from .safe import SafeContact
from .sharing import end_share
from .transfer import take_back_transfer

OPENED = "cases.opened_by_word"  # where a session keeps what `open_by_word` gave it
DIGITS = 8
HOURS = (1, 24, 72)


@transaction.atomic
def keep_safe(*, case: Case, way: str, by: User | None, word: str = "") -> SafeContact:
    """Mark a case as safe contact, with what is safe. `word` is a hash, which only the person's own form brings.

    Nothing takes the mark off again: who reads along may be the one who says so. No other office reads it any more,
    and none that was asked can say yes.
    """
    if not case.safe_contact:
        case.safe_contact = True
        case.save(update_fields=["safe_contact"])
    if by is not None:  # whose case was just raised has asked nobody
        _end_offers(case, by=by)
    safe = SafeContact.objects.filter(case=case).first() or SafeContact(office_id=case.office_id, case=case)
    safe.way, safe.word = way, word or safe.word
    safe.full_clean()
    safe.save()
    if by is not None and by.is_staff:
        record(Verb.SAFE_WAY_SET, by=by, office=case.office_id, subject=case.reference)
    return safe


def _end_offers(case: Case, *, by: User) -> None:
    for share in Share.objects.filter(case=case, ended_at=None, until__gt=timezone.now()):
        end_share(share=share, ending=Ending.REVOKED, by=by)
    for transfer in Transfer.objects.unanswered().filter(case=case):
        take_back_transfer(transfer=transfer, ending=Ending.REVOKED, by=by)


@transaction.atomic
def make_code(*, case: Case, hours: int, by: User) -> str:
    """A code that opens the case once within some hours, to be told by phone. An earlier one opens nothing more."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    safe = SafeContact.objects.filter(case=case).first() or SafeContact(office_id=case.office_id, case=case)
    safe.code, safe.code_until = hashed(code), timezone.now() + timedelta(hours=hours)
    safe.full_clean()
    safe.save()
    record(Verb.SAFE_CODE_MADE, by=by, office=case.office_id, subject=case.reference)
    return f"{code[:4]} {code[4:]}"


@transaction.atomic
def forget_words(*, case: Case, by: User) -> None:
    """Word and code open nothing any more, and whoever came in by them is out: somebody else may know them."""
    safe = SafeContact.objects.filter(case=case).first()
    if safe is None:
        return
    safe.word, safe.code, safe.code_until, safe.turned = "", "", None, safe.turned + 1
    safe.save()
    record(Verb.SAFE_WORD_ENDED, by=by, office=case.office_id, subject=case.reference)


def open_by_word(*, user: User, typed: str, word: str) -> dict[str, int]:
    """What a right word or code opens, to be kept in the session for `still_open`; empty if it opens nothing."""
    reference = read_reference(typed)
    with scoped(ALL), transaction.atomic():
        safe = _safe_of(user, reference) if reference else None
        by_word = fits(word, safe.word if safe else "")
        waiting = safe.code if safe and safe.code_waits_until else ""
        by_code = fits(word, waiting) and _use(safe)
        if safe is None:
            return {}
        opened = by_word or by_code
        record(
            Verb.SAFE_OPENED if opened else Verb.SAFE_REFUSED,
            by=user,
            office=safe.office_id,
            subject=safe.case.reference,
        )
        return {str(safe.case_id): safe.turned} if opened else {}


def _safe_of(user: User, reference: str) -> SafeContact | None:
    """Of a case that nobody else signed in for: another account's stays theirs, whatever word is known."""
    whose = Q(case__constituent__account=None) | Q(case__constituent__account=user)
    found = SafeContact.objects.filter(whose, case__safe_contact=True, case__reference=reference)
    return found.select_related("case").first()


def _use(safe: SafeContact | None) -> bool:
    """Take the code, once. True for exactly one."""
    if safe is None:
        return False
    held = SafeContact.objects.filter(pk=safe.pk, code=safe.code).exclude(code="")
    return bool(held.update(code="", code_until=None))


def still_open(kept: Mapping[str, int]) -> frozenset[int]:
    """The keys of the cases that what a session keeps opens now."""
    cases = frozenset(int(case) for case in kept)
    if not cases:
        return cases
    with scoped(ALL):
        rows = SafeContact.objects.filter(case__in=cases, case__safe_contact=True)
        turned = dict(rows.values_list("case", "turned"))
    return frozenset(case for case in cases if turned.get(case) == kept[str(case)])
