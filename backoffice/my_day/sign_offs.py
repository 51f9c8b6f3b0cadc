"""Replies that wait for one person's sign-off, and what became of their own."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from casework.cases.models import SignOff
from casework.offices.sign_off import signing_offices

SHOWN_FOR = timedelta(days=7)
MOST = 100
BACK = [SignOff.Decision.SENT_BACK, SignOff.Decision.SIGNED, SignOff.Decision.NOT_SENT]


@dataclass
class SignOffs:
    """Colleagues' replies that wait for this person (`to_sign`), and their own sent back or changed (`back`)."""

    to_sign: list[SignOff] = field(default_factory=list)
    back: list[SignOff] = field(default_factory=list)


def sign_offs(user, offices):
    """Return both lists, in one statement; none where no office of this person asks for sign-off."""
    if not any(office.sign_off for office in offices):
        return SignOffs()
    waiting = Q(decided_at=None, office__in=signing_offices(user), draft__isnull=False)
    lately = Q(decided_at__gt=timezone.now() - SHOWN_FOR, decision__in=BACK)
    back = Q(asked_by=user.pk) & lately & ~Q(decided_by=user.pk)
    rows = SignOff.objects.in_offices_of(user).filter((waiting & ~Q(asked_by=user.pk)) | back)
    rows = list(rows.select_related("case__constituent", "asked_by", "decided_by")[:MOST])
    return SignOffs(
        to_sign=[each for each in rows if each.waits],
        back=[each for each in rows if not each.waits and not went_unchanged(each)],
    )


def went_unchanged(sign_off):
    """Return whether it went as it was written, of which there is nothing to read."""
    return sign_off.decision == SignOff.Decision.SIGNED and not sign_off.changed_to
