"""Shares and transfers as the tests need them, arranged in the scope of everything."""

from datetime import timedelta

from django.utils import timezone

from casework.cases.models import Share, Transfer
from casework.cases.services.sharing.share import accept_share, offer_share
from casework.cases.services.sharing.transfer import Parts, offer_transfer
from casework.wall.scope import ALL, scoped


def offered(case, *, to, by, days=28, **facts) -> Share:
    """Return a pending offer to read the case."""
    today = timezone.localdate()
    given = {"purpose": "You know this landlord", "agreed_how": "phone", "agreed_on": today} | facts
    with scoped(ALL):
        return offer_share(case=case, to_office=to, last_day=today + timedelta(days=days), by=by, **given)


def shared(case, *, to, by, yes) -> Share:
    """Return an active share, accepted by `yes`."""
    share = offered(case, to=to, by=by)
    with scoped(ALL):
        accept_share(share=share, by=yes)
        share.refresh_from_db()
    return share


def transfer_offered(case, *, to, by, **parts) -> Transfer:
    """Return a pending offer to take the case over."""
    with scoped(ALL):
        return offer_transfer(
            case=case,
            to_office=to,
            purpose="It is your borough",
            agreed_how="writing",
            agreed_on=timezone.localdate(),
            parts=Parts(**parts),
            by=by,
        )
