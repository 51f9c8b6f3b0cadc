"""Letting another office read a case: offered by its own office, accepted by the other, ended at once by the first."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.offices.models import Office

from .models import Case, CaseFile, Note
from .offering import (
    OfferedAlready,
    OfferGone,
    answer,
    decline,
    end,
    end_of,
    hold,
    make,
    write_down,
    write_down_answer,
)
from .offers import Ending, Share

DEFAULT_DAYS = 28
MOST_DAYS = 180


class TooLong(ValueError):
    """The last day is not after today, or too far away."""


@transaction.atomic
def offer_share(
    *,
    case: Case,
    to_office: Office,
    purpose: str,
    agreed_how: str,
    agreed_on: date,
    last_day: date,
    by: User,
) -> Share:
    """Offer another office to read the case until the end of `last_day`. It sees nothing of it before it accepts.

    Raises NotSafe, OfferedAlready or TooLong.
    """
    case = hold(case)
    today = timezone.localdate()
    if not today < last_day <= today + timedelta(days=MOST_DAYS):
        raise TooLong
    Share.objects.filter(case=case, ended_at=None, until__lte=timezone.now()).update(
        ended_at=timezone.now(), ending=Ending.PASSED
    )
    if Share.objects.filter(case=case, ended_at=None).exists():
        raise OfferedAlready
    share = Share(
        office_id=case.office_id,
        case=case,
        to_office=to_office,
        purpose=purpose,
        agreed_how=agreed_how,
        agreed_on=agreed_on,
        until=end_of(last_day),
        offered_by=by,
    )
    news = _("%(office)s asks your office to look at a case with them.")
    make(share, Verb.SHARE_OFFERED, case=case, news=news, by=by)
    return share


@transaction.atomic
def accept_share(*, share: Share, by: User) -> str:
    """Say yes for the office it was offered to, which reads the case from now on. Returns its reference."""
    now = timezone.now()
    unanswered = Share.objects.unanswered().filter(pk=share.pk, until__gt=now)
    answer(unanswered, accepted_at=now, accepted_by=by)
    return write_down_answer(Verb.SHARE_ACCEPTED, share, by=by, theirs="")


@transaction.atomic
def decline_share(*, share: Share, by: User) -> None:
    """Say no for the office it was offered to. Raises OfferGone."""
    decline(Share.objects.unanswered().filter(pk=share.pk), by=by)
    write_down_answer(Verb.SHARE_DECLINED, share, by=by, theirs=share.uuid.hex)


@transaction.atomic
def end_share(*, share: Share, ending: Ending, by: User) -> None:
    """Stop sharing, or take an offer back: the other office's next request finds nothing. Raises OfferGone."""
    end(Share.objects.filter(pk=share.pk, until__gt=timezone.now()), ending=ending, by=by)
    write_down(Verb.SHARE_ENDED, share, by=by, reference=share.case.reference, ending=str(ending))


def note_read(verb: Verb, case: Case, *, by: User, share: Share | None, **detail: str) -> None:
    """Write down that somebody read of a case. What a guest reads, by a share, is in the logs of both offices."""
    if share is not None:
        guest, owner = share.to_office_id, share.office_id
        record(verb, by=by, office=guest, subject=case.reference, owner=owner, **detail)
        record(verb, by=by, office=owner, subject=case.reference, guest=guest, **detail)
    else:
        record(verb, by=by, office=case.office_id, subject=case.reference, **detail)


@transaction.atomic
def open_part(*, part: Note | CaseFile, share: Share, by: User) -> None:
    """Show one note or file to the office that the case is shared with. Raises OfferGone once it is not."""
    share = Share.objects.select_for_update(of=("self",)).get(pk=share.pk)
    if share.case_id != part.case_id or share.ended_at is not None or share.until <= timezone.now():
        raise OfferGone
    if part.opened_in_id != share.pk:
        _set_opened(part, share)
        _write_down_part(Verb.SHARE_PART_SHOWN, part, by=by)


@transaction.atomic
def hide_part(*, part: Note | CaseFile, by: User) -> None:
    """Close a note or file to the office that could read it."""
    if part.opened_in_id is not None:
        _set_opened(part, None)
        _write_down_part(Verb.SHARE_PART_HIDDEN, part, by=by)


def _set_opened(part: Note | CaseFile, share: Share | None) -> None:
    part.opened_in = share
    part.save(update_fields=["opened_in"])


def _write_down_part(verb: Verb, part: Note | CaseFile, *, by: User) -> None:
    kind = part._meta.model_name or ""
    record(verb, by=by, office=part.office_id, subject=part.case.reference, part=kind, uuid=str(part.uuid))
