"""The people of an office. Managers let them in and end their work; everyone of the office sees who is there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services as accounts
from accounts.decorators import recently_authenticated
from backoffice.access import office_staff_only, offices_managed_by
from casework.offices.models import Membership
from casework.offices.services import (
    AlreadyHere,
    LastManager,
    NotForThisPerson,
    end_membership,
    grant_membership,
    turn_away,
)
from casework.offices.wall import offices_of, works_elsewhere

from .forms import TeamInviteForm

page = require_http_methods(["GET", "HEAD", "POST"])


def colleagues(user):
    """The active memberships of the offices where `user` works."""
    return (
        Membership.objects.active()
        .filter(office__in=offices_of(user))
        .select_related("user", "office")
        .order_by("office__name", "user__name", "pk")
    )


def invited(user):
    """Who was invited to these offices and has not answered yet."""
    return (
        Membership.objects.pending()
        .filter(office__in=offices_of(user))
        .select_related("user", "office")
        .order_by("office__name", "user__email", "pk")
    )


@require_safe
@office_staff_only
def team(request):
    context = {
        "memberships": colleagues(request.user),
        "pending": invited(request.user),
        "managed": set(offices_managed_by(request.user).values_list("pk", flat=True)),
    }
    return render(request, "backoffice/office/team.html", context)


def managed_membership(user, memberships, uuid):
    """One of these that this person may change: 404 in other offices, 403 for those who do not manage."""
    membership = memberships.filter(uuid=uuid).first()
    if membership is None:
        raise Http404
    if not offices_managed_by(user).filter(pk=membership.office_id).exists():
        raise PermissionDenied
    return membership


@page
@office_staff_only
def invite_person(request):
    """A new colleague, for managers only."""
    offices = offices_managed_by(request.user)
    if not offices.exists():
        raise PermissionDenied
    return _invite_person(request, offices)


@recently_authenticated
def _invite_person(request, offices):
    form = TeamInviteForm(request.POST if request.method == "POST" else None, offices=offices)
    if form.is_valid() and let_in(form, role=form.cleaned_data["role"], by=request.user):
        messages.success(request, _("%(name)s is invited.") % {"name": form.cleaned_data["name"]})
        return redirect("backoffice:team")
    context = {"form": form}
    return render(request, "backoffice/office/invite.html", context, status=422 if form.errors else 200)


def let_in(form, *, role, by):
    """Invites the person of a form and gives them their place; if that cannot be, the form says why."""
    given = form.cleaned_data
    try:
        with transaction.atomic():
            user = accounts.invite(
                email=given["email"], name=given["name"], by=by, place=given["office"].name
            )
            grant_membership(office=given["office"], user=user, role=role, by=by)
    except accounts.NotForStaff:
        turn_away(office=given["office"], email=given["email"], role=role, by=by)
    except AlreadyHere:
        form.add_error(
            "email", _("Choose somebody else. This person works in this office already, or is invited to.")
        )
        return False
    except (NotForThisPerson, ValidationError):
        form.add_error(
            "email",
            _("Enter a different work email address. This one cannot be used for staff of an office."),
        )
        return False
    return True


def known_as(membership):
    """The name of a colleague; of somebody who has not accepted yet only the address that was typed."""
    return membership.user.email if membership.accepted_at is None else str(membership.user)


@page
@office_staff_only
def end(request, membership):
    """Asks before it ends somebody's work in the office."""
    mine = colleagues(request.user) | invited(request.user)
    return _end(request, managed_membership(request.user, mine, membership))


@recently_authenticated
def _end(request, membership):
    if request.method != "POST":
        return render(request, "backoffice/office/end.html", {"membership": membership})
    try:
        end_membership(membership=membership, by=request.user)
    except LastManager:
        messages.warning(
            request, _("Make somebody else a manager first. This is the last manager of the office.")
        )
    else:
        done = (
            _("The invitation of %(name)s is taken back.")
            if membership.accepted_at is None
            else _("%(name)s no longer works in this office.")
        )
        messages.success(request, done % {"name": known_as(membership)})
    return redirect("backoffice:team")


@page
@office_staff_only
def invite_again(request, membership):
    """A fresh invitation for somebody who lost their second factor."""
    return _invite_again(request, managed_membership(request.user, colleagues(request.user), membership))


@recently_authenticated
def _invite_again(request, membership):
    if works_elsewhere(membership):
        messages.warning(
            request,
            _(
                "Ask the managers of the other office first. %(name)s works there too, and one office alone cannot "
                "change how they sign in. Once their work there has ended you can invite them again."
            )
            % {"name": membership.user},
        )
        return redirect("backoffice:team")
    if request.method != "POST":
        return render(request, "backoffice/office/invite_again.html", {"membership": membership})
    accounts.invite_again(user=membership.user, by=request.user)
    messages.success(request, _("%(name)s gets a new invitation by email.") % {"name": membership.user})
    return redirect("backoffice:team")
