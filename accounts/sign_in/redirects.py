"""Redirects to signing in or to the second factor, and back to the requested page."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.factors.second_factor import has_factor, is_enrolling
from accounts.sessions.unsent_text import texts_of, to_show_again

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


def and_back(page, request):
    """Return the URL of `page` with a `next` that leads back; of a POST, only its path."""
    wanted = request.get_full_path() if request.method in SAFE_METHODS else request.path
    return f"{page}?{urlencode({'next': wanted})}"


def to_sign_in(request, *, staff):
    """Redirect to the sign-in page of staff or of constituents, and back afterwards.

    A form that one of our pages sent after its session had gone gets a page that carries what was typed.
    """
    page = and_back(reverse("account_login" if staff else "account_request_login_code"), request)
    if typed := to_show_again(request):
        context = {
            "fields": typed,
            "texts": texts_of(typed),
            "address": request.get_full_path(),
            "sign_in": page,
        }
        return render(request, "accounts/signed_out.html", context, status=403)
    return redirect(page)


def to_factor(request):
    """Redirect staff to use their factor, to set one up, or to the page that says how to get one."""
    if has_factor(request.user):
        return redirect(and_back(reverse("mfa_reauthenticate"), request))
    return redirect("mfa_activate_totp" if is_enrolling(request) else "accounts_no_factor")
