"""What the frame of the desk says about the person in front of it."""

from django.utils.translation import ngettext

from casework.offices.access.emergency_access import to_be_seen_by
from casework.offices.visibility import memberships_of

from .access import my_offices_now


def desk(request):
    """The offices a person works in, for the line under the header. Nothing outside the back office."""
    user = getattr(request, "user", None)
    if not request.path.startswith("/office/") or user is None or not user.is_authenticated:
        return {}
    offices = my_offices_now(request)
    manages = any(office.managed for office in offices)
    line = ""
    if len(offices) == 1:
        members = offices[0].members_now
        line = ngettext("office for %(n)d Member", "office for %(n)d Members", members) % {"n": members}
    return {
        "desk_emergency": next(iter(memberships_of(user)), None) if user.is_administrator else None,
        "desk_emergencies": to_be_seen_by(user) if manages else [],
        "desk_offices": offices,
        "desk_manages": manages,
        "desk_works": any(office.worked for office in offices),
        "desk_office_name": ", ".join(office.name for office in offices),
        "desk_office_line": line,
    }
