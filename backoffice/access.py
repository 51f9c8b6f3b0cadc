"""Access control of the back office. A case out of sight and a missing case give the same 404."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.decorators import gate
from casework.cases.models import Case
from casework.cases.permissions import WORKING_ROLES, can_work
from casework.offices.models import Membership, Office
from casework.offices.prepared import Prepared
from casework.offices.visibility import memberships_of, offices_of

MANAGING_ROLES = {Membership.Role.MANAGER}
READ = ("GET", "HEAD")
PAGE = ("GET", "HEAD", "POST")
ACT = ("POST",)
page = require_http_methods(PAGE)


def my_offices_now(request):
    """The offices where the person of this request works, each with how many Members it has.

    Also whether they manage it, and whether they do more there than read.
    """
    if not hasattr(request, "offices_now"):
        found = {}
        for held in memberships_of(request.user):
            office = found.setdefault(held.office_id, held.office)
            office.members_now = held.members_now
            office.managed = getattr(office, "managed", False) or held.role in MANAGING_ROLES
            office.worked = getattr(office, "worked", False) or held.role in WORKING_ROLES
        request.offices_now = list(found.values())
    return request.offices_now


def for_page(cases, user, now):
    """Return what most pages of a case show of it."""
    return cases.for_list()


def _own_case(user, shown, *, reference, now):
    return shown(Case.objects.in_offices_of(user), user, now).filter(reference=reference)


OWN_CASE = Prepared(_own_case)


def staff_case(user, reference, *, shown=for_page):
    """Return the case if it is visible to this person, else raise Http404. `shown` says what a page needs of it.

    `shown` gets cases, the person and the time. What other offices share is looked through only for a case that is not
    of one's own office.
    """
    now = timezone.now()
    for case in OWN_CASE.rows(user, shown, reference=reference, now=now):
        return case
    case = shown(Case.objects.visible_to(user), user, now).filter(reference=reference).first()
    if case is None:
        raise Http404
    return case


def is_guest(request, case):
    """Return whether this person sees the case only because another office shares it with theirs."""
    return case.office_id not in {office.pk for office in my_offices_now(request)}


def on_a_case(methods, *, working, guests=False, shown=for_page):
    """For pages of one case: loads what is `shown` of it by its reference and hands it to the view.

    Whether it is in sight is asked before anything else, so that a case of others answers like none in every
    method. `working` pages are refused to those who only read, and all but those for `guests` to an office that the
    case is shared with.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, reference, **kwargs):
            case = staff_case(request.user, reference, shown=shown)
            if working and not can_work(request.user, case):
                raise PermissionDenied
            if not guests and is_guest(request, case):
                raise PermissionDenied
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, case, **kwargs)

        for_guests = "for guests" if guests else ""
        return gate(f"on_a_case {'working' if working else ''}{for_guests}".strip(), guarded)

    return decorate


def office_staff_only(view):
    """Require a person who works in an office. Raise Http404 for editors and administrators."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not my_offices_now(request):
            raise Http404
        return view(request, *args, **kwargs)

    return gate("office_staff_only", guarded)


def administrators_only(view):
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_administrator:
            raise Http404
        return view(request, *args, **kwargs)

    return gate("administrators_only", guarded)


def offices_managed_by(user):
    """Return the offices whose team this person may change."""
    return Office.objects.filter(pk__in=offices_of(user, roles=MANAGING_ROLES))
