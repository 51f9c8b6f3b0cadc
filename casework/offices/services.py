"""Who works for whom today."""

from .models import Member, Office, OfficeMember, within_dates


class NoOffice(LookupError):
    """No office works for this Member today."""


def office_for(member: Member) -> Office:
    """The office that works for a Member today. Raises NoOffice when none does."""
    today = OfficeMember.objects.filter(within_dates(), member=member).select_related("office").first()
    if today is None:
        raise NoOffice(member.slug)
    return today.office
