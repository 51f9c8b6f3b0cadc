"""The office that reads what is written to a Member."""

from casework.offices.models import Member
from casework.offices.services import NoOffice, office_for


def office_of(slug):
    """Return the office of this Member, or None if no office works for them."""
    member = Member.objects.filter(slug=slug).first()
    try:
        return office_for(member) if member else None
    except NoOffice:
        return None
