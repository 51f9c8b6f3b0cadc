"""Answering an invitation by its link. Opening a page, as mail scanners do, does not use it up."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import attempts
from accounts.models import User
from accounts.sign_in.views import enrol
from casework.offices.access import invitations
from casework.offices.access.obstacles import Obstacle, account_of, obstacle_of

from .forms import ElsewhereForm, GiveUpForm, NewAccountForm

INVITED = "invitation.invited"
page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
def open_link(request, token):
    """Move the token into the session, so that no later URL or log contains it."""
    request.session[INVITED] = token
    return redirect("invitation")


def _invited(request):
    return invitations.invitation_of(request.session.get(INVITED, ""))


def _over(request):
    return render(request, "backoffice/invitations/over.html", status=410)


def _show(request, template, invited, form=None, **more):
    context = {"invited": invited, "form": form, **more}
    status = 422 if form is not None and form.errors else 200
    return render(request, f"backoffice/invitations/{template}.html", context, status=status)


@page
@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request):
    """Show who invites to which role, and take the answer. The options depend on the account of the address."""
    invited = _invited(request)
    if invited is None:
        return _over(request)
    if request.method == "POST" and not attempts.try_once_more(request, "accept_invitation"):
        return attempts.refuse(request)
    if request.POST.get("answer") == "decline":
        invitations.decline(invitation=invited)
        return _show(request, "declined", invited)
    account = account_of(invited)
    obstacle = obstacle_of(invited, account)
    if obstacle is Obstacle.RESIDENT:
        return _resident(request, invited, account)
    if obstacle is not None:
        return _show(request, "obstacle", invited, obstacle=obstacle.value)
    if account is not None:
        return _staff(request, invited, account)
    return _newcomer(request, invited)


def _newcomer(request, invited):
    person = User(email=invited.email, name=request.POST.get("name", ""))
    sent = request.POST if request.POST.get("answer") == "accept" else None
    form = NewAccountForm(sent, user=person)
    if not form.is_valid():
        return _show(request, "new_account", invited, form)
    given = form.cleaned_data
    user = invitations.accept_as_new(invitation=invited, name=given["name"], password=given["password"])
    return enrol(request, user) if user else _over(request)


def _staff(request, invited, account):
    """Let a person with a staff account answer behind their second factor."""
    if request.user == account:
        return redirect("backoffice:invitations")
    return _show(request, "sign_in", invited)


def _resident(request, invited, account):
    """Let a resident name another address for work, or give up the resident account."""
    sent = request.POST if request.POST.get("answer") == "give-up" else None
    form = GiveUpForm(sent)
    if account.is_active and form.is_valid():
        invitations.give_up_resident_account(invitation=invited)
        messages.success(request, _("Your resident account is closed. You can accept the invitation now."))
        return redirect("invitation")
    return _show(request, "resident", invited, form)


@page
@never_cache
def elsewhere(request):
    """Send the invitation to another address, which its owner proves by opening the new link."""
    invited = _invited(request)
    if invited is None:
        return _over(request)
    if request.method == "POST" and not attempts.try_once_more(request, "accept_invitation"):
        return attempts.refuse(request)
    form = ElsewhereForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if invitations.send_elsewhere(invitation=invited, email=form.cleaned_data["email"]):
            return _show(request, "sent", invited)
        form.add_error("email", _("Enter a different address. This one is invited already, or works there."))
    return _show(request, "elsewhere", invited, form)
