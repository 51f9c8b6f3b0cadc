"""Mail about what is new, to each person of an office as they chose."""

from accounts.models import User
from casework.cases.permissions import WORKING_ROLES
from casework.cases.services.queue.news import tell_of_news
from casework.offices.models import Membership


def mail_news() -> int:
    """Mail everyone for whom something new came and who is due. Return how many mails went."""
    working = Membership.objects.active().filter(role__in=WORKING_ROLES, user__is_administrator=False)
    people = User.objects.filter(pk__in=working.values("user")).order_by("pk")
    return sum(tell_of_news(user=user) for user in people)
