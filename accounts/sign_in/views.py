"""Signing in by emailed code, recovery links, and staying signed in."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.account.utils import get_next_redirect_url, perform_login
from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.factors.second_factor import begin_enrolment, note_code
from accounts.limits import attempts
from accounts.services import open_recovery_link, prove_address, use_recovery_link

from . import known_browsers
from .codes import SIGN_IN
from .forms import CodeForm, CodeRequestForm, NewPasswordForm
from .homes import home_of
from .redirects import to_sign_in

RECOVERY = "accounts.recovery"
page = require_http_methods(["GET", "HEAD", "POST"])


def _status(form):
    return 422 if form.errors else 200


def _with_next(name, request, **more):
    """Return the URL of a page with a `next` that leads to the page the person wanted."""
    wanted = get_next_redirect_url(request)
    query = ({"next": wanted} if wanted else {}) | more
    return reverse(name) + (f"?{urlencode(query)}" if query else "")


@page
@never_cache
def ask_for_code(request):
    """Ask constituents for an email address. Every address gets the same page, redirect and mail."""
    wanted = get_next_redirect_url(request)
    if request.user.is_authenticated:
        return redirect(wanted or home_of(request.user))
    form = CodeRequestForm(request.POST if request.method == "POST" else None)
    if request.shared_device:
        form.fields["email"].widget.attrs["autocomplete"] = "off"
    if form.is_valid():
        email = form.cleaned_data["email"]
        if not attempts.try_account(request, "code", email=email):
            return attempts.refuse(request, mailed=True)
        SIGN_IN.send(request, email)
        return redirect(_with_next("account_confirm_login_code", request))
    context = {"form": form, "next": wanted, "ran_out": "ran-out" in request.GET}
    return render(request, "account/request_login_code.html", context, status=_status(form))


@page
@never_cache
def enter_code(request):
    """Sign in with the code from the mail, which proves the address."""
    if request.user.is_authenticated:
        return redirect(get_next_redirect_url(request) or home_of(request.user))
    email = SIGN_IN.subject(request)
    if email is None:
        return redirect(_with_next("account_request_login_code", request, **{"ran-out": "yes"}))
    if request.method == "POST" and not SIGN_IN.may_try(request):
        SIGN_IN.forget(request)
        return redirect(_with_next("account_request_login_code", request, **{"ran-out": "yes"}))
    form = CodeForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        SIGN_IN.forget(request)
        return _proved(request, email)
    context = {"form": form, "email": email, "next": get_next_redirect_url(request)}
    context["again_url"] = _with_next("account_request_login_code", request)
    return render(request, "account/confirm_login_code.html", context, status=_status(form))


def _proved(request, email):
    user = prove_address(email=email)
    if user.is_active and user.is_staff:
        messages.info(
            request,
            _(
                "Staff sign in here, with their password and second factor. To follow a case of your own, give "
                "the office another email address."
            ),
        )
        response = redirect("account_login")
        known_browsers.leave(response, known_browsers.new(email), lasting=True)
        return response
    note_code(request, user, email)
    return perform_login(request, user, redirect_url=get_next_redirect_url(request), email=email)


@require_safe
@never_cache
def know_browser(request, token):
    """Count this browser's tries apart from those of strangers, after the link in a mail with a code.

    It signs no one in, so mail scanners may open it.
    """
    mark = known_browsers.from_link(token)
    if mark is None:
        return redirect(_with_next("account_request_login_code", request, **{"ran-out": "yes"}))
    messages.info(request, _("Now ask for a code here. Other people’s tries no longer count for you."))
    response = redirect("account_request_login_code")
    known_browsers.leave(response, mark, lasting=False)
    return response


def _as_signed_in(request):
    """Return the key of a limit that strangers who know the address cannot use up."""
    return f"user {request.user.pk}"


@page
@never_cache
def code_again(request):
    """Ask a constituent for a new emailed code before a sensitive act."""
    if not request.user.is_authenticated:
        return to_sign_in(request, staff=False)
    if request.user.is_staff:
        raise Http404
    if "send" in request.POST:
        if not attempts.try_account(
            request, "code", email=request.user.email, account=_as_signed_in(request)
        ):
            return attempts.refuse(request)
        SIGN_IN.send(request, request.user.email)
        return redirect(_with_next("accounts_code_again", request))
    waiting = SIGN_IN.subject(request) == request.user.email
    if request.method == "POST" and waiting and not SIGN_IN.may_try(request):
        SIGN_IN.forget(request)
        waiting = False
    form = CodeForm(request.POST if request.method == "POST" and waiting else None, request=request)
    if waiting and form.is_valid():
        SIGN_IN.forget(request)
        note_code(request, request.user, request.user.email)
        return resume_request(request) or redirect(home_of(request.user))
    context = {"form": form, "waiting": waiting, "next": get_next_redirect_url(request)}
    return render(request, "accounts/code_again.html", context, status=_status(form))


@require_safe
@never_cache
def open_recovery(request, token):
    """Move the token of a link into the session, so that no later URL or log contains it."""
    request.session[RECOVERY] = token
    return redirect("accounts_recovery")


@page
@never_cache
@sensitive_post_parameters("password", "again")
def recovery(request):
    """Choose a new password by a link. Opening the page, as mail scanners do, does not use it up."""
    link = open_recovery_link(request.session.get(RECOVERY, ""))
    if link is None:
        return render(request, "accounts/recovery_over.html", status=410)
    if request.method == "POST" and not attempts.try_once_more(request, "accept_invitation"):
        return attempts.refuse(request)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=link.user)
    if form.is_valid():
        user = use_recovery_link(link=link, password=form.cleaned_data["password"])
        if user is None:
            return render(request, "accounts/recovery_over.html", status=410)
        return enrol(request, user)
    context = {"form": form, "person": link.user}
    return render(request, "accounts/recovery.html", context, status=_status(form))


def enrol(request, user):
    """Sign in a person who just chose their password, for long enough to set up a second factor."""
    request.session.flush()
    get_adapter().login(request, user)
    begin_enrolment(request)
    return redirect("mfa_activate_totp")


@require_safe
@never_cache
def no_factor(request):
    """Tell staff who have only a password how to get a second factor, and why a password is not enough."""
    return render(request, "accounts/no_factor.html", status=403)


@require_safe
@never_cache
def stay(request):
    """Answer the script of a page whose user is typing or chose to stay. The middleware has moved the end already."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse({"ends": request.session_ends_at.isoformat()})
