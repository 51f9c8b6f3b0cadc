"""The one decorator that a constituent's page carries."""

from functools import wraps

from django.http import Http404
from django.views.decorators.cache import never_cache

from accounts.redirects import to_sign_in


def constituents_only(view):
    """Anonymous people are asked to sign in by emailed code and come back here; staff find no such page."""

    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return to_sign_in(request, staff=False)
        if request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
