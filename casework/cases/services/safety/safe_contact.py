"""What opens a safe-contact case to its person: the word they chose, or a code that staff read out by phone.

A wrong word, an expired code, another kind of case and no case all give the same answer.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.mail import grouped
from accounts.models import User
from accounts.one_time_codes import draw
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, Share, Transfer
from casework.cases.models.safety.safe_contact import SafeContact
from casework.cases.models.sharing.offer import Ending
from casework.cases.references import read_reference
from casework.cases.services.sharing.share import end_share
from casework.cases.services.sharing.transfer import take_back_transfer
from casework.cases.services.turn import stop_open_forms
from casework.questionnaires.safe_word import fits, hashed
from casework.wall.scope import ALL, scoped

OPENED = "cases.opened_by_word"  # where a session keeps what `open_by_word` gave it
HOURS = (1, 24, 72)


class NotSafeContact(ValueError):
    """The case is not a safe-contact case: its person signs in and needs no code."""


@transaction.atomic
def keep_safe(*, case: Case, way: str, by: User | None, word: str = "") -> SafeContact:
    """Mark a case as safe contact, with what is safe. `word` is a hash, which comes only from the person's own form.

    The mark cannot be removed, because another reader of the mail may ask for that. Shares and offers to other
    offices end.
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
        stop_open_forms(case)
        record(Verb.SAFE_WAY_SET, by=by, office=case.office_id, subject=case.reference)
    return safe


def _end_offers(case: Case, *, by: User) -> None:
    for share in Share.objects.filter(case=case, ended_at=None, until__gt=timezone.now()):
        end_share(share=share, ending=Ending.REVOKED, by=by)
    for transfer in Transfer.objects.unanswered().filter(case=case):
        take_back_transfer(transfer=transfer, ending=Ending.REVOKED, by=by)


@transaction.atomic
def make_code(*, case: Case, hours: int, by: User) -> str:
    """Return a code that opens the case once within some hours, to be told by phone. It replaces an earlier one.

    Raise NotSafeContact.
    """
    if not case.safe_contact:
        raise NotSafeContact
    code = draw()
    safe = SafeContact.objects.filter(case=case).first() or SafeContact(office_id=case.office_id, case=case)
    safe.code, safe.code_until = hashed(code), timezone.now() + timedelta(hours=hours)
    safe.full_clean()
    safe.save()
    record(Verb.SAFE_CODE_MADE, by=by, office=case.office_id, subject=case.reference)
    return grouped(code)


@transaction.atomic
def forget_words(*, case: Case, by: User) -> None:
    """Delete word and code and end what they opened, because someone else may know them."""
    safe = SafeContact.objects.filter(case=case).first()
    if safe is None:
        return
    safe.word, safe.code, safe.code_until, safe.turned = "", "", None, safe.turned + 1
    safe.save()
    record(Verb.SAFE_WORD_ENDED, by=by, office=case.office_id, subject=case.reference)


def open_by_word(*, user: User, typed: str, word: str) -> dict[str, int]:
    """Return what a right word or code opens, to be stored in the session for `still_open`; otherwise an empty dict."""
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
    """Return the safe-contact case with this reference, unless it belongs to another account."""
    whose = Q(case__constituent__account=None) | Q(case__constituent__account=user)
    found = SafeContact.objects.filter(whose, case__safe_contact=True, case__reference=reference)
    return found.select_related("case").first()


def _use(safe: SafeContact | None) -> bool:
    """Use up the code. Return True for exactly one caller."""
    if safe is None:
        return False
    held = SafeContact.objects.filter(pk=safe.pk, code=safe.code).exclude(code="")
    return bool(held.update(code="", code_until=None))


def still_open(kept: Mapping[str, int]) -> frozenset[int]:
    """Return the keys of the cases that the stored part of a session still opens."""
    cases = frozenset(int(case) for case in kept)
    if not cases:
        return cases
    with scoped(ALL):
        rows = SafeContact.objects.filter(case__in=cases, case__safe_contact=True)
        turned = dict(rows.values_list("case", "turned"))
    return frozenset(case for case in cases if turned.get(case) == kept[str(case)])
