"""What the frame of the desk says about the person in front of it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from body.current import current_body
from casework.offices.access.emergency_access import to_be_seen_by
from casework.offices.practice import is_practising
from casework.offices.visibility import memberships_of

from .access import my_offices_now


def desk(request):
    """The offices a person works in, for the line under the header. Nothing outside the back office."""
    user = getattr(request, "user", None)
    if not request.path.startswith("/office/") or user is None or not user.is_authenticated:
        return {}
    offices, practises = my_offices_now(request), is_practising()
    manages = any(office.managed for office in offices)
    line = ""
    if len(offices) == 1:
        members = offices[0].members_now
        line = (
            ""
            if practises
            else ngettext("office for %(n)d Member", "office for %(n)d Members", members) % {"n": members}
        )
    return {
        "desk_emergency": next(iter(memberships_of(user)), None) if user.is_administrator else None,
        "desk_emergencies": to_be_seen_by(user) if manages else [],
        "desk_practises": practises,
        "desk_may_practise": bool(offices) and not user.is_administrator and current_body().practice,
        "desk_offices": offices,
        "desk_manages": manages,
        "desk_works": any(office.worked for office in offices),
        "desk_office_name": _("Practice office")
        if practises
        else ", ".join(office.name for office in offices),
        "desk_office_line": line,
    }
