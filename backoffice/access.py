"""What staff may reach. Somebody else's case and no case at all are the same answer."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpResponseNotAllowed
from django.views.decorators.http import require_http_methods

from casework.cases.models import Case
from casework.cases.permissions import WORKING_ROLES, can_work
from casework.offices.models import EmergencyAccess, Membership, OfficeMember
from casework.offices.services import pending_for
from casework.offices.wall import my_offices

MANAGING_ROLES = {Membership.Role.MANAGER}
READ = ("GET", "HEAD")
PAGE = ("GET", "HEAD", "POST")
ACT = ("POST",)
page = require_http_methods(PAGE)


def my_offices_now(request):
    """The offices where the person of this request works, each with how many Members it has.

    Also whether they manage it, whether they do more there than read, whether another office awaits their answer,
    and whether emergency access is a matter there. All of it is asked once a request.
    """
    if not hasattr(request, "offices_now"):
        members = Count("office_members", filter=Q(office_members__in=OfficeMember.objects.in_force()))
        invited = Exists(pending_for(request.user))
        managed = Exists(_held(request.user, MANAGING_ROLES).filter(office=OuterRef("pk")))
        worked = Exists(_held(request.user, WORKING_ROLES).filter(office=OuterRef("pk")))
        papers = EmergencyAccess.objects.visible_to(request.user).not_to_be_overlooked()
        emergency = Exists(papers.filter(office=OuterRef("pk")))
        request.offices_now = list(
            my_offices(request.user).annotate(
                members_now=members, invited=invited, managed=managed, worked=worked, emergency=emergency
            )
        )
    return request.offices_now


def staff_case(user, reference):
    """The case, if it is in sight of this person; otherwise there is no such page."""
    case = Case.objects.visible_to(user).for_list().filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


def is_guest(request, case):
    """Whether this person sees the case only because another office shares it with theirs."""
    return case.office_id not in {office.pk for office in my_offices_now(request)}


def on_a_case(methods, *, working, guests=False):
    """For pages of one case: loads it by its reference and hands it to the view.

    Whether it is in sight is asked before anything else, so that a case of others answers like none in every
    method. `working` pages are refused to those who only read, and all but those for `guests` to an office that the
    case is shared with.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, reference, **kwargs):
            case = staff_case(request.user, reference)
            if working and not can_work(request.user, case):
                raise PermissionDenied
            if not guests and is_guest(request, case):
                raise PermissionDenied
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, case, **kwargs)

        return guarded

    return decorate


def office_staff_only(view):
    """For people who work in an office. Editors and administrators find no such page."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not my_offices_now(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def administrators_only(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _held(user, roles):
    return Membership.objects.active().filter(user=user, role__in=roles)


def _offices_with_role(user, roles):
    return my_offices(user).filter(pk__in=_held(user, roles).values("office"))


def offices_worked_in_by(user):
    """The offices whose cases this person may change, not only read."""
    return _offices_with_role(user, WORKING_ROLES)


def offices_managed_by(user):
    """The offices whose team this person may change."""
    return _offices_with_role(user, MANAGING_ROLES)
