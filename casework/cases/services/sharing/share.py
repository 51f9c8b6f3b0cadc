"""Sharing: a case's own office lets another office read it, which accepts first, and ends that at once."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from casework.audit.services import record
from casework.audit.verbs import Verb
from casework.cases.models import Case, CaseFile, Note, Share
from casework.cases.models.sharing.offer import Ending
from casework.offices.models import Office
from casework.wall.scope import ALL, scoped

from .offer import (
    OfferedAlready,
    OfferGone,
    answer,
    decline,
    end,
    end_of,
    lock_to_offer,
    make,
    write_down,
    write_down_answer,
)

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
    """Offer another office to read the case until the end of `last_day`. It sees nothing before it accepts.

    Raise NotSafe, OfferedAlready, TooManyOffers, TooLong or ValidationError.
    """
    case = lock_to_offer(case)
    today = timezone.localdate()
    if not today < last_day <= today + timedelta(days=MOST_DAYS):
        raise TooLong
    Share.objects.filter(case=case, ended_at=None, until__lte=timezone.now()).update(
        ended_at=timezone.now(), ending=Ending.PASSED
    )
    if Share.objects.filter(case=case, ended_at=None).exists():
        raise OfferedAlready
    share = Share(
        to_office=to_office,
        purpose=purpose,
        agreed_how=agreed_how,
        agreed_on=agreed_on,
        until=end_of(last_day),
    )
    news = _("%(office)s asks your office to look at a case with them.")
    make(share, Verb.SHARE_OFFERED, case=case, news=news, by=by)
    return share


@transaction.atomic
def accept_share(*, share: Share, by: User) -> str:
    """Accept for the receiving office, which can read the case from now on. Return its reference."""
    now = timezone.now()
    unanswered = Share.objects.unanswered().filter(pk=share.pk, until__gt=now)
    answer(unanswered, accepted_at=now, accepted_by=by)
    return write_down_answer(Verb.SHARE_ACCEPTED, share, by=by, theirs="")


@transaction.atomic
def decline_share(*, share: Share, by: User) -> None:
    """Decline for the receiving office. Raise OfferGone."""
    decline(share, Verb.SHARE_DECLINED, by=by)


@transaction.atomic
def end_share(*, share: Share, ending: Ending, by: User) -> None:
    """End the share or withdraw the offer: the other office's next request finds nothing. Raise OfferGone."""
    end(Share.objects.filter(pk=share.pk, until__gt=timezone.now()), ending=ending, by=by)
    write_down(Verb.SHARE_ENDED, share, by=by, reference=share.case.reference, ending=str(ending))


def note_read(verb: Verb, case: Case, *, by: User, share: Share | None, **detail: str) -> None:
    """Log that someone read part of a case. What a guest reads is in the logs of both offices."""
    if share is not None:
        guest, owner = share.to_office_id, share.office_id
        record(verb, by=by, office=guest, subject=case.reference, owner=owner, **detail)
        record(verb, by=by, office=owner, subject=case.reference, guest=guest, **detail)
    else:
        record(verb, by=by, office=case.office_id, subject=case.reference, **detail)


@transaction.atomic
def open_part(*, part: Note | CaseFile, share: Share, by: User) -> None:
    """Show one note or file to the office that the case is shared with. Raise OfferGone if the share ended."""
    share = Share.objects.select_for_update(of=("self",), no_key=True).get(pk=share.pk)
    if share.case_id != part.case_id or share.ended_at is not None or share.until <= timezone.now():
        raise OfferGone
    if part.opened_in_id != share.pk:
        _set_opened(part, share)
        _write_down_part(Verb.SHARE_PART_SHOWN, part, by=by)


@transaction.atomic
def hide_part(*, part: Note | CaseFile, by: User) -> None:
    """Hide a note or file from the guest office."""
    if part.opened_in_id is not None:
        _set_opened(part, None)
        _write_down_part(Verb.SHARE_PART_HIDDEN, part, by=by)


def _set_opened(part: Note | CaseFile, share: Share | None) -> None:
    part.opened_in = share
    part.save(update_fields=["opened_in"])


def _write_down_part(verb: Verb, part: Note | CaseFile, *, by: User) -> None:
    kind = part._meta.model_name or ""
    record(verb, by=by, office=part.office_id, subject=part.case.reference, part=kind, uuid=str(part.uuid))


def offices_that_read_of_others() -> list[tuple[Office, Office]]:
    """Return which office reads cases that which other shared with it, for administrators: not how many, or which."""
    with scoped(ALL):
        pairs = Share.objects.in_force().order_by("to_office__name", "office__name")
        keys = list(dict.fromkeys(pairs.values_list("to_office", "office")))
    offices = Office.objects.in_bulk({key for pair in keys for key in pair})
    return [(offices[guest], offices[owner]) for guest, owner in keys]
