"""What a view may ask of the person before it does anything."""

from functools import wraps

from allauth.core.exceptions import ReauthenticationRequired
from django.http import Http404
from django.shortcuts import redirect

from .factors import may_add_factor, proved_recently, second_factor_used
from .redirects import to_factor, to_sign_in


def recently_authenticated(view):
    """For acts a stolen session must not do: the person proved in the last ten minutes that it is them.

    Staff are asked for a factor, constituents for an emailed code; what they were sending goes on after that.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return to_sign_in(request, staff=True)
        if not proved_recently(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return asked


def staff_only(view):
    """Passwords and second factors are for staff; constituents find no such page."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return to_sign_in(request, staff=True)
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_adding_factors(view):
    """Where a factor is set up: not for somebody who has nothing but a password."""

    @staff_only
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not may_add_factor(request):
            return redirect("accounts_no_factor")
        return view(request, *args, **kwargs)

    return guarded


def with_factor(view):
    """For staff who used a second factor in this session."""

    @staff_only
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not second_factor_used(request):
            return to_factor(request)
        return view(request, *args, **kwargs)

    return guarded
