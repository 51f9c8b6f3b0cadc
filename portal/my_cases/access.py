"""Access to a constituent's pages: the view decorators, the lookup of their own case, and the redirect to its page."""

from functools import wraps

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.decorators import gate
from accounts.sign_in.redirects import to_sign_in
from casework.cases.models import Case
from casework.offices.prepared import PreparedRaised


def constituents_only(view):
    """Require a signed-in constituent. Redirect anonymous users to sign in, raise Http404 for staff, and forbid
    caching.
    """

    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return to_sign_in(request, staff=False)
        if request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return gate("constituents_only", guarded)


def case_openers(view):
    """Require a signed-in constituent, or a stranger whose code or word opened a case in this session."""

    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated and not opened_by(request):
            return to_sign_in(request, staff=False)
        if request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return gate("case_openers", guarded)


def opened_by(request):
    """Return the keys of the cases that a code or word opened in this session."""
    return getattr(request.user, "opened_cases", frozenset())


def own_case(request, reference):
    """Return the case if this user raised it, else raise Http404."""
    for case in OWN_CASE.rows(request.user, reference=reference):
        return case
    raise Http404


def _own_case(user, now, *, reference):
    return Case.objects.raised_by(user, at=now).for_list().filter(reference=reference)


OWN_CASE = PreparedRaised(_own_case)


def back_to(case) -> HttpResponseRedirect:
    """Return the redirect that shows the result of an act on the page of the case.

    The time makes each address a new one: links2 keeps every page that it has shown, whatever the headers say, and
    would show the case as it was before the act.
    """
    page = reverse("portal:my_case", args=[case.reference])
    return HttpResponseRedirect(f"{page}?at={timezone.now():%H%M%S%f}#result")
