"""What opens one case without an account: its reference with a tracking code, or a safe word if no email was given.

The code has twelve letters (59 bits) and is kept as a keyed hash. It is made from the identifier of the answers, so the
browser that sent them can show it for an hour, though it is stored nowhere. Asking never tells whether there is such a
case: no case, a wrong code and a case without one take as long and are one answer.
"""

import secrets
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, SafeContact, TrackingCode
from casework.cases.references import ALPHABET, read_reference
from casework.cases.services.safety.safe_contact import still_open
from casework.constituents.models import ContactPoint
from casework.questionnaires.models import Submission
from casework.questionnaires.safe_word import fits
from casework.wall.scope import ALL, scoped

from .mailbox import needs_code

OPENED = "cases.opened_by_code"  # where a session keeps what `open_by_code` gave it
LENGTH = 12
PART = 4


def spaced(code: str) -> str:
    """Return the code as people read it: 7K3M-92QF-A4HT."""
    return "-".join(code[n : n + PART] for n in range(0, LENGTH, PART))


@transaction.atomic
def give_first_code(*, case: Case, submission: Submission) -> None:
    """Store the code of a case whose person needs one, when it is raised."""
    if needs_code(case):
        TrackingCode.objects.create(
            office_id=case.office_id, case=case, mark=_mark(case, _code_of(submission), _key())
        )


def first_code(case: Case, submission: Submission) -> str:
    """Return the code that the answers' own browser may still show, or "" if there is none or staff replaced it."""
    stored = TrackingCode.objects.filter(case=case).first()
    code = _code_of(submission)
    return spaced(code) if stored and _is_right(case, code, stored.mark) else ""


def _code_of(submission: Submission) -> str:
    number = int.from_bytes(
        salted_hmac("casework.cases.tracking-code", submission.uuid.hex, algorithm="sha256").digest()
    )
    letters = []
    for _n in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


@transaction.atomic
def replace_code(*, case: Case, by: User) -> str:
    """Make a new code that staff read out or write in a letter. Earlier ones open nothing, and who came in is out."""
    code = "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))
    stored = TrackingCode.objects.select_for_update(no_key=True).filter(case=case).first()
    stored = stored or TrackingCode(office_id=case.office_id, case=case)
    stored.mark, stored.turned = _mark(case, code, _key()), stored.turned + 1
    stored.made_at, stored.made_by = timezone.now(), by
    stored.full_clean(exclude=["mark"])
    stored.save()
    record(Verb.TRACKING_REPLACED, by=by, office=case.office_id, subject=case.reference)
    return spaced(code)


def _key() -> str:
    return str(settings.SECRET_KEY)


def _mark(case: Case, code: str, key: str) -> str:
    return salted_hmac(
        "casework.cases.tracking", f"{case.pk} {code}", secret=key, algorithm="sha256"
    ).hexdigest()


def _is_right(case: Case, code: str, mark: str) -> bool:
    """Codes live as long as their cases, so marks made with an earlier key still count."""
    keys = [_key(), *settings.SECRET_KEY_FALLBACKS]
    found = [constant_time_compare(mark, _mark(case, code, key)) for key in keys]
    return True in found


@transaction.atomic
def open_by_code(*, typed: str, code: str) -> tuple[str, dict[str, int], dict[str, int]]:
    """Return the reference of the case that this opens, and what the session keeps: by tracking code, and by word.

    Without a right code or word the reference is "" and nothing is kept.
    """
    reference = read_reference(typed)
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    with scoped(ALL):
        real = Case.objects.filter(office__practice_of=None)
        case = real.filter(reference=reference).first() if reference else None
        stored = TrackingCode.objects.filter(case=case).first() if case else None
        by_code = _is_right(case or Case(pk=0), plain, stored.mark if stored else "")
        safe = _safe_of_no_mailbox(case) if case else None
        by_word = fits(code, safe.word if safe else "")
        if case is None:
            return "", {}, {}
        if not (by_code or by_word):
            record(Verb.TRACKING_REFUSED, by=None, office=case.office_id, subject=case.reference)
            return "", {}, {}
        verb = Verb.TRACKING_OPENED if by_code else Verb.SAFE_OPENED
        record(verb, by=None, office=case.office_id, subject=case.reference, by_code=True)
        if stored and by_code:
            return case.reference, {str(case.pk): stored.turned}, {}
        return case.reference, {}, {str(case.pk): safe.turned if safe else 0}


def _safe_of_no_mailbox(case: Case) -> SafeContact | None:
    """Return the safe contact of a case without an email address: only there does the word alone open the case."""
    email = ContactPoint.objects.filter(
        constituent=OuterRef("case__constituent"), kind=ContactPoint.Kind.EMAIL
    )
    found = SafeContact.objects.filter(
        ~Exists(email), Q(case__constituent__account=None), case=case, case__safe_contact=True
    )
    return found.first()


def opened_now(by_code: Mapping[str, int], by_word: Mapping[str, int]) -> frozenset[int]:
    """Return the keys of the cases that what a session keeps opens now."""
    return still_open(by_word) | _still_open(by_code)


def _still_open(by_code: Mapping[str, int]) -> frozenset[int]:
    cases = frozenset(int(case) for case in by_code)
    if not cases:
        return cases
    with scoped(ALL):
        turned = dict(TrackingCode.objects.filter(case__in=cases).values_list("case", "turned"))
    return frozenset(case for case in cases if turned.get(case) == by_code[str(case)])
