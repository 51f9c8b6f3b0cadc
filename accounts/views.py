"""Signing in by emailed code, accepting an invitation, and staying signed in."""

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

from . import codes, limits, marks
from .factors import begin_enrolment, note_code
from .forms import CodeForm, CodeRequestForm, NewPasswordForm
from .homes import home_of
from .redirects import to_sign_in
from .services import accept_invitation, open_invitation, prove_address

INVITATION = "accounts.invitation"
page = require_http_methods(["GET", "HEAD", "POST"])


def _status(form):
    return 422 if form.errors else 200


def _with_next(name, request, **more):
    """The address of a page that comes before the one the person wanted, and remembers it."""
    wanted = get_next_redirect_url(request)
    query = ({"next": wanted} if wanted else {}) | more
    return reverse(name) + (f"?{urlencode(query)}" if query else "")


@page
@never_cache
def ask_for_code(request):
    """The constituents' front door. Every address gets the same page, the same redirect and the same mail."""
    wanted = get_next_redirect_url(request)
    if request.user.is_authenticated:
        return redirect(wanted or home_of(request.user))
    form = CodeRequestForm(request.POST if request.method == "POST" else None)
    if request.shared_device:
        form.fields["email"].widget.attrs["autocomplete"] = "off"
    if form.is_valid():
        email = form.cleaned_data["email"]
        if not limits.try_account(request, "code", email=email):
            return limits.refuse(request, mailed=True)
        codes.start(request, email)
        return redirect(_with_next("account_confirm_login_code", request))
    context = {"form": form, "next": wanted, "ran_out": "ran-out" in request.GET}
    return render(request, "account/request_login_code.html", context, status=_status(form))


@page
@never_cache
def enter_code(request):
    """The code from the mail proves the address and signs in."""
    if request.user.is_authenticated:
        return redirect(get_next_redirect_url(request) or home_of(request.user))
    email = codes.waiting_for(request)
    if email is None:
        return redirect(_with_next("account_request_login_code", request, **{"ran-out": "yes"}))
    if request.method == "POST" and not codes.may_try(request):
        codes.forget(request)
        return redirect(_with_next("account_request_login_code", request, **{"ran-out": "yes"}))
    form = CodeForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid():
        codes.forget(request)
        return _proved(request, email)
    context = {"form": form, "email": email, "next": get_next_redirect_url(request)}
    context["again_url"] = _with_next("account_request_login_code", request)
    return render(request, "account/confirm_login_code.html", context, status=_status(form))


def _proved(request, email):
    user = prove_address(email=email)
    if user.is_active and user.is_staff:
        messages.info(request, _("Staff sign in here, with their password and second factor."))
        response = redirect("account_login")
        marks.leave(response, marks.new(email), lasting=True)
        return response
    note_code(request, user, email)
    return perform_login(request, user, redirect_url=get_next_redirect_url(request), email=email)


@require_safe
@never_cache
def know_browser(request, token):
    """The link of a mail with a code: from here on this browser's tries are counted apart from those of strangers.

    It signs nobody in, so mail scanners may open it.
    """
    mark = marks.from_link(token)
    if mark is None:
        return redirect(_with_next("account_request_login_code", request, **{"ran-out": "yes"}))
    messages.info(request, _("Now ask for a code here. Other people’s tries no longer count for you."))
    response = redirect("account_request_login_code")
    marks.leave(response, mark, lasting=False)
    return response


def _as_signed_in(request):
    """Strangers who know the address cannot use up what the person who is signed in may ask for."""
    return f"user {request.user.pk}"


@page
@never_cache
def code_again(request):
    """A constituent proves once more that they read mail at their address, before something that matters."""
    if not request.user.is_authenticated:
        return to_sign_in(request, staff=False)
    if request.user.is_staff:
        raise Http404
    if "send" in request.POST:
        if not limits.try_account(request, "code", email=request.user.email, account=_as_signed_in(request)):
            return limits.refuse(request)
        codes.start(request, request.user.email)
        return redirect(_with_next("accounts_code_again", request))
    waiting = codes.waiting_for(request) == request.user.email
    if request.method == "POST" and waiting and not codes.may_try(request):
        codes.forget(request)
        waiting = False
    form = CodeForm(request.POST if request.method == "POST" and waiting else None, request=request)
    if waiting and form.is_valid():
        codes.forget(request)
        note_code(request, request.user, request.user.email)
        return resume_request(request) or redirect(home_of(request.user))
    context = {"form": form, "waiting": waiting, "next": get_next_redirect_url(request)}
    return render(request, "accounts/code_again.html", context, status=_status(form))


@require_safe
@never_cache
def open_link(request, token):
    """The link of an invitation. The token moves into the session, so that no address or log shows it again."""
    request.session[INVITATION] = token
    return redirect("accounts_invitation")


@page
@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request):
    """Accepting an invitation. Looking at it, as mail scanners do, uses nothing up."""
    invited = open_invitation(request.session.get(INVITATION, ""))
    if invited is None:
        return render(request, "accounts/invitation_over.html", status=410)
    if request.method == "POST" and not limits.try_once_more(request, "accept_invitation"):
        return limits.refuse(request)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=invited.user)
    if form.is_valid():
        user = accept_invitation(invitation=invited, password=form.cleaned_data["password"])
        if user is None:
            return render(request, "accounts/invitation_over.html", status=410)
        request.session.flush()
        get_adapter().login(request, user)
        begin_enrolment(request)
        return redirect("mfa_activate_totp")
    return render(
        request, "accounts/invitation.html", {"form": form, "invited": invited.user}, status=_status(form)
    )


@require_safe
@never_cache
def no_factor(request):
    """For staff who have a password and nothing else: how to get in, and why a password is not enough."""
    return render(request, "accounts/no_factor.html", status=403)


@require_safe
@never_cache
def stay(request):
    """Asked by the page while somebody types or says that they stay. The middleware has moved the end already."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse({"ends": request.session_ends_at.isoformat()})
