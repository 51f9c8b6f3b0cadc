"""What a constituent may reach: the decorator that each page carries, and the case it is about."""

from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from accounts.redirects import to_sign_in
from casework.cases.models import Case


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


def own_case(request, reference):
    """The case, if this person raised it; otherwise there is no such page."""
    return get_object_or_404(Case.objects.raised_by(request.user).for_list(), reference=reference)
