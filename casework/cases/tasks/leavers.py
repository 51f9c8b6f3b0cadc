"""Cases of people who no longer work in the office become no one's, within a minute."""

from django.db.models import Exists, OuterRef

from casework.cases.models import Case
from casework.cases.services.case import release
from casework.offices.models import Membership
from casework.wall.scope import ALL, scoped

AT_ONCE = 100


def release_cases_of_leavers() -> bool:
    """Give open cases of people without a membership back to their office. Return whether there may be more."""
    with scoped(ALL):
        held = Membership.objects.held().filter(office=OuterRef("office"), user=OuterRef("assignee"))
        real = Case.objects.open().filter(office__practice_of=None)
        left = real.filter(~Exists(held), assignee__isnull=False).order_by("pk")
        cases = list(left[:AT_ONCE])
        for case in cases:
            release(case=case)
    return len(cases) == AT_ONCE
