"""The one decorator that a constituent's page carries."""

from functools import wraps
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache


def constituents_only(view):
    """Anonymous people are asked to sign in by emailed code and come back here; staff find no such page."""

    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_authenticated:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('account_request_login_code')}?{query}")
        if request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
