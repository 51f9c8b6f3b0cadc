"""Access decorators for views."""

from functools import wraps

from allauth.core.exceptions import ReauthenticationRequired
from django.http import Http404
from django.shortcuts import redirect

from .factors.second_factor import may_add_factor, proved_recently, second_factor_used
from .sign_in.redirects import to_factor, to_sign_in


def gate(name, guarded):
    """Mark a view with the name of its gate, so that a test can compare every URL with its permission row.

    `functools.wraps` carries the names of inner gates outwards.
    """
    guarded.gates = (*getattr(guarded, "gates", ()), name)
    return guarded


def recently_authenticated(view):
    """Require proof of identity from the last ten minutes, for acts that a stolen session must not do.

    Staff are asked for a factor, constituents for an emailed code; what they were sending continues afterwards.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return to_sign_in(request, staff=True)
        if not proved_recently(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return gate("recently_authenticated", asked)


def staff_only(view):
    """Require staff. Raise Http404 for constituents."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return to_sign_in(request, staff=True)
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return gate("staff_only", guarded)


def for_adding_factors(view):
    """Require more than a password before a factor is set up."""

    @staff_only
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_add_factor(request):
            return redirect("accounts_no_factor")
        return view(request, *args, **kwargs)

    return gate("for_adding_factors", guarded)


def with_factor(view):
    """Require staff who used a second factor in this session."""

    @staff_only
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not second_factor_used(request):
            return to_factor(request)
        return view(request, *args, **kwargs)

    return gate("with_factor", guarded)
