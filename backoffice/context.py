"""What the frame of the desk says about the person in front of it."""

from django.utils.translation import ngettext

from casework.offices.break_glass import emergency_of, to_be_seen_by
from casework.offices.services import pending_for

from .access import my_offices_now


def desk(request):
    """The offices a person works in, for the line under the header. Nothing outside the back office."""
    user = getattr(request, "user", None)
    if not request.path.startswith("/office/") or user is None or not user.is_authenticated:
        return {}
    offices = my_offices_now(request)
    line = ""
    if len(offices) == 1:
        members = offices[0].members_now
        line = ngettext("office for %(n)d Member", "office for %(n)d Members", members) % {"n": members}
    return {
        "desk_emergency": emergency_of(user),
        "desk_emergencies": to_be_seen_by(user) if any(office.emergency for office in offices) else [],
        "desk_invited": offices[0].invited if offices else pending_for(user).exists(),
        "desk_offices": offices,
        "desk_manages": any(office.managed for office in offices),
        "desk_office_name": ", ".join(office.name for office in offices),
        "desk_office_line": line,
    }
