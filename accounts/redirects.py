"""Where somebody is sent who may not see a page yet, and how they come back to it."""

from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse

from .factors import has_factor, is_enrolling

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


def and_back(page, request):
    """The address of `page`, which leads back here if here can be shown again; what was sent is not sent again."""
    wanted = request.get_full_path() if request.method in SAFE_METHODS else request.path
    return f"{page}?{urlencode({'next': wanted})}"


def to_sign_in(request, *, staff):
    """To the sign-in page of staff or of constituents, and back here afterwards."""
    return redirect(and_back(reverse("account_login" if staff else "account_request_login_code"), request))


def to_factor(request):
    """Staff without a used factor go on to use theirs, to set one up, or to read how to get one."""
    if has_factor(request.user):
        return redirect(and_back(reverse("mfa_reauthenticate"), request))
    return redirect("mfa_activate_totp" if is_enrolling(request) else "accounts_no_factor")
